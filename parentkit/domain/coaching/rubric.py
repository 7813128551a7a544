"""The rubric for a conversation: four pairs of poles, each rated on five points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.errors import UnknownCode, UsageProblem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LOWEST, HIGHEST = 1, 5
"""The points of a scale: 1 is the second pole, 5 the first one, 3 lies between them."""

EXAMPLE = "engaged=4,stays_close=5"


class Pair(NamedTuple):
    """Two poles between which a conversation is rated.

    Attributes:
        id: what ratings are stored under; it is the first pole's.
        first, second: what the poles are called; 5 is the first one, 1 the second.
        first_looks, second_looks: what they look like, one sentence each.
    """

    id: str
    first: str
    second: str
    first_looks: str
    second_looks: str


def pairs_of(content: Mapping[str, Any]) -> tuple[Pair, ...]:
    """The pairs of the shipped content `rubric`, in the order in which they are asked."""
    return tuple(
        Pair(
            each["id"],
            each["first"]["label"],
            each["second"]["label"],
            each["first"]["description"],
            each["second"]["description"],
        )
        for each in content["pairs"]
    )


def read_point(text: str) -> int:
    """The rating that a person means.

    Raises:
        UsageProblem: it is no whole number from LOWEST to HIGHEST.
    """
    said = text.strip()
    point = int(said) if said.isascii() and said.isdigit() else 0
    if not LOWEST <= point <= HIGHEST:
        raise UsageProblem(
            f"{text!r} is no rating.", f"A rating is a whole number from {LOWEST} to {HIGHEST}."
        )
    return point


def read_ratings(text: str, pairs: Sequence[Pair]) -> dict[str, int]:
    """The ratings that `engaged=4,stays_close=5` stands for: pair id to point, not all needed.

    Raises:
        UnknownCode: there is no pair of that id.
        UsageProblem: it cannot be read, or a pair is rated twice.
    """
    known = {pair.id for pair in pairs}
    ratings: dict[str, int] = {}
    for part in text.split(","):
        name, equals, point = part.partition("=")
        identity = name.strip().casefold().replace(" ", "_").replace("-", "_")
        if not equals:
            raise UsageProblem(f"{part!r} is no rating.", f"For example --rubric {EXAMPLE}.")
        if identity not in known:
            raise UnknownCode("pair of the rubric", name.strip(), tuple(pair.id for pair in pairs))
        if identity in ratings:
            raise UsageProblem(f"{identity} is rated twice.")
        ratings[identity] = read_point(point)
    return ratings

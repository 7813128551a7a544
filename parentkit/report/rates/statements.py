"""Which of the statements of docs/figures.md belong beside a review, filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.domain.sentence import plural
from parentkit.figures.display import ABOVE, BELOW
from parentkit.report import amounts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from parentkit.figures.review import Review

BRIEF = frozenset(
    (
        "what_it_is",
        "what_30_is",
        "no_pass_mark",
        "repair",
        "missing_by_design",
        "not_a_target",
        "reactivity",
        "never_averaged",
    )
)
"""What plain output says each time; the others stand in the JSON and in docs/figures.md."""


def statements_for(
    review: Review, said: Sequence[Mapping[str, Any]], *, warm_up: bool, brief: bool
) -> list[str]:
    """The statements that apply, in their order.

    Args:
        review: the figures.
        said: the statements of statements.json.
        warm_up: whether the first three days of the log are among the moments.
        brief: the short form of those that stand beside plain output, else the long form of all.
    """
    names = set(_applying(review, warm_up=warm_up))
    match = review.summary.match
    form = "short" if brief else "long"
    return [
        plural(
            match.met,
            one=statement.get(f"{form}_one", statement[form]),
            other=statement[form],
            moments=amounts.moments(match.n),
            met=match.met,
            days=amounts.days(review.summary.days),
            low=_percent(match.low),
            high=_percent(match.high),
        )
        for statement in said
        if statement["id"] in names and (not brief or statement["id"] in BRIEF)
    ]


def _applying(review: Review, *, warm_up: bool) -> Iterator[str]:
    match = review.summary.match
    if match.n:
        yield from ("what_it_is", "missing_by_design", "not_a_test")
    if match.rate is not None:
        yield from ("what_30_is", "no_pass_mark" if match.verdict.word != ABOVE else "not_a_target")
    if match.low is not None:
        yield "range"
    if match.met < match.n or match.verdict.word == BELOW:
        yield "repair"
    if warm_up:
        yield "reactivity"
    if review.summary.flagged:
        yield "never_averaged"


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share * 100:.0f}"

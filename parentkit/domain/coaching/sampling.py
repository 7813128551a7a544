"""Drawing moments by chance, so many of each kind as there are of it, and the same ones every time.

A stratified sample is the beginning of one order of all moments. A larger sample therefore holds
the smaller ones, a person who stops early has a stratified sample all the same, and two people who
draw with the same seed from the same moments draw alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_PERCENT = 100


class Size(NamedTuple):
    """How many to draw: `number` of them, or that many per cent where `percent` says so."""

    number: int
    percent: bool

    def of(self, n: int) -> int:
        """How many that is out of `n`; part of one counts as one."""
        return -(-n * self.number // MOST_PERCENT) if self.percent else min(n, self.number)


def read_size(text: str) -> Size:
    """The size that `20%` or `12` stands for.

    Raises:
        UsageProblem: it is no whole number above 0, or more than all of them.
    """
    said = text.strip()
    digits = said.removesuffix("%").rstrip()
    percent = said.endswith("%")
    number = int(digits) if digits.isascii() and digits.isdigit() else 0
    if not number or (percent and number > MOST_PERCENT):
        raise UsageProblem(
            f"{text!r} is no size of a sample.", "For example 20% of the moments, or 12 of them."
        )
    return Size(number, percent)


def draw_order(strata: Mapping[str, str], seed: int) -> list[str]:
    """All ids in the order in which a sample takes them: its first n are the sample of size n.

    Within a stratum chance decides, by a hash of the seed and the id, so that a moment that comes
    later changes nothing about the others. Between strata, the j-th of N comes at the share
    (j - 1/2)/N of the way: every beginning holds each stratum nearly in proportion. Source: the
    rounding of Webster and Sainte-Laguë, Balinski & Young (1982), Fair Representation.

    Args:
        strata: id to the name of its stratum.
        seed: any whole number; another one is another draw.
    """
    by_stratum: dict[str, list[tuple[bytes, str]]] = {}
    for identity, stratum in strata.items():
        by_stratum.setdefault(stratum, []).append((_chance(seed, identity), identity))
    placed = [
        ((2 * place + 1) / len(members), chance, identity)
        for members in by_stratum.values()
        for place, (chance, identity) in enumerate(sorted(members))
    ]
    return [identity for _, _, identity in sorted(placed)]


def _chance(seed: int, identity: str) -> bytes:
    from hashlib import sha256

    return sha256(f"{seed}/{identity}".encode("utf-8", "surrogatepass")).digest()

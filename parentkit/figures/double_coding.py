"""Several people's codings of the same moments, two at a time and all together (section 6)."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from parentkit.figures.agreement import FEWEST_DOUBLE_CODED, RANK, Agreement, agreement
from parentkit.figures.alpha import Alpha, alpha_of_fits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Pairs = Counter[tuple[str, str]]

PARENT = "parent"
"""The coder who stands for the judgement on the moment itself, whoever at home made it."""

TWO = 2


class Judged(NamedTuple):
    """A moment that somebody judged: the family of its sign, and each coder's fit."""

    family: str
    fits: Mapping[str, str]


class Between(NamedTuple):
    """How far two coders agree.

    Attributes:
        one, other: the coders.
        agreement: over all moments that both coded; `unsure` counts those that one left unsure.
        table: (fit of one, fit of the other) to how many moments; None under 30.
        families: the agreement within each family of signs, by its id; "" is a sign outside them.
    """

    one: str
    other: str
    agreement: Agreement
    table: Mapping[tuple[str, str], int] | None
    families: tuple[tuple[str, Agreement], ...]


class DoubleCoding(NamedTuple):
    """How far all coders agree.

    Attributes:
        between: every two coders with a moment in common, the parent's first.
        coders: everybody who coded a moment that somebody else coded too.
        alpha: of all coders together; None where there are fewer than three.
    """

    between: tuple[Between, ...]
    coders: tuple[str, ...]
    alpha: Alpha | None


def double_coding(judged: Sequence[Judged]) -> DoubleCoding:
    """The agreement of everybody who coded one of these moments."""
    shared = [moment for moment in judged if len(moment.fits) >= TWO]
    coders = sorted({coder for moment in shared for coder in moment.fits}, key=_parent_first)
    found = (between(shared, one, other) for one, other in combinations(coders, TWO))
    alpha = None
    if len(coders) > TWO:
        units = Counter(tuple(moment.fits.get(coder, "") for coder in coders) for moment in shared)
        alpha = alpha_of_fits(units)
    met = tuple(each for each in found if each.agreement.n or each.agreement.unsure)
    return DoubleCoding(met, tuple(coders), alpha)


def between(judged: Iterable[Judged], one: str, other: str) -> Between:
    """The agreement of two coders, over the moments that both of them coded."""
    table: Pairs = Counter()
    families: dict[str, Pairs] = {}
    for moment in judged:
        if one in moment.fits and other in moment.fits:
            pair = moment.fits[one], moment.fits[other]
            table[pair] += 1
            families.setdefault(moment.family, Counter())[pair] += 1
    found = agreement(table)
    return Between(
        one,
        other,
        found,
        _ranked(table) if found.n >= FEWEST_DOUBLE_CODED else None,
        tuple(
            (family, agreement(families[family])) for family in sorted(families, key=_named_first)
        ),
    )


def _ranked(table: Pairs) -> dict[tuple[str, str], int]:
    """The table without pairs in which a fit is unsure or not known to this version."""
    return {pair: count for pair, count in table.items() if pair[0] in RANK and pair[1] in RANK}


def _named_first(family: str) -> tuple[bool, str]:
    return not family, family


def _parent_first(coder: str) -> tuple[bool, str]:
    return coder != PARENT, coder

"""The four pairs of codes that a diary can set beside each other (section 5 of docs/figures.md).

A diary has no rows for "no sign", so nothing here can say whether a parent responds more often when
a child signals; it can say what goes with what among the moments written down.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import compress, islice, pairwise
from operator import eq, le
from typing import TYPE_CHECKING

from parentkit.domain.codes import MET
from parentkit.figures.outcomes import COUNTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from parentkit.domain.log.episode import EpisodeColumns

    Pairs = Counter[tuple[str, str]]

FAMILY_AND_POLE = "family_and_pole"
FAMILY_AND_FIT = "family_and_fit"
RESPONSE_AND_AFTER = "response_and_after"
FIT_AND_NEXT = "fit_and_next"

FIT_MET = "met"
"""`matched` and `kind_limit_matched` in one: they are told apart nowhere else in the shares."""

_NOT_SAID = ("", "unknown")


def pairs(
    columns: EpisodeColumns, family_of: Callable[[str], str], pole_of: Callable[[str], str]
) -> dict[str, Pairs]:
    """How often two codes stood together: a count of pairs for each of the four questions.

    Flagged moments are in none. A pair of which one side was not said, or is `unknown`, or a fit
    that is `unsure`, is left out.

    Args:
        columns: the episodes.
        family_of: the family of a cue; "" for a cue outside the families.
        pole_of: the pole of a response; "" for one without.
    """
    firsts = [said[0] if said else "" for said in columns.responses]
    sides = columns.cue, firsts, columns.fit, columns.child_after
    together = Counter(zip(*sides, strict=True))
    together.subtract(compress(zip(*sides, strict=True), columns.flag))
    found = [(codes, count) for codes, count in together.items() if count]
    return {
        FAMILY_AND_POLE: _grouped(
            (((cue, first), n) for (cue, first, _, _), n in found), cache(family_of), cache(pole_of)
        ),
        FAMILY_AND_FIT: _grouped(
            (((cue, fit), n) for (cue, _, fit, _), n in found), cache(family_of), _fit_group
        ),
        RESPONSE_AND_AFTER: _grouped(
            (((first, after), n) for (_, first, _, after), n in found), str, str
        ),
        FIT_AND_NEXT: _grouped(_next_fits(columns).items(), _fit_group, _fit_group),
    }


def _grouped(
    counts: Iterable[tuple[tuple[str, str], int]],
    group_of: Callable[[str], str],
    other_group_of: Callable[[str], str],
) -> Pairs:
    """The counts by the groups of both codes, without what was not said or has no group."""
    grouped: Pairs = Counter()
    for (one, other), count in counts:
        if one in _NOT_SAID or other in _NOT_SAID:
            continue
        pair = group_of(one), other_group_of(other)
        if all(pair):
            grouped[pair] += count
    return grouped


def _fit_group(fit: str) -> str:
    if fit in MET:
        return FIT_MET
    return fit if fit in COUNTED else ""


def _next_fits(columns: EpisodeColumns) -> Pairs:
    """Each counted fit with the next one of the same child on the same day.

    Moments of the same minute stay in the order in which they are given.
    """
    counts: Pairs = Counter()
    for child in set(columns.child):
        mask = [each == child for each in columns.child]
        times = list(compress(columns.observed_at, mask))
        fits = _counted_fits(compress(columns.fit, mask), compress(columns.flag, mask))
        if not all(map(le, times, islice(times, 1, None))):
            order = sorted(range(len(times)), key=times.__getitem__)
            times, fits = [times[row] for row in order], [fits[row] for row in order]
        days = [at[:10] for at in compress(times, fits)]
        following = pairwise(filter(None, fits))
        counts.update(compress(following, map(eq, days, islice(days, 1, None))))
    return counts


def _counted_fits(fits: Iterable[str], flags: Iterable[bool]) -> list[str]:
    """The fits that stand in the shares, an empty one in the place of each other."""
    return [
        fit if fit in COUNTED and not flag else "" for fit, flag in zip(fits, flags, strict=True)
    ]

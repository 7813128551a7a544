"""The four pairs of codes that a diary can set beside each other (section 5 of docs/figures.md).

A diary has no rows for "no sign", so nothing here can say whether a parent responds more often when
a child signals; it can say what goes with what among the moments written down.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import compress, pairwise, starmap
from operator import eq
from typing import TYPE_CHECKING

from parentkit.domain.codes import MET
from parentkit.figures.outcomes import COUNTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from parentkit.domain.episode import EpisodeColumns

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
    unflagged = [not flag for flag in columns.flag]
    signs = Counter(compress(zip(columns.cue, firsts, columns.fit, strict=True), unflagged))
    afters = Counter(compress(zip(firsts, columns.child_after, strict=True), unflagged))
    return {
        FAMILY_AND_POLE: _grouped(
            (((cue, first), n) for (cue, first, _), n in signs.items()), family_of, pole_of
        ),
        FAMILY_AND_FIT: _grouped(
            (((cue, fit), n) for (cue, _, fit), n in signs.items()), family_of, _fit_group
        ),
        RESPONSE_AND_AFTER: _grouped(afters.items(), str, str),
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
    counted = [
        not flag and fit in COUNTED for flag, fit in zip(columns.flag, columns.fit, strict=True)
    ]
    rows = list(compress(range(len(counted)), counted))
    rows.sort(key=columns.observed_at.__getitem__)
    rows_of: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows:
        rows_of[columns.child[row]].append(row)
    counts: Pairs = Counter()
    for of_child in rows_of.values():
        fits = [columns.fit[row] for row in of_child]
        days = [columns.observed_at[row][:10] for row in of_child]
        counts.update(compress(pairwise(fits), starmap(eq, pairwise(days))))
    return counts

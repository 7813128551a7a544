"""Weeks beside each other: each one, or each few of them, as a stretch with figures of its own."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from parentkit.figures.summary import split

if TYPE_CHECKING:
    from parentkit.figures.outcomes import Outcomes
    from parentkit.figures.summary import Summary

MOST_STRETCHES = 52
"""More than a year of weeks is told in stretches of several weeks."""

LENGTHS = (1, 2, 4, 13, 26, 52, 104)
"""Weeks that a stretch may have."""


class Stretch(NamedTuple):
    """So many ISO weeks from the Monday `start` on; `summary` is None where nothing was written."""

    start: date
    weeks: int
    summary: Summary | None


def stretches(outcomes: Outcomes, start: str, end: str) -> list[Stretch]:
    """The ISO weeks that share a day with `start` up to and without `end`, oldest first.

    They are told one by one up to a year, else in the shortest stretches that are few enough. The
    last stretch ends with the last week; the first may begin before `start`.

    Args:
        outcomes: the moments, all of them between the two days.
        start: a local day, `2026-11-16`.
        end: the local day after the last.
    """
    first, after = _monday(date.fromisoformat(start)), date.fromisoformat(end)
    weeks = max(1, -(-(after - first).days // 7))
    each = next((size for size in LENGTHS if weeks <= size * MOST_STRETCHES), LENGTHS[-1])
    count = -(-weeks // each)
    begin = first + timedelta(weeks=weeks - count * each)

    @cache
    def place_of(day: str) -> str:
        return f"{(date.fromisoformat(day) - begin).days // (7 * each):05}"

    found = {int(key): part for key, part in split(outcomes, map(place_of, outcomes.days))}
    return [
        Stretch(begin + timedelta(weeks=place * each), each, found.get(place))
        for place in range(count)
    ]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())

"""Counts per local day: moments of one day resemble each other, so ranges are made from days."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parentkit.figures.outcomes import Outcomes


class DayTally(NamedTuple):
    """One day's counted moments: `n` of them, `met` at once, `came_back` met at once or mended."""

    n: int
    met: int
    came_back: int


def daily(outcomes: Outcomes) -> dict[str, DayTally]:
    """The tally of every local day with at least one counted moment, earliest first."""
    missed, mended, met, left_out = range(4)
    ending_of = {}
    for code in set(outcomes.codes):
        kind = outcomes.kinds[code]
        after_miss = mended if kind.mended else missed
        ending_of[code] = (met if kind.met else after_miss) if kind.counted else left_out
    endings: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for day, code in zip(outcomes.days, outcomes.codes, strict=True):
        endings[day][ending_of[code]] += 1
    tallies = {}
    for day in sorted(endings):
        misses, mends, meets, _ = endings[day]
        if misses + mends + meets:
            tallies[day] = DayTally(misses + mends + meets, meets, mends + meets)
    return tallies


def iso_week(day: str) -> str:
    """The ISO 8601 week of a day: `2026-W47` for `2026-11-22`."""
    return _name(date.fromisoformat(day))


def weekly(days: Mapping[str, DayTally]) -> dict[str, list[DayTally]]:
    """The days by ISO week, first to last; a week without moments is an empty list."""
    if not days:
        return {}
    first = date.fromisoformat(min(days))
    monday = first - timedelta(days=first.weekday())
    place_of = {day: (date.fromisoformat(day) - monday).days // 7 for day in days}
    weeks: list[list[DayTally]] = [[] for _ in range(max(place_of.values()) + 1)]
    for day, tally in days.items():
        weeks[place_of[day]].append(tally)
    return {_name(monday + timedelta(weeks=place)): week for place, week in enumerate(weeks)}


def _name(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"

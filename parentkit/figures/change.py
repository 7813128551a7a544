"""Whether the share met has changed between two windows (section 7 of docs/figures.md)."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from parentkit.figures.interval import interval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from parentkit.figures.daily import DayTally

WINDOW_WEEKS = 4
FEWEST_MOMENTS = 15
FEWEST_DAYS = 5

PROBABLY_UP = "probably_up"
PROBABLY_DOWN = "probably_down"
CANNOT_TELL = "cannot_tell"


class Change(NamedTuple):
    """The later share less the earlier one, from -1 to 1, with its 95 % range and a word for it.

    `word` is `probably_up` or `probably_down` where the range leaves out 0, else `cannot_tell`.
    """

    word: str
    difference: float
    low: float
    high: float


def windows(days: Mapping[str, DayTally], end: str) -> tuple[list[DayTally], list[DayTally]]:
    """The days of the four weeks before the last four, and of the last four, before day `end`."""
    last = date.fromisoformat(end)
    middle = (last - timedelta(weeks=WINDOW_WEEKS)).isoformat()
    first = (last - timedelta(weeks=2 * WINDOW_WEEKS)).isoformat()
    earlier = [tally for day, tally in days.items() if first <= day < middle]
    later = [tally for day, tally in days.items() if middle <= day < end]
    return earlier, later


def change(earlier: Sequence[DayTally], later: Sequence[DayTally]) -> Change | None:
    """How the share met changed; None where a window has under 15 moments or under 5 days.

    Newcombe's interval from the two windows' own ranges, so that it allows for days that clump.
    Source: Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.
    """
    if not (_enough(earlier) and _enough(later)):
        return None
    before = interval((day.n, day.met) for day in earlier)
    after = interval((day.n, day.met) for day in later)
    if before is None or after is None:
        return None
    old, new = _rate(earlier), _rate(later)
    difference = new - old
    low = difference - math.hypot(new - after.low, before.high - old)
    high = difference + math.hypot(after.high - new, old - before.low)
    word = PROBABLY_UP if low > 0 else PROBABLY_DOWN if high < 0 else CANNOT_TELL
    return Change(word, difference, low, high)


def _enough(days: Sequence[DayTally]) -> bool:
    return len(days) >= FEWEST_DAYS and sum(day.n for day in days) >= FEWEST_MOMENTS


def _rate(days: Sequence[DayTally]) -> float:
    return sum(day.met for day in days) / sum(day.n for day in days)

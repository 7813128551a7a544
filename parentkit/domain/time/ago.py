"""So many days, weeks, months or years before a day."""

from __future__ import annotations

from datetime import date, timedelta

from parentkit.domain.time.days import YEARS, UnreadableTime

UNITS = {
    **dict.fromkeys(("day", "days"), "days"),
    **dict.fromkeys(("week", "weeks"), "weeks"),
    **dict.fromkeys(("month", "months"), "months"),
    **dict.fromkeys(("year", "years"), "years"),
}
"""The words for a unit."""

_NAMES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NUMBERS = {name: number for number, name in enumerate(_NAMES, start=1)}
"""Numbers that people write as words."""

_AT_LEAST = {"days": 1, "weeks": 7, "months": 28, "years": 365}


def day_ago(count: int, unit: str, today: date) -> date:
    """The day that lies so far back on the calendar.

    A month or a year back keeps the number of the day, or is the last of its month where that is
    shorter: a month before 31 March is 28 February, and so is a year before 29 February.

    Args:
        count: how many, from 0 on.
        unit: one of the values of UNITS.
        today: the day that is counted from.

    Raises:
        UnreadableTime: that is before the first of YEARS.
    """
    reach = (today - date(YEARS[0], 1, 1)).days
    found = None if count * _AT_LEAST[unit] > reach else _back(count, unit, today)
    if found is None or found.year not in YEARS:
        raise UnreadableTime(f"{count} {unit} back is before {YEARS[0]}.", "A year will do: 2019.")
    return found


def _back(count: int, unit: str, today: date) -> date:
    if unit in ("days", "weeks"):
        return today - timedelta(days=count * _AT_LEAST[unit])
    from dateutil.relativedelta import relativedelta

    months = count if unit == "months" else 12 * count
    return today - relativedelta(months=months)

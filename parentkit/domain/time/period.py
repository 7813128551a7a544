"""Periods of whole local days, half open: the end is the first day that is not in it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.errors import UsageProblem
from parentkit.domain.text import clean, one_line
from parentkit.domain.time.days import (
    MONTHS,
    WEEKDAYS,
    UnreadableTime,
    calendar_day,
    is_number,
    place_of,
    read_day,
)
from parentkit.domain.time.localtime import day_of

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_WEEKS = 52 * 25
"""Longest stretch of weeks that can be asked for: a childhood and some."""

_DAYS = (
    "Examples: today, yesterday, mon, 22 nov, 2026-11-22, a month as 2026-11, a week as 2026-W47."
)
_ONE_DAY = timedelta(days=1)
_ONE_WEEK = timedelta(weeks=1)


class Period(NamedTuple):
    """Local days from `start` up to, and without, `end`; the functions below keep start < end."""

    start: date
    end: date

    @property
    def last_day(self) -> date:
        """The last day that is in it."""
        return self.end - _ONE_DAY

    def contains(self, stamp: str) -> bool:
        """Whether a stored time lies on one of its days, on the clock where it was lived."""
        return self.start.isoformat() <= day_of(stamp) < self.end.isoformat()

    def weeks(self) -> Iterator[Period]:
        """All ISO weeks that share a day with it, whole, Monday to Monday, oldest first."""
        week = week_of(self.start)
        while week.start < self.end:
            yield week
            week = Period(week.end, week.end + _ONE_WEEK)

    def title(self, today: date | None = None) -> str:
        """`Week of 16 November`, `November 2026`, `Sunday 22 November`, `1 to 14 November`.

        A month has its year always; days have theirs where it is not today's, or today not given.
        """
        last = self.last_day
        if self == month_of(self.start):
            return f"{MONTHS[self.start.month - 1]} {self.start.year}"
        year = f" {last.year}" if today is None or last.year != today.year else ""
        if self.start == last:
            return f"{WEEKDAYS[last.weekday()]} {_day_and_month(last)}{year}"
        if self == week_of(self.start):
            own = f" {self.start.year}" if self.start.year != last.year else year
            return f"Week of {_day_and_month(self.start)}{own}"
        begins = _day_and_month(self.start)
        if self.start.year != last.year:
            begins, year = f"{begins} {self.start.year}", f" {last.year}"
        elif self.start.month == last.month:
            begins = str(self.start.day)
        return f"{begins} to {_day_and_month(last)}{year}"


def day_only(day: date) -> Period:
    """That one day."""
    return Period(day, day + _ONE_DAY)


def week_of(day: date) -> Period:
    """The ISO week of a day: Monday to Monday."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + _ONE_WEEK)


def month_of(day: date) -> Period:
    """The calendar month of a day."""
    first = day.replace(day=1)
    return Period(first, (first + timedelta(days=31)).replace(day=1))


def last_weeks(count: int, today: date) -> Period:
    """That many ISO weeks, the current one as the last.

    Raises:
        UsageProblem: fewer than one or more than MOST_WEEKS.
    """
    if not 1 <= count <= MOST_WEEKS:
        raise UsageProblem(
            f"{count} weeks cannot be shown.", f"Ask for 1 to {MOST_WEEKS} weeks, or for all."
        )
    current = week_of(today)
    return Period(current.end - count * _ONE_WEEK, current.end)


def between(since: date, until: date) -> Period:
    """The days from `since` up to, and without, `until`.

    Raises:
        UsageProblem: no day lies between them.
    """
    if since >= until:
        raise UsageProblem(
            f"No day lies between {since} and {until}.",
            "The first day comes first; the second is the first day that is no longer in it.",
        )
    return Period(since, until)


def everything(first_day: date, last_day: date) -> Period:
    """All days from the first to the last, both in it.

    Raises:
        UsageProblem: the last day lies before the first.
    """
    return between(first_day, last_day + _ONE_DAY)


def iso_week(day: date) -> str:
    """The ISO 8601 week of a day, `2026-W47`; sorts as text."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def parse_day(text: str, today: date) -> date:
    """The day that the words name; a month or a week is its first day.

    Reads `today`, `yesterday`, `tomorrow`, `mon` (the latest, today included), `22 nov`,
    `2026-11-22`, `nov 2026`, `2026-11` and `2026-W47`. Days to come are allowed.

    Raises:
        UnreadableTime: no reading, more than one, or a day that is not in the calendar.
    """
    words = clean(text).lower().split()
    named = _month_or_week(words[0]) if len(words) == 1 else named_month(words)
    day = named or read_day(words, today)
    if day is None:
        raise UnreadableTime(f"{one_line(text, 40)!r} is not a day that can be read.", _DAYS)
    return day


def named_month(words: list[str]) -> date | None:
    """The first day of `november 2026`, in lower case; None for any other words.

    Raises:
        UnreadableTime: its year is out of reach.
    """
    if len(words) != len(("november", "2026")):
        return None
    name, year = words if is_number(words[1]) else reversed(words)
    month = place_of(name, MONTHS)
    if month is None or not is_number(year) or len(year) != len("2026"):
        return None
    return calendar_day(int(year), month + 1, 1)


def _month_or_week(word: str) -> date | None:
    year, _, part = word.partition("-")
    figures = part.removeprefix("w")
    if not (is_number(year) and is_number(figures) and (len(year), len(figures)) == (4, 2)):
        return None
    if figures == part:
        return calendar_day(int(year), int(part), 1)
    january = calendar_day(int(year), 1, 4)
    monday = week_of(january).start + (int(figures) - 1) * _ONE_WEEK
    if monday.isocalendar()[:2] != (int(year), int(figures)):
        raise UnreadableTime(f"There is no week {int(figures)} in {year}.", _DAYS)
    return monday


def _day_and_month(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"

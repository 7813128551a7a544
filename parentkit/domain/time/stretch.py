"""Stretches of days as people write them: `last week`, `4 weeks`, `2026-11`, `since 3 nov`."""

from __future__ import annotations

from datetime import date, timedelta

from parentkit.domain.text import clean, one_line
from parentkit.domain.time.days import UnreadableTime, is_number
from parentkit.domain.time.period import (
    Period,
    between,
    day_only,
    last_weeks,
    month_of,
    parse_day,
    week_of,
)

_EXAMPLES = (
    "Examples: today, last week, 4 weeks, november as 2026-11, 2026, since 3 nov, 1 nov to 14 nov."
)
OPEN_END = date.max
"""The end of a stretch that has none."""

_ONE_DAY = timedelta(days=1)
_YEAR = len("2026")
_MONTH = len("2026-11")
_DECEMBER = 12


def parse_stretch(text: str, today: date) -> Period:
    """The days that the words mean; the last day named is in it.

    Reads what `parse_day` reads, `week`, `month` and `year` (with `this` or `last`), `4 weeks`
    (this one included), a year, a month or a week in figures, `since DAY` and `DAY to DAY`.

    Raises:
        UsageProblem: no reading, or more than one.
    """
    words = clean(text).lower().split()
    if not words:
        raise UnreadableTime("Nothing was said.", _EXAMPLES)
    found = _named(words, today) or _figures(words, today)
    if found:
        return found
    if words[0] in ("since", "from") and words[1:]:
        return between(parse_day(" ".join(words[1:]), today), OPEN_END)
    if "to" in words[1:-1]:
        at = words.index("to")
        last = parse_stretch(" ".join(words[at + 1 :]), today).last_day
        return between(parse_day(" ".join(words[:at]), today), last + _ONE_DAY)
    try:
        return day_only(parse_day(text, today))
    except UnreadableTime as problem:
        message = f"{one_line(text, 40)!r} is not a stretch of days that can be read."
        raise UnreadableTime(message, problem.hint and _EXAMPLES) from None


def _named(words: list[str], today: date) -> Period | None:
    """`week`, `this month`, `last year`, `4 weeks`."""
    match words:
        case [number, "week" | "weeks"] if is_number(number):
            return last_weeks(int(number), today)
        case [unit] | ["this", unit] if unit in _AROUND:
            return _AROUND[unit](today)
        case ["last", unit] if unit in _AROUND:
            return _AROUND[unit](_AROUND[unit](today).start - _ONE_DAY)
    return None


def _figures(words: list[str], today: date) -> Period | None:
    """`2026`, `2026-11`, `2026-W47`."""
    (word, *more) = words
    if more or not is_number(word[:_YEAR]):
        return None
    if len(word) == _YEAR:
        return _year_of(parse_day(f"{word}-01-01", today))
    if word[_YEAR + 1 : _YEAR + 2] == "w":
        return week_of(parse_day(word, today))
    if len(word) == _MONTH and word[_YEAR] == "-":
        return month_of(parse_day(word, today))
    return None


def _year_of(day: date) -> Period:
    return Period(date(day.year, 1, 1), date(day.year, _DECEMBER, 31) + _ONE_DAY)


_AROUND = {"day": day_only, "week": week_of, "month": month_of, "year": _year_of}

"""Days as people write and say them: `yesterday`, `mon`, `22 nov`, `2026-11-22`.

Names are English whatever the machine's language, so that what is typed and what is shown mean the
same on every machine of a family.
"""

from __future__ import annotations

from datetime import date, timedelta

from parentkit.domain.errors import UsageProblem
from parentkit.domain.sentence import listed
from parentkit.domain.text import one_line

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

YEARS = range(1971, 2200)
"""Years that can be written: any other is a slip of the keyboard, and some platforms know their
zones from 1970 on and no earlier."""

YEARLESS_DAYS = 183
"""A date without a year lies at most this far back; older ones need their year."""

_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
_SHORTEST_NAME = 3
_LEAP_YEAR = 2000
_LEAP_DAYS_APART = 8
_DATE = "A date looks like 22 nov 2026 or 2026-11-22 (year, month, day)."


class UnreadableTime(UsageProblem):
    """Words for a time, a day or a length of time that have no reading, or more than one.

    `hint` holds examples of what can be read instead.
    """


def read_day(words: list[str], today: date) -> date | None:
    """The day that lower-case words name; None where they name none.

    A weekday is the latest one, today included. A date without a year is the latest one too; a
    weekday before a date has to be that date's.

    Raises:
        UnreadableTime: a date in figures that people read in different ways, one that is not in the
            calendar or not that weekday, or one that has neither year nor weekday and is more than
            half a year back.
    """
    if len(words) == 1:
        return _one_word(words[0], today)
    weekday = place_of(words[0], WEEKDAYS) if words[2:] else None
    match words if weekday is None else words[1:]:
        case [first, second]:
            day = _latest(first, second, today)
        case [first, second, year] if is_number(year) and len(year) == len("2026"):
            return _on_weekday(_day_month_year(first, second, int(year)), weekday)
        case _:
            return None
    if weekday is None and day and day < today - timedelta(days=YEARLESS_DAYS):
        raise UnreadableTime(
            f"'{' '.join(words)}' is more than half a year back, or still to come.",
            f"Write its year too, as in {' '.join(words)} {day.year}.",
        )
    return _on_weekday(day, weekday)


def place_of(word: str, names: tuple[str, ...]) -> int | None:
    """Where a lower-case name or its first three or more letters stand in WEEKDAYS or MONTHS."""
    if len(word) < _SHORTEST_NAME:
        return None
    return next((at for at, name in enumerate(names) if name.lower().startswith(word)), None)


def calendar_day(year: int, month: int, day: int) -> date:
    """The date of three numbers.

    Raises:
        UnreadableTime: there is no such day, or its year is outside YEARS.
    """
    if year not in YEARS:
        raise UnreadableTime(
            f"The year {year} is out of reach.", f"Years run from {YEARS[0]} to {YEARS[-1]}."
        )
    if not is_day(year, month, day):
        raise UnreadableTime(f"There is no {year}-{month:02}-{day:02} in the calendar.", _DATE)
    return date(year, month, day)


def is_number(text: str) -> bool:
    """Whether the text consists of the figures 0 to 9."""
    return text.isascii() and text.isdigit()


def short_day(day: date, today: date) -> str:
    """`Mon 16 Nov`, with the year where it is not this one."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}{year}"


def _one_word(word: str, today: date) -> date | None:
    if word in _NEAR:
        return today + timedelta(days=_NEAR[word])
    weekday = place_of(word, WEEKDAYS)
    if weekday is None:
        return _figures(word)
    return today - timedelta(days=(today.weekday() - weekday) % 7)


def _on_weekday(day: date | None, weekday: int | None) -> date | None:
    if day is not None and weekday not in (None, day.weekday()):
        raise UnreadableTime(
            f"{day.day} {MONTHS[day.month - 1]} {day.year} is a {WEEKDAYS[day.weekday()]}.",
            "Leave the weekday out, or write the year after the month.",
        )
    return day


def _figures(word: str) -> date | None:
    parts = word.split("-")
    if all(map(is_number, parts)) and [len(part) for part in parts] == [4, 2, 2]:
        return calendar_day(*map(int, parts))
    separated = word.replace("/", "-").replace(".", "-").strip("-").split("-")
    if len(separated) < len("dm") or not all(map(is_number, separated)):
        return None
    found = _readings(separated)
    if len(found) == 1:
        return found[0]
    days = (f"{day.day} {MONTHS[day.month - 1][:3].lower()} {day.year}" for day in found)
    said = listed(days, "or")
    raise UnreadableTime(
        f"{one_line(word, 40)!r} can be read in more than one way.",
        f"Write {said}."
        if said
        else "Write the month as a word (3 apr 14:05), the date with its year first "
        "(2026-04-03 14:05), a time with a colon (14:05).",
    )


def _readings(figures: list[str]) -> list[date]:
    """The dates that three numbers can be, one of them a year of four figures: `22.11.2026`."""
    match [len(part) for part in figures]:
        case [4, 1 | 2, 1 | 2]:
            year, month, day = map(int, figures)
            return [calendar_day(year, month, day)]
        case [1 | 2, 1 | 2, 4]:
            first, second, year = map(int, figures)
            found = {(second, first), (first, second)}
            return [calendar_day(year, *one) for one in sorted(found) if is_day(year, *one)]
    return []


def _latest(first: str, second: str, today: date) -> date | None:
    named = month_and_number(first, second)
    if named is None:
        return None
    years = range(today.year - _LEAP_DAYS_APART, today.year + 1)
    days = [date(year, *named) for year in years if is_day(year, *named)]
    return max(day for day in days if day <= today)


def _day_month_year(first: str, second: str, year: int) -> date | None:
    named = month_and_number(first, second)
    return calendar_day(year, *named) if named else None


def month_and_number(first: str, second: str) -> tuple[int, int] | None:
    """`22 nov` or `nov 22` as 11 and 22; None where they are no such day.

    Raises:
        UnreadableTime: that month never has so many days.
    """
    number, name = (first, second) if is_number(first) else (second, first)
    month = place_of(name, MONTHS)
    if month is None or not is_number(number) or len(number) > len("31"):
        return None
    if not is_day(_LEAP_YEAR, month + 1, int(number)):
        raise UnreadableTime(f"There is no {int(number)} {MONTHS[month]} in the calendar.", _DATE)
    return month + 1, int(number)


def is_day(year: int, month: int, day: int) -> bool:
    """Whether three numbers are a date of the calendar."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True

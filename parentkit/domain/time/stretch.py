"""Stretches of days as people write them: `last week`, `november`, `3 weeks`, `1 nov to 14 nov`.

They are looked back on. So a day or a month without a year is the latest one that has begun, or
behind another day the first one from then on. docs/times.md shows them to users.
"""

from __future__ import annotations

from datetime import date, timedelta

from parentkit.domain.text import clean, one_line
from parentkit.domain.time.ago import NUMBERS, UNITS, day_ago
from parentkit.domain.time.days import (
    MONTHS,
    WEEKDAYS,
    YEARLESS_DAYS,
    UnreadableTime,
    is_day,
    is_number,
    month_and_number,
    place_of,
    read_day,
    short_day,
)
from parentkit.domain.time.period import (
    Period,
    between,
    day_only,
    iso_week,
    last_weeks,
    month_of,
    named_month,
    parse_day,
    week_of,
)

_EXAMPLES = "Examples: today, last week, 4 weeks, november, nov 2026, since 3 nov, 1 to 14 nov."
_EXAMPLE_DAY = "16 nov"
OPEN_END = date.max
"""The end of a stretch that has none."""

_ONE_DAY = timedelta(days=1)
_ONE_WEEK = timedelta(weeks=1)
_HALF_A_YEAR = timedelta(days=YEARLESS_DAYS)
_YEAR = len("2026")
_MONTH = len("2026-11")
_DECEMBER = 12
_LEAP_DAYS_APART = 8
_IN, _AGO = ("in", "on", "during", "the"), "ago"
_SINCE = ("since", "from")
_BETWEEN, _AND = "between", ("and",)
_ORDINALS = ("st", "nd", "rd", "th")
_TO = ("to", "until", "till", "-", "\u2013")


def parse_stretch(text: str, today: date) -> Period:
    """The days that the words mean; the last day named is in it.

    Reads what `parse_day` reads, `week`, `weekend`, `month` and `year` (with `this` or `last`), `4
    weeks` and `10 days` (this one included), a month by its name, a year, a month or a week in
    figures, `since` with what `first_day` reads, and `DAY to DAY`.

    Raises:
        UnreadableTime: no reading, or more than one.
    """
    return _whole(_words(text), today)


def first_day(text: str, today: date, since: date | None = None) -> date:
    """The day with which the days begin that the words mean; `3 weeks ago` is the very day.

    Args:
        text: what `parse_stretch` reads, or so many days, weeks, months or years ago.
        today: the day that is counted from.
        since: the day behind which it lies, where one was said before.

    Raises:
        UnreadableTime: no reading, or more than one.
    """
    return _first_day(_words(text), today, since)


def _words(text: str) -> list[str]:
    """The words in lower case, `16th` and `16.` as figures, without the little ones before them."""
    words = [_plain(word) for word in clean(text).lower().split()]
    if not words:
        raise UnreadableTime("Nothing was said.", _EXAMPLES)
    plain = words
    while plain[1:] and plain[0] in _IN:
        plain = plain[1:]
    counted = plain[1:2] and _count(plain[0]) and plain[1] in UNITS
    return words if counted and words[0] == "in" else plain  # "in 3 weeks" is still to come


def _plain(word: str) -> str:
    bare = word.rstrip(".,") or word
    number = bare[:-2] if bare[-2:] in _ORDINALS else bare
    return number if is_number(number) else bare


def _count(word: str) -> int:
    """`3` and `three` as a number, 0 for any other word."""
    return int(word) if is_number(word) and len(word) < len("10000") else NUMBERS.get(word, 0)


def _whole(words: list[str], today: date, since: date | None = None) -> Period:
    to = _AND if words[0] == _BETWEEN else _TO
    at = next((at for at, word in enumerate(words[:-1]) if at and word in to), 0)
    begins = words[1:] != [] and words[0] in (*_SINCE, _BETWEEN)
    if at > begins:
        return _from_to(words[begins:at], words[at + 1 :], today)
    if begins and words[0] != _BETWEEN:
        return between(_first_day(words[1:], today), OPEN_END)
    return _read(words, today, since)


def _first_day(words: list[str], today: date, since: date | None = None) -> date:
    return _ago(words, today) if words[-1] == _AGO else _whole(words, today, since).start


def _ago(words: list[str], today: date) -> date:
    match words:
        case [number, unit, _] if unit in UNITS and (_count(number) or number in ("a", "an")):
            return day_ago(_count(number) or 1, UNITS[unit], today)
    raise _unreadable(words)


def _from_to(first: list[str], last: list[str], today: date) -> Period:
    if len(first) == 1 and is_number(first[0]) and len(first[0]) <= len("31"):
        first = [*first, *last[1:]]  # 1 to 14 nov
    start = _before_year(first, last, today) or _first_day(first, today)
    end = _ago(last, today) + _ONE_DAY if last[-1] == _AGO else _read(last, today, start).end
    if start >= end:
        days = f"{short_day(start, today)} comes after {short_day(end - _ONE_DAY, today)}"
        raise UnreadableTime(f"{days}.", "Write the earlier day first.")
    return Period(start, end)


def _before_year(first: list[str], last: list[str], today: date) -> date | None:
    """The first day of `1 jan to 14 mar 1999`: the latest such day up to the last one."""
    if len(last[-1]) != _YEAR or not is_number(last[-1]) or is_number(first[-1][:_YEAR]):
        return None
    until = _read(last, today).last_day
    month = _month(first, until, None)
    return month.start if month else _without_year(first, until, None)


def _read(words: list[str], today: date, since: date | None = None) -> Period:
    """A stretch that is neither open nor put together from two."""
    found = _named(words, today) or _figures(words, today) or _month(words, today, since)
    if found:
        return found
    if words[-1] == _AGO and UNITS.get(words[-2:][0]) == "days":
        return day_only(_ago(words, today))
    if words[-1] == _AGO:
        raise _day_or_more(words, _ago(words, today))
    day = _without_year(words, today, since) or read_day(words, today)
    if day is None:
        raise _unreadable(words)
    return day_only(day)


def _unreadable(words: list[str]) -> UnreadableTime:
    text = one_line(" ".join(words), 40)
    return UnreadableTime(f"{text!r} is not a stretch of days that can be read.", _EXAMPLES)


def _day_or_more(words: list[str], day: date) -> UnreadableTime:
    """What to say for `3 weeks ago` on its own."""
    unit = UNITS[words[-2]]
    month = f"{MONTHS[day.month - 1].lower()} {day.year}"
    whole = {"weeks": iso_week(day), "months": month, "years": str(day.year)}[unit]
    text = " ".join(words)
    return UnreadableTime(
        f"{text!r} may be a day or all of {whole}.",
        f"Write {day} or {whole}; since {text} is from that day on.",
    )


def _named(words: list[str], today: date) -> Period | None:
    """`week`, `this month`, `last year`, `4 weeks`, `week of 16 nov`."""
    match words:
        case ["last" | "past", number, unit] | [number, unit] if unit in UNITS and _count(number):
            return _so_many(_count(number), UNITS[unit], today)
        case [unit] | ["this", unit] if unit in _AROUND:
            return _AROUND[unit](today)
        case ["last", unit]:
            return _last(unit, today)
        case ["day", "before", "yesterday"]:
            return day_only(today - 2 * _ONE_DAY)
        case ["week", "of", *day] if day:
            return week_of(_first_day(day, today))
    return None


def _last(unit: str, today: date) -> Period | None:
    if unit == "weekend":
        return _weekend_of(today - _ONE_WEEK)
    if around := _AROUND.get(unit):
        return around(around(today).start - _ONE_DAY)
    if place_of(unit, MONTHS) is not None:
        which = f"Write {unit} {today.year} or {unit} {today.year - 1}."
    elif place_of(unit, WEEKDAYS) is not None:
        which = f"{unit} is the latest one, today included; {_EXAMPLE_DAY} is a day by its date."
    else:
        return None
    raise UnreadableTime(f"'last {unit}' can be read in more than one way.", which)


def _so_many(count: int, unit: str, today: date) -> Period:
    """So many days, weeks, months or years, the current one as the last."""
    if unit == "weeks":
        return last_weeks(count, today)
    around = _AROUND[unit.removesuffix("s")]
    return Period(around(day_ago(count - 1, unit, today)).start, around(today).end)


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


def _month(words: list[str], today: date, since: date | None) -> Period | None:
    """`november`, `nov 2026`."""
    first = named_month(words)
    if first is None and len(words) == 1:
        place = place_of(words[0], MONTHS)
        first = None if place is None else _nearest(place + 1, 1, today, since and _first(since))
    return None if first is None else month_of(first)


def _first(day: date) -> date:
    return day.replace(day=1)


def _without_year(words: list[str], today: date, since: date | None) -> date | None:
    """`22 nov`, and behind another day `mon`."""
    match words:
        case [first, second] if named := month_and_number(first, second):
            return _nearest(*named, today, since)
        case [name] if since and (place := place_of(name, WEEKDAYS)) is not None:
            return since + timedelta(days=(place - since.weekday()) % 7)
    return None


def _nearest(month: int, number: int, today: date, since: date | None) -> date:
    """The latest such day up to today, or the first from `since` on."""
    around = (since or today).year
    years = range(around - _LEAP_DAYS_APART, around + _LEAP_DAYS_APART + 1)
    days = [date(year, month, number) for year in years if is_day(year, month, number)]
    following = [day for day in days if since and since <= day <= today + _HALF_A_YEAR]
    return min(following) if following else max(day for day in days if day <= today)


def _year_of(day: date) -> Period:
    return Period(date(day.year, 1, 1), date(day.year, _DECEMBER, 31) + _ONE_DAY)


def _weekend_of(day: date) -> Period:
    end = week_of(day).end
    return Period(end - 2 * _ONE_DAY, end)


_AROUND = {
    "day": day_only,
    "week": week_of,
    "weekend": _weekend_of,
    "month": month_of,
    "year": _year_of,
}

"""Times of the past as people write them: a small strict grammar that refuses rather than guesses.

docs/times.md shows the grammar to users. Times are on the clock of this machine's zone, unless they
carry an offset of their own: such a time was lived elsewhere and stays on that place's day.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from itertools import groupby

from parentkit.domain.text import clean, one_line
from parentkit.domain.time.days import (
    MONTHS,
    WEEKDAYS,
    YEARS,
    UnreadableTime,
    is_number,
    place_of,
    read_day,
    short_day,
)
from parentkit.domain.time.localtime import DAY, epoch_of, instants_at, offset_at, offset_of

TOLERANCE_SECONDS = 120
"""A time this little ahead of now is taken as now: clocks differ, and people round up."""

LONGEST_DURATION_MINUTES = 30 * 24 * 60

_TIMES = (
    "Examples: now, 10m ago, 1h30m ago, 14:05, yesterday 14:05, mon 14:05, 22 nov 14:05, "
    "2026-11-22 18:05."
)
_DURATIONS = "Examples: 90 (minutes), 10m, 1h30m, 2 hours, 1 day."

_MINUTES = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 1),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 60),
    **dict.fromkeys(("d", "day", "days"), 24 * 60),
    **dict.fromkeys(("w", "week", "weeks"), 7 * 24 * 60),
}
_LAST_MINUTE = "59"
_DAY_MINUTES = 24 * 60
_FARTHEST_OFFSET_MINUTES = 14 * 60
_MOST_FIGURES = 9
_DAY_OF_1970 = date(1970, 1, 1).toordinal()
_EARLIEST = 365 * DAY  # the end of 1970, so that a day of it is left to look at


def parse_past(text: str, now: datetime) -> datetime:
    """The past time that the words mean, to the minute, with its UTC offset.

    A clock time that the zone showed twice (autumn) is the first of the two; an offset tells them
    apart. Hours and minutes `ago` are elapsed time; days and weeks `ago` go back on the calendar to
    the same clock time. A time up to TOLERANCE_SECONDS ahead is now.

    Args:
        text: what was written; capitals and extra spaces do not matter.
        now: the present, with its UTC offset.

    Raises:
        UnreadableTime: no reading or more than one, a clock time that did not exist (spring), a
            date without a time, or a time still to come.
    """
    words = clean(text).lower().split()
    here = int(now.timestamp() // 60) * 60
    if words == ["now"]:
        return local_time(here)
    amounts = _amounts(words[:-1] if words[-1:] == ["ago"] else words)
    found = _ago(amounts, here) if amounts else _on_the_clock(words, now)
    if found is None:
        raise UnreadableTime(f"{_echo(text)} is not a time that can be read.", _TIMES)
    return min(found, local_time(here))


def parse_duration(text: str) -> int:
    """The minutes of `10m`, `1h30m`, `2 hours`; figures alone are minutes.

    Raises:
        UnreadableTime: not a length of time, or longer than LONGEST_DURATION_MINUTES (30 days).
    """
    words = clean(text).lower().split()
    if len(words) == 1 and is_number(words[0]):
        words = [*words, "m"]
    amounts = _amounts(words)
    if not amounts:
        raise UnreadableTime(f"{_echo(text)} is not a length of time.", _DURATIONS)
    minutes = sum(number * unit for number, unit in amounts)
    if minutes > LONGEST_DURATION_MINUTES:
        raise UnreadableTime(f"{_echo(text)} is longer than 30 days.", _DURATIONS)
    return minutes


def timestamp(moment: datetime, *, seconds: bool = False) -> str:
    """The stored text of a time, `2026-11-22T18:05+01:00`; seconds are cut unless asked for.

    Raises:
        ValueError: the time has no UTC offset.
    """
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("A time without a UTC offset cannot be stored.")
    whole = timedelta(minutes=offset // timedelta(minutes=1))
    shown = moment.astimezone(timezone(whole))
    return shown.isoformat(timespec="seconds" if seconds else "minutes")


def from_timestamp(text: str) -> datetime:
    """The time of a stored text, with the offset that stands in it.

    Raises:
        DataProblem: the text is not a stored time.
    """
    return _at(epoch_of(text), offset_of(text))


def local_time(epoch_seconds: int) -> datetime:
    """An instant (seconds since 1970, UTC) on the clock of this machine's zone."""
    return _at(epoch_seconds, offset_at(epoch_seconds))


def said(moment: datetime, now: datetime) -> str:
    """A time in the words of a person: `today 18:05`, `yesterday 07:40`, `Mon 16 Nov 14:05`.

    The year is added where it is not this one, the UTC offset where it is not this zone's.
    """
    today = local_time(int(now.timestamp())).date()
    days_back = (today - moment.date()).days
    day = {0: "today", 1: "yesterday"}.get(days_back) or short_day(moment.date(), today)
    stored = timestamp(moment)
    elsewhere = offset_of(stored) != offset_at(epoch_of(stored))
    return f"{day} {stored[11:16]}" + (f" ({stored[16:]})" if elsewhere else "")


def _at(epoch_seconds: int, offset_seconds: int) -> datetime:
    return datetime.fromtimestamp(epoch_seconds, timezone(timedelta(seconds=offset_seconds)))


def _echo(text: str) -> str:
    return repr(one_line(text, 40))


def _amounts(words: list[str]) -> list[tuple[int, int]] | None:
    """`1h 30 min` as numbers and the minutes of their units, largest unit first; else None."""
    runs = ["".join(run) for word in words for _, run in groupby(word, is_number)]
    numbers, names = runs[::2], runs[1::2]
    paired = len(numbers) == len(names) > 0 and all(map(is_number, numbers))
    units = [_MINUTES.get(name, 0) for name in names]
    descending = units == sorted(set(units), reverse=True) and 0 not in units
    if not paired or not descending or max(map(len, numbers)) > _MOST_FIGURES:
        return None
    return list(zip(map(int, numbers), units, strict=True))


def _ago(amounts: list[tuple[int, int]], here: int) -> datetime:
    """Whole days back on the calendar first, then hours and minutes of elapsed time."""
    days = sum(number * unit // _DAY_MINUTES for number, unit in amounts if unit >= _DAY_MINUTES)
    minutes = sum(number * unit for number, unit in amounts if unit < _DAY_MINUTES)
    instant = here
    wall = here + offset_at(here) - days * DAY
    if days and wall > _EARLIEST:
        past_the_gap = wall - offset_at(wall - DAY)
        instant = (instants_at(wall) or [past_the_gap])[0]
    instant -= minutes * 60
    if min(wall, instant) <= _EARLIEST:
        raise UnreadableTime(f"That is before {YEARS[0]}.", _TIMES)
    return local_time(instant)


def _on_the_clock(words: list[str], now: datetime) -> datetime | None:
    """`[day] clock` or ISO; None where the words are neither."""
    if not words:
        return None
    today = local_time(int(now.timestamp())).date()
    day_words, clock = _day_and_clock(words)
    read = _minutes_of_day(clock)
    if read is None:
        if read_day(words, today):
            raise UnreadableTime(
                f"{_echo(' '.join(words))} says the day and not the time.",
                f"A rough time is enough: {' '.join(words)} 18:00.",
            )
        return None
    minutes, offset = read
    day = read_day(day_words, today) if day_words else today
    if day is None or (offset and not _is_iso_date(day_words)):
        return None
    found = _elsewhere(day, minutes, offset) if offset else _local(day, minutes)
    if _is_weekday(day_words) and _is_to_come(found, now):
        found = _local(day - timedelta(days=7), minutes)
    if _is_to_come(found, now):
        raise UnreadableTime(
            f"{said(found, now)} is still to come.",
            _TIMES if offset or day != today else f"For the day before write: yesterday {clock}.",
        )
    return found


def _is_iso_date(words: list[str]) -> bool:
    return len(words) == 1 and is_number(words[0][:4])


def _is_weekday(words: list[str]) -> bool:
    return len(words) == 1 and place_of(words[0], WEEKDAYS) is not None


def _day_and_clock(words: list[str]) -> tuple[list[str], str]:
    if words[0][10:11] == "t":
        words = [words[0][:10], words[0][11:], *words[1:]]
    if words[-1] in ("am", "pm"):
        words = [*words[:-2], "".join(words[-2:])]
    day_words = words[:-1]
    return (day_words[:-1] if day_words[-1:] == ["at"] else day_words), words[-1]


def _minutes_of_day(word: str) -> tuple[int, str] | None:
    """`18:05`, `6pm`, `18:05:33+01:00` as minutes after midnight and the offset as written."""
    clock, offset = _offset_apart(word)
    half = clock[-2:] if clock.endswith(("am", "pm")) else ""
    hour, *rest = clock.removesuffix(half).split(":")
    rest = [*rest[:1], *(second.partition(".")[0] for second in rest[1:])]
    lengths = [len(part) for part in rest]
    shaped = len(hour) <= len("00") and lengths in ([2], [2, 2], [] if half else [2])
    if not shaped or not all(map(is_number, (hour, *rest))):
        return None
    hours = range(1, 13) if half else range(24)
    if int(hour) not in hours or max(["00", *rest]) > _LAST_MINUTE:
        raise UnreadableTime(
            f"{_echo(word)} is not a time of day.", "Times run from 00:00 (midnight) to 23:59."
        )
    hour_of_day = int(hour) % 12 + 12 * (half == "pm") if half else int(hour)
    return hour_of_day * 60 + int(rest[0] if rest else 0), offset


def _offset_apart(word: str) -> tuple[str, str]:
    if word.endswith("z"):
        return word[:-1], "z"
    for sign in "+-":
        clock, found, figures = word.partition(sign)
        if found:
            return clock, sign + figures
    return word, ""


def _local(day: date, minutes: int) -> datetime:
    """That time of day in this zone, the first where the clocks showed it twice."""
    instants = instants_at((day.toordinal() - _DAY_OF_1970) * DAY + minutes * 60)
    if not instants:
        clock = f"{minutes // 60:02}:{minutes % 60:02}"
        raise UnreadableTime(
            f"There was no {clock} on {day.day} {MONTHS[day.month - 1]} {day.year} here: "
            "the clocks were put forward past it.",
            "Write the time that the clocks showed just before or just after the change.",
        )
    return local_time(instants[0])


def _elsewhere(day: date, minutes: int, offset: str) -> datetime:
    """A time with its offset; `z` names an instant and no place (RFC 9557), so it is shown here."""
    utc = (day.toordinal() - _DAY_OF_1970) * DAY + minutes * 60
    if offset == "z":
        return local_time(utc)
    figures = offset[1:].replace(":", "")
    known = is_number(figures) and len(figures) in (2, 4)
    east = int(figures[:2]) * 60 + int(figures[2:] or 0) if known else _FARTHEST_OFFSET_MINUTES + 1
    if east > _FARTHEST_OFFSET_MINUTES or figures[2:] > _LAST_MINUTE:
        raise UnreadableTime(
            f"{_echo(offset)} is not a UTC offset.", "An offset looks like +01:00."
        )
    seconds = -east * 60 if offset[0] == "-" else east * 60
    return _at(utc - seconds, seconds)


def _is_to_come(moment: datetime, now: datetime) -> bool:
    return moment.timestamp() > now.timestamp() + TOLERANCE_SECONDS

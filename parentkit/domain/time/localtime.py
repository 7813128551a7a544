"""Stored times: local time with its UTC offset as text, by integer arithmetic alone.

A stored time reads `2026-11-22T18:05+01:00`, with seconds where they matter. It is text so that a
moment stays on the local day and hour on which it was lived, wherever it is read later. Everything
here does without the datetime module, which would cost a quick log 2 ms.
"""

from __future__ import annotations

import time

from parentkit.domain.errors import DataProblem

DAY = 86_400
"""Seconds of a day of 24 hours."""

_SHAPES = ("0000-00-00T00:00", "0000-00-00T00:00:00")
_OFFSET_SHAPES = ("+00:00", "-00:00")
_EXAMPLE = "A stored time looks like 2026-11-22T18:05+01:00."
_ZEROS = dict.fromkeys(range(ord("1"), ord("9") + 1), "0")
_FEBRUARY, _MARCH, _DECEMBER = 2, 3, 12
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def stamp_local(epoch_seconds: float, *, seconds: bool = False) -> str:
    """The text of an instant as the clocks of this machine's zone showed it.

    Args:
        epoch_seconds: seconds since 1970, UTC; fractions are dropped.
        seconds: write seconds too; without them the time is cut to its minute.
    """
    instant = int(epoch_seconds // 1)
    offset = offset_at(instant)
    shown = time.gmtime(instant + offset)
    text = f"{shown[0]:04}-{shown[1]:02}-{shown[2]:02}T{shown[3]:02}:{shown[4]:02}"
    if seconds:
        text += f":{shown[5]:02}"
    hours, minutes = divmod(abs(offset) // 60, 60)
    return f"{text}{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}"


def epoch_of(stamp: str) -> int:
    """The instant of a stored time, in whole seconds since 1970, UTC; a fraction is dropped.

    Raises:
        DataProblem: the text is not a stored time, or names a day or hour that does not exist.
    """
    wall, offset = _halves(stamp)
    year, month, day = int(stamp[:4]), int(stamp[5:7]), int(stamp[8:10])
    clock = stamp[11:13] < "24" and stamp[14:16] < "60" and wall[17:19] < "60"
    if not (clock and year and 0 < month <= _DECEMBER and 0 < day <= _days_in(year, month)):
        raise DataProblem(f"{stamp!r} names a time that does not exist.", _EXAMPLE)
    seconds = int(stamp[11:13]) * 3600 + int(stamp[14:16]) * 60 + int(wall[17:19] or 0)
    return _days_since_1970(year, month, day) * DAY + seconds - offset


def is_time(value: object) -> bool:
    """Whether it is a time as text that can be read."""
    try:
        return isinstance(value, str) and epoch_of(value) is not None
    except DataProblem:
        return False


def offset_of(stamp: str) -> int:
    """The UTC offset of a stored time, in seconds, east of Greenwich positive.

    Raises:
        DataProblem: the text does not have the shape of a stored time.
    """
    return _halves(stamp)[1]


def day_of(stamp: str) -> str:
    """The local day of a stored time, `2026-11-22`."""
    return stamp[:10]


def offset_at(epoch_seconds: int) -> int:
    """This zone's UTC offset at an instant, in seconds, cut to whole minutes.

    Offsets with odd seconds belong to local mean times long gone; text of this form has no room
    for them.
    """
    return time.localtime(epoch_seconds).tm_gmtoff // 60 * 60


def instants_at(wall_seconds: int) -> list[int]:
    """All instants at which this zone's clocks showed a time of day, earliest first.

    Empty where the clocks were put forward past it; two where they were put back over it.

    Args:
        wall_seconds: the local date and time, counted as if it were seconds since 1970 in UTC.
    """
    offsets = {offset_at(wall_seconds + probe) for probe in (-DAY, 0, DAY)}
    found = {wall_seconds - offset for offset in offsets}
    return sorted(instant for instant in found if instant + offset_at(instant) == wall_seconds)


def _halves(stamp: str) -> tuple[str, int]:
    """The part before the UTC offset, and the offset in seconds."""
    wall, offset = (stamp[:-1], "+00:00") if stamp[-1:] == "Z" else (stamp[:-6], stamp[-6:])
    whole, point, fraction = wall.partition(".")
    shaped = _shape(whole) in _SHAPES and _shape(offset) in _OFFSET_SHAPES
    if point:
        shaped = shaped and len(whole) == len(_SHAPES[1]) and set(_shape(fraction)) == {"0"}
    if not shaped:
        raise DataProblem(f"{stamp!r} is not a stored time.", _EXAMPLE)
    if offset[1:3] >= "24" or offset[4:] >= "60":
        raise DataProblem(f"{stamp!r} has a UTC offset that does not exist.", _EXAMPLE)
    seconds = int(offset[1:3]) * 3600 + int(offset[4:]) * 60
    return wall, -seconds if offset[0] == "-" else seconds


def _shape(text: str) -> str:
    """The text with every ASCII digit written as 0, to be compared with a pattern."""
    return text.translate(_ZEROS)


def _days_in(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if leap and month == _FEBRUARY else _MONTH_DAYS[month - 1]


def _days_since_1970(year: int, month: int, day: int) -> int:
    """Days from 1 January 1970 in the Gregorian calendar carried back without end.

    Counting years from March puts the leap day last, so that the days before a month follow one
    straight line (E. G. Richards, "Calendars", Explanatory Supplement to the Astronomical Almanac,
    3rd ed. 2013, section 15.11).
    """
    from_march = (month - _MARCH) % 12
    years = year - (month < _MARCH)
    leap_days = years // 4 - years // 100 + years // 400
    return years * 365 + leap_days + (from_march * 153 + 2) // 5 + day - 719_469

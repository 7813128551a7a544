"""Stamps: a hybrid logical clock as text, so that sorting the text sorts what happened.

A stamp reads `2026-11-22T17:05:12.345Z/0000/<device>`: UTC wall time in milliseconds, a counter in
four hexadecimal digits for operations within one millisecond (or while the clock stands behind what
was already seen), and the device that wrote. See Kulkarni et al. 2014, "Logical Physical Clocks".
"""

from __future__ import annotations

import time

DAY_MS = 24 * 60 * 60 * 1000
AHEAD_MS = DAY_MS
"""A stamp further ahead of the clock than this does not count until its time has come."""

LAST_MS = 253_402_300_799_999
"""The last millisecond of the year 9999."""

_WALL = 24
_LAST_COUNTER = 0xFFFF
_WALL_SHAPE = b"0000-00-00T00:00:00.000Z/"
_COUNTER_SHAPE = b"0000/"
_DIGITS_TO_0 = bytes.maketrans(b"123456789", b"0" * 9)
_HEX_DIGITS_TO_0 = bytes.maketrans(b"123456789abcdef", b"0" * 15)


def make(ms: int, counter: int, device: str) -> str:
    """The stamp for a time in milliseconds since 1970 UTC (held to the years 1970 to 9999)."""
    return f"{wall_text(ms)}/{counter:04x}/{device}"


def wall_text(ms: int) -> str:
    """UTC time as text to the millisecond: `2026-11-22T17:05:12.345Z`."""
    seconds, rest = divmod(min(max(ms, 0), LAST_MS), 1000)
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(seconds))}.{rest:03}Z"


def is_stamp(text: object) -> bool:
    """Whether `text` has the shape of a stamp; whether the date exists is not looked at."""
    return (
        isinstance(text, str)
        and text[:25].encode("ascii", "replace").translate(_DIGITS_TO_0) == _WALL_SHAPE
        and text[25:30].encode("ascii", "replace").translate(_HEX_DIGITS_TO_0) == _COUNTER_SHAPE
        and text[30:] != ""
    )


def wall_ms(stamp: str) -> int:
    """Wall milliseconds since 1970 UTC of a stamp (or of its first 24 characters)."""
    days = _days_since_1970(int(stamp[:4]), int(stamp[5:7]), int(stamp[8:10]))
    minutes = (days * 24 + int(stamp[11:13])) * 60 + int(stamp[14:16])
    return (minutes * 60 + int(stamp[17:19])) * 1000 + int(stamp[20:23])


def is_utc_time(value: object) -> bool:
    """Whether a value is a time as `wall_text` writes them."""
    try:
        return isinstance(value, str) and wall_text(wall_ms(value)) == value
    except ValueError:
        return False


def month(stamp: str) -> str:
    """The UTC month of a stamp: `2026-11`."""
    return stamp[:7]


def month_of_ms(ms: int) -> str:
    """The UTC month of a time in milliseconds since 1970 (held to the years 1970 to 9999)."""
    return time.strftime("%Y-%m", time.gmtime(min(max(ms, 0), LAST_MS) // 1000))


def stamp_after(now: str, seen: str, device: str) -> str:
    """A stamp of `device` that is not before `now` (`wall_text`) and sorts after `seen`.

    `seen` is empty where nothing was seen yet.
    """
    if seen[:_WALL] < now:
        return f"{now}/0000/{device}"
    counter = int(seen[25:29], 16) + 1
    if counter > _LAST_COUNTER:
        return make(wall_ms(seen) + 1, 0, device)
    return f"{seen[:_WALL]}/{counter:04x}/{device}"


def ahead_limit(now_ms: int) -> str:
    """Every stamp that sorts after this text is more than 24 hours ahead of `now_ms`."""
    return wall_text(now_ms + AHEAD_MS) + "~"


def _days_since_1970(year: int, month_number: int, day: int) -> int:
    """Days from 1970-01-01 in the Gregorian calendar, in years that begin with March."""
    months_since_march = (month_number + 9) % 12
    year -= months_since_march // 10
    day_of_year = (153 * months_since_march + 2) // 5 + day - 1
    return year * 365 + year // 4 - year // 100 + year // 400 + day_of_year - 719468

"""When a diary's moment was: dates as 2026-11-22, on the clock of this machine's zone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.errors import DataProblem
from parentkit.domain.time.localtime import DAY, epoch_of, instants_at, stamp_local
from parentkit.domain.time.when import parse_past, timestamp

if TYPE_CHECKING:
    from datetime import datetime

_DATE = len("2026-11-22")
_MINUTE = len("2026-11-22T18:05")


class Observed(NamedTuple):
    """A time of a diary.

    `stored` is local time with its UTC offset, `epoch` the same in seconds since 1970.
    `identity_ms` is what an id is made from: a time without an offset of its own has to mean the
    same wherever the diary is read, so it is counted as if it were UTC; milliseconds since 1970.
    """

    stored: str
    epoch: int
    identity_ms: int


def is_date(text: str) -> bool:
    """Whether the text is a day as 2026-11-22, and one that is in the calendar."""
    try:
        return len(text) == _DATE and epoch_of(f"{text}T00:00+00:00") >= 0
    except DataProblem:
        return False


def observed(text: str, now: datetime) -> Observed:
    """The time that `2026-11-22 18:05` names; the offset is the one that held here on that day.

    The clock's part may be anything that domain.when reads as one, with an offset of its own too.

    Raises:
        UnreadableTime: it is not such a time, did not exist here, or is still to come.
    """
    return _plain(text, now) or _anything_else(text, now)


def _plain(text: str, now: datetime) -> Observed | None:
    """The usual form, read without the cost of every other."""
    if len(text) != _MINUTE or text[_DATE] not in " T":
        return None
    try:
        wall = epoch_of(f"{text[:_DATE]}T{text[_DATE + 1 :]}+00:00")
    except DataProblem:
        return None
    instants = instants_at(wall) if wall > DAY else ()
    if not instants or instants[0] > now.timestamp():
        return None
    return Observed(stamp_local(instants[0]), instants[0], wall * 1000)


def _anything_else(text: str, now: datetime) -> Observed:
    stored = timestamp(parse_past(text, now))
    said_offset = any(sign in text[_DATE:] for sign in "+-zZ")
    of_identity = stored if said_offset else f"{stored[:_MINUTE]}+00:00"
    return Observed(stored, epoch_of(stored), epoch_of(of_identity) * 1000)

"""A reminder as a calendar file that any calendar program reads (iCalendar, RFC 5545).

It says nothing that the family would not want on a shared screen: a neutral title, no names, and
local times without a zone, so that the event stays at its time of day wherever the device is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit import __version__

if TYPE_CHECKING:
    from datetime import datetime

SUMMARY = "A quiet quarter of an hour"
MINUTES = 15
PRODUCT = "-//parentkit//parentkit"
"""Begins the PRODID of every file written here."""

LONGEST_LINE = 75
"""Bytes of a line without its end; longer ones are folded (RFC 5545, section 3.1)."""

_LINE_END = "\r\n"


class Event(NamedTuple):
    """What recurs.

    Attributes:
        uid: the same for the same event in every file, so that an import replaces and adds nothing.
        sequence: raised with every change of the event.
        changed: when it was last changed, UTC.
        begins: its first time, local, without a zone.
        rule: the recurrence rule.
    """

    uid: str
    sequence: int
    changed: datetime
    begins: datetime
    rule: str


def calendar_text(event: Event) -> str:
    """The calendar file, lines ended and folded as RFC 5545 asks."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT} {__version__}//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{_compact(event.changed)}Z",
        f"LAST-MODIFIED:{_compact(event.changed)}Z",
        f"SEQUENCE:{event.sequence}",
        f"DTSTART:{_compact(event.begins)}",
        f"DURATION:PT{MINUTES}M",
        f"RRULE:{event.rule}",
        f"SUMMARY:{SUMMARY}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:PT0S",
        f"DESCRIPTION:{SUMMARY}",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(folded(line) + _LINE_END for line in lines)


def folded(line: str) -> str:
    """A line in pieces of at most LONGEST_LINE bytes, no character cut in two."""
    pieces = [""]
    room = LONGEST_LINE
    for char in line:
        size = len(char.encode())
        if size > room:
            pieces.append("")
            room = LONGEST_LINE - 1  # the space that begins a further piece counts
        pieces[-1] += char
        room -= size
    return f"{_LINE_END} ".join(pieces)


def _compact(time: datetime) -> str:
    return time.strftime("%Y%m%dT%H%M%S")

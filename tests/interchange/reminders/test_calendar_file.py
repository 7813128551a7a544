"""Calendar files, read back by the icalendar package."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from parentkit.domain.time.recurrence import times
from parentkit.domain.time.recurrence_rule import read_rule
from parentkit.interchange.reminders.calendar_file import LONGEST_LINE, Event, calendar_text, folded

BEGINS = datetime.fromisoformat("2026-11-22T19:30")
CHANGED = datetime(2026, 11, 20, 8, 15, 30, tzinfo=UTC)


def event_with(rule: str) -> Event:
    return Event("01ABC@parentkit", 3, CHANGED, BEGINS, read_rule(rule))


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;BYDAY=SU",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU",
        "FREQ=DAILY;UNTIL=20270103",
        "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=6",
        "FREQ=MONTHLY;BYDAY=-1SU",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU",
    ],
)
def test_another_reader_expands_the_file_to_the_same_times(rule: str) -> None:
    (event,) = Calendar.from_ical(calendar_text(event_with(rule))).walk("VEVENT")
    begins = event["DTSTART"].dt
    assert begins == BEGINS
    assert begins.tzinfo is None
    theirs = rrulestr(event["RRULE"].to_ical().decode(), dtstart=begins)
    assert list(islice(theirs, 30)) == list(islice(times(read_rule(rule), BEGINS), 30))


def test_the_event_is_neutral_has_an_alarm_and_can_be_replaced() -> None:
    text = calendar_text(event_with("FREQ=WEEKLY;BYDAY=SU"))
    calendar = Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    (alarm,) = event.walk("VALARM")
    assert calendar["VERSION"] == "2.0"
    assert event["UID"] == "01ABC@parentkit"
    assert event["SEQUENCE"] == 3
    assert event["DTSTAMP"].dt == CHANGED
    assert event["DURATION"].dt == timedelta(minutes=15)
    assert event["SUMMARY"] == alarm["DESCRIPTION"] == "A quiet quarter of an hour"
    assert (alarm["ACTION"], alarm["TRIGGER"].dt) == ("DISPLAY", timedelta(0))
    assert not {"ATTENDEE", "ORGANIZER", "DESCRIPTION", "LOCATION"} & set(event)


def test_lines_end_and_fold_as_the_format_asks() -> None:
    months = ",".join(map(str, range(1, 13)))
    text = calendar_text(event_with(f"FREQ=DAILY;BYMONTH={months};BYHOUR=7,8,9,10,11,12;WKST=MO"))
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    lines = text.encode().split(b"\r\n")
    assert max(map(len, lines)) <= LONGEST_LINE
    assert any(line.startswith(b" ") for line in lines)
    assert len(list(Calendar.from_ical(text).walk("VALARM"))) == 1


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=400))
def test_folding_loses_nothing_and_cuts_no_character(line: str) -> None:
    pieces = folded(line).split("\r\n ")
    assert "".join(pieces) == line
    first, *others = (len(piece.encode()) for piece in pieces)
    assert first <= LONGEST_LINE
    assert all(0 < size < LONGEST_LINE for size in others)

"""Rhythms as people say them."""

from __future__ import annotations

from datetime import datetime

import pytest
from dateutil.rrule import rrulestr

from parentkit.domain.time.recurrence_rule import UnreadableRule
from parentkit.domain.time.rhythm import (
    Rhythm,
    UnreadableRhythm,
    clock_text,
    described,
    read_clock,
    read_rhythm,
)

BEGINS = datetime.fromisoformat("2026-11-22T19:30")


@pytest.mark.parametrize(
    ("text", "rule", "minutes"),
    [
        ("every sunday 19:30", "FREQ=WEEKLY;BYDAY=SU", 1170),
        ("weekly sun 19:30", "FREQ=WEEKLY;BYDAY=SU", 1170),
        ("Every Sunday at 9:05", "FREQ=WEEKLY;BYDAY=SU", 545),
        ("sun", "FREQ=WEEKLY;BYDAY=SU", None),
        ("every wed, sun and mon 20:00", "FREQ=WEEKLY;BYDAY=MO,WE,SU", 1200),
        ("sun sunday 20:00", "FREQ=WEEKLY;BYDAY=SU", 1200),
        ("daily 21:00", "FREQ=DAILY", 1260),
        ("every day at 00:00", "FREQ=DAILY", 0),
        ("monthly 1 20:00", "FREQ=MONTHLY;BYMONTHDAY=1", 1200),
        ("monthly on the last 20:00", "FREQ=MONTHLY;BYMONTHDAY=-1", 1200),
        ("monthly on the last day", "FREQ=MONTHLY;BYMONTHDAY=-1", None),
        ("FREQ=WEEKLY;INTERVAL=2", "FREQ=WEEKLY;INTERVAL=2", None),
    ],
)
def test_words_stand_for_a_rule_and_a_time(text: str, rule: str, minutes: int | None) -> None:
    assert read_rhythm(text) == Rhythm(rule, minutes)
    rrulestr(rule, dtstart=BEGINS)


@pytest.mark.parametrize(
    "text",
    [
        *("", "weekly", "weekly 19:30", "monthly", "monthly 0", "monthly 32", "monthly 1 2", "su"),
        *("sunday 7", "sunday 24:00", "sunday 19:60", "sunday 19:3", "sunday 19:30 sharp", "3/4"),
        *("tomorrow 19:30", "every", "daily sunday", "19:30", "monthly -1", "sunday ١٩:30"),
    ],
)
def test_other_words_are_refused_with_examples(text: str) -> None:
    with pytest.raises(UnreadableRhythm) as refused:
        read_rhythm(text)
    assert refused.value.hint


def test_a_rule_with_something_amiss_says_what() -> None:
    with pytest.raises(UnreadableRule, match="weekday"):
        read_rhythm("FREQ=WEEKLY;BYDAY=SUN")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY;BYDAY=SU", "every Sunday at 19:30"),
        ("FREQ=WEEKLY;BYDAY=MO,SU", "every Monday and Sunday at 19:30"),
        ("FREQ=WEEKLY;BYDAY=MO,WE,SU", "every Monday, Wednesday and Sunday at 19:30"),
        ("FREQ=DAILY", "every day at 19:30"),
        ("FREQ=MONTHLY;BYMONTHDAY=1", "on day 1 of every month at 19:30"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "on day 31 of every month that has one at 19:30"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "on the last day of every month at 19:30"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "FREQ=MONTHLY;BYMONTHDAY=1,15 (since 2026-11-22 19:30)"),
        ("FREQ=YEARLY", "FREQ=YEARLY (since 2026-11-22 19:30)"),
    ],
)
def test_plain_rules_are_put_in_words_and_others_shown_as_they_are(rule: str, words: str) -> None:
    assert described(rule, BEGINS) == words


def test_every_minute_of_the_day_is_read_as_it_is_written() -> None:
    assert [read_clock(clock_text(minutes)) for minutes in range(1440)] == list(range(1440))

"""Which weeks are due, and when random prompts come."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.domain.errors import UsageProblem
from parentkit.domain.reflection.prompting import (
    APART_MINUTES,
    OPEN_MINUTES,
    PROMPTS_ID,
    Prompts,
    fields_of,
    next_prompt,
    open_prompt,
    prompts_of,
    read_prompts,
)
from parentkit.domain.reflection.reminder import (
    WEEKLY_ID,
    WEEKS_OFFERED,
    next_reminder,
    reminder_of,
    week_meant,
    weeks_passed,
)
from parentkit.domain.time.recurrence import placed
from parentkit.domain.time.recurrence_rule import UnreadableRule
from parentkit.domain.ulid import ulid_named

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    InZone = Callable[[str], AbstractContextManager[None]]

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")
LONG_AGO = datetime.fromisoformat("2020-01-01T00:00")
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
prompts = st.tuples(st.integers(1, 12), st.integers(0, 600), st.text(max_size=8)).flatmap(
    lambda drawn: st.integers(drawn[1] + (drawn[0] - 1) * APART_MINUTES + 1, 1439).map(
        lambda end: Prompts(drawn[0], drawn[1], end, drawn[2])
    )
)


def local(text: str) -> int:
    """The instant of a local time."""
    return placed(datetime.fromisoformat(text))


def test_the_records_have_the_ids_that_their_names_give() -> None:
    assert ulid_named("reminder/weekly") == WEEKLY_ID
    assert ulid_named("reminder/prompts") == PROMPTS_ID


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        ("2026-11-22", "2026-11-16"),
        ("2026-11-21", "2026-11-16"),
        ("2026-11-19", "2026-11-16"),
        ("2026-11-18", "2026-11-09"),
        ("2026-11-16", "2026-11-09"),
        ("2027-01-03", "2026-12-28"),
        ("2027-01-06", "2026-12-28"),
    ],
)
def test_a_reminder_is_about_the_week_that_is_mostly_lived(day: str, monday: str) -> None:
    assert week_meant(date.fromisoformat(day)).start.isoformat() == monday


@pytest.mark.parametrize("zone", ZONES)
def test_the_usual_reminder_comes_on_every_sunday_of_six_years(in_zone: InZone, zone: str) -> None:
    reminder = reminder_of({}, LONG_AGO)
    with in_zone(zone):
        sunday = date(2024, 1, 7)
        while sunday.year < 2030:
            at = local(f"{sunday}T19:30")
            before, then = weeks_passed(reminder, at - 1), weeks_passed(reminder, at)
            assert then[0].week.last_day == sunday
            assert before[0].week.last_day == sunday - timedelta(days=7)
            assert next_reminder(reminder, at - 1) == at
            assert len(then) == WEEKS_OFFERED
            sunday += timedelta(days=7)


def test_the_usual_reminder_holds_from_the_day_on_which_a_family_began(in_zone: InZone) -> None:
    with in_zone("Europe/Berlin"):
        began = datetime.fromisoformat("2026-11-22T21:12:05")
        assert len(weeks_passed(reminder_of({}, began), local("2026-11-22T21:13"))) == 1
        next_day = reminder_of({}, began + timedelta(days=1))
        assert weeks_passed(next_day, local("2026-11-28T10:00")) == []


def test_a_daily_reminder_names_each_week_once(in_zone: InZone) -> None:
    fields = {"rrule": "FREQ=DAILY", "begins": "2026-11-01T21:00"}
    with in_zone("Europe/Berlin"):
        due = weeks_passed(reminder_of(fields, LONG_AGO), local("2026-11-22T22:00"))
    assert [each.week.start.isoformat() for each in due] == [
        *("2026-11-16", "2026-11-09", "2026-11-02", "2026-10-26"),
    ]


def test_a_monthly_reminder_names_the_week_around_it_alone(in_zone: InZone) -> None:
    fields = {"rrule": "FREQ=MONTHLY;BYMONTHDAY=-1", "begins": "2026-01-31T20:00"}
    with in_zone("Europe/Berlin"):
        due = weeks_passed(reminder_of(fields, LONG_AGO), local("2026-12-05T12:00"))
    assert [each.week.start.isoformat() for each in due] == ["2026-11-23"]


@pytest.mark.parametrize(
    "fields",
    [
        {"rrule": "FREQ=SECONDLY", "begins": "2026-11-01T21:00"},
        {"rrule": "FREQ=DAILY"},
        {"rrule": "FREQ=DAILY", "begins": "soon"},
        {"rrule": 7, "begins": "2026-11-01T21:00"},
    ],
)
def test_a_stored_rule_that_cannot_be_read_is_said_and_not_guessed(fields: object) -> None:
    with pytest.raises(UnreadableRule):
        reminder_of(fields, LONG_AGO)  # type: ignore[arg-type]


@given(prompts, days)
def test_prompts_lie_in_waking_hours_and_apart_and_are_drawn_once(one: Prompts, day: date) -> None:
    times = one.times_of(day)
    minutes = [time.hour * 60 + time.minute for time in times]
    assert len(times) == one.per_day
    assert {time.date() for time in times} == {day}
    assert one.start <= minutes[0]
    assert minutes[-1] <= one.end
    gaps = [later - earlier for earlier, later in pairwise(minutes)]
    assert all(gap >= APART_MINUTES for gap in gaps)
    assert one.times_of(day) == times
    assert prompts_of(fields_of(one)) == one


def test_prompts_use_the_whole_day_and_differ_from_day_to_day() -> None:
    three = Prompts(3, 8 * 60, 20 * 60, "a family")
    drawn = [three.times_of(date(2026, 1, 1) + timedelta(days=number)) for number in range(365)]
    hours = [time.hour for times in drawn for time in times]
    assert len({tuple(time.time() for time in times) for times in drawn}) == 365
    counts = [hours.count(hour) for hour in range(8, 20)]
    assert min(counts) > 60
    assert max(counts) < 130
    other = three._replace(seed="another family")
    assert other.times_of(date(2026, 1, 1)) != drawn[0]


@pytest.mark.parametrize("zone", ZONES)
def test_the_next_prompt_is_to_come_and_none_is_passed_over(in_zone: InZone, zone: str) -> None:
    four = Prompts(4, 0, 1439, "seed")
    with in_zone(zone):
        now, found = local("2027-03-13T00:00") - 1, []
        end = local("2027-04-05T00:00")
        while (now := next_prompt(four, now)) < end:
            assert open_prompt(four, now) == now
            assert open_prompt(four, now + OPEN_MINUTES * 60) == now
            assert open_prompt(four, now + OPEN_MINUTES * 60 + 1) is None
            found.append(now)
        first = date(2027, 3, 13)
        all_days = [first + timedelta(days=number) for number in range(23)]
        assert found == sorted({placed(time) for day in all_days for time in four.times_of(day)})


@pytest.mark.parametrize(
    ("per_day", "start", "end"),
    [(0, "08:00", "20:00"), (18, "08:00", "20:00"), (1, "20:00", "08:00"), (1, "8", "20:00")],
)
def test_prompts_that_do_not_fit_are_refused(per_day: int, start: str, end: str) -> None:
    with pytest.raises(UsageProblem):
        read_prompts(per_day, start, end, "seed")
    assert read_prompts(17, "08:00", "20:00", "seed").times_of(date(2026, 11, 22))


@pytest.mark.parametrize("fields", [{"per_day": "3"}, {"per_day": 3}, {"per_day": 3, "waking": {}}])
def test_stored_prompts_that_cannot_be_read_are_said(fields: dict[str, object]) -> None:
    with pytest.raises(UsageProblem):
        prompts_of(fields)
    assert prompts_of({"waking": {"from": "08:00", "to": "20:00"}}) is None


def test_times_are_seconds_since_1970(in_zone: InZone) -> None:
    with in_zone("Asia/Kolkata"):
        expected = datetime(2026, 11, 22, 14, 0, tzinfo=UTC).timestamp()
        assert next_reminder(reminder_of({}, LONG_AGO), local("2026-11-20T00:00")) == expected

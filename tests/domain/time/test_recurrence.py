"""Recurrence against dateutil's own reading of the same text, and on the clocks of four zones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice, takewhile
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from parentkit.domain.time.recurrence import (
    first_time,
    occurrences,
    placed,
    placed_after,
    placed_between,
    times,
    wall_at,
)
from parentkit.domain.time.recurrence_rule import UnreadableRule, read_rule

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    InZone = Callable[[str], AbstractContextManager[None]]

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")
UTC_1970 = datetime(1970, 1, 1, tzinfo=UTC)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def local(text: str) -> datetime:
    """A time as text: `2026-11-22T19:30`."""
    return datetime.fromisoformat(text)


begins_at = st.datetimes(local("2018-01-01T00:00"), local("2032-12-31T00:00")).map(
    lambda time: time.replace(second=0, microsecond=0)
)
weekdays = st.lists(st.sampled_from(DAYS), min_size=1, max_size=3, unique=True).map(",".join)
month_days = st.lists(st.integers(-31, 31).filter(bool), min_size=1, max_size=3, unique=True).map(
    lambda numbers: ",".join(map(str, numbers))
)
months = st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True).map(
    lambda numbers: ",".join(map(str, numbers))
)
bodies = st.one_of(
    st.just("FREQ=DAILY"),
    st.builds("FREQ=DAILY;BYMONTH={}".format, months),
    st.builds("FREQ=DAILY;BYHOUR=8,20;BYMINUTE={}".format, st.integers(0, 59)),
    st.just("FREQ=WEEKLY"),
    st.builds("FREQ=WEEKLY;BYDAY={}".format, weekdays),
    st.builds("FREQ=WEEKLY;BYDAY={};WKST={}".format, weekdays, st.sampled_from(DAYS)),
    st.builds("FREQ=MONTHLY;BYMONTHDAY={}".format, month_days),
    st.builds(
        "FREQ=MONTHLY;BYDAY={}{}".format, st.sampled_from((-1, 1, 2, 4)), st.sampled_from(DAYS)
    ),
    st.builds("FREQ=MONTHLY;BYDAY={};BYSETPOS={}".format, weekdays, st.sampled_from((1, -1))),
    st.builds("FREQ=YEARLY;BYWEEKNO={};BYDAY={}".format, st.integers(1, 52), weekdays),
    st.builds("FREQ=YEARLY;BYYEARDAY={}".format, st.sampled_from((1, 100, -1, 366))),
    st.just("FREQ=YEARLY"),
    st.builds("FREQ=HOURLY;BYHOUR=6,18;BYDAY={}".format, weekdays),
)
endings = st.one_of(
    st.just(""),
    st.builds(";COUNT={}".format, st.integers(1, 40)),
    st.builds(";UNTIL={:%Y%m%dT%H%M%S}".format, begins_at),
)
rules = st.builds(
    "{}{}{}".format, bodies, st.sampled_from(("", ";INTERVAL=2", ";INTERVAL=3")), endings
)


def by_dateutil(rule: str, begins: datetime, until: datetime) -> list[datetime]:
    """What dateutil alone makes of the same text, up to a day."""
    try:
        return list(takewhile(lambda time: time <= until, rrulestr(rule, dtstart=begins)))
    except ValueError as empty:
        if "empty set" not in str(empty):
            raise
        return []


@given(rules, begins_at)
@settings(deadline=None)
def test_times_are_those_of_dateutil(rule: str, begins: datetime) -> None:
    until = begins + timedelta(days=900)
    ours = list(takewhile(lambda time: time <= until, times(read_rule(rule), begins)))
    assert ours == by_dateutil(rule, begins, until)


@given(st.sampled_from(DAYS), begins_at)
@settings(deadline=None, max_examples=30)
def test_the_plain_weekly_rule_that_does_without_dateutil_gives_the_same(
    day: str, begins: datetime
) -> None:
    rule = f"FREQ=WEEKLY;BYDAY={day}"
    until = begins + timedelta(days=800)
    ours = list(takewhile(lambda time: time <= until, times(rule, begins)))
    assert ours == by_dateutil(rule, begins, until)


@given(rules, begins_at, st.lists(st.integers(1, 90), min_size=1, max_size=5))
@settings(deadline=None, max_examples=40)
def test_consecutive_windows_lose_nothing_and_repeat_nothing(
    rule: str, begins: datetime, spans: list[int]
) -> None:
    edge, found = begins - timedelta(days=1), []
    for days in spans:
        found += occurrences(rule, begins, edge, edge + timedelta(days=days))
        edge += timedelta(days=days)
    assert found == occurrences(rule, begins, begins - timedelta(days=1), edge)


@pytest.mark.parametrize("zone", ZONES)
def test_consecutive_windows_of_instants_lose_nothing_over_a_year(
    in_zone: InZone, zone: str
) -> None:
    rule, begins = "FREQ=DAILY;BYHOUR=1,2;BYMINUTE=0,15,45", local("2025-12-30T01:00")
    span = 11 * 86_400 + 1_234
    with in_zone(zone):
        start, end = placed(begins) - 1, placed(local("2027-02-01T00:00"))
        found = []
        for edge in range(start, end, span):
            found += placed_between(rule, begins, edge, min(edge + span, end))
        assert found == placed_between(rule, begins, start, end)
        assert len(found) == 6 * 398


@pytest.mark.parametrize("zone", ZONES)
def test_a_local_time_is_placed_as_zoneinfo_places_it(in_zone: InZone, zone: str) -> None:
    there = ZoneInfo(zone)
    with in_zone(zone):
        for minutes in range(0, 366 * 24 * 60, 30):
            wall = local("2027-01-01T00:00") + timedelta(minutes=minutes)
            instant = (wall.replace(tzinfo=there) - UTC_1970) // timedelta(seconds=1)
            shown = (UTC_1970 + timedelta(seconds=placed(wall))).astimezone(there)
            if shown.replace(tzinfo=None) == wall:
                assert placed(wall) == instant, wall
            else:
                before = (UTC_1970 + timedelta(seconds=placed(wall) - 60)).astimezone(there)
                assert before.replace(tzinfo=None) < wall < shown.replace(tzinfo=None)


@pytest.mark.parametrize(
    ("zone", "wall", "shown"),
    [
        ("Europe/Berlin", "2027-03-28T02:30", "2027-03-28T03:00+02:00"),
        ("Europe/Berlin", "2027-10-31T02:30", "2027-10-31T02:30+02:00"),
        ("America/New_York", "2027-03-14T02:10", "2027-03-14T03:00-04:00"),
        ("America/New_York", "2027-11-07T01:30", "2027-11-07T01:30-04:00"),
        ("Australia/Lord_Howe", "2027-10-03T02:15", "2027-10-03T02:30+11:00"),
        ("Australia/Lord_Howe", "2027-04-04T01:45", "2027-04-04T01:45+11:00"),
        ("Asia/Kolkata", "2027-03-28T02:30", "2027-03-28T02:30+05:30"),
        ("Pacific/Apia", "2011-12-30T19:30", "2011-12-31T00:00+14:00"),
    ],
)
def test_a_skipped_time_moves_to_the_first_minute_there_is_and_a_double_one_is_the_first(
    in_zone: InZone, zone: str, wall: str, shown: str
) -> None:
    with in_zone(zone):
        assert placed(local(wall)) == local(shown).timestamp()


@pytest.mark.parametrize("zone", ZONES)
def test_sunday_evening_stays_at_its_time_on_the_clock_all_year(in_zone: InZone, zone: str) -> None:
    begins = local("2026-11-22T19:30")
    with in_zone(zone):
        instant, found = placed(begins) - 1, []
        while len(found) < 104:
            following = placed_after("FREQ=WEEKLY;BYDAY=SU", begins, instant)
            assert following is not None
            assert following > instant
            found.append(wall_at(following))
            instant = following
    assert found == [begins + timedelta(weeks=week) for week in range(104)]


def test_a_time_in_the_double_hour_comes_once(in_zone: InZone) -> None:
    rule, begins = "FREQ=DAILY", local("2027-10-30T02:30")
    with in_zone("Europe/Berlin"):
        first = placed(local("2027-10-31T02:30"))
        second = first + 3600
        assert wall_at(second) == local("2027-10-31T02:30")
        assert placed_after(rule, begins, second - 1) == placed(local("2027-11-01T02:30"))
        assert placed_between(rule, begins, second - 1, second) == []
        assert placed_between(rule, begins, first - 1, second - 600) == [wall_at(first)]


def test_a_window_of_instants_is_open_where_it_begins_and_closed_where_it_ends(
    in_zone: InZone,
) -> None:
    rule, begins = "FREQ=DAILY", local("2026-11-22T19:30")
    with in_zone("Europe/Berlin"):
        at = placed(begins)
        assert placed_between(rule, begins, at - 1, at) == [begins]
        assert placed_between(rule, begins, at, at + 86_399) == []
        assert placed_between(rule, begins, at - 60, at - 1) == []


def test_after_a_journey_the_rule_is_on_the_clock_there(in_zone: InZone) -> None:
    rule, begins = "FREQ=WEEKLY;BYDAY=SU", local("2026-11-22T19:30")
    now = int(datetime(2026, 11, 28, 12, tzinfo=UTC).timestamp())
    for zone in ZONES:
        with in_zone(zone):
            following = placed_after(rule, begins, now)
            assert following is not None
            assert wall_at(following) == local("2026-11-29T19:30")


@pytest.mark.parametrize(
    ("rule", "begins", "expected"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2027-01-31", ["2027-01-31", "2027-03-31", "2027-05-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2028-01-31", ["2028-01-31", "2028-02-29", "2028-03-31"]),
        ("FREQ=MONTHLY", "2027-01-30", ["2027-01-30", "2027-03-30", "2027-04-30"]),
        ("FREQ=YEARLY", "2024-02-29", ["2024-02-29", "2028-02-29", "2032-02-29"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "2027-02-28", ["2027-02-28", "2028-02-29"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2096-02-29", ["2096-02-29", "2104-02-29"]),
        ("FREQ=MONTHLY;BYDAY=-1SU", "2026-11-29", ["2026-11-29", "2026-12-27", "2027-01-31"]),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=2", "2026-12-20", ["2026-12-20", "2027-01-03"]),
        ("FREQ=DAILY;UNTIL=20261223", "2026-12-22", ["2026-12-22", "2026-12-23"]),
    ],
)
def test_month_ends_leap_years_and_ends_of_rules(
    rule: str, begins: str, expected: list[str]
) -> None:
    start = local(f"{begins}T19:30")
    found = islice(times(read_rule(rule), start), len(expected))
    assert [f"{time:%Y-%m-%d}" for time in found] == expected
    assert all(time.time() == start.time() for time in islice(times(read_rule(rule), start), 5))


def test_a_rule_that_has_ended_has_no_further_time() -> None:
    begins = local("2026-11-22T19:30")
    for end in ("COUNT=3", "UNTIL=20261206"):
        rule = read_rule(f"FREQ=WEEKLY;BYDAY=SU;{end}")
        assert list(times(rule, begins))[-1] == local("2026-12-06T19:30")


@pytest.mark.parametrize(
    "rule",
    [
        *("FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=FORTNIGHTLY", "BYDAY=SU", "FREQ=", "=", ""),
        *(
            "FREQ=WEEKLY;BYDAY=XX",
            "FREQ=WEEKLY;BYDAY=",
            "FREQ=WEEKLY;BYDAY=1SU",
            "FREQ=DAILY;WKST=X",
        ),
        *("FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;INTERVAL=1,2"),
        *("FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=5;UNTIL=20270101", "FREQ=DAILY;FREQ=DAILY"),
        *("FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=DAILY;BYMONTH=13"),
        *("FREQ=DAILY;BYHOUR=24", "FREQ=DAILY;BYMINUTE=60", "FREQ=DAILY;BYSECOND=30"),
        *("FREQ=WEEKLY;BYMONTHDAY=1", "FREQ=MONTHLY;BYWEEKNO=3", "FREQ=DAILY;BYYEARDAY=3"),
        *("FREQ=YEARLY;BYWEEKNO=3;BYDAY=1SU", "FREQ=MONTHLY;BYSETPOS=1", "FREQ=YEARLY;BYEASTER=0"),
        *(
            "FREQ=DAILY;UNTIL=20270101T120000Z",
            "FREQ=DAILY;UNTIL=20270230",
            "FREQ=DAILY;UNTIL=soon",
        ),
        *("FREQ=DAILY;BYHOUR=٣", "FREQ=DAILY;X=1", f"FREQ=DAILY;BYHOUR={'1,' * 300}1"),
    ],
)
def test_what_is_no_rule_or_no_reminder_is_refused_with_an_example(rule: str) -> None:
    with pytest.raises(UnreadableRule) as refused:
        read_rule(rule)
    assert refused.value.hint
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    "rule",
    [
        *("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31"),
        *("FREQ=HOURLY;INTERVAL=24;BYHOUR=3", "FREQ=HOURLY;BYMINUTE=0,15,30,45"),
        *("FREQ=YEARLY;INTERVAL=100;BYYEARDAY=1", "FREQ=WEEKLY;BYDAY=SU;BYSETPOS=5"),
    ],
)
def test_a_rule_that_never_comes_or_comes_all_day_is_refused(rule: str) -> None:
    with pytest.raises(UnreadableRule):
        first_time(read_rule(rule), local("2026-11-22T19:30"))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("rrule:freq=weekly;byday=su", "FREQ=WEEKLY;BYDAY=SU"),
        (" FREQ=DAILY ; INTERVAL=2; ", "FREQ=DAILY;INTERVAL=2"),
        ("FREQ=DAILY;UNTIL=20271231", "FREQ=DAILY;UNTIL=20271231T235959"),
        ("FREQ=MONTHLY;BYDAY=+1SU,-1MO", "FREQ=MONTHLY;BYDAY=+1SU,-1MO"),
    ],
)
def test_a_rule_is_brought_to_its_usual_form(text: str, rule: str) -> None:
    assert read_rule(text) == rule
    assert read_rule(rule) == rule

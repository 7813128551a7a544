from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from freezegun import freeze_time
from hypothesis import assume, example, given
from hypothesis import strategies as st

from parentkit import clock
from parentkit.domain.errors import DataProblem
from parentkit.domain.time.days import UnreadableTime
from parentkit.domain.time.when import (
    from_timestamp,
    local_time,
    parse_duration,
    parse_past,
    said,
    timestamp,
)

InZone = Callable[[str], AbstractContextManager[None]]
BERLIN = ZoneInfo("Europe/Berlin")
SUNDAY = datetime(2026, 11, 22, 18, 7, 40, tzinfo=BERLIN)
ZONES = st.sampled_from(
    ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"]
)
INSTANTS = st.integers(
    int(datetime(2005, 1, 1, tzinfo=UTC).timestamp()),
    int(datetime(2035, 1, 1, tzinfo=UTC).timestamp()),
)
WORDS = st.lists(
    st.sampled_from(
        [
            *("now", "ago", "10m", "3h", "2", "days", "week", "99999999d", "3/4", "1.2", "02:30"),
            *("14:05", "00:30", "6pm", "11", "am", "at", "+02:00", "12:00+09:00", "12:00z"),
            *("today", "yesterday", "tomorrow", "mon", "sunday", "22", "nov", "feb", "29", "2025"),
            *("2026-03-29", "2026-11-22", "2026-10-25T02:30"),
        ]
    ),
    max_size=4,
).map(" ".join)


@pytest.fixture
def berlin(in_zone: InZone) -> Iterator[None]:
    with in_zone("Europe/Berlin"):
        yield


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ("NOW", "2026-11-22T18:07+01:00"),
        ("  10   Min  AGO ", "2026-11-22T17:57+01:00"),
        ("0m ago", "2026-11-22T18:07+01:00"),
        ("2 weeks 1 day ago", "2026-11-07T18:07+01:00"),
        ("1d2h3m", "2026-11-21T16:04+01:00"),
        ("9:05", "2026-11-22T09:05+01:00"),
        ("00:00", "2026-11-22T00:00+01:00"),
        ("12am", "2026-11-22T00:00+01:00"),
        ("12pm", "2026-11-22T12:00+01:00"),
        ("6:05 PM", "2026-11-22T18:05+01:00"),
        ("18:09", "2026-11-22T18:07+01:00"),
        ("thurs 7:40", "2026-11-19T07:40+01:00"),
        ("Sunday 18:07", "2026-11-22T18:07+01:00"),
        ("sun 18:30", "2026-11-15T18:30+01:00"),
        ("mon 16 nov 14:05", "2026-11-16T14:05+01:00"),
        ("Thu 5 Mar 10:00", "2026-03-05T10:00+01:00"),
        ("wed 24 dec 2025 17:00", "2025-12-24T17:00+01:00"),
        ("24 may 10:00", "2026-05-24T10:00+02:00"),
        ("29 feb 2024 10:00", "2024-02-29T10:00+01:00"),
        ("2026-11-22T18:05:33.125", "2026-11-22T18:05+01:00"),
        ("2026-11-22 at 18:05", "2026-11-22T18:05+01:00"),
        ("2026-11-22T18:05-0330", None),
        ("2026-11-21T18:05-0330", "2026-11-21T18:05-03:30"),
        ("2026-11-21T18:05+09", "2026-11-21T18:05+09:00"),
        ("2026-11-23T02:05+09:00", "2026-11-23T02:05+09:00"),
        ("1971-01-01 00:00", "1971-01-01T00:00+01:00"),
    ],
)
@pytest.mark.usefixtures("berlin")
def test_a_time_of_the_past_is_read(words: str, stored: str | None) -> None:
    if stored is None:
        with pytest.raises(UnreadableTime, match="still to come"):
            parse_past(words, SUNDAY)
    else:
        assert timestamp(parse_past(words, SUNDAY)) == stored


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "soon",
        "10",
        "1405",
        "-5m",
        "1.5h ago",
        "1h30",
        "30m 1h",
        "5m 5m",
        "1 0m",
        "2 months ago",
        "14:05 ago",
        "ago",
        "at",
        "pm",
        "9:5",
        "14:5",
        "014:05",
        "18:05:",
        ":05",
        "13pm",
        "0am",
        "24:00",
        "14:60",
        "14:05:60",
        "\u0663:\u0660\u0665",
        "14:05+01:00",
        "mon 14:05z",
        "mo 14:05",
        "mon tue 14:05",
        "nov 14:05",
        "tue 16 nov 14:05",
        "fri 24 dec 2025 17:00",
        "mon 16 14:05",
        "22 nov 26 14:05",
        "222 nov 14:05",
        "31 jun 14:05",
        "29 feb 14:05",
        "2026-W47 14:05",
        "2026-02-29 14:05",
        "26-11-22 14:05",
        "0226-11-22 14:05",
        "9999-11-22 14:05",
        "1970-12-31 23:59",
        "20500 days ago",
        "490000h ago",
        "2026-11-21T14:05+15:00",
        "2026-11-21T14:05+01:60",
        "2026-11-21T14:05+1",
        "1234567890m",
        "999999999w ago",
        "999999999h ago",
        "9" * 5000 + "m",
        "9" * 5000 + ":05",
        "1/" * 5000 + "1",
    ],
)
@pytest.mark.usefixtures("berlin")
def test_what_has_no_reading_is_refused_briefly_and_with_examples(words: str) -> None:
    with pytest.raises(UnreadableTime) as problem:
        parse_past(words, SUNDAY)
    assert problem.value.exit_code == 2
    assert problem.value.hint
    assert len(problem.value.message) < 120


@pytest.mark.parametrize("words", ["3/4", "3/4 14:05", "3.4. 14:05", "22-11-26 14:05", "14.05"])
@pytest.mark.usefixtures("berlin")
def test_a_date_that_people_read_in_two_ways_is_refused(words: str) -> None:
    with pytest.raises(UnreadableTime, match="more than one way") as problem:
        parse_past(words, SUNDAY)
    assert "3 apr 14:05" in problem.value.hint


@pytest.mark.usefixtures("berlin")
def test_a_time_still_to_come_suggests_the_day_before() -> None:
    with pytest.raises(UnreadableTime, match="today 18:10 is still to come") as problem:
        parse_past("18:10", SUNDAY)
    assert problem.value.hint == "For the day before write: yesterday 18:10."
    with pytest.raises(UnreadableTime, match="still to come") as problem:
        parse_past("2026-11-22T18:10+01:00", SUNDAY)
    assert "yesterday 18:10" not in problem.value.hint
    yesterday = parse_past("yesterday 18:10", SUNDAY)
    assert timestamp(yesterday) == "2026-11-21T18:10+01:00"


@pytest.mark.parametrize(("day", "stored"), [("23 may", "2026-05-23"), ("22 nov", "2026-11-22")])
@pytest.mark.usefixtures("berlin")
def test_a_date_without_a_year_may_lie_half_a_year_back(day: str, stored: str) -> None:
    assert timestamp(parse_past(f"{day} 10:00", SUNDAY)).startswith(stored)


@pytest.mark.parametrize(("day", "year"), [("22 may", 2026), ("23 nov", 2025), ("29 feb", 2024)])
@pytest.mark.usefixtures("berlin")
def test_an_older_date_is_asked_for_its_year(day: str, year: int) -> None:
    with pytest.raises(UnreadableTime, match="half a year") as problem:
        parse_past(f"{day} 10:00", SUNDAY)
    assert f"{day} {year}" in problem.value.hint


@pytest.mark.usefixtures("berlin")
def test_in_january_a_date_of_december_is_last_years() -> None:
    january = datetime(2027, 1, 3, 9, 0, tzinfo=BERLIN)
    assert timestamp(parse_past("24 dec 17:00", january)) == "2026-12-24T17:00+01:00"


@pytest.mark.parametrize(
    ("zone", "missing"),
    [
        ("Europe/Berlin", "2026-03-29 02:30"),
        ("Europe/Berlin", "2026-03-29 02:00"),
        ("America/New_York", "2026-03-08 02:59"),
        ("Australia/Lord_Howe", "2026-10-04 02:29"),
        ("Pacific/Apia", "2011-12-30 12:00"),
    ],
)
def test_a_clock_time_that_was_skipped_is_explained(
    in_zone: InZone, zone: str, missing: str
) -> None:
    with in_zone(zone), pytest.raises(UnreadableTime) as problem:
        parse_past(missing, SUNDAY)
    assert f"There was no {missing[11:]}" in problem.value.message
    assert "put forward" in problem.value.message


@pytest.mark.parametrize(
    ("zone", "words", "stored"),
    [
        ("Europe/Berlin", "2026-03-29 01:59", "2026-03-29T01:59+01:00"),
        ("Europe/Berlin", "2026-03-29 03:00", "2026-03-29T03:00+02:00"),
        ("Europe/Berlin", "2026-10-25 01:59", "2026-10-25T01:59+02:00"),
        ("Europe/Berlin", "2026-10-25 02:00", "2026-10-25T02:00+02:00"),
        ("Europe/Berlin", "2026-10-25 02:59", "2026-10-25T02:59+02:00"),
        ("Europe/Berlin", "2026-10-25 03:00", "2026-10-25T03:00+01:00"),
        ("Europe/Berlin", "2026-10-25T02:30+01:00", "2026-10-25T02:30+01:00"),
        ("America/New_York", "2026-11-01 01:30", "2026-11-01T01:30-04:00"),
        ("America/New_York", "2026-11-01 02:00", "2026-11-01T02:00-05:00"),
        ("America/New_York", "2026-03-08 03:00", "2026-03-08T03:00-04:00"),
        ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-05T01:45+11:00"),
        ("Pacific/Apia", "2011-12-29 23:59", "2011-12-29T23:59-10:00"),
        ("Pacific/Apia", "2011-12-31 00:00", "2011-12-31T00:00+14:00"),
        ("Asia/Kolkata", "2026-06-01 08:00", "2026-06-01T08:00+05:30"),
    ],
)
def test_clock_times_around_a_change_of_the_clocks(
    in_zone: InZone, zone: str, words: str, stored: str
) -> None:
    with in_zone(zone):
        assert timestamp(parse_past(words, SUNDAY)) == stored


@pytest.mark.parametrize(
    ("now", "words", "stored"),
    [
        ("2026-03-29T04:00+02:00", "3h ago", "2026-03-29T00:00+01:00"),
        ("2026-03-30T00:30+02:00", "1 day ago", "2026-03-29T00:30+01:00"),
        ("2026-03-30T00:30+02:00", "24h ago", "2026-03-28T23:30+01:00"),
        ("2026-03-30T02:30+02:00", "1 day ago", "2026-03-29T03:30+02:00"),
        ("2026-03-30T02:30+02:00", "1d 1h ago", "2026-03-29T01:30+01:00"),
        ("2026-10-25T02:10+01:00", "30m ago", "2026-10-25T02:40+02:00"),
        ("2026-10-25T02:10+01:00", "02:05", "2026-10-25T02:05+02:00"),
        ("2026-10-25T02:10+02:00", "02:05", "2026-10-25T02:05+02:00"),
        ("2026-10-25T04:00+01:00", "3h ago", "2026-10-25T02:00+02:00"),
        ("2026-10-26T02:30+01:00", "1 day ago", "2026-10-25T02:30+02:00"),
    ],
)
@pytest.mark.usefixtures("berlin")
def test_hours_ago_have_passed_and_days_ago_go_by_the_calendar(
    now: str, words: str, stored: str
) -> None:
    assert timestamp(parse_past(words, from_timestamp(now))) == stored


def test_the_day_is_that_of_the_machines_zone_wherever_now_was_taken(in_zone: InZone) -> None:
    now = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    with in_zone("Asia/Kolkata"):
        assert timestamp(parse_past("4:30", now)) == "2026-11-23T04:30+05:30"
        assert timestamp(parse_past("yesterday 4:30", now)) == "2026-11-22T04:30+05:30"
        assert said(parse_past("4:30", now), now) == "today 04:30"


@freeze_time("2026-11-22 17:07:40")
@pytest.mark.usefixtures("berlin")
def test_the_programs_clock_is_a_now_that_words_can_be_read_by() -> None:
    now = local_time(int(clock.now()))
    assert timestamp(now, seconds=True) == "2026-11-22T18:07:40+01:00"
    assert timestamp(parse_past("mon 14:05", now)) == "2026-11-16T14:05+01:00"


@given(ZONES, INSTANTS, WORDS)
@example("Europe/Berlin", int(SUNDAY.timestamp()), "18:09")
@example("Europe/Berlin", int(SUNDAY.timestamp()), "2026-11-22T18:09+01:00")
def test_what_is_read_is_past_to_the_minute_or_it_is_refused(
    in_zone: InZone, zone: str, instant: int, words: str
) -> None:
    with in_zone(zone):
        now = local_time(instant)
        try:
            found = parse_past(words, now)
        except UnreadableTime:
            return
    assert found <= now
    assert (found.second, found.microsecond) == (0, 0)
    assert found.utcoffset() is not None


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_refused(text: str) -> None:
    with suppress(UnreadableTime):
        parse_past(text, SUNDAY)


@given(ZONES, ZONES, INSTANTS, INSTANTS)
def test_a_stored_time_is_read_back_as_itself_in_any_zone(
    in_zone: InZone, written: str, read: str, one: int, other: int
) -> None:
    earlier, later = sorted((one, other))
    with in_zone(written):
        moment = local_time(earlier - earlier % 60)
    with in_zone(read):
        again = parse_past(timestamp(moment), local_time(later))
    assert timestamp(again) == timestamp(moment)


@given(ZONES, INSTANTS, st.integers(0, 1_000_000))
def test_what_is_echoed_can_be_typed(
    in_zone: InZone, zone: str, instant: int, minutes: int
) -> None:
    with in_zone(zone):
        now = local_time(instant - instant % 60)
        moment = local_time(int(now.timestamp()) - minutes * 60)
        again = parse_past(said(moment, now), now)
    # the hour that comes twice is read as its first
    assert again == moment or again.replace(tzinfo=None) == moment.replace(tzinfo=None)


@given(ZONES, INSTANTS, st.integers(0, 20_000), st.integers(0, 59))
def test_hours_and_minutes_ago_are_elapsed_time(
    in_zone: InZone, zone: str, instant: int, hours: int, minutes: int
) -> None:
    with in_zone(zone):
        now = local_time(instant)
        found = parse_past(f"{hours}h{minutes}m ago", now)
    elapsed = timedelta(seconds=now.timestamp() - found.timestamp())
    assert timedelta() <= elapsed - timedelta(hours=hours, minutes=minutes) < timedelta(minutes=1)


@given(ZONES, INSTANTS, st.integers(0, 700))
def test_days_ago_is_that_many_days_back_in_the_calendar(
    in_zone: InZone, zone: str, instant: int, days: int
) -> None:
    with in_zone(zone):
        now = local_time(instant)
        found = parse_past(f"{days} days ago", now)
    assume(found.replace(tzinfo=None).time() == now.replace(tzinfo=None, second=0).time())
    assert (now.date() - found.date()).days == days


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("0", 0),
        ("90", 90),
        (" 10 M ", 10),
        ("1h30m", 90),
        ("1 hour 5 mins", 65),
        ("1w2d", 12960),
        ("30 days", 43200),
        ("43200", 43200),
    ],
)
def test_a_length_of_time_is_read_in_minutes(text: str, minutes: int) -> None:
    assert parse_duration(text) == minutes


@pytest.mark.parametrize(
    "text", ["", "soon", "-5", "1.5h", "10m ago", "30m1h", "10 5", "43201", "31 days", "9" * 5000]
)
def test_what_is_no_length_of_time_is_refused(text: str) -> None:
    with pytest.raises(UnreadableTime) as problem:
        parse_duration(text)
    assert "1h30m" in problem.value.hint
    assert len(problem.value.message) < 80


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ("2026-11-22T18:05+01:00", "today 18:05"),
        ("2026-11-21T07:40+01:00", "yesterday 07:40"),
        ("2026-11-16T14:05+01:00", "Mon 16 Nov 14:05"),
        ("2026-07-05T09:00+02:00", "Sun 5 Jul 09:00"),
        ("2025-12-24T17:00+01:00", "Wed 24 Dec 2025 17:00"),
        ("2026-11-23T09:00+01:00", "Mon 23 Nov 09:00"),
        ("2026-11-22T18:05+09:00", "today 18:05 (+09:00)"),
        ("2026-10-25T02:30+01:00", "Sun 25 Oct 02:30"),
    ],
)
@pytest.mark.usefixtures("berlin")
def test_a_time_is_said_as_a_person_would(stored: str, words: str) -> None:
    assert said(from_timestamp(stored), SUNDAY) == words


def test_a_stored_time_keeps_its_offset_and_drops_what_is_not_asked_for() -> None:
    moment = datetime(2026, 11, 22, 18, 5, 33, 999, timezone(timedelta(hours=-3, minutes=-30)))
    assert timestamp(moment) == "2026-11-22T18:05-03:30"
    assert timestamp(moment, seconds=True) == "2026-11-22T18:05:33-03:30"
    assert from_timestamp("2026-11-22T18:05:33-03:30") == moment.replace(microsecond=0)
    assert from_timestamp("2026-11-22T18:05-03:30").utcoffset() == moment.utcoffset()


def test_an_offset_with_odd_seconds_is_stored_as_the_same_instant() -> None:
    moment = datetime(1971, 5, 5, 12, 0, 30, tzinfo=timezone(-timedelta(seconds=44 * 60 + 30)))
    assert from_timestamp(timestamp(moment, seconds=True)) == moment


def test_a_time_without_an_offset_is_never_stored() -> None:
    with pytest.raises(ValueError, match="offset"):
        timestamp(datetime(2026, 11, 22, 18, 5))  # noqa: DTZ001


def test_a_text_that_is_no_stored_time_is_a_data_problem() -> None:
    with pytest.raises(DataProblem):
        from_timestamp("2026-11-22 18:05")

import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parentkit.domain.errors import DataProblem
from parentkit.domain.time.localtime import (
    day_of,
    epoch_of,
    instants_at,
    offset_of,
    stamp_local,
)

InZone = Callable[[str], AbstractContextManager[None]]
ZONES = st.sampled_from(
    [
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "America/St_Johns",
        "Asia/Kolkata",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Africa/Casablanca",
    ]
)
CHANGES = [
    datetime(2026, 3, 29, 1, tzinfo=UTC),  # Berlin, spring
    datetime(2026, 10, 25, 1, tzinfo=UTC),  # Berlin, autumn
    datetime(2026, 3, 8, 7, tzinfo=UTC),  # New York, spring
    datetime(2026, 11, 1, 6, tzinfo=UTC),  # New York, autumn
    datetime(2026, 4, 4, 15, tzinfo=UTC),  # Lord Howe, back by half an hour
    datetime(2026, 10, 3, 15, 30, tzinfo=UTC),  # Lord Howe, forward by half an hour
    datetime(2011, 12, 30, 10, tzinfo=UTC),  # Apia leaves out 30 December
]
INSTANTS = st.integers(0, 4_000_000_000) | st.builds(
    lambda change, seconds: int(change.timestamp()) + seconds,
    st.sampled_from(CHANGES),
    st.integers(-100_000, 100_000),
)


@given(ZONES, INSTANTS)
@example("Pacific/Apia", int(CHANGES[-1].timestamp()))
def test_a_stamp_is_what_the_datetime_module_would_write(
    in_zone: InZone, zone: str, instant: int
) -> None:
    expected = datetime.fromtimestamp(instant, ZoneInfo(zone))
    with in_zone(zone):
        assert stamp_local(instant) == expected.isoformat(timespec="minutes")
        assert stamp_local(instant + 0.75, seconds=True) == expected.isoformat(timespec="seconds")


@given(ZONES, INSTANTS)
def test_a_stamp_gives_back_its_instant_and_day(in_zone: InZone, zone: str, instant: int) -> None:
    with in_zone(zone):
        stamp = stamp_local(instant, seconds=True)
    there = datetime.fromtimestamp(instant, ZoneInfo(zone))
    assert epoch_of(stamp) == instant
    assert epoch_of(stamp_local(instant)) == instant - instant % 60
    assert day_of(stamp) == there.date().isoformat()
    assert timedelta(seconds=offset_of(stamp)) == there.utcoffset()


@given(
    st.datetimes(min_value=datetime(1, 1, 3), max_value=datetime(9999, 12, 29)),  # noqa: DTZ001
    st.integers(-14 * 60, 14 * 60),
)
def test_the_calendar_is_that_of_the_datetime_module(wall: datetime, minutes: int) -> None:
    there = wall.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    since_1970 = there - datetime(1970, 1, 1, tzinfo=UTC)
    assert epoch_of(there.isoformat()) == since_1970 // timedelta(seconds=1)


@given(ZONES, INSTANTS)
def test_a_clock_time_has_the_instants_at_which_the_zone_showed_it(
    in_zone: InZone, zone: str, wall: int
) -> None:
    named = datetime.fromtimestamp(wall, UTC).replace(tzinfo=None)
    both = [named.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1)]
    showed_it = {
        int(instant.timestamp())
        for instant in both
        if instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == named
    }
    with in_zone(zone):
        assert instants_at(wall) == sorted(showed_it)


@pytest.mark.parametrize(
    ("stamp", "instant"),
    [
        ("1970-01-01T00:00+00:00", 0),
        ("1970-01-01T01:00+01:00", 0),
        ("1969-12-31T19:00:00-05:00", 0),
        ("2000-02-29T00:00:01Z", 951782401),
        ("2026-11-22T17:05:12.345Z", 1795367112),
    ],
)
def test_worked_instants(stamp: str, instant: int) -> None:
    assert epoch_of(stamp) == instant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026-11-22",
        "2026-11-22T18:05",
        "2026-11-22 18:05+01:00",
        "2026-11-22T18:05+0100",
        "2026-11-22T18:05:+01:00",
        "2026-11-22T18:05.5+01:00",
        "2026-11-22T18:05:33.+01:00",
        "2026-11-22T18:05:33.1x+01:00",
        "2026-11-22T18:05~01:00",
        "+2026-1-22T18:05+01:00",
        "٢٠٢٦-11-22T18:05+01:00",
        "2026-11-22T24:00+01:00",
        "2026-11-22T18:60+01:00",
        "2026-11-22T18:05:60+01:00",
        "2026-13-22T18:05+01:00",
        "2026-00-22T18:05+01:00",
        "2026-11-31T18:05+01:00",
        "2026-11-00T18:05+01:00",
        "2026-02-29T18:05+01:00",
        "2100-02-29T18:05+01:00",
        "0000-01-01T18:05+01:00",
        "2026-11-22T18:05+24:00",
        "2026-11-22T18:05+01:60",
    ],
)
def test_what_is_no_stored_time_is_named(text: str) -> None:
    with pytest.raises(DataProblem) as problem:
        epoch_of(text)
    assert repr(text) in problem.value.message
    assert problem.value.hint


@given(st.text(alphabet="0123456789-+:.TZ ", max_size=26))
def test_any_text_is_an_instant_or_a_data_problem(text: str) -> None:
    try:
        epoch_of(text)
    except DataProblem:
        return
    assert datetime.fromisoformat(text)


def test_a_quick_log_is_spared_the_slow_modules() -> None:
    program = (
        "import sys; before = set(sys.modules);"
        "import parentkit.domain.text, parentkit.domain.time.localtime;"
        "from parentkit.domain.text import clean, one_line;"
        "from parentkit.domain.time.localtime import epoch_of, stamp_local;"
        "clean('a\\x1bé'); one_line('tired', 10); epoch_of(stamp_local(0));"
        "print(*sorted(set(sys.modules) - before))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()
    assert {name.partition(".")[0] for name in loaded} <= {"__future__", "encodings", "parentkit"}

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.journal.log.stamp import (
    LAST_MS,
    ahead_limit,
    is_stamp,
    make,
    month,
    month_of_ms,
    stamp_after,
    wall_ms,
    wall_text,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
times = st.integers(0, LAST_MS)
counters = st.integers(0, 0xFFFF)
devices = st.sampled_from(["01DEV0000000000000000000AA", "01DEV0000000000000000000BB"])


def as_datetime(ms: int) -> datetime:
    return EPOCH + timedelta(milliseconds=ms)


def test_a_stamp_reads_as_the_file_format_shows_it() -> None:
    assert make(1_795_367_112_345, 0, "X") == "2026-11-22T17:05:12.345Z/0000/X"
    assert make(0, 0xABC, "X") == "1970-01-01T00:00:00.000Z/0abc/X"


@given(times, counters, devices)
def test_the_wall_time_is_that_of_datetime_and_can_be_read_back(
    ms: int, counter: int, device: str
) -> None:
    stamp = make(ms, counter, device)
    text = as_datetime(ms).isoformat(timespec="milliseconds")
    assert stamp[:23] == text[:23]
    assert wall_ms(stamp) == ms
    assert stamp[24:] == f"/{counter:04x}/{device}"
    assert month(stamp) == month_of_ms(ms) == text[:7]
    assert is_stamp(stamp)


@pytest.mark.parametrize("ms", [0, 951_782_400_000, 4_107_542_399_999, LAST_MS])
def test_leap_days_centuries_and_both_ends_of_the_calendar_read_back(ms: int) -> None:
    assert wall_ms(make(ms, 0, "X")) == ms


def test_times_beyond_the_calendar_are_held_to_its_ends() -> None:
    assert make(-1, 0, "X") == make(0, 0, "X")
    assert make(LAST_MS + 1, 0, "X") == make(LAST_MS, 0, "X")


@given(st.tuples(times, counters, devices), st.tuples(times, counters, devices))
def test_stamps_sort_as_text_as_they_sort_in_time(
    one: tuple[int, int, str], other: tuple[int, int, str]
) -> None:
    assert (make(*one) < make(*other)) == (one < other)


@given(times, times.filter(lambda ms: ms < LAST_MS), counters, devices, devices)
def test_the_next_stamp_is_after_what_was_seen_and_not_before_the_clock(
    now: int, seen_ms: int, counter: int, device: str, other: str
) -> None:
    seen = make(seen_ms, counter, other)
    following = stamp_after(wall_text(now), seen, device)
    assert following > seen
    assert wall_ms(following) >= now
    assert following.endswith(device)
    assert wall_ms(following) <= max(now, seen_ms + 1)


def test_without_anything_seen_the_next_stamp_is_now() -> None:
    assert stamp_after(wall_text(1000), "", "X") == make(1000, 0, "X")


def test_within_one_millisecond_the_counter_goes_up_and_then_over_to_the_next() -> None:
    assert stamp_after(wall_text(1000), make(1000, 0, "Y"), "X") == make(1000, 1, "X")
    assert stamp_after(wall_text(1000), make(1000, 0xFFFF, "Y"), "X") == make(1001, 0, "X")


def test_a_stamp_is_ahead_when_it_is_more_than_24_hours_after_now() -> None:
    limit = ahead_limit(0)
    day = 24 * 60 * 60 * 1000
    assert make(day, 0xFFFF, "Z") <= limit
    assert make(day + 1, 0, "0") > limit


@pytest.mark.parametrize(
    "text",
    [
        None,
        7,
        "",
        "2026-11-22T17:05:12.345Z",
        "2026-11-22T17:05:12.345Z/0000/",
        "2026-11-22T17:05:12.345Z/000G/X",
        "2026-11-22T17:05:12.345Z/00ab-X",
        "2026-11-22 17:05:12.345Z/0000/X",
        "2026-11-22T17:05:12.345+/0000/X",
        "\uff12026-11-22T17:05:12.345Z/0000/X",
        "abcd-11-22T17:05:12.345Z/0000/X",
        "\ud800026-11-22T17:05:12.345Z/0000/X",
    ],
)
def test_other_texts_are_no_stamps(text: object) -> None:
    assert not is_stamp(text)

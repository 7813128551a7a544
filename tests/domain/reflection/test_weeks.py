"""Which week a reflection is about, and the records in which it is kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.domain.reflection.choosing import Asked
from parentkit.domain.reflection.reflection import (
    begun,
    id_prefix,
    question_in,
    reflection_id,
    week_to_reflect,
    weeks_before,
)
from parentkit.domain.time.period import week_of
from parentkit.domain.ulid import is_ulid, ms_of

if TYPE_CHECKING:
    from parentkit.domain.time.period import Period

MONDAYS = st.dates(date(1980, 1, 1), date(2100, 1, 1)).map(lambda day: week_of(day).start)


@pytest.mark.parametrize(
    ("now", "monday"),
    [
        ("2026-11-16T00:00", "2026-11-09"),
        ("2026-11-18T12:00", "2026-11-09"),
        ("2026-11-22T16:59", "2026-11-09"),
        ("2026-11-22T17:00", "2026-11-16"),
        ("2026-11-22T23:59", "2026-11-16"),
        ("2026-11-23T00:00", "2026-11-16"),
        ("2027-01-03T19:30", "2026-12-28"),
    ],
)
def test_it_is_the_last_week_and_on_a_sunday_evening_the_one_that_ends(
    now: str, monday: str
) -> None:
    assert week_to_reflect(datetime.fromisoformat(now)).start.isoformat() == monday


@given(st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 local, as clocks show it
def test_from_one_sunday_evening_to_the_next_it_is_the_same_week(now: datetime) -> None:
    week = week_to_reflect(now)
    sunday = datetime.combine(week.last_day, datetime.min.time())
    assert sunday.replace(hour=17) <= now < sunday.replace(hour=17) + timedelta(weeks=1)


def test_the_weeks_before_are_three_and_latest_first() -> None:
    week = week_of(date(2026, 1, 7))
    assert [each.start.isoformat() for each in weeks_before(week)] == [
        "2025-12-29",
        "2025-12-22",
        "2025-12-15",
    ]


@given(MONDAYS)
def test_an_id_is_of_its_week_and_begins_as_all_of_that_week(monday: date) -> None:
    identity = reflection_id(monday, "me", "week-title")
    assert is_ulid(identity)
    assert identity.startswith(id_prefix(monday))
    midnight = datetime.combine(monday, datetime.min.time(), UTC)
    assert ms_of(identity) == midnight.timestamp() * 1000
    assert id_prefix(monday) != id_prefix(monday + timedelta(weeks=1))


def test_an_id_differs_by_week_caregiver_and_question_and_by_nothing_else() -> None:
    monday = date(2026, 11, 16)
    one = reflection_id(monday, "me", "a")
    assert one == reflection_id(monday, "me", "a")
    others = {
        reflection_id(monday, "me", "b"),
        reflection_id(monday, "you", "a"),
        reflection_id(monday + timedelta(weeks=1), "me", "a"),
    }
    assert len({one, *others}) == 4


def test_what_a_reflection_begins_with_gives_the_question_back() -> None:
    week: Period = week_of(date(2026, 11, 16))
    asked = Asked("a", "What was it?", "child", "asked in any week", ("m1", "m2"), "And then?")
    fields = begun(asked, week.start, "me", "2026-11-22T19:30:00+01:00")
    assert question_in(fields) == asked
    assert fields["week"] == "2026-11-16"
    bare = Asked("a", "What was it?", "child", "asked in any week", ())
    assert question_in(begun(bare, week.start, "me", "")) == bare

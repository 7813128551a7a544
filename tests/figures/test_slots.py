"""Weekday and part of the day."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from parentkit.figures.slots import HOURS, Slot, slot_keys, slot_of


def test_an_evening_of_a_sunday_stands_in_its_slot() -> None:
    assert slot_keys(["2026-11-22T18:07+01:00", "2026-11-23T05:59+01:00"]) == ["7-18", "1-03"]


@given(st.datetimes(datetime(1971, 1, 1), datetime(2199, 1, 1)))  # noqa: DTZ001 local times
def test_the_slot_is_the_weekday_and_the_hours_of_the_clock_on_the_wall(time: datetime) -> None:
    (key,) = slot_keys([f"{time.isoformat(timespec='minutes')}+05:30"])
    slot = slot_of(key)
    assert slot.key == key
    assert slot.weekday == int(time.strftime("%u"))
    begins = time.replace(hour=slot.hour, minute=0, second=0, microsecond=0)
    assert begins <= time < begins + timedelta(hours=HOURS)


def test_keys_sort_by_weekday_then_by_hour() -> None:
    slots = [Slot(day, hour) for day in range(1, 8) for hour in range(0, 24, HOURS)]
    assert sorted(slot.key for slot in slots) == [slot.key for slot in slots]

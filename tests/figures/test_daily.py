from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from parentkit.figures.daily import DayTally, daily, iso_week, weekly

Maker = Callable[..., Any]


def test_days_are_counted_apart_and_in_order(outcomes: Maker, episode: Maker) -> None:
    found = daily(
        outcomes(
            [
                episode(observed_at="2026-11-17T00:10+01:00", fit="missed"),
                episode(observed_at="2026-11-16T23:50+01:00"),
                episode(
                    observed_at="2026-11-17T08:00+01:00", fit="partial", repair_state="repaired"
                ),
                episode(observed_at="2026-11-17T09:00+01:00", fit="kind_limit_matched"),
            ]
        )
    )
    assert list(found.items()) == [
        ("2026-11-16", DayTally(1, 1, 1)),
        ("2026-11-17", DayTally(3, 1, 2)),
    ]


def test_a_day_with_nothing_that_counts_is_no_day(outcomes: Maker, episode: Maker) -> None:
    assert daily(outcomes([episode(fit="unsure"), episode(flag=True)])) == {}


def test_a_moment_belongs_to_its_local_day_whatever_its_offset(
    outcomes: Maker, episode: Maker
) -> None:
    found = daily(
        outcomes(
            [
                episode(observed_at="2026-11-16T23:30-05:00"),
                episode(observed_at="2026-11-16T00:30+13:00"),
            ]
        )
    )
    assert found == {"2026-11-16": DayTally(2, 2, 2)}


def test_weeks_are_named_as_in_iso_8601() -> None:
    assert iso_week("2026-11-22") == "2026-W47"
    assert iso_week("2027-01-03") == "2026-W53"
    assert iso_week("2024-12-30") == "2025-W01"


def test_a_week_without_moments_is_there_and_empty() -> None:
    one = DayTally(1, 1, 1)
    assert weekly({"2026-11-01": one, "2026-11-02": one, "2026-11-16": one}) == {
        "2026-W44": [one],
        "2026-W45": [one],
        "2026-W46": [],
        "2026-W47": [one],
    }


def test_no_days_make_no_weeks() -> None:
    assert weekly({}) == {}


@given(st.sets(st.dates(date(2019, 1, 1), date(2022, 12, 31)), min_size=1))
def test_weeks_hold_every_day_once_under_its_own_name_without_holes(days: set[date]) -> None:
    tallies = {day.isoformat(): DayTally(place, 0, 0) for place, day in enumerate(sorted(days), 1)}
    weeks = weekly(tallies)
    assert [day for week in weeks.values() for day in week] == list(tallies.values())
    for day, tally in tallies.items():
        assert tally in weeks[iso_week(day)]
    monday = min(days) - timedelta(days=min(days).weekday())
    names = [iso_week((monday + timedelta(weeks=week)).isoformat()) for week in range(len(weeks))]
    assert list(weeks) == names

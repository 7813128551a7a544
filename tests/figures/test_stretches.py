"""Weeks beside each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.domain.log.episode import columns_of, episode_of
from parentkit.figures.outcomes import outcomes_of
from parentkit.figures.stretches import MOST_STRETCHES, stretches

Maker = Callable[..., Any]
DAYS = st.dates(date(1990, 1, 1), date(2080, 1, 1))


def test_a_week_without_moments_stands_there_without_figures(
    episode: Maker, outcomes: Maker
) -> None:
    days = ("2026-11-02", "2026-11-08", "2026-11-18")
    found = stretches(
        outcomes([episode(observed_at=f"{day}T08:00+01:00") for day in days]),
        "2026-11-02",
        "2026-11-23",
    )
    assert [(each.start.isoformat(), each.weeks) for each in found] == [
        ("2026-11-02", 1),
        ("2026-11-09", 1),
        ("2026-11-16", 1),
    ]
    assert [each.summary and each.summary.match.n for each in found] == [2, None, 1]


def test_a_year_is_told_in_weeks_and_ten_years_in_quarters(outcomes: Maker) -> None:
    empty = outcomes([])
    assert {each.weeks for each in stretches(empty, "2025-11-24", "2026-11-23")} == {1}
    assert {each.weeks for each in stretches(empty, "2016-11-25", "2026-11-23")} == {13}


@given(start=DAYS, length=st.integers(1, 30 * 366), data=st.data())
def test_every_day_is_in_one_of_a_few_stretches_that_follow_each_other(
    start: date, length: int, data: st.DataObject
) -> None:
    end = start + timedelta(days=length)
    picked = data.draw(st.lists(st.integers(0, length - 1), max_size=8))
    times = [f"{start + timedelta(days=each)}T08:00+01:00" for each in sorted(picked)]
    plain = episode_of({"cue": "sad", "fit": "matched", "fit_source": "person"})
    outcomes = outcomes_of(columns_of([plain._replace(observed_at=time) for time in times]))
    found = stretches(outcomes, start.isoformat(), end.isoformat())
    assert 1 <= len(found) <= MOST_STRETCHES
    for one, other in pairwise(found):
        assert other.start - one.start == timedelta(weeks=one.weeks)
    assert found[0].start <= start
    assert found[-1].start < end <= found[-1].start + timedelta(weeks=found[-1].weeks)
    assert all(each.start.isoweekday() == 1 for each in found)
    for each in found:
        days = {each.start + timedelta(days=day) for day in range(7 * each.weeks)}
        inside = sum(date.fromisoformat(time[:10]) in days for time in times)
        assert inside == (each.summary.match.n if each.summary else 0)


@pytest.mark.parametrize("weeks", [1, 52, 53, 104, 105])
def test_the_last_stretch_ends_with_the_last_week(outcomes: Maker, weeks: int) -> None:
    end = date(2026, 11, 23)
    found = stretches(outcomes([]), str(end - timedelta(weeks=weeks)), str(end))
    assert found[-1].start + timedelta(weeks=found[-1].weeks) == end

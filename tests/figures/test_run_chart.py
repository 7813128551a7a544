import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from parentkit.figures.daily import DayTally
from parentkit.figures.run_chart import RunChart, limits, run_chart, weekly_shares

SHARES = st.lists(st.sampled_from([0.1, 0.2, 0.3, 0.4, 0.5]), min_size=10, max_size=60)


def test_the_limits_of_the_worked_cases(vectors: dict[str, Any]) -> None:
    for case in vectors["anhoej_limits"]:
        assert limits(case["n_useful"]) == (case["longest_run_max"], case["crossings_min"])


@pytest.mark.parametrize("useful", range(1, 105))
def test_the_limits_are_those_of_the_rules(useful: int) -> None:
    crossings = 0 if useful == 1 else stats.binom.ppf(0.05, useful - 1, 0.5)
    assert limits(useful) == (round(math.log2(useful)) + 3, crossings)


def test_before_ten_weeks_it_is_too_early() -> None:
    assert run_chart([0.1, 0.5] * 4 + [0.3]) is None
    assert run_chart([0.1, 0.5] * 5) is not None


def test_weeks_that_go_up_and_down_have_not_shifted() -> None:
    chart = run_chart([0.2, 0.4, 0.1, 0.5, 0.3, 0.2, 0.6, 0.2, 0.7, 0.1])
    assert chart == RunChart(
        median=pytest.approx(0.25),
        useful=10,
        longest_run=2,
        longest_run_limit=6,
        crossings=8,
        crossings_limit=2,
    )
    assert not chart.shifted


def test_too_few_crossings_say_that_something_has_shifted() -> None:
    chart = run_chart([0.1, 0.2, 0.15, 0.1, 0.2, 0.5, 0.6, 0.5, 0.7, 0.6])
    assert (chart.longest_run, chart.crossings, chart.shifted) == (5, 1, True)


def test_one_long_run_says_that_something_has_shifted() -> None:
    weeks = "llhllhllhll" + "hhhhhhhhh" + "llhllhll"
    chart = run_chart([{"l": 0.2, "h": 0.6}[week] for week in weeks])
    assert (chart.longest_run, chart.longest_run_limit) == (9, 8)
    assert chart.crossings >= chart.crossings_limit
    assert chart.shifted


def test_weeks_on_the_median_neither_break_a_run_nor_count() -> None:
    chart = run_chart([0.2, 0.3, 0.2, 0.3, 0.2, 0.3, 0.5, 0.3, 0.5, 0.3, 0.5])
    assert (chart.median, chart.useful, chart.longest_run, chart.crossings) == (0.3, 6, 3, 1)


def test_weeks_that_are_all_alike_have_not_shifted() -> None:
    chart = run_chart([0.4] * 12)
    assert (chart.useful, chart.longest_run, chart.shifted) == (0, 0, False)


def test_a_week_whose_rate_is_withheld_is_a_gap() -> None:
    weeks = [[DayTally(3, 1, 1), DayTally(2, 2, 2)], [DayTally(4, 4, 4)], [], [DayTally(8, 2, 3)]]
    assert weekly_shares(weeks) == [3 / 5, 2 / 8]


@given(SHARES)
def test_runs_and_crossings_fit_together(shares: list[float]) -> None:
    chart = run_chart(shares)
    assert chart.useful <= len(shares)
    assert chart.longest_run + chart.crossings <= chart.useful
    assert chart.useful <= chart.longest_run * (chart.crossings + 1)


@given(SHARES)
def test_time_reversed_gives_the_same_chart(shares: list[float]) -> None:
    assert run_chart(shares[::-1]) == run_chart(shares)

import math
import random
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from parentkit.figures.interval import clustered_variance, interval, wilson

Days = list[tuple[int, int]]

DAYS = st.lists(
    st.integers(1, 12).flatmap(lambda m: st.tuples(st.just(m), st.integers(0, m))), max_size=40
)

# (moments, met) of each day of a hand-kept diary of 102 moments on 32 days.
DIARY = [
    *((3, 1), (2, 0), (1, 1), (2, 1), (1, 0), (1, 1), (2, 2), (1, 0), (7, 1), (2, 0), (3, 1)),
    *((3, 2), (5, 4), (3, 1), (4, 2), (7, 4), (3, 0), (1, 0), (1, 0), (10, 8), (7, 5), (3, 0)),
    *((5, 1), (5, 5), (1, 0), (4, 3), (1, 1), (1, 0), (2, 2), (4, 1), (5, 1), (2, 2)),
]


def random_days(seed: int) -> Days:
    chance = random.Random(seed)
    days = [chance.randint(1, 9) for _ in range(chance.randint(2, 40))]
    return [(m, sum(chance.random() < 0.4 for _ in range(m))) for m in days]


def by_statsmodels(days: Days) -> tuple[float, float]:
    """p and its variance from a regression on a constant with clusters of days."""
    met = np.concatenate([np.r_[np.ones(y), np.zeros(m - y)] for m, y in days])
    day = np.repeat(np.arange(len(days)), [m for m, _ in days])
    fitted = sm.OLS(met, np.ones_like(met)).fit(cov_type="cluster", cov_kwds={"groups": day})
    return fitted.params[0], fitted.bse[0] ** 2


def test_wilson_is_the_one_of_the_worked_cases(vectors: dict[str, Any]) -> None:
    for case in vectors["proportion_ci_95"]:
        found = wilson(case["k"] / case["n"], case["n"])
        assert found == pytest.approx(case["wilson"], abs=1e-12)


@pytest.mark.parametrize(
    ("p", "n"),
    [(p, n) for p in (0.0, 0.01, 0.3, 0.5, 0.77, 1.0) for n in (1, 2, 5.5, 30, 101.25, 1e5)],
)
def test_wilson_is_statsmodels_for_whole_and_broken_numbers(p: float, n: int) -> None:
    assert wilson(p, n) == pytest.approx(
        proportion_confint(p * n, n, method="wilson"), rel=1e-9, abs=1e-12
    )


def test_the_clustered_variance_of_the_worked_case(vectors: dict[str, Any]) -> None:
    (case,) = vectors["cluster"]
    days = list(zip(case["m"], case["y"], strict=True))
    v = clustered_variance(days)
    assert math.sqrt(v) == pytest.approx(case["se_linearized"], rel=1e-12)
    p, moments = case["p"], sum(case["m"])
    assert v / (p * (1 - p) / moments) == pytest.approx(case["deff"], rel=1e-12)
    assert interval(days).effective_n == case["n_eff_star_capped"]


@pytest.mark.parametrize("seed", range(25))
def test_the_clustered_variance_is_that_of_a_regression_with_clusters(seed: int) -> None:
    days = random_days(seed)
    assert clustered_variance(days) == pytest.approx(by_statsmodels(days)[1], rel=1e-9)


@pytest.mark.parametrize("seed", range(25))
def test_the_range_is_wilsons_on_the_adjusted_number(seed: int) -> None:
    days = random_days(seed)
    p, v = by_statsmodels(days)
    moments, k = sum(m for m, _ in days), len(days)
    penalty = stats.t.ppf(0.975, moments - 1) / stats.t.ppf(0.975, k - 1)
    n = min(moments, p * (1 - p) / v * penalty**2)
    found = interval(days)
    assert found.effective_n == pytest.approx(n, rel=1e-9)
    assert (found.low, found.high) == pytest.approx(
        proportion_confint(p * n, n, method="wilson"), rel=1e-9
    )


def test_a_hand_kept_diary_gives_its_published_range() -> None:
    assert interval(DIARY) == pytest.approx(
        (0.35960193473987473, 0.6221422237955296, 51.87054472013092), rel=1e-11
    )


@pytest.mark.parametrize("days", [[], [(9, 4)], [(0, 0), (9, 4)]])
def test_fewer_than_two_days_have_no_range(days: Days) -> None:
    assert interval(days) is None


@pytest.mark.parametrize("met", [0, 1])
def test_where_all_or_none_was_met_each_day_counts_once(met: int) -> None:
    found = interval([(4, 4 * met), (2, 2 * met), (7, 7 * met)])
    assert found.effective_n == 3
    assert (found.low, found.high) == pytest.approx(proportion_confint(3 * met, 3, method="wilson"))


def test_where_all_days_are_alike_each_day_counts_once() -> None:
    assert interval([(3, 1)] * 10).effective_n == 10


def test_days_that_differ_more_make_the_range_wider() -> None:
    alike, unlike = interval([(4, 2), (4, 1), (4, 3)] * 4), interval([(4, 2), (4, 0), (4, 4)] * 4)
    assert alike.low > unlike.low
    assert alike.high < unlike.high


@given(DAYS)
def test_the_range_contains_the_share_and_stays_within_0_and_1(days: Days) -> None:
    found = interval(days)
    if found is not None:
        share = sum(y for _, y in days) / sum(m for m, _ in days)
        assert 0 <= found.low <= share <= found.high <= 1
        assert 0 < found.effective_n <= sum(m for m, _ in days)


@given(DAYS, st.randoms())
def test_the_order_of_days_does_not_matter(days: Days, chance: random.Random) -> None:
    shuffled = list(days)
    chance.shuffle(shuffled)
    assert interval(shuffled) == interval(days)


@given(DAYS)
def test_days_without_moments_do_not_matter(days: Days) -> None:
    assert interval([*days, (0, 0)]) == interval(days)


@given(DAYS)
def test_what_was_not_met_has_the_mirrored_range(days: Days) -> None:
    found, mirrored = interval(days), interval([(m, m - y) for m, y in days])
    if found is not None:
        assert (mirrored.low, mirrored.high) == pytest.approx((1 - found.high, 1 - found.low))

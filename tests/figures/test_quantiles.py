import pytest
from scipy import stats

from parentkit.figures.quantiles import Z_975, fair_coin_quantile_05, student_t_975


def test_the_normal_point_is_scipys() -> None:
    assert pytest.approx(stats.norm.ppf(0.975), rel=1e-15) == Z_975


def test_students_points_are_scipys_for_few_and_for_many_degrees_of_freedom() -> None:
    for df in (*range(1, 420), 1000, 12_345, 99_999, 10**6, 10**9, 10**12, 10**15):
        assert student_t_975(df) == pytest.approx(stats.t.ppf(0.975, df), rel=1e-11), df


def test_more_degrees_of_freedom_never_widen() -> None:
    points = [student_t_975(df) for df in range(1, 500)]
    assert points == sorted(points, reverse=True)
    assert points[-1] > Z_975


def test_the_coins_points_are_scipys() -> None:
    for tosses in range(1, 301):
        assert fair_coin_quantile_05(tosses) == stats.binom.ppf(0.05, tosses, 0.5), tosses


def test_no_toss_gives_no_head() -> None:
    assert fair_coin_quantile_05(0) == 0

import math
import random
from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import contingency
from statsmodels.stats.contingency_tables import Table, Table2x2

from parentkit.figures.association import Cell, associate, cells, log_odds, yules_q

Pairs = dict[tuple[str, str], int]

CODES = st.sampled_from("abcdef")
PAIRS = st.dictionaries(st.tuples(CODES, CODES), st.integers(0, 60), max_size=36)


def as_cells(table: list[list[int]]) -> tuple[Cell, ...]:
    return cells(
        {
            ((str(r),), (str(c),)): count
            for r, row in enumerate(table)
            for c, count in enumerate(row)
        }
    )


def grid(found: tuple[Cell, ...], field: str) -> list[list[Any]]:
    columns = len({cell.column for cell in found})
    values = [getattr(cell, field) for cell in found]
    return [values[start : start + columns] for start in range(0, len(values), columns)]


def test_expected_counts_residuals_and_q_of_the_published_table(vectors: dict[str, Any]) -> None:
    worked = vectors["lag_sequential"]["griffin_gottman_1990_p137"]
    found = as_cells(worked["table"])
    for field, theirs in (
        ("observed", "table"),
        ("expected", "expected"),
        ("residual", "adjusted_residuals"),
        ("yules_q", "yules_q"),
    ):
        assert np.allclose(grid(found, field), worked[theirs], rtol=1e-12, atol=1e-12), field


@pytest.mark.parametrize("seed", range(15))
def test_expected_counts_and_residuals_are_those_of_scipy_and_statsmodels(seed: int) -> None:
    chance = np.random.default_rng(seed)
    table = chance.integers(1, 40, size=chance.integers(2, 7, size=2))
    found = as_cells(table.tolist())
    assert np.allclose(grid(found, "expected"), contingency.expected_freq(table))
    assert np.allclose(grid(found, "residual"), Table(table, shift_zeros=False).standardized_resids)


@pytest.mark.parametrize("seed", range(15))
def test_log_odds_are_those_of_statsmodels(seed: int) -> None:
    table = np.random.default_rng(seed).integers(1, 40, size=(2, 2))
    theirs = Table2x2(table, shift_zeros=False)
    assert log_odds(*table.ravel().tolist()) == pytest.approx(theirs.log_oddsratio)


@pytest.mark.parametrize("table", [(0, 3, 4, 5), (3, 0, 4, 5), (3, 4, 5, 0), (0, 3, 4, 0)])
def test_log_odds_add_one_half_to_each_count_where_one_is_zero(table: tuple[int, ...]) -> None:
    a, b, c, d = (count + 0.5 for count in table)
    assert log_odds(*table) == pytest.approx(math.log(a * d / (b * c)))


def test_yules_q_runs_from_never_to_always_together() -> None:
    assert yules_q(0, 5, 5, 9) == -1
    assert yules_q(5, 5, 5, 5) == 0
    assert yules_q(5, 0, 5, 5) == 1
    assert yules_q(5, 5, 0, 0) is None


def even(count: int, rows: str = "ab", columns: str = "xy") -> Pairs:
    return dict.fromkeys([(row, column) for row in rows for column in columns], count)


def test_under_thirty_pairs_nothing_is_shown() -> None:
    assert associate(even(7)) is None
    assert associate(even(7) | {("a", "x"): 9}).n == 30


@pytest.mark.parametrize("pairs", [{}, {("a", "x"): 90}, even(50, rows="a"), even(50, columns="x")])
def test_a_single_row_or_column_is_not_shown(pairs: Pairs) -> None:
    assert associate(pairs) is None


def test_a_table_that_expects_under_five_somewhere_is_not_shown() -> None:
    shown = {("a", "x"): 5, ("a", "y"): 5, ("b", "x"): 15, ("b", "y"): 15}
    assert associate(shown).n == 40
    assert associate(shown | {("a", "y"): 4}) is None


def test_rare_codes_are_pooled_and_nothing_is_left_out() -> None:
    found = associate(even(20, rows="ab") | even(1, rows="cd") | even(3, rows="e"))
    assert found.n == sum(cell.observed for cell in found.cells) == 90
    assert found.rows == (("c", "d", "e"), ("a",), ("b",))
    assert {cell.observed for cell in found.cells if cell.row == ("c", "d", "e")} == {5}


def test_pooling_stops_as_soon_as_the_rest_is_large_enough() -> None:
    found = associate(even(20, rows="ab") | even(3, rows="cd"))
    assert found.rows == (("c", "d"), ("a",), ("b",))


def test_where_two_rows_are_left_columns_are_pooled_instead() -> None:
    counts = {"x": (4, 26), "y": (6, 44), "z": (2, 18)}
    found = associate(
        {(row, c): n for c, ns in counts.items() for row, n in zip("ab", ns, strict=True)}
    )
    assert found.rows == (("a",), ("b",))
    assert found.columns == (("z", "x"), ("y",))


def test_a_combination_far_more_frequent_than_expected_is_worth_wondering_about() -> None:
    found = associate({("a", "x"): 40, ("a", "y"): 10, ("b", "x"): 20, ("b", "y"): 45})
    assert [(cell.row, cell.column) for cell in found.worth_wondering] == [
        (("a",), ("x",)),
        (("b",), ("y",)),
    ]


def test_a_weak_combination_is_not_named() -> None:
    found = associate({("a", "x"): 30, ("a", "y"): 20, ("b", "x"): 20, ("b", "y"): 30})
    assert max(cell.residual for cell in found.cells) == pytest.approx(2.0)
    assert found.worth_wondering == ()


@given(PAIRS)
def test_whatever_is_shown_expects_at_least_five_in_every_cell_and_keeps_every_pair(
    pairs: Pairs,
) -> None:
    found = associate(pairs)
    if found is not None:
        assert found.n == sum(pairs.values()) >= 30
        assert sum(cell.observed for cell in found.cells) == found.n
        assert all(cell.expected >= 5 - 1e-9 for cell in found.cells)
        assert len(found.cells) == len(found.rows) * len(found.columns) >= 4
        assert sorted(code for line in found.rows for code in line) == sorted(
            {row for (row, _), count in pairs.items() if count}
        )


@given(PAIRS)
def test_rows_and_columns_are_treated_alike(pairs: Pairs) -> None:
    found = associate(pairs)
    turned = associate({(column, row): count for (row, column), count in pairs.items()})
    if found and turned and found.rows == turned.columns and found.columns == turned.rows:
        for cell in found.cells:
            (other,) = (o for o in turned.cells if (o.column, o.row) == (cell.row, cell.column))
            assert other.residual == pytest.approx(cell.residual)
            assert other.log_odds == pytest.approx(cell.log_odds)


@pytest.mark.slow
def test_chance_alone_seldom_makes_a_table_worth_wondering_about() -> None:
    chance = random.Random(3)
    rounds, named = 400, 0
    for _ in range(rounds):
        pairs = Counter()
        for _day in range(40):
            rows = [chance.expovariate(1) for _ in range(5)]
            columns = [chance.expovariate(1) for _ in range(4)]
            of_day = zip(
                chance.choices("abcde", rows, k=5),
                chance.choices("wxyz", columns, k=5),
                strict=False,
            )
            pairs.update(of_day)
        found = associate(pairs)
        named += bool(found and found.worth_wondering)
    assert named / rounds < 0.10

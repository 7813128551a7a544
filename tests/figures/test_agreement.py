from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa as theirs

from parentkit.figures.agreement import RANK, agreement, cohens_kappa, implied_accuracy

Pairs = dict[tuple[str, str], int]

FITS = [*RANK]
RANKS = 4
PAIRS = st.dictionaries(
    st.tuples(st.sampled_from([*FITS, "unsure"]), st.sampled_from([*FITS, "unsure"])),
    st.integers(0, 30),
)


def same(one: object, other: object) -> float:
    return float(one == other)


def random_pairs(seed: int) -> Pairs:
    chance = np.random.default_rng(seed)
    counts = chance.integers(0, 12, size=(6, 6)) + np.diag(chance.integers(3, 40, size=6))
    return {(FITS[i], FITS[j]): int(counts[i, j]) for i in range(6) for j in range(6)}


def as_table(pairs: Pairs, place: Callable[[str], int], size: int) -> np.ndarray:
    table = np.zeros((size, size))
    for (one, other), count in pairs.items():
        table[place(one), place(other)] += count
    return table


def test_kappa_of_the_worked_cases(vectors: dict[str, Any]) -> None:
    for case in vectors["kappa"]:
        counts = {(i, j): n for i, row in enumerate(case["table"]) for j, n in enumerate(row)}
        found = cohens_kappa(counts, same)
        assert found.value == pytest.approx(case["kappa"], abs=1e-12)
        assert (found.low, found.high) == pytest.approx(case["ci"], abs=1e-12)


@pytest.mark.parametrize("seed", range(15))
def test_kappa_and_its_range_are_those_of_statsmodels(seed: int) -> None:
    pairs = random_pairs(seed)
    found = agreement(pairs).kappa
    oracle = theirs(as_table(pairs, FITS.index, 6))
    assert found == pytest.approx((oracle.kappa, oracle.kappa_low, oracle.kappa_upp), abs=1e-12)


@pytest.mark.parametrize("seed", range(15))
def test_linear_kappa_on_the_order_of_fits_is_that_of_statsmodels(seed: int) -> None:
    pairs = random_pairs(seed)
    found = agreement(pairs).weighted
    oracle = theirs(as_table(pairs, RANK.__getitem__, RANKS), wt="linear")
    assert found == pytest.approx((oracle.kappa, oracle.kappa_low, oracle.kappa_upp), abs=1e-12)


def test_misread_and_missed_are_equally_far_and_a_kind_limit_is_as_near_as_a_match() -> None:
    pairs = {
        ("matched", "kind_limit_matched"): 20,
        ("misread", "missed"): 20,
        ("overrode", "overrode"): 5,
    }
    found = agreement(pairs)
    assert found.raw == pytest.approx(5 / 45)
    assert found.weighted.value == pytest.approx(1)


def test_under_thirty_double_coded_moments_nothing_is_shown() -> None:
    found = agreement({("matched", "matched"): 20, ("missed", "missed"): 9})
    assert found == (29, 0, 2, None, None, None, None)
    assert agreement({("matched", "matched"): 20, ("missed", "missed"): 10}).raw == 1


def test_moments_that_one_of_the_two_left_unsure_are_counted_apart() -> None:
    pairs = {("matched", "matched"): 20, ("missed", "missed"): 15}
    with_unsure = agreement(pairs | {("unsure", "matched"): 4, ("missed", ""): 3})
    assert with_unsure == agreement(pairs)._replace(unsure=7)


def test_two_people_who_always_write_the_same_code_have_no_kappa() -> None:
    found = agreement({("matched", "matched"): 40})
    assert (found.raw, found.kappa, found.weighted, found.implied_accuracy) == (1, None, None, None)


@pytest.mark.parametrize("codes", range(2, 8))
@pytest.mark.parametrize("kappa", [0.0, 0.1, 0.4, 0.75, 1.0])
def test_the_implied_accuracy_solves_its_equation(codes: int, kappa: float) -> None:
    a, k = implied_accuracy(kappa, codes), codes
    assert 1 / k <= a <= 1
    assert ((a**2 + (1 - a) ** 2 / (k - 1)) - 1 / k) / (1 - 1 / k) == pytest.approx(kappa)


@pytest.mark.parametrize(("kappa", "codes"), [(-0.1, 4), (0.5, 1), (0.5, 0)])
def test_less_than_chance_or_a_single_code_implies_no_accuracy(kappa: float, codes: int) -> None:
    assert implied_accuracy(kappa, codes) is None


@given(PAIRS)
def test_it_does_not_matter_who_coded_first(pairs: Pairs) -> None:
    found = agreement(pairs)
    turned = agreement({(other, one): count for (one, other), count in pairs.items()})
    assert (found.n, found.unsure, found.codes) == (turned.n, turned.unsure, turned.codes)
    if found.kappa:
        assert found.kappa == pytest.approx(turned.kappa, abs=1e-9)
        assert found.kappa.value <= 1 + 1e-12
        assert found.kappa.low <= found.kappa.value <= found.kappa.high

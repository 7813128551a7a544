"""Several coders at once, against statsmodels and krippendorff on tables made by chance."""

from __future__ import annotations

import random
from collections import Counter
from itertools import product

import krippendorff
import numpy as np
import pytest
from statsmodels.stats.inter_rater import cohens_kappa as theirs

from parentkit.figures.agreement import RANK, Agreement
from parentkit.figures.alpha import alpha_of_fits
from parentkit.figures.double_coding import PARENT, Judged, between, double_coding

FITS = [*RANK]
CODERS = (PARENT, "coach:0a", "coach:0b", "coach:0c")
FAMILIES = ("distress", "pause", "")
PLACE = {fit: place for place, fit in enumerate(FITS)}


def coded_by_chance(seed: int, coders: int, n: int = 160, alike: float = 0.6) -> list[Judged]:
    """Moments with a fit each, which coders hit more or less often; some leave gaps or unsure."""
    chance = random.Random(seed)
    moments = []
    for _ in range(n):
        truth, fits = chance.choice(FITS), {}
        for coder in CODERS[:coders]:
            said = truth if chance.random() < alike else chance.choice([*FITS, "unsure"])
            if chance.random() < 0.85:
                fits[coder] = said
        moments.append(Judged(chance.choice(FAMILIES), fits))
    return moments


def table_of(moments: list[Judged], one: str, other: str) -> np.ndarray:
    table = np.zeros((len(FITS), len(FITS)))
    for _, fits in moments:
        if fits.get(one) in RANK and fits.get(other) in RANK:
            table[PLACE[fits[one]], PLACE[fits[other]]] += 1
    return table


def ranked(table: np.ndarray) -> np.ndarray:
    folded = np.zeros((4, 4))
    for i, row in enumerate(FITS):
        for j, column in enumerate(FITS):
            folded[RANK[row], RANK[column]] += table[i, j]
    return folded


@pytest.mark.parametrize("alike", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("seed", range(6))
def test_every_two_coders_agree_as_statsmodels_says(seed: int, alike: float) -> None:
    moments = coded_by_chance(seed, coders=3, alike=alike)
    found = double_coding(moments).between
    assert [(each.one, each.other) for each in found] == [
        (PARENT, "coach:0a"),
        (PARENT, "coach:0b"),
        ("coach:0a", "coach:0b"),
    ]
    for each in found:
        table = table_of(moments, each.one, each.other)
        assert each.agreement.n == table.sum()
        assert each.agreement.raw == pytest.approx(np.trace(table) / table.sum())
        plain, linear = theirs(table), theirs(ranked(table), wt="linear")
        assert each.agreement.kappa == pytest.approx(
            (plain.kappa, plain.kappa_low, plain.kappa_upp), abs=1e-12
        )
        assert each.agreement.weighted == pytest.approx(
            (linear.kappa, linear.kappa_low, linear.kappa_upp), abs=1e-12
        )
        assert each.table == {(FITS[i], FITS[j]): n for (i, j), n in np.ndenumerate(table) if n}


@pytest.mark.parametrize("coders", [3, 4])
@pytest.mark.parametrize("seed", range(6))
def test_all_coders_together_agree_as_krippendorff_says(seed: int, coders: int) -> None:
    moments = coded_by_chance(seed, coders)
    alpha = double_coding(moments).alpha
    for found, number, level in (
        (alpha.nominal, PLACE, "nominal"),
        (alpha.ordinal, RANK, "ordinal"),
    ):
        data = [
            [number.get(fits.get(coder, ""), np.nan) for _, fits in moments]
            for coder in CODERS[:coders]
        ]
        oracle = krippendorff.alpha(reliability_data=data, level_of_measurement=level)
        assert found == pytest.approx(oracle, abs=1e-12)


def test_two_coders_need_no_alpha() -> None:
    found = double_coding(coded_by_chance(1, coders=2))
    assert found.coders == CODERS[:2]
    assert found.alpha is None


def test_a_family_of_signs_has_the_agreement_of_its_own_moments() -> None:
    moments = coded_by_chance(2, coders=2, n=240)
    whole = between(moments, *CODERS[:2])
    for family, within in whole.families:
        alone = between([each for each in moments if each.family == family], *CODERS[:2])
        assert within == alone.agreement
    assert sum(within.n for _, within in whole.families) == whole.agreement.n


def test_unsure_is_kept_apart_and_is_in_no_table() -> None:
    moments = [Judged("pause", {"a": "matched", "b": "missed"})] * 30
    unsure = [Judged("pause", {"a": "unsure", "b": "missed"})] * 4
    found = between(moments + unsure, "a", "b")
    assert (found.agreement.n, found.agreement.unsure) == (30, 4)
    assert found.table == {("matched", "missed"): 30}


def test_under_thirty_nothing_but_the_number_of_moments_is_told() -> None:
    moments = [Judged("pause", {PARENT: "matched", "b": "missed"})] * 29
    (found,) = double_coding(moments).between
    assert found.agreement == Agreement(29, 0, 2)
    assert found.table is None


def test_what_one_person_alone_coded_is_no_double_coding() -> None:
    moments = [Judged("pause", {PARENT: "matched"}), Judged("pause", {"coach:0a": "missed"})]
    assert double_coding(moments) == ((), (), None)
    apart = [
        Judged("", {"a": "matched", "b": "missed"}),
        Judged("", {"c": "missed", "d": "missed"}),
    ]
    assert Counter((each.one, each.other) for each in double_coding(apart).between) == {
        ("a", "b"): 1,
        ("c", "d"): 1,
    }


@pytest.mark.parametrize("fits", [("matched", "missed"), ("partial", "misread")])
def test_a_grid_of_small_tables_agrees_with_statsmodels_and_krippendorff(
    fits: tuple[str, str],
) -> None:
    compared = 0
    for counts in product((0, 1, 9, 40), repeat=4):
        table = np.array(counts).reshape(2, 2)
        pairs = dict(zip(product(fits, repeat=2), counts, strict=True))
        moments = [Judged("", {"a": a, "b": b}) for (a, b), n in pairs.items() for _ in range(n)]
        used = (table.sum(axis=0) + table.sum(axis=1)) > 0
        if sum(counts) < 30 or not used.all():
            continue
        found = between(moments, "a", "b").agreement
        with np.errstate(all="ignore"):  # its z, of which nothing is used here, divides by 0
            oracle = theirs(table)
        assert found.kappa == pytest.approx(
            (oracle.kappa, oracle.kappa_low, oracle.kappa_upp), abs=1e-12
        )
        data = [[fits.index(moment.fits[coder]) for moment in moments] for coder in ("a", "b")]
        alpha = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
        units = Counter((moment.fits["a"], moment.fits["b"]) for moment in moments)
        assert alpha_of_fits(units).nominal == pytest.approx(alpha, abs=1e-12)
        compared += 1
    assert compared > 150

import random
from collections import Counter
from typing import Any

import krippendorff
import numpy as np
import pytest

from parentkit.figures.agreement import RANK
from parentkit.figures.alpha import Alpha, alpha_nominal, alpha_of_fits, alpha_ordinal

Units = Counter[tuple[int | None, ...]]


def by_krippendorff(units: Units, level: str) -> float:
    columns = [unit for unit, count in units.items() for _ in range(count)]
    data = np.array([[np.nan if v is None else v for v in unit] for unit in columns]).T
    return krippendorff.alpha(reliability_data=data, level_of_measurement=level)


def random_units(seed: int, coders: int = 4, values: int = 4) -> Units:
    chance = random.Random(seed)
    units = Counter()
    for _ in range(80):
        truth = chance.randrange(values)
        said = (
            None
            if chance.random() < 0.3
            else truth
            if chance.random() < 0.6
            else chance.randrange(values)
            for _ in range(coders)
        )
        units[tuple(said)] += 1
    return units


def test_alpha_of_the_worked_case_with_gaps(vectors: dict[str, Any]) -> None:
    (case,) = vectors["krippendorff"]
    units = Counter(zip(*case["coders_by_units"], strict=True))
    assert alpha_nominal(units) == pytest.approx(case["nominal"], abs=1e-12)
    assert alpha_ordinal(units) == pytest.approx(case["ordinal"], abs=1e-12)


@pytest.mark.parametrize("seed", range(15))
def test_alpha_is_that_of_krippendorff(seed: int) -> None:
    units = random_units(seed)
    assert alpha_nominal(units) == pytest.approx(by_krippendorff(units, "nominal"), abs=1e-12)
    assert alpha_ordinal(units) == pytest.approx(by_krippendorff(units, "ordinal"), abs=1e-12)


def test_fits_are_ranked_and_unsure_is_a_gap() -> None:
    chance = random.Random(5)
    fits = [*RANK, "unsure", ""]
    units = Counter(tuple(chance.choices(fits, k=3)) for _ in range(120))
    number = {fit: place for place, fit in enumerate(RANK)}
    exact = Counter(tuple(number.get(fit) for fit in unit) for unit in units.elements())
    ranked = Counter(tuple(RANK.get(fit) for fit in unit) for unit in units.elements())
    found = alpha_of_fits(units)
    assert found.n == sum(sum(fit in RANK for fit in unit) >= 2 for unit in units.elements())
    assert found.nominal == pytest.approx(by_krippendorff(exact, "nominal"), abs=1e-12)
    assert found.ordinal == pytest.approx(by_krippendorff(ranked, "ordinal"), abs=1e-12)


def test_under_thirty_moments_coded_by_two_nothing_is_shown() -> None:
    units = {("matched", "missed", ""): 29, ("matched", "", "unsure"): 50}
    assert alpha_of_fits(units) == Alpha(29, None, None)
    assert alpha_of_fits(units | {("", "partial", "missed"): 1}).nominal is not None


def test_a_single_code_leaves_nothing_to_agree_about() -> None:
    assert alpha_of_fits({("matched", "matched"): 40}) == Alpha(40, None, None)
    assert alpha_nominal({}) is None


def test_full_agreement_is_one() -> None:
    assert alpha_of_fits({("matched", "matched"): 20, ("missed", "missed"): 20}) == (40, 1, 1)

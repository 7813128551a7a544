import random

import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from parentkit.figures.change import change, windows
from parentkit.figures.daily import DayTally
from parentkit.figures.interval import interval


def days_with(share: float, seed: int, count: int = 20) -> list[DayTally]:
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        n = chance.randint(1, 6)
        met = sum(chance.random() < share for _ in range(n))
        found.append(DayTally(n, met, met))
    return found


@pytest.mark.parametrize("seed", range(15))
def test_the_range_of_a_difference_is_newcombes_on_the_adjusted_numbers(seed: int) -> None:
    earlier, later = days_with(0.3, seed), days_with(0.5, seed + 100)
    found = change(earlier, later)
    scaled = []
    for days in (later, earlier):
        n = interval([(day.n, day.met) for day in days]).effective_n
        scaled += [sum(day.met for day in days) / sum(day.n for day in days) * n, n]
    theirs = confint_proportions_2indep(*scaled, method="newcomb", compare="diff")
    assert (found.low, found.high) == pytest.approx(theirs, abs=1e-12)
    assert found.low <= found.difference <= found.high


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [(0.1, 0.9, "probably_up"), (0.9, 0.1, "probably_down"), (0.5, 0.5, "cannot_tell")],
)
def test_the_word_says_where_the_range_lies(before: float, after: float, word: str) -> None:
    assert change(days_with(before, 1), days_with(after, 2)).word == word


@pytest.mark.parametrize(
    "few", [[DayTally(3, 1, 1)] * 4 + [DayTally(2, 1, 1)], [DayTally(9, 4, 5)] * 4, []]
)
def test_a_window_with_few_moments_or_days_is_not_compared(few: list[DayTally]) -> None:
    enough = [DayTally(3, 1, 1)] * 4 + [DayTally(3, 2, 2)]
    assert change(enough, enough) is not None
    assert change(few, enough) is None
    assert change(enough, few) is None


def test_the_windows_are_the_last_four_weeks_and_the_four_before() -> None:
    days = {
        "2026-09-20": DayTally(1, 0, 0),
        "2026-09-21": DayTally(2, 0, 0),
        "2026-10-18": DayTally(3, 0, 0),
        "2026-10-19": DayTally(4, 0, 0),
        "2026-11-15": DayTally(5, 0, 0),
        "2026-11-16": DayTally(6, 0, 0),
    }
    earlier, later = windows(days, "2026-11-16")
    assert [day.n for day in earlier] == [2, 3]
    assert [day.n for day in later] == [4, 5]


def test_exchanging_the_windows_turns_the_sign() -> None:
    one, other = days_with(0.2, 3), days_with(0.6, 4)
    up, down = change(one, other), change(other, one)
    assert (up.difference, up.low, up.high) == pytest.approx(
        (-down.difference, -down.high, -down.low)
    )

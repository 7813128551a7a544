"""How often the range holds the true share when moments of one day resemble each other."""

import random

import pytest

from parentkit.figures.interval import interval, wilson

pytestmark = pytest.mark.slow

CORRELATION = 0.3
ROUNDS = 4000


def simulated_days(chance: random.Random, share: float, days: int) -> list[tuple[int, int]]:
    """Beta-binomial days: two moments of one day correlate by CORRELATION."""
    spread = 1 / CORRELATION - 1
    found = []
    for _ in range(days):
        moments = chance.randint(1, 5)
        of_day = chance.betavariate(share * spread, (1 - share) * spread)
        found.append((moments, sum(chance.random() < of_day for _ in range(moments))))
    return found


def holds(found: tuple[float, ...] | None, share: float) -> bool:
    return found is not None and found[0] <= share <= found[1]


@pytest.mark.parametrize(("share", "days"), [(0.3, 10), (0.3, 28), (0.5, 10), (0.5, 28)])
def test_the_range_holds_the_share_as_often_as_it_says_and_a_naive_one_does_not(
    share: float, days: int
) -> None:
    chance = random.Random(21)
    ours = naive = 0
    for _ in range(ROUNDS):
        sample = simulated_days(chance, share, days)
        moments, met = sum(m for m, _ in sample), sum(y for _, y in sample)
        ours += holds(interval(sample), share)
        naive += holds(wilson(met / moments, moments), share)
    assert 0.94 <= ours / ROUNDS <= 0.97
    assert naive / ROUNDS < 0.88

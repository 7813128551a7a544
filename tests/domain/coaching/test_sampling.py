from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.domain.coaching.sampling import Size, draw_order, read_size
from parentkit.domain.errors import UsageProblem

STRATA = st.dictionaries(
    st.text("0123456789ABCDEF", min_size=1, max_size=6), st.sampled_from("abcdef"), max_size=60
)
SEEDS = st.integers(-(10**6), 10**6)


def population(**sizes: int) -> dict[str, str]:
    return {f"{stratum}{number}": stratum for stratum, n in sizes.items() for number in range(n)}


@given(STRATA, SEEDS)
def test_every_moment_is_drawn_once(strata: dict[str, str], seed: int) -> None:
    assert sorted(draw_order(strata, seed)) == sorted(strata)


@given(STRATA, SEEDS)
def test_the_order_in_which_moments_are_given_does_not_matter(
    strata: dict[str, str], seed: int
) -> None:
    turned = dict(reversed(strata.items()))
    assert draw_order(turned, seed) == draw_order(strata, seed)


@given(STRATA, SEEDS)
def test_every_beginning_holds_each_stratum_nearly_in_proportion(
    strata: dict[str, str], seed: int
) -> None:
    order, sizes = draw_order(strata, seed), Counter(strata.values())
    for n in range(len(order) + 1):
        drawn = Counter(strata[each] for each in order[:n])
        for stratum, size in sizes.items():
            assert abs(drawn[stratum] - n * size / len(order)) < 1.5


@given(STRATA, SEEDS)
def test_moments_that_come_later_leave_the_order_of_the_others_within_a_stratum(
    strata: dict[str, str], seed: int
) -> None:
    def of_a(order: list[str]) -> list[str]:
        return [each for each in order if each in strata and strata[each] == "a"]

    later = strata | {f"later {number}": "a" for number in range(5)}
    assert of_a(draw_order(later, seed)) == of_a(draw_order(strata, seed))


def test_another_seed_is_another_draw() -> None:
    strata = population(a=30, b=20)
    assert draw_order(strata, 1) == draw_order(strata, 1)
    assert draw_order(strata, 1) != draw_order(strata, 2)


def test_over_many_seeds_each_moment_of_a_stratum_is_drawn_about_equally_often() -> None:
    strata = population(a=20, b=10)
    drawn = Counter(each for seed in range(600) for each in draw_order(strata, seed)[:6])
    assert len(drawn) == 30
    assert sum(drawn.values()) == 3600
    # 4 of 20 and 2 of 10 in each of 600 draws: 120 times each, standard deviation below 10.
    assert all(80 < times < 160 for times in drawn.values())


@pytest.mark.parametrize(
    ("text", "n", "size"),
    [("20%", 40, 8), ("20%", 41, 9), ("1 %", 3, 1), ("100%", 7, 7), ("12", 40, 12), ("12", 5, 5)],
)
def test_a_size_is_a_number_or_a_share_of_what_there_is(text: str, n: int, size: int) -> None:
    assert read_size(text).of(n) == size


def test_a_share_of_nothing_is_nothing() -> None:
    assert Size(20, percent=True).of(0) == 0


@pytest.mark.parametrize("text", ["0", "0%", "101%", "-3", "2.5", "many", "", "%", "²", "1e3"])
def test_what_is_no_size_is_said_to_be_none(text: str) -> None:
    with pytest.raises(UsageProblem):
        read_size(text)

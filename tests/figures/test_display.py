import pytest

from parentkit.figures.display import BENCHMARK, Lack, Verdict, verdict
from parentkit.figures.interval import Interval

NARROW = Interval(0.2, 0.45, 40.0)


@pytest.mark.parametrize("n", range(5))
def test_under_five_moments_there_are_too_few(n: int) -> None:
    assert verdict(n, 20, None).word == "too_few"


@pytest.mark.parametrize(
    ("n", "days", "found", "lacks"),
    [
        (5, 7, NARROW, [Lack("moments", 5, 30)]),
        (29, 7, NARROW, [Lack("moments", 29, 30)]),
        (30, 6, NARROW, [Lack("days", 6, 7)]),
        (30, 7, Interval(0.2, 0.51, 9.0), [Lack("width", pytest.approx(0.31), 0.30)]),
        (30, 1, None, [Lack("days", 1, 7)]),
        (
            6,
            2,
            Interval(0.1, 0.9, 2.0),
            [Lack("moments", 6, 30), Lack("days", 2, 7), Lack("width", pytest.approx(0.8), 0.30)],
        ),
    ],
)
def test_it_cannot_be_told_yet_and_what_is_lacking_is_named(
    n: int, days: int, found: Interval | None, lacks: list[Lack]
) -> None:
    assert verdict(n, days, found) == Verdict("cannot_tell", tuple(lacks))


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (0.31, 0.55, "above"),
        (0.30, 0.55, "around"),
        (0.10, 0.30, "around"),
        (0.25, 0.50, "around"),
        (0.05, 0.29, "below"),
    ],
)
def test_enough_moments_get_a_verdict_against_the_benchmark(
    low: float, high: float, word: str
) -> None:
    assert BENCHMARK == 0.3
    assert verdict(30, 7, Interval(low, high, 30.0)) == Verdict(word, ())


def test_a_range_of_just_thirty_points_is_narrow_enough() -> None:
    assert verdict(30, 7, Interval(0.0, 0.30, 30.0)).word == "around"


def test_too_few_says_what_a_verdict_needs() -> None:
    assert verdict(3, 2, None) == Verdict("too_few", (Lack("moments", 3, 30), Lack("days", 2, 7)))

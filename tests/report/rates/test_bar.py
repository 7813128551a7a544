from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parentkit.report.rates.bar import CELLS, MARK, RATE, bar

SHARE = st.floats(0, 1)


def test_a_bar_reads_from_left_to_right() -> None:
    assert bar(0.43, 0.25, 0.63) == "[..........--|----#--------..............]"


@given(st.tuples(SHARE, SHARE, SHARE).map(sorted))
def test_rate_range_and_mark_always_fit_in(shares: list[float]) -> None:
    low, rate, high = shares
    drawn = bar(rate, low, high)
    assert len(drawn) == CELLS + 2
    assert drawn.count(RATE) == 1
    assert drawn.count(MARK) == (0 if drawn.index(RATE) == 1 + int(0.3 * CELLS) else 1)


def test_a_bar_without_a_range_is_rate_and_mark_alone() -> None:
    assert "-" not in bar(0.5, None, None)

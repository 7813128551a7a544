"""Time that passes, in words over a bar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.domain.exercises.exercise import Breath
from parentkit.domain.time.countdown import Countdown
from parentkit.tui.widgets.passing import ASCII_CELLS, passing_content

BREATH = Breath(4, 0, 6, 0, 2)


def lines(breath: Breath | None, now: float, cells: tuple[str, str] | None) -> list[str]:
    """What is shown of twenty seconds that began at 0, ten cells wide."""
    return passing_content(Countdown(20, 0.0), breath, now, 10, cells).plain.splitlines()


def test_the_bar_shrinks_with_the_time_that_is_left() -> None:
    assert lines(None, 10, ASCII_CELLS)[:2] == ["10 seconds left", "#####....."]


@pytest.mark.parametrize(
    ("now", "words", "bar"),
    [
        (2, "breathe in", "#####....."),
        (4, "breathe out", "##########"),
        (7, "breathe out", "#####....."),
    ],
)
def test_the_bar_grows_with_the_breath_in_and_shrinks_with_the_breath_out(
    now: float, words: str, bar: str
) -> None:
    assert lines(BREATH, now, ASCII_CELLS)[:2] == [words, bar]


def test_words_alone_say_the_same() -> None:
    assert lines(BREATH, 12, None) == ["breathe in", "2 of 2, 10 seconds left"]


@given(now=st.floats(0, 100), breathes=st.booleans())
def test_the_bar_is_always_as_wide_as_it_may_be(*, now: float, breathes: bool) -> None:
    assert len(lines(BREATH if breathes else None, now, ASCII_CELLS)[1]) == 10

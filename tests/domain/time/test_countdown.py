"""Time that is let pass, and breathing within it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.domain.exercises.exercise import Breath
from parentkit.domain.time.countdown import Countdown, breathing_at, left_words

BREATHS = st.builds(
    Breath,
    st.integers(1, 10),
    st.integers(0, 10),
    st.integers(1, 10),
    st.integers(0, 10),
    st.integers(1, 20),
)


def test_time_passes_and_comes_to_an_end() -> None:
    countdown = Countdown(20, 100.0)
    assert countdown.left(100.0) == 20
    assert countdown.left(107.5) == 12.5
    assert countdown.left(500.0) == 0


def test_time_that_is_held_does_not_pass() -> None:
    countdown = Countdown(20, 100.0)
    countdown.hold(105.0)
    assert countdown.held
    assert countdown.left(900.0) == 15
    countdown.go_on(900.0)
    assert not countdown.held
    assert countdown.left(905.0) == 10


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (120, "2 minutes left"),
        (119, "2 minutes left"),
        (75, "1 minute 15 seconds left"),
        (60, "1 minute left"),
        (44.2, "45 seconds left"),
        (29.9, "30 seconds left"),
        (4.1, "5 seconds left"),
        (0, "the time has passed"),
    ],
)
def test_what_is_left_is_said_in_few_words(seconds: float, words: str) -> None:
    assert left_words(seconds) == words


@pytest.mark.parametrize(
    ("passed", "words", "number", "full"),
    [
        (0, "breathe in", 1, 0.0),
        (2, "breathe in", 1, 0.5),
        (4, "hold", 1, 1.0),
        (6, "breathe out", 1, 1.0),
        (9, "breathe out", 1, 0.5),
        (12, "hold", 1, 0.0),
        (13, "breathe in", 2, 0.0),
        (26, "hold", 2, 0.0),
        (99, "hold", 2, 0.0),
    ],
)
def test_a_breath_goes_through_its_four_parts(
    passed: float, words: str, number: int, full: float
) -> None:
    assert breathing_at(Breath(4, 2, 6, 1, 2), passed) == (words, number, full)


@given(BREATHS, st.floats(0, 10_000))
def test_breath_is_never_more_than_full_or_less_than_empty(breath: Breath, passed: float) -> None:
    at = breathing_at(breath, passed)
    assert 0 <= at.full <= 1
    assert 1 <= at.round <= breath.rounds


@given(BREATHS)
def test_breathing_ends_empty(breath: Breath) -> None:
    at = breathing_at(breath, breath.seconds)
    assert (at.round, at.full) == (breath.rounds, 0)

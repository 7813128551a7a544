"""Timers, breathing and leaving, by a clock that the test sets forward: nothing here ever waits."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Any

import pytest

from parentkit.cli.exercises.runner import run_exercise
from parentkit.cli.exercises.sitting import Left, Pace, Sitting, marks
from parentkit.cli.session import open_family
from parentkit.domain.exercises.exercise import Breath
from parentkit.services.exercises.library import exercise_called
from parentkit.services.exercises.sessions import practised

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Clock:
    """A clock that goes forward while it is listened to; `typed` says what is typed when."""

    def __init__(self, *typed: tuple[float, str]) -> None:
        self.time = 0.0
        self.typed = list(typed)

    def listen(self, seconds: float) -> str | None:
        assert seconds > 0
        ends = self.time + seconds
        if self.typed and self.typed[0][0] <= ends:
            at, line = self.typed.pop(0)
            self.time = max(self.time, at)
            return line
        self.time = ends
        return None

    def pace(self) -> Pace:
        return Pace(lambda: self.time, self.listen)


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """What a person types where nothing is timed."""
    return lambda text: monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def sitting(clock: Clock | None, kept: list[str] | None = None) -> Sitting:
    return Sitting(clock.pace() if clock else None, (kept if kept is not None else []).append)


@pytest.mark.parametrize(
    ("seconds", "left"),
    [
        (5, []),
        (10, []),
        (20, [10]),
        (30, [20, 10]),
        (60, [30]),
        (128, [120, 90, 60, 30]),
        (180, [150, 120, 90, 60, 30]),
        (300, [240, 180, 120, 60]),
    ],
)
def test_a_time_says_how_much_is_left_now_and_then(
    seconds: int, left: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert marks(seconds) == left
    clock = Clock()
    sitting(clock).wait(seconds)
    assert clock.time == seconds
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith(f"  {seconds} seconds")
    assert lines[1:-1] == [f"  {each} seconds left." for each in left]
    assert "passed" in lines[-1]


@pytest.mark.parametrize("line", ["\n", "s\n", "S \n"])
def test_enter_or_s_goes_on_before_the_time_has_passed(line: str) -> None:
    clock = Clock((12, line))
    sitting(clock).wait(60)
    assert clock.time == 12


def test_other_words_are_kept_and_the_time_goes_on() -> None:
    kept: list[str] = []
    clock = Clock((7, "she smiled \n"), (9, "twice\n"))
    sitting(clock, kept).wait(30)
    assert clock.time == 30
    assert kept == ["she smiled", "twice"]


@pytest.mark.parametrize("line", ["q\n", "Quit\n", ""])
def test_q_and_the_end_of_input_leave_a_time(line: str) -> None:
    clock = Clock((12, line))
    with pytest.raises(Left):
        sitting(clock).wait(60)
    assert clock.time == 12


def test_a_clock_that_jumped_over_the_end_is_not_waited_for_again() -> None:
    clock = Clock()
    pace = Pace(lambda: clock.time, lambda seconds: clock.listen(3600 + seconds))
    Sitting(pace, print).wait(60)
    assert clock.time == 3630


def test_breathing_is_one_line_a_round_and_each_word_comes_in_its_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock()
    written: list[tuple[float, str]] = []
    error = io.StringIO()
    monkeypatch.setattr(error, "write", lambda text: written.append((clock.time, text)))
    monkeypatch.setattr(sys, "stderr", error)
    sitting(clock).breathe(Breath(4, 0, 6, 2, 3))
    words = [(at, text.strip()) for at, text in written if "..." in text]
    assert words == [
        (start + at, word)
        for start in (0, 12, 24)
        for at, word in ((0, "in ..."), (4, "out ..."), (10, "hold ..."))
    ]
    assert clock.time == 36
    assert "".join(text for _, text in written).count("\n") == 1 + 3


def test_breathing_can_be_left_and_gone_on_from() -> None:
    clock = Clock((5, "\n"))
    sitting(clock).breathe(Breath(4, 4, 4, 4, 8))
    assert clock.time == 5
    with pytest.raises(Left):
        sitting(Clock((5, "q\n"))).breathe(Breath(4, 4, 4, 4, 8))


def test_where_nobody_is_there_nothing_is_waited_for(types: Callable[[str], None]) -> None:
    types("one\n\ntwo\n")
    kept: list[str] = []
    alone = sitting(None, kept)
    alone.wait(600)
    alone.breathe(Breath(4, 4, 4, 4, 100))
    alone.go_on()
    alone.go_on()
    assert kept == ["one", "two"]
    assert alone.ended
    alone.go_on()
    assert alone.line() is None


def test_at_a_terminal_the_end_of_input_is_leaving(types: Callable[[str], None]) -> None:
    types("")
    with pytest.raises(Left):
        sitting(Clock()).go_on()


def test_what_is_written_is_stored_line_by_line(types: Callable[[str], None]) -> None:
    types("one\ntwo\n\nthree\n")
    stored: list[str] = []
    here = sitting(Clock())
    here.write(stored.append)
    assert stored == ["one", "two"]
    types("three\nq\n")
    with pytest.raises(Left):
        here.write(stored.append)
    assert stored == ["one", "two", "three"]


def logged() -> list[dict[str, Any]]:
    from parentkit import clock

    journal, _ = open_family([])
    return practised(journal, clock.local_now().date())


def run(name: str, clock: Clock) -> None:
    journal, household = open_family([])
    run_exercise(journal, household, exercise_called(journal, name), clock.pace())


@pytest.mark.usefixtures("home")
def test_an_exercise_takes_the_time_of_its_steps(
    types: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    types("\n\n\n")
    clock = Clock()
    run("four-even-sides", clock)
    assert clock.time == 15 + 128 + 20
    said = capsys.readouterr()
    assert said.err.count(" in ... hold ... out ... hold ...") == 8
    assert "use?" in said.out
    (entry,) = logged()
    assert entry["done"] is True


@pytest.mark.usefixtures("home")
def test_leaving_in_the_middle_of_a_time_keeps_what_was_written(
    types: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    types("\n")
    run("four-even-sides", Clock((15 + 20, "my shoulders\n"), (15 + 40, "q\n")))
    assert "Stopped here" in capsys.readouterr().err
    (entry,) = logged()
    assert (entry["done"], entry["words"]) == (False, "my shoulders")


@pytest.mark.usefixtures("home")
def test_ctrl_c_leaves_with_everything_stored_that_was_written(home: Path) -> None:
    def interrupt(_seconds: float) -> str | None:
        raise KeyboardInterrupt

    journal, household = open_family([])
    sys.stdin = io.StringIO("\n")
    try:
        with pytest.raises(KeyboardInterrupt):
            run_exercise(
                journal,
                household,
                exercise_called(journal, "four-even-sides"),
                Pace(lambda: 0.0, interrupt),
            )
    finally:
        sys.stdin = sys.__stdin__
    assert home.is_dir()
    assert [entry["done"] for entry in logged()] == [False]

"""The installed program in a real terminal, in two homes: a file in, a comment, an answer out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

pytestmark = [
    pytest.mark.real_clock("the program runs in processes of its own"),
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed here"),
]

PROGRAM = os.path.join(os.path.dirname(sys.executable), "parentkit")
SAW = "You waited until she looked back."


def run(terminal: Any, folder: Path, *words: str) -> str:
    """Runs the program in the home of a folder; what it printed."""
    homes = {"PARENTKIT_HOME": str(folder / "home"), "PARENTKIT_STATE": str(folder / "state")}
    return subprocess.run(
        [PROGRAM, *words],
        env={**terminal.environment, **homes},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def press(terminal: Any, steps: Sequence[tuple[str, str]]) -> None:
    """Presses keys, and waits after each for the words that come of it."""
    for keys, words in steps:
        terminal.keys(*keys.split())
        terminal.until(words)


@pytest.mark.parametrize("size", [(100, 30), (60, 20)], ids=["usual", "narrow"])
def test_an_hour_of_a_coachs_work(
    tmp_path: Path, open_tmux: Callable[..., Any], size: tuple[int, int]
) -> None:
    coach, family = tmp_path / "coach", tmp_path / "family"
    coach.mkdir()
    terminal = open_tmux(coach, size)
    card, file, answer = coach / "dana.card", tmp_path / "m.age", tmp_path / "a.age"
    run(terminal, coach, "coach", "init", "Dana Reed")
    run(terminal, coach, "coach", "card", "--to", str(card))
    run(terminal, family, "key", "make")
    run(terminal, family, "consent", "add-coach", str(card), "--yes")
    run(terminal, family, "log", "afraid", "fix_advise", "--fit", "misread", "--note", "A dog.")
    share = ("share", "--with", "Dana", "--yes", "--include", "note", "--to", str(file))
    run(terminal, family, *share)

    terminal.keys(f"cd {coach}; exec {PROGRAM} coach", "Enter")
    terminal.until("No family has shared anything")
    press(terminal, [("+", "The file that a family sent")])
    terminal.keys("-l", str(file))
    press(terminal, [("Enter", "What will you call this family?")])
    terminal.keys("Rivera")
    press(terminal, [("Enter", "1 unread of 1 moment"), ("b", "How many?")])

    press(terminal, [("C-s", "How did it fit?")])
    assert "A dog." in terminal.screen()
    press(
        terminal,
        [
            ("3", "Where did it slip?"),
            ("2", "find their way back?"),
            ("0", "The child afterwards?"),
            ("0", "This is your judgement?"),
            ("Enter", "at home: ○ misread"),
            ("Enter", "1 unread of 1 moment"),
        ],
    )

    press(terminal, [("Enter", "Rivera: 1 unread"), ("Enter", "1 of 1"), ("c", "What went well")])
    terminal.keys("-l", SAW)
    terminal.keys("C-s")
    terminal.until_not("What went well")
    press(terminal, [("s", "Where to put the file")])
    terminal.keys("-l", str(answer))
    press(terminal, [("Enter", "Written.")])
    terminal.keys("q")
    terminal.until_left()
    assert "Traceback" not in terminal.screen()
    assert "From Dana Reed" in run(terminal, family, "feedback", str(answer))
    assert SAW in run(terminal, family, "feedback")


def test_without_a_card_the_command_explains_itself_instead(
    tmp_path: Path, open_tmux: Callable[..., Any]
) -> None:
    terminal = open_tmux(tmp_path, (100, 40))
    terminal.keys(f"{PROGRAM} coach", "Enter")
    terminal.until("SUBCOMMAND")

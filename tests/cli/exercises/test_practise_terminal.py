"""Practising at a real terminal: keys, timers that can be gone on from, ctrl-c."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from select import select
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pty = pytest.importorskip("pty")
pytestmark = pytest.mark.real_clock("the program runs in processes of its own")

INTERRUPTED = 130
PATIENCE = 20
"""Seconds until the program is taken to be stuck."""


class Terminal:
    """The program at a terminal of its own; what it says is read until certain words are there."""

    def __init__(self, environment: dict[str, str], *words: str) -> None:
        self._leader, follower = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "parentkit", *words],
            stdin=follower,
            stdout=follower,
            stderr=follower,
            env=environment,
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509 ctrl-c goes to who has the terminal
        )
        os.close(follower)
        self.said = ""

    def until(self, words: str) -> None:
        while words not in self.said:
            assert select([self._leader], [], [], PATIENCE)[0], self.said
            self.said += os.read(self._leader, 4096).decode()
        self.said = self.said.partition(words)[2]

    def type(self, text: str) -> None:
        os.write(self._leader, text.encode())

    def code(self) -> int:
        return self._process.wait(timeout=PATIENCE)

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._leader)


def _take_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PARENTKIT_HOME": str(tmp_path / "home"),
        "PARENTKIT_STATE": str(tmp_path / "state"),
        "TERM": "dumb",
    }


@pytest.fixture
def terminal(environment: dict[str, str]) -> Iterator[Callable[..., Terminal]]:
    opened: list[Terminal] = []

    def start(*words: str) -> Terminal:
        opened.append(Terminal(environment, *words))
        return opened[-1]

    yield start
    for each in opened:
        each.close()


def entries(environment: dict[str, str]) -> list[dict[str, object]]:
    words = [sys.executable, "-m", "parentkit", "practise", "--log", "--json"]
    found: list[dict[str, object]] = json.loads(subprocess.check_output(words, env=environment))
    return found


def test_an_exercise_is_gone_through_with_enter_and_its_timer_left_early(
    terminal: Callable[..., Terminal], environment: dict[str, str]
) -> None:
    here = terminal("practise", "four-even-sides")
    here.until("Enter: begin")
    here.type("\n")
    here.until("15 seconds, from now")
    here.type("\n")
    here.until("8 rounds, 128 seconds. (Enter")
    here.until("in ...")
    here.type("a tight jaw\n")
    here.until("hold ...")  # what came at once with the words would belong to them
    here.type("s\n")
    here.until("20 seconds, from now")
    here.type("\n")
    here.until("most")
    here.type("At seven.\n\n")
    here.until("How was it")
    here.type("\n")
    assert here.code() == 0
    (entry,) = entries(environment)
    assert entry["done"] is True
    assert entry["answer"] == "At seven."
    assert entry["words"] == "a tight jaw"


def test_ctrl_c_in_a_timer_says_that_everything_is_stored(
    terminal: Callable[..., Terminal], environment: dict[str, str]
) -> None:
    here = terminal("practise", "four-even-sides")
    here.until("Enter: begin")
    here.type("calm\n")
    here.until("(Enter)")
    here.type("\n")
    here.until("15 seconds, from now")
    here.type("\x03")
    here.until("What was stored stays stored.")
    assert here.code() == INTERRUPTED
    assert "Traceback" not in here.said
    (entry,) = entries(environment)
    assert (entry["done"], entry["words"]) == (False, "calm")


def test_todays_exercise_is_offered_and_can_be_left_for_another_time(
    terminal: Callable[..., Terminal], environment: dict[str, str]
) -> None:
    here = terminal("practise")
    here.until("Enter: look at it")
    here.type("q\n")
    here.until("Another time, then.")
    assert here.code() == 0
    assert entries(environment) == []
    here = terminal("practise")
    here.until("Enter: look at it")
    here.type("\n")
    here.until("Enter: begin")
    here.type("\x04")
    here.until("Stopped here.")
    assert here.code() == 0
    assert len(entries(environment)) == 1

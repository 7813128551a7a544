"""The installed program in a real terminal, with real keys: an evening from arriving to leaving."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed here"),
]

PATIENCE = 30.0
PROGRAM = os.path.join(os.path.dirname(sys.executable), "parentkit")


class Tmux:
    """A terminal with panes, on a socket of its own."""

    def __init__(self, folder: Path, size: tuple[int, int]) -> None:
        self._socket = str(folder / "tmux")
        self.environment = {
            "PARENTKIT_HOME": str(folder / "home"),
            "PARENTKIT_STATE": str(folder / "state"),
            "HOME": str(folder),
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "TZ": "Europe/Berlin",
            "SHELL": "/bin/sh",
        }
        width, height = map(str, size)
        self("new-session", "-d", "-x", width, "-y", height, "sh")
        self("set-option", "-g", "remain-on-exit", "on")

    def __call__(self, *words: str) -> str:
        command = ["tmux", "-S", self._socket, "-f", "/dev/null", *words]
        return subprocess.run(
            command, env=self.environment, check=True, capture_output=True, text=True
        ).stdout

    def screen(self, pane: str = "0") -> str:
        """What stands in a pane, in one line without frames."""
        text = self("capture-pane", "-p", "-t", f":.{pane}")
        return " ".join(text.translate(dict.fromkeys(map(ord, "│╭╮╰╯─▌▐"), " ")).split())

    def keys(self, *keys: str, pane: str = "0") -> None:
        """Presses keys."""
        self("send-keys", "-t", f":.{pane}", *keys)

    def until(self, words: str, pane: str = "0") -> str:
        """Waits until words stand in a pane; returns all that stands there."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            shown = self.screen(pane)
            if words in shown:
                return shown
        raise AssertionError(f"{words!r} did not appear; there is: {self.screen(pane)}")

    def until_not(self, words: str, pane: str = "0") -> None:
        """Waits until words are gone from a pane."""
        end = time.monotonic() + PATIENCE
        while words in self.screen(pane):
            assert time.monotonic() < end, f"{words!r} stayed: {self.screen(pane)}"


@pytest.fixture(params=[(100, 30), (60, 20)], ids=["usual", "narrow"])
def tmux(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Tmux]:
    """A terminal in which the program finds an empty home."""
    terminal = Tmux(tmp_path, request.param)
    yield terminal
    terminal("kill-server")


def moments_on_disk(home: str) -> list[dict[str, object]]:
    """What the lines of the month files set, in the order of writing."""
    lines: list[dict[str, object]] = []
    for folder, _, names in os.walk(home):
        for name in sorted(names):
            if name.endswith(".jsonl") and name != "family.jsonl":
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    lines += map(json.loads, file)
    return lines


def test_an_evening_from_arriving_to_leaving(tmux: Tmux) -> None:
    home = tmux.environment["PARENTKIT_HOME"]
    tmux.keys(f"exec {PROGRAM}", "Enter")
    tmux.until("A nickname for your child")
    tmux.keys("Mia")
    tmux.until("Mia")
    tmux.keys("Escape")
    tmux.until("logging as me")

    # Four keys make a moment: l, a sign, a response, Enter.
    tmux.keys("l")
    tmux.until("scared, worried")
    tmux.keys("i")
    tmux.keys("d")
    tmux.keys("Enter")
    tmux.until_not("space adds")
    tmux.until("1 of 1")
    (first,) = moments_on_disk(home)
    assert first["kind"] == "moment"

    tmux.keys("u")
    tmux.until("Taken back")
    tmux.until("0 of 0")
    assert moments_on_disk(home)[-1]["undoes"]

    # Another shell logs; the open window shows it by itself.
    quick = [PROGRAM, "log", "afraid", "comfort"]
    subprocess.run(quick, env=tmux.environment, check=True, capture_output=True)
    begun = time.monotonic()
    tmux.until("1 of 1")
    assert time.monotonic() - begun < 5

    tmux.keys("w")
    tmux.until("Week of")
    tmux.keys("t")
    tmux.until("This week")
    tmux.keys("q")
    tmux.until("Pane is dead")
    kinds = [line["kind"] for line in moments_on_disk(home)]
    assert kinds.count("moment") == 3
    assert "Traceback" not in tmux.screen()


@pytest.mark.parametrize("ending", ["pipe", "dumb"])
def test_without_a_terminal_the_plain_week_is_printed_instead(tmp_path: Path, ending: str) -> None:
    environment = {
        **os.environ,
        "PARENTKIT_HOME": str(tmp_path / "home"),
        "PARENTKIT_STATE": str(tmp_path / "state"),
        "TERM": "dumb" if ending == "dumb" else "xterm-256color",
    }
    done = subprocess.run(
        [PROGRAM],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0
    assert "Week of" in done.stdout
    assert "\x1b" not in done.stdout

"""The installed program in a real terminal, with real keys: an evening from arriving to leaving."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [
    pytest.mark.real_clock("the program runs in processes of its own"),
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed here"),
]

PATIENCE = 60.0
PROGRAM = os.path.join(os.path.dirname(sys.executable), "parentkit")


@pytest.fixture(params=[(100, 30), (60, 20)], ids=["usual", "narrow"])
def tmux(request: pytest.FixtureRequest, tmp_path: Path, open_tmux: Callable[..., Any]) -> Any:
    """A terminal in which the program finds an empty home."""
    return open_tmux(tmp_path, request.param)


def moments_on_disk(home: str) -> list[dict[str, object]]:
    """What the lines of the month files set, in the order of writing."""
    lines: list[dict[str, object]] = []
    for folder, _, names in os.walk(home):
        for name in sorted(names):
            if name.endswith(".jsonl") and name != "family.jsonl":
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    lines += map(json.loads, file)
    return lines


def test_an_evening_from_arriving_to_leaving(tmux: Any) -> None:
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
    tmux.until("1 of 1")

    tmux.keys("w")
    tmux.until("Week of")
    tmux.keys("t")
    tmux.until("This week")
    tmux.keys("q")
    tmux.until_left()
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

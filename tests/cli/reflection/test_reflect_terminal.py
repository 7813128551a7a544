"""Reflecting at a real terminal: a line is kept, ctrl+c and ctrl+d pause."""

from __future__ import annotations

import os
import subprocess
import sys
from select import select
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Called

    Call = Callable[..., Called]

pty = pytest.importorskip("pty")
pytestmark = pytest.mark.real_clock("the program runs in processes of its own")

PATIENCE = 20
"""Seconds until the program is taken to be stuck."""


def _take_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["ctrl+c", "ctrl+d"])
def test_a_line_is_kept_and_the_key_pauses(call: Call, home: Path, key: str) -> None:
    assert home
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "parentkit", "reflect"],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
        preexec_fn=_take_terminal,  # noqa: PLW1509 ctrl+c goes to who has the terminal
    )
    os.close(follower)
    said = ""

    def until(words: str) -> None:
        nonlocal said
        while words not in said:
            assert select([leader], [], [], PATIENCE)[0], said
            said += os.read(leader, 4096).decode()
        said = said.partition(words)[2]

    try:
        until("Question 1 of")
        until("> ")
        os.write(leader, b"the snail\n")
        until("> ")
        os.write(leader, key.encode())
        until("Paused.")
        assert process.wait(timeout=PATIENCE) == 0
    finally:
        process.kill()
        process.wait()
        os.close(leader)
    assert "the snail" in call("reflect", "--show").out

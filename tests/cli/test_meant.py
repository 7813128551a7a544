"""A slip of the finger costs nothing: the word that was meant, and the whole line to repeat."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Called

pty = pytest.importorskip("pty")


def at_a_terminal(*words: str) -> str:
    """What the program says of a call on a terminal; a pipe has its output."""
    leader, follower = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "parentkit", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=follower,
        check=False,
    )
    os.close(follower)
    said = b""
    try:
        while chunk := os.read(leader, 4096):
            said += chunk
    except OSError:  # how Linux ends what a terminal says
        pass
    os.close(leader)
    return said.decode().replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("typed", "meant", "line"),
    [
        ("log afriad comfort", "afraid", "log afraid comfort"),
        ("log afraid comfrt", "comfort", "log afraid comfort"),
        ("log afriad comfrt", "afraid and comfort", "log afraid comfort"),
        ("log afriad comfort --note 'my own; note'", "afraid", None),
        ("log afraid comfort --context=bedtme", "bedtime", "log afraid comfort --context=bedtime"),
        ("moments --all --cue hugry", "hungry", "moments --all --cue hungry"),
        ("log sad comfort --child Mai", "Mia", "log sad comfort --child Mia"),
    ],
)
def test_the_line_is_offered_as_it_was_meant(
    call: Callable[..., Called], typed: str, meant: str, line: str | None
) -> None:
    call("child", "add", "Mia")
    said = at_a_terminal(*shlex.split(typed)).splitlines()
    again = line or typed.replace("afriad", "afraid")
    assert said[1:] == [f"  Did you mean {meant}?", f"  parentkit {again}"]
    assert call(*shlex.split(said[-1])[1:]).code in (0, 1)  # nothing is found, or it is stored


def test_a_long_line_is_not_broken(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert home.is_dir()
    monkeypatch.setenv("COLUMNS", "40")
    note = "a long note " * 10
    said = at_a_terminal("log", "afriad", "comfort", "--note", note)
    assert said.endswith(f"\n  parentkit log afraid comfort --note '{note}'\n")


def test_where_nobody_looks_the_line_with_its_note_is_not_repeated(
    call: Callable[..., Called],
) -> None:
    called = call("log", "afriad", "comfort", "--note", "my own words")
    assert called.code == 2
    assert called.err.splitlines()[1:] == ["  Did you mean afraid?"]
    both = call("log", "afriad", "comfrt").err
    assert "'comfrt' is not a known response" in both


def test_what_resembles_nothing_is_no_slip(call: Callable[..., Called]) -> None:
    for words in (("afriad", "zzzz"), ("zzzz", "comfort"), ("xylophone", "comfort")):
        assert "Did you mean" not in call("log", *words).err
    assert "Nearest: afraid" in call("log", "afriad", "zzzz").err


def test_a_log_that_is_understood_compares_no_words(home: Path) -> None:
    assert home.is_dir()
    program = (
        "import sys; from parentkit.__main__ import main; code = main();"
        "compared = {'difflib', 'parentkit.cli.meant'} & {*sys.modules};"
        "sys.exit(code or 9 * bool(compared))"
    )
    words = [sys.executable, "-c", program, "log", "afraid", "comfort"]
    assert subprocess.run(words, capture_output=True, check=False).returncode == 0

"""The door itself: finding commands, exit codes, streams, terminals that are not there."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from parentkit import __version__
from parentkit.cli.main import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Called

    Call = Callable[..., Called]


def program(*words: str, **options: object) -> subprocess.CompletedProcess[str]:
    """The program as a process of its own, in whatever home the environment names."""
    return subprocess.run(
        [sys.executable, "-m", "parentkit", *words],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        **options,  # type: ignore[call-overload]
    )


def test_help_says_what_there_is(call: Call) -> None:
    called = call("--help")
    assert called.code == 0
    assert all(command in called.out for command in COMMANDS)


def test_without_a_command_it_shows_the_week_and_today(call: Call) -> None:
    call("log", "afraid", "comfort")
    called = call()
    assert called.code == 0
    assert "all children together" in called.out
    assert "scared, worried" in called.out
    assert "parentkit --help" in called.err


def test_the_version_is_told(call: Call) -> None:
    assert call("--version").out == f"parentkit {__version__}\n"


def test_a_mistyped_command_names_the_nearest(call: Call) -> None:
    called = call("rats")
    assert called.code == 2
    assert "rates" in called.err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_on_standard_output(call: Call, command: str) -> None:
    called = call(command, "--help")
    assert (called.code, called.err) == (0, "")
    assert "examples:" in called.out


@pytest.mark.parametrize("command", COMMANDS)
def test_an_option_that_is_not_there_is_a_usage_problem(call: Call, command: str) -> None:
    called = call(command, "--no-such-option")
    assert called.code == 2
    assert "Traceback" not in called.err


def test_as_a_process_it_writes_data_to_standard_output(home: Path) -> None:
    done = program("log", "afraid", "comfort")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Logged ")
    assert home.is_dir()


def test_a_terminal_that_knows_no_unicode_gets_ascii(home: Path) -> None:
    assert home.is_dir()
    done = program(
        *("log", "sad", "comfort", "--note", "à la crèche \N{CRESCENT MOON}"),
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 0
    assert "* met" in done.stdout


def test_a_reader_that_leaves_early_is_no_problem(home: Path) -> None:
    assert home.is_dir()
    program("demo")
    with subprocess.Popen(
        [sys.executable, "-m", "parentkit", "demo", "moments", "--all"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
        process.wait(timeout=20)


def test_an_unwritable_home_is_told_without_a_traceback(call: Call, home: Path) -> None:
    (home / "home").write_text("in the way")
    called = call("log", "afraid", "comfort")
    assert called.code == 3
    assert "parentkit: " in called.err
    assert "Traceback" not in called.err


def test_a_full_output_says_that_what_was_stored_stays_stored(home: Path) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("this system has no /dev/full")
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "parentkit", "log", "afraid", "comfort"],
            stdout=full,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
            check=False,
        )
    assert done.returncode == 3
    assert "stays stored" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(home.glob("home/families/own/journal/*/*.jsonl"))


def test_streams_that_are_closed_cost_nothing(home: Path) -> None:
    command = f"{sys.executable} -m parentkit log afraid comfort --note - <&- >&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert home.is_dir()

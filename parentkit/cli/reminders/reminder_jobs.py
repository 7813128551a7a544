"""Jobs that remind without being asked: writing them, taking them away, and what they run."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from parentkit.cli.session import put, say
from parentkit.domain.errors import DataProblem, UsageProblem
from parentkit.services.reminders import jobs
from parentkit.services.reminders.notices import tell

if TYPE_CHECKING:
    import argparse

    from parentkit.journal import Journal

LONGEST_SECONDS = 600
"""How long a command has to show a line: a dialog waits to be clicked, and comes anew then."""


def notify(journal: Journal, give_to: str | None) -> int:
    """Prints a line for each thing that is newly due, or hands it to a command; returns 0.

    Raises:
        DataProblem: the command could not be run; the lines will come again.
    """
    tell(journal, lambda line: _hand(give_to, line) if give_to else put([line]))
    return 0


def install(journal: Journal, arguments: argparse.Namespace) -> int:
    """Writes a job's files, and says how to turn it on; returns the exit code."""
    planned = jobs.job(journal, arguments.system, arguments.give_to)
    if arguments.dry_run:
        for path, content in planned.files.items():
            put([path, _text(content), ""])
    else:
        jobs.install(planned)
        put(planned.files)
    say("To turn it on:")
    put([planned.turn_on])
    return 0


def remove(journal: Journal, arguments: argparse.Namespace) -> int:
    """Takes a job's files away, and says how to turn it off; returns the exit code."""
    planned = jobs.job(journal, arguments.system)
    put(jobs.written(planned) if arguments.dry_run else jobs.remove(journal, planned))
    say("If it was turned on, this turns it off:")
    put([planned.turn_off])
    return 0


def _hand(command: str, line: str) -> None:
    import subprocess
    from shlex import split

    try:
        words = split(command, posix=os.name != "nt")
        done = subprocess.run([*words, line], check=False, timeout=LONGEST_SECONDS)  # noqa: S603 the person's own command
    except ValueError as problem:
        raise UsageProblem(f"{command!r} is no command: {problem}.") from problem
    except subprocess.TimeoutExpired:
        raise _not_shown(command, f"it was still running after {LONGEST_SECONDS} seconds") from None
    except OSError as problem:
        raise _not_shown(command, problem.strerror or str(problem)) from problem
    if done.returncode:
        raise _not_shown(command, f"it ended with {done.returncode}")


def _not_shown(command: str, why: str) -> DataProblem:
    told = f"{command!r} did not show the line: {why}."
    return DataProblem(told, "It will be said again next time.")


def _text(content: bytes) -> str:
    return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")

"""The jobs that remind without being asked: their files are written on request and removable.

Nothing is switched on here: that is one command of the system's own, which the person sees and
runs.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.errors import DataProblem, NothingFound
from parentkit.interchange.reminders.job_files import (
    CRON,
    LABEL,
    LAUNCHD,
    NAME,
    SYSTEMD,
    WINDOWS,
    Command,
    job_files,
)
from parentkit.services.reminders.notices import forget_said
from parentkit.storage import disk, whole_files
from parentkit.storage.reading import read_bounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from parentkit.journal import Journal

_PASSED_ON = ("PARENTKIT_HOME", "PARENTKIT_STATE")


class Job(NamedTuple):
    """A job of one system: its files by path, and the commands that turn it on and off."""

    files: Mapping[str, bytes]
    turn_on: str
    turn_off: str


def job(journal: Journal, system: str, give_to: str | None = None) -> Job:
    """The job for one of job_files.SYSTEMS; nothing is written.

    Args:
        journal: whose reminders they are.
        system: the scheduler.
        give_to: a command that is given each line to show; the line is printed where there is none.
    """
    words = [sys.executable, "-P", "-m", "parentkit", "reminders", "--notify"]
    words += ["--with", give_to] if give_to else []
    environment = {
        name: os.path.abspath(os.environ[name]) for name in _PASSED_ON if os.environ.get(name)
    }
    folder = _folder(journal, system)
    files = job_files(system, Command(words, environment))
    return _job(system, {os.path.join(folder, file.name): file.content for file in files})


def install(planned: Job) -> None:
    """Writes a job's files for their owner alone, over earlier ones of ours.

    Raises:
        DataProblem: a file of somebody else's stands there, or one cannot be written.
    """
    for path in planned.files:
        _make_sure_ours(path)
    for path, content in planned.files.items():
        try:
            disk.make_folders(os.path.dirname(path))
            disk.write_whole(path, partial(_same, content))
        except OSError as problem:
            raise _unchanged(path, problem) from problem


def written(planned: Job) -> list[str]:
    """The paths of a job's files that are there.

    Raises:
        NothingFound: none is.
    """
    there = [path for path in planned.files if os.path.lexists(path)]
    if not there:
        raise NothingFound("No such job was written here.", "There is nothing to remove.")
    return there


def remove(journal: Journal, planned: Job) -> list[str]:
    """Takes a job's files away again, with the folders that are empty then; returns their paths.

    Raises:
        NothingFound: there are none.
        DataProblem: a file is somebody else's, or cannot be removed.
    """
    there = written(planned)
    for path in there:
        _make_sure_ours(path)
    links = [
        os.path.join(os.path.dirname(path), "timers.target.wants", os.path.basename(path))
        for path in there
    ]
    traces = [*there, *links]
    for path in filter(os.path.lexists, traces):
        try:
            disk.remove(path)
        except OSError as problem:
            raise _unchanged(path, problem) from problem
    try:
        forget_said(journal)
    except OSError as problem:
        raise _unchanged(problem.filename or journal.places.state, problem) from problem
    for path in traces:
        _remove_empty(os.path.dirname(path), (os.path.expanduser("~"), journal.places.state))
    return there


def _folder(journal: Journal, system: str) -> str:
    home = os.path.expanduser("~")
    if system == SYSTEMD:
        settings = os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config")
        return os.path.join(settings, "systemd", "user")
    if system == LAUNCHD:
        return os.path.join(home, "Library", "LaunchAgents")
    return os.path.join(journal.places.state, "jobs")


def _job(system: str, files: Mapping[str, bytes]) -> Job:
    timer, path = f"{NAME}.timer", next(iter(files))
    others = f"crontab -l 2>/dev/null | grep -vF {LABEL}"
    launchd_off = f"launchctl bootout gui/$(id -u)/{LABEL}"
    launchd_on = f"launchctl bootstrap gui/$(id -u) {_quoted(path)}"
    turn = {
        SYSTEMD: (
            f"systemctl --user daemon-reload && systemctl --user enable --now {timer}",
            f"systemctl --user stop {timer}; systemctl --user daemon-reload",
        ),
        LAUNCHD: (f"{launchd_off} 2>/dev/null; {launchd_on}", launchd_off),
        WINDOWS: (
            f'schtasks /Create /F /TN {NAME} /XML "{path}"',
            f"schtasks /Delete /F /TN {NAME}",
        ),
        CRON: (f"({others}; cat {_quoted(path)}) | crontab -", f"{others} | crontab -"),
    }
    return Job(files, *turn[system])


def _make_sure_ours(path: str) -> None:
    try:
        content = read_bounded(path)
    except FileNotFoundError:
        return
    except OSError as problem:
        raise _unchanged(path, problem) from problem
    if LABEL.encode() not in content and LABEL.encode("utf-16-le") not in content:
        raise DataProblem(
            f"{path} is there already and was not written by parentkit; it was not touched.",
            "Move it away to have the job written, or leave things as they are.",
        )


def _remove_empty(folder: str, bases: Iterable[str]) -> None:
    """Removes a folder and those above it as long as nothing is in them; the bases stay."""
    while any(folder.startswith(base + os.sep) for base in bases):
        try:
            whole_files.remove_folder(folder)
        except OSError:  # something is in it, or it was never there
            return
        folder = os.path.dirname(folder)


def _same(content: bytes, _inode: int) -> bytes:
    return content


def _quoted(path: str) -> str:
    from shlex import quote

    return quote(path)


def _unchanged(path: str, problem: OSError) -> DataProblem:
    return DataProblem(
        f"{path}: {problem.strerror or problem}.",
        "Your records are as they were. --dry-run shows what would be written, to do it by hand.",
    )

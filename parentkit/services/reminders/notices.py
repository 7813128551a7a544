"""What a job that runs every few minutes says: one neutral line when something is due, once.

Whoever sees the screen reads it too, so a line names nobody and says nothing about its purpose.
What was said is kept in the local state, so that a job that runs often says a thing once, and one
that was held up by a closed lid says it late rather than never.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from parentkit import clock
from parentkit.domain.errors import DataProblem
from parentkit.domain.jsontext import NotJson, compact, parse
from parentkit.domain.reflection.prompting import open_prompt
from parentkit.domain.reflection.reminder import weeks_passed
from parentkit.domain.time.localtime import stamp_local
from parentkit.services.reminders.reminders import standing
from parentkit.storage import disk

if TYPE_CHECKING:
    from parentkit.journal import Journal

REFLECTION, PROMPT = "reflection", "prompt"

LINES = {
    REFLECTION: "A quiet quarter of an hour is there when you want it.",
    PROMPT: "A short question is waiting.",
}

_FILE = "reminders.json"


def notices(journal: Journal) -> dict[str, str]:
    """What is due and was not said yet: names of LINES, and which week or time each is about.

    Nothing is written; `keep_said` is for when they were said.

    Raises:
        DataProblem: what is stored about the reminders cannot be read.
    """
    now = int(clock.now())
    current = standing(journal)
    if current.reminder.paused:
        return {}
    due: dict[str, str] = {}
    latest = next(iter(weeks_passed(current.reminder, now)), None)
    if latest in current.due:
        due[REFLECTION] = latest.week.start.isoformat()
    if current.prompts and (asked_at := open_prompt(current.prompts, now)) is not None:
        due[PROMPT] = stamp_local(asked_at)
    said = _said(journal)
    return {name: about for name, about in due.items() if said.get(name) != about}


def keep_said(journal: Journal, said: dict[str, str]) -> None:
    """Remembers what was said, on this machine alone.

    Raises:
        DataProblem: the local state cannot be written, so the same will be said again.
    """
    path = file_of_said(journal)
    content = compact({**_said(journal), **said}).encode() + b"\n"
    try:
        disk.make_folders(os.path.dirname(path))
        disk.write_whole(path, lambda _inode: content)
    except OSError as problem:
        raise DataProblem(
            f"{path} could not be written ({problem.strerror or problem}).",
            "The same line will be said again next time; your records are as they were.",
        ) from problem


def file_of_said(journal: Journal) -> str:
    """Where this machine remembers what was said."""
    return os.path.join(journal.places.state, _FILE)


def _said(journal: Journal) -> dict[str, str]:
    """What was said; nothing where the file is missing or holds something else."""
    try:
        with open(file_of_said(journal), "rb") as file:
            stored = parse(file.read().decode())
    except (OSError, UnicodeDecodeError, NotJson):
        return {}
    return stored if isinstance(stored, dict) else {}

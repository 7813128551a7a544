"""What a job that runs every few minutes says: one neutral line when something is due, once.

Whoever sees the screen reads it too, so a line names nobody and says nothing about its purpose.
What was said is kept in the local state, so that a job that runs often says a thing once, and one
that was held up by a closed lid says it late rather than never.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from parentkit import clock
from parentkit.domain.reflection.prompting import open_prompt
from parentkit.domain.reflection.reminder import weeks_passed
from parentkit.domain.time.localtime import stamp_local
from parentkit.services.reminders.reminders import standing
from parentkit.storage.held import held
from parentkit.storage.local_state import Shelf, documents
from parentkit.storage.lock import Busy
from parentkit.storage.refusals import unwritten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from parentkit.journal import Journal

REFLECTION, PROMPT = "reflection", "prompt"

LINES = {
    REFLECTION: "A quiet quarter of an hour is there when you want it.",
    PROMPT: "A short question is waiting.",
}

_NAME, _ABOUT = "name", "about"
_LOCK = "notify.lock"


def tell(journal: Journal, line: Callable[[str], None]) -> None:
    """Hands over each line that is due and was not said yet, and remembers that it was.

    Nothing is said where another process is at it: two jobs that start together say a line once.

    Raises:
        DataProblem: what is stored about the reminders cannot be read, or what was said cannot be
            remembered.
    """
    if not _due(journal):
        return
    path = os.path.join(journal.places.state, _LOCK)
    with ExitStack() as alone:
        try:
            alone.enter_context(held(path))
        except Busy:
            return
        except OSError as problem:
            raise unwritten(path, problem, "Your records are as they were.") from problem
        due = _due(journal)  # once more: another may have said it meanwhile
        for name in due:
            line(LINES[name])
        if due:
            _keep_said(journal, due)


def _due(journal: Journal) -> dict[str, str]:
    """What is due and was not said yet: names of LINES, and which week or time each is about."""
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


def _keep_said(journal: Journal, said: dict[str, str]) -> None:
    from parentkit.storage.tinydb_file import LocalState

    shelf = _shelf(journal)
    try:
        with LocalState(shelf) as table:
            for name, about in said.items():
                table.remove(lambda one, name=name: one.get(_NAME) == name)
                table.insert({_NAME: name, _ABOUT: about})
    except OSError as problem:
        safe = "The same line will be said again next time; your records are as they were."
        raise unwritten(shelf.path, problem, safe) from problem


def forget_said(journal: Journal) -> None:
    """Forgets what was said, on this machine; nothing happens where nothing was.

    Raises:
        OSError: the local state cannot be written.
    """
    if _said(journal):
        from parentkit.storage.tinydb_file import LocalState

        with LocalState(_shelf(journal)) as table:
            table.truncate()


def _said(journal: Journal) -> dict[str, Any]:
    """What was said; nothing where it cannot be read."""
    return {str(one.get(_NAME)): one.get(_ABOUT) for one in documents(_shelf(journal))}


def _shelf(journal: Journal) -> Shelf:
    return Shelf(journal.places.state, "said", "reminders.json", _from_older)


def _from_older(found: Any) -> Iterator[dict[str, Any]]:
    for name, about in found.items() if isinstance(found, dict) else ():
        yield {_NAME: name, _ABOUT: about}

"""The weekly reminder as a file for a calendar program."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from parentkit.domain.codes import CAREGIVER
from parentkit.domain.errors import DataProblem
from parentkit.domain.reflection.reminder import BEGINS, RULE, WEEKLY_ID
from parentkit.domain.time.recurrence import first_time, placed
from parentkit.domain.ulid import ulid_named
from parentkit.interchange.reminders.calendar_file import PRODUCT, Event, calendar_text
from parentkit.journal import wall_ms
from parentkit.services.reminders.reminders import weekly
from parentkit.storage import disk
from parentkit.storage.reading import opened_to_read
from parentkit.storage.refusals import unwritten

TYPE_CHECKING = False
if TYPE_CHECKING:
    from parentkit.journal import Journal

_CHANGING = frozenset((RULE, BEGINS, "deleted"))
"""Fields of the reminder that change what stands in a calendar; a pause does not."""


def calendar(journal: Journal) -> str:
    """The calendar file's text; the same as long as the reminder is the same.

    Raises:
        DataProblem: what is stored about the reminder cannot be read.
    """
    reminder = weekly(journal)
    begins = first_time(reminder.rule, reminder.begins)
    changes = [op.stamp for op in journal.history(WEEKLY_ID) if _CHANGING.intersection(op.set)]
    changed = wall_ms(changes[-1]) // 1000 if changes else placed(reminder.begins)
    event = Event(
        uid=f"{_identity(journal)}@parentkit",
        sequence=len(changes),
        changed=datetime.fromtimestamp(changed, UTC),
        begins=begins,
        rule=reminder.rule,
    )
    return calendar_text(event)


def write_calendar(journal: Journal, path: str) -> None:
    """Writes the calendar file for its owner alone, over an earlier one of ours or none.

    Raises:
        DataProblem: another file stands there, or it cannot be written; nothing was changed.
    """
    content = calendar(journal).encode()
    try:
        if os.path.lexists(path) and not _is_ours(path):
            raise DataProblem(
                f"{path} is there already and no calendar file of parentkit; it was not touched.",
                "Name another file, or move that one away.",
            )
        disk.write_whole(os.path.abspath(path), lambda _inode: content)
    except OSError as problem:
        safe = "Nothing was changed; name a file in a folder that is there."
        raise unwritten(path, problem, safe) from problem


def _is_ours(path: str) -> bool:
    with opened_to_read(path) as file:
        return f"PRODID:{PRODUCT}".encode() in file.read(1 << 12)


def _identity(journal: Journal) -> str:
    """One identity for each family, the same on all its devices; it names nobody.

    Two families' reminders may stand side by side in a calendar that they share.
    """
    caregivers = (record.id for record in journal.lasting() if record.kind == CAREGIVER)
    return ulid_named(f"reminder/weekly/{min(caregivers, default='')}")

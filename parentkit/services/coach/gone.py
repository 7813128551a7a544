"""Lines that were received and are no longer here: deleted, or restored from an older copy.

A receipt says how many lines came with its file, and each of them became one line of the family's
journal. Fewer of them are not fewer moments in the family's life.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from parentkit.domain.sentence import plural
from parentkit.journal import Problem, content_of, dated_files, lasting_files
from parentkit.services.coach.places import ToldProblem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from parentkit.services.coach.family import Family
    from parentkit.services.coach.received import Receipt

_BEGINNING = b'{"v":'


def lines_by_device(family: Family) -> dict[str, int]:
    """How many lines each folder of a family's journal holds, where all of its files can be read.

    A damaged line counts: that it is damaged is said elsewhere.
    """
    journal = family.places.journal
    found: dict[str, int] = {}
    closed: set[str] = set()
    for path in (*dated_files(journal), *lasting_files(journal)):
        device = os.path.basename(os.path.dirname(path))
        content = content_of(path)
        if isinstance(content, Problem):
            closed.add(device)
        else:
            found[device] = found.get(device, 0) + _lines(content)
    return {device: count for device, count in found.items() if device not in closed}


def gone(
    family: Family, receipts: Iterable[Receipt], lines: Mapping[str, int]
) -> list[ToldProblem]:
    """What was received and is not here, of files whose lines are to stand in the journal.

    Args:
        family: whose.
        receipts: of all files that are here; those that are set apart are passed over.
        lines: as `lines_by_device` gives them.
    """
    found = []
    for receipt in receipts:
        folder = family.places.device_folder(receipt.device)
        count = lines.get(receipt.device, 0)
        if count >= receipt.lines or not os.path.lexists(folder):
            continue
        if receipt.device in lines or _is_without_files(folder):
            found.append(_told(family, receipt, folder, receipt.lines - count))
    return found


def nothing_left(family: Family, absent: Iterable[Receipt]) -> list[ToldProblem]:
    """The same of files of which not even the folder is here."""
    folder = family.places.device_folder
    return [_told(family, one, folder(one.device), one.lines) for one in absent if one.lines > 0]


def _told(family: Family, receipt: Receipt, folder: str, count: int) -> ToldProblem:
    """That so many lines of a received file are no longer here."""
    lines = plural(count, one="one line", other="{n:,} lines")
    told = plural(
        count,
        one=f"{family.name}: one line that was received on {receipt.added_at[:10]} is no longer "
        f"here ({folder}). parentkit coach add FILE with the same file puts it back, and so does "
        "a backup of that folder; else ask for the file again. All else is as it was.",
        other=f"{family.name}: {lines} that were received on {receipt.added_at[:10]} are no longer "
        f"here ({folder}). parentkit coach add FILE with the same file puts them back, and so does "
        "a backup of that folder; else ask for the file again. All else is as it was.",
    )
    reason = f"{lines} of {receipt.lines:,} that were received no longer here"
    return ToldProblem(folder, reason, told, f"{lines} received earlier and no longer here")


def _is_without_files(folder: str) -> bool:
    """Whether nothing that could be read is in a folder, or something else is in its place."""
    try:
        return not os.listdir(folder)
    except NotADirectoryError:
        return True
    except OSError:  # that it does not open is said of the journal
        return False


def _lines(content: bytes) -> int:
    """Lines by their ends, and by their beginnings where an end is damaged."""
    by_end = content.count(b"\n") + (not content.endswith(b"\n") and bool(content))
    return max(by_end, content.count(_BEGINNING))

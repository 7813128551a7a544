"""What the caseload shows of one family, kept in the local state while its files are the same."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.jsontext import compact
from parentkit.figures.outcomes import Outcome, Outcomes
from parentkit.services.coach.gone import lines_by_device
from parentkit.services.coach.scan import survey
from parentkit.services.coach.workspace import journal_of
from parentkit.services.coach.write import open_questions
from parentkit.storage import disk
from parentkit.storage.reading import Unreadable, read_json

if TYPE_CHECKING:
    from parentkit.services.coach.family import Family

FORMAT = 4
"""To be raised whenever something else would be kept for the same files."""

FILE = "overview.json"


class Overview(NamedTuple):
    """Counts of one family.

    Attributes:
        since: the local day from which on endings are counted.
        moments, unread, flagged, flagged_unread, questions: as in caseload.Case.
        endings: by local day, how many moments ended as each of `kinds` (by its number).
        kinds: the ways of ending, as the fields of figures.outcomes.Outcome.
        lines: how many lines each folder of the journal holds, where all of it can be read.
        unreadable: path, line (0: the whole file) and reason of what could not be read.
    """

    since: str
    moments: int
    unread: int
    flagged: int
    flagged_unread: int
    questions: int
    endings: dict[str, dict[str, int]]
    kinds: list[list[Any]]
    unreadable: list[tuple[str, int, str]]
    lines: dict[str, int]

    def outcomes(self, since: str, until: str) -> Outcomes:
        """How the moments of the local days from `since` to `until` ended, both included."""
        days: list[str] = []
        codes: list[int] = []
        for day in sorted(self.endings):
            if since <= day <= until:
                for kind, count in self.endings[day].items():
                    days += [day] * count
                    codes += [int(kind)] * count
        kinds = [Outcome(*kind) for kind in self.kinds]
        return Outcomes(days, codes, [None] * len(days), kinds)


def overview_of(family: Family, since: str) -> Overview:
    """The overview of a family, from what was kept where its files are still the same."""
    key = _files(family)
    path = os.path.join(family.state, FILE)
    kept = _kept(path, key)
    if kept and kept.since <= since:
        return kept
    found, lasts = _looked_through(family, since)
    if lasts:
        _keep(path, key, found)
    return found


def _looked_through(family: Family, since: str) -> tuple[Overview, bool]:
    """The overview, and whether it holds as long as the files are the same."""
    journal = journal_of(family)
    found = survey(journal, since)
    endings: dict[str, Counter[str]] = {}
    for day, code in zip(found.outcomes.days, found.outcomes.codes, strict=True):
        endings.setdefault(day, Counter())[str(code)] += 1
    overview = Overview(
        since=since,
        moments=found.moments,
        unread=found.unread,
        flagged=found.flagged,
        flagged_unread=found.flagged_unread,
        questions=len(open_questions(journal)),
        endings={day: dict(counts) for day, counts in endings.items()},
        kinds=[list(kind) for kind in found.outcomes.kinds],
        unreadable=[],
        lines=lines_by_device(family),
    )
    journal.note(found.problems)
    places = [(each.path, each.line, each.reason) for each in journal.problems]
    overview = overview._replace(unreadable=places)
    return overview, not found.ahead


def _files(family: Family) -> list[list[Any]]:
    """Every file of the family's journal with its size, its time of change, and whether it opens.

    A folder that does not open stands for itself, without them.
    """
    found: list[list[Any]] = []
    journal = family.places.journal
    try:
        devices = sorted(os.listdir(journal))
    except OSError:
        return [[journal]]
    for device in devices:
        folder = os.path.join(journal, device)
        try:
            with os.scandir(folder) as scanned:
                entries = sorted(scanned, key=lambda entry: entry.name)
        except OSError:
            found.append([device])
            continue
        for entry in entries:
            try:
                status = entry.stat()
            except OSError:  # a link that leads nowhere, say
                found.append([f"{device}/{entry.name}"])
                continue
            opens = os.access(entry.path, os.R_OK)
            of_file = status.st_size, str(status.st_mtime_ns), str(status.st_ino), opens
            found.append([f"{device}/{entry.name}", *of_file])
    return found


def _kept(path: str, key: list[list[Any]]) -> Overview | None:
    try:
        kept = read_json(path)
    except Unreadable:  # it is made anew
        return None
    if not isinstance(kept, dict) or (kept.get("format"), kept.get("files")) != (FORMAT, key):
        return None
    return Overview(**kept["overview"])


def _keep(path: str, key: list[list[Any]], overview: Overview) -> None:
    """Keeps an overview; without waiting for the disk, because a lost one is made again."""
    kept = {"format": FORMAT, "files": key, "overview": overview._asdict()}
    temporary = f"{path}.{os.getpid()}.new"
    try:
        disk.make_folders(os.path.dirname(path))
        descriptor = disk.create_new(temporary)
        try:
            disk.write_all(descriptor, compact(kept).encode())
        finally:
            disk.close(descriptor)
        disk.replace(temporary, path)
    except OSError:  # it is only that the next time takes longer
        with suppress(OSError):
            disk.remove(temporary)

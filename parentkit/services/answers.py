"""What was answered: written down line by line, found by week, by question, or all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit import clock
from parentkit.domain.errors import NothingFound
from parentkit.domain.localtime import stamp_local
from parentkit.domain.reflection import (
    ANSWER,
    FOLLOW_UP_ANSWER,
    REFLECTION,
    SKIPPED,
    begun,
    id_prefix,
    reflection_id,
)
from parentkit.journal.fold import fold
from parentkit.journal.folders import dated_files
from parentkit.journal.scan import ids_with_prefix, lines_of
from parentkit.journal.writer import Draft

if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from parentkit.domain.choosing import Asked
    from parentkit.domain.moment import Document
    from parentkit.journal.fold import Record
    from parentkit.journal.journal import Journal
    from parentkit.journal.scan import Problem

_MONTH = len("2026-11")


class Answer(NamedTuple):
    """A reflection, and texts that lost against another device's, by field: (field, text)."""

    document: Document
    conflicts: list[tuple[str, str]]


class Answers(NamedTuple):
    """Reflections in the order in which they were asked, and what reading had to set aside."""

    answers: list[Answer]
    problems: list[Problem]


class Writing:
    """One answer while it is being written: each line is on the disk before the next is asked for.

    All lines of one answer are undone together.

    Args:
        journal: where it is kept.
        monday: the first day of the week that it is about.
        caregiver: whose answer it is.
        question: the question as it is asked.
        field: ANSWER or FOLLOW_UP_ANSWER.
    """

    def __init__(
        self, journal: Journal, monday: date, caregiver: str, question: Asked, field: str = ANSWER
    ) -> None:
        self._journal = journal
        self._id = reflection_id(monday, caregiver, question.id)
        self._header = begun(question, monday, caregiver, _now())
        self._field = field
        self._lines: list[str] = []
        self._batch = self._id if field == FOLLOW_UP_ANSWER else ""

    @property
    def text(self) -> str:
        """What is written so far."""
        return "\n".join(self._lines)

    def add(self, line: str) -> None:
        """Stores one more line; when this returns, it is on the disk.

        Raises:
            WriteProblem: it could not be stored; the lines before it are.
        """
        self._lines.append(line)
        self._store({self._field: self.text, SKIPPED: None, "answered_at": _now()})

    def skip(self) -> None:
        """Stores that the question was passed over.

        Raises:
            WriteProblem: it could not be stored.
        """
        self._store({SKIPPED: True, "answered_at": _now()})

    def _store(self, changes: dict[str, Any]) -> None:
        try:
            record = self._journal.get(self._id, REFLECTION)
        except NothingFound:
            fields = {name: value for name, value in changes.items() if value is not None}
            self._batch = self._id
            draft = Draft(REFLECTION, self._id, {**self._header, **fields})
            self._journal.append([draft], batch=self._batch)
            return
        if record.deleted:
            changes = {**changes, "deleted": None}
        self._batch = self._batch or _fresh_id()
        self._journal.amend(record, changes, batch=self._batch)


def of_week(journal: Journal, monday: date, caregiver: str) -> list[Answer]:
    """A caregiver's reflections on a week, found without reading what else stands in the files."""
    prefix = id_prefix(monday)
    files = dated_files(journal.places.journal, monday.isoformat()[:_MONTH])
    identifiers = {
        identifier
        for path in files
        for kind, identifier in ids_with_prefix(path, prefix)
        if kind == REFLECTION
    }
    if not identifiers:
        return []
    operations = [
        operation for path in files for operation in lines_of(path, identifiers).operations
    ]
    return _answers(fold(operations, journal.now_ms()).values(), caregiver)


def all_of(journal: Journal, caregiver: str) -> Answers:
    """All reflections of a caregiver."""
    reading = journal.read(kinds=(REFLECTION,))
    return Answers(_answers(reading.records, caregiver), reading.problems)


def _answers(records: Iterable[Record], caregiver: str) -> list[Answer]:
    found = [
        Answer(record.document(), [(kept.field, kept.value) for kept in record.conflicts])
        for record in records
        if record.kind == REFLECTION
        and not record.deleted
        and record.fields.get("caregiver") == caregiver
    ]
    return sorted(found, key=lambda answer: place_of(answer.document))


def _now() -> str:
    return stamp_local(clock.now(), seconds=True)


def _fresh_id() -> str:
    from parentkit.services.household import new_id

    return new_id(clock.now_ms())

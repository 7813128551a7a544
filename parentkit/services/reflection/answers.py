"""What was answered: written down line by line, and found again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit import clock
from parentkit.domain.codes import ASSIGNMENT, REFLECTION
from parentkit.domain.errors import NothingFound
from parentkit.domain.exercises.assigned import record_of
from parentkit.domain.log.wanted import holds
from parentkit.domain.reflection.reflection import (
    ANSWER,
    SKIPPED,
    begun,
    id_prefix,
    place_of,
    reflection_id,
)
from parentkit.domain.time.localtime import stamp_local
from parentkit.journal import Draft, damage_in, dated_files, fold, ids_with_prefix, lines_of
from parentkit.services.family.household import new_id

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from typing import Any

    from parentkit.domain.log.moment import Document
    from parentkit.domain.reflection.choosing import Asked
    from parentkit.domain.reflection.wanted import AnswersWanted
    from parentkit.domain.time.period import Period
    from parentkit.journal import Journal, Record


class Answer(NamedTuple):
    """A reflection, and texts that lost against another device's, by field: (field, text)."""

    document: Document
    conflicts: list[tuple[str, str]]


class Writing:
    """One answer while it is being written: line by line, or over and over as a whole.

    All that is written through one of these is undone together.

    Args:
        journal: where it is kept.
        monday: the first day of the week that it is about.
        caregiver: whose answer it is.
        question: the question as it is asked, now.
    """

    def __init__(self, journal: Journal, monday: date, caregiver: str, question: Asked) -> None:
        self._journal = journal
        self._id = reflection_id(monday, caregiver, question.id)
        self._header = begun(question, monday, caregiver, _now())
        self._assignment = record_of(question.id)
        self._batch = new_id(clock.now_ms())
        self._lines: dict[str, list[str]] = {}

    @property
    def fields(self) -> dict[str, str]:
        """What is written so far, by field."""
        return {field: "\n".join(lines) for field, lines in self._lines.items()}

    def add(self, line: str, field: str = ANSWER) -> None:
        """Stores one more line of the answer, or of the follow-up's (FOLLOW_UP_ANSWER).

        Raises:
            WriteProblem: it could not be stored; the lines before it are.
        """
        self._lines.setdefault(field, []).append(line)
        self._store({field: self.fields[field], SKIPPED: None, "answered_at": _now()})
        self._tell_coach_question()

    def put(self, text: str, field: str = ANSWER) -> None:
        """Stores the whole of an answer, or of the follow-up's, as it stands; empty clears it.

        Raises:
            WriteProblem: it could not be stored; what was stored before is.
        """
        self._lines[field] = text.split("\n")
        self._store({field: text or None, SKIPPED: None, "answered_at": _now()})
        self._tell_coach_question()

    def whole(self, text: str, field: str = ANSWER) -> Document:
        """The record as it would be with this text, for keeping it elsewhere; nothing is stored."""
        return {"id": self._id, **self._header, **self.fields, field: text, "answered_at": _now()}

    def skip(self) -> None:
        """Stores that the question was passed over.

        Raises:
            WriteProblem: it could not be stored.
        """
        self._store({SKIPPED: True, "answered_at": _now()})

    def _tell_coach_question(self) -> None:
        """Where a coach asked, the question needs no asking any more."""
        if self._assignment:
            record = self._journal.get(self._assignment, ASSIGNMENT)
            if not record.fields.get("done_at"):
                self._journal.amend(record, {"done_at": _now()}, batch=self._batch)

    def _store(self, changes: dict[str, Any]) -> None:
        try:
            record = self._journal.get(self._id, REFLECTION)
        except NothingFound:
            fields = {name: value for name, value in changes.items() if value is not None}
            draft = Draft(REFLECTION, self._id, {**self._header, **fields})
            self._journal.append([draft], batch=self._batch)
            return
        if record.deleted:
            changes = {**changes, "deleted": None}
        self._journal.amend(record, changes, batch=self._batch)


def answers_of_weeks(journal: Journal, weeks: Iterable[Period], caregiver: str) -> list[Answer]:
    """A caregiver's reflections on some weeks, in the order of asking; everybody's where empty.

    They are found by what their ids begin with, without reading what else stands in the files.
    """
    weeks = list(weeks)
    files = dated_files(journal.places.journal, min(week.start for week in weeks).isoformat()[:7])
    prefixes = [id_prefix(week.start) for week in weeks]
    journal.note(damage_in(files))
    identifiers = {
        identifier
        for path in files
        for prefix in prefixes
        for kind, identifier in ids_with_prefix(path, prefix)
        if kind == REFLECTION
    }
    if not identifiers:
        return []
    operations = [
        operation for path in files for operation in lines_of(path, identifiers).operations
    ]
    return _answers(fold(operations, journal.now_ms()).values(), caregiver)


def all_answers(journal: Journal, caregiver: str) -> list[Answer]:
    """All reflections of a caregiver, in the order of asking; everybody's where empty."""
    return _answers(journal.read(kinds=(REFLECTION,)), caregiver)


def found_answers(journal: Journal, wanted: AnswersWanted) -> list[Answer]:
    """The answers that are wanted, in the order of asking; what was passed over is none."""
    if not wanted.narrows:  # a list as it stands needs no database
        has_words = holds(wanted.tree)
        every = all_answers(journal, wanted.caregiver)
        return [each for each in every if has_words(each.document)]
    from parentkit.journal import open_database

    return _answers(open_database(journal).table("reflections").records(wanted.tree), "")


def _answers(records: Iterable[Record], caregiver: str) -> list[Answer]:
    found = [
        Answer(record.document(), [(kept.field, kept.value) for kept in record.conflicts])
        for record in records
        if record.kind == REFLECTION
        and not record.deleted
        and caregiver in ("", record.fields.get("caregiver"))
    ]
    return sorted(found, key=lambda answer: place_of(answer.document))


def _now() -> str:
    return stamp_local(clock.now(), seconds=True)

"""A check-in with oneself: three questions, each answer stored before the next is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit import clock
from parentkit.domain.codes import CHECKIN
from parentkit.domain.time.localtime import stamp_local
from parentkit.journal import Draft
from parentkit.services.family.household import new_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from parentkit.domain.log.moment import Document
    from parentkit.domain.reflection.wanted import CheckInsWanted
    from parentkit.journal import Journal


class CheckIn:
    """A check-in while it is being answered; nothing is stored before the first answer.

    Attributes:
        document: what is stored so far; empty before the first answer.
    """

    def __init__(self, journal: Journal, caregiver: str) -> None:
        self._journal = journal
        self._id = new_id(clock.now_ms())
        self._begun = {
            "caregiver": caregiver,
            "logged_at": stamp_local(clock.now(), seconds=True),
        }
        self.document: Document = {}

    def whole(self, field: str, text: str) -> Document:
        """The record as it would be with this answer, for keeping it elsewhere."""
        return {"id": self._id, **self._begun, **self.document, field: text}

    def add(self, field: str, text: str) -> None:
        """Stores one answer; when this returns, it is on the disk.

        Raises:
            WriteProblem: it could not be stored; the answers before it are.
        """
        if self.document:
            record = self._journal.get(self._id, CHECKIN)
            self._journal.amend(record, {field: text}, batch=self._id)
        else:
            draft = Draft(CHECKIN, self._id, {**self._begun, field: text})
            self._journal.append([draft], batch=self._id)
            self.document = {"id": self._id, **self._begun}
        self.document[field] = text


def check_ins(journal: Journal, caregiver: str) -> list[Document]:
    """All check-ins of a caregiver, oldest first."""
    reading = journal.read(kinds=(CHECKIN,))
    return _in_order(
        record.document() for record in reading if record.fields.get("caregiver") == caregiver
    )


def found_check_ins(journal: Journal, wanted: CheckInsWanted) -> list[Document]:
    """The check-ins that are wanted, oldest first."""
    if not wanted.narrows:  # a list as it stands needs no database
        return check_ins(journal, wanted.caregiver)
    from parentkit.journal import open_database

    records = open_database(journal).table("checkins").records(wanted.tree)
    return _in_order(record.document() for record in records)


def _in_order(documents: Iterable[Document]) -> list[Document]:
    return sorted(documents, key=lambda each: (str(each.get("logged_at")), each["id"]))

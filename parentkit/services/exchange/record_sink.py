"""Taking records in: each once, nothing that is here changed, the whole of it undone as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.domain.codes import CODING, MOMENT
from parentkit.interchange.records.fields import FAMILY_KINDS
from parentkit.journal import Draft, amendment, histories_of
from parentkit.services.family.household import new_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parentkit.journal import Journal, Record

    Key = tuple[str, str]

AT_ONCE = 2000
"""Records that are held before they are written."""


class Intake:
    """Takes records into a journal by their ids.

    Attributes:
        taken: moments and codings that were new, or brought back after an import was undone.
        known: moments and codings that were here, or earlier in the same file.
        differing: those of them that read differently here; what is here stays.
        deleted: those of them that were deleted here; they stay deleted.
        created: kind and name of people, templates and terms that were new.
        unread: what of the family could not be read.

    Args:
        journal: where they go.
        dry_run: count, and write nothing.
    """

    def __init__(self, journal: Journal, *, dry_run: bool) -> None:
        self.taken = self.known = self.differing = self.deleted = 0
        self.created: list[tuple[str, str]] = []
        self._journal = journal
        self._dry_run = dry_run
        self._batch = new_id(journal.now_ms())
        self._drafts: list[Draft] = []
        lasting = journal.lasting(deleted=True)
        self._here: dict[Key, Record] = _by_key(lasting.records)
        self.unread = tuple(lasting.problems)
        self._dated_read = False
        self._new: set[Key] = set()
        self._undone: dict[bool, set[Key]] = {}

    def take(
        self, kind: str, document: Mapping[str, Any], written_at_ms: int, *, compare: bool = True
    ) -> None:
        """Takes one record; written when enough are held, or with `finish`.

        Args:
            kind: the kind of record.
            document: `id` and fields.
            written_at_ms: when it counts as written, milliseconds since 1970 UTC; long ago, so that
                it overrides nothing that was written since.
            compare: whether a record that is here should read the same.
        """
        key = (kind, str(document["id"]))
        fields = {name: value for name, value in document.items() if name != "id"}
        here = self._record(key)
        lasting = kind in FAMILY_KINDS
        if key not in self._new and here is None:
            self._hold(key, Draft(kind, key[1], fields, written_at_ms=written_at_ms), fields)
        elif key not in self._new and here is not None and self._came_undone(here):
            self._hold(key, amendment(here, {"deleted": None}), fields)
        elif not lasting:
            self.known += 1
            self.deleted += here is not None and here.deleted
            self.differing += bool(
                compare and here is not None and not here.deleted and here.fields != fields
            )

    def name_here(self, kind: str, identity: str) -> str | None:
        """The name that a person or template has here; None where there is none of that id."""
        here = self._record((kind, identity))
        return str(here.fields.get("name", "")) if here and not here.deleted else None

    def has(self, kind: str, identity: str) -> bool:
        """Whether a record is here or has just been taken."""
        return (kind, identity) in self._new or self._record((kind, identity)) is not None

    def finish(self) -> None:
        """Writes what is held.

        Raises:
            WriteProblem: not everything could be stored; what was stays stored.
        """
        drafts, self._drafts = self._drafts, []
        if drafts and not self._dry_run:
            self._journal.append(drafts, batch=self._batch)

    def _hold(self, key: Key, draft: Draft, fields: Mapping[str, Any]) -> None:
        self._new.add(key)
        self._drafts.append(draft)
        if key[0] in FAMILY_KINDS:
            self.created.append((key[0], str(fields.get("name") or fields.get("label") or "")))
        else:
            self.taken += 1
        if len(self._drafts) >= AT_ONCE:
            self.finish()

    def _record(self, key: Key) -> Record | None:
        if not self._dated_read and key[0] not in FAMILY_KINDS:
            self._dated_read = True
            reading = self._journal.read(kinds=(MOMENT, CODING), deleted=True)
            self._here |= _by_key(reading.records)
        return self._here.get(key)

    def _came_undone(self, record: Record) -> bool:
        """Whether a record is deleted because an import was undone, and not by choice."""
        if not record.deleted:
            return False
        lasting = record.kind in FAMILY_KINDS
        if lasting not in self._undone:
            self._undone[lasting] = self._all_undone(lasting=lasting)
        return (record.kind, record.id) in self._undone[lasting]

    def _all_undone(self, *, lasting: bool) -> set[Key]:
        gone = {
            identity
            for (kind, identity), record in self._here.items()
            if record.deleted and (kind in FAMILY_KINDS) == lasting
        }
        undone = set()
        for key, history in histories_of(self._journal.places.journal, gone).items():
            deletions = [operation for operation in history if "deleted" in operation.set]
            if max(deletions, key=lambda operation: operation.stamp).undoes is not None:
                undone.add(key)
        return undone


def _by_key(records: list[Record]) -> dict[Key, Record]:
    return {(record.kind, record.id): record for record in records}

"""TinyDB's tables over a journal: what they write is appended, never written over.

    with open_database(journal) as database:
        database.table("moments").search(where("cue") == "afraid")

A document's id is its record's ULID. An update stores the changed fields only, a removal is an
operation that can be undone, and an update of several documents is undone as one.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, cast

from tinydb import TinyDB
from tinydb.table import Table

from parentkit.domain.errors import UsageProblem
from parentkit.domain.schema.kinds import KINDS
from parentkit.domain.ulid import RANDOM_BYTES, ulid
from parentkit.journal.tinydb.changes import Changes
from parentkit.journal.tinydb.storage import TABLES, JournalStorage
from parentkit.journal.tinydb.wanted_query import query_for
from parentkit.storage.gc_pause import CollectorPaused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tinydb.queries import QueryLike
    from tinydb.table import Document

    from parentkit.domain.log.wanted import Wanted
    from parentkit.journal.journal import Journal
    from parentkit.journal.log.fold import Record
    from parentkit.journal.tinydb.storage import Records


_KNOWN = frozenset((*TABLES.values(), *(kind.name for kind in KINDS)))
"""What a table may be called whether or not there is anything in it."""


class JournalTable(Table):
    """One kind of records as a table; no query is cached, since others may write at any time."""

    document_id_class = str  # type: ignore[assignment]  # ULIDs

    def __init__(self, storage: JournalStorage, name: str, **_options: Any) -> None:
        super().__init__(storage, name, cache_size=0)
        self._journal_storage = storage

    def __iter__(self) -> Iterator[Document]:
        return self._read_table().documents()

    def all(self) -> list[Document]:
        """Every document."""
        with CollectorPaused():
            return list(self)

    def search(self, cond: QueryLike) -> list[Document]:
        """The documents for which a query holds."""
        with CollectorPaused():
            return [document for document in self if cond(document)]

    def wanted(self, wanted: Wanted) -> list[Document]:
        """The moments that are wanted: `search` with their codes and times looked up beforehand.

        A moment that was not observed at a stored time is none of them.
        """
        with CollectorPaused():
            documents, rest = self._read_table().narrowed(wanted)
            query = query_for(rest)
            return [document for document in documents if query(document)]

    def records(self, wanted: Wanted) -> list[Record]:
        """The records that are wanted, with what lost against another device's words."""
        found, query = self._read_table(), query_for(wanted)
        with CollectorPaused():
            ids = [str(document.doc_id) for document in found.documents() if query(document)]
        return [record for each in ids if (record := found.record(each)) is not None]

    def _get_next_id(self) -> str:
        return ulid(self._journal_storage.journal.now_ms(), os.urandom(RANDOM_BYTES))

    def _read_table(self) -> Records:  # type: ignore[override]  # a mapping will do
        return self._journal_storage.records(self.name)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        changes = Changes(self._read_table())
        updater(changes)
        journal = self._journal_storage.journal
        drafts = changes.drafts()
        if drafts:
            journal.append(drafts)


class JournalDatabase(TinyDB):
    """A TinyDB over a journal; its default table is `moments`."""

    table_class: type[Table] = JournalTable
    default_table_name = "moments"

    def table(self, name: str, **options: Any) -> JournalTable:
        """The records of one kind, by the table's name.

        Raises:
            UsageProblem: nothing can be written, and no kind of records is called so.
        """
        storage = cast("JournalStorage", self.storage)
        if storage.journal.places.read_only and name not in _KNOWN:
            there = self.tables()
            if name not in there:
                named = ", ".join(dict.fromkeys((*TABLES.values(), *sorted(there))))
                raise UsageProblem(f"There is no table {name!r}.", f"Tables: {named}.")
        return cast("JournalTable", super().table(name, **options))


def open_database(journal: Journal) -> JournalDatabase:
    """The family's journal as a TinyDB: a table for each kind of records."""
    return JournalDatabase(journal, storage=JournalStorage)

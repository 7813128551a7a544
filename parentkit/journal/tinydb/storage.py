"""The journal behind TinyDB: tables are kinds of records, documents are records by their ids."""

from __future__ import annotations

from collections.abc import ItemsView, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tinydb.storages import Storage
from tinydb.table import Document

from parentkit.domain.codes import (
    CAREGIVER,
    CHECKIN,
    CHILD,
    CODING,
    MOMENT,
    PRACTICE,
    REFLECTION,
    TEMPLATE,
    TERM,
)
from parentkit.domain.errors import UsageProblem
from parentkit.domain.log.episode import Episode
from parentkit.domain.schema.kind_facts import is_lasting
from parentkit.domain.schema.kinds import lasting_kinds
from parentkit.journal.index.catalogue import Catalogue
from parentkit.journal.index.lines import Moved
from parentkit.journal.index.narrow import narrowed
from parentkit.journal.index.rows import COUNTS, CUE, EXACT, TOLD
from parentkit.journal.index.store import open_catalogue
from parentkit.journal.log.folders import lasting_files
from parentkit.journal.tinydb.document import UNTOLD, unread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parentkit.domain.log.wanted import Wanted
    from parentkit.journal.journal import Journal
    from parentkit.journal.log.fold import Record

TABLES = {
    MOMENT: "moments",
    CODING: "codings",
    CHILD: "children",
    CAREGIVER: "caregivers",
    TEMPLATE: "templates",
    TERM: "terms",
    PRACTICE: "practices",
    REFLECTION: "reflections",
    CHECKIN: "checkins",
}
"""What the table of each kind is called; of any other kind it is called as the kind is."""

_KINDS = {table: kind for kind, table in TABLES.items()}


class Records(Mapping[str, Document]):
    """The records of one kind that are not deleted, as documents by their ids."""

    def __init__(self, catalogue: Catalogue, journal: Journal, kind: str) -> None:
        self.kind = kind
        self._catalogue = catalogue
        self._journal = journal
        self._columns: dict[str, tuple[Any, ...]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[str]:
        return map(self._catalogue.ids.__getitem__, self._rows)

    def __getitem__(self, identifier: str) -> Document:
        row = self._catalogue.row(self.kind, identifier)
        if row is None or self._catalogue.deleted(row):
            raise KeyError(identifier)
        return self._document(row)

    def items(self) -> ItemsView[str, Document]:
        """Ids and documents."""
        return _Items(self)

    def documents(self) -> Iterator[Document]:
        """Every document, made anew."""
        return map(self._document, self._rows)

    def narrowed(self, wanted: Wanted) -> tuple[Iterator[Document], Wanted]:
        """The moments that may be wanted, told by their codes and times; what is left to be asked.

        A moment that was not observed at a stored time is none of them.
        """
        counts = self._catalogue.column(COUNTS)
        rows = [row for row in self._rows if counts[row]]
        rows, rest = narrowed(self._episode_column, rows, wanted)
        return map(self._document, rows), rest

    def record(self, identifier: str) -> Record | None:
        """The record with this id, deleted or not; None where there is none."""
        row = self._catalogue.row(self.kind, identifier)
        if row is None:
            return None
        try:
            return self._catalogue.record(row)
        except Moved:
            return self._journal.get(identifier, self.kind)

    def told(self, row: int, field: str) -> Any:
        """A field of a row whose episode is exact: None where it is absent, UNTOLD in no column."""
        column = self._columns.get(field)
        if column is None:
            if field not in TOLD:
                return UNTOLD
            column = self._columns[field] = self._catalogue.column(TOLD[field])
        value = column[row]
        return list(value) or None if type(value) is tuple else value or None

    def fields(self, row: int) -> dict[str, Any]:
        """All fields of a row's record, from its lines."""
        try:
            fields = self._catalogue.fields(row)
        except Moved:
            fields = self._journal.get(self._catalogue.ids[row], self.kind).fields
        return visible(fields)

    @cached_property
    def _rows(self) -> list[int]:
        return self._catalogue.rows(self.kind)

    @cached_property
    def _exact(self) -> tuple[bool, ...]:
        return self._catalogue.column(EXACT)

    @cached_property
    def _cues(self) -> tuple[str, ...]:
        return self._catalogue.column(CUE)

    def _episode_column(self, name: str) -> tuple[Any, ...]:
        return self._catalogue.column(Episode._fields.index(name))

    def _document(self, row: int) -> Document:
        identifier: Any = self._catalogue.ids[row]
        cue = self._cues[row]
        if cue and self._exact[row]:
            return unread(identifier, self, row, cue)
        return Document(self.fields(row), identifier)


class _Items(ItemsView[str, Document]):
    """Ids and documents of records, without a search for each."""

    def __init__(self, records: Records) -> None:
        super().__init__(records)
        self._records = records

    def __iter__(self) -> Iterator[tuple[Any, Document]]:
        return ((document.doc_id, document) for document in self._records.documents())


def visible(fields: dict[str, Any]) -> dict[str, Any]:
    """A record's fields as its document has them: whether it is deleted is not one of them."""
    if "deleted" not in fields:
        return fields
    return {name: value for name, value in fields.items() if name != "deleted"}


class JournalStorage(Storage):
    """A TinyDB storage that reads from a journal and follows what others append to it.

    Every reading looks for news first, so that documents are as all devices together know them.
    Only tables can write (`JournalTable`), and what they write is appended.
    """

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self._dated = open_catalogue(journal.places, journal.now_ms())
        self._lasting = Catalogue(journal.places.journal, lasting_files)
        self._records: dict[str, Records] = {}

    def read(self) -> dict[str, Records]:  # type: ignore[override]  # mappings will do
        """The records of every kind there is, by table."""
        self._follow()
        lasting = lasting_kinds()
        kinds = (self._dated.kinds - lasting) | (self._lasting.kinds & lasting)
        return {TABLES.get(kind, kind): self._of(kind) for kind in sorted(kinds)}

    def records(self, table: str) -> Records:
        """The records in a table, which may be none."""
        self._follow()
        return self._of(_KINDS.get(table, table))

    def write(self, data: Mapping[str, Any]) -> None:  # noqa: ARG002 whatever it is
        """Refuse to put something else in the place of everything.

        Raises:
            UsageProblem: always.
        """
        raise UsageProblem(
            "A journal is only ever added to: its tables cannot be dropped or replaced.",
            "Documents can be removed; purge erases a moment for good.",
        )

    def close(self) -> None:
        """Give open files back."""
        self.journal.close()

    def _of(self, kind: str) -> Records:
        if kind not in self._records:
            catalogue = self._lasting if is_lasting(kind) else self._dated
            self._records[kind] = Records(catalogue, self.journal, kind)
        return self._records[kind]

    def _follow(self) -> None:
        places, now_ms = self.journal.places, self.journal.now_ms()
        known = (self._dated, self._dated.count, self._lasting, self._lasting.count)
        if not self._dated.follow(now_ms):
            self._dated = open_catalogue(places, now_ms)
        while not self._lasting.follow(now_ms):
            self._lasting = Catalogue(places.journal, lasting_files)
        if known != (self._dated, self._dated.count, self._lasting, self._lasting.count):
            self._records.clear()
        self.journal.note([*self._dated.problems, *self._lasting.problems])

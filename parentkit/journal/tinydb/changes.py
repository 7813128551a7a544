"""A table while it is being changed, and what has to be appended for it."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any

from parentkit.domain.errors import UsageProblem
from parentkit.domain.jsontext import NotJson, compact
from parentkit.domain.ulid import is_ulid
from parentkit.journal.log.amend import amendment
from parentkit.journal.log.writer import Draft
from parentkit.journal.tinydb.document import JournalDocument
from parentkit.journal.tinydb.storage import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from parentkit.journal.tinydb.storage import Records

    Document = dict[str, Any]

RESERVED = frozenset(("id", "deleted"))
"""Names that every record has already, so that a document's fields cannot have them."""


class Changes(MutableMapping[str, "Document"]):
    """The documents of a table by their ids, which may be changed, set and deleted here.

    Nothing is stored by that; `drafts` says what has to be.
    """

    def __init__(self, records: Records) -> None:
        self._records = records
        self._handed_out: dict[str, Document] = {}
        self._put: dict[str, Document] = {}
        self._removed: set[str] = set()

    def __getitem__(self, identifier: str) -> Document:
        if identifier in self._put:
            return self._put[identifier]
        if identifier in self._removed:
            raise KeyError(identifier)
        if identifier not in self._handed_out:
            self._handed_out[identifier] = self._records[identifier]
        return self._handed_out[identifier]

    def __setitem__(self, identifier: str, document: Document) -> None:
        if not is_ulid(identifier):
            raise UsageProblem(
                f"{identifier!r} cannot be a document's id.",
                "Ids are ULIDs, 26 capital letters and digits; leave it out to have one made.",
            )
        self._handed_out.pop(identifier, None)
        self._removed.discard(identifier)
        self._put[identifier] = document

    def __delitem__(self, identifier: str) -> None:
        if identifier not in self:
            raise KeyError(identifier)
        self._put.pop(identifier, None)
        self._handed_out.pop(identifier, None)
        self._removed.add(identifier)

    def __iter__(self) -> Iterator[str]:
        for identifier in self._records:
            if identifier not in self._removed and identifier not in self._put:
                yield identifier
        yield from self._put

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, identifier: object) -> bool:
        if identifier in self._put:
            return True
        return identifier not in self._removed and identifier in self._records

    def clear(self) -> None:
        """Delete every document."""
        self._put.clear()
        self._handed_out.clear()
        self._removed.update(self._records)

    def drafts(self) -> list[Draft]:
        """What has to be appended.

        Raises:
            UsageProblem: a document has a field that it cannot have.
        """
        drafts = [
            self._draft(identifier, document)
            for identifier, document in self._handed_out.items()
            if not isinstance(document, JournalDocument) or document.looked_into
        ]
        drafts += [self._draft(identifier, document) for identifier, document in self._put.items()]
        for identifier in sorted(self._removed):
            record = self._records.record(identifier)
            if record is not None and not record.deleted:
                drafts.append(amendment(record, {"deleted": True}))
        return [draft for draft in drafts if draft is not None]

    def _draft(self, identifier: str, document: Document) -> Draft | None:
        fields = {name: value for name, value in document.items() if value is not None}
        if not RESERVED.isdisjoint(fields):
            raise UsageProblem(
                f"A document has no field {min(RESERVED & fields.keys())!r} of its own.",
                "Its id is its doc_id; remove() deletes it.",
            )
        record = self._records.record(identifier)
        if record is None:
            return Draft(self._records.kind, identifier, fields)
        changes = _differences(visible(record.fields), fields)
        if record.fields.get("deleted") is not None:
            changes["deleted"] = None
        return amendment(record, changes) if changes else None


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Document:
    """What turns one document into the other; None for a field that goes."""
    changes = {
        name: value
        for name, value in after.items()
        if name not in before or not _same(before[name], value)
    }
    return changes | dict.fromkeys(before.keys() - after.keys())


def _same(one: object, other: object) -> bool:
    """Whether two values are the same JSON; True is not 1."""
    try:
        return compact(one) == compact(other)
    except NotJson:
        return False  # storing it will say what the matter is

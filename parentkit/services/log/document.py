"""A moment's record as a document, which is what lists, figures and files are made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.domain.log.moment import in_reading_order, readable

if TYPE_CHECKING:
    from parentkit.domain.log.moment import Document
    from parentkit.journal import Record


def document_of(record: Record) -> Document:
    """A record as a document: what of it can be read, in reading order."""
    return in_reading_order({"id": record.id, **readable(record.fields)})

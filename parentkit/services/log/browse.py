"""Find moments: those of a selection that have certain codes, a tag, or certain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.codes import COMMENT, MOMENT
from parentkit.domain.log.moment import is_whole, lived_order
from parentkit.domain.log.wanted import Has, Is, both, holds
from parentkit.domain.schema.field import TEXT
from parentkit.domain.schema.fields import written_fields
from parentkit.services.log.document import document_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from parentkit.domain.log.moment import Document
    from parentkit.domain.log.selection import Selection
    from parentkit.domain.log.wanted import Wanted
    from parentkit.journal import Journal, Problem

WORDS_STAND_IN = written_fields(TEXT)


class Filters(NamedTuple):
    """What a moment must have; an empty filter lets all through.

    Attributes:
        codes: field to code, `cue` or `fit` or `context` for example.
        tag: one of its tags, in any case.
        text: words that stand in its note or its need, in any case.
    """

    codes: Mapping[str, str] = {}
    tag: str = ""
    text: str = ""

    @property
    def wanted(self) -> Wanted:
        """The same as a tree."""
        codes = [Is(field, code) for field, code in self.codes.items()]
        tag = [Is("tags", self.tag)] if self.tag else []
        text = [Has(WORDS_STAND_IN, self.text)] if self.text else []
        return both(*codes, *tag, *text)


class Browsed(NamedTuple):
    """Moments, earliest first, flagged ones too, and what had to be set aside while reading.

    `commented` names the coaches who wrote about a moment, by its id.
    """

    documents: list[Document]
    problems: list[Problem]
    commented: dict[str, list[str]]


def browse(journal: Journal, selection: Selection, filters: Filters) -> Browsed:
    """The moments of a selection that pass the filters."""
    start = selection.period.start.isoformat() if selection.period else None
    reading = journal.read(start, kinds=(MOMENT, COMMENT))
    is_wanted = holds(both(selection.wanted, filters.wanted))
    found = [
        document
        for record in reading
        if record.kind == MOMENT and is_wanted(record.fields)
        if is_whole(document := document_of(record))
    ]
    found.sort(key=lived_order)
    comments = (record.fields for record in reading if record.kind == COMMENT)
    return Browsed(found, reading.problems, commented_by(comments))


def commented_by(comments: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Who wrote about a moment, by its id, of some comments."""
    commented: dict[str, list[str]] = {}
    for comment in comments:
        coders = commented.setdefault(str(comment.get("moment")), [])
        if comment.get("coder") not in coders:
            coders.append(str(comment.get("coder")))
    return commented

"""Find moments: those of a selection that have certain codes, a tag, or certain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.codes import COMMENT, MOMENT
from parentkit.domain.log.moment import is_whole
from parentkit.domain.schema.field import TEXT
from parentkit.domain.schema.fields import written_fields
from parentkit.services.log.revise import document_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parentkit.domain.log.moment import Document
    from parentkit.journal import Journal, Problem
    from parentkit.services.rates.review import Selection

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


class Said(NamedTuple):
    """A moment's note and need as one text, and its tags; in lower case, to be searched."""

    words: str
    tags: tuple[str, ...]


class Browsed(NamedTuple):
    """Moments, earliest first, flagged ones too, and what had to be set aside while reading.

    `commented` names the coaches who wrote about a moment, by its id.
    """

    documents: list[Document]
    problems: list[Problem]
    commented: dict[str, list[str]]


def browse(journal: Journal, selection: Selection, filters: Filters) -> Browsed:
    """The moments of a selection that pass the filters."""
    period = selection.period
    reading = journal.read(period.start.isoformat() if period else None, kinds=(MOMENT, COMMENT))
    moments = [record for record in reading if record.kind == MOMENT]
    commented: dict[str, list[str]] = {}
    for record in reading:
        if record.kind == COMMENT:
            coders = commented.setdefault(str(record.fields.get("moment")), [])
            if record.fields.get("coder") not in coders:
                coders.append(str(record.fields.get("coder")))
    found = [
        document
        for document in map(document_of, moments)
        if is_whole(document)
        and (period is None or period.contains(document["observed_at"]))
        and selection.child in (None, document["child"])
        and selection.caregiver in (None, document["caregiver"])
        and all(document.get(name) == code for name, code in filters.codes.items())
        and passes(said_in(document), filters)
    ]
    found.sort(key=lambda document: (document["observed_at"], document["id"]))
    return Browsed(found, reading.problems, commented)


def said_in(fields: Mapping[str, Any]) -> Said:
    """What a person wrote about a moment in words of their own."""
    words = " ".join(str(fields.get(name, "")) for name in WORDS_STAND_IN)
    return Said(words.casefold(), tuple(str(tag).casefold() for tag in fields.get("tags", ())))


def passes(said: Said, filters: Filters) -> bool:
    """Whether a moment's own words are those that the filters ask for."""
    if filters.tag and filters.tag.casefold() not in said.tags:
        return False
    return filters.text.casefold() in said.words

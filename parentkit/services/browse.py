"""Find moments: those of a selection that have certain codes, a tag, or certain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.codes import MOMENT
from parentkit.domain.moment import is_whole
from parentkit.services.revise import document_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parentkit.domain.moment import Document
    from parentkit.journal.journal import Journal
    from parentkit.journal.scan import Problem
    from parentkit.services.review import Selection

WORDS_STAND_IN = ("note", "need")


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


class Browsed(NamedTuple):
    """Moments, earliest first, flagged ones too, and what had to be set aside while reading."""

    documents: list[Document]
    problems: list[Problem]


def browse(journal: Journal, selection: Selection, filters: Filters) -> Browsed:
    """The moments of a selection that pass the filters."""
    period = selection.period
    reading = journal.read(period.start.isoformat() if period else None, kinds=(MOMENT,))
    found = [
        document
        for document in map(document_of, reading.records)
        if is_whole(document)
        and (period is None or period.contains(document["observed_at"]))
        and selection.child in (None, document["child"])
        and selection.caregiver in (None, document["caregiver"])
        and _passes(document, filters)
    ]
    found.sort(key=lambda document: (document["observed_at"], document["id"]))
    return Browsed(found, reading.problems)


def _passes(fields: Mapping[str, Any], filters: Filters) -> bool:
    if any(fields.get(name) != code for name, code in filters.codes.items()):
        return False
    tags = [str(tag).casefold() for tag in fields.get("tags", ())]
    if filters.tag and filters.tag.casefold() not in tags:
        return False
    if not filters.text:
        return True
    said = " ".join(str(fields.get(name, "")) for name in WORDS_STAND_IN)
    return filters.text.casefold() in said.casefold()

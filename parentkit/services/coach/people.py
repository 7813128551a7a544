"""A family's people and words, as a coach sees them: made on somebody else's machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.content import load
from parentkit.domain.codes import CONTACT, FAMILY_ROLE
from parentkit.domain.log.household import COACH, YOU, Household
from parentkit.domain.schema.kinds import lasting_kinds, sent_kinds
from parentkit.domain.text import one_line

if TYPE_CHECKING:
    from parentkit.journal import Journal, Record

NAMING_KINDS = lasting_kinds().intersection(sent_kinds(FAMILY_ROLE))
"""The lasting records that came from families, with names and words in them."""


def household_of(journal: Journal, coder: str) -> Household:
    """The family's people and words, and the coach `coder` among those whose names are known."""
    documents = [(one.kind, _inert(one)) for one in journal.lasting().records]
    own = coder.removeprefix(COACH)
    documents.append((CONTACT, {"id": own, "fingerprint": own, "name": YOU}))
    return Household(documents, load)


def _inert(record: Record) -> dict[str, Any]:
    """A record whose names and words can be shown: they were made on somebody else's machine."""
    document = record.document()
    if record.kind in NAMING_KINDS:
        return {
            name: one_line(value) if isinstance(value, str) else value
            for name, value in document.items()
        }
    return document

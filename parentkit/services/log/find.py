"""Find moments by what is wanted of them: codes and times by the index, the rest by TinyDB."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.domain.codes import COMMENT
from parentkit.domain.log.moment import in_reading_order, is_whole, lived_order, readable
from parentkit.journal import open_database
from parentkit.services.log.browse import Browsed, commented_by

if TYPE_CHECKING:
    from parentkit.domain.log.wanted import Wanted
    from parentkit.journal import Journal


def find(journal: Journal, wanted: Wanted) -> Browsed:
    """The moments that are wanted, of all there are, earliest first."""
    database = open_database(journal)
    documents = database.table("moments").wanted(wanted)
    moments = (
        in_reading_order({"id": document.doc_id, **readable(document.copy())})
        for document in documents
    )
    found = sorted(filter(is_whole, moments), key=lived_order)
    commented = commented_by(database.table(COMMENT)) if found else {}
    return Browsed(found, journal.problems, commented)

"""Which moments were opened lately, so that a coach can go back; local, and may be lost."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from parentkit.storage.local_state import Shelf, documents, take_away_unread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from parentkit.services.coach.workspace import Practice

    Opening = list[str]

MOST = 100

_FAMILY, _MOMENT = "family", "moment"


def recent(practice: Practice) -> list[Opening]:
    """Family and moment, by their ids, of what was opened lately; the latest is the last."""
    return [_opening(one) for one in documents(_shelf(practice))]


def remember(practice: Practice, family: str, moment: str) -> None:
    """Makes a moment the one that was opened last."""
    from parentkit.storage.tinydb_file import LocalState

    opening = [family, moment]
    try:
        with LocalState(_shelf(practice)) as table:
            table.remove(lambda one: _opening(one) == opening)
            table.insert(_document(family, moment))
            table.remove(doc_ids=[one.doc_id for one in table.all()[:-MOST]])
    except OSError:
        return  # reading goes on; it is only that going back finds less


def leave_out(practice: Practice, family: str) -> None:
    """Forgets every opening of a family's moments, also in what is damaged or of another version.

    Raises:
        OSError: it could not be written, so they are still known.
    """
    from parentkit.storage.tinydb_file import LocalState

    shelf = _shelf(practice)
    if any(os.path.lexists(path) for path in (shelf.path, shelf.older_path)):
        with LocalState(shelf) as table:
            table.remove(lambda one: one.get(_FAMILY) == family)
    take_away_unread(shelf)


def _shelf(practice: Practice) -> Shelf:
    return Shelf(practice.state, "opened", "recent.json", _from_older)


def _from_older(found: Any) -> Iterator[dict[str, Any]]:
    for one in found if isinstance(found, list) else ():
        if isinstance(one, list) and len(one) == len((_FAMILY, _MOMENT)):
            yield _document(*map(str, one))


def _document(family: str, moment: str) -> dict[str, Any]:
    return {_FAMILY: family, _MOMENT: moment}


def _opening(document: Mapping[str, Any]) -> Opening:
    return [str(document.get(_FAMILY, "")), str(document.get(_MOMENT, ""))]

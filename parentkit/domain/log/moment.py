"""A moment as a document: what may stand in it and how its derived fields come about.

A document is a plain mapping of JSON values, as it is stored and exported. Times are local time
with UTC offset as text (`2026-11-22T18:05+01:00`), so that a moment stays on the day on which it
was lived.
"""

from __future__ import annotations

from parentkit.domain.codes import MET, PERSON, REPAIRED, SUGGESTED
from parentkit.domain.schema.field import CODES, COUNT, FLAG, REPAIR, TEXTS, TIME
from parentkit.domain.schema.fields import MOMENT_FIELDS, REPAIR_PARTS, judged_fields
from parentkit.domain.time.localtime import epoch_of, is_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from parentkit.domain.log.fit import Suggestion

    Document = dict[str, Any]

RECALL_AFTER_SECONDS = 2 * 60 * 60
"""Written down later than this, a moment counts as recalled (its `sampling`)."""

FIELD_ORDER = tuple(field.name for field in MOMENT_FIELDS)
"""The names of all fields of a moment, in the order in which a person reads them."""

JUDGEMENT_FIELDS = tuple(field.name for field in judged_fields())
"""The fields that are somebody's judgement rather than what was observed."""

NEEDED = tuple(field.name for field in MOMENT_FIELDS if field.required and not field.filled_in)
"""The fields that no moment can be without; where one is missing, part of it could not be read."""


_SORTS = {field.name: field.sort for field in MOMENT_FIELDS}
_TYPES: Mapping[str, Any] = {FLAG: bool, COUNT: int, REPAIR: dict, CODES: list, TEXTS: list}
_COUNTS_OF_REPAIR = tuple(part.name for part in REPAIR_PARTS if part.sort == COUNT)


def is_whole(fields: Mapping[str, Any]) -> bool:
    """Whether a moment has all the fields that it needs."""
    return all(fields.get(name) for name in NEEDED)


def readable(fields: Mapping[str, Any]) -> Document:
    """The fields that hold what this version can read; any other counts as not said.

    What stands in the journal stays there: another version may have written it.
    """
    return {name: value for name, value in fields.items() if _is_readable(name, value)}


def _is_readable(name: str, value: Any) -> bool:
    sort = _SORTS.get(name)
    if sort is None:
        return True
    if sort == TIME:
        return is_time(value)
    if not isinstance(value, _TYPES.get(sort, str)):
        return False
    if sort in (CODES, TEXTS):
        return all(isinstance(each, str) for each in value)
    return sort != REPAIR or all(map(_is_part_of_repair, value, value.values()))


def _is_part_of_repair(name: str, value: object) -> bool:
    return isinstance(value, int if name in _COUNTS_OF_REPAIR else str)


def sampling_of(observed_at: str, logged_at: str) -> str:
    """`recall` where a moment was written down more than two hours later, else `event`."""
    late = epoch_of(logged_at) - epoch_of(observed_at) > RECALL_AFTER_SECONDS
    return "recall" if late else "event"


def judged(fields: Mapping[str, Any], suggestion: Suggestion) -> Document:
    """The fields with fit and repair settled: a person's own judgement wins, else the suggestion.

    A moment that is set apart gets no suggestion of either. A moment that a person calls met did
    not slip. A suggested repair stands only beside a suggested
    fit, or where the person's own fit is not a match: somebody who says that it was met has said
    that there was nothing to mend.
    """
    document = dict(fields)
    apart = document.get("flag") is True
    document["suggested_fit"] = None if apart else suggestion.fit
    if document.get("fit") is None and apart:
        document["fit"] = document["fit_source"] = None
    elif document.get("fit") is None:
        document["fit"] = suggestion.fit
        document["fit_source"] = SUGGESTED
    else:
        document["fit_source"] = PERSON
    if document["fit"] in MET and document["fit_source"] == PERSON:
        document.pop("slip", None)
    mends = suggestion.repair and document["fit"] not in MET and not apart
    if document.get("repair") is None and mends:
        document["repair"] = {"state": REPAIRED, "source": SUGGESTED}
    return {
        name: value
        for name, value in document.items()
        if value not in (None, "", [], False) or (name == "flag" and value is False)
    }


def lived_order(document: Mapping[str, Any]) -> tuple[str, str]:
    """What moments are sorted by, earliest first: when they were lived, and their id."""
    return document["observed_at"], document["id"]


def in_reading_order(document: Mapping[str, Any]) -> Document:
    """The same document, known fields first and in FIELD_ORDER, unknown ones after them."""
    known = {name: document[name] for name in FIELD_ORDER if name in document}
    return known | {name: value for name, value in document.items() if name not in known}

"""Whether a record from outside is what it says it is, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.domain.errors import DataProblem
from parentkit.domain.jsontext import NotJson, check
from parentkit.domain.log.household import is_coach
from parentkit.domain.schema.field import (
    CODE,
    CODES,
    COUNT,
    FLAG,
    ID,
    MONTH,
    REPAIR,
    TEXT,
    TEXTS,
    TIME,
)
from parentkit.domain.schema.fields import REPAIR_PARTS
from parentkit.domain.text import clean
from parentkit.domain.time.localtime import epoch_of
from parentkit.domain.ulid import is_ulid
from parentkit.interchange.records.fields import CODER, fields_of, required_in
from parentkit.interchange.rows import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterable

    from parentkit.domain.schema.field import Field

LONGEST_CODE = 100
MOST_MINUTES = 30 * 24 * 60
"""The longest time to a repair that can be written down: 30 days."""

_DEPTH_OF_VALUES = 2
"""A stored line holds the record, and the record its values."""

_MONTH_LENGTH = len("2023-04")


LARGEST = 2**53
"""Whole numbers beyond this are not the same in every JSON reader (RFC 8259, section 6)."""


class _Unfit(ValueError):
    """A value that cannot stand in its field; the text says what could."""


def checked(kind: str, document: dict[str, Any]) -> tuple[dict[str, Any], list[Trouble]]:
    """The record with its texts cleaned and empty values left out, and all that is wrong with it.

    Fields that are not known pass through as they are.
    """
    known = fields_of(kind)
    if known is None:
        return document, [Trouble("kind", kind, "is not a kind of record that is known here.")]
    if document.get("deleted") is not None:
        told = "says that the record was deleted, which an export never does."
        return document, [Trouble("deleted", document["deleted"], told)]
    said = {name: value for name, value in document.items() if value is not None}
    cleaned, troubles = _checked_fields(known, said)
    names = {field.name for field in known}
    troubles += [
        Trouble(
            name, value, "holds what cannot be stored: a number too large, or too much nesting."
        )
        for name, value in cleaned.items()
        if (name not in names or isinstance(value, dict)) and not _is_storable(value)
    ]
    named = {trouble.column for trouble in troubles}
    missing = [name for name in required_in(kind) if name not in cleaned and name not in named]
    return cleaned, [*troubles, *(Trouble(name, "", "is missing.") for name in missing)]


def _checked_fields(
    known: Iterable[Field], document: dict[str, Any]
) -> tuple[dict[str, Any], list[Trouble]]:
    cleaned = dict(document)
    troubles = []
    for field in known:
        value = cleaned.get(field.name)
        if value is None:
            cleaned.pop(field.name, None)
            continue
        try:
            value = _CHECKS[field.sort](value, field)
        except _Unfit as unfit:
            troubles.append(Trouble(field.name, value, str(unfit)))
        if value in ("", []):
            del cleaned[field.name]
        else:
            cleaned[field.name] = value
    return cleaned, troubles


def _is_storable(value: Any) -> bool:
    """Whether a value may stand in a record: not nested too deeply, its numbers exact."""
    try:
        check(value, _DEPTH_OF_VALUES)
    except NotJson:
        return False
    level = [value]
    while level:
        if any(isinstance(item, int) and abs(item) > LARGEST for item in level):
            return False
        level = [part for item in level for part in _parts(item)]
    return True


def _parts(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _id(value: Any, field: Field) -> str:
    if not is_ulid(value) and not (field.name == CODER and is_coach(value)):
        raise _Unfit("is not an id (26 letters and digits).")
    return str(value)


def _time(value: Any, _field: Field) -> str:
    try:
        if isinstance(value, str) and epoch_of(value) >= 0:
            return value
    except DataProblem:
        pass
    raise _Unfit("is not a time since 1970 as in 2026-11-22T18:05+01:00.")


def _code(value: Any, field: Field) -> str:
    if field.choices:
        if value not in field.choices:
            raise _Unfit(f"is not one of {', '.join(field.choices)}.")
    elif not _is_code(value):
        raise _Unfit("is not a code.")
    return str(value)


def _is_code(value: Any) -> bool:
    return (
        isinstance(value, str)
        and 0 < len(value) <= LONGEST_CODE
        and value.isprintable()
        and value == value.strip()
    )


def _codes(value: Any, _field: Field) -> list[str]:
    if not (isinstance(value, list) and value and all(map(_is_code, value))):
        raise _Unfit("is not a list of codes.")
    return value


def _text(value: Any, _field: Field) -> str:
    if not isinstance(value, str):
        raise _Unfit("is not text.")
    return clean(value)


def _texts(value: Any, _field: Field) -> list[str]:
    if not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
        raise _Unfit("is not a list of texts.")
    return [text for text in map(clean, value) if text]


def _flag(value: Any, _field: Field) -> bool:
    if not isinstance(value, bool):
        raise _Unfit("is not true or false.")
    return value


def _count(value: Any, _field: Field) -> int:
    if type(value) is not int or not 0 <= value <= MOST_MINUTES:
        raise _Unfit(f"is not a whole number from 0 to {MOST_MINUTES}.")
    return value


def _month(value: Any, _field: Field) -> str:
    shaped = isinstance(value, str) and len(value) == _MONTH_LENGTH
    try:
        epoch_of(f"{value}-01T00:00+00:00" if shaped else "")
    except DataProblem:
        raise _Unfit("is not a month as in 2023-04.") from None
    return str(value)


def _repair(value: Any, _field: Field) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _Unfit("is not a repair.")
    cleaned, troubles = _checked_fields(REPAIR_PARTS, value)
    if "state" not in cleaned:
        raise _Unfit("says nothing about its state.")
    for trouble in troubles:
        raise _Unfit(f"has a part {trouble.column} that {trouble.problem}")
    return cleaned


_CHECKS = {
    ID: _id,
    TIME: _time,
    CODE: _code,
    CODES: _codes,
    TEXT: _text,
    TEXTS: _texts,
    FLAG: _flag,
    COUNT: _count,
    MONTH: _month,
    REPAIR: _repair,
}

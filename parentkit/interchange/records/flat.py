"""Records as flat rows of cells, so that nothing is lost on the way there and back.

What does not fit its column exactly (a field that is not known, a value of another type) stands in
the last column, `extra`, as a JSON object.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.jsontext import NotJson, compact, parse
from parentkit.domain.schema.field import CODE, CODES, COUNT, FLAG, ID, MONTH, TEXT, TEXTS, TIME
from parentkit.domain.schema.fields import REPAIR_PARTS
from parentkit.interchange.rows import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from parentkit.domain.schema.field import Field

EXTRA = "extra"
THEN = " > "
"""Between the responses of a cell, in order."""
AND = "; "
"""Between the tags of a cell; a semicolon or backslash within a tag has a backslash before it."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""With one of these a cell can run as a formula in a spreadsheet (OWASP, "CSV Injection")."""

_GUARD = "'"
_GUARDED = (*FORMULA_STARTS, _GUARD)
_ID_LENGTH = 26
_MOST_DIGITS = 9

REPAIR_COLUMNS = {
    "repair_state": "state",
    "repaired_after_min": "after_minutes",
    "repaired_by": "by",
    "repair_source": "source",
    "repair_at": "at",
}
"""The columns that a repair is spread over, and its parts."""


class Column(NamedTuple):
    """A column: its name, and the field whose value stands in it.

    `part` is the part of a repair; `shows` the field whose id the column shows by name, for people
    to read.
    """

    name: str
    field: Field
    part: str = ""
    shows: str = ""


class Unreadable(ValueError):
    """A cell that cannot be read as its column's sort of value; the text says why."""


def guarded(text: str) -> str:
    """The text of a cell, made harmless where a spreadsheet would take it for a formula."""
    return _GUARD + text if text.startswith(_GUARDED) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` was given."""
    return cell[1:] if cell[:1] == _GUARD and cell[1:].startswith(_GUARDED) else cell


def cells_of(
    columns: Iterable[Column], document: Mapping[str, Any], names: Mapping[str, str]
) -> list[str]:
    """A record's cells, one for each column and `extra`.

    Args:
        columns: the columns.
        document: the record.
        names: names of people by id.
    """
    rest = dict(document)
    repair = rest.get("repair")
    spread = isinstance(repair, dict) and _is_flat(repair)
    cells = []
    for column in columns:
        if column.shows:
            cells.append(guarded(names.get(str(document.get(column.shows)), "")))
            continue
        holder = (repair if spread else None) if column.part else document
        value = holder.get(column.part or column.field.name) if holder else None
        cell = _written(value, column.field.sort)
        cells.append(cell or "")
        if cell and not column.part:
            del rest[column.field.name]
    if spread:
        del rest["repair"]
    return [*cells, compact(rest) if rest else ""]


def record_of(
    columns: Mapping[str, Column], header: Iterable[str], cells: Iterable[str]
) -> tuple[dict[str, Any], dict[str, str], list[Trouble]]:
    """The record in a row, the names of people that it shows, and what cannot be read.

    Cells under names that are neither a column's nor `extra` are not looked at.
    """
    document: dict[str, Any] = {}
    names: dict[str, str] = {}
    troubles = []
    for name, cell in zip(header, cells, strict=False):
        if not cell or (name not in columns and name != EXTRA):
            continue
        try:
            if name == EXTRA:
                document = {**document, **_read_extra(cell)}
            elif columns[name].shows:
                names[columns[name].shows] = unguarded(cell)
            else:
                _put(document, columns[name], _READERS[columns[name].field.sort](cell))
        except Unreadable as problem:
            troubles.append(Trouble(name, cell, str(problem)))
    return document, names, troubles


def _put(document: dict[str, Any], column: Column, value: Any) -> None:
    if not column.part:
        document[column.field.name] = value
        return
    repair = document.setdefault("repair", {})
    if isinstance(repair, dict):
        repair[column.part] = value


def _is_flat(repair: dict[str, Any]) -> bool:
    """Whether every part of a repair fits its column."""
    sorts_of = {part.name: part.sort for part in REPAIR_PARTS}
    return bool(repair) and all(
        part in sorts_of and _written(value, sorts_of[part]) for part, value in repair.items()
    )


def _written(value: Any, sort: str) -> str | None:
    """The cell for a value, or nothing where the value would not come back exactly."""
    if value is None:
        return None
    write, of_type = _WRITERS[sort]
    if type(value) is not of_type:
        return None
    if isinstance(value, list) and not all(isinstance(item, str) for item in value):
        return None
    cell = write(value)
    try:
        return cell if cell and _READERS[sort](cell) == value else None
    except Unreadable:
        return None


def _tags(tags: list[str]) -> str:
    return guarded(AND.join(tag.replace("\\", r"\\").replace(";", r"\;") for tag in tags))


def _read_tags(cell: str) -> list[str]:
    tags = [""]
    escaped = False
    for char in unguarded(cell):
        if char == "\\" and not escaped:
            escaped = True
            continue
        if char == ";" and not escaped:
            tags.append("")
        else:
            tags[-1] += char
        escaped = False
    return [tag.strip() for tag in tags if tag.strip()]


def _read_codes(cell: str) -> list[str]:
    return [code.strip() for code in unguarded(cell).split(THEN.strip()) if code.strip()]


def _read_id(cell: str) -> str:
    # A spreadsheet shows an id of digits alone as a number, without the zeros before it.
    return cell.zfill(_ID_LENGTH) if cell.isascii() and cell.isdigit() else unguarded(cell)


def _read_count(cell: str) -> int:
    if not (cell.isascii() and cell.isdigit() and len(cell) <= _MOST_DIGITS):
        raise Unreadable("is not a whole number.")
    return int(cell)


def _read_flag(cell: str) -> bool:
    try:
        return {"true": True, "false": False}[cell.strip().lower()]
    except KeyError:
        raise Unreadable("is neither true nor false.") from None


def _read_extra(cell: str) -> dict[str, Any]:
    try:
        extra = parse(cell)
    except NotJson as bad:
        raise Unreadable(f"is not a JSON object: {bad.reason}.") from None
    if not isinstance(extra, dict):
        raise Unreadable("is not a JSON object.")
    return extra


_WRITERS: dict[str, tuple[Any, type]] = {
    ID: (guarded, str),
    TIME: (guarded, str),
    CODE: (guarded, str),
    TEXT: (guarded, str),
    MONTH: (guarded, str),
    CODES: (lambda codes: guarded(THEN.join(codes)), list),
    TEXTS: (_tags, list),
    FLAG: (lambda flag: "true" if flag else "false", bool),
    COUNT: (str, int),
}

_READERS: dict[str, Any] = {
    ID: _read_id,
    TIME: unguarded,
    CODE: unguarded,
    TEXT: unguarded,
    MONTH: unguarded,
    CODES: _read_codes,
    TEXTS: _read_tags,
    FLAG: _read_flag,
    COUNT: _read_count,
}

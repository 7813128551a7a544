"""The fields of the records that are exported, table by table, off the one table of kinds.

What comes in is checked against them. Fields that are not listed there pass through unchanged, so
that records of a newer version survive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.domain.schema.field import BY_COACH
from parentkit.domain.schema.kinds import FAMILY_TABLE, KINDS

if TYPE_CHECKING:
    from parentkit.domain.schema.field import Field

CODER = "coder"
"""The one field with an id that may be a coach's."""

FAMILY_KINDS = tuple(kind.name for kind in KINDS if kind.table == FAMILY_TABLE)


def _in_table(table: str) -> tuple[Field, ...]:
    """What only a coach sends stands beside these fields, as any does that is not known."""
    fields = {
        field.name: field
        for kind in KINDS
        if kind.table == table
        for field in kind.fields
        if field.leaves != BY_COACH
    }
    return tuple(fields.values())


TABLES = {kind.table: _in_table(kind.table) for kind in KINDS if kind.table}
"""The fields of each table of an export: those of all of its kinds, each once."""

_TABLE_OF = {kind.name: kind.table for kind in KINDS if kind.table}
_REQUIRED = {
    kind.name: tuple(
        field.name for field in kind.fields if field.required or field.name in kind.needs
    )
    for kind in KINDS
    if kind.table
}


def fields_of(kind: str) -> tuple[Field, ...] | None:
    """The fields of a kind of record as its table has them; None where it is not exported."""
    table = _TABLE_OF.get(kind)
    return None if table is None else TABLES[table]


def required_in(kind: str) -> tuple[str, ...]:
    """The names of the fields without which a record of a known kind cannot be taken."""
    return _REQUIRED.get(kind, ())

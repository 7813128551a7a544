"""Records as tables: moments, codings and the family, one row for each record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.codes import CAREGIVER, CHILD, CODING, MOMENT
from parentkit.domain.schema.field import REPAIR, TEXT, Field
from parentkit.domain.schema.fields import REPAIR_PARTS
from parentkit.domain.schema.kinds import FAMILY_TABLE as FAMILY
from parentkit.domain.sentence import plural
from parentkit.domain.text import clean, one_line
from parentkit.interchange.records.check import checked
from parentkit.interchange.records.fields import TABLES
from parentkit.interchange.records.flat import EXTRA, REPAIR_COLUMNS, Column, cells_of, record_of
from parentkit.interchange.rows import MOST_SHOWN, Rejection, Row, rejected
from parentkit.interchange.table import table_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from parentkit.interchange.table import Line, Table

KIND = "kind"

_PEOPLE = {"child": CHILD, "caregiver": CAREGIVER, "coder": CAREGIVER}
"""Fields that hold a person's id, and what kind of person; a column with the name stands beside."""


class Layout(NamedTuple):
    """How a sort of records stands in a table.

    `kind` is the kind of its records, or nothing where a column says it for each row.
    """

    name: str
    kind: str
    columns: tuple[Column, ...]

    @property
    def header(self) -> list[str]:
        """The names of the columns, the one for everything else at the end."""
        return [*([] if self.kind else [KIND]), *(column.name for column in self.columns), EXTRA]


def _columns(fields: Iterable[Field], *, named: bool) -> Iterator[Column]:
    parts = {part.name: part for part in REPAIR_PARTS}
    for field in fields:
        if field.sort == REPAIR:
            for name, part in REPAIR_COLUMNS.items():
                yield Column(name, parts[part], part=part)
            continue
        yield Column(field.name, field)
        if named and field.name in _PEOPLE:
            beside = Field(f"{field.name}_name", TEXT, f"name of the {field.name}, to read")
            yield Column(beside.name, beside, shows=field.name)


def _layout(name: str, kind: str, *, named: bool) -> Layout:
    return Layout(name, kind, tuple(_columns(TABLES[name], named=named)))


MOMENTS = _layout("moments", MOMENT, named=True)
CODINGS = _layout("codings", CODING, named=True)
FAMILY_TABLE = _layout(FAMILY, "", named=False)
LAYOUTS = (FAMILY_TABLE, MOMENTS, CODINGS)
"""The tables of an export, in the order in which they are read."""

_MARKS = {
    MOMENTS: {"id", "observed_at"},
    CODINGS: {"id", "moment", "coder"},
    FAMILY_TABLE: {"id", KIND},
}


def layout_of(header: Iterable[str]) -> Layout | None:
    """The layout whose marking columns are in a header; None where it is another table."""
    names = set(header)
    return next((layout for layout, marks in _MARKS.items() if marks <= names), None)


def written(
    layout: Layout,
    records: Iterable[tuple[str, Mapping[str, Any]]],
    names: Mapping[str, str],
) -> Iterator[str]:
    """The text of a table, row by row, the header first.

    Args:
        layout: the table.
        records: kinds and documents.
        names: names of people by id.
    """

    def rows() -> Iterator[list[str]]:
        yield layout.header
        for kind, document in records:
            cells = cells_of(layout.columns, document, names)
            yield cells if layout.kind else [kind, *cells]

    return table_text(rows())


def person_kind(field: str) -> str:
    """The kind of person whose id stands in a field that is shown by name."""
    return _PEOPLE[field]


def other_columns(layout: Layout, table: Table) -> list[str]:
    """The columns of a table that are not the layout's."""
    known = set(layout.header)
    return [name for name in table.header if name and name not in known]


def read(layout: Layout, table: Table) -> Iterator[Row | Rejection]:
    """The records of a table, or why a row is not one.

    What stands in other columns than the layout's is kept in the record's field `extra`.
    """
    columns = {column.name: column for column in layout.columns}
    others = set(other_columns(layout, table))
    for line in table.rows:
        if isinstance(line, Rejection):
            yield line
            continue
        yield _row(layout, columns, others, table.header, line)


def _row(
    layout: Layout,
    columns: Mapping[str, Column],
    others: set[str],
    header: list[str],
    line: Line,
) -> Row | Rejection:
    if surplus := surplus_of(header, line):
        return surplus
    document, names, troubles = record_of(columns, header, line.cells)
    kind = layout.kind or dict(zip(header, line.cells, strict=False)).get(KIND, "")
    if not troubles:
        document, troubles = checked(kind, document)
    if troubles:
        return rejected(line.number, troubles)
    _keep_others(document, others, header, line.cells)
    return Row(line.number, kind, document, names)


def surplus_of(header: list[str], line: Line) -> Rejection | None:
    """The rejection of a row with more cells than the header has names, else None."""
    surplus = [cell for cell in line.cells[len(header) :] if cell.strip()]
    if not surplus:
        return None
    told = plural(
        line.lines,
        one="The row has {cells} cells and the header {names}: text with a comma in it stands in "
        "quotation marks.",
        other="The row has {cells} cells and the header {names}: text with a comma in it stands in "
        "quotation marks. This row runs over {n} lines; a quotation mark may not be closed.",
        cells=len(line.cells),
        names=len(header),
    )
    return Rejection(line.number, "", one_line(surplus[0], MOST_SHOWN), told)


def _keep_others(
    document: dict[str, Any], others: set[str], header: list[str], cells: list[str]
) -> None:
    kept = {
        clean(name): clean(cell)
        for name, cell in zip(header, cells, strict=False)
        if name in others and cell
    }
    extra = document.get(EXTRA, {})
    if kept and isinstance(extra, dict):
        document[EXTRA] = {**extra, **kept}

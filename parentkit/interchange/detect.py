"""What a file from outside is, told by its content and never by its name."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.errors import DataProblem
from parentkit.domain.jsontext import NotJson, parse
from parentkit.interchange.diary.columns import field_named
from parentkit.interchange.records.csv_tables import LAYOUTS, Layout, layout_of
from parentkit.interchange.records.datapackage import is_descriptor
from parentkit.interchange.rows import is_text
from parentkit.interchange.table import Table, delimiter_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Records(NamedTuple):
    """Records as JSON lines."""

    lines: Iterator[str | None]


class RecordTable(NamedTuple):
    """A table of an export."""

    layout: Layout
    table: Table


class HandKept(NamedTuple):
    """A table that is none of an export's; whether it is a diary its columns will tell."""

    table: Table


class Description(NamedTuple):
    """The description of an export, whose files stand beside it."""


Found = Records | RecordTable | HandKept | Description

MOST_EMPTY = 1000
"""Empty lines before the first one that says something."""

_EXPORTED = frozenset(name for layout in LAYOUTS for name in layout.header)


def detected(lines: Iterable[str | None]) -> Found:
    """What the file with these lines is (as rows.text_lines gives them).

    Raises:
        DataProblem: it is empty, no text, or begins like nothing that can be read here.
    """
    rest = iter(lines)
    begun: list[str | None] = []
    for line in rest:
        begun.append(line)
        if line is None or line.strip() or len(begun) > MOST_EMPTY:
            break
    first = begun[-1] if begun else ""
    if first is None or "\0" in first or not is_text(first):
        raise DataProblem("This is not a text file in UTF-8.", _HINT)
    if not first.strip():
        raise DataProblem("The file is empty, or begins with too many empty lines.", _HINT)
    whole = chain(begun, rest)
    if first.lstrip().startswith("{"):
        return Description() if _is_description(first) else Records(whole)
    return _table(first, whole)


def _is_description(first: str) -> bool:
    """Whether a line that begins an object is the beginning of a description.

    An export's lines are whole objects; a description is usually spread over lines, and one on a
    single line lists resources.
    """
    if first.strip() == "{":
        return True
    try:
        return is_descriptor(parse(first))
    except NotJson:
        return False


def _table(first: str, lines: Iterator[str | None]) -> RecordTable | HandKept:
    delimiter, names = delimiter_of(first, _is_known)
    layout = layout_of(names)
    if layout is None:
        return HandKept(Table(lines, delimiter, spaced=True))
    return RecordTable(layout, Table(lines, delimiter, spaced=False))


def _is_known(name: str) -> bool:
    return name in _EXPORTED or field_named(name) is not None


_HINT = (
    "An export (its folder or one of its files) or a diary in CSV can be read. Nothing was changed."
)

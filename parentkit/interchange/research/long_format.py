"""Tables for R, SPSS and their like: moments, judgements, and a codebook that explains both.

`moments.csv` has a row for each moment. `judgements.csv` is the long format: a row for each moment
and each coder's judgement of it. An empty cell is a value that nobody gave. A description beside
them says by what version and for whom they were made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.domain.text import clean
from parentkit.interchange.records.datapackage import DESCRIPTOR
from parentkit.interchange.records.flat import guarded
from parentkit.interchange.research.report_package import described
from parentkit.interchange.research.variables import of_judgements, of_moments
from parentkit.interchange.table import table_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from parentkit.interchange.research.dataset import Dataset
    from parentkit.interchange.research.values import Value
    from parentkit.interchange.research.variables import Variable

MOMENTS_FILE = "moments.csv"
JUDGEMENTS_FILE = "judgements.csv"
CODEBOOK_FILE = "codebook.csv"
CODEBOOK_HEADER = ["table", "name", "label", "type", "values", "unit", "source"]

BYTE_ORDER_MARK = "\ufeff"
"""Before a table, so that spreadsheets and SPSS read it as UTF-8."""


def files(data: Dataset) -> dict[str, Iterator[str]]:
    """The files by name, each as pieces of text."""
    moments, judgements = of_moments(data), of_judgements(data)
    tables = [(MOMENTS_FILE, moments), (JUDGEMENTS_FILE, judgements)]
    return {
        MOMENTS_FILE: _text(table(moments, data.cases)),
        JUDGEMENTS_FILE: _text(table(judgements, data.judgements)),
        CODEBOOK_FILE: _text(codebook(tables)),
        DESCRIPTOR: iter([described(data, tables)]),
    }


def table(variables: Sequence[Variable], rows: Iterable[Any]) -> Iterator[list[str]]:
    """The rows of a table, its header first."""
    yield [variable.name for variable in variables]
    for row in rows:
        yield [cell(variable.value(row)) for variable in variables]


def codebook(tables: Iterable[tuple[str, Sequence[Variable]]]) -> Iterator[list[str]]:
    """What every variable of every table is."""
    yield CODEBOOK_HEADER
    for name, variables in tables:
        for variable in variables:
            values = " | ".join(f"{code} = {label}" for code, label in variable.choices)
            about = variable.label, variable.sort, values, variable.unit, variable.source
            yield [guarded(clean(text)) for text in (name, variable.name, *about)]


def cell(value: Value) -> str:
    """A value as a cell: a text that a spreadsheet would run is made harmless, a number is not."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value) if isinstance(value, int) else guarded(clean(value))


def _text(rows: Iterator[list[str]]) -> Iterator[str]:
    yield BYTE_ORDER_MARK
    yield from table_text(rows)

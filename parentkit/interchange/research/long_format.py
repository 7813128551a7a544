"""Tables for R, SPSS and their like: moments, judgements, and a codebook that explains both.

`moments.csv` has a row for each moment. `judgements.csv` is the long format: a row for each moment
and each coder's judgement of it. An empty cell is a value that nobody gave. A description beside
them, in the Frictionless Data Package format (version 1), says what each column is, by which
version the tables were made, for whom and what for:
https://specs.frictionlessdata.io/tabular-data-package/
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from parentkit import __version__
from parentkit.domain.text import clean
from parentkit.interchange.records.datapackage import DESCRIPTOR, REPORT
from parentkit.interchange.records.flat import guarded
from parentkit.interchange.research.variables import (
    DAY,
    TIME,
    WHOLE,
    YES_NO,
    of_judgements,
    of_moments,
)
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


_TYPES: dict[str, dict[str, Any]] = {
    WHOLE: {"type": "integer"},
    YES_NO: {"type": "boolean", "trueValues": ["1"], "falseValues": ["0"]},
    DAY: {"type": "date"},
    TIME: {"type": "datetime", "format": "%Y-%m-%d %H:%M"},
}


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


def described(data: Dataset, tables: Iterable[tuple[str, Sequence[Variable]]]) -> str:
    """The description as JSON.

    Args:
        data: what is in the tables.
        tables: the files' names, and the variables that are their columns.
    """
    package = {
        "profile": "tabular-data-package",
        "name": REPORT,
        "title": "Moments of attunement, as a family shared them with a coach",
        "description": (
            "These describe a log, not a child and not all moments. Pseudonyms hide names, not "
            "patterns. They are the same in every file that is made for the same audience."
        ),
        "version": __version__,
        "audience": data.audience,
        "supervision": data.covered,
        "resources": [_resource(name, variables) for name, variables in tables],
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _resource(name: str, variables: Sequence[Variable]) -> dict[str, Any]:
    fields = [
        {"name": one.name, "description": one.label, **_TYPES.get(one.sort, {"type": "string"})}
        for one in variables
    ]
    return {
        "profile": "tabular-data-resource",
        "name": name.removesuffix(".csv"),
        "path": name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields},
    }


def _text(rows: Iterator[list[str]]) -> Iterator[str]:
    yield BYTE_ORDER_MARK
    yield from table_text(rows)

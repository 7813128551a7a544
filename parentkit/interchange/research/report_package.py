"""The description of a report's tables, in the Frictionless Data Package format (version 1).

https://specs.frictionlessdata.io/tabular-data-package/: what each column is, by which version the
tables were made, for whom and what for.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from parentkit import __version__
from parentkit.interchange.records.datapackage import REPORT
from parentkit.interchange.research.variables import DAY, TIME, WHOLE, YES_NO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from parentkit.interchange.research.dataset import Dataset
    from parentkit.interchange.research.variables import Variable

_TYPES: dict[str, dict[str, Any]] = {
    WHOLE: {"type": "integer"},
    YES_NO: {"type": "boolean", "trueValues": ["1"], "falseValues": ["0"]},
    DAY: {"type": "date"},
    TIME: {"type": "datetime", "format": "%Y-%m-%d %H:%M"},
}


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

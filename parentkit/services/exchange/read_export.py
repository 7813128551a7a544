"""An export read for its own sake: nothing of it is taken into the family's log."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.errors import DataProblem
from parentkit.domain.jsontext import parse
from parentkit.interchange.detect import Description, HandKept, Records, detected
from parentkit.interchange.records import csv_tables as records_csv
from parentkit.interchange.records import json_lines as records_jsonl
from parentkit.interchange.records.datapackage import DESCRIPTOR
from parentkit.interchange.rows import Rejection, text_lines
from parentkit.services.exchange.described import description_in, not_read, read_listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from parentkit.domain.log.moment import Document
    from parentkit.interchange.rows import Row

_SAFE = "Nothing was changed."


class ExportRead(NamedTuple):
    """What stands in an export.

    Attributes:
        records: documents by kind, in the order of the files; of an id that comes twice, the first.
        names: names of people by id, as tables show them beside ids.
        rejected: rows that are none of those, with the reason.
        missing: what the log's own files lacked when the export was made: `file`, `line` (None is
            the whole file) and `reason` of each place.
        notes: sentences about what else one should know, such as a file that was changed since.
    """

    records: Mapping[str, list[Document]]
    names: Mapping[str, str]
    rejected: list[Rejection]
    missing: list[dict[str, Any]]
    notes: list[str]


def read_export_files(path: str) -> ExportRead:
    """Reads what `parentkit export` wrote: its folder, its description or one of its files.

    Raises:
        NothingFound: there is no such file.
        DataProblem: it is not an export, or cannot be read.
    """
    reading = _Reading()
    if os.path.isdir(path):
        reading.read_described(os.path.join(path, DESCRIPTOR), path)
    elif reading.read_file(path):
        reading.read_described(path, os.path.dirname(path))
    return reading.found


class _Reading:
    def __init__(self) -> None:
        self._documents: dict[str, dict[str, Document]] = {}
        self._names: dict[str, str] = {}
        self._rejected: list[Rejection] = []
        self._missing: list[dict[str, Any]] = []
        self._notes: list[str] = []

    @property
    def found(self) -> ExportRead:
        records = {kind: list(found.values()) for kind, found in self._documents.items()}
        return ExportRead(records, self._names, self._rejected, self._missing, self._notes)

    def read_described(self, description: str, folder: str) -> None:
        text = _text_of(description)
        self._notes += read_listed(text, folder, self.read_file, _SAFE)
        missing = parse(text).get("unreadable")
        if isinstance(missing, list):
            self._missing += [dict(place) for place in missing if isinstance(place, dict)]

    def read_file(self, path: str, shown_as: str = "") -> bool:
        """Reads one file; whether it is a description instead, of which nothing was read."""
        try:
            with open(path, "rb") as stream:
                found = detected(text_lines(stream))
                if isinstance(found, HandKept):
                    raise DataProblem(
                        f"{path} is a table that parentkit export did not write.",
                        f"{_SAFE} A diary kept by hand is read by parentkit import.",
                    )
                if isinstance(found, Description):
                    return True
                if isinstance(found, Records):
                    self._take(records_jsonl.read(found.lines), shown_as)
                else:
                    self._take(records_csv.read(found.layout, found.table), shown_as)
        except OSError as problem:
            raise not_read(path, problem) from None
        return False

    def _take(self, rows: Iterable[Row | Rejection], shown_as: str) -> None:
        for row in rows:
            if isinstance(row, Rejection):
                self._rejected.append(row._replace(file=shown_as))
                continue
            of_kind = self._documents.setdefault(row.kind, {})
            of_kind.setdefault(str(row.document["id"]), row.document)
            for field, name in row.names.items():
                self._names.setdefault(str(row.document.get(field, "")), name)


def _text_of(description: str) -> str:
    try:
        return description_in(description)
    except FileNotFoundError:
        folder = os.path.dirname(description)
        raise DataProblem(
            f"{folder} is a folder without a {DESCRIPTOR}, so it is not an export.", _SAFE
        ) from None
    except OSError as problem:
        raise not_read(description, problem) from None

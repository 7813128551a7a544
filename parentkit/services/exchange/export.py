"""Records on their way out, to files that anything can read, and on their way in."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit import clock
from parentkit.domain.codes import CODING, MOMENT
from parentkit.domain.log.household import name_of
from parentkit.domain.log.moment import in_reading_order
from parentkit.domain.log.wanted import holds
from parentkit.domain.time.localtime import stamp_local
from parentkit.interchange.records import csv_tables as records_csv
from parentkit.interchange.records import json_lines as records_jsonl
from parentkit.interchange.records.csv_tables import CODINGS, FAMILY_TABLE, MOMENTS, Layout
from parentkit.interchange.records.datapackage import CSV, DESCRIPTOR, File, described, file_name
from parentkit.interchange.records.fields import FAMILY_KINDS
from parentkit.storage.new_files import NewFiles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from parentkit.domain.log.household import Household
    from parentkit.domain.log.moment import Document
    from parentkit.domain.log.selection import Selection
    from parentkit.journal import Journal, Problem, Record

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Before a table, so that spreadsheets on Windows show every letter as it is."""


class Outgoing(NamedTuple):
    """What an export holds.

    `tables` are kinds and documents by layout; `names` the names of people by id; `flagged` counts
    the moments that are left out because somebody was frightened or hurt; `problems` are lines of
    the journal that could not be read, and so are not in it.
    """

    tables: dict[Layout, list[tuple[str, Document]]]
    names: dict[str, str]
    flagged: int
    problems: list[Problem]

    def count(self, layout: Layout) -> int:
        """How many records a table has."""
        return len(self.tables[layout])


def outgoing(
    journal: Journal, household: Household, selection: Selection, *, include_flagged: bool = False
) -> Outgoing:
    """What an export of the selection holds: its moments, their codings, and the whole family."""
    reading = journal.read(_start_day(selection), kinds=(MOMENT, CODING))
    is_wanted = holds(selection.wanted)
    chosen = [
        record for record in reading.records if record.kind == MOMENT and is_wanted(record.fields)
    ]
    kept = [record for record in chosen if include_flagged or not record.fields.get("flag")]
    moments = {record.id for record in kept}
    codings = [
        record
        for record in reading.records
        if record.kind == CODING and record.fields.get("moment") in moments
    ]
    lasting = journal.lasting()
    family = [record for record in lasting.records if record.kind in FAMILY_KINDS]
    tables = {FAMILY_TABLE: family, MOMENTS: kept, CODINGS: codings}
    people = (*household.children, *household.caregivers)
    return Outgoing(
        {layout: _documents(records) for layout, records in tables.items()},
        {str(person["id"]): name_of(person) for person in people},
        len(chosen) - len(kept),
        journal.problems,
    )


def as_text(out: Outgoing, form: str) -> Iterator[str]:
    """An export as one text: every record as JSON lines, or the table of moments."""
    if form == CSV:
        return records_csv.written(MOMENTS, out.tables[MOMENTS], out.names)
    return records_jsonl.written(record for records in out.tables.values() for record in records)


def export(out: Outgoing, form: str, folder: str) -> list[str]:
    """Writes an export into a folder and returns the paths of its files, the description last.

    Raises:
        DataProblem: a file is there already, or could not be written; nothing is left behind.
    """
    layouts = [layout for layout, records in out.tables.items() if records or layout == MOMENTS]
    names = [file_name(layout, form) for layout in layouts]
    new = NewFiles(folder, [*names, DESCRIPTOR])
    files = []
    for layout, name in zip(layouts, names, strict=True):
        put = new.put(name, _bytes_of(out, layout, form))
        files.append((layout, File(name, put.bytes, put.sha256)))
    made_at = stamp_local(clock.now(), seconds=True)
    description = described(files, form, made_at, _left_out(out))
    new.put(DESCRIPTOR, [json.dumps(description, ensure_ascii=False, indent=1).encode() + b"\n"])
    return [os.path.join(folder, name) for name in (*names, DESCRIPTOR)]


def _left_out(out: Outgoing) -> list[dict[str, Any]]:
    """What could not be read, as the description tells it; not in which folder of this machine."""
    return [
        {"file": os.path.basename(each.path), "line": each.line or None, "reason": each.reason}
        for each in out.problems
    ]


def _bytes_of(out: Outgoing, layout: Layout, form: str) -> Iterator[bytes]:
    text: Iterable[str]
    if form == CSV:
        yield BYTE_ORDER_MARK
        text = records_csv.written(layout, out.tables[layout], out.names)
    else:
        text = records_jsonl.written(out.tables[layout])
    for piece in text:
        yield piece.encode()


def _start_day(selection: Selection) -> str | None:
    return selection.period.start.isoformat() if selection.period else None


def _documents(records: Iterable[Record]) -> list[tuple[str, Document]]:
    """Kinds and documents, earliest first, in an order that depends on nothing else."""
    ordered = sorted(
        records, key=lambda record: (record.kind, str(record.fields.get("observed_at")), record.id)
    )
    return [(record.kind, _document(record)) for record in ordered]


def _document(record: Record) -> Document:
    fields = {name: value for name, value in record.fields.items() if name != "deleted"}
    if record.kind == MOMENT:
        return in_reading_order({"id": record.id, **fields})
    return {"id": record.id, **fields}

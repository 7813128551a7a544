"""Read an export, or a diary kept by hand in a spreadsheet.

An export is its folder, its datapackage.json or one of its files. A diary is a table (CSV) with
columns by name in any order: when (or date and time), cue and response, and what else you kept:
child, who, fit, repair, repaired after (min), flag, note, tags ... Words may be ids or labels.
What is here already is skipped, what cannot be read is named and left out, and everything else goes
in. `parentkit undo` takes the whole import back.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from parentkit.cli.session import open_family, put, put_json, say
from parentkit.domain.text import clean
from parentkit.report import exchange
from parentkit.services.exchange.imports import import_file, import_stream

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from parentkit.cli.session import Opened
    from parentkit.domain.log.moment import Document
    from parentkit.interchange.rows import Rejection
    from parentkit.services.exchange.imports import ImportSummary

EXAMPLES = """\
  parentkit import diary.csv --dry-run       (say what would happen, write nothing)
  parentkit import diary.csv
  parentkit import my-export                 (the folder of an export)
  parentkit import - < everything.jsonl
"""

LEFT_OUT = 3
"""The exit code where rows were left out."""

MOST_LISTED = 50
"""Rows left out that are listed for a person; --json lists more."""

FIRST_WORDS = 6
"""Words of a note that say which moment it is."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit import`."""
    parser.add_argument("file", metavar="FILE", help="a file or folder; - reads standard input")
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would happen and write nothing"
    )
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit import`; returns the exit code."""
    journal, household = open_family(opened)
    dry_run = arguments.dry_run
    if arguments.file == "-":
        summary = import_stream(journal, household, sys.stdin.buffer, dry_run=dry_run)
    else:
        summary = import_file(journal, household, arguments.file, dry_run=dry_run)
    if arguments.json:
        put_json(_as_json(summary, dry_run=dry_run))
    else:
        put(_lines(summary, dry_run=dry_run))
        for line in _left_out_lines(summary):
            say(line)
    for line in _remarks(summary):
        say(line)
    return LEFT_OUT if summary.left_out else 0


def _as_json(summary: ImportSummary, *, dry_run: bool) -> dict[str, Any]:
    fields = ("row", "column", "value", "problem")
    return {
        "imported": summary.imported,
        "duplicates": summary.duplicates,
        "rejected": [
            {name: getattr(row, name) for name in (fields if not row.file else ("file", *fields))}
            for row in summary.rejected
        ],
        "left_out": summary.left_out,
        "differing": summary.differing,
        "deleted": summary.deleted,
        "created": [{"kind": kind, "name": name} for kind, name in summary.created],
        "unknown_columns": summary.unknown_columns,
        "set_apart": [moment["id"] for moment in summary.set_apart],
        "dry_run": dry_run,
    }


def _lines(summary: ImportSummary, *, dry_run: bool) -> Iterator[str]:
    yield exchange.imported_sentence(summary.imported, summary.duplicates, dry_run=dry_run)
    for kind in exchange.MADE_BY_IMPORTS:
        names = [name for of_kind, name in summary.created if of_kind == kind]
        if names:
            yield exchange.made_sentence(kind, names)
    if dry_run:
        yield "Nothing was written."


def _left_out_lines(summary: ImportSummary) -> Iterator[str]:
    if not summary.left_out:
        return
    yield exchange.rows_left_out_sentence(summary.left_out)
    for row in summary.rejected[:MOST_LISTED]:
        yield f"  {_place(row)}: {_told(row)}"
    if summary.left_out > MOST_LISTED:
        yield f"  and {summary.left_out - MOST_LISTED} more; --json lists them."
    yield exchange.mend_rows_sentence(summary.left_out)


def _place(row: Rejection) -> str:
    parts = [row.file, f"row {row.row}", row.column]
    return ", ".join(part for part in parts if part)


def _told(row: Rejection) -> str:
    # Some problems name the value themselves; the others begin with what it is.
    if row.value and repr(row.value) not in row.problem:
        return f"{row.value!r} {row.problem}"
    return row.problem


def _remarks(summary: ImportSummary) -> Iterator[str]:
    if summary.unknown_columns:
        yield f"Columns kept as text: {', '.join(summary.unknown_columns)}."
    if summary.differing:
        yield exchange.differing_sentence(summary.differing)
    if summary.deleted:
        yield exchange.deleted_sentence(summary.deleted)
    yield from summary.notes
    if count := len(summary.set_apart):
        yield exchange.set_apart_sentence(count)
        yield exchange.put_back_hint(count)
        yield from map(_beginning, summary.set_apart[:MOST_LISTED])
        if count > MOST_LISTED:
            yield f"  and {count - MOST_LISTED} more; --json lists them."
        yield "parentkit help-now shows where to ring."


def _beginning(moment: Document) -> str:
    """The id of a moment, its day, and the first words of what was written about it."""
    words = " ".join([str(moment.get("note") or moment.get("need") or ""), *moment.get("tags", ())])
    first = clean(" ".join(words.split()[:FIRST_WORDS]))
    more = " ..." if len(words.split()) > FIRST_WORDS else ""
    return f"  {moment['id']}  {moment['observed_at'][:10]}  {first}{more}"

"""Records as JSON lines: one document per line with its `kind`, every kind in one file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.domain.jsontext import NotJson, compact, parse
from parentkit.interchange.records.check import checked
from parentkit.interchange.rows import LONGEST_LINE, Rejection, Row, is_text, rejected, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

KIND = "kind"
"""The name that stands before a document's own fields; no field of a record has it."""


def written(records: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterator[str]:
    """One line for each record, given as its kind and its document."""
    for kind, document in records:
        yield compact({KIND: kind, **document}) + "\n"


def read(lines: Iterable[str | None]) -> Iterator[Row | Rejection]:
    """The records of a file, or why a line is not one; empty lines are passed over.

    Args:
        lines: as rows.text_lines gives them.
    """
    for number, line in enumerate(lines, 1):
        if line is None:
            told = f"The line is longer than {LONGEST_LINE} characters."
            yield Rejection(number, "", "", told)
        elif line.strip():
            yield _row(number, line)


def _row(number: int, line: str) -> Row | Rejection:
    if not is_text(line):
        return Rejection(number, "", shown(line), "The line holds bytes that are not UTF-8 text.")
    try:
        document = parse(line)
    except NotJson as bad:
        return Rejection(number, "", shown(line), f"The line cannot be taken: {bad.reason}.")
    if not isinstance(document, dict):
        return Rejection(number, "", shown(line), "The line is not a JSON object.")
    kind = document.pop(KIND, None)
    if not isinstance(kind, str):
        return Rejection(number, KIND, shown(kind), "does not say what kind of record this is.")
    fields, troubles = checked(kind, document)
    if troubles:
        return rejected(number, troubles)
    return Row(number, kind, fields, {})

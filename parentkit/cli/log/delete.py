"""Take an entry out: a moment, an answer, a check-in, what you practised, a comment, a template.

`parentkit undo` brings it back; `parentkit purge` erases it for good. A child or a caregiver is
left out of lists with `parentkit child hide` and `parentkit caregiver hide`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.session import glyphs, open_family, put, put_json, say
from parentkit.domain.codes import MOMENT
from parentkit.report.log.entry import entry_lines
from parentkit.report.log.moment import moment_lines
from parentkit.services.log.document import document_of
from parentkit.services.log.entries import entry_called, take_out_entry

if TYPE_CHECKING:
    import argparse

    from parentkit.cli.session import Opened

EXAMPLES = """\
  parentkit delete 01KAR3M5ZJ9W
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit delete`."""
    parser.add_argument("id", metavar="ID", help="an entry's id, or enough of its beginning")
    parser.add_argument("--json", action="store_true", help="print what was taken out as JSON")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit delete`; returns the exit code."""
    journal, household = open_family(opened)
    record = entry_called(journal, arguments.id)
    take_out_entry(journal, record)
    document = document_of(record) if record.kind == MOMENT else record.document()
    if arguments.json:
        put_json(document)
    else:
        put([f"Taken out {record.id}"])
        if record.kind == MOMENT:
            put(moment_lines(document, household, glyphs()))
        else:
            put(entry_lines(record.kind, document))
    say(f"parentkit undo brings it back; parentkit purge {record.id} erases it for good.")
    return 0

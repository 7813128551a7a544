"""Take a moment out of the log.

`parentkit undo` brings it back; `parentkit purge` erases it for good.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.session import glyphs, open_family, put, put_json, say
from parentkit.report.log.moment import moment_lines
from parentkit.services.log.revise import take_out

if TYPE_CHECKING:
    import argparse

    from parentkit.cli.session import Opened

EXAMPLES = """\
  parentkit delete 01KAR3M5ZJ9W
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit delete`."""
    parser.add_argument("id", metavar="ID", help="a moment's id, or enough of its beginning")
    parser.add_argument("--json", action="store_true", help="print what was taken out as JSON")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit delete`; returns the exit code."""
    journal, household = open_family(opened)
    document = take_out(journal, arguments.id)
    if arguments.json:
        put_json(document)
    else:
        put([f"Taken out {document['id']}", *moment_lines(document, household, glyphs())])
    say(f"parentkit undo brings it back; parentkit purge {document['id']} erases it for good.")
    return 0

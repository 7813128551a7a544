"""Show how an entry came to be what it is: every change, when, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.session import open_family, put, put_json, warn
from parentkit.report.log.operation import history_lines
from parentkit.services.log.entries import entry_beginning

if TYPE_CHECKING:
    import argparse

    from parentkit.cli.session import Opened

EXAMPLES = """\
  parentkit history 01KAR3M5ZJ9W
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit history`."""
    parser.add_argument("id", metavar="ID", help="an entry's id, or enough of its beginning")
    parser.add_argument("--json", action="store_true", help="print the operations as JSON")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit history`; returns the exit code."""
    journal, household = open_family(opened)
    operations = journal.history(entry_beginning(journal, arguments.id).id)
    if arguments.json:
        put_json(
            [
                {"stamp": each.stamp, "device": each.device, "by": each.by, "set": each.set}
                for each in operations
            ]
        )
    else:
        put(history_lines(operations, household))
    return warn(journal.problems)

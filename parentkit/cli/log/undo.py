"""Take back the last thing written on this device. Undoing again goes one step further back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.session import open_family, put, put_json, say
from parentkit.report.log.operation import left_lines, undone_lines

if TYPE_CHECKING:
    import argparse

    from parentkit.cli.session import Opened

EXAMPLES = """\
  parentkit undo
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit undo`."""
    parser.add_argument("--json", action="store_true", help="print what was taken back as JSON")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit undo`; returns the exit code."""
    journal, household = open_family(opened)
    undone = journal.undo()
    if arguments.json:
        put_json(
            [{"kind": each.kind, "id": each.id, "set": each.set} for each in undone.taken_back]
        )
    else:
        put(undone_lines(undone, household))
    for line in left_lines(undone, household):
        say(line)
    return 0

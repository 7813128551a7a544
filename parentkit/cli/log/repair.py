"""Say that you found your way back after a moment, or that it is still open.

Without a state it says `repaired`. Coming back after a miss counts beside every match.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.session import glyphs, open_family, put, put_json
from parentkit.domain.codes import REPAIR_STATES, REPAIRED
from parentkit.report.log.moment import moment_lines
from parentkit.services.log.parse_fields import read_words
from parentkit.services.log.revise import edit

if TYPE_CHECKING:
    import argparse

    from parentkit.cli.session import Opened

EXAMPLES = """\
  parentkit repair 01KAR3M5ZJ9W --after 10m
  parentkit repair 01KAR3M5ZJ9W --by child
  parentkit repair 01KAR3M5ZJ9W not_yet
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit repair`."""
    parser.add_argument("id", metavar="ID", help="a moment's id, or enough of its beginning")
    parser.add_argument(
        "state", metavar="STATE", nargs="?", default=REPAIRED, help=", ".join(REPAIR_STATES)
    )
    parser.add_argument("--after", metavar="10m", help="how long it took")
    parser.add_argument("--by", metavar="WHO", help="who began it: parent, child, both, other")
    parser.add_argument("--json", action="store_true", help="print the stored record as JSON")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit repair`; returns the exit code."""
    journal, household = open_family(opened)
    words = {
        "repair": arguments.state,
        "repaired_after": arguments.after,
        "repaired_by": arguments.by,
    }
    fields = read_words(household, words).complete()
    document = edit(journal, household, arguments.id, fields)
    if arguments.json:
        put_json(document)
    else:
        put([f"Changed {document['id']}", *moment_lines(document, household, glyphs())])
    return 0

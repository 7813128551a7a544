"""Add another person's judgement of a moment.

It stands beside the first one; neither overwrites the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.session import glyphs, open_family, put, put_json
from parentkit.report.log.moment import coding_lines
from parentkit.services.family.household import current_caregiver
from parentkit.services.log.parse_fields import read_words
from parentkit.services.log.revise import judge

if TYPE_CHECKING:
    import argparse

EXAMPLES = """\
  parentkit code 01KAR3M5ZJ9W --fit partial --caregiver Jo
  parentkit code 01KAR3M5ZJ9W --fit misread --slip read
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit code`."""
    parser.add_argument("id", metavar="ID", help="a moment's id, or enough of its beginning")
    parser.add_argument("--fit", metavar="F", help="how it fitted, as this person sees it")
    parser.add_argument("--slip", metavar="S", help="where it slipped")
    parser.add_argument("--repair", metavar="STATE", help="repaired, not_yet, not_going_to ...")
    parser.add_argument(
        "--after", dest="child_after", metavar="A", help="how the child was afterwards"
    )
    parser.add_argument("--caregiver", metavar="W", help="who judges; else who logs on this device")
    parser.add_argument("--json", action="store_true", help="print the stored record as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Runs `parentkit code`; returns the exit code."""
    journal, household = open_family()
    words = {name: getattr(arguments, name) for name in ("fit", "slip", "repair", "child_after")}
    fields = read_words(household, words).complete()
    if arguments.caregiver:
        coder = household.caregiver(arguments.caregiver)
    else:
        coder = current_caregiver(journal, household)
    document = judge(journal, household, arguments.id, coder, fields)
    if arguments.json:
        put_json(document)
    else:
        put([f"Stored beside {document['moment']}", *coding_lines(document, household, glyphs())])
    return 0

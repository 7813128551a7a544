"""Add another person's judgement of a moment.

It stands beside the first one; neither overwrites the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.session import glyphs, open_family, put, put_json
from parentkit.domain.log.moment import JUDGEMENT_FIELDS
from parentkit.domain.schema.fields import said_fields
from parentkit.report.log.moment import coding_lines
from parentkit.services.family.household import current_caregiver
from parentkit.services.log.parse_fields import read_words
from parentkit.services.log.revise import judge

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from parentkit.cli.session import Opened

EXAMPLES = """\
  parentkit code 01KAR3M5ZJ9W --fit partial --caregiver Jo
  parentkit code 01KAR3M5ZJ9W --fit misread --slip read
"""

HELP = {
    "fit": "how it fitted, as this person sees it",
    "slip": "where it slipped",
    "repair": "repaired, not_yet, not_going_to ...",
    "child_after": "how the child was afterwards",
}
"""What an option says where that is not what it says of a moment."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit code`."""
    parser.add_argument("id", metavar="ID", help="a moment's id, or enough of its beginning")
    add_judgement_options(parser, HELP)
    parser.add_argument("--caregiver", metavar="W", help="who judges; else who logs on this device")
    parser.add_argument("--json", action="store_true", help="print the stored record as JSON")


def add_judgement_options(parser: argparse.ArgumentParser, told: Mapping[str, str]) -> None:
    """Declares the options of somebody's judgement; `told` is the help of those with their own."""
    for field in said_fields():
        if field.said in JUDGEMENT_FIELDS and field.option:
            option, placeholder, text = field.option
            text = told.get(field.said, text)
            parser.add_argument(option, dest=field.said, metavar=placeholder, help=text)


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit code`; returns the exit code."""
    journal, household = open_family(opened)
    words = {name: getattr(arguments, name) for name in JUDGEMENT_FIELDS}
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

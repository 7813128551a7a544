"""List moments, day by day. Without options: this week's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.selection import add_selection_options, say_days, selection_of
from parentkit.cli.session import glyphs, open_family, put, put_json, say, warn
from parentkit.report.log.listing import listing_lines
from parentkit.services.log.browse import Filters, browse
from parentkit.services.log.parse_fields import read_words
from parentkit.services.reminders.reminders import due_line

if TYPE_CHECKING:
    import argparse

    from parentkit.cli.session import Opened

EXAMPLES = """\
  parentkit moments
  parentkit moments --weeks 4 --child Mia --cue sad
  parentkit moments --all --tag nursery --json
  parentkit moments --since 2026-11-01 --text "blue cup"
"""

CODES = {
    "cue": ("--cue", "CUE", "with this sign"),
    "fit": ("--fit", "F", "with this fit"),
    "context": ("--context", "X", "in this context"),
    "parent_state": ("--state", "X", "when you were like this"),
    "slip": ("--slip", "S", "that slipped here"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit moments`."""
    add_selection_options(parser)
    for field, (option, placeholder, text) in CODES.items():
        parser.add_argument(option, dest=field, metavar=placeholder, help=text)
    parser.add_argument("--tag", metavar="T", default="", help="with this tag")
    parser.add_argument(
        "--text", metavar="WORDS", default="", help="with these words in note or need"
    )
    parser.add_argument("--json", action="store_true", help="print the records as JSON")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit moments`; returns the exit code."""
    journal, household = open_family(opened)
    selection = selection_of(arguments, household)
    codes = read_words(household, {name: getattr(arguments, name) for name in CODES}).complete()
    found = browse(journal, selection, Filters(codes, arguments.tag, arguments.text))
    if arguments.json:
        put_json(found.documents)
    else:
        say_days(arguments, selection)
        put(listing_lines(found.documents, household, glyphs(), found.commented))
    if not arguments.json and (line := due_line(journal)):
        say(line)
    if not found.documents and not journal.problems:
        say("No moments here. Gaps are normal; --all shows everything there is.")
    elif not found.documents:
        say("No moments that could be read here; --all shows everything else there is.")
    return warn(journal.problems)

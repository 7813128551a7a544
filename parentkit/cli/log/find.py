"""Find moments by what stands in them, among all there are.

A test is a field, a verb and what it should be:

cue is afraid, fit is not missed, response is comfort, note has dentist, tag is nursery, child is
Mia, by is Anna, when since 3 weeks, when on mon, when before 2026-11, context is unsaid

Join tests by and, or, not and parentheses; words may stand in quotation marks. docs/finding.md
tells all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit import clock
from parentkit.cli.session import glyphs, open_family, put, put_json, say, warn
from parentkit.report.listing import listing_lines
from parentkit.services.log.find import find
from parentkit.services.log.find_words import wanted_by

if TYPE_CHECKING:
    import argparse

EXAMPLES = """\
  parentkit find "cue is afraid and note has dentist"
  parentkit find when since 3 weeks and fit is not matched
  parentkit find "(tag is nursery or context is morning) and by is Anna" --json
  parentkit find "state is stressed and repair is unsaid"
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit find`."""
    parser.add_argument("query", nargs="+", metavar="WORDS", help="what is looked for")
    parser.add_argument("--json", action="store_true", help="print the records as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Runs `parentkit find`; returns the exit code."""
    journal, household = open_family()
    wanted = wanted_by(" ".join(arguments.query), household, clock.local_now().date())
    found = find(journal, wanted)
    if arguments.json:
        put_json(found.documents)
    else:
        put(listing_lines(found.documents, household, glyphs(), found.commented))
    if not found.documents:
        say(
            "No moment that could be read is like that."
            if journal.problems
            else "No moment is like that."
        )
    return warn(journal.problems)

"""Find moments by a sentence, among all there are.

A condition is a field, a verb and what it should be:

cue is afraid, fit is not missed, response is comfort, note has dentist, tag is nursery, child is
Mia, by is Anna, when since 3 weeks, when on mon, when before 2026-11, context is unsaid

Join conditions with and, or, not and parentheses. Put the whole in single quotation marks for your
shell; then words with 'and' in them can stand in double ones. More in docs/finding.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit import clock
from parentkit.cli.session import glyphs, open_family, put, put_json, say, warn
from parentkit.report.log.listing import listing_lines
from parentkit.services.log.find import find
from parentkit.services.log.find_grammar import NOT, VERBS, quoted
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
    wanted = wanted_by(_line(arguments.query), household, clock.local_now().date())
    found = find(journal, wanted)
    if arguments.json:
        put_json(found.documents)
    else:
        put(listing_lines(found.documents, household, glyphs(), found.commented))
    if not found.documents:
        say("No moments that could be read match." if journal.problems else "No moments match.")
    return warn(journal.problems)


def _line(words: list[str]) -> str:
    """The arguments as one line: what the shell kept together behind a verb stays together."""
    line: list[str] = []
    for word in words:
        is_value = bool(line) and line[-1].lower() in (*VERBS, NOT)
        line.append(quoted(word) if is_value and " " in word.strip() else word)
    return " ".join(line)

"""Find moments by a sentence, among all there are.

A condition is a field, a verb and what it should be:

cue is afraid, fit is not missed, response is comfort, note has dentist, tag is nursery, child is
Mia, by is Anna, when in november, when since 3 weeks ago, when on mon, context is unsaid

Join conditions with and, or, not and parentheses. Put the whole in single quotation marks for your
shell; then words with 'and' in them can stand in double ones. More in docs/finding.md.

Like grep, it ends with 0 where something was found and with 1 where nothing was.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from parentkit import clock
from parentkit.cli.ask import ask_line, ask_text
from parentkit.cli.session import (
    glyphs,
    open_family,
    put,
    put_json,
    say,
    somebody_is_there,
    warn,
)
from parentkit.cli.terminal import columns
from parentkit.domain.errors import NothingFound, UsageProblem
from parentkit.domain.text import one_line
from parentkit.report.log.listing import listing_lines
from parentkit.services.log.find import find
from parentkit.services.log.find_problem import FindProblem
from parentkit.services.log.find_tokens import NOT, VERBS, quoted
from parentkit.services.log.find_words import read

if TYPE_CHECKING:
    import argparse

    from parentkit.cli.session import Opened
    from parentkit.domain.log.household import Household
    from parentkit.services.log.find_words import Reading

EXAMPLES = """\
  parentkit find "cue is afraid and note has dentist"
  parentkit find when since 3 weeks and fit is not matched
  parentkit find "(tag is nursery or context is morning) and by is Anna" --json
  parentkit find "state is stressed and repair is unsaid"
  parentkit find                             (asked; so no word of it stays in your shell's history)
"""

INDENTED = 3
"""Columns beside the lines of an error: two before them, and the last one stays free."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit find`."""
    parser.add_argument(
        "query",
        nargs="*",
        metavar="WORDS",
        help="what is looked for; left out or -, it is asked for or read from standard input",
    )
    parser.add_argument("--json", action="store_true", help="print the records as JSON")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit find`; returns the exit code."""
    words = _line(arguments.query)
    journal, household = open_family(opened)
    reading = _read(words, household)
    found = find(journal, reading.wanted)
    if arguments.json:
        put_json(found.documents)
    else:
        if reading.days:
            say(f"Looked at: {'; '.join(reading.days)}.")
        put(listing_lines(found.documents, household, glyphs(), found.commented))
    unread = warn(journal.problems)
    if not found.documents:
        say("No moments that could be read match." if unread else "No moments match.")
    return unread or (0 if found.documents else NothingFound.exit_code)


def _read(words: str, household: Household) -> Reading:
    try:
        return read(words, household, clock.local_now().date())
    except FindProblem as problem:
        if sys.stderr.isatty():
            problem.fit(columns() - INDENTED)
        raise


def _line(words: list[str]) -> str:
    """The words as one line: what the shell kept together behind a verb stays together.

    Raises:
        UsageProblem: there are none.
    """
    line: list[str] = []
    for word in words:
        is_value = bool(line) and line[-1].lower() in (*VERBS, NOT)
        line.append(quoted(word) if is_value and " " in word.strip() else word)
    text = " ".join(line)
    if text in ("", "-"):
        text = ask_line("What are you looking for?") if somebody_is_there() else ask_text()
    if not one_line(text):
        raise UsageProblem(
            "Nothing was asked for.",
            'For example: parentkit find "cue is sad". parentkit find --help tells more.',
        )
    return text

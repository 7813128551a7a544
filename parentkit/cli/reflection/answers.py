"""Find what you wrote about your weeks: answers with certain words, of some weeks, about something.

Without options: all of them, the latest week first. They are the answers of whoever uses this
device, those at the end of an exercise among them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit import clock
from parentkit.cli.selection import add_days_options, days_of
from parentkit.cli.session import open_family, put, put_json, say, warn
from parentkit.domain.reflection.question import KINDS
from parentkit.domain.reflection.wanted import AnswersWanted
from parentkit.domain.time.period import week_of
from parentkit.report.reflection.reflection import answer_lines
from parentkit.services.rates.weeks import who_reflects
from parentkit.services.reflection.answers import found_answers
from parentkit.services.reflection.look_back import by_week

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from parentkit.cli.session import Opened
    from parentkit.services.reflection.answers import Answer

EXAMPLES = """\
  parentkit answers
  parentkit answers --text bedtime --since 2026-10-01
  parentkit answers --about repair --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit answers`."""
    parser.add_argument("--text", metavar="WORDS", default="", help="with these words in them")
    parser.add_argument("--about", choices=KINDS, default="", help="to questions of this kind")
    add_days_options(parser)
    parser.add_argument("--json", action="store_true", help="print the records as JSON")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit answers`; returns the exit code."""
    journal, household = open_family(opened)
    days = days_of(arguments, clock.local_now().date())
    caregiver = who_reflects(journal, household)
    wanted = AnswersWanted(caregiver, days, arguments.about, arguments.text)
    found = found_answers(journal, wanted)
    if arguments.json:
        put_json([answer.document for answer in found])
    else:
        put(_lines(found))
    if not found and journal.problems:
        say("No answers that could be read here.")
    elif not found and wanted.narrows:
        say("No answers here. parentkit answers shows all there are.")
    elif not found:
        say("No answers yet. parentkit reflect asks about the week that was.")
    return warn(journal.problems)


def _lines(found: Iterable[Answer]) -> Iterator[str]:
    for place, (monday, answers) in enumerate(by_week(found).items()):
        if place:
            yield ""
        yield week_of(monday).title()
        for answer in answers:
            yield ""
            yield from answer_lines(*answer)

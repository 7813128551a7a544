"""A check-in with yourself, in a minute: what am I feeling, where in my body, what do I need.

One line for each question; an empty line passes one over, q stops. Each answer is stored at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit import clock
from parentkit.cli.reflection.answering import Lines, offer_help, somebody
from parentkit.cli.selection import add_days_options, days_of
from parentkit.cli.session import open_family, put, put_json, say, warn
from parentkit.domain.errors import UsageProblem
from parentkit.domain.reflection.reflection import CHECKIN_QUESTIONS
from parentkit.domain.reflection.wanted import CheckInsWanted
from parentkit.report.reflection.reflection import checkin_lines
from parentkit.services.rates.weeks import who_reflects
from parentkit.services.reflection.checkin import CheckIn, found_check_ins

if TYPE_CHECKING:
    import argparse

    from parentkit.cli.session import Opened
    from parentkit.domain.log.household import Household

EXAMPLES = """\
  parentkit checkin
  parentkit checkin --list
  parentkit checkin --list --text tired --since 2026-11-01
  printf 'tired\\nshoulders\\nten quiet minutes\\n' | parentkit checkin --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit checkin`."""
    parser.add_argument("--list", action="store_true", help="show earlier check-ins")
    parser.add_argument("--text", metavar="WORDS", default="", help="with --list: with these words")
    add_days_options(parser, "with --list: ")
    parser.add_argument("--json", action="store_true", help="print records as JSON")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit checkin`; returns the exit code."""
    if (arguments.text or arguments.since or arguments.until) and not arguments.list:
        raise UsageProblem("--text and --since go with --list.", "They say which ones it shows.")
    journal, household = open_family(opened)
    caregiver = who_reflects(journal, household)
    if arguments.list:
        days = days_of(arguments, clock.local_now().date())
        wanted = CheckInsWanted(caregiver, days, arguments.text)
        found = found_check_ins(journal, wanted)
        if arguments.json:
            put_json(found)
        else:
            put(checkin_lines(found))
        if not found and journal.problems:
            say("No check-ins that could be read.")
        elif not found:
            say("No check-ins like that." if wanted.narrows else "No check-ins yet.")
        return warn(journal.problems)
    lines = Lines()
    if not lines.anybody():
        put(CHECKIN_QUESTIONS.values())
        say("At a terminal these are asked one at a time. A pipe may hold answers, one a line.")
        return 0
    household, caregiver = somebody(journal, household, caregiver)
    checkin = CheckIn(journal, caregiver)
    _ask(household, checkin, lines)
    if arguments.json:
        put_json(checkin.document)
    elif checkin.document:
        say("Stored. parentkit checkin --list shows it again.")
    else:
        say("Nothing was stored.")
    return 0


def _ask(household: Household, checkin: CheckIn, lines: Lines) -> None:
    for field, question in CHECKIN_QUESTIONS.items():
        say(question)
        line = lines.next()
        if line is None:
            return
        if line:
            checkin.add(field, line)
            offer_help(household, line)

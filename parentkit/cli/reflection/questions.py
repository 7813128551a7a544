"""All questions that a reflection may ask, and when you answered each of them last.

parentkit reflect chooses from these by what a week was like; packs of your own are among them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.cli.session import open_family, put, put_json, say, warn
from parentkit.domain.reflection.question import KINDS
from parentkit.domain.reflection.wanted import QuestionsWanted
from parentkit.report.reflection.questions import questions_lines
from parentkit.services.rates.weeks import who_reflects
from parentkit.services.reflection.answers import all_answers
from parentkit.services.reflection.questions import all_questions, found_questions, with_answers

if TYPE_CHECKING:
    import argparse

    from parentkit.cli.session import Opened
    from parentkit.services.reflection.questions import Known

EXAMPLES = """\
  parentkit questions
  parentkit questions --about repair --not-answered
  parentkit questions --text laugh --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit questions`."""
    parser.add_argument("--text", metavar="WORDS", default="", help="with these words in them")
    parser.add_argument("--about", choices=KINDS, default="", help="those of this kind")
    answered = parser.add_mutually_exclusive_group()
    answered.add_argument(
        "--answered", action="store_true", default=None, help="those that you answered before"
    )
    answered.add_argument(
        "--not-answered",
        dest="answered",
        action="store_false",
        help="those that you never answered",
    )
    parser.add_argument("--json", action="store_true", help="print them as JSON")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit questions`; returns the exit code."""
    journal, household = open_family(opened)
    questions, problems = all_questions(journal, household)
    for problem in problems:
        say(f"parentkit: {problem}")
    answers = all_answers(journal, who_reflects(journal, household))
    known = with_answers(questions, [answer.document for answer in answers])
    wanted = QuestionsWanted(arguments.about, arguments.text, arguments.answered)
    found = found_questions(known, wanted)
    if arguments.json:
        put_json(list(map(_payload, found)))
    else:
        put(questions_lines(found))
    if not found:
        say("No question is like that. parentkit questions shows every one.")
    elif len(found) < len(known):
        say(f"\n{len(found)} of {len(known)}. parentkit questions shows every one.")
    return warn(journal.problems)


def _payload(known: Known) -> dict[str, Any]:
    names = ("id", "text", "kind", "follow_up", "source")
    told = {name: getattr(known.question, name) for name in names}
    return {**told, "answers": known.answers, "answered_in": known.answered_in or None}

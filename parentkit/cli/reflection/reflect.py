"""Think about a week: its figures, then up to five questions, one at a time, each with its reason.

An empty line ends an answer; an empty line at once passes the question over; q pauses, and so do
ctrl+d and ctrl+c. Every line is stored as you end it. Without --week it is about the week that was
last over, from Sunday 17:00 on about the one that is ending.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit import clock
from parentkit.cli.session import open_family, put, put_json, say, warn, with_unreadable
from parentkit.domain.errors import DataProblem, UsageProblem
from parentkit.domain.reflection.reflection import week_to_reflect
from parentkit.domain.time.period import week_of
from parentkit.domain.time.stretch import first_day
from parentkit.report.reflection.reflection import can_be_asked_sentence
from parentkit.services.rates.weeks import who_reflects
from parentkit.services.reflection.questions import all_questions, checked_pack
from parentkit.services.reflection.reflect import reflection_on

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from parentkit.cli.session import Opened
    from parentkit.domain.log.household import Household
    from parentkit.interchange.pages.question_pack import PackProblem
    from parentkit.services.reflection.reflect import Reflection

EXAMPLES = """\
  parentkit reflect
  parentkit reflect --week 2026-11-16
  parentkit reflect --week yesterday --json
  parentkit reflect --show
  parentkit reflect --edit slip-read-what-else
  parentkit reflect --look-back
  parentkit reflect --export --out ~/reflections
  parentkit reflect --check our-questions.md
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit reflect`."""
    parser.add_argument("--week", metavar="DATE", help="the week of a day")
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--json", action="store_true", help="print the week's questions and answers, ask nothing"
    )
    what.add_argument("--list", action="store_true", help="list the weeks that have answers")
    what.add_argument("--show", action="store_true", help="show a week's answers")
    what.add_argument("--edit", metavar="QUESTION", help="answer one of a week's questions anew")
    what.add_argument(
        "--look-back",
        nargs="?",
        const="",
        metavar="QUESTION",
        help="the same question's answers over time, and the words that come up most",
    )
    what.add_argument("--export", action="store_true", help="answers as Markdown")
    what.add_argument(
        "--twelve-weeks", action="store_true", help="figures and answers of twelve weeks: Markdown"
    )
    what.add_argument("--check", metavar="FILE", help="check a question pack")
    parser.add_argument(
        "--out", metavar="DIR", help="with --export: one file for each week, in this folder"
    )


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit reflect`; returns the exit code."""
    if arguments.out and not arguments.export:
        raise UsageProblem("--out goes with --export.", "It names the folder for the pages.")
    journal, household = open_family(opened)
    if arguments.check:
        return _check(household, arguments.check)
    now = clock.local_now()
    period = week_to_reflect(now)
    if arguments.week:
        period = week_of(first_day(arguments.week, now.date()))
    caregiver = who_reflects(journal, household)
    if _looks_back(arguments):
        from parentkit.cli.reflection.looking_back import look_back

        return look_back(journal, household, caregiver, period, arguments)
    questions, problems = all_questions(journal, household)
    _name(problems)
    today = now.date()
    reflection = reflection_on(journal, household, questions, period, caregiver, today)
    warned = warn(journal.problems)
    if arguments.json:
        put_json(with_unreadable(_payload(reflection), journal.problems))
        return warned
    from parentkit.cli.reflection.reflecting import answer_anew, reflect

    if arguments.edit:
        return max(warned, answer_anew(journal, household, reflection, arguments.edit))
    return max(warned, reflect(journal, household, reflection))


def _looks_back(arguments: argparse.Namespace) -> bool:
    return bool(
        arguments.list
        or arguments.show
        or arguments.export
        or arguments.twelve_weeks
        or arguments.look_back is not None
    )


def _check(household: Household, path: str) -> int:
    pack = checked_pack(household, path)
    put(map(str, pack.problems))
    put([can_be_asked_sentence(path, len(pack.questions))])
    return DataProblem.exit_code if pack.problems else 0


def _name(problems: Sequence[PackProblem]) -> None:
    for problem in problems:
        say(f"parentkit: {problem}")
    if problems:
        say("  Every other question is used. parentkit reflect --check FILE checks one file.")


def _payload(reflection: Reflection) -> dict[str, object]:
    return {
        "week": reflection.period.start.isoformat(),
        "questions": [
            {
                "id": question.id,
                "text": question.text,
                "kind": question.kind,
                "because": question.because,
                "moments": list(question.moments),
            }
            for question in reflection.questions
        ],
        "answers": [answer.document for answer in reflection.answers],
    }

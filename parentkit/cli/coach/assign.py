"""Give a family an exercise or a question to take along; say that one is done with; list them.

The family meets an exercise in parentkit practise, and a question in the weekly reflection, once
your answer has arrived there: parentkit coach reply FAMILY.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.cli.session import put, put_json, say, warn
from parentkit.domain.coaching.coaching import is_done
from parentkit.domain.codes import ASSIGNMENT
from parentkit.report.coach.inbox import written_lines
from parentkit.services.coach.workspace import coder_of, default_practice, open_family
from parentkit.services.coach.write import assign, finish, take_back, written
from parentkit.services.exercises.library import exercise_called

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

NOTHING_READ = "Nothing that could be read is assigned."

EXAMPLES = """\
  parentkit coach assign Rivera pause --why "You spoke of wanting a breath first."
  parentkit coach assign Rivera --question "When did she last come to you by herself?"
  parentkit coach assign Rivera
  parentkit coach assign Rivera --done 01KAS0ASS1GN
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit coach assign`."""
    parser.add_argument("family", metavar="FAMILY", help="a family's name, or its beginning")
    parser.add_argument(
        "exercise", nargs="?", metavar="EXERCISE", help="one of parentkit practise --list"
    )
    parser.add_argument("--question", metavar="TEXT", help="a question instead of an exercise")
    parser.add_argument("--why", metavar="TEXT", help="why this one, for the family to read")
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--done", metavar="ID", help="this one is done with")
    change.add_argument("--remove", metavar="ID", help="take one of yours back")
    parser.add_argument("--json", action="store_true", help="print as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Runs `parentkit coach assign`; returns the exit code."""
    practice = default_practice()
    coder = coder_of(practice)
    journal = open_family(practice, arguments.family).journal
    if arguments.remove:
        put([f"Taken back: {take_back(journal, coder, ASSIGNMENT, arguments.remove)['id']}"])
        return 0
    if arguments.done:
        _show([finish(journal, coder, arguments.done)], arguments)
        return 0
    if arguments.exercise or arguments.question:
        exercise = exercise_called(journal, arguments.exercise).id if arguments.exercise else ""
        question, why = arguments.question or "", arguments.why or ""
        stored = assign(journal, coder, exercise=exercise, question=question, why=why)
        _show([stored], arguments)
        return 0
    given = written(journal, ASSIGNMENT)
    _show(given, arguments)
    if not given and not arguments.json:
        say(NOTHING_READ if journal.problems else "Nothing is assigned yet.")
    return warn(journal.problems)


def _show(given: Iterable[dict[str, Any]], arguments: argparse.Namespace) -> None:
    if arguments.json:
        put_json(list(given))
        return
    for one in given:
        parts = [(name, str(one.get(name, ""))) for name in ("exercise", "question", "why")]
        put(written_lines(one, parts, "done with" if is_done(one) else "open"))

"""Goals of a family, with dates: set one, say that it is reached or let go of, list them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit import clock
from parentkit.cli.session import put, put_json, say, warn
from parentkit.domain.coaching.coaching import LET_GO, OPEN, REACHED
from parentkit.domain.codes import GOAL
from parentkit.domain.errors import UsageProblem
from parentkit.domain.time.period import parse_day
from parentkit.report.coach.inbox import STATES, written_lines
from parentkit.services.coach.workspace import coder_of, default_practice, open_family
from parentkit.services.coach.write import move_goal, set_goal, take_back, written

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from parentkit.domain.log.household import Household

NONE_READ = "There are no goals that could be read."

EXAMPLES = """\
  parentkit coach goal Rivera "Name the feeling before helping" --by 2027-01-31 --child Mia
  parentkit coach goal Rivera
  parentkit coach goal Rivera --reached 01KAS0G0AL
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit coach goal`."""
    parser.add_argument("family", metavar="FAMILY", help="a family's name, or its beginning")
    parser.add_argument("text", nargs="?", metavar="TEXT", help="a goal; without it, list them")
    parser.add_argument("--by", metavar="DATE", help="the day by which to look at it again")
    parser.add_argument("--child", metavar="C", help="the child that it is about")
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--reached", metavar="ID", help="this goal is reached")
    change.add_argument("--let-go", metavar="ID", help="this goal is let go of")
    change.add_argument("--open", metavar="ID", help="this goal is open again")
    change.add_argument("--remove", metavar="ID", help="take a goal of yours back")
    parser.add_argument("--json", action="store_true", help="print as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Runs `parentkit coach goal`; returns the exit code."""
    practice = default_practice()
    coder = coder_of(practice)
    opened = open_family(practice, arguments.family)
    journal, household = opened.journal, opened.household
    moved = {REACHED: arguments.reached, LET_GO: arguments.let_go, OPEN: arguments.open}
    if arguments.text and (arguments.remove or any(moved.values())):
        raise UsageProblem("A new goal and a change to another one are two calls.")
    if arguments.text:
        by_when = parse_goal_day(arguments.by) if arguments.by else ""
        child = household.child(arguments.child) if arguments.child else ""
        _show([set_goal(journal, coder, arguments.text, by_when, child)], household, arguments)
        return 0
    for state, identity in moved.items():
        if identity:
            _show([move_goal(journal, coder, identity, state)], household, arguments)
            return 0
    if arguments.remove:
        put([f"Taken back: {take_back(journal, coder, GOAL, arguments.remove)['id']}"])
        return 0
    goals = written(journal, GOAL)
    _show(goals, household, arguments)
    if not goals and not arguments.json:
        say(NONE_READ if journal.problems else "There are no goals yet.")
    return warn(journal.problems)


def parse_goal_day(text: str) -> str:
    """A day as it is written; one to come is given as a date."""
    return parse_day(text, clock.local_now().date()).isoformat()


def _show(
    goals: Iterable[dict[str, Any]], household: Household, arguments: argparse.Namespace
) -> None:
    if arguments.json:
        put_json(list(goals))
        return
    for goal in goals:
        parts = [("by", str(goal.get("by_when", ""))), ("goal", str(goal.get("text", "")))]
        if goal.get("child"):
            parts.insert(0, ("child", household.name(str(goal["child"]))))
        put(written_lines(goal, parts, STATES.get(str(goal.get("state")), STATES[OPEN])))

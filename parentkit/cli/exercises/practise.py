"""Practise: short exercises, one at a time, step by step and with timers where time matters.

Without anything, today's exercise: chosen by what slipped in the last seven days, and not one of
the last two weeks. What you write is stored as you write it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit import clock
from parentkit.cli.selection import add_days_options, days_of
from parentkit.cli.session import (
    open_family,
    put,
    put_json,
    say,
    somebody_is_there,
    warn,
    with_unreadable,
)
from parentkit.domain.errors import DataProblem, NothingFound, UsageProblem
from parentkit.domain.exercises.assigned import assigned_exercises
from parentkit.domain.exercises.exercise import BANDS, TRAINS, WHO, PractisedWanted, Wanted
from parentkit.interchange.pages.page import UnreadableFile
from parentkit.report.exercise import card_lines, listing_lines, practised_lines, suggestion_lines
from parentkit.services.exercises import library, sessions

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from parentkit.cli.session import Opened
    from parentkit.domain.exercises.exercise import Exercise
    from parentkit.domain.log.household import Household
    from parentkit.journal import Journal

EXAMPLES = """\
  parentkit practise                        (today's, offered)
  parentkit practise longer-out-than-in
  parentkit practise --list --for repair --minutes 5
  parentkit practise --today --json
  parentkit practise --list --text breath
  parentkit practise --log --text sister
  parentkit practise --card matching-and-repair
  parentkit practise --check my-exercise.md
"""

ANY = "any"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit practise`."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("id", nargs="?", metavar="ID", help="an exercise by its id or title")
    what.add_argument("--list", action="store_true", help="list the exercises")
    what.add_argument("--today", action="store_true", help="one for today, and why this one")
    what.add_argument("--log", action="store_true", help="what you practised, the last year of it")
    what.add_argument("--cards", action="store_true", help="list the background cards")
    what.add_argument("--card", metavar="ID", help="read a background card")
    what.add_argument(
        "--check", nargs="+", metavar="FILE", help="check exercises, scenes, cards of your own"
    )
    parser.add_argument("--for", dest="trains", choices=TRAINS, help="those that train this")
    parser.add_argument("--minutes", type=int, metavar="N", help="those that take no longer")
    parser.add_argument("--who", choices=WHO, help="those that can be done so")
    parser.add_argument(
        "--age", choices=(*BANDS, ANY), help="those for this age; without it, for your child's"
    )
    parser.add_argument("--child", metavar="C", help="those for this child's age")
    parser.add_argument(
        "--text",
        metavar="WORDS",
        default="",
        help="with these words; goes with --log and --cards too",
    )
    add_days_options(parser, "with --log: ")
    parser.add_argument("--all", action="store_true", help="with --log: everything there is")
    parser.add_argument("--json", action="store_true", help="print lists and today's as JSON")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit practise`; returns the exit code."""
    if (arguments.since or arguments.until) and not arguments.log:
        raise UsageProblem("--since goes with --log.", "It says which days are listed.")
    journal, household = open_family(opened)
    if arguments.check:
        return _check(household, arguments.check)
    if arguments.cards or arguments.card:
        return _cards(journal, arguments)
    if arguments.log:
        return _log(journal, household, arguments)
    if arguments.id:
        return _one(journal, household, arguments)
    return _some(journal, household, arguments)


def _one(journal: Journal, household: Household, arguments: argparse.Namespace) -> int:
    exercise = library.exercise_called(journal, arguments.id)
    if arguments.json:
        breath = exercise.breath._asdict() if exercise.breath else None
        steps = [step._asdict() for step in exercise.steps]
        put_json({**exercise._asdict(), "breath": breath, "steps": steps})
        return 0
    from parentkit.cli.exercises.runner import run_exercise
    from parentkit.cli.exercises.sitting import pace_of_terminal

    run_exercise(journal, household, exercise, pace_of_terminal())
    return 0


def _some(journal: Journal, household: Household, arguments: argparse.Namespace) -> int:
    """The list, or today's exercise, of those that fit what was asked for."""
    today = clock.local_now().date()
    child = household.child(arguments.child) if arguments.child else None
    band = arguments.age or sessions.band_of(journal, household, child, today)
    age = None if arguments.age == ANY else arguments.age
    wanted = Wanted(arguments.trains, arguments.minutes, age, arguments.who, arguments.text)
    shelf = library.exercises(journal)
    _name(shelf.problems)
    fitting = library.fitting(shelf.items, wanted)
    if not arguments.age:
        beside = assigned_exercises(household) if wanted == Wanted() else ()
        fitting = sessions.for_age(fitting, band, beside)
    if not fitting:
        raise NothingFound(
            "No exercise is like that.", "parentkit practise --list --age any shows every one."
        )
    if arguments.list:
        _list(fitting, len(shelf.items), as_json=arguments.json)
        return warn(journal.problems)
    unasked = sessions.suited(household, fitting, band, arguments.who)
    suggestion = sessions.todays(journal, household, unasked, today)
    if arguments.json:
        exercise = _payload(suggestion.exercise)
        told = {"date": today.isoformat(), "exercise": exercise, "because": suggestion.because}
        put_json(with_unreadable(told, journal.problems))
        return warn(journal.problems)
    put(suggestion_lines(*suggestion))
    warned = warn(journal.problems)
    if somebody_is_there() and not arguments.today:
        _offer(journal, household, suggestion.exercise)
    return warned


def _list(fitting: Sequence[Exercise], of: int, *, as_json: bool) -> None:
    if as_json:
        put_json([_payload(each) for each in fitting])
        return
    put(listing_lines(fitting))
    if len(fitting) < of:
        say(f"\n{len(fitting)} of {of}. parentkit practise --list --age any shows every one.")


def _offer(journal: Journal, household: Household, exercise: Exercise) -> None:
    from parentkit.cli.exercises.runner import run_exercise
    from parentkit.cli.exercises.sitting import Left, Sitting, pace_of_terminal

    pace = pace_of_terminal()
    try:
        Sitting(pace, say).go_on("look at it")
    except Left:
        say("Another time, then. parentkit practise --list shows every one.")
        return
    run_exercise(journal, household, exercise, pace)


def _log(journal: Journal, household: Household, arguments: argparse.Namespace) -> int:
    today = clock.local_now().date()
    wanted = PractisedWanted(days_of(arguments, today), arguments.text)
    found = sessions.found_practised(journal, today, wanted, everything=arguments.all)
    if arguments.json:
        put_json(found)
    else:
        put(practised_lines(found, household))
    if not found and journal.problems:
        say("Nothing that could be read here.")
    elif not found and wanted != PractisedWanted():
        say("Nothing like that here. parentkit practise --log --all shows everything there is.")
    elif not found:
        say("Nothing here yet. parentkit practise offers something for today.")
    return warn(journal.problems)


def _cards(journal: Journal, arguments: argparse.Namespace) -> int:
    if arguments.card:
        card = library.card_called(journal, arguments.card)
        if arguments.json:
            put_json(card._asdict())
        else:
            put(card_lines(card))
        return 0
    shelf = library.cards(journal)
    _name(shelf.problems)
    found = library.fitting(shelf.items, Wanted(text=arguments.text))
    if arguments.json:
        put_json([{"id": card.id, "title": card.title} for card in found])
    else:
        put(line for card in found for line in (card.title, f"  {card.id}"))
    if not found:
        say("No card is like that. parentkit practise --cards lists every one.")
    return 0


def _check(household: Household, paths: Sequence[str]) -> int:
    """Reads each file strictly; names all that is the matter with each of them."""
    status = 0
    for path in paths:
        try:
            put([f"{path}: {library.check(household, path)}"])
        except UnreadableFile as unreadable:
            put(f"{unreadable.file}, {finding}" for finding in unreadable.findings)
            status = unreadable.exit_code
        except DataProblem as problem:
            put([f"{problem.message} {problem.hint}"])
            status = problem.exit_code
    return status


def _name(problems: Sequence[DataProblem]) -> None:
    """Says which files could not be read; everything else was."""
    for problem in problems:
        say(f"parentkit: {problem.message}\n  {problem.hint}")


def _payload(exercise: Exercise) -> dict[str, Any]:
    names = ("id", "title", "minutes", "kind", "who", "ages", "trains", "source")
    return {name: getattr(exercise, name) for name in names}

"""The children. A nickname is enough; with a birth month, descriptions fit the age."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit import clock
from parentkit.cli.family.people import add_verbs, plain_name, run_verb
from parentkit.cli.family.split import add_split_arguments, run_split
from parentkit.cli.session import open_family, put, put_json
from parentkit.domain.codes import CHILD
from parentkit.domain.log.age import age_words, parse_birth_month
from parentkit.services.family import people

if TYPE_CHECKING:
    import argparse

    from parentkit.cli.session import Opened
    from parentkit.domain.log.household import Household, Person

EXAMPLES = """\
  parentkit child                            (who there is, hidden ones too)
  parentkit child rename "my child" Mia
  parentkit child add Ben --born 2019-03
  parentkit child born Mia 2023-04
  parentkit child use Ben                    (moments on this device are about Ben from now on)
  parentkit child join Mimi Mia              (they are one child: what was about Mimi is Mia's)
  parentkit child split Mia                  (two children who were taken for one)
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit child`."""
    more = {
        "use": "the child that this device writes about from now on",
        "born": "set the birth month, or - to forget it",
        "join": "say that two are one child; undo takes it back",
        "split": "take apart two that were named on two devices and became one",
    }
    parsers = add_verbs(parser, CHILD, more, EXAMPLES, unnamed=("split",))
    parsers["add"].add_argument("--born", metavar="YYYY-MM", help="the birth month; optional")
    parsers["born"].add_argument("month", metavar="YYYY-MM", help="the birth month")
    parsers["join"].add_argument("other", metavar="OTHER", help="the name that stays")
    add_split_arguments(parsers["split"])


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit child`; returns the exit code."""
    if arguments.verb == "born":
        return _set_birth_month(arguments, opened)
    if arguments.verb == "join":
        return _join(arguments, opened)
    if arguments.verb == "split":
        return run_split(arguments, opened)
    month = getattr(arguments, "born", None)
    details = {"birth_month": parse_birth_month(month, clock.local_now().date())} if month else {}
    describe = _with_month if arguments.verb == "list" else _with_age
    return run_verb(arguments, opened, CHILD, describe, details)


def _set_birth_month(arguments: argparse.Namespace, opened: Opened) -> int:
    today = clock.local_now().date()
    month = None if arguments.month == "-" else parse_birth_month(arguments.month, today)
    journal, household = open_family(opened)
    person = people.change(journal, household, CHILD, arguments.name, {"birth_month": month})
    if arguments.json:
        put_json(person)
    else:
        put([f"Changed {_with_age(household, person)}"])
    return 0


def _join(arguments: argparse.Namespace, opened: Opened) -> int:
    journal, household = open_family(opened)
    person = people.make_one(journal, household, arguments.name, arguments.other)
    if arguments.json:
        put_json(person)
    else:
        put([f"One child now: {_with_age(household, person)}"])
    return 0


def _with_month(household: Household, person: Person) -> str:
    month = person.get("birth_month")
    described = _with_age(household, person)
    return f"{described} (born {month})" if month else described


def _with_age(household: Household, person: Person) -> str:
    month = person.get("birth_month")
    age = age_words(month, clock.local_now().date().isoformat()) if month else ""
    return ", ".join(part for part in (plain_name(household, person), age) if part)

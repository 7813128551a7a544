"""The verbs that children, caregivers and templates share: add, list, rename, hide, show, use."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from parentkit.cli.session import open_family, put, put_json, say, warn
from parentkit.cli.verbs import add_verb
from parentkit.domain.log.household import name_of, shown_name
from parentkit.report.people import went_along_sentence, with_other_names
from parentkit.services.family import people

if TYPE_CHECKING:
    from collections.abc import Callable

    from parentkit.cli.session import Opened
    from parentkit.domain.log.household import Household, Person
    from parentkit.journal import Journal

    Describe = Callable[[Household, Person], str]


def add_verbs(
    parser: argparse.ArgumentParser,
    kind: str,
    more: dict[str, str],
    examples: str,
    unnamed: tuple[str, ...] = (),
) -> dict[str, argparse.ArgumentParser]:
    """Declares the verbs of a kind, and those of `more` (verb to help) that it has beside them.

    Without a verb all are listed, hidden ones too. `examples` are the kind's; each verb's help
    shows those that are about it. The verbs of `unnamed` can do without a name.

    Returns the parser of each verb, for options of its own.
    """
    summaries = {
        "add": f"add a {kind}",
        "list": "list them",
        "rename": "give another name",
        "hide": "leave out of lists; records stay as they are",
        "unhide": "show in lists again",
        **more,
    }
    parser.set_defaults(verb="list", hidden=True, name=None)
    parser.add_argument("--json", action="store_true", help="list them as JSON")
    verbs = parser.add_subparsers(metavar="VERB", help="what to do; list them all without one")
    parsers = {verb: add_verb(verbs, verb, text, examples) for verb, text in summaries.items()}
    for verb, verb_parser in parsers.items():
        verb_parser.set_defaults(verb=verb)
        if verb != "list":
            count = "?" if verb in unnamed else None
            verb_parser.add_argument("name", metavar="NAME", nargs=count, help="a name or nickname")
        verb_parser.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help="print as JSON"
        )
    parsers["rename"].add_argument("new_name", metavar="NEW", help="the new name")
    parsers["list"].add_argument("--hidden", action="store_true", help="hidden ones too")
    return parsers


def run_verb(
    arguments: argparse.Namespace,
    opened: Opened,
    kind: str,
    describe: Describe,
    details: dict[str, Any],
) -> int:
    """Does one verb; `details` are the kind's own fields for `add`; returns the exit code."""
    journal, household = open_family(opened)
    if arguments.verb == "list":
        return _list(arguments, journal, household, kind, describe)
    if arguments.verb == "add":
        person = people.add(journal, household, kind, arguments.name, details)
        done = "Added"
    elif arguments.verb == "use":
        person = people.choose(journal, household, kind, arguments.name)
        done = "This device now uses"
    elif arguments.verb == "rename":
        renamed = people.rename(journal, household, kind, arguments.name, arguments.new_name)
        person, done = renamed.person, "Changed"
        if renamed.moments:
            say(went_along_sentence(renamed.moments, name_of(person)))
    else:
        changes: dict[str, dict[str, Any]] = {
            "hide": {"hidden": True},
            "unhide": {"hidden": None},
        }
        person = people.change(journal, household, kind, arguments.name, changes[arguments.verb])
        done = "Changed"
    if arguments.json:
        put_json(person)
    else:
        put([f"{done} {describe(household, person)}"])
    return 0


def _list(
    arguments: argparse.Namespace,
    journal: Journal,
    household: Household,
    kind: str,
    describe: Describe,
) -> int:
    others = people.also_called(journal, kind)
    shown = [
        {**person, "also_called": others[person["id"]]} if person["id"] in others else person
        for person in people.people(household, kind)
        if arguments.hidden or not person.get("hidden")
    ]
    if arguments.json:
        put_json(shown)
    else:
        put(with_other_names(describe(household, one), one.get("also_called", ())) for one in shown)
    if not shown and not journal.problems:
        say(f"There is no {kind} yet; parentkit {kind} add NAME makes one.")
    elif not shown:
        say(f"There is no {kind} that could be read.")
    return warn(journal.problems)


def plain_name(_household: Household, person: Person) -> str:
    """A person's name, marked where nobody gave it and where hidden."""
    name = shown_name(person)
    return f"{name} (hidden)" if person.get("hidden") else name

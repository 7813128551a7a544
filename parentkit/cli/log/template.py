"""Moments that come often, under a name: "bedtime tears" is a sign and where it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.family.people import add_verbs, plain_name, run_verb
from parentkit.cli.session import open_family
from parentkit.domain.codes import TEMPLATE
from parentkit.services.log.parse_fields import read_words

if TYPE_CHECKING:
    import argparse

    from parentkit.cli.session import Opened
    from parentkit.domain.log.household import Household, Person

EXAMPLES = """\
  parentkit template add "bedtime tears" --cue sad --context bedtime
  parentkit log --template "bedtime tears" comfort
  parentkit template list
"""

FIELDS = ("cue", "context", "parent_state", "child")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit template`."""
    add = add_verbs(parser, TEMPLATE, {}, EXAMPLES)["add"]
    add.add_argument("--cue", metavar="CUE", required=True, help="the child's sign")
    add.add_argument("--context", metavar="X", help="where or when")
    add.add_argument("--state", dest="parent_state", metavar="X", help="how you usually are")
    add.add_argument("--child", metavar="C", help="which child it is about")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit template`; returns the exit code."""
    details = {}
    if arguments.verb == "add":
        _, household = open_family(opened)
        words = {name: getattr(arguments, name) for name in FIELDS}
        details = read_words(household, words).complete()
    return run_verb(arguments, opened, TEMPLATE, _described, details)


def _described(household: Household, document: Person) -> str:
    parts = [household.label(str(document.get("cue", "")))]
    if document.get("context"):
        parts.append(household.vocabulary("contexts").label(document["context"]))
    if document.get("parent_state"):
        parts.append(household.vocabulary("parent_states").label(document["parent_state"]))
    if document.get("child"):
        parts.append(household.name(document["child"]))
    return f"{plain_name(household, document)}: {'; '.join(filter(None, parts))}"

"""Moments that come often, under a name: "bedtime tears" is a sign and where it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.family.people import add_verbs, plain_name, run_verb
from parentkit.cli.session import open_family
from parentkit.domain.codes import TEMPLATE
from parentkit.domain.schema.field import ID
from parentkit.domain.schema.fields import field_named
from parentkit.domain.schema.kinds import template_fields
from parentkit.report.log.moment import field_words
from parentkit.services.log.parse_fields import read_words

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from parentkit.cli.session import Opened
    from parentkit.domain.log.household import Household, Person
    from parentkit.domain.schema.field import Field

EXAMPLES = """\
  parentkit template add "bedtime tears" --cue sad --context bedtime
  parentkit log --template "bedtime tears" comfort
  parentkit template
"""

HELP = {
    "cue": "the child's sign",
    "context": "where or when",
    "parent_state": "how you usually are",
    "child": "which child it is about",
}
"""What an option says where that is not what it says of a moment."""

_OPTIONS = {"cue": ("--cue", "CUE")}
"""The option of a field that has none of its own when a moment is logged."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit template`."""
    add = add_verbs(parser, TEMPLATE, {}, EXAMPLES)["add"]
    for field in _fields():
        option, placeholder, told = field.option or (*_OPTIONS[field.name], "")
        text, is_needed = HELP.get(field.name, told), field.name == "cue"
        add.add_argument(
            option, dest=field.said, metavar=placeholder, required=is_needed, help=text
        )


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit template`; returns the exit code."""
    details = {}
    if arguments.verb == "add":
        _, household = open_family(opened)
        words = {field.said: getattr(arguments, field.said) for field in _fields()}
        details = read_words(household, words).complete()
    return run_verb(arguments, opened, TEMPLATE, _described, details)


def _described(household: Household, document: Person) -> str:
    parts = [
        household.name(document["child"])
        if field.sort == ID
        else field_words(field, document[field.name], household)
        for field in _fields()
        if document.get(field.name)
    ]
    return f"{plain_name(household, document)}: {'; '.join(filter(None, parts))}"


def _fields() -> Iterator[Field]:
    return filter(None, map(field_named, template_fields()))

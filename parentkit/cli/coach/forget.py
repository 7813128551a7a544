"""Erase a family: everything that it sent and all that you wrote about it. There is no undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.ask import ask_exactly
from parentkit.cli.session import put, say, somebody_is_there
from parentkit.domain.errors import UsageProblem
from parentkit.services.coach.forget import ELSEWHERE, forget
from parentkit.services.coach.workspace import default_practice, family_called

if TYPE_CHECKING:
    import argparse

    from parentkit.services.coach.family import Family

EXAMPLES = """\
  parentkit coach forget Rivera
  parentkit coach forget Rivera --yes     (without being asked)
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit coach forget`."""
    parser.add_argument("family", metavar="FAMILY", help="a family's name, or its beginning")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(arguments: argparse.Namespace) -> int:
    """Runs `parentkit coach forget`; returns the exit code."""
    practice = default_practice()
    family = family_called(practice, arguments.family)
    if not arguments.yes:
        _ask(family)
    forget(practice, family)
    put([f"Erased: {family.name}"])
    say("Copies may still exist where this program cannot reach:")
    for copies in ELSEWHERE:
        say(f"  {copies}")
    return 0


def _ask(family: Family) -> None:
    """Has a person type the family's name.

    Raises:
        UsageProblem: nobody can be asked, or something else was typed; nothing was erased.
    """
    if not somebody_is_there():
        raise UsageProblem(
            "Erasing cannot be taken back, and nobody can be asked here. Nothing was erased.",
            f"parentkit coach forget {family.name!r} --yes erases it without asking.",
        )
    say(f"This erases all that {family.name} sent and all that you wrote about it.")
    if ask_exactly("Type the family's name to go on:") != family.name:
        raise UsageProblem("That is not its name, so nothing was erased.")

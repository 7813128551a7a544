"""For coaches: read what families send, write back, code blind, make reports.

Families send one encrypted file each (parentkit share); nothing goes through a server. What is
here stays on this machine until you send an answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from parentkit.cli.main import parser_for

if TYPE_CHECKING:
    import argparse

    from parentkit.cli.main import Described
    from parentkit.cli.session import Opened

    class Subcommand(Described, Protocol):
        """What each module of a subcommand offers; the journals are the families' own."""

        @staticmethod
        def run(arguments: argparse.Namespace) -> int:
            """Does it; returns the exit code."""


EXAMPLES = """\
  parentkit coach init "Dana Reed"
  parentkit coach card --to dana.card    (to be given to families)
  parentkit coach add from-the-millers.age
  parentkit coach families
  parentkit coach inbox --next
"""

SUBCOMMANDS = {
    "init": "make your keys and your card",
    "card": "show your card, to be given to families",
    "add": "read files that families sent",
    "families": "all families, what asks for attention first",
    "inbox": "moments across families, unread ones marked",
    "show": "show one moment, and mark it as read",
    "comment": "comment on a moment, strengths first",
    "goal": "goals of a family, with dates",
    "note": "session notes, for yourself alone",
    "assign": "give a family an exercise or a question",
    "reply": "make the encrypted file that goes back to a family",
    "code": "code a sample of moments blind",
    "agreement": "how far coders agree about what is written",
    "report": "a report as a page, a table or for REDCap",
    "forget": "erase a family",
}
"""Every subcommand with its one-line summary, in the order in which help shows them."""

MORE_HELP = "parentkit coach SUBCOMMAND --help shows options and examples."


class _Parsers(Mapping[str, "argparse.ArgumentParser"]):
    """The subcommands' parsers; each imports its module when it is asked for."""

    def __init__(self) -> None:
        self._made: dict[str, argparse.ArgumentParser] = {}

    def __getitem__(self, name: str) -> argparse.ArgumentParser:
        if name not in SUBCOMMANDS:
            raise KeyError(name)
        if name not in self._made:
            self._made[name] = _parser(name)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in SUBCOMMANDS

    def __iter__(self) -> Iterator[str]:
        return iter(SUBCOMMANDS)

    def __len__(self) -> int:
        return len(SUBCOMMANDS)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the subcommands of `parentkit coach`."""
    parser.epilog = f"{parser.epilog}\nsubcommands:\n{_rows()}\n\n{MORE_HELP}"
    action = parser.add_subparsers(dest="subcommand", metavar="SUBCOMMAND", required=True)
    # Importing the modules of all subcommands would cost more than most of them take.
    action.choices = action._name_parser_map = _Parsers()  # type: ignore[assignment]  # noqa: SLF001


def run(arguments: argparse.Namespace, _: Opened) -> int:
    """Runs one subcommand; returns the exit code."""
    return _module(arguments.subcommand).run(arguments)


def _module(name: str) -> Subcommand:
    return cast("Subcommand", import_module(f"parentkit.cli.coach.{name}"))


def _parser(name: str) -> argparse.ArgumentParser:
    return parser_for(_module(name), f"parentkit coach {name}")


def _rows() -> str:
    return "\n".join(f"  {name:<11}{summary}" for name, summary in SUBCOMMANDS.items())

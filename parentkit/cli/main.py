"""Finds the command that was asked for, imports it, and runs it."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn, Protocol, cast

from parentkit import __version__
from parentkit.cli.terminal import columns
from parentkit.domain.errors import UsageProblem
from parentkit.report.layout import wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parentkit.cli.session import Opened

EXAMPLES = "examples:"

NARROWEST = 40

COMMANDS = {
    "today": "this week's figures, today's moments, what is due",
    "log": "write a moment down",
    "moments": "list moments",
    "find": "find moments by what stands in them",
    "show": "show one moment, or another entry",
    "edit": "change a moment",
    "repair": "say that you found your way back, or not yet",
    "code": "add another person's judgement of a moment",
    "delete": "take an entry out: a moment, an answer, ...",
    "undo": "take back the last thing written here",
    "history": "show how an entry came to be what it is",
    "rates": "the match rate and the came-back rate",
    "reflect": "think about a week, one question at a time",
    "answers": "find what you wrote about your weeks",
    "questions": "the questions that may be asked",
    "checkin": "a minute with yourself: feeling, body, need",
    "practise": "short exercises, one at a time",
    "reminders": "when a reflection is due, what is next, pause",
    "prompt": "answer a random prompt",
    "child": "the children",
    "caregiver": "the caregivers",
    "template": "moments that come often, under a name",
    "vocabulary": "the words for signs, responses, contexts and states",
    "export": "write your records to files that anything can read",
    "import": "read an export or a hand-kept diary",
    "doctor": "check every file",
    "locate": "say where the files are",
    "backup": "make a backup now, or list those there are",
    "restore": "go back to a backup",
    "purge": "erase an entry, a child or a caregiver for good",
    "completion": "completion for your shell",
    "share": "send chosen moments to a coach, encrypted",
    "consent": "who may see what, until when; withdraw it",
    "feedback": "read what a coach sends back",
    "key": "your keys for sharing",
    "coach": "for coaches: families, comments, reports",
    "help-now": "for hard moments: what to do, where to ring",
    "demo": "look at a sample family",
}
"""Every command with its one-line summary, in the order in which help shows them."""

ROOMS = {
    "log": (
        *("today", "log", "moments", "show", "edit", "repair", "code", "delete", "undo", "history"),
        *("find", "prompt", "template", "vocabulary", "locate"),
    ),
    "rates": ("rates",),
    "reflection": ("reflect", "answers", "questions", "checkin"),
    "exercises": ("practise",),
    "reminders": ("reminders",),
    "family": ("child", "caregiver"),
    "start": ("demo",),
    "help": ("help-now",),
    "exchange": ("export", "import"),
    "upkeep": ("doctor", "backup", "restore", "purge", "completion"),
    "sharing": ("share", "consent", "feedback", "key"),
    "coach": ("coach",),
}
"""The folder in which each command's module stands, named as the command is."""

MODULES = {"import": "imports", "coach": "subcommands"}
"""The modules that are not called as their command is."""

EPILOG = """\
first steps:
  parentkit log afraid comfort   a scared child, soothed
  parentkit log                  the same, step by step
  parentkit rates --week         this week, roughly

parentkit COMMAND --help shows options and examples.
Nothing leaves this machine unless you export it.

exit codes: 0 done, 1 nothing found, 2 the call could not
be read, 3 a problem with data or files (what could be done
was done), 130 interrupted
"""


class Described(Protocol):
    """What the module of a command or a subcommand says of it."""

    EXAMPLES: str

    @staticmethod
    def add_arguments(parser: argparse.ArgumentParser) -> None:
        """Declares the command's arguments."""


class Command(Described, Protocol):
    """What each module of a command offers."""

    @staticmethod
    def run(arguments: argparse.Namespace, opened: Opened, /) -> int:
        """Does it, and adds to `opened` what it opens; returns the exit code."""


class HelpText(argparse.RawDescriptionHelpFormatter):
    """Help as wide as the terminal; finding that out the usual way costs every call 2 ms."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=max(columns() - 2, NARROWEST))

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        """Examples stay as they stand; the paragraphs of a description are wrapped."""
        if text.startswith(EXAMPLES):
            return super()._fill_text(text, width, indent)
        paragraphs = text.split("\n\n")
        return "\n\n".join("\n".join(wrapped(each, width, indent)) for each in paragraphs)


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are this program's own."""

    def error(self, message: str) -> NoReturn:
        """Turns a usage error into one for people.

        Raises:
            UsageProblem: always.
        """
        raise UsageProblem(message[:1].upper() + message[1:] + ".", f"See {self.prog} --help.")


def module_of(command: str) -> Command:
    """The module of a command, imported only now."""
    room = next(room for room, commands in ROOMS.items() if command in commands)
    name = MODULES.get(command, command.replace("-", "_"))
    return cast("Command", import_module(f"parentkit.cli.{room}.{name}"))


def parser_of(command: str) -> argparse.ArgumentParser:
    """The argument parser of one command."""
    return parser_for(module_of(command), f"parentkit {command}")


def parser_for(module: Described, called: str) -> argparse.ArgumentParser:
    """The argument parser of a command's or subcommand's module, and what calls it."""
    parser = Parser(
        prog=called,
        description=module.__doc__,
        epilog=f"{EXAMPLES}\n{module.EXAMPLES}",
        formatter_class=HelpText,
        allow_abbrev=False,
    )
    module.add_arguments(parser)
    return parser


def general_help() -> str:
    """The text of `parentkit --help`."""
    rows = "\n".join(f"  {name:<12}{summary}" for name, summary in COMMANDS.items())
    return (
        "usage: parentkit COMMAND ...\n\n"
        "Notice, log and think about attunement with your child.\n\n"
        f"commands:\n{rows}\n\n{EPILOG}"
    )


def run(words: Sequence[str], opened: Opened) -> int:
    """Runs a command line; returns its exit code.

    Args:
        words: the command and what is behind it.
        opened: gets the journals that the command opens; whoever calls looks after them.

    Raises:
        ParentkitError: what went wrong, for a person to read.
    """
    command, *rest = words or ("today",)
    if command in ("-h", "--help", "help"):
        sys.stdout.write(general_help())
        return 0
    if command in ("-V", "--version"):
        sys.stdout.write(f"parentkit {__version__}\n")
        return 0
    if command not in COMMANDS:
        raise _unknown(command)
    try:
        arguments = parser_of(command).parse_args(rest)
    except SystemExit:
        # argparse leaves this way after printing its help; everything else raises UsageProblem.
        return 0
    return module_of(command).run(arguments, opened)


def _unknown(command: str) -> UsageProblem:
    from difflib import get_close_matches

    nearest = get_close_matches(command, COMMANDS, n=3)
    hint = f"Nearest: {', '.join(nearest)}." if nearest else "parentkit --help lists the commands."
    return UsageProblem(f"There is no command {command!r}.", hint)

"""Asking a person to agree, and for a passphrase: at a terminal, never from a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.keyboard import PASTED
from parentkit.cli.line import SEVERAL, read_line
from parentkit.cli.session import say, somebody_is_there
from parentkit.domain.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Callable

YES = ("y", "yes")
ONE_LINE_END = 1
"""Bytes that may wait behind an answer: some terminals end a line with two."""


def agreed(question: str, instead: str) -> bool:
    """Whether a person answers yes; anything else is a no, and a paste is asked about again.

    Args:
        question: what is asked.
        instead: how to say it without a terminal.

    Raises:
        UsageProblem: nobody can be asked.
    """
    if not somebody_is_there():
        raise UsageProblem("Nobody can be asked here, so nothing was done.", instead)
    asked = f"{question} (y, or Enter for no)"
    while (answer := read_line(asked, ahead=ONE_LINE_END)) == PASTED:
        say(SEVERAL)
    return (answer or "").casefold() in YES


def passphrase_asker() -> Callable[[], str] | None:
    """What asks for the passphrase of a key; None where nobody can be asked."""
    return _ask if somebody_is_there() else None


def _ask() -> str:
    from getpass import getpass

    return getpass("Passphrase of your key: ")


def new_passphrase() -> str:
    """A passphrase, typed twice.

    Raises:
        UsageProblem: nobody can be asked, or the two are not the same; no key was made.
    """
    if not somebody_is_there():
        raise UsageProblem("Nobody can be asked for a passphrase here.", "No key was made.")
    from getpass import getpass

    say("Several words are good: long, and easy to keep in mind. Nobody can look it up for you.")
    first = getpass("Passphrase: ")
    if getpass("Once more: ") != first:
        raise UsageProblem("The two were not the same.", "No key was made.")
    return first

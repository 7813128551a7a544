"""Make your keys and your card, once.

Families lock what they send for your card, and only your key opens it. The key stands in your home
folder for you alone; with --passphrase it is locked as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.ask import ask_line, new_passphrase, passphrase_asker
from parentkit.cli.session import put, say, somebody_is_there
from parentkit.domain.errors import UsageProblem
from parentkit.services.coach.workspace import begin, default_practice

if TYPE_CHECKING:
    import argparse

EXAMPLES = """\
  parentkit coach init "Dana Reed"
  parentkit coach init "Dana Reed" --passphrase
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit coach init`."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="the name that families will see")
    parser.add_argument("--passphrase", action="store_true", help="lock the key by a passphrase")


def run(arguments: argparse.Namespace) -> int:
    """Runs `parentkit coach init`; returns the exit code."""
    practice = default_practice()
    name = arguments.name
    if not name and somebody_is_there():
        name = ask_line("Your name, as families will see it:")
    if not name:
        raise UsageProblem("Your name is needed.", 'For example parentkit coach init "Dana Reed"')
    passphrase = new_passphrase() if arguments.passphrase else None
    card = begin(practice, name, passphrase, passphrase_asker())
    put([f"Keys and card of {card.name}", f"In words: {card.words}"])
    say("Give families your card: parentkit coach card --to FILE")
    say("They read these words to you before they trust it: over the phone, or face to face.")
    say("Keep a copy of the key in a safe place; without it, what families send stays closed:")
    say(f"  {practice.key_file}")
    say("Your first report with pseudonyms makes a file beside it that wants a copy as well.")
    return 0

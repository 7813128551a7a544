"""Show your card: what families need to lock a file for you. There is nothing secret on it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from parentkit.cli.session import put, say
from parentkit.services.coach.workspace import card_text, default_practice, own_card
from parentkit.services.sharing.paths import place_of
from parentkit.storage.new_files import NewFiles

if TYPE_CHECKING:
    import argparse

EXAMPLES = """\
  parentkit coach card
  parentkit coach card --to dana-reed.card
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit coach card`."""
    parser.add_argument("--to", metavar="FILE", help="write it to a new file")


def run(arguments: argparse.Namespace) -> int:
    """Runs `parentkit coach card`; returns the exit code."""
    practice = default_practice()
    card = own_card(practice)
    text = card_text(practice)
    if arguments.to:
        folder, name = place_of(arguments.to)
        NewFiles(folder, [name]).put(name, [text.encode()])
        put([os.path.join(folder, name)])
    else:
        put(text.splitlines())
    say(f"The card of {card.name}, in words: {card.words}")
    return 0

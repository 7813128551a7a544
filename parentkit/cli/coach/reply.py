"""Make the encrypted file that goes back to a family: your codings, comments, goals, assignments.

Session notes and what you have read stay here. Where both parents share with keys of their own,
each gets a file about the moments that they shared. With --supervisor, a supervisor who has the
family's own file too gets your codings, without any free text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.ask import passphrase_asker
from parentkit.cli.session import put, put_json, say, warn
from parentkit.report.coach.inbox import reply_words
from parentkit.services.coach.reply import (
    replies,
    reply_for_supervisor,
    usual_place,
    write_out,
)
from parentkit.services.coach.workspace import default_practice, identity_of, open_family
from parentkit.storage.refusals import unread

if TYPE_CHECKING:
    import argparse

    from parentkit.sharing.keys import Card

EXAMPLES = """\
  parentkit coach reply Rivera
  parentkit coach reply Rivera --to for-the-riveras.age
  parentkit coach reply Rivera --supervisor sam.card
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit coach reply`."""
    parser.add_argument("family", metavar="FAMILY", help="a family's name, or its beginning")
    parser.add_argument("--to", metavar="FILE", help="a new file, else one in this folder")
    parser.add_argument(
        "--supervisor", metavar="CARD", help="your codings, for the supervisor with this card"
    )
    parser.add_argument("--json", action="store_true", help="print what was made as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Runs `parentkit coach reply`; returns the exit code."""
    practice = default_practice()
    identity = identity_of(practice, passphrase_asker())
    opened = open_family(practice, arguments.family)
    if arguments.supervisor:
        card = _card(arguments.supervisor)
        made = [reply_for_supervisor(opened, identity, card)]
        say(f"For {card.name}. Their key in words, to be compared: {card.words}")
    else:
        made = replies(practice, opened, identity)
    told = []
    for reply in made:
        asked = arguments.to or usual_place(opened)
        path = write_out(reply, asked, several=bool(arguments.to) and len(made) > 1)
        told.append({"file": path, "reader": reply.reader, **reply.kinds})
        if not arguments.json:
            put([path, f"  {reply_words(reply.kinds)}"])
    if arguments.json:
        put_json(told)
    else:
        say("Send it as you like: it opens with their key alone. Session notes are not in it.")
    return warn(opened.journal.problems)


def _card(path: str) -> Card:
    from parentkit.sharing.keys import LONGEST_CARD, read_card

    try:
        with open(path, "rb") as file:
            return read_card(file.read(LONGEST_CARD + 1).decode("utf-8", "replace"))
    except OSError as problem:
        raise unread(path, problem) from None

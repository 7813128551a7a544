"""Read what a coach sends back. Without a file: what coaches have said so far.

Comments, judgements, goals and things to take along stand under the coach's name, beside what you
wrote and never in its place. Comments are shown with their moments, questions come up in the weekly
reflection, exercises in parentkit practise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.ask import passphrase_asker
from parentkit.cli.session import open_family, put, put_json, say, warn, with_unreadable
from parentkit.cli.sharing.confirming import confirmed
from parentkit.report.sharing.feedback import assignment_lines, comment_lines, counted, goal_lines
from parentkit.services.family.household import read_household
from parentkit.services.sharing import keyring, receive_reply
from parentkit.services.sharing.pins import Unconfirmed

if TYPE_CHECKING:
    import argparse

    from parentkit.cli.session import Opened
    from parentkit.domain.log.household import Household
    from parentkit.journal import Journal

EXAMPLES = """\
  parentkit feedback from-dana.age
  parentkit feedback
  parentkit feedback --json
"""

NOT_TAKEN = "Nothing of it was taken in."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit feedback`."""
    parser.add_argument("file", nargs="?", metavar="FILE", help="what a coach sent")
    parser.add_argument("--json", action="store_true", help="print it as JSON")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit feedback`; returns the exit code."""
    journal, household = open_family(opened)
    if not arguments.file:
        return _all(journal, household, arguments)
    data = receive_reply.read_reply(arguments.file)
    identity = keyring.own_key(keyring.key_file(journal.places), passphrase_asker())
    try:
        taken = receive_reply.take_in(journal, household, identity, data)
    except Unconfirmed as problem:
        if not confirmed(journal.places, problem.doubt, NOT_TAKEN):
            say(NOT_TAKEN)
            return 0
        taken = receive_reply.take_in(journal, household, identity, data)
    if arguments.json:
        put_json([{"kind": kind, **document} for kind, document in taken.documents])
        return 0
    name = taken.contact.name
    if taken.unchanged:
        put([f"This is here already, from {name}. Nothing was changed."])
        return 0
    put([f"From {name}: {counted(taken.documents)}"])
    if taken.is_older:
        say("It is older than another one that is here; where they differ, the later one stands.")
    said = receive_reply.from_coaches(journal, read_household(journal))
    new = {str(document["id"]) for _, document in taken.documents}
    put(_lines(said, household, new))
    return 0


def _all(journal: Journal, household: Household, arguments: argparse.Namespace) -> int:
    said = receive_reply.from_coaches(journal, household)
    if arguments.json:
        put_json(with_unreadable(said._asdict(), journal.problems))
        return warn(journal.problems)
    if not any(said) and journal.problems:
        say("Nothing that a coach has sent could be read.")
    elif not any(said):
        say("No coach has sent anything yet. parentkit feedback FILE reads what one sends.")
    put(_lines(said, household, None))
    return warn(journal.problems)


def _lines(
    said: receive_reply.FromCoaches, household: Household, among: set[str] | None
) -> list[str]:
    """What coaches said, those records alone that are `among` some where that is given."""
    shown: list[str] = []
    for documents, lines_of in (
        (said.goals, goal_lines),
        (said.assignments, assignment_lines),
        (said.comments, comment_lines),
    ):
        for document in documents:
            if among is None or document["id"] in among:
                shown += ["", *lines_of(document, household)]
                if document.get("moment"):
                    shown.append(f"    parentkit show {document['moment']}")
    return shown

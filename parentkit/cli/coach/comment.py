"""Comment on one moment: what went well first, then what is worth wondering about, then a question.

Without any words given, the three are asked for in this order; each may be left out. The family
sees comments when you send an answer: parentkit coach reply FAMILY.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.ask import ask_line
from parentkit.cli.coach.opening import open_moment
from parentkit.cli.session import put, put_json, say, somebody_is_there
from parentkit.domain.coaching.coaching import SORTS, STRENGTH
from parentkit.domain.codes import COMMENT
from parentkit.domain.errors import UsageProblem
from parentkit.report.coach.inbox import ASKED, comment_lines
from parentkit.services.coach.workspace import coder_of, default_practice, open_family
from parentkit.services.coach.write import comment, comments_on, take_back

if TYPE_CHECKING:
    import argparse

    from parentkit.services.coach.workspace import OpenFamily, Practice

EXAMPLES = """\
  parentkit coach comment Rivera 01KAR3M5ZJ9W
  parentkit coach comment Rivera 01KAR3M5ZJ9W --strength "You waited for her to look back."
  parentkit coach comment Rivera --remove 01KAS0C0MMENT
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit coach comment`."""
    parser.add_argument("family", metavar="FAMILY", help="a family's name, or its beginning")
    parser.add_argument("id", nargs="?", metavar="ID", help="a moment's id, or its beginning")
    parser.add_argument("--strength", metavar="TEXT", help="what went well")
    parser.add_argument("--wondering", metavar="TEXT", help="what is worth wondering about")
    parser.add_argument("--question", metavar="TEXT", help="a question to take along")
    parser.add_argument("--remove", metavar="ID", help="take a comment of yours back")
    parser.add_argument("--json", action="store_true", help="print what was stored as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Runs `parentkit coach comment`; returns the exit code."""
    if bool(arguments.id) == bool(arguments.remove):
        raise UsageProblem("Name a moment, or with --remove one comment.")
    practice = default_practice()
    coder = coder_of(practice)
    opened = open_family(practice, arguments.family)
    if arguments.remove:
        removed = take_back(opened.journal, coder, COMMENT, arguments.remove)
        put([f"Taken back: {removed['id']}"])
        return 0
    texts = {sort: getattr(arguments, sort) for sort in SORTS if getattr(arguments, sort)}
    if not texts:
        texts = _asked(practice, opened, coder, arguments.id)
    stored = comment(opened.journal, coder, arguments.id, texts)
    if arguments.json:
        put_json(stored)
        return 0
    for document in stored:
        put(comment_lines(document, opened.household))
    _say_about_strengths(opened, stored[0]["moment"])
    return 0


def _asked(practice: Practice, opened: OpenFamily, coder: str, prefix: str) -> dict[str, str]:
    if not somebody_is_there():
        raise UsageProblem(
            "What do you want to say?",
            "Give --strength, --wondering or --question; at a terminal they are asked for.",
        )
    moment = opened.journal.find(prefix).id
    open_moment(practice, opened, moment, coder, as_json=False)
    say("(Enter leaves one out.)")
    answers = {sort: ask_line(ASKED[sort]) for sort in SORTS}
    return {sort: text for sort, text in answers.items() if text}


def _say_about_strengths(opened: OpenFamily, moment: str) -> None:
    document = opened.journal.get(moment).document()
    if not any(one.get("sort") == STRENGTH for one in comments_on(opened.journal, document)):
        say("Nothing is said yet about what went well here: --strength adds it, and comes first.")

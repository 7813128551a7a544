"""Show one moment with all that is known about it.

Judgements and comments of others stand below it, and so do texts that two devices wrote at the same
time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.session import (
    glyphs,
    open_family,
    put,
    put_json,
    say,
    warn,
    with_unreadable,
)
from parentkit.domain.log.moment import is_whole
from parentkit.report.log.moment import coding_lines, moment_lines
from parentkit.report.sharing.feedback import comment_lines
from parentkit.services.log.capture import suggestion_for
from parentkit.services.log.revise import shown

if TYPE_CHECKING:
    import argparse

    from parentkit.cli.session import Opened

EXAMPLES = """\
  parentkit show 01KAR3M5ZJ9W
  parentkit show 01KAR3M5ZJ9W --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit show`."""
    parser.add_argument("id", metavar="ID", help="a moment's id, or enough of its beginning")
    parser.add_argument("--json", action="store_true", help="print the record as JSON")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit show`; returns the exit code."""
    journal, household = open_family(opened)
    moment = shown(journal, arguments.id)
    whole = is_whole(moment.document)
    reason = suggestion_for(household, moment.document).reason if whole else ""
    if arguments.json:
        conflicts = [{"field": field, "text": text} for field, text in moment.conflicts]
        beside = {"codings": moment.codings, "comments": moment.comments, "conflicts": conflicts}
        told = {**moment.document, "reason": reason, **beside}
        put_json(with_unreadable(told, journal.problems))
        return warn(journal.problems)
    put([moment.document["id"]])
    put(moment_lines(moment.document, household, glyphs(), reason))
    if not whole:
        say("Part of this moment could not be read; parentkit doctor says what is damaged.")
    for coding in moment.codings:
        put(coding_lines(coding, household, glyphs()))
    for comment in moment.comments:
        put(comment_lines(comment, household))
    for field, text in moment.conflicts:
        put(
            [
                f"  another device also wrote this {field}:",
                *(f"    {line}" for line in text.splitlines()),
            ]
        )
    return warn(journal.problems)

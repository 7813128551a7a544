"""Show one moment with all that is known about it, or another entry with its words.

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
from parentkit.domain.codes import MOMENT
from parentkit.domain.errors import NothingFound
from parentkit.domain.log.moment import is_whole
from parentkit.report.layout import id_row
from parentkit.report.log.entry import entry_lines
from parentkit.report.log.moment import coding_lines, moment_lines
from parentkit.report.sharing.feedback import comment_lines
from parentkit.services.log.capture import suggestion_for
from parentkit.services.log.entries import entry_beginning
from parentkit.services.log.revise import shown

if TYPE_CHECKING:
    import argparse

    from parentkit.cli.session import Opened
    from parentkit.journal import Journal, Record

EXAMPLES = """\
  parentkit show 01KAR3M5ZJ9W
  parentkit show 01KAR3M5ZJ9W --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit show`."""
    parser.add_argument("id", metavar="ID", help="an entry's id, or enough of its beginning")
    parser.add_argument("--json", action="store_true", help="print the record as JSON")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit show`; returns the exit code."""
    journal, household = open_family(opened)
    try:
        moment = shown(journal, arguments.id)
    except NothingFound:
        other = _other_entry(journal, arguments.id)
        if other is None:
            raise
        _put_entry(other, journal, as_json=arguments.json)
        return warn(journal.problems)
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
        put([*coding_lines(coding, household, glyphs()), *id_row(coding)])
    for comment in moment.comments:
        put([*comment_lines(comment, household), *id_row(comment)])
    for field, text in moment.conflicts:
        put(
            [
                f"  another device also wrote this {field}:",
                *(f"    {line}" for line in text.splitlines()),
            ]
        )
    return warn(journal.problems)


def _other_entry(journal: Journal, prefix: str) -> Record | None:
    """The entry that is no moment and whose id begins so; None where there is none."""
    try:
        record = entry_beginning(journal, prefix)
    except NothingFound:
        return None
    return None if record.kind == MOMENT else record


def _put_entry(record: Record, journal: Journal, *, as_json: bool) -> None:
    if as_json:
        put_json(with_unreadable(record.document(), journal.problems))
        return
    put([record.id, *entry_lines(record.kind, record.document())])

"""All families: what asks for attention first, and the figures of the last four weeks.

The order is by attention and then by name, never by a figure. Where a consent is over, nothing of
the family is opened or counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.session import glyphs, put, put_json, say, warn
from parentkit.content import load
from parentkit.report.coach.caseload import ORDER, CaseRow, caseload_lines, caseload_payload
from parentkit.services.coach.caseload import DAYS, caseload
from parentkit.services.coach.workspace import card_text, default_practice

if TYPE_CHECKING:
    import argparse

    from parentkit.services.coach.caseload import Case

EXAMPLES = """\
  parentkit coach families
  parentkit coach families --json
"""

SAID = ("what_it_is", "not_a_test")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit coach families`."""
    parser.add_argument("--json", action="store_true", help="print the overview as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Runs `parentkit coach families`; returns the exit code."""
    practice = default_practice()
    card_text(practice)
    rows = [_row(case) for case in caseload(practice)]
    statements = [one["short"] for one in load("statements")["statements"] if one["id"] in SAID]
    unreadable = [one for row in rows for one in row.unreadable]
    if arguments.json:
        put_json(caseload_payload(rows, DAYS, statements))
        return warn(unreadable)
    put(caseload_lines(rows, DAYS, glyphs()))
    if rows:
        say("\n".join(("", ORDER, *statements)))
    else:
        say("No family has shared anything with you yet; parentkit coach add FILE reads a file.")
    return warn(unreadable)


def _row(case: Case) -> CaseRow:
    return CaseRow(
        id=case.family.id,
        name=case.family.name,
        consents=[{**one._asdict(), "words": one.words} for one in case.standings],
        attention=case.attention,
        moments=case.moments,
        unread=case.unread,
        flagged=case.flagged,
        flagged_unread=case.flagged_unread,
        questions=case.questions,
        summary=case.summary,
        refused=case.refused._asdict() if case.refused else None,
        unreadable=case.unreadable,
    )

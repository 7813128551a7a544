"""All families: what asks for attention first, and the figures of the last four weeks.

The order is by attention and then by name, never by a figure. Where a consent is over, nothing of
the family is opened or counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.session import glyphs, put, put_json, say, warn, with_unreadable
from parentkit.content import load
from parentkit.report.coach.caseload import ORDER, CaseRow, caseload_lines, caseload_payload
from parentkit.services.coach.caseload import DAYS, FamiliesWanted, caseload, found_cases
from parentkit.services.coach.own_files import ensure_begun, own_problems
from parentkit.services.coach.workspace import default_practice

if TYPE_CHECKING:
    import argparse

    from parentkit.report.unreadable import Place
    from parentkit.services.coach.caseload import Case

EXAMPLES = """\
  parentkit coach families
  parentkit coach families --waiting
  parentkit coach families miller --ends-soon
  parentkit coach families --json
"""

SAID = ("what_it_is", "not_a_test")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit coach families`."""
    parser.add_argument("name", nargs="*", metavar="WORDS", help="with these words in their name")
    parser.add_argument(
        "--waiting", action="store_true", help="with moments not read yet, or questions open"
    )
    parser.add_argument("--ends-soon", action="store_true", help="with a consent that ends soon")
    parser.add_argument("--over", action="store_true", help="with a consent that is over")
    parser.add_argument("--json", action="store_true", help="print the overview as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Runs `parentkit coach families`; returns the exit code."""
    practice = default_practice()
    ensure_begun(practice)
    cases = caseload(practice)
    wanted = FamiliesWanted(
        " ".join(arguments.name), arguments.waiting, arguments.ends_soon, arguments.over
    )
    rows = [_row(case) for case in found_cases(cases, wanted)]
    statements = [one["short"] for one in load("statements")["statements"] if one["id"] in SAID]
    # What is not known of a family may be why it is not among these.
    unreadable: list[Place] = [one for case in cases for one in case.unreadable]
    unreadable += own_problems(practice)
    if arguments.json:
        put_json(with_unreadable(caseload_payload(rows, DAYS, statements), unreadable))
        return warn(unreadable)
    put(caseload_lines(rows, DAYS, glyphs()))
    if rows:
        say("\n".join(("", ORDER, *statements)))
    if len(rows) < len(cases):
        say(f"\n{len(rows)} of {len(cases)}. parentkit coach families shows every one.")
    elif not cases:
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

"""Erase a moment for good: from the journal, the backups and all local files. There is no undo.

`parentkit delete` takes a moment out of every view and can be undone; this is for what must not
exist. On other devices that share the folder it is hidden, and erased as the files come over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.ask import ask_exactly
from parentkit.cli.session import open_journal, put, put_json, say, somebody_is_there
from parentkit.domain.errors import UsageProblem
from parentkit.report.findings import place
from parentkit.report.upkeep import erased_line
from parentkit.services.upkeep import maintenance

if TYPE_CHECKING:
    import argparse

    from parentkit.cli.session import Opened
    from parentkit.journal import Erased, Record

EXAMPLES = """\
  parentkit purge 01KAR3M5ZJ9W
  parentkit purge 01KAR3M5ZJ9W --yes     (without being asked)
"""

TYPED = 4
SOMETHING_LEFT = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit purge`."""
    parser.add_argument("id", metavar="ID", help="a moment's id, or enough of its beginning")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--json", action="store_true", help="print what was erased as JSON")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit purge`; returns the exit code."""
    journal = open_journal(opened)
    moment = maintenance.to_erase(journal, arguments.id)
    if not arguments.yes:
        _ask(moment)
    erased = maintenance.erase(journal, moment)
    if arguments.json:
        put_json({"id": moment.id, **erased._asdict(), "elsewhere": list(maintenance.ELSEWHERE)})
    else:
        put(_lines(moment, erased))
        say("Copies may still exist where this program cannot reach:")
        for copies in maintenance.ELSEWHERE:
            say(f"  {copies}")
    return SOMETHING_LEFT if erased.left else 0


def _ask(moment: Record) -> None:
    """Has a person type the end of the id.

    Raises:
        UsageProblem: nobody can be asked, or something else was typed; nothing was erased.
    """
    if not somebody_is_there():
        raise UsageProblem(
            "Erasing cannot be taken back, and nobody can be asked here. Nothing was erased.",
            f"parentkit purge {moment.id} --yes erases it without asking.",
        )
    when = str(moment.fields.get("observed_at", ""))[:16].replace("T", " ")
    called = f"the moment of {when}" if when else "the moment"
    say(f"This erases {called} for good: {moment.id}")
    typed = ask_exactly(f"Type the last {TYPED} characters of its id to go on:") or ""
    if typed.upper() != moment.id[-TYPED:].upper():
        raise UsageProblem("That is not the end of its id, so nothing was erased.")


def _lines(moment: Record, erased: Erased) -> list[str]:
    lines = [erased_line(moment.id, erased.files, erased.backups, erased.others)]
    for path, reason in erased.left.items():
        lines += [f"  still in {place(path)}", f"    {reason or 'it could not be changed'}"]
    return lines

"""Session notes: for yourself alone. They are in no answer and in no report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit import clock
from parentkit.cli.ask import ask_text
from parentkit.cli.session import put, put_json, say, somebody_is_there, warn
from parentkit.domain.codes import SESSION
from parentkit.domain.time.period import parse_day
from parentkit.report.coach.inbox import written_lines
from parentkit.services.coach.workspace import coder_of, default_practice, open_family
from parentkit.services.coach.write import take_back, write_note, written

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

EXAMPLES = """\
  parentkit coach note Rivera "Looked at three moments of bedtime together."
  parentkit coach note Rivera --day yesterday -      (typed, or from a pipe)
  parentkit coach note Rivera --list
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit coach note`."""
    parser.add_argument("family", metavar="FAMILY", help="a family's name, or its beginning")
    parser.add_argument("text", nargs="?", metavar="TEXT", help="the note; - reads it as typed")
    parser.add_argument("--day", metavar="WHEN", help="the day of the session, else today")
    parser.add_argument("--list", action="store_true", help="list the notes")
    parser.add_argument("--remove", metavar="ID", help="take a note out")
    parser.add_argument("--json", action="store_true", help="print as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Runs `parentkit coach note`; returns the exit code."""
    practice = default_practice()
    coder = coder_of(practice)
    journal = open_family(practice, arguments.family).journal
    if arguments.remove:
        put([f"Taken out: {take_back(journal, coder, SESSION, arguments.remove)['id']}"])
        return 0
    if arguments.list:
        notes = written(journal, SESSION)
        _show(sorted(notes, key=lambda note: str(note.get("day"))), arguments)
        return warn(journal.problems)
    text = arguments.text
    if text in (None, "-"):
        if somebody_is_there():
            say("(Write as much as you like; an empty line ends it.)")
        text = ask_text()
    today = clock.local_now().date()
    day = parse_day(arguments.day, today) if arguments.day else today
    _show([write_note(journal, coder, text, day.isoformat())], arguments)
    return 0


def _show(notes: Iterable[dict[str, Any]], arguments: argparse.Namespace) -> None:
    if arguments.json:
        put_json(list(notes))
        return
    for note in notes:
        put(written_lines(note, [("note", str(note.get("text", "")))], str(note.get("day"))))

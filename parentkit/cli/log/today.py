"""This week's figures, today's moments, and what is due. `parentkit` alone shows the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit import clock
from parentkit.cli.rates import rates
from parentkit.cli.session import glyphs, open_family, put, put_json, say, warn
from parentkit.domain.log.selection import Selection
from parentkit.domain.time.period import day_only, week_of
from parentkit.report.log.listing import listing_lines
from parentkit.services.log.browse import Filters, browse
from parentkit.services.reminders.reminders import due_line

if TYPE_CHECKING:
    import argparse

    from parentkit.cli.session import Opened

EXAMPLES = """\
  parentkit
  parentkit today --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit today`."""
    parser.add_argument("--json", action="store_true", help="print today's moments as JSON")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit today`; returns the exit code."""
    journal, household = open_family(opened)
    today = clock.local_now().date()
    found = browse(journal, Selection(day_only(today)), Filters())
    if arguments.json:
        put_json(found.documents)
    else:
        rates.show(journal, household, Selection(week_of(today)))
        put([""])
        put(listing_lines(found.documents, household, glyphs()))
    if line := due_line(journal):
        say(line)
    say("parentkit log writes a moment down; parentkit --help lists everything else.")
    return warn(journal.problems)

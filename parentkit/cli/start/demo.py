"""Look at a sample family that nobody lived: two children, two caregivers, twelve weeks.

It has folders of its own and never touches your records. With a command behind it, that command
runs in the sample family; without one the family is written anew and its last week shown.
"""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

from parentkit.cli.session import glyphs, open_family, put, say
from parentkit.domain.log.selection import Selection
from parentkit.domain.time.period import day_only, week_of
from parentkit.journal import default_places
from parentkit.report.log.listing import listing_lines
from parentkit.services.log.browse import Filters, browse
from parentkit.services.start.demo import make_demo, places_of_demo

if TYPE_CHECKING:
    from parentkit.cli.session import Opened
    from parentkit.services.start.demo import Places

EXAMPLES = """\
  parentkit demo
  parentkit demo rates --all --by family
  parentkit demo moments --week 2026-11-16
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit demo`."""
    parser.add_argument("--plain", action="store_true", help="plain text, also at a terminal")
    parser.add_argument(
        "command",
        metavar="COMMAND",
        nargs=argparse.REMAINDER,
        help="a command for the sample family",
    )


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit demo`; returns the exit code."""
    places = places_of_demo(default_places().state)
    if arguments.command and os.path.isdir(places.home):
        _enter(places)
        return _run_in_demo(arguments.command, opened)
    last_day = make_demo(places)
    _enter(places)
    if arguments.command:
        return _run_in_demo(arguments.command, opened)
    status = _run_in_demo(["rates", "--week", last_day.isoformat()], opened)
    journal, household = open_family(opened)
    put([""])
    today = Selection(day_only(last_day))
    put(listing_lines(browse(journal, today, Filters()).documents, household, glyphs()))
    week = week_of(last_day).start
    say(f"\nThis is a sample. More of it: parentkit demo moments --week {week}")
    say("Your own first moment: parentkit log afraid comfort")
    return status


def _enter(places: Places) -> None:
    """Points this process at the sample family; whatever runs next looks nowhere else."""
    os.environ["PARENTKIT_HOME"], os.environ["PARENTKIT_STATE"] = places


def _run_in_demo(command: list[str], opened: Opened) -> int:
    from parentkit.cli.main import run as run_command

    return run_command(command, opened)

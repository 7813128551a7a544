"""When a reflection is due: what is there, what comes next, and how that is changed.

Weekly on Sunday at 19:30 unless you set something else; the clock is the one of wherever your
machine is. A calendar file (--ics) or a job of your system reminds you without being asked; both
are written when you ask for them and say nothing about your family.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from parentkit import clock
from parentkit.cli.session import open_journal, put, put_json, say, warn, with_unreadable
from parentkit.cli.verbs import add_verb
from parentkit.domain.errors import UsageProblem
from parentkit.domain.reflection.prompting import WAKING_FROM, WAKING_TO
from parentkit.interchange.reminders.job_files import SYSTEMS
from parentkit.report.reminders import standing_json, standing_lines
from parentkit.services.reminders import reminders

if TYPE_CHECKING:
    from parentkit.cli.session import Opened
    from parentkit.journal import Journal

EXAMPLES = """\
  parentkit reminders
  parentkit reminders set every sunday 19:30
  parentkit reminders set "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA" --at 10:00
  parentkit reminders pause
  parentkit reminders --ics reflection.ics
  parentkit reminders install systemd --with notify-send
  parentkit reminders prompts --per-day 3 --from 08:00 --to 20:00
"""

STANDARD_OUTPUT = "-"
SET, PAUSE, RESUME, PROMPTS = "set", "pause", "resume", "prompts"
ICS, INSTALL, REMOVE = "ics", "install", "remove"
OFF = "off"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit reminders`."""
    parser.add_argument("--json", action="store_true", help="print how things stand as JSON")
    parser.add_argument("--ics", metavar="FILE", help="write a calendar file; - prints it")
    parser.add_argument(
        "--notify",
        action="store_true",
        help="print a neutral line for each thing that is newly due, else nothing; for jobs",
    )
    _add_with(parser)
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    _add_set(add_verb(verbs, SET, "set when you are reminded, from today on", EXAMPLES))
    _add_json(add_verb(verbs, PAUSE, "say nothing until you resume", EXAMPLES))
    _add_json(add_verb(verbs, RESUME, "go on", EXAMPLES))
    _add_prompts(add_verb(verbs, PROMPTS, "random prompts through the day", EXAMPLES))
    add_verb(verbs, ICS, "write a calendar file", EXAMPLES).add_argument(
        "file", metavar="FILE", help="where to; - prints it"
    )
    _add_job(add_verb(verbs, INSTALL, "write a job's files", EXAMPLES), INSTALL)
    _add_job(add_verb(verbs, REMOVE, "take a job's files away", EXAMPLES), REMOVE)


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit reminders`; returns the exit code."""
    _check_together(arguments)
    journal = open_journal(opened)
    if arguments.notify:
        from parentkit.cli.reminders.reminder_jobs import notify

        return notify(journal, arguments.give_to)
    if path := arguments.ics or getattr(arguments, "file", None):
        return _calendar(journal, path)
    if arguments.verb in (INSTALL, REMOVE):
        from parentkit.cli.reminders.reminder_jobs import install, remove

        return (install if arguments.verb == INSTALL else remove)(journal, arguments)
    _change(journal, arguments)
    standing = reminders.standing(journal)
    if arguments.json:
        put_json(with_unreadable(standing_json(standing), journal.problems))
    else:
        put(standing_lines(standing, clock.local_now().date()))
    return warn(journal.problems)


def _add_json(parser: argparse.ArgumentParser) -> None:
    # Left out where it is not said, so that it does not undo a --json before the verb.
    parser.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="print as JSON"
    )


def _add_with(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--with", dest="give_to", metavar="COMMAND", help="a command that shows the line to you"
    )


def _add_set(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "rhythm",
        nargs="+",
        metavar="RHYTHM",
        help="every sunday 19:30, daily 21:00, monthly last 20:00, or an iCalendar RRULE",
    )
    parser.add_argument("--at", metavar="TIME", help="the time of day, 19:30")
    _add_json(parser)


def _add_prompts(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("switch", nargs="?", choices=(OFF,), metavar=OFF, help="no more prompts")
    parser.add_argument("--per-day", type=int, metavar="N", help="how many a day")
    parser.add_argument(
        "--from", dest="start", metavar="TIME", help=f"none before; {WAKING_FROM} if not said"
    )
    parser.add_argument(
        "--to", dest="end", metavar="TIME", help=f"none after; {WAKING_TO} if not said"
    )
    _add_json(parser)


def _add_job(parser: argparse.ArgumentParser, verb: str) -> None:
    parser.add_argument("system", choices=SYSTEMS, metavar="SYSTEM", help=", ".join(SYSTEMS))
    if verb == INSTALL:
        _add_with(parser)
    parser.add_argument("--dry-run", action="store_true", help="show it, change nothing")


def _check_together(arguments: argparse.Namespace) -> None:
    asked = (arguments.notify, arguments.ics is not None, arguments.verb is not None)
    if sum(asked) > 1:
        raise UsageProblem("--notify, --ics and a verb do not go together.", "Ask for one of them.")
    if arguments.give_to and not arguments.notify and arguments.verb != INSTALL:
        raise UsageProblem("--with goes with --notify and with install.")


def _change(journal: Journal, arguments: argparse.Namespace) -> None:
    if arguments.verb == SET:
        reminders.set_rhythm(journal, " ".join(arguments.rhythm), arguments.at)
    elif arguments.verb == PAUSE:
        reminders.pause(journal)
    elif arguments.verb == RESUME:
        reminders.resume(journal)
    elif arguments.verb == PROMPTS and arguments.switch == OFF:
        reminders.stop_prompts(journal)
    elif arguments.verb == PROMPTS:
        said = (arguments.per_day, arguments.start, arguments.end)
        if said != (None, None, None):
            reminders.set_prompts(journal, *said)


def _calendar(journal: Journal, path: str) -> int:
    from parentkit.services.reminders.calendar import calendar, write_calendar

    if path == STANDARD_OUTPUT:
        # Bytes, because the line ends are part of the format.
        sys.stdout.flush()
        sys.stdout.buffer.write(calendar(journal).encode())
        return warn(journal.problems)
    write_calendar(journal, path)
    put([path])
    say("Import it into your calendar. Written anew after a change, it takes the old one's place.")
    return warn(journal.problems)

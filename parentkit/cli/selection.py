"""Options that say which moments a command is about: a period, a child, a caregiver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit import clock
from parentkit.cli.session import say
from parentkit.domain.errors import UsageProblem
from parentkit.domain.log.selection import Selection
from parentkit.domain.time.period import between, last_weeks, month_of, week_of
from parentkit.domain.time.stretch import first_day

if TYPE_CHECKING:
    import argparse
    from datetime import date

    from parentkit.domain.log.household import Household
    from parentkit.domain.time.period import Period

TODAY = "today"
FROM = "from this day on"
UP_TO = "with --since: up to, and without, this day"


def add_selection_options(parser: argparse.ArgumentParser, *, everything: bool = False) -> None:
    """Declares the options; without any, a command is about this week, or `everything`."""
    parser.set_defaults(everything=everything)
    period = parser.add_mutually_exclusive_group()
    period.add_argument("--week", nargs="?", const=TODAY, metavar="DATE", help="the week of a day")
    period.add_argument(
        "--month", nargs="?", const=TODAY, metavar="DATE", help="the month of a day"
    )
    period.add_argument(
        "--weeks", type=int, metavar="N", help="the last N weeks, this one included"
    )
    period.add_argument("--since", metavar="WHEN", help=FROM)
    period.add_argument("--all", action="store_true", help="everything there is")
    parser.add_argument("--until", metavar="WHEN", help=UP_TO)
    parser.add_argument("--child", metavar="C", help="one child's moments")
    parser.add_argument("--caregiver", metavar="W", help="one caregiver's moments")


def add_days_options(parser: argparse.ArgumentParser, goes_with: str = "") -> None:
    """Declares the options for a stretch of days; without them it is everything there is.

    `goes_with` names what --since goes with, before what it does: `with --list: `.
    """
    parser.add_argument("--since", metavar="WHEN", help=goes_with + FROM)
    parser.add_argument("--until", metavar="WHEN", help=UP_TO)


def days_of(arguments: argparse.Namespace, today: date) -> Period | None:
    """The days from --since up to --until; None where they are not asked for.

    Raises:
        UsageProblem: a day cannot be read, or the options do not go together.
    """
    if arguments.until and not arguments.since:
        raise UsageProblem(
            "--until needs --since.", "For example --since 2026-11-01 --until today."
        )
    if not arguments.since:
        return None
    since = first_day(arguments.since, today)
    return between(since, first_day(arguments.until or "tomorrow", today, since))


def selection_of(arguments: argparse.Namespace, household: Household) -> Selection:
    """The selection that the options describe.

    Raises:
        UsageProblem: a day cannot be read, the options do not go together, or a name is not known.
    """
    return Selection(
        period_of(arguments, clock.local_now().date()),
        household.child(arguments.child) if arguments.child else None,
        household.caregiver(arguments.caregiver) if arguments.caregiver else None,
    )


def say_days(arguments: argparse.Namespace, selection: Selection) -> None:
    """Says which days the words for them mean, where they are words and not figures."""
    said = (arguments.since, arguments.until, arguments.month, arguments.week)
    words = [text for text in said if text and text != TODAY]
    if selection.period and any(not text.strip()[:4].isdigit() for text in words):
        say(f"Looked at: {selection.period.title(clock.local_now().date())}.")


def period_of(arguments: argparse.Namespace, today: date) -> Period | None:
    """The period that the options describe; None is everything."""
    days = days_of(arguments, today)
    if days or arguments.all:
        return days
    if arguments.weeks is not None:
        return last_weeks(arguments.weeks, today)
    if arguments.month:
        return month_of(first_day(arguments.month, today))
    if arguments.everything and not arguments.week:
        return None
    return week_of(first_day(arguments.week or TODAY, today))

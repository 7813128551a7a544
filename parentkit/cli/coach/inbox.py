"""Moments across families, the unread ones marked; or the next unread one.

An unread moment is listed without anything that tells how it was judged, so that you can still code
it blind (parentkit coach code). Opening it, with --next or parentkit coach show, shows everything
and marks it as read. Without options: the last four weeks.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from parentkit import clock
from parentkit.cli.coach.opening import open_moment
from parentkit.cli.session import glyphs, put, put_json, say, warn
from parentkit.domain.errors import UsageProblem
from parentkit.domain.time.stretch import first_day
from parentkit.report.coach.inbox import inbox_lines
from parentkit.services.coach.caseload import DAYS, caseload
from parentkit.services.coach.inbox import LIMIT, Wanted, inbox, next_unread, previous
from parentkit.services.coach.workspace import coder_of, default_practice, family_called
from parentkit.services.coach.write import mark_read
from parentkit.services.log.parse_fields import read_words

if TYPE_CHECKING:
    import argparse

    from parentkit.services.coach.inbox import Inbox, Item
    from parentkit.services.coach.workspace import Practice

EXAMPLES = """\
  parentkit coach inbox
  parentkit coach inbox --unread --family Rivera
  parentkit coach inbox --next           (open the next unread moment)
  parentkit coach inbox --previous       (the one that you opened before)
  parentkit coach inbox --all --cue sad --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit coach inbox`."""
    parser.add_argument("--family", metavar="F", help="one family's moments")
    parser.add_argument("--unread", action="store_true", help="those not read yet, however old")
    parser.add_argument("--flagged", action="store_true", help="those that are set apart")
    parser.add_argument("--cue", metavar="CUE", help="with this sign")
    period = parser.add_mutually_exclusive_group()
    period.add_argument("--since", metavar="WHEN", help="from this day on")
    period.add_argument("--all", action="store_true", help="however old")
    parser.add_argument(
        "--limit", type=int, default=LIMIT, metavar="N", help=f"at most N moments, else {LIMIT}"
    )
    opening = parser.add_mutually_exclusive_group()
    opening.add_argument("--next", action="store_true", help="open the next unread moment")
    opening.add_argument(
        "--previous",
        nargs="?",
        type=int,
        const=1,
        metavar="N",
        help="open the moment before the one opened last, or the Nth before it",
    )
    opening.add_argument(
        "--mark-read",
        action="store_true",
        help="mark what is listed as read; it can then no longer be coded blind",
    )
    parser.add_argument("--json", action="store_true", help="print as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Runs `parentkit coach inbox`; returns the exit code."""
    practice = default_practice()
    coder = coder_of(practice)
    family = family_called(practice, arguments.family).id if arguments.family else ""
    if arguments.next:
        found = next_unread(practice, family)
        if found is None:
            return _all_read(practice, family)
        return open_moment(practice, *found, coder, as_json=arguments.json)
    if arguments.previous is not None:
        opened, moment = previous(practice, arguments.previous)
        return open_moment(practice, opened, moment, coder, as_json=arguments.json)
    listed = inbox(practice, _wanted(arguments, family))
    if arguments.json:
        put_json([_payload(item) for item in listed.items])
    else:
        put(inbox_lines(listed.items, glyphs()))
        _say_more(listed, arguments)
    warned = warn(listed.problems)
    if arguments.mark_read:
        _mark(listed, coder)
    return warned


def _wanted(arguments: argparse.Namespace, family: str) -> Wanted:
    if arguments.limit < 1:
        raise UsageProblem("--limit takes a number from 1 on.")
    today = clock.local_now().date()
    since = ""
    if arguments.since:
        since = first_day(arguments.since, today).isoformat()
    elif not (arguments.all or arguments.unread or arguments.flagged):
        since = (today - timedelta(days=DAYS - 1)).isoformat()
    return Wanted(
        family=family,
        since=since,
        unread=arguments.unread,
        cue=_cue(arguments.cue) if arguments.cue else "",
        flagged=arguments.flagged,
        limit=arguments.limit,
    )


def _cue(text: str) -> str:
    """The id of a sign, by the words that are the same for all families."""
    from parentkit.content import load
    from parentkit.domain.log.household import Household

    return str(read_words(Household((), load), {"cue": text}).complete()["cue"])


def _payload(item: Item) -> dict[str, Any]:
    family = {"id": item.opened.family.id, "name": item.opened.family.name}
    return {
        "family": family,
        "read": item.is_read,
        "comments": item.comments,
        "moment": item.document,
    }


def _say_more(listed: Inbox, arguments: argparse.Namespace) -> None:
    if not listed.items and listed.problems:
        say("No moments that could be read here.")
    elif not listed.items:
        say("No moments here. --unread lists what is not read yet, --all everything.")
    elif listed.is_cut:
        say(f"There are more than these {len(listed.items)}; --limit shows more of them.")
    elif not arguments.mark_read:
        say("parentkit coach show ID opens one, parentkit coach inbox --next the next unread one.")


def _all_read(practice: Practice, family: str) -> int:
    """Says that no unread moment is left, of those that could be read; returns the exit code."""
    cases = [case for case in caseload(practice) if family in ("", case.family.id)]
    unreadable = [place for case in cases for place in case.unreadable]
    say("Everything that could be read is read." if unreadable else "Everything is read.")
    return warn(unreadable)


def _mark(listed: Inbox, coder: str) -> None:
    marked = 0
    for _, items in groupby(listed.items, key=lambda item: item.opened.family.id):
        of_family = list(items)
        ids = [item.document["id"] for item in of_family]
        marked += mark_read(of_family[0].opened.journal, coder, ids)
    say(f"{marked} marked as read.")

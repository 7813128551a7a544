"""Send chosen moments to a coach: one encrypted file that this coach alone can open.

You see every record and every field that leaves before anything is written. Notes, tags, your
answers and moments that are set apart stay unless you include them; the month of birth stays
always. Nothing is sent by this program: you send the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit import clock
from parentkit.cli.ask import agreed, passphrase_asker
from parentkit.cli.selection import add_selection_options, say_days, selection_of
from parentkit.cli.session import open_family, put, put_json, say, warn
from parentkit.cli.sharing.confirming import confirmed
from parentkit.content import load
from parentkit.domain.coaching.consent import LONGEST_PURPOSE, USUAL_PURPOSE
from parentkit.domain.coaching.scope import INCLUDABLE, read_include
from parentkit.domain.codes import FAMILY_ROLE
from parentkit.domain.errors import UsageProblem
from parentkit.domain.schema.kinds import sent_kinds
from parentkit.domain.text import one_line
from parentkit.domain.time.period import parse_day
from parentkit.report.sharing.sharing import (
    record_lines,
    remark_lines,
    statement_lines,
    terms_lines,
)
from parentkit.services.sharing import contacts, keyring, pins, share
from parentkit.services.sharing.paths import usual_path
from parentkit.services.sharing.redact import read_renames

if TYPE_CHECKING:
    import argparse
    from datetime import date

    from parentkit.cli.session import Opened
    from parentkit.domain.log.household import Household
    from parentkit.services.sharing.share import Parcel

EXAMPLES = """\
  parentkit share --with Dana --preview
  parentkit share --with Dana --weeks 4
  parentkit share --with Dana --since 2026-11-01 --include note --rename Mia=Child
  parentkit share --with Dana --moments 01KAR3M5ZJ9W 01KAS --to for-dana.age
  parentkit share --with Dana --purpose "sleep" --consent-until 2027-01-31
"""

NOTHING_LEFT = "Nothing was written and nothing has left."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of `parentkit share`."""
    parser.add_argument(
        "--with", dest="coach", metavar="COACH", required=True, help="whom it is for"
    )
    add_selection_options(parser)
    parser.add_argument(
        "--moments", nargs="+", metavar="ID", default=[], help="these moments, and no others"
    )
    parser.add_argument(
        "--include",
        action="append",
        metavar="WHAT",
        default=[],
        help=f"what leaves as well: {', '.join(INCLUDABLE)}; several with commas",
    )
    parser.add_argument(
        "--rename",
        action="append",
        metavar="NAME=OTHER",
        default=[],
        help="another name for a child or a caregiver in the file",
    )
    parser.add_argument(
        "--purpose", metavar="TEXT", default=USUAL_PURPOSE, help="what it is for, in your words"
    )
    parser.add_argument(
        "--consent-until", metavar="DAY", help="the last day of your consent; else 12 weeks on"
    )
    parser.add_argument("--to", metavar="PATH", help="the file; else one with a telling name here")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--preview", action="store_true", help="show what would leave, write nothing")
    how.add_argument("--yes", action="store_true", help="show it and do not ask")
    parser.add_argument("--json", action="store_true", help="print what leaves as JSON")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit share`; returns the exit code."""
    journal, household = open_family(opened)
    contact = contacts.contact_called(household, arguments.coach)
    doubt = pins.doubt_about(journal.places, contact)
    if doubt and arguments.preview:
        say(f"{doubt.words} {doubt.advice}")
    elif doubt and not confirmed(journal.places, doubt, NOTHING_LEFT):
        say(NOTHING_LEFT)
        return 0
    today = clock.local_now().date()
    wish = _wish(arguments, household, today)
    path = keyring.key_file(journal.places)
    identity = None if arguments.preview else keyring.own_key(path, passphrase_asker())
    signer = identity.fingerprint if identity else ""
    parcel = share.prepare(journal, household, contact, wish, today, signer)
    if arguments.json:
        put_json([{"kind": kind, **document} for kind, document in parcel.documents])
    else:
        say_days(arguments, wish.selection)
        put(_preview(parcel, household))
    warned = warn(journal.problems)
    if identity is None:
        say(NOTHING_LEFT)
        return warned
    path = arguments.to or usual_path("moments-for", contact.name, today.isoformat())
    instead = "--preview shows it; --yes writes the file without asking."
    question = f"Write this to {path}, without that?" if warned else f"Write this to {path}?"
    if not arguments.yes and not agreed(question, instead):
        say(NOTHING_LEFT)
        return warned
    share.send(journal, identity, parcel, path)
    put([] if arguments.json else ["", f"Written: {path}"])
    say(f"{contact.name} alone can open it. Send it as you like: mail, chat, a stick.")
    say(f"parentkit consent withdraw {contact.name.split()[0]} withdraws your consent.")
    return warned


def _wish(arguments: argparse.Namespace, household: Household, today: date) -> share.Wish:
    purpose = one_line(arguments.purpose).strip()
    if not purpose or len(purpose) > LONGEST_PURPOSE:
        raise UsageProblem(f"A purpose has 1 to {LONGEST_PURPOSE} letters.")
    until = arguments.consent_until
    return share.Wish(
        selection_of(arguments, household),
        arguments.moments,
        read_include(arguments.include),
        read_renames(household, arguments.rename),
        purpose,
        parse_day(until, today) if until else None,
    )


def _preview(parcel: Parcel, household: Household) -> list[str]:
    """What leaves, to whom and on which terms, and what is to be said before it does."""
    counts = {kind: parcel.number(kind) for kind in sent_kinds(FAMILY_ROLE)}
    contact = parcel.contact
    remarks = list(
        remark_lines(
            contact.name,
            set_apart=parcel.set_apart,
            named=parcel.named,
            sent_before=parcel.sent_before,
            taken_back=parcel.taken_back,
            renamed=parcel.renamed,
        )
    )
    return [
        *terms_lines(contact.name, contact.words, parcel.consent, counts),
        *record_lines(parcel.documents, household),
        "",
        *remarks,
        *([""] if remarks else []),
        *statement_lines(load("statements")["statements"]),
    ]

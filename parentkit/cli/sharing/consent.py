"""Who may see what, for which purpose, until when; add a coach, withdraw a consent.

A coach is added from the card that the coach gave you. Read the ten words on it out to each other:
the same words on both sides, the right person. Withdrawing writes a notice for the coach, whose
side then opens nothing of yours any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit import clock
from parentkit.cli.ask import agreed, passphrase_asker
from parentkit.cli.session import open_family, put, put_json, say, warn
from parentkit.cli.sharing.confirming import COMPARED, QUESTION, confirmed
from parentkit.cli.verbs import add_verb
from parentkit.domain.errors import DataProblem, NothingFound, NothingReadable
from parentkit.report.layout import row
from parentkit.report.sharing.sharing import consent_lines
from parentkit.services.sharing import consent, contacts, keyring, pins, withdraw
from parentkit.services.sharing.consent_status import status_of
from parentkit.services.sharing.paths import usual_path

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from parentkit.cli.session import Opened
    from parentkit.domain.coaching.consent import Consent
    from parentkit.domain.log.household import Household
    from parentkit.journal import Journal
    from parentkit.services.sharing.accepted_keys import AcceptedKey
    from parentkit.services.sharing.consent_status import ConsentStatus
    from parentkit.services.sharing.contacts import Proposed
    from parentkit.services.sharing.withdraw import Notice

EXAMPLES = """\
  parentkit consent add-coach dana.card
  parentkit consent confirm Dana
  parentkit consent list
  parentkit consent show Dana
  parentkit consent withdraw Dana
  parentkit consent withdraw Dana --to for-dana.age --yes
"""

SUMMARIES = {
    "add-coach": "add a coach from a card",
    "confirm": "compare the words of a coach who was added on another device",
    "list": "list coaches and consents",
    "show": "show what was agreed with a coach, and what was sent",
    "withdraw": "withdraw what was agreed; writes a notice for the coach",
}

NOTHING_CHANGED = "Nothing was changed."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the verbs of `parentkit consent`."""
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    made = {verb: add_verb(verbs, verb, text, EXAMPLES) for verb, text in SUMMARIES.items()}
    add = made["add-coach"]
    add.add_argument("file", metavar="FILE", help="the coach's card")
    add.add_argument(
        "--replace", action="store_true", help="the coach of that name has new keys: use these"
    )
    for verb in ("confirm", "show", "withdraw"):
        made[verb].add_argument("coach", metavar="COACH", help="a coach's name")
    for verb in ("list", "show"):
        made[verb].add_argument("--json", action="store_true", help="print as JSON")
    made["withdraw"].add_argument(
        "--words",
        metavar="WORDS",
        default="",
        help="the first words of the coach's key, where two have one name",
    )
    made["withdraw"].add_argument("--to", metavar="PATH", help="where the notice is written")
    for verb in ("add-coach", "confirm", "withdraw"):
        made[verb].add_argument("--yes", action="store_true", help="do not ask")


def run(arguments: argparse.Namespace, opened: Opened) -> int:
    """Runs `parentkit consent`; returns the exit code."""
    journal, household = open_family(opened)
    runs = {
        "add-coach": _add,
        "confirm": _confirm,
        "list": _list,
        "show": _show,
        "withdraw": _withdraw,
    }
    return runs[arguments.verb](journal, household, arguments)


def _add(journal: Journal, household: Household, arguments: argparse.Namespace) -> int:
    proposed = contacts.propose(household, arguments.file)
    put(_card_lines(proposed))
    if proposed.other and not arguments.replace:
        contacts.add_contact(journal, proposed)  # says which choice there is
    known = proposed.known
    if known and proposed.is_known and not pins.doubt_about(journal.places, known):
        say("This coach is here already, with this very key. Nothing was changed.")
        return 0
    if not arguments.yes and not agreed(QUESTION, COMPARED):
        say("Nothing was added.")
        return 0
    contact = contacts.add_contact(journal, proposed, replace=arguments.replace)
    put([f"Added {contact.name}"])
    return 0


def _confirm(journal: Journal, household: Household, arguments: argparse.Namespace) -> int:
    contact = contacts.contact_called(household, arguments.coach)
    doubt = pins.doubt_about(journal.places, contact)
    if doubt is None:
        say(f"The words of {contact.name}'s key were compared on this device. Nothing was changed.")
        return 0
    if not confirmed(journal.places, doubt, NOTHING_CHANGED, compared=arguments.yes):
        say(NOTHING_CHANGED)
        return 0
    put([f"Confirmed {contact.name}"])
    return 0


def _card_lines(proposed: Proposed) -> list[str]:
    lines = [proposed.card.name, *row("in words", proposed.card.words)]
    if proposed.other:
        lines += row("known as", proposed.other.words)
    return lines


def _list(journal: Journal, household: Household, arguments: argparse.Namespace) -> int:
    known = contacts.contacts(household)
    given = consent.consents(journal)
    if arguments.json:
        names = {contact.id: contact.name for contact in known}
        put_json([_payload(each, names.get(each.contact, "")) for each in given])
        return warn(journal.problems)
    for contact in known:
        theirs = [each for each in given if each.contact == contact.id]
        put(
            line
            for each in theirs
            for line in consent_lines(each, contact.name, _stands(each).told, (), household)
        )
        if not theirs:
            nothing = f"{contact.name}: nothing shared"
            put([f"{nothing} that could be read" if journal.problems else nothing])
    if not known and journal.problems:
        say("There is no coach that could be read.")
    elif not known:
        say("You have not added a coach. parentkit consent add-coach FILE adds one from a card.")
    return warn(journal.problems)


def _show(journal: Journal, household: Household, arguments: argparse.Namespace) -> int:
    contact = contacts.contact_called(household, arguments.coach)
    given = consent.consents(journal, contact.id)
    sent = consent.sent_to(journal, contact.id)
    if not given and warn(journal.problems):
        raise NothingReadable(f"Nothing that could be read was shared with {contact.name}.")
    if not given:
        raise NothingFound(f"Nothing was shared with {contact.name} yet.")
    if arguments.json:
        files = [each._asdict() for each in sent]
        put_json([{**_payload(each, contact.name), "sent": files} for each in given])
        return warn(journal.problems)
    put([contact.name, *row("in words", contact.words)])
    if doubt := pins.doubt_about(journal.places, contact):
        say(f"{doubt.words} {doubt.advice}")
    for each in given:
        put(["", *consent_lines(each, contact.name, _stands(each).told, sent, household)])
    return warn(journal.problems)


def _withdraw(journal: Journal, household: Household, arguments: argparse.Namespace) -> int:
    pinned = _pinned(journal)
    called = withdraw.coach_called(pinned or (), household, arguments.coach, arguments.words)
    identity = keyring.own_key(keyring.key_file(journal.places), passphrase_asker())
    is_known = pinned is not None
    notice = withdraw.notice_for(journal, called, identity.fingerprint, is_known=is_known)
    coach = notice.coach
    for line in _about_notice(notice, is_known=is_known):
        say(line)
    question = f"Withdraw what was agreed with {coach.name}?"
    if not arguments.yes and not agreed(question, "--yes withdraws without asking."):
        say(NOTHING_CHANGED)
        return 0
    path = arguments.to or usual_path("withdrawal-for", coach.name, _today())
    withdraw.withdraw(journal, notice, identity, path)
    put([f"Withdrawn. The notice for {coach.name}: {path}"])
    say("Send it the way you sent the files.")
    return warn(journal.problems)


def _pinned(journal: Journal) -> list[AcceptedKey] | None:
    """The keys that were confirmed on this device; None, which is said, where nobody can tell."""
    try:
        return pins.pins(journal.places)
    except DataProblem as problem:
        say(problem.message)
        return None


def _about_notice(notice: Notice, *, is_known: bool) -> Iterator[str]:
    """What a notice does and does not, and for whose key it is locked where that is in doubt."""
    name = notice.coach.name
    yield f"{name}'s side will open nothing of what you shared, once the notice is read there."
    if notice.others:
        yield "What another parent shared, with keys of their own, stays open there."
    yield "What was read, printed or copied before cannot be called back."
    if not notice.own:
        yield f"No consent for {name} with the key of this device could be found here. The notice"
        yield "is written all the same: it closes whatever was shared with this key."
    if notice.coach.since:
        if not notice.coach.is_as_here or notice.namesakes:
            yield (
                f"What stands here about {name} is not what you confirmed on this device on "
                f"{notice.coach.since[:10]}. The notice is for the key that you confirmed."
            )
        for other in notice.namesakes:
            yield f"For the other key: --words {other.first_words!r}"
    else:
        if is_known:
            yield f"The words of {name}'s key have not been compared on this device yet."
        yield f"Ask {name} whether the notice opened."


def _payload(given: Consent, name: str) -> dict[str, object]:
    stands = _stands(given)
    return {**given._asdict(), "name": name, "state": "holds" if stands.is_open else stands.state}


def _stands(given: Consent) -> ConsentStatus:
    return status_of(given, _today())


def _today() -> str:
    return clock.local_now().date().isoformat()

"""The coaches that a family knows: added from their cards, told apart by their keys."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit import clock
from parentkit.domain.codes import CONTACT
from parentkit.domain.errors import NothingFound, UsageProblem
from parentkit.domain.jsontext import compact, parse
from parentkit.domain.log.household import name_of, person_id
from parentkit.domain.time.localtime import stamp_local
from parentkit.journal import Draft, amendment
from parentkit.services.sharing.contact import Contact
from parentkit.services.sharing.pins import confirm, contact_id, let_go
from parentkit.sharing.age import is_recipient
from parentkit.sharing.fingerprint import words
from parentkit.sharing.keys import CARD_PARTS, KEY_BYTES, LONGEST_CARD, bytes_of, read_card
from parentkit.storage.refusals import unread

if TYPE_CHECKING:
    from parentkit.domain.log.household import Household, Person
    from parentkit.journal import Journal
    from parentkit.sharing.keys import Card


class Proposed(NamedTuple):
    """A card and what is known about its name and its key.

    `known` is the contact with this very key; `other` one of the same name with another key;
    `signed` is the card as it was signed.
    """

    card: Card
    known: Contact | None
    other: Contact | None
    signed: dict[str, Any]

    @property
    def is_known(self) -> bool:
        """Whether the card says nothing that is not known, and is kept."""
        known, card = self.known, self.card
        same = known is not None and (known.name, known.recipient) == (card.name, card.recipient)
        return same and known is not None and known.card == compact(self.signed)


def contacts(household: Household) -> list[Contact]:
    """Every coach whose record can be read, by name."""
    found = [contact for each in household.contacts if (contact := _contact(each))]
    return sorted(found, key=lambda contact: (contact.name.casefold(), contact.id))


def contact_called(household: Household, text: str) -> Contact:
    """The coach of that name, or whose name alone begins so.

    Raises:
        NothingFound: no coach was added yet.
        UnknownCode: none is called that.
        AmbiguousCode: several could be meant.
    """
    known = contacts(household)
    if not known:
        raise NothingFound(
            "You have not added a coach yet.",
            "parentkit consent add-coach FILE adds one from the card that your coach gave you.",
        )
    people: list[Person] = [{"id": each.id, "name": each.name} for each in known]
    identity = person_id("coach", people, text)
    return next(each for each in known if each.id == identity)


def contact_with_key(household: Household, verify_key: bytes) -> Contact | None:
    """The coach who signs with this key, None where nobody known does."""
    return next((each for each in contacts(household) if each.verify_key == verify_key), None)


def propose(household: Household, path: str) -> Proposed:
    """Reads a card; nothing is stored.

    Raises:
        NothingFound: there is no such file.
        DataProblem: it is not a card, or it was changed on its way.
    """
    text = _text(path)
    card = read_card(text)
    document = parse(text.removeprefix("\ufeff"))
    known = contact_with_key(household, card.verify_key)
    namesakes = [
        each
        for each in contacts(household)
        if each.name.casefold() == card.name.casefold() and each.verify_key != card.verify_key
    ]
    signed = {name: document[name] for name in CARD_PARTS}
    return Proposed(card, known, namesakes[0] if namesakes else None, signed)


def add_contact(journal: Journal, proposed: Proposed, *, replace: bool = False) -> Contact:
    """Stores a coach whose words were compared; with `replace`, in another one's place.

    Raises:
        UsageProblem: a coach of that name is known with another key, and is not to be replaced.
        WriteProblem: it could not be stored.
        DataProblem: it is stored, but not that the words were compared on this device.
    """
    card, other = proposed.card, proposed.other
    if other and not replace:
        raise UsageProblem(
            f"A coach called {other.name} is known with another key. Ask which one is right.",
            "With new keys, a coach is added by --replace; what the old key signs is refused then.",
        )
    fields = {
        "name": card.name,
        "recipient": card.recipient,
        "verify": b64encode(card.verify_key).decode(),
        "fingerprint": card.fingerprint,
        "words": card.words,
        "confirmed_at": stamp_local(clock.now(), seconds=True),
        "card": proposed.signed,
    }
    identity = contact_id(card.fingerprint)
    drafts = [_change(journal, other.id, {"deleted": True})] if other else []
    try:
        drafts.append(_change(journal, identity, {**fields, "deleted": None}))
    except NothingFound:
        drafts.append(Draft(CONTACT, identity, fields, undoes=identity))
    journal.append(drafts)
    kept = compact(proposed.signed)
    contact = Contact(identity, card.name, card.recipient, card.verify_key, card.words, kept)
    if other:
        let_go(journal.places, other.fingerprint)
    confirm(journal.places, contact)
    return contact


def _change(journal: Journal, identity: str, changes: dict[str, Any]) -> Draft:
    """A change that undo passes by, as what was sent to a coach is not undone either.

    Raises:
        NothingFound: there is no such contact.
    """
    return amendment(journal.get(identity, CONTACT), changes, undoes=identity)


def _contact(document: Person) -> Contact | None:
    key, recipient = bytes_of(document.get("verify"), KEY_BYTES), document.get("recipient")
    if key is None or not isinstance(recipient, str) or not is_recipient(recipient):
        return None
    card = document.get("card")
    kept = compact(card) if isinstance(card, dict) else ""
    return Contact(str(document["id"]), name_of(document), recipient, key, words(key), kept)


def _text(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return file.read(LONGEST_CARD + 1).decode("utf-8", "replace")
    except FileNotFoundError:
        raise NothingFound(f"There is no file {path}.", "Nothing was changed.") from None
    except OSError as problem:
        raise unread(path, problem) from None

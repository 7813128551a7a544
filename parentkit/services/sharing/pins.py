"""The coaches' keys that were confirmed on this very device, by words that were compared.

The list of coaches stands in the journal, and so in a folder that may be synced: whoever can write
there can change a line. So nothing is locked for a key, and nothing is taken in from one, that is
not in `<state>/sharing/pins.json` too, with the same name.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from parentkit import clock
from parentkit.domain.codes import COACH_ROLE, CONTACT
from parentkit.domain.errors import DataProblem
from parentkit.domain.ulid import ulid_named
from parentkit.journal import wall_text
from parentkit.services.sharing.accepted_keys import BY_WORDS, AcceptedKey, KeyFile
from parentkit.sharing.fingerprint import is_fingerprint
from parentkit.sharing.keys import read_card
from parentkit.storage.reading import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

    from parentkit.journal import Places
    from parentkit.services.sharing.contact import Contact

_LIST = "pins"

Kept = TypeVar("Kept")


class Doubt(NamedTuple):
    """Why a coach's key has to be confirmed on this device first.

    Attributes:
        contact: the coach as the journal has them.
        pin: what was confirmed here before, under this key or this name; None for nothing.
        is_signed: whether the coach's own card says the same, so that comparing words is enough.
    """

    contact: Contact
    pin: AcceptedKey | None
    is_signed: bool

    @property
    def words(self) -> str:
        """What is the matter, in a sentence."""
        name = self.contact.name
        if self.pin is None:
            return f"The words of {name}'s key have not been compared on this device yet."
        return (
            f"What stands here about {name} is not what you confirmed on this device on "
            f"{self.pin.since[:10]}."
        )

    @property
    def advice(self) -> str:
        """What to do."""
        name = self.contact.name
        if self.is_signed:
            return f"Compare them by phone, then: parentkit consent confirm {name.split()[0]}"
        return f"Add {name}'s card, as you got it or a new one: parentkit consent add-coach FILE"


class Unconfirmed(DataProblem):
    """A key is not one that was confirmed on this device; `doubt` says why."""

    def __init__(self, doubt: Doubt, safe: str) -> None:
        told = [doubt.words]
        if doubt.pin and doubt.pin.words != doubt.contact.words:
            told.append(f"You compared: {doubt.pin.words}. Now: {doubt.contact.words}.")
        super().__init__(" ".join(told), f"{safe} {doubt.advice}")
        self.doubt = doubt


def contact_id(fingerprint: str) -> str:
    """The id of the record of the coach with this key."""
    return ulid_named(f"{CONTACT}/{fingerprint}")


def confirmed_as(pin: AcceptedKey) -> tuple[str, str, str, str]:
    """What was confirmed of a coach: the record's id, fingerprint, age key and name."""
    return contact_id(pin.fingerprint), pin.fingerprint, pin.recipient, pin.name


def stands_as(contact: Contact) -> tuple[str, str, str, str]:
    """What the journal says of a coach, to be held against `confirmed_as`."""
    return contact.id, contact.fingerprint, contact.recipient, contact.name


def pins(places: Places) -> list[AcceptedKey]:
    """Every coach's key that was confirmed on this device.

    Raises:
        DataProblem: the file cannot be read.
    """
    found = _kept(places, KeyFile.read)
    return [one for one in found if one.role == COACH_ROLE and is_fingerprint(one.fingerprint)]


def doubt_about(places: Places, contact: Contact) -> Doubt | None:
    """Why this coach's key is not to be used yet; None where it is the one that was confirmed.

    Raises:
        DataProblem: as `pins`.
    """
    known = pins(places)
    if any(confirmed_as(pin) == stands_as(contact) for pin in known):
        return None
    return Doubt(contact, next(iter(_related(known, contact)), None), _is_signed(contact))


def ensure_confirmed(places: Places, contact: Contact, safe: str) -> None:
    """Makes sure that a coach's key is the one that was confirmed on this device.

    `safe` says what is safe, for the problem's hint.

    Raises:
        Unconfirmed: it is not.
        DataProblem: as `pins`.
    """
    if doubt := doubt_about(places, contact):
        raise Unconfirmed(doubt, safe)


def confirm(places: Places, contact: Contact) -> None:
    """Keeps that a coach's words were compared on this device, in the place of what was before.

    Raises:
        Unconfirmed: the coach's own signature does not stand behind what is here.
        DataProblem: it could not be written.
    """
    if not _is_signed(contact):
        raise Unconfirmed(Doubt(contact, None, is_signed=False), "Nothing was changed.")
    gone = {pin.fingerprint for pin in _related(pins(places), contact)}
    family = os.path.basename(places.family)
    since = wall_text(clock.now_ms())
    names = (contact.fingerprint, contact.recipient, contact.name, COACH_ROLE)
    new = AcceptedKey(*names, family, since, BY_WORDS)
    _kept(places, lambda file: file.replace(new, gone))


def let_go(places: Places, fingerprint: str) -> None:
    """Takes out a key that is no longer used.

    Raises:
        DataProblem: it could not be written.
    """
    _kept(places, lambda file: file.take_out("fingerprint", fingerprint))


def _related(known: list[AcceptedKey], contact: Contact) -> list[AcceptedKey]:
    """What was confirmed under this key, this record or this name, in that order."""
    return [
        *(pin for pin in known if contact.fingerprint == pin.fingerprint),
        *(pin for pin in known if contact.id == contact_id(pin.fingerprint)),
        *(pin for pin in known if contact.name.casefold() == pin.name.casefold()),
    ]


def _is_signed(contact: Contact) -> bool:
    """Whether the coach's own card is here and says what the record says."""
    if not contact.card:
        return False
    try:
        card = read_card(contact.card)
    except DataProblem:
        return False
    said = (contact.name, contact.recipient, contact.verify_key)
    return said == card[:3] and contact.id == contact_id(card.fingerprint)


def _kept(places: Places, act: Callable[[KeyFile], Kept]) -> Kept:
    """What is done with the file of confirmed keys.

    Raises:
        DataProblem: it cannot be read or written.
    """
    file = KeyFile(os.path.join(places.state, "sharing"), _LIST)
    try:
        return act(file)
    except Unreadable:
        raise DataProblem(
            f"{file.path} cannot be read, so it is not known whose words you compared here.",
            "Nothing was changed. Move it away, and compare the words once more.",
        ) from None
    except OSError as problem:
        raise DataProblem(
            f"{file.path} could not be written ({problem.strerror}).",
            "That the words were compared is not remembered; nothing has left.",
        ) from problem

"""What a coach sends back: taken in whole or not at all, beside the family's own and never over it.

A reply becomes a folder of its own in the journal, as another device's would: comments, codings,
goals and assignments under the coach's name. Its content is looked at first, line by line.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit import clock
from parentkit.domain.codes import COACH_ROLE, CODING, COMMENT, FAMILY_ROLE
from parentkit.domain.errors import DataProblem, NothingFound
from parentkit.domain.log.household import COACH
from parentkit.journal import erase_lines, erased_before, wall_text
from parentkit.services.sharing.contacts import contact_with_key
from parentkit.services.sharing.pins import ensure_confirmed
from parentkit.services.sharing.receive import (
    Earlier,
    Side,
    Signer,
    put_in_place,
    read_sealed,
    receive,
)
from parentkit.sharing.bundle import device_of
from parentkit.sharing.envelope import Refused, open_sealed
from parentkit.storage import whole_files
from parentkit.storage.held import held
from parentkit.storage.reading import Unreadable, read_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from parentkit.domain.log.household import Household
    from parentkit.domain.log.moment import Document
    from parentkit.journal import Journal, Places
    from parentkit.services.sharing.contact import Contact
    from parentkit.services.sharing.receive import Lines
    from parentkit.sharing.envelope import Header
    from parentkit.sharing.keys import Identity

RECEIPT = ".receipt.json"


class Taken(NamedTuple):
    """What became of a reply.

    Attributes:
        contact: who sent it.
        made_at: when, UTC to the millisecond as text.
        documents: kind and document of each record in it as the file has them, deleted ones too.
        unchanged: whether it was here already, so that nothing changed.
        is_older: whether a later reply of the same coach is here.
    """

    contact: Contact
    made_at: str
    documents: list[tuple[str, Document]]
    unchanged: bool
    is_older: bool


class FromCoaches(NamedTuple):
    """All that coaches have said, by kind, oldest first."""

    comments: list[Document]
    codings: list[Document]
    goals: list[Document]
    assignments: list[Document]


def read_reply(path: str) -> bytes:
    """The bytes of a file that a coach sent.

    Raises:
        NothingFound: there is no such file.
        Refused: it cannot be read, or is larger than any that can be opened.
    """
    try:
        return read_sealed(path)  # one byte more than is opened is too large: opening says so
    except FileNotFoundError:
        raise NothingFound(f"There is no file {path}.", "Nothing was changed.") from None
    except OSError as problem:
        raise Refused(f"{path} cannot be read ({problem.strerror}).") from None


def take_in(journal: Journal, household: Household, identity: Identity, data: bytes) -> Taken:
    """Takes in a reply; when this returns, all of it is on the disk.

    Raises:
        Refused: it is damaged, from somebody unknown, or says what a reply may not say.
        Unconfirmed: its sender's key is not one that was confirmed on this device.
        DataProblem: it could not be written; nothing is kept.
    """
    opened = open_sealed(data, identity)
    header = opened.header
    contact = contact_with_key(household, header.sender)
    if contact is None:
        raise Refused(
            f"It is signed by a key that you have not confirmed: {header.words}.",
            "If it is your coach's, add the coach's card: parentkit consent add-coach FILE.",
        )
    ensure_confirmed(journal.places, contact, "Nothing of it was taken in.")
    try:
        with _held(journal.places):
            received = receive(opened, _side(journal, contact, identity, header))
    except OSError as problem:
        raise DataProblem(
            f"{problem.filename or journal.places.family} could not be written "
            f"({problem.strerror}).",
            "Nothing of the reply was kept; your records are as they were.",
        ) from problem
    return Taken(contact, header.made_at, *received)


def from_coaches(journal: Journal, household: Household) -> FromCoaches:
    """All that coaches have said and that was not taken back."""
    beside: dict[str, list[Document]] = {COMMENT: [], CODING: []}
    for record in journal.read(kinds=(COMMENT, CODING)):
        if str(record.fields.get("coder", "")).startswith(COACH):
            beside[record.kind].append(record.document())
    return FromCoaches(
        _by_time(beside[COMMENT]),
        _by_time(beside[CODING]),
        _by_time(household.goals),
        _by_time(household.assignments),
    )


def _by_time(documents: Iterable[Document]) -> list[Document]:
    return sorted(documents, key=lambda each: (str(each.get("logged_at", "")), str(each["id"])))


def _side(journal: Journal, contact: Contact, identity: Identity, header: Header) -> Side:
    """What the family's side adds: coaches alone may send, about this family alone."""
    places = journal.places
    names = ("share", "from", "sha256", "made_at")
    receipts = [[str(one.get(name, "")) for name in names] for one in _receipts(places)]

    def check(header: Header) -> None:
        if header.family != identity.fingerprint:
            raise Refused("It is about another family.", f"Tell {contact.name}.")

    return Side(
        role=FAMILY_ROLE,
        signer=Signer(COACH_ROLE, f"{contact.name}'s key"),
        earlier=[Earlier(*parts) for parts in receipts],
        is_here=os.path.isdir(places.device_folder(device_of(header.share))),
        folders=[places.journal],
        check=check,
        put=partial(_put, journal, header),
        shows_again=True,
    )


def _put(journal: Journal, header: Header, lines: Lines) -> None:
    """Puts a reply in place; what it brings back about what was erased for good is erased again."""
    places = journal.places
    erased = set(erased_before(places).ids)
    received = _received(places)
    incoming = os.path.join(received, f"{header.share}{whole_files.TEMPORARY}")
    target = places.device_folder(device_of(header.share))
    put_in_place(lines.files, incoming, target, partial(_keep_receipt, received, header))
    journal.wrote = True
    said = {name for one in lines.operations for name in (one.id, str(one.set.get("moment")))}
    if said & erased:
        journal.close()  # Windows replaces no file that is open
        erase_lines(places, erased_before(places))


def _received(places: Places) -> str:
    return os.path.join(places.family, "received")


def _receipts(places: Places) -> Iterable[Mapping[str, Any]]:
    for path in whole_files.files_below(_received(places)):
        if path.endswith(RECEIPT):
            try:
                receipt = read_json(path)
            except Unreadable:
                continue  # it says nothing more than when something came
            if isinstance(receipt, dict):
                yield receipt


@contextmanager
def _held(places: Places) -> Iterator[None]:
    """One intake at a time; what an earlier one left behind when it was stopped is taken away."""
    with held(os.path.join(places.state, "sharing", "feedback.lock")):
        received = _received(places)
        for name in os.listdir(received) if os.path.isdir(received) else ():
            path = os.path.join(received, name)
            if name.endswith(whole_files.TEMPORARY) and os.path.isdir(path):
                whole_files.remove_tree(path)
        yield


def _keep_receipt(received: str, header: Header) -> None:
    receipt = {
        "share": header.share,
        "from": header.fingerprint,
        "role": COACH_ROLE,
        "made_at": header.made_at,
        "added_at": wall_text(clock.now_ms()),
        "lines": header.lines,
        "sha256": header.sha256,
    }
    whole_files.write_json(os.path.join(received, f"{header.share}{RECEIPT}"), receipt)

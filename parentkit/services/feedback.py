"""What a coach sends back: taken in whole or not at all, beside the family's own and never over it.

A reply becomes a folder of its own in the journal, as another device's would: comments, codings,
goals and assignments under the coach's name. Its content is looked at first, line by line.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit import clock
from parentkit.domain.coaching import ill_formed, is_complete
from parentkit.domain.codes import CODING, COMMENT
from parentkit.domain.errors import DataProblem, NothingFound
from parentkit.domain.household import COACH
from parentkit.domain.jsontext import NotJson, compact, parse
from parentkit.journal import disk
from parentkit.journal.care import tidy
from parentkit.journal.care.emptying import PURGED
from parentkit.journal.care.erase import erase
from parentkit.journal.care.purge import erased_before
from parentkit.journal.lock import lock, unlock
from parentkit.journal.reading import histories_of
from parentkit.journal.stamp import wall_text
from parentkit.services.contacts import contact_with_key
from parentkit.sharing.bundle import coach_id, device_of, journal_files, read_lines
from parentkit.sharing.envelope import LARGEST_SEALED, REPLY, Refused, open_sealed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from parentkit.domain.household import Household
    from parentkit.domain.moment import Document
    from parentkit.journal.folders import Places
    from parentkit.journal.journal import Journal
    from parentkit.journal.operation import Operation
    from parentkit.services.contacts import Contact
    from parentkit.sharing.envelope import Header, Opened
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
        with open(path, "rb") as file:
            return file.read(LARGEST_SEALED + 1)  # one more than is opened: it says so itself
    except FileNotFoundError:
        raise NothingFound(f"There is no file {path}.", "Nothing was changed.") from None
    except OSError as problem:
        raise Refused(f"{path} cannot be read ({problem.strerror}).") from None


def take_in(journal: Journal, household: Household, identity: Identity, data: bytes) -> Taken:
    """Takes in a reply; when this returns, all of it is on the disk.

    Raises:
        Refused: it is damaged, from somebody unknown, or says what a reply may not say.
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
    if header.type != REPLY:
        raise Refused("It is not a coach's reply.")
    operations = read_lines(opened)
    _check(journal.places, operations, coach_id(header.fingerprint))
    erased = erased_before(journal.places)
    try:
        with _held(journal.places):
            unchanged = os.path.isdir(journal.places.device_folder(device_of(header.share)))
            newest = max(_made_before(journal.places, header.fingerprint), default="")
            if not unchanged:
                _put(journal.places, opened)
                journal.wrote = True
                if _speaks_of(operations, erased.ids):
                    journal.close()  # Windows replaces no file that is open
                    erase(journal.places, erased_before(journal.places))
    except OSError as problem:
        raise DataProblem(
            f"{problem.filename or journal.places.family} could not be written "
            f"({problem.strerror}).",
            "Nothing of the reply was kept; your records are as they were.",
        ) from problem
    return Taken(contact, header.made_at, _merged(operations), unchanged, header.made_at < newest)


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


def _check(places: Places, operations: list[Operation], coach: str) -> None:
    """Makes sure that a reply speaks of the coach's own records alone, each in its form.

    Raises:
        Refused: it does not.
    """
    for operation in operations:
        if wrong := ill_formed(operation.kind, operation.set):
            raise Refused(f"A {operation.kind} in it has something else in {wrong[0]} than it may.")
        if operation.set.get("coder", coach) != coach:
            raise Refused(f"A {operation.kind} in it is under another name than its sender's.")
    for kind, document in _merged(operations):
        if not document.get("deleted") and not is_complete(kind, document):
            raise Refused(f"A {kind} in it lacks a part.")
    here = histories_of(places.journal, {operation.id for operation in operations})
    for operation in operations:
        history = here.get((operation.kind, operation.id), [])
        if any(one.set.get(PURGED) is True for one in history):
            continue  # it was erased here, and what the coach's line says of it will be
        # A coach's lines come in through here alone, or by an import of what came in through here.
        if history and all(coach not in (one.by, one.set.get("coder")) for one in history):
            raise Refused(f"This {operation.kind} would change a record that is not its sender's.")


def _speaks_of(operations: Iterable[Operation], erased: Collection[str]) -> bool:
    """Whether a reply brings back something about what was erased for good."""
    return any(one.id in erased or one.set.get("moment") in erased for one in operations)


def _merged(operations: Iterable[Operation]) -> list[tuple[str, Document]]:
    """The records of a file as the file has them."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for operation in sorted(operations, key=lambda one: one.stamp):
        found.setdefault((operation.kind, operation.id), {}).update(operation.set)
    return [(kind, {"id": identity, **fields}) for (kind, identity), fields in found.items()]


def _received(places: Places) -> str:
    return os.path.join(places.family, "received")


def _made_before(places: Places, sender: str) -> Iterable[str]:
    """When the replies of a coach that are here were made."""
    for receipt in _receipts(places):
        if receipt.get("from") == sender:
            yield str(receipt.get("made_at", ""))


def _receipts(places: Places) -> Iterable[Mapping[str, Any]]:
    for path in tidy.files_below(_received(places)):
        if path.endswith(RECEIPT):
            try:
                receipt = parse(tidy.read_whole(path).decode())
            except (NotJson, UnicodeDecodeError, OSError):
                continue  # it says nothing more than when something came
            if isinstance(receipt, dict):
                yield receipt


@contextmanager
def _held(places: Places) -> Iterator[None]:
    """One intake at a time; what an earlier one left behind when it was stopped is taken away."""
    folder = os.path.join(places.state, "sharing")
    disk.make_folders(folder)
    descriptor = disk.create_for_append(os.path.join(folder, "feedback.lock"))
    try:
        lock(descriptor)
        received = _received(places)
        for name in os.listdir(received) if os.path.isdir(received) else ():
            path = os.path.join(received, name)
            if name.endswith(tidy.TEMPORARY) and os.path.isdir(path):
                tidy.remove_tree(path)
        yield
        unlock(descriptor)
    finally:
        disk.close(descriptor)  # closing lets go of the lock


def _put(places: Places, opened: Opened) -> None:
    """Puts the lines and a receipt in place; the last step makes the lines count."""
    header, received = opened.header, _received(places)
    files = journal_files(opened)
    incoming = os.path.join(received, f"{header.share}{tidy.TEMPORARY}")
    disk.make_folders(incoming)
    for name, content in files.items():
        tidy.write_new(os.path.join(incoming, name), content)
    disk.fsync_folder(incoming)
    receipt = _receipt(header)
    disk.write_whole(os.path.join(received, f"{header.share}{RECEIPT}"), lambda _inode: receipt)
    disk.make_folders(places.journal)
    disk.replace(incoming, places.device_folder(device_of(header.share)))
    disk.fsync_folder(places.journal)


def _receipt(header: Header) -> bytes:
    receipt = {
        "share": header.share,
        "from": header.fingerprint,
        "made_at": header.made_at,
        "added_at": wall_text(clock.now_ms()),
        "lines": header.lines,
        "sha256": header.sha256,
    }
    return compact(receipt).encode() + b"\n"

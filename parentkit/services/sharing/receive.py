"""The one way in which a file is received: by a coach from families and colleagues, by a family.

It is held line by line against what its signer's role allows, and becomes a folder of its own in a
journal, as another device's would: whole or not at all, and once. What differs between the two
sides is said by a `Side`.
"""

from __future__ import annotations

import os
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit import clock
from parentkit.domain.coaching.coaching import SENT_KINDS, is_complete
from parentkit.domain.sentence import with_article
from parentkit.journal import (
    PURGED,
    ahead_limit,
    dated_files,
    histories_of,
    lasting_files,
    read_files,
)
from parentkit.services.sharing.said_scope import WithinScope, said_scope
from parentkit.sharing.bundle import journal_files, read_lines
from parentkit.sharing.envelope import LARGEST_SEALED, MOMENTS, REPLY, Refused
from parentkit.sharing.roles import (
    Passage,
    admitted,
    apart,
    author_named,
    author_of,
    not_in_table,
    rule_for,
)
from parentkit.storage import disk, whole_files
from parentkit.storage.gc_pause import CollectorPaused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from parentkit.domain.log.moment import Document
    from parentkit.journal import Operation
    from parentkit.sharing.envelope import Header, Opened
    from parentkit.sharing.roles import Rule

Place = tuple[str, str]
"""Kind and id of a record."""


class Signer(NamedTuple):
    """As what the key that signed a file is known here.

    Attributes:
        role: what it was accepted as.
        called: whose key it is, for the sentence of a refusal.
    """

    role: str
    called: str = "this key"


class Earlier(NamedTuple):
    """A file that was received before: its id, its signer's fingerprint, its hash and its time."""

    share: str
    signer: str
    sha256: str
    made_at: str


class Side(NamedTuple):
    """What the one who receives a file adds.

    Attributes:
        role: on whose side it arrives, FAMILY or COACH.
        signer: who signed it.
        earlier: what came before.
        is_here: whether this very number is among what is here.
        folders: where records stand that are here, seen and unseen.
        put: puts the lines where they belong, with all that follows from that.
        check: raises Refused where the header says what this side does not take.
        shows_again: whether the records of a file that is here already are asked for once more.
    """

    role: str
    signer: Signer
    earlier: Sequence[Earlier]
    is_here: bool
    folders: Sequence[str]
    put: Callable[[Lines], None]
    check: Callable[[Header], None]
    shows_again: bool = False


class Lines(NamedTuple):
    """What a file becomes, all of it found to be what its signer may say.

    Attributes:
        files: the files of its device's folder in a journal, by name.
        operations: of a reply, what is in them; it is short. Of moments, nothing.
    """

    files: Mapping[str, bytes]
    operations: Sequence[Operation]

    def __repr__(self) -> str:
        return f"<lines of {len(self.files)} files>"  # never what stands in them


class Received(NamedTuple):
    """What became of a file.

    Attributes:
        documents: of a reply, kind and document of each record as it has them, deleted ones too.
        unchanged: whether it was here already, so that nothing changed.
        is_older: whether a later file of the same signer is here.
    """

    documents: list[tuple[str, Document]]
    unchanged: bool
    is_older: bool


def read_sealed(path: str) -> bytes:
    """The bytes of a file that somebody sent, or more of them than are opened.

    Raises:
        OSError: it cannot be read.
    """
    with open(path, "rb") as file:
        return file.read(LARGEST_SEALED + 1)


def receive(opened: Opened, side: Side) -> Received:
    """Takes in a file that opens; when this returns, all of it is on the disk.

    One at a time: whoever calls this holds the lock of their side.

    Raises:
        Refused: its signer may not send it, or something in it; nothing of it is kept.
        OSError: it could not be written.
    """
    header = opened.header
    _check_number(header, side.earlier)
    if side.is_here and not side.shows_again:
        return Received([], unchanged=True, is_older=False)
    lines, documents = _within_bounds(opened, side)
    if not side.is_here:
        side.put(lines)
    own = [one for one in side.earlier if one.signer == header.fingerprint]
    is_older = any(one.made_at > header.made_at for one in own)
    return Received(documents, side.is_here, is_older)


def ensure_named(signer: Signer, taken_by: str, file: str) -> Rule:
    """The row of the table of roles for a file.

    Raises:
        Refused: there is none.
    """
    rule = rule_for(signer.role, taken_by, file)
    if rule is None:
        raise Refused(
            not_in_table(signer.called, signer.role, taken_by, file),
            "Ask whoever sent it what it was meant to be.",
        )
    return rule


def put_in_place(
    files: Mapping[str, bytes], incoming: str, target: str, keep_receipt: Callable[[], None]
) -> None:
    """Puts lines and their receipt in place; the last step makes both count.

    Args:
        files: by name.
        incoming: a folder that is there while they are written, on the same disk.
        target: the folder that they become.
        keep_receipt: writes down what was received.

    Raises:
        OSError: it could not be written; what is left stands in `incoming`.
    """
    disk.make_folders(incoming)
    for name, content in files.items():
        whole_files.write_new(os.path.join(incoming, name), content)
    disk.fsync_folder(incoming)
    keep_receipt()
    disk.make_folders(os.path.dirname(target))
    disk.replace(incoming, target)
    disk.fsync_folder(os.path.dirname(target))


def _check_number(header: Header, earlier: Iterable[Earlier]) -> None:
    said = (header.share, header.fingerprint, header.sha256)
    if any(one.share == header.share and one[:3] != said for one in earlier):
        raise Refused("It has the number of another file that is here, with other content.")


def _within_bounds(opened: Opened, side: Side) -> tuple[Lines, list[tuple[str, Document]]]:
    """What a file becomes and, of a reply, its documents, once all of it may be said."""
    header = opened.header
    rule = ensure_named(side.signer, side.role, header.type)
    side.check(header)
    limit = ahead_limit(clock.now_ms())
    if header.made_at > limit:  # a later withdrawal has to be later
        raise Refused(
            f"It says that it was made on {header.made_at[:10]}, which has not come yet.",
            "A clock is not right, here or there. Once it is, ask for a new file.",
        )
    tomorrow = clock.local_now().date() + timedelta(days=1)
    author = author_named(rule, header.fingerprint)
    passage = Passage(rule, author, limit, tomorrow.isoformat())
    with CollectorPaused():
        places = _own_places(opened, author, side.folders)
        kept = partial(admitted, passage, places)
        if header.type == MOMENTS:
            kept = partial(_kept_within, WithinScope(said_scope(header.consent)), kept)
        lines = _lines(opened, kept)
        return lines, _documents_of(lines.operations)


def _kept_within(
    within: WithinScope, kept: Callable[[Operation], Operation], operation: Operation
) -> Operation:
    within.check(operation)
    return kept(operation)


def _lines(opened: Opened, kept: Callable[[Operation], Operation]) -> Lines:
    if opened.header.type != REPLY:
        return Lines(journal_files(opened, kept), ())
    operations: list[Operation] = []

    def noted(operation: Operation) -> Operation:
        operations.append(kept(operation))
        return operations[-1]

    return Lines(journal_files(opened, noted), operations)


def _own_places(opened: Opened, author: str, folders: Sequence[str]) -> dict[Place, str]:
    """Under which ids records of the file stand beside somebody else's of the same id.

    Raises:
        Refused: a line of the file cannot be read.
    """
    if not opened.header.kinds.keys() & set(SENT_KINDS):
        return {}
    said = {(one.kind, one.id) for one in read_lines(opened) if one.kind in SENT_KINDS}
    ids = {identity for _, identity in said}
    near = [one for folder in folders for one in histories_of(folder, ids).values()]
    if not apart(said, author, _owners(one for history in near for one in history)):
        return {}
    paths = [path for each in folders for path in (*dated_files(each), *lasting_files(each))]
    return apart(said, author, _owners(read_files(paths)[0]))


def _owners(operations: Iterable[Operation]) -> dict[Place, set[str]]:
    """By kind and id, whose records are here; what was erased for good is nobody's."""
    owners: dict[Place, set[str]] = {}
    erased: set[Place] = set()
    for one in operations:
        if one.kind in SENT_KINDS:
            owners.setdefault((one.kind, one.id), set()).add(author_of(one))
            if one.set.get(PURGED) is True:
                erased.add((one.kind, one.id))
    return {place: found for place, found in owners.items() if place not in erased}


def _documents_of(operations: Iterable[Operation]) -> list[tuple[str, Document]]:
    """The records of a reply as it has them, deleted ones too.

    Raises:
        Refused: a record lacks a part that it cannot be without.
    """
    found: dict[Place, dict[str, Any]] = {}
    for operation in sorted(operations, key=lambda one: one.stamp):
        found.setdefault((operation.kind, operation.id), {}).update(operation.set)
    for (kind, _), fields in found.items():
        if not fields.get("deleted") and not is_complete(kind, fields):
            raise Refused(f"{with_article(kind)} in it lacks a part.")
    return [(kind, {"id": identity, **fields}) for (kind, identity), fields in found.items()]

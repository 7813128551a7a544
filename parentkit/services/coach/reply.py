"""What goes back: the coach's own codings, comments, goals and assignments, in one sealed file.

A file is made for each parent whose consent holds, about the moments that this parent shared.
Session notes and marks of reading stay. A supervisor gets codings alone: no free text.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.coaching.coaching import SENT_KINDS
from parentkit.domain.codes import CODING, FAMILY_ROLE, MOMENT
from parentkit.domain.errors import NothingFound
from parentkit.domain.log.household import COACH
from parentkit.domain.schema.kind_facts import is_lasting
from parentkit.journal import dated_files, glance, wall_text
from parentkit.services.coach.keys import known_keys
from parentkit.services.coach.received import receipts
from parentkit.services.coach.workspace import settled, today
from parentkit.services.family.household import new_id
from parentkit.services.sharing.paths import place_of, usual_path
from parentkit.sharing.bundle import Bundle, Line, seal_bundle
from parentkit.sharing.envelope import REPLY
from parentkit.storage.new_files import NewFiles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from parentkit.journal import Journal, Record
    from parentkit.services.coach.family import Family
    from parentkit.services.coach.workspace import OpenFamily, Practice
    from parentkit.sharing.keys import Card, Identity

MOMENT_NAMED = "moment"

SHOWN = 8
"""Characters of a fingerprint that tell two parents' files apart."""


class Reply(NamedTuple):
    """A sealed file: for whom (a parent's fingerprint, or a supervisor's), and what is in it.

    `kinds` counts the records of each kind that are not taken back.
    """

    reader: str
    sealed: bytes
    kinds: dict[str, int]


def replies(practice: Practice, opened: OpenFamily, identity: Identity) -> list[Reply]:
    """A file for each parent of a family whose consent holds.

    Raises:
        NothingFound: nothing was written for any of them yet.
    """
    holds = {one.signer for one in settled(practice, opened.family).standings if one.is_open}
    known = known_keys(practice).keys
    own = [one for one in known if (one.family, one.role) == (opened.family.id, FAMILY_ROLE)]
    readers = [one for one in own if one.fingerprint in holds]
    records = _own_records(opened.journal, COACH + identity.fingerprint, SENT_KINDS)
    made = []
    for reader in readers:
        signer = reader.fingerprint
        about = _shared_by(opened.family, signer) if len(readers) > 1 else None
        lines = list(_lines(records, about))
        if lines:
            made.append(_sealed(opened.journal, identity, signer, lines, reader.recipient))
    if not made:
        raise _nothing_yet(opened)
    return made


def reply_for_supervisor(opened: OpenFamily, identity: Identity, card: Card) -> Reply:
    """A file with the coach's codings for a supervisor who has the family's own file too.

    Raises:
        NothingFound: nothing was coded yet.
    """
    records = _own_records(opened.journal, COACH + identity.fingerprint, (CODING,))
    lines = list(_lines(records, None))
    if not lines:
        raise _nothing_yet(opened)
    made = _sealed(opened.journal, identity, opened.family.id, lines, card.recipient)
    return made._replace(reader=card.fingerprint)


def usual_place(opened: OpenFamily) -> str:
    """Where an answer goes if nothing else is said: a new file in this folder."""
    return usual_path("reply-for", opened.family.name, today())


def write_out(reply: Reply, asked: str, *, several: bool) -> str:
    """Writes a file at the place asked for and returns its whole path.

    `several` says that others go to the same place, so that each name needs its reader's key in it.

    Raises:
        DataProblem: something stands there already, or it cannot be written.
    """
    stem, ending = os.path.splitext(asked)
    path = f"{stem}-{reply.reader[:SHOWN]}{ending}" if several else asked
    folder, name = place_of(path)
    NewFiles(folder, [name]).put(name, [reply.sealed])
    return os.path.join(folder, name)


def _sealed(
    journal: Journal, identity: Identity, family: str, lines: list[Line], recipient: str
) -> Reply:
    now_ms = journal.now_ms()
    bundle = Bundle(REPLY, family, new_id(now_ms), wall_text(now_ms), lines)
    there = {line.id: line.kind for line in lines}
    for line in lines:
        if line.fields.get("deleted"):
            there.pop(line.id, None)
    kinds = list(there.values())
    counts = {kind: kinds.count(kind) for kind in SENT_KINDS if kind in kinds}
    return Reply(family, seal_bundle(bundle, identity, [recipient]), counts)


def _shared_by(family: Family, signer: str) -> set[str]:
    """Ids of all records that came from one parent."""
    return {
        identifier
        for receipt in receipts(family)
        if receipt.signer == signer
        for path in dated_files(os.path.join(family.places.journal))
        if os.path.basename(os.path.dirname(path)) == receipt.device
        for _, identifier, *_ in glance([path])[0]
    }


def _own_records(journal: Journal, coder: str, kinds: Collection[str]) -> list[Record]:
    """What this coach wrote, what was taken back included, oldest first.

    What is about a moment that the family took back, or that a consent no longer covers, stays.
    """
    dated = journal.read(None, [kind for kind in kinds if not is_lasting(kind)], deleted=True)
    lasting = journal.lasting(deleted=True)
    found = [one for one in (*dated, *lasting) if one.kind in kinds]
    there = {None, *(one.id for one in journal.read(None, (MOMENT,)))}
    own = [
        one
        for one in found
        if one.fields.get("coder") == coder == one.by and one.fields.get(MOMENT_NAMED) in there
    ]
    return sorted(own, key=lambda one: (one.created, one.id))


def _lines(records: Iterable[Record], about: Collection[str] | None) -> Iterator[Line]:
    """The records as they stand: for each a line for every time at which it was written."""
    for record in records:
        moment = record.fields.get(MOMENT_NAMED)
        if about is not None and moment is not None and moment not in about:
            continue
        coder = str(record.fields["coder"])
        names = ["deleted"] if record.deleted else list(record.fields)
        stamps = sorted({stamp for name in names if (stamp := record.stamp_of(name))})
        for stamp in stamps:
            fields = {name: record.fields[name] for name in names if record.stamp_of(name) == stamp}
            yield Line(record.kind, record.id, stamp, coder, fields)


def _nothing_yet(opened: OpenFamily) -> NothingFound:
    return NothingFound(
        f"There is nothing to send to {opened.family.name} yet.",
        "parentkit coach comment, goal, assign and code write something.",
    )

"""How the lines of a file pass into a journal: held against the signer's role, one by one.

Both sides take files in through here: a coach what families and colleagues send, a family what its
coaches send.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from parentkit import clock
from parentkit.domain.coaching.coaching import SENT_KINDS, ill_formed, is_complete
from parentkit.journal import (
    PURGED,
    ahead_limit,
    dated_files,
    histories_of,
    lasting_files,
    read_files,
)
from parentkit.sharing.bundle import journal_files, read_lines
from parentkit.sharing.envelope import REPLY, Refused
from parentkit.sharing.roles import (
    Passage,
    apart,
    author_named,
    author_of,
    moved,
    not_in_table,
    objection,
    rule_for,
    within_scope,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from parentkit.domain.log.moment import Document
    from parentkit.journal import Operation
    from parentkit.sharing.envelope import Header, Opened

Place = tuple[str, str]
"""Kind and id of a record."""


def not_allowed(called: str, role: str, taken_by: str, file: str) -> Refused:
    """The refusal of a file that the table of roles does not name."""
    return Refused(
        not_in_table(called, role, taken_by, file),
        "Ask whoever sent it what it was meant to be.",
    )


def passage_of(header: Header, role: str, taken_by: str, called: str = "this key") -> Passage:
    """What the lines of a file are held against.

    Args:
        header: of the file.
        role: what the signer's key was accepted as.
        taken_by: on whose side the file arrives.
        called: whose key it is, for the sentence of a refusal.

    Raises:
        Refused: the table of roles does not name such a file.
    """
    rule = rule_for(role, taken_by, header.type)
    if rule is None:
        raise not_allowed(called, role, taken_by, header.type)
    tomorrow = clock.local_now().date() + timedelta(days=1)
    limit = ahead_limit(clock.now_ms())
    return Passage(rule, author_named(rule, header.fingerprint), limit, tomorrow.isoformat())


def check_made(header: Header) -> None:
    """Makes sure that a later withdrawal will be later: a file made tomorrow would outlive it.

    Raises:
        Refused: it was made more than a day ahead.
    """
    if header.made_at > ahead_limit(clock.now_ms()):
        raise Refused(
            f"It says that it was made on {header.made_at[:10]}, which has not come yet.",
            "A clock is not right, here or there. Once it is, ask for a new file.",
        )


def own_places(opened: Opened, passage: Passage, journals: Sequence[str]) -> dict[Place, str]:
    """Under which ids records of the file stand beside somebody else's of the same id.

    Args:
        opened: the file.
        passage: what its lines are held against.
        journals: the folders in which records stand that are here.

    Raises:
        Refused: a line of the file cannot be read.
    """
    if not opened.header.kinds.keys() & set(SENT_KINDS):
        return {}
    named = {(one.kind, one.id) for one in read_lines(opened) if one.kind in SENT_KINDS}
    ids = {identity for _, identity in named}
    near = [one for journal in journals for one in histories_of(journal, ids).values()]
    if not apart(named, passage.author, _owners(one for history in near for one in history)):
        return {}
    paths = [path for each in journals for path in (*dated_files(each), *lasting_files(each))]
    return apart(named, passage.author, _owners(read_files(paths)[0]))


def taken_files(opened: Opened, passage: Passage, places: Mapping[Place, str]) -> dict[str, bytes]:
    """The files of a journal that a file becomes.

    Raises:
        Refused: a line says more than its signer may say; nothing of it is kept.
    """
    return journal_files(opened, lambda operation: passed(passage, operation, places))


def passed(passage: Passage, operation: Operation, places: Mapping[Place, str]) -> Operation:
    """What is kept of a line, the very line where that is all of it.

    Raises:
        Refused: it says more than its signer may say.
    """
    if reason := objection(passage, operation):
        raise Refused(
            f"{_a(operation.kind)} in it {reason}.", "Ask whoever sent it to put that right."
        )
    if passage.rule.file == REPLY and (wrong := ill_formed(operation.kind, operation.set)):
        raise Refused(f"{_a(operation.kind)} in it has something else in {wrong[0]} than it may.")
    return moved(within_scope(passage, operation), places)


def documents_of(operations: Iterable[Operation]) -> list[tuple[str, Document]]:
    """The records of a file as the file has them, deleted ones too.

    Raises:
        Refused: a record lacks a part that it cannot be without.
    """
    found: dict[Place, dict[str, Any]] = {}
    for operation in sorted(operations, key=lambda one: one.stamp):
        found.setdefault((operation.kind, operation.id), {}).update(operation.set)
    for (kind, _), fields in found.items():
        if not fields.get("deleted") and not is_complete(kind, fields):
            raise Refused(f"{_a(kind)} in it lacks a part.")
    return [(kind, {"id": identity, **fields}) for (kind, identity), fields in found.items()]


def _a(kind: str) -> str:
    return f"{'An' if kind[0] in 'aeiou' else 'A'} {kind}"


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

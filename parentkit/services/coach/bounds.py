"""What a file may say in a family's journal: its sender's own, and nothing in a coach's name.

Where two parents share, each may speak of the other's moments, because both write into one log.
Nobody but a coach speaks for that coach, and nobody changes what another person judged or wrote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.domain.coaching import SENT_KINDS, ill_formed
from parentkit.domain.household import COACH
from parentkit.journal.reading import histories_of
from parentkit.sharing.bundle import coach_id, read_lines
from parentkit.sharing.envelope import REPLY, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from parentkit.journal.operation import Operation
    from parentkit.services.coach.family import Family
    from parentkit.sharing.envelope import Opened

_COACH = COACH.encode()
_ESCAPE = b"\\u"


def check_lines(opened: Opened, family: Family | None) -> None:
    """Makes sure that a file stays within what its sender may say.

    Args:
        opened: the file, its lines already found to be of kinds that it may hold.
        family: where it would go; None where a new family begins with it.

    Raises:
        Refused: it does not.
    """
    body, kinds = opened.body, opened.header.kinds
    if _COACH not in body and _ESCAPE not in body and not kinds.keys() & SENT_KINDS:
        return  # moments alone, as most files are; an escape could spell a name
    operations = read_lines(opened)
    coach = coach_id(opened.header.fingerprint) if opened.header.type == REPLY else ""
    beside = [one for one in operations if one.kind in SENT_KINDS]
    for operation in operations:
        _check_names(operation, coach)
    for operation in beside if coach else ():
        if wrong := ill_formed(operation.kind, operation.set):
            raise Refused(f"A {operation.kind} in it has something else in {wrong[0]} than it may.")
    if family and beside:
        _check_owner(beside, coach, family)


def _check_names(operation: Operation, coach: str) -> None:
    named = [operation.by, str(operation.set.get("coder", ""))]
    if any(name.startswith(COACH) and name != coach for name in named):
        raise Refused(f"A {operation.kind} in it is in the name of a coach who did not sign it.")


def _check_owner(operations: Iterable[Operation], coach: str, family: Family) -> None:
    here = histories_of(family.places.journal, {one.id for one in operations})
    for operation in operations:
        history = here.get((operation.kind, operation.id), ())
        # One line of the sender's is enough: others may have marked what is done with.
        if history and all(_coach_of(one) != coach for one in history):
            raise Refused(f"This {operation.kind} would change a record that is not its sender's.")


def _coach_of(operation: Operation) -> str:
    """The coach who wrote it; nothing where somebody of the family did."""
    return operation.by if operation.by.startswith(COACH) else ""

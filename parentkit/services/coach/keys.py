"""The keys that a coach has accepted: each as something, for one family.

`<home>/coach/keys.json` holds them. What came before there was such a file is told by the receipts:
whose moments were taken in is of the family, whose words about it were is a coach.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.codes import FAMILY_ROLE
from parentkit.services.coach.family import families_in
from parentkit.services.coach.places import keys_unread
from parentkit.services.coach.received import receipts
from parentkit.services.sharing.accepted_keys import BEFORE, AcceptedKey, KeyFile
from parentkit.storage.reading import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from parentkit.services.coach.family import Family
    from parentkit.services.coach.workspace import Practice

_LIST = "keys"


class KnownKeys(NamedTuple):
    """Every key that was accepted, and the families that are here by their id."""

    keys: tuple[AcceptedKey, ...]
    families: Mapping[str, Family]

    def of(self, fingerprint: str) -> tuple[AcceptedKey, ...]:
        """What a key was accepted as: for one family, or as a coach's for several."""
        return tuple(key for key in self.keys if key.fingerprint == fingerprint)

    def of_family(self, fingerprint: str) -> AcceptedKey | None:
        """The key where it is a family's."""
        return next((key for key in self.of(fingerprint) if key.role == FAMILY_ROLE), None)

    def family_of(self, key: AcceptedKey) -> Family:
        """The family that a key was accepted for."""
        return self.families[key.family]

    def whose(self, key: AcceptedKey) -> str:
        """Whose key it is, as a person says it."""
        name = self.family_of(key).name
        if key.role == FAMILY_ROLE:
            return f"the key of the family {name}"
        return f"{key.name}'s key" if key.name else f"the other coach's key for {name}"


def known_keys(practice: Practice) -> KnownKeys:
    """Every key that was accepted for a family that is here; nothing is written.

    Raises:
        DataProblem: the file cannot be read. A key must not be taken for one that may do more.
    """
    here = {family.id: family for family in families_in(practice.families, practice.state)}
    stored = [key for key in accepted_keys(practice) if key.family in here]
    told = {key.family for key in stored if key.role == FAMILY_ROLE}
    older = [family for family in here.values() if family.id not in told]
    there = {(key.fingerprint, key.family) for key in stored}
    derived = [key for family in older for key in _derived(family)]
    new = [key for key in derived if (key.fingerprint, key.family) not in there]
    return KnownKeys((*stored, *new), here)


def accepted_keys(practice: Practice) -> list[AcceptedKey]:
    """The keys in the file of them; none where there is no such file.

    Raises:
        DataProblem: the file cannot be read.
    """
    try:
        return _file(practice).read()
    except Unreadable as problem:
        raise keys_unread(_file(practice).path, problem.reason) from None


def keep_keys(practice: Practice, keys: Iterable[AcceptedKey]) -> None:
    """Writes keys down, those that are there already as they are.

    Raises:
        OSError: it could not be written.
        DataProblem: the file that is there cannot be read.
    """
    try:
        _file(practice).add(keys)
    except Unreadable as problem:
        raise keys_unread(_file(practice).path, problem.reason) from None


def forget_keys(practice: Practice, family: Family) -> None:
    """Takes out the keys that were accepted for a family.

    Raises:
        OSError: it could not be written.
        DataProblem: the file that is there cannot be read.
    """
    try:
        _file(practice).take_out("family", family.id)
    except Unreadable as problem:
        raise keys_unread(_file(practice).path, problem.reason) from None


def _derived(family: Family) -> list[AcceptedKey]:
    """The keys of a family's receipts, each as what its first file was."""
    found: dict[str, AcceptedKey] = {}
    for one in sorted(receipts(family), key=lambda receipt: receipt.added_at):
        if one.is_in_role:
            name = family.name if one.role == FAMILY_ROLE else ""
            parts = (one.signer, one.reply_to, name, one.role, family.id, one.added_at, BEFORE)
            found.setdefault(one.signer, AcceptedKey(*parts))
    return list(found.values())


def _file(practice: Practice) -> KeyFile:
    return KeyFile(practice.folder, _LIST)

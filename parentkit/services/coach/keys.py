"""The keys that a coach has accepted: each as something, for one family.

`<home>/coach/keys.json` holds them. What came before there was such a file is told by the receipts:
whose moments were taken in is of the family, whose words about it were is a coach.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.codes import FAMILY_ROLE
from parentkit.domain.errors import DataProblem
from parentkit.services.coach.family import families_in, receipts
from parentkit.services.sharing.accepted_keys import Unreadable, read_key_list, write_key_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from parentkit.services.coach.family import Family
    from parentkit.services.coach.workspace import Practice

BY_WORDS, BEFORE = "words", "earlier"
"""How a key was confirmed: by words that were compared, or before that was written down."""

_LIST = "keys"
_FILE = f"{_LIST}.json"


class KnownKey(NamedTuple):
    """A key that was accepted.

    Attributes:
        fingerprint: of the signing key, in hexadecimal.
        recipient: the age key that an answer is locked for.
        name: what its owner is called: the family, or the other coach; empty where nobody said.
        role: FAMILY_ROLE or COACH_ROLE; one of a newer version may send nothing.
        family: id of the family that it was accepted for.
        since: when, UTC as text.
        confirmed: BY_WORDS or BEFORE.
    """

    fingerprint: str
    recipient: str
    name: str
    role: str
    family: str
    since: str
    confirmed: str


class KnownKeys(NamedTuple):
    """Every key that was accepted, and the families that are here by their id."""

    keys: tuple[KnownKey, ...]
    families: Mapping[str, Family]

    def of(self, fingerprint: str) -> tuple[KnownKey, ...]:
        """What a key was accepted as: for one family, or as a coach's for several."""
        return tuple(key for key in self.keys if key.fingerprint == fingerprint)

    def of_family(self, fingerprint: str) -> KnownKey | None:
        """The key where it is a family's."""
        return next((key for key in self.of(fingerprint) if key.role == FAMILY_ROLE), None)

    def family_of(self, key: KnownKey) -> Family:
        """The family that a key was accepted for."""
        return self.families[key.family]

    def whose(self, key: KnownKey) -> str:
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
    stored = [key for key in map(_key, _stored(practice)) if key and key.family in here]
    told = {key.family for key in stored if key.role == FAMILY_ROLE}
    older = [family for family in here.values() if family.id not in told]
    there = {(key.fingerprint, key.family) for key in stored}
    derived = [key for family in older for key in _derived(family)]
    new = [key for key in derived if (key.fingerprint, key.family) not in there]
    return KnownKeys((*stored, *new), here)


def keep_keys(practice: Practice, keys: Iterable[KnownKey]) -> None:
    """Writes keys down, those that are there already as they are.

    Raises:
        OSError: it could not be written.
        DataProblem: the file that is there cannot be read.
    """
    stored = _stored(practice)
    there = {(each.get("fingerprint"), each.get("family")) for each in stored}
    new = [key._asdict() for key in keys if (key.fingerprint, key.family) not in there]
    if new:
        _write(practice, [*stored, *new])


def forget_keys(practice: Practice, family: Family) -> None:
    """Takes out the keys that were accepted for a family.

    Raises:
        OSError: it could not be written.
        DataProblem: the file that is there cannot be read.
    """
    stored = _stored(practice)
    kept = [each for each in stored if each.get("family") != family.id]
    if len(kept) < len(stored):
        _write(practice, kept)


def _derived(family: Family) -> list[KnownKey]:
    """The keys of a family's receipts, each as what its first file was."""
    found: dict[str, KnownKey] = {}
    for one in sorted(receipts(family), key=lambda receipt: receipt.added_at):
        if one.is_in_role:
            name = family.name if one.role == FAMILY_ROLE else ""
            parts = (one.signer, one.reply_to, name, one.role, family.id, one.added_at, BEFORE)
            found.setdefault(one.signer, KnownKey(*parts))
    return list(found.values())


def _path(practice: Practice) -> str:
    return os.path.join(practice.folder, _FILE)


def _stored(practice: Practice) -> list[dict[str, Any]]:
    try:
        return read_key_list(_path(practice), _LIST)
    except Unreadable:
        raise _unreadable(practice) from None


def _write(practice: Practice, keys: list[dict[str, Any]]) -> None:
    write_key_list(_path(practice), _LIST, keys)


def _key(document: Mapping[str, Any]) -> KnownKey | None:
    parts = [document.get(name) for name in KnownKey._fields]
    if not all(isinstance(part, str) for part in parts):
        return None
    return KnownKey(*map(str, parts))


def _unreadable(practice: Practice) -> DataProblem:
    return DataProblem(
        f"{_path(practice)} cannot be read, so it is not known whose keys you accepted.",
        "No file is taken in until it can be. A backup of the file puts it right; without one, "
        "move it away: it is made again from what families sent.",
    )

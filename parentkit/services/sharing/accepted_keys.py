"""The keys that were accepted, each as something and for one family, and the file that keeps them.

A parent's are the coaches whose words were compared on this very device
(`<state>/sharing/pins.json`), a coach's those of families and colleagues
(`<home>/coach/keys.json`). Both files have one form, `{"parentkit-NAME": 1, "NAME": [...]}`, and
are read whole or not at all: a key must not be taken for one that may do more. What an entry holds
besides is kept.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.sharing.fingerprint import words_of
from parentkit.storage.reading import DAMAGED, Unreadable, read_object
from parentkit.storage.whole_files import write_json

if TYPE_CHECKING:
    from collections.abc import Iterable

BY_WORDS, BEFORE = "words", "earlier"
"""How a key was confirmed: by words that were compared, or before that was written down."""

_VERSION = 1


class AcceptedKey(NamedTuple):
    """A key that was accepted.

    Attributes:
        fingerprint: of the signing key, in hexadecimal.
        recipient: the age key that files for its owner are locked for.
        name: its owner's: as the card had it, or of the family; empty where nobody said.
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

    @property
    def words(self) -> str:
        """The fingerprint in words, as they are compared."""
        return words_of(self.fingerprint)


class KeyFile(NamedTuple):
    """A file of accepted keys: the folder that it stands in, and what its list is called."""

    folder: str
    name: str

    @property
    def path(self) -> str:
        """Where it stands."""
        return os.path.join(self.folder, f"{self.name}.json")

    def read(self) -> list[AcceptedKey]:
        """The keys in it that can be read; none where there is no file.

        Raises:
            Unreadable: the file cannot be read, or holds something else.
        """
        return [key for key in map(_key, self._entries()) if key]

    def add(self, keys: Iterable[AcceptedKey]) -> None:
        """Writes keys down, those that are there already for the same family as they are.

        Raises:
            Unreadable: as `read`.
            OSError: it could not be written; the file stands as it was.
        """
        entries = self._entries()
        there = {(each.get("fingerprint"), each.get("family")) for each in entries}
        new = [key._asdict() for key in keys if (key.fingerprint, key.family) not in there]
        if new:
            self._write([*entries, *new])

    def replace(self, key: AcceptedKey, fingerprints: Iterable[str]) -> None:
        """Writes a key down in the place of those with these fingerprints.

        Raises:
            Unreadable, OSError: as `add`.
        """
        gone = set(fingerprints)
        kept = [each for each in self._entries() if each.get("fingerprint") not in gone]
        self._write([*kept, key._asdict()])

    def take_out(self, field: str, value: str) -> None:
        """Takes out the keys of which a field, `fingerprint` or `family`, says this.

        Raises:
            Unreadable, OSError: as `add`.
        """
        entries = self._entries()
        kept = [each for each in entries if each.get(field) != value]
        if len(kept) < len(entries):
            self._write(kept)

    def _entries(self) -> list[dict[str, Any]]:
        if (document := read_object(self.path)) is None:
            return []
        found = document.get(self.name)
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            raise Unreadable(self.path, DAMAGED, content_is_damaged=True)
        return found

    def _write(self, entries: list[dict[str, Any]]) -> None:
        write_json(self.path, {f"parentkit-{self.name}": _VERSION, self.name: entries})


def _key(entry: dict[str, Any]) -> AcceptedKey | None:
    parts = [entry.get(name) for name in AcceptedKey._fields]
    return AcceptedKey(*map(str, parts)) if all(isinstance(one, str) for one in parts) else None

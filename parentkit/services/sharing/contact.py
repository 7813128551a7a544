"""A coach as a family knows them."""

from __future__ import annotations

from typing import NamedTuple

from parentkit.sharing.fingerprint import fingerprint


class Contact(NamedTuple):
    """A coach.

    Attributes:
        id: of the record.
        name: what the family calls the coach.
        recipient: the age key that files for the coach are locked for.
        verify_key: the key that the coach signs with.
        words: its fingerprint in words.
        card: the text of the signed card that all this was read from; empty where an older version
            did not keep it.
    """

    id: str
    name: str
    recipient: str
    verify_key: bytes
    words: str
    card: str = ""

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the key in hexadecimal."""
        return fingerprint(self.verify_key)

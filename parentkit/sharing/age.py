"""The age format (https://age-encryption.org/v1), through pyrage: what locks and opens files."""

from __future__ import annotations

from typing import Any

BEGINNING = b"age-encryption.org/v1\n"
SECRET_KEY = "AGE-SECRET-KEY-1"  # noqa: S105 how the text of a secret key begins


class AgeKey:
    """A secret X25519 key; `recipient` is its public half, `age1...`. It shows in no repr."""

    __slots__ = ("_key", "recipient")

    def __init__(self, key: Any) -> None:
        self._key = key
        self.recipient = str(key.to_public())

    def secret_text(self) -> str:
        """The secret key as text, as the `age` program reads it."""
        return str(self._key)

    def unlock(self, sealed: bytes) -> bytes | None:
        """What an age file holds; None where it is damaged or locked for other keys."""
        import pyrage  # type: ignore[import-untyped]

        try:
            return bytes(pyrage.decrypt(sealed, [self._key]))
        except pyrage.DecryptError:
            return None


def make() -> AgeKey:
    """A new key."""
    from pyrage import x25519

    return AgeKey(x25519.Identity.generate())


def from_text(text: str) -> AgeKey | None:
    """The key that a text of the form `AGE-SECRET-KEY-1...` holds, None where it is none."""
    from pyrage import IdentityError, x25519

    try:
        return AgeKey(x25519.Identity.from_str(text))
    except IdentityError:
        return None


def is_recipient(text: str) -> bool:
    """Whether a text is a public key as this program uses them: X25519, in its one spelling."""
    from pyrage import RecipientError, x25519

    try:
        return str(x25519.Recipient.from_str(text)) == text
    except RecipientError:
        return False


def lock(plain: bytes, recipients: list[str]) -> bytes:
    """An age file that each of the public keys opens, all of which are right (`is_recipient`)."""
    import pyrage

    keys = [pyrage.x25519.Recipient.from_str(each) for each in recipients]
    return bytes(pyrage.encrypt(plain, keys))

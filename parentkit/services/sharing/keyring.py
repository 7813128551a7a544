"""The keys with which a family shares: made once on this device, carried on by a recovery copy.

They stand in the local state and not in the home, because the home may be synced to other places.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.errors import DataProblem, NothingFound, UsageProblem
from parentkit.sharing import age, keys
from parentkit.storage.refusals import unread, unwritten

if TYPE_CHECKING:
    from collections.abc import Callable

    from parentkit.journal import Places
    from parentkit.sharing.keys import Identity


class RecoveryCopy(NamedTuple):
    """A locked copy of a key: its bytes, and the secret that opens it, empty where it is known."""

    data: bytes
    secret: str

    def __repr__(self) -> str:
        return f"<recovery copy of {len(self.data)} bytes>"


def key_file(places: Places) -> str:
    """Where this device's key for sharing stands."""
    return os.path.join(places.state, "sharing", "key")


def make_key(path: str, passphrase: str | None = None) -> Identity:
    """Makes the keys of this device, and proves that they can be opened again.

    Raises:
        UsageProblem: there are some already, or the passphrase is empty.
        DataProblem: they could not be written.
    """
    identity = keys.make()
    _stored(path, identity, passphrase)
    return identity


def own_key(path: str, ask: Callable[[], str] | None) -> Identity:
    """The keys of this device; `ask` gives the passphrase where there is one.

    Raises:
        NothingFound: none were made yet.
        DataProblem: they cannot be read, or the passphrase does not open them.
    """
    return keys.load(path, ask)


def recovery_copy(identity: Identity, recipient: str | None = None) -> RecoveryCopy:
    """A copy of the keys that opens with another key alone: a given one, or a new one.

    Raises:
        UsageProblem: the recipient is not a public age key.
    """
    secret = ""
    if recipient is None:
        new = age.make()
        recipient, secret = new.recipient, new.secret_text()
    elif not age.is_recipient(recipient):
        raise UsageProblem("That is not a public age key.", "Such a key looks like age1...")
    return RecoveryCopy(age.lock(identity.secret_text().encode(), [recipient]), secret)


def recover(path: str, copy: bytes, secret: str, passphrase: str | None = None) -> Identity:
    """Puts the keys of a recovery copy in place, where there are none.

    Raises:
        UsageProblem: there are keys already.
        DataProblem: the secret does not open the copy, or it could not be written.
    """
    opener = age.from_text(secret.strip())
    text = opener.unlock(copy) if opener else None
    if text is None:
        raise DataProblem(
            "That recovery key does not open this copy.",
            f"It begins with {age.SECRET_KEY}; nothing was changed.",
        )
    identity = keys.from_text(text)
    _stored(path, identity, passphrase)
    return identity


def read_copy(path: str) -> bytes:
    """The bytes of a recovery copy.

    Raises:
        NothingFound: there is no such file.
        DataProblem: it cannot be read.
    """
    try:
        with open(path, "rb") as file:
            return file.read(keys.LONGEST_KEY_FILE)
    except FileNotFoundError:
        raise NothingFound(f"There is no file {path}.", "Nothing was changed.") from None
    except OSError as problem:
        raise unread(path, problem) from None


def _stored(path: str, identity: Identity, passphrase: str | None) -> None:
    try:
        keys.save(path, identity, passphrase)
    except OSError as problem:
        raise unwritten(path, problem, "No key was made.") from problem

"""Keys of one person: an age key (X25519) that opens files, and an Ed25519 key that signs them.

The key file is an age identity file with the signing key in a comment, so that the `age` program
reads it as it is. With a passphrase, the whole file is an age file locked by that passphrase.
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.errors import DataProblem, NothingFound, UsageProblem
from parentkit.domain.jsontext import NotJson, compact, parse
from parentkit.domain.text import one_line
from parentkit.sharing import age, by_passphrase
from parentkit.sharing.fingerprint import fingerprint, words
from parentkit.storage import disk
from parentkit.storage.reading import read_bounded
from parentkit.storage.refusals import unread

if TYPE_CHECKING:
    from collections.abc import Callable

CARD_VERSION = 1
CARD_PARTS = ("parentkit-card", "name", "recipient", "verify", "sig")
"""What a card is made of, in the order in which it is written."""

LONGEST_CARD = 8 * 1024
LONGEST_NAME = 60
KEY_BYTES = 32
SIGNATURE_BYTES = 64

LONGEST_KEY_FILE = 64 * 1024
_FIRST_LINE = "# parentkit key 1: keep this file to yourself"
_SIGNING = "# signing key: "
_CARD_PREFIX = b"parentkit card 1\n"


class Identity:
    """A person's two keys. What is secret in them shows in no repr and in no error.

    `recipient` is the public age key (`age1...`), `verify_key` the 32 public bytes of the Ed25519
    key, `fingerprint` its name in hexadecimal.
    """

    __slots__ = ("_age", "_seed", "fingerprint", "recipient", "verify_key")

    def __init__(self, age_key: age.AgeKey, seed: bytes) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        self._age = age_key
        self._seed = seed
        self.recipient = age_key.recipient
        self.verify_key = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
        self.fingerprint = fingerprint(self.verify_key)

    def __repr__(self) -> str:
        return f"<identity {self.fingerprint}>"

    @property
    def words(self) -> str:
        """The fingerprint in words."""
        return words(self.verify_key)

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of an Ed25519 signature of a message."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self._seed).sign(message)

    def unlock(self, sealed: bytes) -> bytes | None:
        """What an age file holds; None where it is damaged or locked for other keys."""
        return self._age.unlock(sealed)

    def card(self, name: str) -> dict[str, Any]:
        """What may be given to anybody: a name and the two public keys, signed with this key.

        Raises:
            UsageProblem: the name is empty or too long.
        """
        called = one_line(name).strip()
        if not called or len(called) > LONGEST_NAME:
            raise UsageProblem(f"A card needs a name of 1 to {LONGEST_NAME} letters.")
        card = _card(called, self.recipient, self.verify_key)
        return {**card, "sig": b64encode(self.sign(_signed_part(card))).decode()}

    def secret_text(self) -> str:
        """The key file's text. Whoever has it can read and sign in this person's place."""
        return "\n".join(
            (
                _FIRST_LINE,
                f"# public key: {self.recipient}",
                f"# in words: {self.words}",
                _SIGNING + b64encode(self._seed).decode(),
                self._age.secret_text(),
                "",
            )
        )


class Card(NamedTuple):
    """A public card whose signature is its own key's.

    Attributes:
        name: what the person calls themselves.
        recipient: the age key that files for this person are locked for.
        verify_key: the Ed25519 key that this person signs with, 32 bytes.
        fingerprint: the fingerprint of that key in hexadecimal.
    """

    name: str
    recipient: str
    verify_key: bytes
    fingerprint: str

    @property
    def words(self) -> str:
        """The fingerprint in words, to be compared over the phone."""
        return words(self.verify_key)


def make() -> Identity:
    """New keys."""
    return Identity(age.make(), os.urandom(KEY_BYTES))


def save(path: str, identity: Identity, passphrase: str | None = None) -> None:
    """Write a key file for its owner alone (0600), and prove that it opens again.

    Raises:
        UsageProblem: a key stands there already, or the passphrase is empty.
        OSError: it could not be written; nothing stands at `path`.
    """
    if os.path.lexists(path):
        raise UsageProblem(
            "There is a key already, and it stays as it is.", "parentkit key show tells about it."
        )
    put(path, identity, passphrase)


def put(path: str, identity: Identity, passphrase: str | None = None) -> None:
    """Write a key file as `save` does, in the place of whatever stands there."""
    sealed = _wrapped(identity, passphrase)
    disk.make_folders(os.path.dirname(os.path.abspath(path)))
    disk.write_whole(path, lambda _inode: sealed)
    # Read from the disk once more: a passphrase that does not open it would be found out too late.
    _proved(_read(path), identity, passphrase)


def load(path: str, ask: Callable[[], str] | None = None) -> Identity:
    """The keys in a file.

    Args:
        path: the key file.
        ask: gives the passphrase where the file is locked by one.

    Raises:
        NothingFound: there is no such file.
        DataProblem: it is not a key file, the passphrase does not open it, or nobody can be asked.
    """
    data = _read(path)
    if not is_locked(data):
        return from_text(data)
    if ask is None:
        raise DataProblem(
            f"The key in {path} is locked by a passphrase, and nobody can be asked for it.",
            "Run this at a terminal.",
        )
    return from_text(unwrap(data, ask()))


def is_locked(data: bytes) -> bool:
    """Whether a key file's content is locked by a passphrase."""
    return data.startswith(age.BEGINNING)


def unwrap(data: bytes, passphrase: str) -> bytes:
    """What stands in a file that a passphrase locks.

    Raises:
        DataProblem: this passphrase does not open it, or it asks for too much work to be tried.
    """
    opened = by_passphrase.unlock(data, passphrase)
    if opened is None:
        raise DataProblem(
            "That passphrase does not open the key.",
            "Nothing was changed. Capital letters and the keyboard's language matter.",
        )
    return opened


def from_text(data: bytes) -> Identity:
    """The keys that a key file's text holds.

    Raises:
        DataProblem: it is not a key file of this program.
    """
    lines = data.decode("ascii", "replace").splitlines()
    seeds = [line.removeprefix(_SIGNING) for line in lines if line.startswith(_SIGNING)]
    secrets = [line.strip() for line in lines if line.startswith(age.SECRET_KEY)]
    if len(seeds) == len(secrets) == 1:
        seed, key = bytes_of(seeds[0].strip(), KEY_BYTES), age.from_text(secrets[0])
        if seed and key:
            return Identity(key, seed)
    raise DataProblem(
        "The key file is not one that parentkit made, or it is damaged.",
        "A copy made by parentkit key recovery can be put in its place.",
    )


def read_card(text: str) -> Card:
    """The card that a text holds, once its signature is found to be that of its own key.

    Raises:
        DataProblem: it is not a card, or it was changed after it was signed.
    """
    if len(text) > LONGEST_CARD:
        raise _not_a_card("it is too long")
    try:
        document = parse(text.removeprefix("\ufeff"))
    except NotJson:
        raise _not_a_card("it is not JSON") from None
    if not isinstance(document, dict) or "parentkit-card" not in document:
        raise _not_a_card("it does not say that it is one")
    if document["parentkit-card"] != CARD_VERSION or document["parentkit-card"] is True:
        raise _not_a_card("it was made by another version of parentkit")
    name, recipient = document.get("name"), document.get("recipient")
    verify_key = bytes_of(document.get("verify"), KEY_BYTES)
    signature = bytes_of(document.get("sig"), SIGNATURE_BYTES)
    if not (isinstance(name, str) and isinstance(recipient, str) and verify_key and signature):
        raise _not_a_card("a part of it is missing")
    if not 0 < len(one_line(name).strip()) <= LONGEST_NAME or not age.is_recipient(recipient):
        raise _not_a_card("its name or its key cannot be read")
    if not is_signed(_signed_part(_card(name, recipient, verify_key)), signature, verify_key):
        raise _not_a_card("its signature does not fit, so it was changed on its way")
    return Card(one_line(name).strip(), recipient, verify_key, fingerprint(verify_key))


def is_signed(message: bytes, signature: bytes, verify_key: bytes) -> bool:
    """Whether a signature is the key's signature of the message."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(verify_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def bytes_of(text: object, length: int) -> bytes | None:
    """The bytes that a text stands for in base 64, None where it is not exactly that many."""
    if not isinstance(text, str) or not text.isascii():
        return None
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        return None
    return data if len(data) == length and b64encode(data).decode() == text else None


def _card(name: str, recipient: str, verify_key: bytes) -> dict[str, Any]:
    return {
        "parentkit-card": CARD_VERSION,
        "name": name,
        "recipient": recipient,
        "verify": b64encode(verify_key).decode(),
    }


def _signed_part(card: dict[str, Any]) -> bytes:
    return _CARD_PREFIX + compact(card).encode("utf-8", "surrogatepass")


def _not_a_card(reason: str) -> DataProblem:
    return DataProblem(f"This is not a card that can be used: {reason}.", "Nothing was changed.")


def _wrapped(identity: Identity, passphrase: str | None) -> bytes:
    text = identity.secret_text().encode()
    if passphrase is None:
        return text
    if not passphrase:
        raise UsageProblem("A passphrase cannot be empty.", "No key was written.")
    return by_passphrase.lock(text, passphrase)


def _proved(data: bytes, identity: Identity, passphrase: str | None) -> None:
    opened = unwrap(data, passphrase) if passphrase is not None else data
    if from_text(opened).secret_text() != identity.secret_text():
        raise DataProblem("The key that was written does not open again.", "Make another one.")


def _read(path: str) -> bytes:
    try:
        return read_bounded(path, LONGEST_KEY_FILE)
    except FileNotFoundError:
        raise NothingFound(f"There is no key at {path}.", "parentkit key make makes one.") from None
    except OSError as problem:
        raise unread(path, problem) from None

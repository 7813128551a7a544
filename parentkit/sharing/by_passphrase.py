"""Files locked by a passphrase, in the age format, with one amount of work on every machine.

https://age-encryption.org/v1 (C2SP, age.md). pyrage chooses the work by how fast the machine is
that locks a file, and refuses to open what a much faster one has locked. Here it is always the
same, so that a key made on a new laptop opens on the old one, and any `age` program opens it too.
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.errors import DataProblem
from parentkit.sharing.age import BEGINNING

if TYPE_CHECKING:
    from collections.abc import Iterator

FACTOR = 17
"""Files are locked with 2 to the power of 17 rounds: 128 MiB, about half a second on a laptop."""

HIGHEST_FACTOR = 22
"""The most that is tried, as by the `age` program; each further one doubles time and memory."""

_SALT_LABEL = b"age-encryption.org/v1/scrypt"
_STANZA, _END = b"-> scrypt ", b"---"
_FILE_KEY, _SALT, _NONCE, _MAC, _TAG = 16, 16, 16, 32, 16
_CHUNK, _LINES = 64 * 1024, 3


class _Header(NamedTuple):
    """The parts of a header: its MAC, and what locks the file key."""

    mac: bytes
    salt: bytes
    factor: int
    locked_key: bytes


def lock(plain: bytes, passphrase: str) -> bytes:
    """An age file that a passphrase opens; each guess takes about half a second, as it shall."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    file_key, salt, nonce = os.urandom(_FILE_KEY), os.urandom(_SALT), os.urandom(_NONCE)
    wrapping = ChaCha20Poly1305(_stretched(passphrase, salt, FACTOR))
    locked_key = wrapping.encrypt(bytes(12), file_key, None)
    stanza = b"%b%b %d\n%b\n" % (_STANZA, _text(salt), FACTOR, _text(locked_key))
    header = BEGINNING + stanza + _END
    cipher = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
    chunks = [plain[at : at + _CHUNK] for at in range(0, len(plain) or 1, _CHUNK)]
    counted = zip(_nonces(len(chunks)), chunks, strict=True)
    body = b"".join(cipher.encrypt(number, chunk, None) for number, chunk in counted)
    return b"%b %b\n%b%b" % (header, _text(_mac(file_key, header)), nonce, body)


def unlock(sealed: bytes, passphrase: str) -> bytes | None:
    """What a file locked by a passphrase holds; None where it is damaged or another opens it.

    Raises:
        DataProblem: it asks for more work than any program should give it, or than this machine
            has memory for.
    """
    import hmac

    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    head, separator, rest = sealed.partition(b"\n" + _END + b" ")
    mac, _, payload = rest.partition(b"\n")
    header = _read(text := head + separator[:-1], mac)
    if header is None or len(payload) < _NONCE + _TAG:
        return None
    wrapping = ChaCha20Poly1305(_stretched(passphrase, header.salt, header.factor))
    try:
        file_key = wrapping.decrypt(bytes(12), header.locked_key, None)
        if not hmac.compare_digest(header.mac, _mac(file_key, text)):
            return None
        nonce, body = payload[:_NONCE], payload[_NONCE:]
        cipher = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
        chunks = [body[at : at + _CHUNK + _TAG] for at in range(0, len(body), _CHUNK + _TAG)]
        counted = zip(_nonces(len(chunks)), chunks, strict=True)
        opened = [cipher.decrypt(number, chunk, None) for number, chunk in counted]
    except InvalidTag:
        return None
    return b"".join(opened) if opened[-1] or len(opened) == 1 else None


def _read(text: bytes, mac_text: bytes) -> _Header | None:
    """The parts of a header in its one spelling; a passphrase stands in it alone."""
    if not text.startswith(BEGINNING + _STANZA) or text.count(b"\n") != _LINES:
        return None
    stanza, key_text, _ = text.removeprefix(BEGINNING + _STANZA).split(b"\n")
    salt_text, _, digits = stanza.partition(b" ")
    salt, mac = _bytes(salt_text, _SALT), _bytes(mac_text, _MAC)
    locked_key = _bytes(key_text, _FILE_KEY + _TAG)
    if not (salt and locked_key and mac and digits.isdigit() and not digits.startswith(b"0")):
        return None
    if len(digits) > len(str(HIGHEST_FACTOR)) or int(digits) > HIGHEST_FACTOR:
        raise DataProblem(
            f"Opening this file would take more work ({digits[:9].decode()} doublings) than a "
            "program should give it, so it was not tried.",
            f"Files of this program take {FACTOR}, and up to {HIGHEST_FACTOR} are tried.",
        )
    return _Header(mac, salt, int(digits), locked_key)


def _stretched(passphrase: str, salt: bytes, factor: int) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    secret = passphrase.encode("utf-8", "surrogateescape")
    try:
        return Scrypt(_SALT_LABEL + salt, length=32, n=1 << factor, r=8, p=1).derive(secret)
    except MemoryError:
        raise DataProblem(
            f"There is too little memory to open that file: it takes {1 << factor >> 10} MiB.",
            "Close other programs, or open it on another machine. Nothing was changed.",
        ) from None


def _derived(file_key: bytes, salt: bytes, label: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), length=32, salt=salt, info=label).derive(file_key)


def _mac(file_key: bytes, header: bytes) -> bytes:
    import hmac

    return hmac.digest(_derived(file_key, b"", b"header"), header, "sha256")


def _nonces(count: int) -> Iterator[bytes]:
    """A nonce for each chunk: its number, and whether it is the last."""
    for number in range(count):
        yield number.to_bytes(11, "big") + bytes([number == count - 1])


def _text(data: bytes) -> bytes:
    return b64encode(data).rstrip(b"=")


def _bytes(text: bytes, length: int) -> bytes | None:
    """The bytes that a text stands for, None where it is not just that many in one spelling."""
    try:
        data = b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except ValueError:
        return None
    return data if len(data) == length and _text(data) == text else None

"""A public key's fingerprint: in hexadecimal for machines, in words for reading out over the phone.

The fingerprint is the beginning of the SHA-256 of the 32 bytes of the Ed25519 key. Ten words are
its first eighty bits: making another key with the same ten is out of reach for anybody.
"""

from __future__ import annotations

from hashlib import sha256

from parentkit.content import load

FINGERPRINT_BYTES = 16
WORDS = 10


def fingerprint(verify_key: bytes) -> str:
    """The key's first 128 bits of SHA-256, 32 lower-case hexadecimal digits."""
    return sha256(verify_key).digest()[:FINGERPRINT_BYTES].hex()


def is_fingerprint(text: object) -> bool:
    """Whether `text` has the form of a fingerprint."""
    return (
        isinstance(text, str)
        and len(text) == 2 * FINGERPRINT_BYTES
        and set("0123456789abcdef").issuperset(text)
    )


def words(verify_key: bytes) -> str:
    """Ten short words that a person can read out and another can compare."""
    return words_of(fingerprint(verify_key))


def words_of(hexadecimal: str) -> str:
    """The same words from a fingerprint."""
    listed: list[str] = load("fingerprint_words")["words"]
    return " ".join(listed[byte] for byte in bytes.fromhex(hexadecimal)[:WORDS])

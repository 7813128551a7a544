"""ULIDs: identifiers of 26 letters and digits that sort by the time at which they were made.

48 bits of milliseconds since 1970 and 80 bits of chance, in Crockford's base 32
(https://github.com/ulid/spec). The clock and the chance are the caller's.
"""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26
RANDOM_BYTES = 10
LAST_MS = (1 << 48) - 1

_TIME_LENGTH = 10
_LETTERS = frozenset(ALPHABET)
_TO_PYTHON = str.maketrans(ALPHABET, "0123456789abcdefghijklmnopqrstuv")


def ulid(ms: int, randomness: bytes) -> str:
    """The identifier for `ms` milliseconds since 1970 UTC and ten random bytes.

    Raises:
        ValueError: `ms` is outside 0 to LAST_MS, or `randomness` is not ten bytes.
    """
    if not 0 <= ms <= LAST_MS:
        raise ValueError(f"{ms} ms cannot stand in a ULID")
    if len(randomness) != RANDOM_BYTES:
        raise ValueError(f"a ULID takes {RANDOM_BYTES} random bytes")
    number = ms << 80 | int.from_bytes(randomness, "big")
    return "".join([ALPHABET[number >> shift & 31] for shift in range(125, -1, -5)])


def is_ulid(text: object) -> bool:
    """Whether `text` is a ULID as written here: 26 upper-case characters, not beyond 48 bits."""
    return (
        isinstance(text, str)
        and len(text) == LENGTH
        and text[0] <= "7"
        and _LETTERS.issuperset(text)
    )


def ms_of(identifier: str) -> int:
    """Milliseconds since 1970 UTC at which a ULID was made.

    Raises:
        ValueError: `identifier` is not a ULID.
    """
    if not is_ulid(identifier):
        raise ValueError(f"{identifier!r} is not a ULID")
    return int(identifier[:_TIME_LENGTH].translate(_TO_PYTHON), 32)


def first_of(ms: int) -> str:
    """The smallest ULID of that millisecond: every ULID made from then on sorts at or after it."""
    return ulid(ms, bytes(RANDOM_BYTES))


def ulid_named(name: str, ms: int = 0) -> str:
    """The identifier that a name always has: two devices give the same one to the same thing.

    Its eighty bits of chance are the first of the name's SHA-256.
    """
    from hashlib import sha256

    return ulid(ms, sha256(name.encode("utf-8", "surrogatepass")).digest()[:RANDOM_BYTES])

"""The envelope: a signed header and a body in one age-encrypted file.

Signed first, then encrypted; the signature covers the kind of bundle, the family, the sender, the
recipients, the time and the hash of the body, so that nobody who opens a bundle can pass it on as
if it had been meant for somebody else. docs/sharing-format.md describes it byte by byte.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.errors import DataProblem
from parentkit.domain.jsontext import NotJson, compact, parse
from parentkit.domain.time.localtime import epoch_of
from parentkit.domain.ulid import is_ulid
from parentkit.sharing import age
from parentkit.sharing.fingerprint import fingerprint, is_fingerprint, words
from parentkit.sharing.keys import KEY_BYTES, SIGNATURE_BYTES, bytes_of, is_signed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from parentkit.sharing.keys import Identity

VERSION = 1
MOMENTS, REPLY, WITHDRAWAL = "moments", "reply", "withdrawal"
TYPES = (MOMENTS, REPLY, WITHDRAWAL)

LARGEST_SEALED = 64 * 1024 * 1024
LARGEST_HEADER = 64 * 1024
MOST_LINES = 500_000
MOST_RECIPIENTS = 16

_PREFIX = b"parentkit bundle 1\n"
_SIG_KEY = b',"sig":"'
_SIG_LENGTH = len(_SIG_KEY) + 88 + len(b'"}')
_TIME_SHAPE = "0000-00-00T00:00:00.000Z"


class Refused(DataProblem):
    """A file that is not taken in; nothing of it is kept."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, " ".join(filter(None, (hint, "Nothing of it was taken in."))))


class Header(NamedTuple):
    """What stands in a bundle's signed header.

    Attributes:
        type: one of TYPES.
        family: fingerprint of the family that the bundle is about.
        sender: the Ed25519 key that signed, 32 bytes.
        fingerprint: the sender's, in hexadecimal; it follows from the key and is not sent.
        reply_to: the sender's own age key, for which an answer is locked.
        to: the age keys that it was made for.
        made_at: UTC to the millisecond as text: `2026-11-22T17:05:12.345Z`.
        share: the bundle's own id, a ULID.
        lines, bytes, sha256: how many lines and bytes the body has, and its hash in hexadecimal.
        kinds: how many lines there are of each kind of record.
        consent: what was consented to (domain.coaching.consent), or what a withdrawal says.
    """

    type: str
    family: str
    sender: bytes
    fingerprint: str
    reply_to: str
    to: tuple[str, ...]
    made_at: str
    share: str
    lines: int
    bytes: int
    sha256: str
    kinds: dict[str, int]
    consent: dict[str, Any]

    @property
    def words(self) -> str:
        """The sender's fingerprint in words."""
        return words(self.sender)


class Opened(NamedTuple):
    """A bundle whose signature, recipients and hash are right; its lines are still to be read.

    `signed` is the header as it was signed, so that it can be kept and proved again.
    """

    header: Header
    body: bytes
    signed: str = ""

    def __repr__(self) -> str:
        return f"<opened {self.header.share}>"  # never what stands in it


def seal(
    fields: Mapping[str, Any], body: bytes, identity: Identity, recipients: Sequence[str]
) -> bytes:
    """The bytes of a bundle: header and body, signed by `identity`, locked for `recipients`.

    Args:
        fields: `type`, `family`, `made_at` and `share`, `kinds` and `consent` where there are any.
        body: the lines, each with its line feed.
        identity: who signs.
        recipients: public age keys.

    Raises:
        DataProblem: it would be larger than what is opened again, or a key cannot be used.
    """
    if len(body) > LARGEST_SEALED - 2 * LARGEST_HEADER or body.count(b"\n") > MOST_LINES:
        raise DataProblem(
            "This is more than fits into one file.", "Share a shorter stretch of time."
        )
    plain = _signed_header(fields, body, identity, recipients) + b"\n" + body
    _read_header(plain[: plain.index(b"\n")])  # what could not be opened again is not made
    return age.lock(plain, list(recipients))


def open_sealed(data: bytes, identity: Identity) -> Opened:
    """What a sealed file says, once everything about it is found to be right.

    Raises:
        Refused: it is too large, damaged, for somebody else, changed, or of another version.
    """
    if len(data) > LARGEST_SEALED:
        raise Refused(f"The file is larger than {LARGEST_SEALED >> 20} MiB, the most there can be.")
    if not data.startswith(age.BEGINNING):
        raise Refused("This is not a file that parentkit share or parentkit coach reply made.")
    plain = identity.unlock(data)
    if plain is None:
        raise Refused(
            "The file does not open with this key: it was made for another one, or it is damaged.",
            "If two of you share, it may be the other parent's. Else ask for it once more; "
            "as a coach, with your card of today.",
        )
    end = plain.find(b"\n", 0, LARGEST_HEADER + 1)
    if end < 0:
        raise Refused("The file is locked for this key, but holds no bundle.")
    header = _read_header(plain[:end])
    if identity.recipient not in header.to:
        raise Refused(
            "The file was made for somebody else and passed on.",
            f"It is signed by: {header.words}.",
        )
    body = plain[end + 1 :]
    if len(body) != header.bytes or sha256(body).hexdigest() != header.sha256:
        raise Refused("What is in the file is not what was signed.")
    return Opened(header, body, plain[:end].decode())


def _signed_header(
    fields: Mapping[str, Any], body: bytes, identity: Identity, recipients: Sequence[str]
) -> bytes:
    text = compact(
        {
            "parentkit-bundle": VERSION,
            "type": fields["type"],
            "family": fields["family"],
            "from": b64encode(identity.verify_key).decode(),
            "reply_to": identity.recipient,
            "to": list(recipients),
            "made_at": fields["made_at"],
            "share": fields["share"],
            "manifest": {
                "lines": body.count(b"\n"),
                "bytes": len(body),
                "sha256": sha256(body).hexdigest(),
                "kinds": dict(fields.get("kinds", {})),
            },
            "consent": dict(fields.get("consent", {})),
        }
    )
    signed = text[:-1].encode()
    return b'%b,"sig":"%b"}' % (signed, b64encode(identity.sign(_PREFIX + signed)))


def proved_header(signed: str) -> Header:
    """The header that was kept as it was signed, its signature proved once more.

    Raises:
        Refused: it cannot be read, or was changed after it was signed.
    """
    return _read_header(signed.encode("utf-8", "replace"))


def _read_header(line: bytes) -> Header:
    """The header, its signature proved before anything in it is believed."""
    if len(line) > LARGEST_HEADER:
        raise Refused("The file's header is too long.")
    try:
        document = parse(line.decode())
    except (NotJson, UnicodeDecodeError):
        raise Refused("The file's header cannot be read.") from None
    if not isinstance(document, dict) or "parentkit-bundle" not in document:
        raise Refused("The file is locked for this key, but holds no bundle.")
    if type(document["parentkit-bundle"]) is not int or document["parentkit-bundle"] != VERSION:
        raise Refused(
            "The file was made by another version of parentkit.", "Update parentkit on both sides."
        )
    sender = bytes_of(document.get("from"), KEY_BYTES)
    signature = bytes_of(document.get("sig"), SIGNATURE_BYTES)
    if not sender or not signature or line[-_SIG_LENGTH:-90] != _SIG_KEY:
        raise Refused("The file is not signed.")
    if not is_signed(_PREFIX + line[:-_SIG_LENGTH], signature, sender):
        raise Refused("The signature does not fit: the file was changed on its way.")
    header = _header(document, sender)
    if header is None:
        raise Refused("The file's header lacks a part, or a part of it cannot be read.")
    return header


def _header(document: dict[str, Any], sender: bytes) -> Header | None:
    """The header, None where a part of it is missing or is not of its form."""
    manifest, consent, to = (document.get(name) for name in ("manifest", "consent", "to"))
    if not (isinstance(manifest, dict) and isinstance(consent, dict) and isinstance(to, list)):
        return None
    kinds, reply_to = manifest.get("kinds"), document.get("reply_to")
    right = (
        document.get("type") in TYPES
        and is_fingerprint(document.get("family"))
        and 0 < len(to) <= MOST_RECIPIENTS
        and all(isinstance(each, str) and age.is_recipient(each) for each in (reply_to, *to))
        and is_time(document.get("made_at"))
        and is_ulid(document.get("share"))
        and _is_count(manifest.get("lines"), MOST_LINES)
        and _is_count(manifest.get("bytes"), LARGEST_SEALED)
        and isinstance(manifest.get("sha256"), str)
        and isinstance(kinds, dict)
        and all(_is_count(count, MOST_LINES) for count in kinds.values())
    )
    if not right:
        return None
    return Header(
        type=document["type"],
        family=document["family"],
        sender=sender,
        fingerprint=fingerprint(sender),
        reply_to=document["reply_to"],
        to=tuple(to),
        made_at=document["made_at"],
        share=document["share"],
        lines=manifest["lines"],
        bytes=manifest["bytes"],
        sha256=manifest["sha256"],
        kinds=manifest["kinds"],
        consent=consent,
    )


def _is_count(value: object, most: int) -> bool:
    return type(value) is int and 0 <= value <= most


def is_time(text: object) -> bool:
    """Whether it is a UTC time to the millisecond as bundles have it, and there is such a time."""
    if not isinstance(text, str) or not text.isascii():
        return False
    if "".join("0" if letter.isdigit() else letter for letter in text) != _TIME_SHAPE:
        return False
    try:
        epoch_of(text)
    except DataProblem:  # the thirteenth month, or the like
        return False
    return True

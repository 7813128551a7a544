"""Two people with keys, a bundle between them, and the means to forge one."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest

from parentkit.journal.log.operation import Operation, encode
from parentkit.sharing import age, keys
from parentkit.sharing.bundle import Bundle, Line, device_of, seal_bundle

NOW = "2026-11-22T17:05:12.345Z"
SHARE = "01M823G3MS008J4CT4ANK7F24S"
MOMENT_ID = "01M823G3MS00000000000000AA"
STAMP = f"{NOW}/0000/01M81QDEV1CE0000000000000A"
CAREGIVER = "01M81QCAREG1VER00000000ANA"

CHILD_LINE = Line("child", "00000000000000000000000001", STAMP, CAREGIVER, {"name": "Child"})
MOMENT_LINE = Line(
    "moment",
    MOMENT_ID,
    STAMP,
    CAREGIVER,
    {
        "child": "00000000000000000000000001",
        "caregiver": CAREGIVER,
        "observed_at": "2026-11-22T18:05+01:00",
        "cue": "afraid",
        "responses": ["comfort"],
    },
)


class Post:
    """A parent and a coach, and what goes from the one to the other."""

    def __init__(self) -> None:
        self.parent = keys.make()
        self.coach = keys.make()
        self.stranger = keys.make()

    def bundle(self, *lines: Line, **changes: Any) -> Bundle:
        parts = {
            "type": "moments",
            "family": self.parent.fingerprint,
            "share": SHARE,
            "made_at": NOW,
            "lines": lines or (CHILD_LINE, MOMENT_LINE),
            "consent": {"purpose": "review"},
        }
        return Bundle(**{**parts, **changes})

    def sealed(self, *lines: Line, **changes: Any) -> bytes:
        return seal_bundle(self.bundle(*lines, **changes), self.parent, [self.coach.recipient])

    def line(self, fields: str = '{"cue":"sad"}', seq: int = 1, **changes: Any) -> bytes:
        """A line with the given text as its `set`, and a checksum that fits."""
        parts = {
            "id": MOMENT_ID,
            "kind": "moment",
            "device": device_of(SHARE),
            "seq": seq,
            "stamp": STAMP,
            "by": CAREGIVER,
        }
        operation = Operation(**{**parts, **changes}, set={"here": 1})
        from zlib import crc32

        whole = encode(operation).replace(b'{"here":1}', fields.encode("utf-8", "surrogatepass"))
        part = whole[: whole.rindex(b',"sum":')]
        return b'%b,"sum":"%08x"}\n' % (part, crc32(part))

    def forged(
        self, body: bytes = b"", signer: keys.Identity | None = None, **changes: Any
    ) -> bytes:
        """A bundle whose header says what `changes` name, signed so that the signature fits."""
        signer = signer or self.parent
        kinds = {"moment": body.count(b"\n")} if body else {}
        header = {
            "parentkit-bundle": 1,
            "type": "moments",
            "family": self.parent.fingerprint,
            "from": b64encode(signer.verify_key).decode(),
            "reply_to": signer.recipient,
            "to": [self.coach.recipient],
            "made_at": NOW,
            "share": SHARE,
            "manifest": {
                "lines": body.count(b"\n"),
                "bytes": len(body),
                "sha256": sha256(body).hexdigest(),
                "kinds": kinds,
                **changes.pop("manifest", {}),
            },
            "consent": {},
            **changes,
        }
        text = json.dumps(header, separators=(",", ":"))[:-1].encode()
        return self.locked(self.signed(text, signer) + b"\n" + body)

    @staticmethod
    def signed(text: bytes, signer: keys.Identity) -> bytes:
        """The text of a header without its last brace, with a signature and that brace."""
        signature = b64encode(signer.sign(b"parentkit bundle 1\n" + text))
        return b'%b,"sig":"%b"}' % (text, signature)

    def locked(self, plain: bytes) -> bytes:
        return age.lock(plain, [self.coach.recipient])


@pytest.fixture(scope="session")
def post() -> Post:
    return Post()

"""docs/sharing-format.md, checked by a reader made from it that shares no code with the package."""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from parentkit.sharing import bundle, envelope
from parentkit.sharing.envelope import Opened
from parentkit.sharing.keys import read_card

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "sharing-format.md").read_text()
LISTED = json.loads((ROOT / "parentkit/content/fingerprint_words.json").read_text())["words"]
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@pytest.fixture(scope="module")
def plain() -> bytes:
    (block,) = re.findall(r"```jsonl\n(.*?)```", PAGE, re.DOTALL)
    return block.encode()


def test_the_example_is_signed_as_the_page_says(plain: bytes) -> None:
    line, _, body = plain.partition(b"\n")
    header = json.loads(line)
    assert list(header)[-1] == "sig"
    signed, end = line[:-98], line[-98:]
    assert end[:8] == b',"sig":"'
    key = Ed25519PublicKey.from_public_bytes(b64decode(header["from"]))
    key.verify(b64decode(header["sig"]), b"parentkit bundle 1\n" + signed)
    manifest = header["manifest"]
    assert manifest["sha256"] == sha256(body).hexdigest()
    assert (manifest["bytes"], manifest["lines"]) == (len(body), body.count(b"\n"))
    digest = sha256(b64decode(header["from"])).digest()
    assert header["family"] == digest[:16].hex()
    assert f"*{' '.join(LISTED[byte] for byte in digest[:10])}*" in PAGE


def test_the_examples_lines_are_numbered_and_named_as_the_page_says(plain: bytes) -> None:
    header, *lines = map(json.loads, plain.splitlines())
    number = int.from_bytes(sha256(f"share/{header['share']}".encode()).digest()[:10], "big")
    device = "".join(ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))
    assert {line["device"] for line in lines} == {device}
    assert [line["seq"] for line in lines] == [1, 2, 1]
    kinds: dict[str, int] = {}
    for line, raw in zip(lines, plain.splitlines()[1:], strict=True):
        kinds[line["kind"]] = kinds.get(line["kind"], 0) + 1
        before, _, end = raw.rpartition(b',"sum":')
        assert end == b'"%08x"}' % zlib.crc32(before)
        assert len(line) == 9
    assert kinds == header["manifest"]["kinds"]


def test_the_program_reads_the_example(plain: bytes) -> None:
    line, _, body = plain.partition(b"\n")
    header = envelope._read_header(line)
    assert len(bundle.read_lines(Opened(header, body))) == 3


def test_the_card_on_the_page_is_a_card() -> None:
    (block,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    card = read_card(block)
    assert card.name == "Dana Reed"
    document: dict[str, Any] = json.loads(block)
    signature = b64decode(document.pop("sig"))
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False)
    key = Ed25519PublicKey.from_public_bytes(card.verify_key)
    key.verify(signature, f"parentkit card 1\n{text}".encode())
    assert card.words in (ROOT / "docs" / "sharing-format.md").read_text()


def test_the_page_names_every_kind_that_may_travel() -> None:
    for kinds in bundle.KINDS_OF.values():
        for kind in kinds:
            assert f"`{kind}`" in PAGE
    for name in envelope.Header._fields:
        if name not in ("sender", "fingerprint", "lines", "bytes", "sha256", "kinds"):
            assert f"| `{name}` |" in PAGE

import json
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.journal.log.operation import BadLine, Operation, decode, encode

Make = Callable[..., Operation]

LINE = (
    b'{"v":1,"id":"01KAQZ7V5M0000000000000001","kind":"moment",'
    b'"device":"01DEV0000000000000000000AA","seq":7,'
    b'"stamp":"2026-11-22T12:00:00.000Z/0000/01DEV0000000000000000000AA","by":"ANNA",'
    b'"set":{"cue":"sad","note":"Gro\xc3\x9f"}'
)


def sealed(body: bytes) -> bytes:
    """A line around `body` with a checksum that fits."""
    return body + b',"sum":"%08x"}' % zlib.crc32(body)


def test_the_line_is_the_one_that_the_file_format_describes(operation: Make) -> None:
    written = encode(operation(seq=7, by="ANNA", set={"cue": "sad", "note": "Groß"}))
    assert written == sealed(LINE) + b"\n"
    assert written.index(b"01KAQ") == 13


texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15) + 1, 10**16 - 1) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


@given(
    fields=st.dictionaries(texts, values, max_size=5),
    by=texts,
    batch=st.none() | texts,
    undoes=st.none() | texts,
    base=st.none() | st.dictionaries(texts, st.lists(texts, min_size=1), min_size=1),
    seq=st.integers(1, 10**15),
)
def test_an_operation_reads_back_as_it_was_written(
    operation: Make, fields: dict[str, Any], **rest: Any
) -> None:
    written = operation(set=fields, **rest)
    line = encode(written)
    assert line.count(b"\n") == 1
    assert decode(line[:-1]) == written


def test_every_flipped_bit_of_a_line_is_noticed() -> None:
    line = sealed(LINE)
    decode(line)
    for place in range(len(line)):
        for bit in range(8):
            flipped = bytearray(line)
            flipped[place] ^= 1 << bit
            with pytest.raises(BadLine):
                decode(bytes(flipped))


def test_every_shortened_line_is_noticed() -> None:
    line = sealed(LINE)
    for length in range(len(line)):
        with pytest.raises(BadLine):
            decode(line[:length])


def test_a_shortened_line_is_called_incomplete_and_a_changed_one_not() -> None:
    with pytest.raises(BadLine, match="incomplete"):
        decode(sealed(LINE)[:-1])
    with pytest.raises(BadLine, match="checksum"):
        decode(sealed(LINE).replace(b"sad", b"bad"))
    with pytest.raises(BadLine, match="not an operation"):
        decode(b"Dear diary,")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b'"seq":7', b'"seq":7,"seq":8', "twice"),
        (b'"cue":"sad"', b'"cue":"sad","cue":"sad"', "twice"),
        (b'"cue":"sad"', b'"cue":NaN', "NaN"),
        (b'"cue":"sad"', b'"cue":1e999', "too large"),
        (b'"cue":"sad"', b'"cue":' + b"9" * 5000, "too large"),
        (b'"cue":"sad"', b'"cue":' + b"[" * 40 + b"]" * 40, "deeply"),
        (b'"cue":"sad"', b'"cue":' + b"[" * 99_999 + b"]" * 99_999, "deeply"),
        (b'"cue":"sad"', b'"cue":"\xff"', "UTF-8"),
        (b'"cue":"sad"', b'"cue":"\\ud800"', "half a character"),
        (b'"cue":"sad"', b'"cue":', "not JSON"),
        (b'{"v":1', b'["v",1', "not JSON"),
        (b'"v":1', b'"v":0', "version"),
        (b'"v":1', b'"v":true', "version"),
        (b'"v":1', b'"v":"1"', "version"),
        (b'"seq":7', b'"seq":0', "sequence"),
        (b'"seq":7', b'"seq":7.0', "sequence"),
        (b'"by":"ANNA"', b'"by":null', "text"),
        (b'"kind":"moment"', b'"kind":7', "text"),
        (b'"by":"ANNA",', b"", "missing"),
        (b"T12:00:00.000Z", b" 12:00:00.000Z", "stamp"),
        (b'"set":{"cue":"sad","note":"Gro\xc3\x9f"}', b'"set":[]', "set"),
        (b'"by":"ANNA"', b'"by":"ANNA","batch":7', "batch"),
        (b'"by":"ANNA"', b'"by":"ANNA","base":{"note":"x"}', "replaced"),
    ],
)
def test_what_is_not_an_operation_is_refused_though_its_checksum_fits(
    old: bytes, new: bytes, reason: str
) -> None:
    body = LINE.replace(old, new)
    assert body != LINE
    with pytest.raises(BadLine, match=reason):
        decode(sealed(body))


def test_a_line_that_holds_two_values_is_refused() -> None:
    with pytest.raises(BadLine, match="not JSON"):
        decode(sealed(LINE + b"},{" + LINE[1:]))


def test_a_newer_version_and_what_it_added_are_kept() -> None:
    body = LINE.replace(b'"v":1', b'"v":2') + b',"mood":{"level":3},"seen":["x"]'
    read = decode(sealed(body))
    assert read.version == 2
    assert read.extra == {"mood": {"level": 3}, "seen": ["x"]}
    assert encode(read) == sealed(body) + b"\n"


def test_spaces_and_another_order_of_names_are_read() -> None:
    document = json.loads(sealed(LINE))
    del document["sum"]
    body = json.dumps(dict(reversed(document.items())), indent=1).replace("\n", " ")
    read = decode(sealed(body[:-1].encode()))
    assert read == decode(sealed(LINE))


def test_half_a_character_is_stored_as_the_replacement_character(operation: Make) -> None:
    line = encode(operation(set={"note": "a\ud800b😀"}))
    assert decode(line[:-1]).set == {"note": "a�b😀"}


def test_an_operations_repr_holds_nothing_that_was_written(operation: Make) -> None:
    assert "secret" not in repr(operation(set={"note": "secret"}))

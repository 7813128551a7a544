"""What a file is, is told by what is in it."""

from __future__ import annotations

import io
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.domain.errors import DataProblem, ParentkitError
from parentkit.interchange.detect import Description, HandKept, Records, RecordTable, detected
from parentkit.interchange.rows import text_lines


def found_in(data: bytes) -> Any:
    return detected(text_lines(io.BytesIO(data)))


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b'{"kind":"moment"}\n', Records),
        (b'\n\n  {"kind":"moment"', Records),
        (b"{broken\n{}", Records),
        (b'{\n "resources": []\n}', Description),
        (b'{"resources": []}', Description),
        (b"id,observed_at,cue\n", RecordTable),
        (b"\xef\xbb\xbfnote;observed_at;id\n", RecordTable),
        (b"kind\tid\tname\n", RecordTable),
        (b"id,moment,coder\n", RecordTable),
        (b"date,time,cue,response\n", HandKept),
        (b"When;Cue;Response\n", HandKept),
        (b"anything at all", HandKept),
    ],
)
def test_a_file_is_what_it_begins_with(data: bytes, what: type) -> None:
    assert isinstance(found_in(data), what)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"\n" * 5000 + b"{}", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not a text file"),
        (b"\xff\xfew\0h\0e\0n\0", "not a text file"),
        (b"PK\x03\x04\0\0", "not a text file"),
        (b"x" * (3 << 20), "not a text file"),
        (b'"when,cue', "no first row"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(DataProblem, match=reason):
        found_in(data)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_by_the_names_of_the_columns(delimiter: str) -> None:
    header = delimiter.join(["when", "who, exactly; and why", "cue", "response"])
    table = found_in(header.replace("who, exactly; and why", '"who, exactly; and why"').encode())
    assert table.table.header == ["when", "who, exactly; and why", "cue", "response"]


@given(st.binary(max_size=100))
def test_any_bytes_are_something_or_refused(data: bytes) -> None:
    with suppress(ParentkitError):
        assert found_in(data) is not None

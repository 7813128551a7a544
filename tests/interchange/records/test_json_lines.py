"""Records as JSON lines: there and back, and whatever else a file may hold."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.interchange.records.json_lines import read, written
from parentkit.interchange.rows import LONGEST_LINE, Rejection, Row, text_lines


def rows_in(data: bytes) -> list[Row | Rejection]:
    return list(read(text_lines(io.BytesIO(data))))


def line_with(moment: dict[str, Any], **fields: Any) -> bytes:
    return json.dumps({"kind": "moment", **moment, **fields}).encode()


@given(data=st.data())
def test_every_record_comes_back_as_it_was(data: st.DataObject, records: Any) -> None:
    some = data.draw(st.lists(records, max_size=5))
    text = "".join(written(some))
    assert [(row.kind, row.document) for row in rows_in(text.encode())] == some  # type: ignore[union-attr]


@given(data=st.binary(max_size=300))
def test_any_bytes_give_records_or_reasons(data: bytes) -> None:
    for row in rows_in(data):
        assert isinstance(row, Rejection)
        assert row.problem


@given(data=st.data())
def test_a_changed_byte_costs_one_line_at_most(data: st.DataObject, moment: dict[str, Any]) -> None:
    line = line_with(moment)
    whole = b"\n".join([line] * 3) + b"\n"
    place = data.draw(st.integers(len(line) + 1, 2 * len(line)))
    byte = data.draw(st.binary(min_size=1, max_size=1).filter(lambda one: one not in b"\r\n"))
    rows = rows_in(whole[:place] + byte + whole[place + 1 :])
    assert isinstance(rows[0], Row)
    assert len(rows) == 3 or place == 2 * len(line) + 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"kind":"moment","id":NaN}', "NaN or infinity"),
        ('{"kind":"moment","id":-Infinity}', "NaN or infinity"),
        ('{"kind":"moment","id":1,"id":2}', "a name stands twice"),
        ('{"kind":"moment","id":' + "[" * 40 + "]" * 40 + "}", "nested too deeply"),
        ('{"kind":"moment","id":' + "[" * 100_000, "nested too deeply"),
        ('{"kind":"moment","n":123456789012345678901234567890}', "a number is too large"),
        ('{"kind":"moment","n":1e999}', "a number is too large"),
        ('{"kind":"moment","note":"\\ud83c"}', "half a character"),
        ("[1, 2]", "not a JSON object"),
        ('"text"', "not a JSON object"),
        ("{not json}", "not JSON"),
        ('{"id":"x"}', "what kind of record"),
        ('{"kind":7}', "what kind of record"),
        ('{"kind":"weather","id":"x"}', "not a kind of record"),
    ],
)
def test_a_line_that_is_not_a_record_is_named_with_its_reason(line: str, reason: str) -> None:
    (row,) = rows_in(line.encode())
    assert isinstance(row, Rejection)
    assert reason in row.problem
    assert row.row == 1
    assert len(row.value) <= 80


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "abc"),
        ("id", 7),
        ("observed_at", "yesterday"),
        ("observed_at", "2026-13-40T08:00+01:00"),
        ("observed_at", "1969-12-31T08:00+01:00"),
        ("logged_at", None),
        ("child", "Mia"),
        ("cue", ""),
        ("cue", "two\nlines"),
        ("cue", "x" * 101),
        ("responses", "comfort"),
        ("responses", []),
        ("responses", ["comfort", 7]),
        ("fit", "brilliant"),
        ("fit", ["matched"]),
        ("repair", "repaired"),
        ("repair", {"by": "parent"}),
        ("repair", {"state": "repaired", "after_minutes": -1}),
        ("repair", {"state": "repaired", "after_minutes": 1.5}),
        ("repair", {"state": "repaired", "newer": 2**53 + 1}),
        ("tags", "one"),
        ("note", 7),
        ("flag", "yes"),
        ("flag", 1),
        ("deleted", True),
        ("newer", 2**53 + 1),
        ("newer", json.loads("[" * 31 + "]" * 31)),
    ],
)
def test_a_field_that_cannot_be_is_named(moment: dict[str, Any], field: str, value: Any) -> None:
    rows = rows_in(line_with(moment) + b"\n\n" + line_with(moment, **{field: value}))
    assert isinstance(rows[0], Row)
    assert isinstance(rows[1], Rejection)
    assert (rows[1].row, rows[1].column) == (3, field)


def test_the_numbers_that_are_exact_everywhere_are_taken(moment: dict[str, Any]) -> None:
    (row,) = rows_in(line_with(moment, newer=[2**53, 0.1, -5]))
    assert isinstance(row, Row)
    assert row.document["newer"] == [2**53, 0.1, -5]


def test_everything_that_is_the_matter_with_a_row_is_told_at_once(moment: dict[str, Any]) -> None:
    (row,) = rows_in(line_with(moment, fit="brilliant", slip="nowhere"))
    assert isinstance(row, Rejection)
    assert row.column == "fit"
    assert "matched" in row.problem
    assert "slip" in row.problem


def test_notes_are_cleaned_of_what_steers_a_terminal(moment: dict[str, Any]) -> None:
    (row,) = rows_in(line_with(moment, note="a\x1b[31mred\u202e"))
    assert isinstance(row, Row)
    assert row.document["note"] == "a[31mred"


def test_a_line_without_end_costs_itself_alone(moment: dict[str, Any]) -> None:
    long = b'{"note":"' + b"x" * (2 * LONGEST_LINE) + b'"}\n'
    rows = rows_in(line_with(moment) + b"\n" + long + line_with(moment))
    assert [type(row) for row in rows] == [Row, Rejection, Row]


def test_bytes_that_are_not_text_cost_their_line_alone(moment: dict[str, Any]) -> None:
    rows = rows_in(line_with(moment) + b"\n{\xff}\n\xef\xbb\xbf" + line_with(moment))
    assert [type(row) for row in rows] == [Row, Rejection, Rejection]
    assert rows_in(b"\xef\xbb\xbf" + line_with(moment))[0] == rows[0]

"""Records as tables: there and back, also through a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.interchange.detect import RecordTable, detected
from parentkit.interchange.records.csv_tables import (
    CODINGS,
    FAMILY_TABLE,
    LAYOUTS,
    MOMENTS,
    Layout,
    read,
    written,
)
from parentkit.interchange.records.flat import FORMULA_STARTS, guarded, unguarded
from parentkit.interchange.rows import Rejection, Row, text_lines

LAYOUT_OF = {"moment": MOMENTS, "coding": CODINGS}
NAMES = {"01KAR3M5ZJ9W0000000000000B": "=Jo", "00000000000000000000000001": "Mia"}


def text_of(layout: Layout, *documents: Any) -> str:
    return "".join(written(layout, documents, NAMES))


def rows_in(text: str | bytes) -> list[Row | Rejection]:
    data = text if isinstance(text, bytes) else text.encode()
    found = detected(text_lines(io.BytesIO(data)))
    assert isinstance(found, RecordTable)
    return list(read(found.layout, found.table))


def cells_in(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def with_cells(text: str, **cells: str) -> str:
    """The table as a spreadsheet would write it after these cells of its first row were changed."""
    rows = cells_in(text)
    rows[0].update(cells)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@given(data=st.data())
def test_every_record_comes_back_as_it_was(data: st.DataObject, records: Any) -> None:
    some = data.draw(st.lists(records, max_size=6))
    for layout in LAYOUTS:
        mine = [one for one in some if LAYOUT_OF.get(one[0], FAMILY_TABLE) == layout]
        rows = rows_in("\ufeff" + text_of(layout, *mine))
        assert [(row.kind, row.document) for row in rows] == mine  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text",
    [" x", "x ", "'x", "'=x", "''=x", "=x", "\n=x", '"', '"x', "x,y;z", "two\nlines", "\u200fא"],
)
def test_a_text_that_trips_others_stands_in_its_own_cell(moment: dict[str, Any], text: str) -> None:
    written_out = text_of(MOMENTS, ("moment", {**moment, "note": text, "tags": [f"a{text}b"]}))
    (cells,) = cells_in(written_out)
    assert cells["extra"] == ""
    assert cells["note"] in (text, f"'{text}")
    (row,) = rows_in(written_out)
    assert isinstance(row, Row)
    assert row.document["note"] == text


@given(data=st.data())
def test_no_cell_of_text_can_run_as_a_formula(data: st.DataObject, records: Any) -> None:
    some = data.draw(st.lists(records, max_size=4))
    for layout in LAYOUTS:
        mine = [one for one in some if LAYOUT_OF.get(one[0], FAMILY_TABLE) == layout]
        for row in cells_in(text_of(layout, *mine)):
            assert not any(cell.startswith(FORMULA_STARTS) for cell in row.values())


@given(st.text() | st.sampled_from(["'", "''", "'=", "''=", "'x", "=", "'\t"]))
def test_a_guard_can_be_undone_and_stands_where_it_is_needed_alone(text: str) -> None:
    cell = guarded(text)
    assert unguarded(cell) == text
    assert (cell == text) == (not text.startswith((*FORMULA_STARTS, "'")))


def test_the_table_reads_well(moment: dict[str, Any]) -> None:
    (row,) = cells_in(text_of(MOMENTS, ("moment", moment)))
    assert row["responses"] == "fix_advise > comfort"
    assert (row["repair_state"], row["repaired_after_min"]) == ("repaired", "10")
    assert (row["child_name"], row["caregiver_name"]) == ("Mia", "'=Jo")
    assert row["note"] == "'=SUM(A1)"
    assert row["extra"] == ""


def test_tags_keep_their_semicolons(moment: dict[str, Any]) -> None:
    tags = ["a; b", "c\\", "\\;", "d"]
    text = text_of(MOMENTS, ("moment", {**moment, "tags": tags}))
    assert cells_in(text)[0]["tags"] == "a\\; b; c\\\\; \\\\\\;; d"
    (row,) = rows_in(text)
    assert isinstance(row, Row)
    assert row.document["tags"] == tags


def test_what_a_spreadsheet_makes_of_a_table_is_still_read(moment: dict[str, Any]) -> None:
    text = text_of(MOMENTS, ("moment", {**moment, "flag": True}))
    rows = [list(row.values()) for row in cells_in(with_cells(text, child="1", flag="TRUE"))]
    header = list(cells_in(text)[0])
    saved = "\r\n".join(";".join(f'"{cell}"' for cell in row) for row in [header, *rows])
    (row,) = rows_in("\ufeff" + saved)
    assert isinstance(row, Row)
    assert row.document == {**moment, "flag": True}


def test_columns_may_stand_in_any_order_and_new_ones_are_kept(moment: dict[str, Any]) -> None:
    (cells,) = cells_in(text_of(MOMENTS, ("moment", moment)))
    turned = {"mood": "=fine", **dict(reversed(cells.items()))}
    text = ",".join(turned) + "\n" + ",".join(turned.values()) + "\n"
    (row,) = rows_in(text)
    assert isinstance(row, Row)
    assert row.document == {**moment, "extra": {"mood": "=fine"}}


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("id", "x"),
        ("observed_at", "22.11.2026 18:05"),
        ("cue", ""),
        ("responses", " > "),
        ("fit", "brilliant"),
        ("repaired_after_min", "ten"),
        ("repaired_after_min", "1e5"),
        ("repaired_after_min", "9" * 5000),
        ("flag", "perhaps"),
        ("extra", "{"),
        ("extra", "[1]"),
        ("extra", '{"a":NaN}'),
        ("extra", '{"deleted":true}'),
    ],
)
def test_a_cell_that_cannot_be_is_named(moment: dict[str, Any], column: str, cell: str) -> None:
    (row,) = rows_in(with_cells(text_of(MOMENTS, ("moment", moment)), **{column: cell}))
    assert isinstance(row, Rejection)
    assert row.row == 2
    assert row.column == ("deleted" if "deleted" in cell else column)


def test_a_row_with_too_many_cells_is_not_guessed_at(moment: dict[str, Any]) -> None:
    text = text_of(MOMENTS, ("moment", moment))
    rows = rows_in(text.rstrip() + "rest,more\r\n" + text.splitlines()[1] + "\r\n")
    assert isinstance(rows[0], Rejection)
    assert "quotation marks" in rows[0].problem
    assert isinstance(rows[1], Row)


def test_an_open_quotation_mark_costs_its_own_row_alone(moment: dict[str, Any]) -> None:
    header, row = text_of(MOMENTS, ("moment", {**moment, "note": "plain"})).splitlines()
    opened = row.replace("plain", '"plain')
    rows = rows_in(f"{header}\r\n{row}\r\n{opened}\r\n{row}\r\n{row}\r\n")
    assert [type(one) for one in rows] == [Row, Rejection, Row, Row]
    assert isinstance(rows[1], Rejection)
    assert rows[1].row == 3
    assert "quotation mark" in rows[1].problem


def test_rows_count_as_in_a_spreadsheet(moment: dict[str, Any]) -> None:
    two_lines = text_of(MOMENTS, ("moment", {**moment, "note": "two\nlines"}))
    header, *record = two_lines.splitlines(keepends=True)
    rows = rows_in(header + "".join(record) + "\r\n" + "".join(record))
    assert [isinstance(row, Row) and row.number for row in rows] == [2, 4]


@given(data=st.binary(max_size=200))
def test_any_bytes_below_a_header_give_reasons(data: bytes) -> None:
    for row in rows_in(b"id,observed_at,cue,note\n" + data):
        assert isinstance(row, Rejection)
        assert row.problem

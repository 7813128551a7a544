"""A diary kept by hand: columns by name, values as people write them."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.content import load
from parentkit.domain.errors import DataProblem
from parentkit.domain.log.household import Household
from parentkit.interchange.detect import HandKept, detected
from parentkit.interchange.diary import words as diary_words
from parentkit.interchange.diary.diary import Diary, Entry
from parentkit.interchange.rows import Rejection, text_lines

pytestmark = pytest.mark.usefixtures("berlin")

NOW = datetime(2026, 11, 22, 18, 7, tzinfo=ZoneInfo("Europe/Berlin"))
TERM = {
    "id": "0" * 26,
    "vocabulary": "responses",
    "code": "my:hug",
    "label": "time-out > hug; talk",
}
HOUSEHOLD = Household([("term", {**TERM, "group": "supportive"})], load)


def read(text: str | bytes) -> list[Entry | Rejection]:
    data = text if isinstance(text, bytes) else text.encode()
    found = detected(text_lines(io.BytesIO(data)))
    assert isinstance(found, HandKept)
    return list(Diary(found.table, HOUSEHOLD, NOW).rows())


def entry(header: str, row: str) -> Entry:
    (only,) = read(f"when,cue,response,{header}\n2026-10-05 08:40,sad,comfort,{row}\n")
    assert isinstance(only, Entry), only
    return only


def rejection(header: str, row: str) -> Rejection:
    (only,) = read(f"when,cue,response,{header}\n2026-10-05 08:40,sad,comfort,{row}\n")
    assert isinstance(only, Rejection), only
    return only


@pytest.mark.parametrize(
    "text",
    [
        "when,cue,response\n2026-10-05 08:40,sad,comfort",
        "When;CUE;Responses\n2026-10-05T08:40;SAD;held, soothed",
        "date\ttime\tsign\tresponse\n2026-10-05\t8:40\tsad, left out, disappointed\tHeld, soothed",
        "\ufeffresponse,time,date,cue\r\n comfort , 08:40 , 2026-10-05 , Sad \r\n",
        'when, cue, response\n2026-10-05 08:40, sad, "held, soothed"',
        "when,cue,response\r2026-10-05 08:40,sad,comfort\r",
        "\n\nwhen,cue,response\n\n2026-10-05 08:40,sad,comfort\n,,\n",
    ],
)
def test_one_moment_in_many_hands(text: str) -> None:
    (only,) = read(text)
    assert isinstance(only, Entry), only
    assert only.when.stored == "2026-10-05T08:40+02:00"
    assert only.fields == {"cue": "sad", "responses": ["comfort"]}


def test_all_that_a_diary_may_say() -> None:
    found = entry(
        "Child,WHO,fit,Slip,repair,repaired after (min),repaired by,after,clarity,miscue,"
        "context,state,tags,note,flag,sampling,need,logged_at",
        'Mia,Jo,met,noticing it,came back,1h30m,me,settled,subtle,x,bedtime,rested,"a, b; a",'
        '"two\nlines",1,recall,a hug,2026-10-05T20:00+02:00',
    )
    assert (found.child, found.caregiver) == ("Mia", "Jo")
    assert found.fields == {
        "cue": "sad",
        "responses": ["comfort"],
        "fit": "matched",
        "slip": "notice",
        "repair": {
            "state": "repaired",
            "source": "person",
            "by": "parent",
            "after_minutes": 90,
        },
        "child_after": "settled_engaged",
        "clarity": "subtle",
        "miscue": True,
        "context": "bedtime",
        "parent_state": "rested",
        "tags": ["a", "b"],
        "note": "two\nlines",
        "flag": True,
        "sampling": "recall",
        "need": "a hug",
        "logged_at": "2026-10-05T20:00+02:00",
    }


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("fix_advise > comfort", ["fix_advise", "comfort"]),
        ("fix_advise>comfort", ["fix_advise", "comfort"]),
        ("fix_advise; comfort", ["fix_advise", "comfort"]),
        ('"told off, argued, punished > held, soothed"', ["scold_punish", "comfort"]),
        ('"cheered up, changed the subject, ""it\'s nothing"""', ["distract_minimise"]),
        ("time-out > hug; talk", ["my:hug"]),
        ('"held, soothed\nfix_advise"', ["comfort", "fix_advise"]),
        ("comfort > comfort >", ["comfort", "comfort"]),
    ],
)
def test_responses_stand_in_order_and_labels_keep_their_commas(cell: str, codes: list[str]) -> None:
    (only,) = read(f"when,cue,response\n2026-10-05 08:40,sad,{cell}\n")
    assert isinstance(only, Entry), only
    assert only.fields["responses"] == codes


@pytest.mark.parametrize(
    ("when", "stored"),
    [
        ("2026-10-05 08:40", "2026-10-05T08:40+02:00"),
        ("2026-10-25 02:30", "2026-10-25T02:30+02:00"),
        ("2026-11-02T08:40", "2026-11-02T08:40+01:00"),
        ("2026-10-05 08:40:59", "2026-10-05T08:40+02:00"),
        ("2026-10-05 6pm", "2026-10-05T18:00+02:00"),
        ("2026-10-05T08:40+09:00", "2026-10-05T08:40+09:00"),
        ("2026-11-22 18:07", "2026-11-22T18:07+01:00"),
    ],
)
def test_times_take_the_offset_that_held_on_their_day(when: str, stored: str) -> None:
    (only,) = read(f"when,cue,response\n{when},sad,comfort\n")
    assert isinstance(only, Entry), only
    assert only.when.stored == stored
    assert only.when.epoch == datetime.fromisoformat(stored).timestamp()


def test_a_time_without_an_offset_is_the_same_however_it_is_written() -> None:
    times = ["08:40", "8:40", "8:40 am", "08:40:00"]
    rows = [
        row for time in times for row in read(f"when,cue,response\n2026-10-05 {time},sad,comfort")
    ]
    assert {row.when.identity_ms for row in rows if isinstance(row, Entry)} == {1791189600000}
    (with_offset,) = read("when,cue,response\n2026-10-05T08:40+02:00,sad,comfort\n")
    assert isinstance(with_offset, Entry)
    assert with_offset.when.identity_ms == with_offset.when.epoch * 1000 == 1791182400000


@pytest.mark.parametrize(
    ("day", "time", "column"),
    [
        ("2026-13-40", "08:00", "Date"),
        ("05.10.2026", "08:00", "Date"),
        ("3/4", "08:00", "Date"),
        ("yesterday", "08:00", "Date"),
        ("1969-12-31", "08:00", "Date"),
        ("", "08:00", "Date"),
        ("2026-11-23", "08:00", "Date"),
        ("2099-01-01", "08:00", "Date"),
        ("2026-11-22", "18:30", "Time"),
        ("2026-10-05", "25:10", "Time"),
        ("2026-10-05", "", "Time"),
        ("2026-10-05", "10m ago", "Time"),
        ("2026-10-05", "now", "Time"),
        ("2026-03-29", "02:30", "Time"),
    ],
)
def test_a_time_that_cannot_be_is_named(day: str, time: str, column: str) -> None:
    (only,) = read(f"Date,Time,cue,response\n{day},{time},sad,comfort\n")
    assert isinstance(only, Rejection)
    assert (only.row, only.column) == (2, column)
    assert only.value == (day if column == "Date" else time)


@pytest.mark.parametrize(
    ("column", "cell", "nearest"),
    [
        ("cue", "levitates", "Nearest: "),
        ("cue", "sda", "sad"),
        ("cue", "", "missing"),
        ("response", "teleported", "Nearest: "),
        ("response", "comfort > teleported", "teleported"),
        ("response", "", "missing"),
        ("response", ">", "missing"),
        ("fit", "brilliant", "partial"),
        ("repair", "maybe so", "repaired"),
        ("slip", "zzz", "could_not"),
        ("flag", "perhaps", "yes nor no"),
        ("miscue", "?", "yes nor no"),
        ("repaired after", "soon", "10m"),
        ("repaired after", "-5", "10m"),
        ("logged at", "today", "stored time"),
        ("child", "x" * 101, "longer"),
        ("response", "x" * 3000, "too long"),
        ("cue", "x" * 3000, "not a known"),
    ],
)
def test_a_value_that_is_not_known_is_named_with_what_is_near(
    column: str, cell: str, nearest: str
) -> None:
    cells = {"when": "2026-10-05 08:40", "cue": "sad", "response": "comfort", column: cell}
    (only,) = read(f"{','.join(cells)}\n{','.join(cells.values())}\n")
    assert isinstance(only, Rejection)
    assert only.column == column
    assert only.value == (cell if len(cell) <= 80 else only.value)
    assert nearest in only.problem
    assert len(only.value) <= 80
    assert len(only.problem) < 400


@pytest.mark.parametrize(
    ("cell", "flag"), [("yes", True), ("X", True), ("TRUE", True), ("1", True)]
)
def test_a_flag_is_set_by_any_yes(cell: str, flag: bool) -> None:  # noqa: FBT001 a column of the table
    assert entry("flag", cell).fields.get("flag", False) is flag
    assert entry("flag", "no").fields["flag"] is False  # said, which is more than nothing
    assert "flag" not in entry("flag", "").fields


def test_minutes_to_a_repair_say_that_there_was_one() -> None:
    repair = entry("repaired after (min)", "0").fields["repair"]
    assert repair == {"state": "repaired", "source": "person", "after_minutes": 0}
    assert entry("repair", "not yet").fields["repair"] == {"state": "not_yet", "source": "person"}
    assert rejection("repair,repaired after", "not_yet,10").column == "repaired after"
    assert rejection("repair,repaired by", "not_yet,child").column == "repaired by"


def test_columns_that_are_not_known_are_kept_as_text() -> None:
    found = detected(text_lines(io.BytesIO(b"when,cue,response,Mood,,mood,note,notes\n")))
    assert isinstance(found, HandKept)
    columns = Diary(found.table, HOUSEHOLD, NOW).columns
    assert list(columns.others) == ["Mood", "column 5", "mood", "notes"]
    extra = entry("Mood,,mood,note,notes", "=1,x,,a,b").fields["extra"]
    assert extra == {"Mood": "=1", "column 5": "x", "notes": "b"}


def test_everything_that_is_the_matter_with_a_row_is_told_at_once() -> None:
    only = rejection("fit,flag", "brilliant,perhaps")
    assert only.column == "fit"
    assert "Also flag: " in only.problem


def test_text_is_kept_as_written_but_for_what_steers_a_terminal() -> None:
    fields = entry("note", '"=SUM(A1)\x1b[2J \u202eא 🌙"').fields
    assert fields["note"] == "=SUM(A1)[2J א 🌙"


def test_a_row_with_a_comma_too_many_is_not_guessed_at() -> None:
    only = rejection("note", "said no, then laughed")
    assert only.value == "then laughed"
    assert "quotation marks" in only.problem


def test_an_open_quotation_mark_costs_its_own_row_alone() -> None:
    rows = read(
        "when,cue,response,note\n"
        '2026-10-05 08:40,sad,comfort,"not closed\n'
        "2026-10-05 08:41,sad,comfort,fine\n"
        "2026-10-05 08:42,sad,comfort,fine\n"
    )
    assert [type(row) for row in rows] == [Rejection, Entry, Entry]


def test_bytes_that_are_not_utf8_cost_their_row_alone() -> None:
    header, row = b"when,cue,response,note\n", b"2026-10-05 08:40,sad,comfort,cr\xe8che\n"
    rows = read(header + row + row.replace(b"\xe8", "è".encode()))
    assert [type(one) for one in rows] == [Rejection, Entry]


def test_many_unknown_words_take_little_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diary_words, "MOST_GUESSED", 3)
    rows = read(
        "when,cue,response\n"
        + "".join(f"2026-10-05 08:40,cue{n},comfort\n" for n in range(2000))
        + "2026-10-05 08:40,hurt or ill,stayed near\n2026-10-05 08:40,sad,comfort\n"
    )
    assert sum("Nearest" in row.problem for row in rows if isinstance(row, Rejection)) <= 3
    assert isinstance(rows[-1], Entry)


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        ("cue,response", "when"),
        ("date,cue,response", "when"),
        ("when,response", "cue"),
        ("when,cue", "response"),
        ("a,b", "when .or date and time., cue, response"),
    ],
)
def test_a_table_without_the_columns_of_a_diary_is_refused(header: str, missing: str) -> None:
    with pytest.raises(DataProblem, match=missing):
        read(f"{header}\n1,2\n")


@given(st.data())
def test_any_cells_give_entries_or_reasons(data: st.DataObject) -> None:
    cells = st.sampled_from(
        ["sad", "comfort", "2026-10-05", "08:40", "met", "", "x", '"', "\0", "\udc80", "1e9", ">"]
    ) | st.text(max_size=8)
    rows = data.draw(st.lists(st.lists(cells, max_size=7), max_size=4))
    text = "date,time,cue,response,fit,repaired after,mood\n" + "\n".join(map(",".join, rows))
    for row in read(text.encode("utf-8", "surrogateescape" if "\udc80" in text else "replace")):
        assert isinstance(row, Entry) or row.problem


@given(st.binary(max_size=200))
def test_any_bytes_below_a_header_give_entries_or_reasons(data: bytes) -> Any:
    for row in read(b"date,time,cue,response\n" + data):
        assert isinstance(row, Entry) or row.problem

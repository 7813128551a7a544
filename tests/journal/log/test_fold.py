import random
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from parentkit.domain.codes import FIRST_CHILD, FIRST_CHILD_NAME
from parentkit.journal.log.fold import Record, fold
from parentkit.journal.log.operation import Operation
from parentkit.journal.log.stamp import AHEAD_MS, make

Make = Callable[..., Operation]
NOW = 1_795_348_800_000
ANNA, BEN = "01ANNA00000000000000000000", "01BEN000000000000000000000"
RECORD = "01KAQZ7V5M0000000000000001"


def only(operations: Iterable[Operation], now: int = NOW) -> Record:
    (record,) = fold(operations, now).values()
    return record


def seen(record: Record) -> tuple[Any, ...]:
    return (
        record.fields,
        record.created,
        record.newest,
        record.device,
        record.by,
        set(record.conflicts),
        set(record.waiting),
        record.ahead,
    )


stamps = st.builds(
    make,
    st.sampled_from([NOW - 9, NOW - 5, NOW, NOW + AHEAD_MS, NOW + AHEAD_MS + 1, NOW * 2]),
    st.integers(0, 1),
    st.sampled_from([ANNA, BEN]),
)
fields = st.dictionaries(
    st.sampled_from(["cue", "note", "deleted"]),
    st.sampled_from([None, "x", "y", True, ["z"]]),
    max_size=3,
)
bases = st.none() | st.dictionaries(
    st.sampled_from(["cue", "note"]), st.lists(stamps, min_size=1, max_size=2), min_size=1
)
drawn = st.lists(st.tuples(stamps, fields, bases, st.sampled_from([RECORD, RECORD[::-1]])))


def operations_from(make_one: Make, parts: Iterable[Any]) -> list[Operation]:
    return [
        make_one(id=record, stamp=stamp, device=stamp[30:], seq=seq, set=set_, base=base)
        for seq, (stamp, set_, base, record) in enumerate(parts, 1)
    ]


@given(drawn, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_changes_what_is_merged(
    operation: Make, parts: list[Any], chance: random.Random
) -> None:
    operations = operations_from(operation, parts)
    shuffled = operations + [one for one in operations if chance.random() < 0.5]
    chance.shuffle(shuffled)
    merged, again = fold(operations, NOW), fold(shuffled, NOW)
    assert merged.keys() == again.keys()
    assert all(seen(merged[key]) == seen(again[key]) for key in merged)


@given(drawn)
def test_without_bases_and_clocks_ahead_the_last_writer_of_each_field_wins(
    operation: Make, parts: list[Any]
) -> None:
    plain = {
        (record, stamp): (stamp, set_, None, record)
        for stamp, set_, _, record in parts
        if stamp <= make(NOW, 0xFFFF, "Z")
    }
    operations = operations_from(operation, plain.values())
    expected: dict[str, dict[str, Any]] = {one.id: {} for one in operations}
    for one in sorted(operations, key=lambda one: one.stamp):
        expected[one.id] |= one.set
    merged = {record.id: record.fields for record in fold(operations, NOW).values()}
    assert merged == {
        identifier: {name: value for name, value in document.items() if value is not None}
        for identifier, document in expected.items()
    }


def test_fields_are_merged_one_by_one(operation: Make) -> None:
    first = operation(ms=NOW - 2, set={"cue": "sad", "fit": "missed", "tags": ["x"]}, by="A")
    second = operation(ms=NOW - 1, device=BEN, set={"fit": "matched", "tags": None}, by="B")
    record = only([second, first])
    assert record.document() == {"id": first.id, "cue": "sad", "fit": "matched"}
    assert (record.created, record.newest) == (first.stamp, second.stamp)
    assert (record.device, record.by) == (first.device, "A")
    assert record.stamp_of("cue") == first.stamp
    assert record.stamp_of("tags") == second.stamp
    assert record.stamp_of("note") is None


def test_a_record_of_one_operation_has_its_fields_without_the_cleared_ones(
    operation: Make,
) -> None:
    one = operation(set={"cue": "sad", "note": None})
    record = only([one])
    assert record.fields == {"cue": "sad"}
    assert record.stamp_of("note") == record.stamp_of("cue") == one.stamp
    assert one.set == {"cue": "sad", "note": None}


def test_the_same_id_in_two_kinds_is_two_records(operation: Make) -> None:
    merged = fold([operation(), operation(kind="coding")], NOW)
    assert set(merged) == {("moment", operation().id), ("coding", operation().id)}


def test_unknown_kinds_fields_and_versions_come_through(operation: Make) -> None:
    one = operation(kind="weather", set={"sky": {"clouds": 7}}, version=9)
    assert only([one]).fields == {"sky": {"clouds": 7}}
    assert only([one]).kind == "weather"


def test_what_is_stamped_more_than_a_day_ahead_does_not_win(operation: Make) -> None:
    known = operation(ms=NOW - 5, set={"fit": "missed", "note": "now"})
    ahead = operation(ms=NOW * 2, device=BEN, set={"fit": "matched", "note": "later", "tags": [1]})
    record = only([known, ahead])
    assert record.fields == {"fit": "missed", "note": "now", "tags": [1]}
    assert [(one.field, one.value) for one in record.waiting] == [
        ("fit", "matched"),
        ("note", "later"),
    ]
    assert record.conflicts == ()
    assert record.ahead
    assert record.newest == known.stamp


def test_what_is_stamped_ahead_is_shown_where_nothing_else_is_known(operation: Make) -> None:
    record = only([operation(ms=NOW * 2)])
    assert record.fields == {"cue": "sad"}
    assert record.ahead
    assert not only([operation(ms=NOW + AHEAD_MS)]).ahead


def test_when_its_time_has_come_a_value_stamped_ahead_wins_unless_it_was_replaced(
    operation: Make,
) -> None:
    later = NOW + 3 * AHEAD_MS
    ahead = operation(ms=later, device=BEN, set={"fit": "matched"})
    edit = operation(ms=NOW, set={"fit": "missed"})
    knowing_edit = operation(ms=NOW, set={"fit": "missed"}, base={"fit": [ahead.stamp]})
    assert only([ahead, edit], later).fields == {"fit": "matched"}
    assert only([ahead, knowing_edit], NOW).fields == {"fit": "missed"}
    assert only([ahead, knowing_edit], later).fields == {"fit": "missed"}
    assert only([ahead, knowing_edit], later).waiting == ()


def test_text_that_loses_unknown_to_the_winner_is_kept(operation: Make) -> None:
    first = operation(ms=NOW - 9, set={"note": "first", "fit": "missed"})
    anna = operation(
        ms=NOW - 2, set={"note": "anna", "fit": "partial"}, base={"note": [first.stamp]}
    )
    ben = operation(
        ms=NOW - 1, device=BEN, set={"note": "ben", "fit": "misread"}, base={"note": [first.stamp]}
    )
    record = only([ben, first, anna])
    assert record.fields["note"] == "ben"
    (kept,) = record.conflicts
    assert (kept.field, kept.value, kept.stamp, kept.device) == (
        "note",
        "anna",
        anna.stamp,
        anna.device,
    )
    settled = operation(
        ms=NOW, set={"note": "anna and ben"}, base={"note": [anna.stamp, ben.stamp]}
    )
    assert only([ben, first, anna, settled]).conflicts == ()


def test_text_that_was_known_or_is_the_same_or_was_cleared_is_no_conflict(
    operation: Make,
) -> None:
    first = operation(ms=NOW - 9, set={"note": "x"})
    known = operation(ms=NOW - 8, set={"note": "y"}, base={"note": [first.stamp]})
    assert only([first, known]).conflicts == ()
    assert only([first, operation(ms=NOW - 8, device=BEN, set={"note": "x"})]).conflicts == ()
    cleared = operation(ms=NOW - 9, set={"note": None})
    assert only([cleared, operation(ms=NOW - 8, device=BEN, set={"note": "x"})]).conflicts == ()


def test_an_old_text_that_an_import_brings_back_is_no_conflict(operation: Make) -> None:
    first = operation(ms=NOW - 9, set={"note": "x"})
    edited = operation(ms=NOW - 1, set={"note": "y"}, base={"note": [first.stamp]})
    imported = operation(ms=NOW - 9, device=BEN, set={"note": "x"})
    assert only([first, edited, imported]).fields["note"] == "y"
    assert only([first, edited, imported]).conflicts == ()
    back = operation(ms=NOW - 2, device=BEN, set={"note": "x"}, base={"note": ["unknown"]})
    assert [one.value for one in only([first, edited, back]).conflicts] == ["x"]


def test_clearing_a_text_that_somebody_else_changed_keeps_that_text(operation: Make) -> None:
    first = operation(ms=NOW - 9, set={"need": "x"})
    changed = operation(ms=NOW - 2, device=BEN, set={"need": "y"}, base={"need": [first.stamp]})
    cleared = operation(ms=NOW - 1, set={"need": None}, base={"need": [first.stamp]})
    record = only([first, changed, cleared])
    assert "need" not in record.fields
    assert [one.value for one in record.conflicts] == ["y"]


@pytest.mark.parametrize("field", ["note", "need", "name"])
def test_no_sentence_is_lost_and_other_values_are_not_kept(operation: Make, field: str) -> None:
    anna = operation(ms=NOW - 2, set={field: "anna", "fit": "missed"})
    ben = operation(ms=NOW - 1, device=BEN, set={field: "ben", "fit": "partial"})
    assert [(one.field, one.value) for one in only([anna, ben]).conflicts] == [(field, "anna")]


def test_a_deleted_record_keeps_its_fields(operation: Make) -> None:
    record = only([operation(ms=NOW - 1), operation(set={"deleted": True})])
    assert record.deleted
    assert record.fields["cue"] == "sad"
    assert not only([operation()]).deleted


names = st.sampled_from(["Mia", "Ben", FIRST_CHILD_NAME])
words = st.lists(st.tuples(stamps, names, st.integers(0, 3)), min_size=1, max_size=4)


@given(words, st.lists(stamps, min_size=1, max_size=3))
def test_a_guessed_name_changes_nothing_about_what_people_said(
    operation: Make, words: list[Any], guesses: list[str]
) -> None:
    def named(stamp: str, name: str, base: list[str]) -> Operation:
        return operation(
            id=FIRST_CHILD,
            kind="child",
            stamp=stamp,
            device=stamp[30:],
            set={"name": name},
            base={"name": base} if base else None,
        )

    # Whoever replaces something writes after it; whoever chooses the guessed name has seen another.
    words = sorted({stamp: (stamp, name, saw) for stamp, name, saw in words}.values())
    said = [
        named(stamp, name, sorted({stamp for stamp, _, _ in words[max(at - saw, 0) : at]}))
        for at, (stamp, name, saw) in enumerate(words)
        if name != FIRST_CHILD_NAME or (at and saw)
    ]
    guessed = [named(stamp, FIRST_CHILD_NAME, []) for stamp in guesses]
    taken = {one.stamp for one in said}
    guessed = [one for one in guessed if one.stamp not in taken]
    assume(said)
    alone, beside = only(said), only([*guessed, *said])
    assert (beside.fields, beside.ahead) == (alone.fields, alone.ahead)
    assert set(beside.conflicts) == set(alone.conflicts)
    assert set(beside.waiting) == set(alone.waiting)


@pytest.mark.parametrize("ms", [NOW - 9, NOW, NOW + 2 * AHEAD_MS])
def test_a_guessed_name_stands_as_long_as_there_is_no_other(operation: Make, ms: int) -> None:
    guess = operation(id=FIRST_CHILD, kind="child", ms=ms, set={"name": FIRST_CHILD_NAME})
    born = operation(id=FIRST_CHILD, kind="child", ms=NOW - 1, set={"birth_month": "2023-04"})
    fields = {"name": FIRST_CHILD_NAME, "birth_month": "2023-04"}
    assert only([guess, born]).fields == fields
    assert only([guess]).fields == {"name": FIRST_CHILD_NAME}

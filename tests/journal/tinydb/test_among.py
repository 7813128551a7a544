"""A list of anything is asked in TinyDB's way: held against a predicate written out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.domain.errors import UsageProblem
from parentkit.domain.log.wanted import (
    EVERYTHING,
    AtMost,
    Both,
    Either,
    Has,
    Is,
    Not,
    Said,
    Within,
    holds,
)
from parentkit.domain.ulid import ulid
from parentkit.journal.index.narrow import RowFields, is_told, narrowed
from parentkit.journal.journal import Journal
from parentkit.journal.log.writer import Draft
from parentkit.journal.tinydb.among import among
from parentkit.journal.tinydb.table import open_database

if TYPE_CHECKING:
    from parentkit.domain.log.wanted import Wanted

NOON = 1_795_348_800_000


class Thing(NamedTuple):
    """Something that is listed."""

    kind: Any
    minutes: Any
    trains: Any
    text: Any
    day: Any
    read: Any


def fields_of(thing: Thing) -> dict[str, Any]:
    """What is not said stands in no field, as in a record."""
    return {name: value for name, value in thing._asdict().items() if value is not None}


THINGS = st.builds(
    Thing,
    st.sampled_from(("slip", "week", None, 7)),
    st.sampled_from((1, 5, 10, None, "5", True)),
    st.sampled_from((("read", "self"), ["notice"], (), None, "self")),
    st.sampled_from(("The BLUE cup", "Straße", "", None, 3)),
    st.sampled_from(("2026-11-02", "2026-11-09T18:05+01:00", "", None, 20261109)),
    st.sampled_from((True, False, None, "yes")),
)


def by_hand(tree: Wanted, thing: Thing) -> bool:
    """Whether it holds, said anew without the code that is tested."""
    match tree:
        case Both(parts):
            return all(by_hand(part, thing) for part in parts)
        case Either(parts):
            return any(by_hand(part, thing) for part in parts)
        case Not(part):
            return not by_hand(part, thing)
    return leaf_by_hand(tree, thing)


def leaf_by_hand(leaf: Wanted, thing: Thing) -> bool:
    found: Any = None
    match leaf:
        case Is("trains", code):
            found = not isinstance(thing.trains, str) and code in (thing.trains or ())
        case Is(_, code):
            found = thing.kind == code
        case Has(_, text):
            found = isinstance(thing.text, str) and text.casefold() in thing.text.casefold()
        case Within(start, end, _):
            is_text = isinstance(thing.day, str)
            found = is_text and start <= thing.day and (not end or thing.day < end)
        case AtMost(_, number):
            found = type(thing.minutes) is int and thing.minutes <= number
        case Said("read"):
            found = thing.read is True
        case Said(_):
            found = isinstance(thing.text, str) and bool(thing.text)
    return bool(found)


LEAVES: st.SearchStrategy[Wanted] = st.one_of(
    st.builds(Is, st.just("kind"), st.sampled_from(("slip", "week"))),
    st.builds(Is, st.just("trains"), st.sampled_from(("self", "notice", "s"))),
    st.builds(Has, st.just(("text",)), st.sampled_from(("blue", "STRASSE"))),
    st.builds(
        Within,
        st.sampled_from(("", "2026-11-05")),
        st.sampled_from(("", "2026-11-09", "2026-11-10")),
        st.just("day"),
    ),
    st.builds(AtMost, st.just("minutes"), st.sampled_from((0, 1, 5, 10))),
    st.builds(Said, st.sampled_from(("read", "text"))),
)


def joined(inner: st.SearchStrategy[Wanted]) -> st.SearchStrategy[Wanted]:
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return several.map(Both) | several.map(Either) | inner.map(Not)


TREES = st.recursive(LEAVES, joined, max_leaves=5)


@given(things=st.lists(THINGS, max_size=12), tree=TREES)
def test_what_is_wanted_is_found_in_its_order(things: list[Thing], tree: Wanted) -> None:
    expected = [thing for thing in things if by_hand(tree, thing)]
    assert among(things, fields_of, tree) == expected
    assert [thing for thing in things if holds(tree)(fields_of(thing))] == expected


def test_the_same_things_are_given_back_and_not_copies() -> None:
    things = [Thing("slip", 5, ("read",), "a", "", read=True)] * 2
    found = among(iter(things), fields_of, EVERYTHING)
    assert [each is things[0] for each in found] == [True, True]
    assert among([], fields_of, EVERYTHING) == []


def test_a_column_of_times_does_not_answer_for_another_day() -> None:
    """What is asked of a day or a number in another field is left for the lines to tell."""
    other = Within("2026-11-05", "", "logged_at")
    assert not is_told(other)
    assert not is_told(AtMost("minutes", 5))
    assert is_told(Within("2026-11-05", ""))

    def column(_name: str) -> tuple[str, ...]:
        return ("2026-11-09T18:05+01:00", "2026-11-01T18:05+01:00")

    assert narrowed(column, [0, 1], other) == ([0, 1], other)
    assert narrowed(column, [0, 1], Within("2026-11-05", ""))[0] == [0]
    lines = [{"logged_at": "2026-11-06"}, {"logged_at": "2026-11-01"}]
    kept = [row for row in (0, 1) if holds(other)(RowFields(column, row, lines[row]))]
    assert kept == [0]


def reflection(number: int, **fields: Any) -> Draft:
    return Draft("reflection", ulid(NOON + number, bytes(10)), {"week": "2026-11-16", **fields})


def test_records_come_with_what_another_device_wrote_of_the_same(family: Any) -> None:
    here, there = family.device(), family.device("phone")
    here.append([reflection(0, answer="blue"), reflection(1, answer="red"), reflection(2)])
    first = here.get(reflection(0).id, "reflection")
    family.clock("phone").go_on(minutes=1)
    seen = there.get(first.id, "reflection")
    here.amend(first, {"answer": "a blue cup"})
    there.amend(seen, {"answer": "a blue ball"})
    here.amend(here.get(reflection(2).id, "reflection"), {"deleted": True})
    table = open_database(family.device()).table("reflections")
    (found,) = table.records(Has(("answer",), "BLUE"))
    assert found.id == first.id
    assert found.fields["answer"] == "a blue ball"
    assert [kept.value for kept in found.conflicts] == ["a blue cup"]
    everything = family.device().read(kinds=("reflection",)).records
    assert {one.id for one in table.records(EVERYTHING)} == {one.id for one in everything}
    assert table.records(Has(("answer",), "green")) == []


def test_an_unknown_table_of_a_log_that_is_only_read_is_an_error(family: Any) -> None:
    family.device().append([Draft("dream", ulid(NOON, bytes(10)), {"of": "rain"})])
    written = family.device()
    read = open_database(
        Journal(written.places.home, written.places.state, written.now_ms, read_only=True)
    )
    with pytest.raises(UsageProblem, match="no table 'reflection s'") as problem:
        read.table("reflection s")
    assert "moments, codings, children" in problem.value.hint
    assert "reflections, checkins, dream." in problem.value.hint
    assert [one["of"] for one in read.table("dream")] == ["rain"]
    assert read.table("reflections").all() == []
    assert read.table("comment").all() == []
    assert open_database(written).table("nightmares").all() == []  # it may become one

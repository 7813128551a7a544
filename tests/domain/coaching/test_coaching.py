from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.domain.coaching.coaching import (
    LONGEST_TEXT,
    SENT_KINDS,
    ill_formed,
    is_complete,
    is_done,
)
from parentkit.domain.coaching.consent import consent_in

ID = "01M823G3MS008J4CT4ANK7F24S"

WELL_FORMED: list[tuple[str, dict[str, Any]]] = [
    ("comment", {"moment": ID, "text": "x", "sort": "strength", "coder": "coach:a"}),
    ("goal", {"text": "x", "by_when": "2028-02-29", "state": "open", "child": ID, "coder": "c"}),
    ("assignment", {"exercise": "x", "why": "y", "done_at": "2026-11-22T18:05+01:00"}),
    ("assignment", {"question": "what?"}),
    ("coding", {"moment": ID, "coder": "c", "fit": "matched", "rubric": {"a": 5}, "blind": True}),
    ("session", {"text": "x", "day": "2026-11-22"}),
    ("read", {"moment": ID, "at": "2026-11-22T18:05:00+01:00"}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "fields"), WELL_FORMED)
def test_well_formed_records_pass(kind: str, fields: dict[str, Any]) -> None:
    assert ill_formed(kind, fields) == []
    assert is_complete(kind, fields)
    assert ill_formed(kind, dict.fromkeys(fields)) == []
    assert ill_formed(kind, {**fields, "newer": [{}]}) == []


@pytest.mark.parametrize(("kind", "fields"), WELL_FORMED)
def test_any_field_with_a_list_in_it_is_named(kind: str, fields: dict[str, Any]) -> None:
    for name in fields:
        assert ill_formed(kind, {**fields, name: [1]}) == [name]


@pytest.mark.parametrize("kind", SENT_KINDS)
@pytest.mark.parametrize("moment", [[], {}, [ID], 7, "../../x"])
def test_what_stands_beside_a_moment_names_it_whatever_it_is(kind: str, moment: object) -> None:
    assert ill_formed(kind, {"moment": moment}) == ["moment"]
    assert ill_formed(kind, {"moment": ID}) == []


@given(st.text())
def test_texts_have_an_end(text: str) -> None:
    right = 0 < len(text) <= LONGEST_TEXT
    assert (ill_formed("comment", {"text": text}) == []) == right
    assert ill_formed("comment", {"text": "x" * (LONGEST_TEXT + 1)}) == ["text"]


@pytest.mark.parametrize("day", ["", "soon", "2026-2-3", "20260203", "2026-W01-1", "2026-02-30", 7])
def test_a_day_is_a_day_of_the_calendar(day: object) -> None:
    assert ill_formed("goal", {"by_when": day}) == ["by_when"]


def test_an_assignment_is_one_thing() -> None:
    assert not is_complete("assignment", {})
    assert not is_complete("assignment", {"exercise": "x", "question": "y"})
    assert is_done({"done_at": "2026-11-22T18:05+01:00"})
    assert not is_done({})


def test_what_a_consent_says_is_what_its_record_says() -> None:
    fields = {"contact": ID, "until": "2026-12-31", "scope": {"include": ["note"]}}
    consent = consent_in(ID, fields)
    assert (consent.contact, consent.until, consent.include) == (ID, "2026-12-31", ("note",))
    assert consent_in(ID, consent.fields()) == consent


@given(
    st.dictionaries(
        st.sampled_from(["contact", "until", "scope", "purpose"]),
        st.none() | st.lists(st.integers()),
    )
)
def test_what_cannot_be_read_of_a_consent_counts_as_not_said(fields: dict[str, Any]) -> None:
    assert consent_in(ID, fields) == consent_in(ID, {})

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.domain.coaching.scope import (
    INCLUDABLE,
    leaves,
    leaving,
    names_within,
    read_include,
    shown_part,
)
from parentkit.domain.codes import CHILD, CODING, CONSENT, CONTACT, MOMENT, REFLECTION, TERM
from parentkit.domain.errors import UnknownCode

INCLUDED = st.sets(st.sampled_from(sorted(INCLUDABLE)))


@pytest.mark.parametrize(
    "kind", [CONTACT, CONSENT, "share", "session", "read", "template", "x", ""]
)
def test_other_kinds_never_leave(kind: str) -> None:
    assert leaving(kind, set(INCLUDABLE)) == ()
    assert not leaves(kind, {}, set(INCLUDABLE))


@given(st.sampled_from([MOMENT, CODING, REFLECTION, CHILD, TERM]), INCLUDED)
def test_what_identifies_a_child_never_leaves(kind: str, include: set[str]) -> None:
    assert not {"birth_month", "hidden", "deleted", "purged"} & set(leaving(kind, include))


@given(INCLUDED)
def test_free_text_leaves_where_it_is_included(include: set[str]) -> None:
    names = set(leaving(MOMENT, include))
    for what, field in (("note", "note"), ("need", "need"), ("tag", "tags"), ("flagged", "flag")):
        assert (field in names) == (what in include)
    assert bool(leaving(REFLECTION, include)) == ("reflections" in include)


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=4)), INCLUDED)
def test_the_part_that_leaves_is_a_part(fields: dict[str, Any], include: set[str]) -> None:
    part = shown_part(MOMENT, fields, include)
    assert part.items() <= fields.items()
    assert set(part) <= set(leaving(MOMENT, include))


def test_a_value_in_another_form_stays() -> None:
    assert shown_part(MOMENT, {"cue": ["x"], "fit": "met"}, set()) == {"fit": "met"}


def test_what_is_set_apart_stays_unless_it_is_included() -> None:
    assert not leaves(MOMENT, {"flag": True}, {"note"})
    assert leaves(MOMENT, {"flag": True}, {"flagged"})
    assert leaves(MOMENT, {}, set())


def test_what_is_included_is_read_in_several_forms() -> None:
    assert read_include(["notes, tag", "flag"]) == {"note", "tag", "flagged"}
    assert read_include(["reflection", "needs", ""]) == {"reflections", "need"}
    with pytest.raises(UnknownCode):
        read_include(["birthday"])


def test_names_are_found_as_whole_words_in_any_case() -> None:
    names = ["Mia", "Jo Ann", "Ö"]
    assert names_within("then MIA's cup fell", names) == ["Mia"]
    assert names_within("Miami, jo-ann", names) == ["Jo Ann"]
    assert names_within(["mia", "x"], names) == ["Mia"]
    assert names_within("ö.", names) == ["Ö"]
    assert names_within("nobody", names) == []

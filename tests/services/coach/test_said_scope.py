"""A file that holds more than its own signed consent says is refused, and nothing of it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from parentkit.sharing.envelope import Refused

if TYPE_CHECKING:
    from conftest import Coach, Parent

OTHER_CHILD = "00000000000000000000000002"
TERMS = {"purpose": "sleep", "from": "2026-01-01", "until": "2027-02-01"}
NONE: dict[str, Any] = {"include": []}

BEYOND: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "a note": (NONE, {"note": "she cried"}, "A moment in it has a note, which its own consent"),
    "a need": (NONE, {"need": "to be held"}, "has a need in words"),
    "tags": ({"include": ["note"]}, {"tags": ["bed"]}, "has tags"),
    "set apart": ({"include": ["note"]}, {"flag": True}, "is set apart"),
    "another child": ({"child": OTHER_CHILD}, {}, "is of another child"),
    "another caregiver": ({"caregiver": OTHER_CHILD}, {}, "is of another caregiver"),
    "an earlier day": ({"since": "2026-11-23"}, {}, "is of another day"),
    "a later day": ({"until": "2026-11-22"}, {}, "is of another day"),
    "too many": ({"moments": 0}, {}, "more moments than the 0"),
    "no list": ({"include": "all"}, {}, "What its consent covers cannot be read"),
    "no number": ({"moments": "9"}, {}, "What its consent covers cannot be read"),
}

WITHIN: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a note": ({"include": ["note"]}, {"note": "she cried"}),
    "tags": ({"include": ["tag"]}, {"tags": ["bed"]}),
    "set apart": ({"include": ["flagged"]}, {"flag": True}),
    "the day": ({"include": [], "since": "2026-11-22", "until": "2026-11-23", "moments": 1}, {}),
    "the child": ({"child": "00000000000000000000000001"}, {}),
    "what is of no interest": ({"include": [], "newer": 1}, {"unknown": "x"}),
    "nothing said": ({}, {"note": "she cried"}),
}


def sent(parent: Parent, scope: dict[str, Any], fields: dict[str, Any]) -> bytes:
    return parent.file(parent.moment(**fields), consent={**TERMS, "scope": scope})


@pytest.mark.parametrize("beyond", BEYOND)
def test_what_goes_beyond_the_scope_is_refused(coach: Coach, parent: Parent, beyond: str) -> None:
    scope, fields, words = BEYOND[beyond]
    with pytest.raises(Refused, match=words):
        coach.add(sent(parent, scope, fields))
    assert coach.files() == {}


@pytest.mark.parametrize("within", WITHIN)
def test_what_is_within_the_scope_is_taken_in(coach: Coach, parent: Parent, within: str) -> None:
    coach.add(sent(parent, *WITHIN[within]))
    assert len(coach.moments()) == 1


def test_that_something_is_gone_may_always_be_said(coach: Coach, parent: Parent) -> None:
    moment = parent.moment(note="she cried")
    coach.add(parent.file(moment, consent={**TERMS, "scope": {"include": ["note"]}}))
    gone = (moment[0], {"deleted": True})
    coach.add(parent.file(gone, consent={**TERMS, "scope": {"include": [], "moments": 0}}))
    assert coach.moments() == set()

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from parentkit.content import load
from parentkit.domain.exercises.assigned import (
    MOST_ASSIGNED,
    PREFIX,
    assigned_exercises,
    assigned_questions,
    record_of,
    with_assigned,
)
from parentkit.domain.log.household import Household
from parentkit.domain.reflection.choosing import MOST_QUESTIONS, Asked
from parentkit.domain.reflection.question import KINDS
from parentkit.domain.time.period import week_of

WEEK = week_of(date(2026, 11, 16))


def household(*assignments: dict[str, Any]) -> Household:
    coach = {"id": "C", "name": "Dana Reed", "fingerprint": "ab"}
    return Household(
        [
            ("contact", coach),
            *(("assignment", {"coder": "coach:ab", **one}) for one in assignments),
        ],
        load,
    )


def test_a_question_says_who_asks_and_why() -> None:
    asked = {
        "id": "A",
        "question": "What\x1b helped?",
        "why": "you said so",
        "logged_at": "2026-11-17",
    }
    (question,) = assigned_questions(household(asked), WEEK)
    assert question.id == f"{PREFIX}A"
    assert record_of(question.id) == "A"
    assert question.text == "What helped?"
    assert question.because == "Your coach Dana Reed asks this: you said so"


def test_what_is_done_or_for_another_week_is_not_asked() -> None:
    done = {"id": "A", "question": "x", "done_at": "2026-11-18T10:00+01:00"}
    later = {"id": "B", "question": "x", "logged_at": "2026-11-30T10:00+01:00"}
    just = {"id": "C", "question": "x", "logged_at": "2026-11-29T10:00+01:00"}
    exercise = {"id": "D", "exercise": "x"}
    found = assigned_questions(household(done, later, just, exercise), WEEK)
    assert [record_of(each.id) for each in found] == ["C"]


def test_exercises_come_oldest_first_and_once() -> None:
    found = assigned_exercises(
        household(
            {"id": "B", "exercise": "two", "logged_at": "2026-11-18"},
            {"id": "A", "exercise": "one", "logged_at": "2026-11-17"},
            {"id": "C", "exercise": "one", "logged_at": "2026-11-19"},
            {"id": "D", "exercise": "three", "done_at": "2026-11-19T10:00+01:00"},
            {"id": "E", "question": "x"},
        )
    )
    assert list(found) == ["one", "two"]


def test_questions_of_the_bank_name_no_record() -> None:
    assert record_of("slip-read-what-else") == ""


@given(
    kinds=st.lists(st.sampled_from(KINDS), unique=True, max_size=MOST_QUESTIONS),
    assigned=st.integers(0, 4),
    begun=st.integers(0, MOST_QUESTIONS),
)
def test_a_coachs_questions_come_first_and_there_are_five_at_most(
    kinds: list[str], assigned: int, begun: int
) -> None:
    asked = [Asked(kind, kind, kind, "", ()) for kind in sorted(kinds, key=KINDS.index)]
    theirs = [Asked(f"{PREFIX}{n}", "?", "assignment", "", ()) for n in range(assigned)]
    kept_ids = {question.id for question in asked[:begun]}
    together = with_assigned(asked, theirs, kept_ids)
    first = min(assigned, MOST_ASSIGNED)
    assert together[:first] == theirs[:first]
    rest = together[first:]
    assert rest == [question for question in asked if question in rest]
    assert kept_ids <= {question.id for question in rest}
    assert len(together) <= max(MOST_QUESTIONS, first + len(kept_ids))
    for needed in ("child", "self_attunement", "repair"):
        if needed in kinds and len(kept_ids) + first + 3 <= MOST_QUESTIONS:
            assert needed in {question.kind for question in rest}

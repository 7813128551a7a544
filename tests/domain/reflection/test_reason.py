"""Every question says why it is asked: what was counted, and no more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from parentkit.domain.reflection.condition import fulfilled
from parentkit.domain.reflection.reason import because

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from parentkit.domain.log.household import Household
    from parentkit.domain.reflection.condition import ReflectedWeek

    Moment = Callable[..., dict[str, Any]]
    Lived = Callable[..., ReflectedWeek]

GRADING = re.compile(r"\b(fail\w*|scor\w*|bad(ly)?|only|wrong\w*|unsupportive|poor\w*)\b")


@pytest.fixture
def said(household: Household) -> Callable[[dict[str, Any], ReflectedWeek], str]:
    def say(when: dict[str, Any], week: ReflectedWeek) -> str:
        found = fulfilled(when, week)
        assert found is not None
        return because(when, found, week, household)

    return say


MOMENTS: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"slip": ["read"]}, {"slip": "read"}, "slipped at reading the sign"),
    (
        {"response": ["fix_advise", "half_there"]},
        {"responses": ["fix_advise"]},
        'had the response "jumped to a fix or advice" or "answered while elsewhere (phone, work)"',
    ),
    ({"cue": ["afraid"]}, {"cue": "afraid"}, 'began with the sign "scared, worried, separating"'),
    (
        {"cue_family": ["distress"], "fit": ["misread"]},
        {"cue": "sad", "fit": "misread"},
        'began with a sign of distress and came out as "misread"',
    ),
    (
        {"fit": ["partial", "misread", "missed", "overrode"]},
        {"fit": "missed"},
        "did not fit at first",
    ),
    ({"parent_state": ["exhausted"]}, {"parent_state": "exhausted"}, "found you exhausted"),
    ({"miscue": True}, {"miscue": True}, "showed the opposite of the need"),
    ({"context": ["bedtime"]}, {"context": "bedtime"}, 'had the context "bedtime"'),
]


@pytest.mark.parametrize("case", MOMENTS, ids=lambda case: str(case[0]))
def test_one_moment_is_said_to_be_one(
    moment: Moment, lived: Lived, said: Any, case: tuple[dict[str, Any], dict[str, Any], str]
) -> None:
    keys, fields, told = case
    when = {"scope": "moment", **keys}
    assert said(when, lived(moment(**fields))) == f"asked because a moment {told}"
    three = lived(*(moment(**fields) for _ in range(3)))
    assert said(when, three) == f"asked about one of three moments that {told}"


def test_moments_that_are_counted_are_counted_in_the_sentence(
    moment: Moment, lived: Lived, said: Any
) -> None:
    when = {"scope": "week", "like": {"slip": ["read"]}, "like_at_least": 3}
    week = lived(*(moment(slip="read") for _ in range(3)), moment())
    assert said(when, week) == "asked because three moments slipped at reading the sign"


WEEKS: list[tuple[dict[str, Any], str]] = [
    ({"moments_at_least": 1}, "six moments were written down"),
    ({"moments_at_least": 1, "moments_at_most": 9}, "six moments were written down"),
    ({"met_share_at_most": 0.3}, "1 of 6 moments was met"),
    ({"came_back_share_at_least": 0.3}, "3 of 6 moments were met or mended"),
    ({"not_met_at_least": 5}, "five moments did not fit at first"),
    ({"repaired_at_least": 2}, "two moments ended with a way back"),
    ({"gap_days_at_least": 2}, "six days went by without a moment written down"),
]


@pytest.mark.parametrize(("keys", "told"), WEEKS, ids=lambda each: str(each)[:40])
def test_a_reason_about_the_week_says_its_counts(
    moment: Moment, lived: Lived, said: Any, keys: dict[str, Any], told: str
) -> None:
    repaired = {"fit": "missed", "repair": {"state": "repaired"}}
    week = lived(
        moment(), moment(**repaired), moment(**repaired), *(moment(fit="missed") for _ in range(3))
    )
    assert said({"scope": "week", **keys}, week) == f"asked because {told}"


def test_one_moment_and_more_than_twelve_read_well(moment: Moment, lived: Lived, said: Any) -> None:
    assert said({"scope": "week", "moments_at_least": 1}, lived(moment())) == (
        "asked because one moment was written down"
    )
    many = lived(*(moment() for _ in range(13)))
    assert said({"scope": "week", "moments_at_least": 1}, many) == (
        "asked because 13 moments were written down"
    )


def test_children_of_an_age_are_named_by_their_age(
    lived: Lived, said: Any, household_with: Callable[[Iterable[str]], Household]
) -> None:
    week = lived(family=household_with(["teen"]))
    assert said({"scope": "week", "band": ["teen", "child"]}, week) == (
        "asked because there is a teenager in the family"
    )


def test_several_caregivers_are_counted_without_a_name(
    moment: Moment, lived: Lived, said: Any
) -> None:
    week = lived(moment(), moment(caregiver="jo"))
    assert said({"scope": "week", "caregivers_at_least": 2}, week) == (
        "asked because moments with two caregivers were written down"
    )


def test_a_question_for_any_week_says_so(lived: Lived, said: Any) -> None:
    assert said({}, lived()) == "asked in any week"


def test_a_familys_own_words_stand_in_the_reason(moment: Moment, lived: Lived) -> None:
    from parentkit.content import load
    from parentkit.domain.log.household import Household

    term = {"id": "t", "vocabulary": "cues", "code": "my:blanket", "label": "wants the blanket"}
    family = Household([("term", term)], load)
    week = lived(moment(cue="my:blanket"), family=family)
    when = {"scope": "moment", "cue": ["my:blanket"]}
    found = fulfilled(when, week)
    assert found is not None
    assert because(when, found, week, family).endswith('the sign "wants the blanket"')


def test_no_reason_of_the_bank_grades(questions: Any, lived: Lived, household: Household) -> None:
    from parentkit.domain.reflection.condition import Found

    for question in questions:
        told = because(question.when, Found(1, 1), lived(), household)
        assert told.startswith("asked ")
        assert not GRADING.search(told), told

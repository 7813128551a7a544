"""The choice of a week's questions: laws that hold for any week, and what is preferred."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parentkit.content import load
from parentkit.domain.log.household import Household
from parentkit.domain.reflection.choosing import MOST_QUESTIONS, Asked, choose, together
from parentkit.domain.reflection.condition import NOT_MET, ReflectedWeek, fulfilled
from parentkit.domain.reflection.question import KINDS, OF_MOMENT, Question
from parentkit.domain.time.period import week_of
from parentkit.services.rates.weeks import week_of_caregiver
from parentkit.services.reflection.questions import bank

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Moment = Callable[..., dict[str, Any]]
    Lived = Callable[..., ReflectedWeek]

MONDAY = date(2026, 11, 16)
BANK = bank()
BY_ID = {question.id: question for question in BANK}
FAMILY = Household(
    [
        ("child", {"id": "mia", "name": "Mia", "birth_month": "2023-04"}),
        ("child", {"id": "ben", "name": "Ben", "birth_month": "2012-11"}),
        ("child", {"id": "zoe", "name": "Zoe", "birth_month": "2026-06"}),
    ],
    load,
)


@cache
def codes(vocabulary: str) -> list[str]:
    return [term["id"] for term in load(vocabulary)["terms"]]


@cache
def judgements(name: str) -> list[str]:
    return [term["id"] for term in load("judgements")[name]]


REPAIRS = st.fixed_dictionaries(
    {"state": st.sampled_from(judgements("repair_states"))},
    optional={"by": st.sampled_from(judgements("repair_starters"))},
)
MOMENTS = st.fixed_dictionaries(
    {
        "on": st.integers(0, 6),
        "child": st.sampled_from(["mia", "ben", "zoe"]),
        "caregiver": st.sampled_from(["anna", "anna", "jo"]),
        "cue": st.sampled_from(codes("cues")),
        "responses": st.lists(
            st.sampled_from(codes("responses")), min_size=1, max_size=2, unique=True
        ),
        "fit": st.sampled_from(judgements("fits")),
    },
    optional={
        "slip": st.sampled_from(judgements("slips")),
        "repair": REPAIRS,
        "child_after": st.sampled_from(judgements("child_after")),
        "context": st.sampled_from(codes("contexts")),
        "parent_state": st.sampled_from(codes("parent_states")),
        "clarity": st.sampled_from(judgements("clarities")),
        "sampling": st.sampled_from(judgements("samplings")),
        "miscue": st.sampled_from([True]),
        "flag": st.sampled_from([True]),
    },
)
WEEKS = st.lists(MOMENTS, max_size=14)
unhurried = settings(max_examples=50, deadline=None)


def documents(drawn: Iterable[dict[str, Any]], monday: date) -> list[dict[str, Any]]:
    return [
        {
            **{name: value for name, value in each.items() if name != "on"},
            "id": f"m{place:03}",
            "observed_at": f"{monday + timedelta(days=each['on'])}T18:{place:02}+01:00",
        }
        for place, each in enumerate(drawn)
    ]


def week_with(moments: Iterable[dict[str, Any]], monday: date = MONDAY) -> ReflectedWeek:
    week = week_of(monday)
    return week_of_caregiver(moments, FAMILY, week, "anna", week.last_day)


def chosen(
    moments: Iterable[dict[str, Any]], monday: date = MONDAY, recent: Iterable[str] = ()
) -> list[Asked]:
    return choose(BANK, week_with(moments, monday), FAMILY, set(recent))


def kinds(questions: Iterable[Asked]) -> list[str]:
    return [question.kind for question in questions]


@unhurried
@given(WEEKS)
def test_always_one_about_the_child_one_about_oneself_and_never_more_than_five(drawn: Any) -> None:
    questions = chosen(documents(drawn, MONDAY))
    assert {"child", "self_attunement"} <= set(kinds(questions))
    assert len(questions) <= MOST_QUESTIONS
    assert len(set(kinds(questions))) == len(questions)


@unhurried
@given(WEEKS)
def test_always_one_about_repair_where_there_was_something_to_repair(drawn: Any) -> None:
    moments = documents(drawn, MONDAY)
    own = [each for each in moments if each["caregiver"] == "anna" and not each.get("flag")]
    open_ones = [each for each in own if each.get("repair", {}).get("state") == "not_yet"]
    if open_ones or any(each["fit"] in NOT_MET for each in own):
        assert "repair" in kinds(chosen(moments))


@unhurried
@given(WEEKS, st.randoms(use_true_random=False))
def test_the_order_of_moments_and_questions_makes_no_difference(drawn: Any, random: Any) -> None:
    moments, questions = documents(drawn, MONDAY), list(BANK)
    before = chosen(moments)
    random.shuffle(moments)
    random.shuffle(questions)
    assert choose(questions, week_with(moments), FAMILY) == before


@unhurried
@given(WEEKS)
def test_every_question_can_be_answered_and_says_why_it_is_asked(drawn: Any) -> None:
    moments = documents(drawn, MONDAY)
    week = week_with(moments)
    flagged = {each["id"] for each in moments if each.get("flag")}
    others = {each["id"] for each in moments if each["caregiver"] != "anna"}
    for asked in chosen(moments):
        question = BY_ID[asked.id]
        assert asked.text.endswith("?")
        assert asked.because.startswith("asked ")
        assert not flagged.intersection(asked.moments)
        assert not others.intersection(asked.moments)
        found = fulfilled(question.when, week)
        assert found is not None
        behind = set(week.ids(found.moments))
        if question.when.get("scope") == OF_MOMENT:
            assert len(asked.moments) == 1
            assert behind.issuperset(asked.moments)
        else:
            assert behind == set(asked.moments)


@unhurried
@given(WEEKS)
def test_a_flagged_moment_changes_nothing_about_the_choice(drawn: Any) -> None:
    moments = documents(drawn, MONDAY)
    assert chosen(moments) == chosen([each for each in moments if not each.get("flag")])


@settings(max_examples=30, deadline=None)
@given(st.lists(WEEKS, min_size=1, max_size=3))
def test_through_the_weeks_nothing_comes_again_within_three_and_the_needed_kinds_always_do(
    pattern: list[Any],
) -> None:
    asked: list[list[Asked]] = []
    for number in range(9):
        monday = MONDAY + timedelta(weeks=number)
        moments = documents(pattern[number % len(pattern)], monday)
        recent = {question.id for week in asked[-3:] for question in week}
        questions = chosen(moments, monday, recent)
        assert not recent.intersection(question.id for question in questions)
        needed = {"child", "self_attunement"}
        if week_with(moments, monday).something_to_repair:
            needed.add("repair")
        if not moments:
            needed.add("week")
        assert needed <= set(kinds(questions))
        asked.append(questions)


def test_a_week_without_moments_has_a_gentle_question_about_the_week() -> None:
    questions = chosen([])
    assert {"child", "self_attunement", "week"} <= set(kinds(questions))
    assert all(question.moments == () for question in questions)


def test_the_choice_changes_with_the_week() -> None:
    weeks = [chosen([], MONDAY + timedelta(weeks=number)) for number in range(8)]
    assert len({tuple(question.id for question in week) for week in weeks}) > 4


def test_what_most_moments_have_in_common_comes_first(moment: Moment, lived: Lived) -> None:
    reading = [moment(slip="read", fit="misread") for _ in range(3)]
    noticing = [moment(slip="notice", fit="missed") for _ in range(2)]
    questions = choose(BANK, lived(*reading, *noticing), FAMILY)
    (slip,) = [question for question in questions if question.kind == "slip"]
    assert slip.id == "slip-read-puzzling-sign"
    assert slip.because == "asked because three moments slipped at reading the sign"
    assert list(slip.moments) == [each["id"] for each in reading]


def test_the_kinds_that_more_moments_stand_behind_come_before_the_others(
    moment: Moment, lived: Lived
) -> None:
    week = lived(*(moment(parent_state="exhausted", slip="read") for _ in range(4)))
    others = {
        "slip": {"scope": "moment", "slip": ["read"]},
        "pattern": {"scope": "week", "moments_at_least": 1},
        "week": {},
        "support": {"scope": "week", "like": {"parent_state": ["exhausted"]}, "like_at_least": 2},
    }
    needed = [Question(kind, "What?", kind) for kind in ("child", "self_attunement", "repair")]
    optional = [Question(kind, "What?", kind, when) for kind, when in others.items()]
    missed = lived(*week.moments, moment(fit="missed"))
    assert ids(choose([*needed, *optional], missed, FAMILY)) == [
        "child",
        "slip",
        "repair",
        "self_attunement",
        "support",
    ]


@pytest.mark.parametrize("fit", ["matched", "unsure"])
def test_a_moment_that_is_still_open_is_something_to_repair(
    moment: Moment, lived: Lived, fit: str
) -> None:
    still_open = lived(moment(fit=fit, repair={"state": "not_yet"}))
    assert still_open.something_to_repair
    assert not lived(moment(fit=fit, repair={"state": "repaired"})).something_to_repair
    assert "repair" in kinds(choose(BANK, still_open, FAMILY))


def test_questions_about_one_moment_look_at_different_moments(moment: Moment, lived: Lived) -> None:
    first, second = moment(on=1), moment(on=2)
    about = [
        Question(f"q-{kind}", "What was it?", kind, {"scope": "moment", "fit": ["matched"]})
        for kind in ("child", "self_attunement", "week")
    ]
    asked = choose(about, lived(first, second), FAMILY)
    assert [question.moments for question in asked] == [
        (second["id"],),
        (first["id"],),
        (second["id"],),
    ]


def test_questions_are_asked_in_the_order_of_their_kinds(moment: Moment, lived: Lived) -> None:
    moments = [moment(slip="read", fit="misread", parent_state="exhausted") for _ in range(6)]
    order = [KINDS.index(kind) for kind in kinds(choose(BANK, lived(*moments), FAMILY))]
    assert order == sorted(order)
    assert len(order) == MOST_QUESTIONS


def asked_about(kind: str, name: str = "") -> Asked:
    return Asked(f"{name}{kind}", "What was it?", kind, "asked in any week", ())


def test_a_week_that_was_begun_keeps_its_questions() -> None:
    questions = [asked_about(kind) for kind in ("child", "slip", "repair", "self_attunement")]
    for begun in range(5):
        assert together(questions[:begun], questions) == questions


def test_where_the_log_has_changed_no_kind_is_asked_about_twice_and_what_is_needed_comes() -> None:
    begun = [asked_about("slip", "old-"), asked_about("pattern", "old-")]
    chosen_now = [
        asked_about(kind)
        for kind in ("child", "slip", "repair", "week", "self_attunement", "support")
    ]
    assert [question.id for question in together(begun, chosen_now)] == [
        "child",
        "old-slip",
        "repair",
        "old-pattern",
        "self_attunement",
    ]


OUTCOMES: dict[str, dict[str, Any]] = {
    "met_share_at_least": {"fit": "matched"},
    "met_share_at_most": {"fit": "missed"},
    "came_back_share_at_least": {"fit": "matched"},
    "not_met_at_least": {"fit": "missed"},
    "repaired_at_least": {"repair": {"state": "repaired"}},
    "open_at_least": {"repair": {"state": "not_yet"}},
}
SOMEBODY_ELSES = {"caregivers_at_least": {"caregiver": "jo"}, "children_at_least": {"child": "ben"}}


def fulfilling(when: dict[str, Any]) -> list[dict[str, Any]]:
    """Moments of a week in which a condition holds."""
    keys = {name: value for name, value in when.items() if name != "scope"}
    if when.get("scope") == OF_MOMENT:
        return [moment_with(keys)]
    if not when or keys.get("moments_at_most") == 0 or set(keys) == {"band"}:
        return []
    if "day_swing_at_least" in keys:
        days = {0: "matched", 1: "missed"}
        return [{**moment_with({}), "on": on, "fit": days[on]} for on in (0, 0, 0, 1, 1, 1)]
    outcome = {}
    for name in keys:
        outcome |= OUTCOMES.get(name, {})
    alike = {**moment_with(keys.get("like", {})), **outcome}
    counts = [
        5 if name.partition("_share")[1] else value
        for name, value in keys.items()
        if name.endswith("_at_least") or "_share" in name
    ]
    others = [{**alike, **SOMEBODY_ELSES[name]} for name in keys if name in SOMEBODY_ELSES]
    return [*(dict(alike) for _ in range(max(counts, default=1))), *others]


def moment_with(keys: dict[str, Any]) -> dict[str, Any]:
    child = {"infant": "zoe", "toddler": "tom", "child": "mia", "teen": "ben"}
    fields: dict[str, Any] = {
        "on": 0,
        "child": child[keys.get("band", ["child"])[0]],
        "caregiver": "anna",
        "cue": "unsure",
        "responses": ["my:own"],
        "fit": "unsure" if not keys else "matched",
    }
    of_group = {"distress": "sad", "exploration": "proud", "connection": "closeness"}
    of_group |= {"body": "tired", "pause": "slow_down", "supportive": "comfort"}
    of_group |= {"mixed": "half_there", "unsupportive": "take_over"}
    for key, value in keys.items():
        first = value if value is True else value[0]
        if key == "response":
            fields["responses"] = [first]
        elif key == "response_pole":
            fields["responses"] = [of_group[first]]
        elif key == "cue_family":
            fields["cue"] = of_group[first]
        elif key.startswith("repair_"):
            fields["repair"] = {**fields.get("repair", {}), key.removeprefix("repair_"): first}
        elif key != "band":
            fields[key] = first
    return fields


REACHABLE_FAMILY = Household(
    [
        ("child", {"id": "mia", "name": "Mia", "birth_month": "2023-01"}),
        ("child", {"id": "ben", "name": "Ben", "birth_month": "2011-11"}),
    ],
    load,
)
YOUNG = {
    "infant": ("child", {"id": "zoe", "name": "Zoe", "birth_month": "2026-06"}),
    "toddler": ("child", {"id": "tom", "name": "Tom", "birth_month": "2025-02"}),
}


def family_for(when: dict[str, Any]) -> Household:
    bands = when.get("band", [])
    return Household(
        [
            *(("child", child) for child in REACHABLE_FAMILY.children),
            *(YOUNG[band] for band in bands if band in YOUNG),
        ],
        load,
    )


@pytest.mark.parametrize("question", BANK, ids=lambda question: question.id)
def test_every_shipped_question_is_asked_in_some_week(question: Question) -> None:
    family = family_for(dict(question.when))
    moments = fulfilling(dict(question.when))
    for number in range(500):
        monday = MONDAY + timedelta(weeks=number % 20)
        week = week_of(monday)
        lived = week_of_caregiver(documents(moments, monday), family, week, "anna", week.last_day)
        # The lot is drawn by the week's name: another name stands for another year.
        lived.start = (MONDAY + timedelta(weeks=number)).isoformat()
        assert fulfilled(question.when, lived) is not None
        if question.id in ids(choose(BANK, lived, family)):
            return
    pytest.fail(f"{question.id} was never asked")


def ids(questions: Sequence[Asked]) -> list[str]:
    return [question.id for question in questions]

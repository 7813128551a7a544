"""The shipped reflection questions: open, kind, and asked under conditions that exist."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FILE = ROOT / "parentkit" / "content" / "questions.json"
PAGE = ROOT / "docs" / "question-packs.md"

FIELDS = {"id", "text", "kind", "when", "follow_up", "source"}
KINDS = {"child", "self_attunement", "slip", "repair", "pattern", "week", "support"}
BANDS = {"infant", "toddler", "child", "teen"}
FAMILIES = {
    "exploration": {"share_look", "play_invite", "proud", "help_task", "autonomy"},
    "distress": {"hurt_body", "afraid", "sad", "angry"},
    "connection": {"closeness", "disclose", "mend_bid"},
    "body": {"hungry", "tired", "overloaded"},
    "pause": {"slow_down", "stop_break"},
}
POLES = {
    "supportive": {
        "watch_wait", "join_mirror", "listen_ask", "comfort", "validate",
        "meet_need", "scaffold", "give_room", "kind_limit",
    },
    "mixed": {"half_there", "fix_advise"},
    "unsupportive": {
        "no_response", "distract_minimise", "take_over",
        "scold_punish", "own_upset", "withdrew",
    },
}  # fmt: skip
SLIPS = {"notice", "read", "respond", "in_time", "could_not"}
AFTER = {"settled_engaged", "unchanged", "escalated", "withdrew", "went_along_flat", "unknown"}
REPAIR_STATES = {"not_needed", "repaired", "not_yet", "not_going_to", "unknown"}
MOMENT_LISTS: dict[str, set[str]] = {
    "fit": {
        "matched", "kind_limit_matched", "partial", "misread", "missed", "overrode", "unsure",
    },
    "slip": SLIPS,
    "response": set(chain.from_iterable(POLES.values())),
    "response_pole": set(POLES),
    "cue": set(chain.from_iterable(FAMILIES.values())) | {"unsure"},
    "cue_family": set(FAMILIES),
    "repair_state": REPAIR_STATES,
    "repair_by": {"parent", "child", "both", "other"},
    "child_after": AFTER,
    "clarity": {"subtle", "potent"},
    "sampling": {"event", "prompt", "recall"},
    "band": BANDS,
}  # fmt: skip
VOCABULARIES = {"context": "contexts.json", "parent_state": "parent_states.json"}
MOMENT_KEYS = {*MOMENT_LISTS, *VOCABULARIES, "miscue"}
COUNTS = {
    "moments_at_least", "moments_at_most", "not_met_at_least", "repaired_at_least",
    "open_at_least", "gap_days_at_least", "caregivers_at_least", "children_at_least",
    "like_at_least",
}  # fmt: skip
SHARES = {
    "met_share_at_least", "met_share_at_most", "came_back_share_at_least",
    "day_swing_at_least", "like_share_at_least",
}  # fmt: skip
WEEK_KEYS = COUNTS | SHARES | {"band", "like"}

GRADING = re.compile(
    r"\b(fail\w*|scor(e|es|ed|ing)|bad|badly|wrong\w*|streaks?|badges?|rank\w*|only|"
    r"should(n't)?|ought|must|normal|guilt\w*|fault\w*|perfect\w*)\b",
    re.IGNORECASE,
)
NAMES_OF_PATTERNS = re.compile(
    r"\b(avoidan\w+|ambivalen\w+|anxious\w*|dis?organi[sz]ed|insecur\w+|attachment style)\b",
    re.IGNORECASE,
)
SCALES = re.compile(
    r"\b(how (often|many|much|satisfied)|on a scale|out of (five|ten|\d+)|from (one|1) to|"
    r"rate|agree|disagree|yes or no|per ?cent)\b",
    re.IGNORECASE,
)
OPENERS = re.compile(r"\b(what|how|when|where|who|whom|whose|which)\b", re.IGNORECASE)
CLOSED_START = re.compile(
    r"^(do|does|did|is|are|was|were|am|have|has|had|can|could|will|would|shall|may|might)\b",
    re.IGNORECASE,
)


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    repeated = [key for key, n in Counter(key for key, _ in pairs).items() if n > 1]
    assert not repeated, repeated
    return dict(pairs)


CONTENT = json.loads(FILE.read_text(encoding="utf-8"), object_pairs_hook=_no_repeats)
QUESTIONS: list[dict[str, Any]] = CONTENT["questions"]
each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q["id"])


def asked_of_moments(question: dict[str, Any]) -> dict[str, Any]:
    """What the condition says about single moments, in either scope."""
    when = question["when"]
    if when.get("scope") == "moment":
        return {key: value for key, value in when.items() if key != "scope"}
    like: dict[str, Any] = when.get("like", {})
    return like


def asking(key: str, value: str) -> list[str]:
    return [q["id"] for q in QUESTIONS if value in asked_of_moments(q).get(key, [])]


def week_keys(*keys: str) -> list[dict[str, Any]]:
    return [q for q in QUESTIONS if q["when"].get("scope") == "week" and set(keys) & set(q["when"])]


def terms(file: str) -> set[str]:
    content = json.loads((FILE.parent / file).read_text(encoding="utf-8"))
    return {term["id"] for term in content["terms"]}


def check_moment_conditions(conditions: dict[str, Any]) -> None:
    assert conditions
    assert set(conditions) <= MOMENT_KEYS
    for key, value in conditions.items():
        if key == "miscue":
            assert value is True
            continue
        known = MOMENT_LISTS[key] if key in MOMENT_LISTS else terms(VOCABULARIES[key])
        assert isinstance(value, list)
        assert value
        assert len(value) == len(set(value))
        assert set(value) <= known, (key, value)


def check_week_conditions(conditions: dict[str, Any]) -> None:
    assert conditions
    assert set(conditions) <= WEEK_KEYS
    for key in COUNTS & set(conditions):
        lowest = 0 if key == "moments_at_most" else 1
        assert type(conditions[key]) is int
        assert conditions[key] >= lowest
    for key in SHARES & set(conditions):
        assert 0 < conditions[key] < 1
    assert conditions.get("gap_days_at_least", 1) <= 7
    assert set(conditions.get("band", [])) <= BANDS
    counted = {"like_at_least", "like_share_at_least"} & set(conditions)
    assert ("like" in conditions) == bool(counted)
    if "like" in conditions:
        check_moment_conditions(conditions["like"])


def check_is_one_open_question(text: str) -> None:
    assert text == text.strip()
    assert text.count("?") == 1
    assert text.endswith("?")
    last = re.split(r"(?<=[.!])\s+", text)[-1]
    assert OPENERS.search(last), text
    assert not CLOSED_START.match(last), text
    assert not re.search(r"\bwhy\b", text, re.IGNORECASE), text
    assert len(text.split()) <= 30, text


def test_there_are_at_least_seventy_and_no_id_stands_twice() -> None:
    assert len(QUESTIONS) >= 70
    assert len({q["id"] for q in QUESTIONS}) == len(QUESTIONS)


def test_no_question_is_asked_in_the_same_words_as_another() -> None:
    words = [re.sub(r"\W+", " ", q["text"].lower()) for q in QUESTIONS]
    assert [text for text, n in Counter(words).items() if n > 1] == []


@each_question
def test_a_question_has_its_fields_and_nothing_else(question: dict[str, Any]) -> None:
    assert set(question) == FIELDS
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", question["id"])
    assert question["kind"] in KINDS
    assert len(question["source"]) >= 8


@each_question
def test_a_question_is_one_open_question(question: dict[str, Any]) -> None:
    check_is_one_open_question(question["text"])


@each_question
def test_a_follow_up_is_one_question_too(question: dict[str, Any]) -> None:
    follow_up = question["follow_up"]
    assert follow_up.count("?") == 1
    assert follow_up.endswith("?")
    assert OPENERS.search(follow_up), follow_up
    assert follow_up != question["text"]


@each_question
def test_no_question_grades_names_a_pattern_or_asks_for_a_rating(question: dict[str, Any]) -> None:
    told = f"{question['text']} {question['follow_up']}"
    for pattern in (GRADING, NAMES_OF_PATTERNS, SCALES):
        assert pattern.search(told) is None, told


@each_question
def test_a_condition_uses_known_keys_and_codes(question: dict[str, Any]) -> None:
    when = question["when"]
    if not when:
        return
    conditions = {key: value for key, value in when.items() if key != "scope"}
    assert when["scope"] in {"week", "moment"}
    check = check_week_conditions if when["scope"] == "week" else check_moment_conditions
    check(conditions)


def test_whatever_the_week_there_is_a_question_about_the_child_oneself_and_support() -> None:
    always = Counter(q["kind"] for q in QUESTIONS if not q["when"])
    assert always["child"] >= 4
    assert always["self_attunement"] >= 4
    assert always["support"] >= 2


def test_the_four_questions_about_the_child_are_there() -> None:
    four = [q for q in QUESTIONS if q["source"].startswith("Four questions")]
    assert len(four) == 4
    assert all(q["kind"] == "child" and not q["when"] for q in four)


@pytest.mark.parametrize("slip", sorted(SLIPS))
def test_each_slip_has_three_questions_of_its_own(slip: str) -> None:
    of_kind = {q["id"] for q in QUESTIONS if q["kind"] == "slip"}
    assert len(of_kind & set(asking("slip", slip))) >= 3


@pytest.mark.parametrize("after", sorted(AFTER))
def test_each_way_it_went_on_for_the_child_has_two_questions(after: str) -> None:
    assert len(asking("child_after", after)) >= 2


@pytest.mark.parametrize("pole", sorted(POLES))
def test_each_response_pole_has_three_questions(pole: str) -> None:
    of_pole = asking("response_pole", pole)
    of_codes = chain.from_iterable(asking("response", code) for code in POLES[pole])
    assert len({*of_pole, *of_codes}) >= 3
    assert of_pole


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_each_cue_family_has_three_questions(family: str) -> None:
    of_codes = chain.from_iterable(asking("cue", code) for code in FAMILIES[family])
    assert len({*asking("cue_family", family), *of_codes}) >= 3


def test_repaired_open_and_let_be_are_all_asked_about_as_repair() -> None:
    of_kind = {q["id"] for q in QUESTIONS if q["kind"] == "repair"}
    assert len(of_kind & set(asking("repair_state", "repaired"))) >= 3
    assert len(of_kind & set(asking("repair_state", "not_yet"))) >= 3
    assert len(of_kind & set(asking("repair_state", "not_going_to"))) >= 2
    assert of_kind & set(asking("repair_state", "unknown"))


@pytest.mark.parametrize("by", ["parent", "child", "other"])
def test_who_moved_first_is_asked_about(by: str) -> None:
    assert asking("repair_by", by)


def test_gaps_few_moments_hard_weeks_and_easy_weeks_have_their_questions() -> None:
    assert len(week_keys("gap_days_at_least")) >= 2
    assert [q for q in week_keys("moments_at_most") if q["when"]["moments_at_most"] == 0]
    assert len(week_keys("met_share_at_most", "not_met_at_least")) >= 4
    assert len(week_keys("met_share_at_least", "came_back_share_at_least")) >= 4


def test_the_patterns_are_wondered_about() -> None:
    patterns = [q for q in QUESTIONS if q["kind"] == "pattern"]
    assert len(patterns) >= 6
    assert [q for q in patterns if "day_swing_at_least" in q["when"]]
    steps_back = {"withdrew", "no_response", "distract_minimise"}
    assert [q for q in patterns if steps_back <= set(asked_of_moments(q).get("response", []))]
    assert [q for q in patterns if asked_of_moments(q).get("parent_state")]


@pytest.mark.parametrize("state", sorted(terms("parent_states.json")))
def test_every_state_a_caregiver_can_be_in_is_asked_about(state: str) -> None:
    assert asking("parent_state", state)


def test_co_parents_and_several_children_have_their_questions() -> None:
    assert len(week_keys("caregivers_at_least")) >= 3
    assert week_keys("children_at_least")


@pytest.mark.parametrize(
    ("band", "least"), [("infant", 2), ("toddler", 2), ("child", 2), ("teen", 5)]
)
def test_every_age_band_has_questions_of_its_own(band: str, least: int) -> None:
    of_week = {q["id"] for q in week_keys("band") if band in q["when"]["band"]}
    assert len(of_week | set(asking("band", band))) >= least


def test_the_page_about_packs_explains_every_key_kind_and_field_and_no_others() -> None:
    tables = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:3] == "| `"]
    first_cells = [line.split("|")[1] for line in tables]
    explained = set(re.findall(r"`(\w+)`", " ".join(first_cells)))
    assert explained == FIELDS | MOMENT_KEYS | WEEK_KEYS
    kinds = next(line for line in tables if line.startswith("| `kind`"))
    assert set(re.findall(r"`(\w+)`", kinds)) - {"kind"} == KINDS


def test_the_examples_on_the_page_are_conditions() -> None:
    page = PAGE.read_text(encoding="utf-8")
    examples = re.findall(r"^\{.*\}$", page, re.MULTILINE)
    assert len(examples) >= 3
    for example in map(json.loads, examples):
        scope = example.pop("scope")
        (check_week_conditions if scope == "week" else check_moment_conditions)(example)

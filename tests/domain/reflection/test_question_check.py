"""What keeps something from being a question is named by its field, with the nearest word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from parentkit.domain.reflection.question import MOMENT_KEYS, WEEK_KEYS, Question
from parentkit.domain.reflection.question_check import flaws_of, known_codes

if TYPE_CHECKING:
    from parentkit.domain.log.household import Household

GOOD: dict[str, Any] = {"id": "our-own", "text": "What did the snail do?", "kind": "week"}


@pytest.fixture(scope="module")
def known(household: Household) -> Any:
    return known_codes(household)


def flaws(known: Any, **changes: Any) -> dict[str, str]:
    return {flaw.field: flaw.message for flaw in flaws_of({**GOOD, **changes}, known)}


def test_every_shipped_question_has_no_flaw(questions: list[Question], known: Any) -> None:
    for question in questions:
        assert flaws_of(question._asdict(), known) == []


def test_an_id_a_text_and_a_kind_are_enough(known: Any) -> None:
    assert flaws(known) == {}


@pytest.mark.parametrize("name", ["id", "text", "kind"])
def test_what_is_missing_is_named(known: Any, name: str) -> None:
    (flaw,) = flaws_of({key: value for key, value in GOOD.items() if key != name}, known)
    assert flaw.field == ""
    assert name in flaw.message


@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        ({"sourc": "me"}, "sourc", "Nearest: source"),
        ({"kind": "childs"}, "kind", "Nearest: child"),
        ({"id": "Our Own"}, "id", "lower-case words with hyphens"),
        ({"id": ""}, "id", "id is a text"),
        ({"text": "Tell me more."}, "text", "question mark"),
        ({"text": 7}, "text", "text is a text"),
        ({"follow_up": "And then"}, "follow_up", "question mark"),
        ({"when": "always"}, "when", "condition"),
        ({"when": {"slip": ["read"]}}, "when.scope", "moment or week"),
        ({"when": {"scope": "month"}}, "when.scope", "moment or week"),
        ({"when": {"scope": "week"}}, "when", "a key or more"),
    ],
)
def test_a_flaw_is_named_at_its_field(
    known: Any, changes: dict[str, Any], field: str, told: str
) -> None:
    found = flaws(known, **changes)
    assert list(found) == [field]
    assert told in found[field]


@pytest.mark.parametrize(
    ("when", "field", "told"),
    [
        ({"scope": "moment", "slips": ["read"]}, "when.slips", "Nearest: slip"),
        ({"scope": "moment", "slip": ["reed"]}, "when.slip", "Nearest: read"),
        ({"scope": "moment", "slip": "read"}, "when.slip", "a list"),
        ({"scope": "moment", "slip": []}, "when.slip", "a list"),
        ({"scope": "moment", "cue": [["sad"]]}, "when.cue", "not a value of cue"),
        ({"scope": "moment", "cue": ["my:nothing"]}, "when.cue", "not a value of cue"),
        ({"scope": "moment", "miscue": False}, "when.miscue", "true and nothing else"),
        ({"scope": "moment", "moments_at_least": 1}, "when.moments_at_least", "not a key here"),
        ({"scope": "week", "moments_at_least": 0}, "when.moments_at_least", "from 1 on"),
        ({"scope": "week", "moments_at_least": True}, "when.moments_at_least", "from 1 on"),
        ({"scope": "week", "moments_at_least": 1.5}, "when.moments_at_least", "from 1 on"),
        ({"scope": "week", "moments_at_most": -1}, "when.moments_at_most", "from 0 on"),
        ({"scope": "week", "gap_days_at_least": 8}, "when.gap_days_at_least", "1 to 7"),
        ({"scope": "week", "met_share_at_most": 30}, "when.met_share_at_most", "from 0 to 1"),
        (
            {"scope": "week", "met_share_at_most": float("nan")},
            "when.met_share_at_most",
            "from 0 to 1",
        ),
        ({"scope": "week", "band": ["teens"]}, "when.band", "Nearest: teen"),
        ({"scope": "week", "like_at_least": 2}, "when.like_at_least", "`like`"),
        ({"scope": "week", "like": {"cue": ["sad"]}}, "when.like", "goes with"),
        ({"scope": "week", "like": [], "like_at_least": 2}, "when.like", "keys about one moment"),
        (
            {"scope": "week", "like": {"scope": "moment"}, "like_at_least": 2},
            "when.like.scope",
            "not a key here",
        ),
        (
            {"scope": "week", "like": {"fit": ["mist"]}, "like_at_least": 2},
            "when.like.fit",
            "Nearest:",
        ),
    ],
)
def test_a_flaw_in_a_condition_is_named_at_its_key(
    known: Any, when: dict[str, Any], field: str, told: str
) -> None:
    found = flaws(known, when=when)
    assert field in found, found
    assert told in found[field]


@pytest.mark.parametrize(
    "when",
    [
        {"scope": "week", "moments_at_most": 0},
        {"scope": "week", "met_share_at_most": 0, "gap_days_at_least": 7},
        {"scope": "week", "like": {"miscue": True}, "like_share_at_least": 1},
        {"scope": "moment", "cue": ["unsure"], "band": ["infant", "teen"]},
    ],
)
def test_conditions_at_their_bounds_are_accepted(known: Any, when: dict[str, Any]) -> None:
    assert flaws(known, when=when) == {}


def test_a_familys_own_words_may_stand_in_a_condition() -> None:
    from parentkit.content import load
    from parentkit.domain.log.household import Household

    terms = [
        {"id": "1", "vocabulary": "cues", "code": "my:blanket", "group": "distress"},
        {"id": "2", "vocabulary": "contexts", "code": "my:train", "label": "the train"},
    ]
    known = known_codes(Household([("term", term) for term in terms], load))
    when = {"scope": "moment", "cue": ["my:blanket"], "context": ["my:train"]}
    assert flaws(known, when=when) == {}


def test_every_key_of_a_list_has_its_values(known: Any) -> None:
    for name in (*MOMENT_KEYS, *WEEK_KEYS):
        if name in known:
            assert known[name]

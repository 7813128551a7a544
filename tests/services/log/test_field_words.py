"""The fields of a moment one by one, in words and back."""

from __future__ import annotations

from typing import Any

import pytest
from freezegun import freeze_time

from parentkit.content import load
from parentkit.domain.errors import ParentkitError
from parentkit.domain.log.household import Household
from parentkit.services.log.field_words import FIELDS, Change, change, choices, words_of

MIA, ANNA = "01KAR3M5ZJ9W00000000000001", "01KAR3M5ZJ9W00000000000002"
HOUSEHOLD = Household(
    [("child", {"id": MIA, "name": "Mia"}), ("caregiver", {"id": ANNA, "name": "Anna"})], load
)
FULL: dict[str, Any] = {
    "observed_at": "2026-11-22T18:05+01:00",
    "child": MIA,
    "caregiver": ANNA,
    "cue": "afraid",
    "responses": ["fix_advise", "comfort"],
    "fit": "partial",
    "slip": "read",
    "repair": {"state": "repaired", "source": "person", "after_minutes": 90, "by": "both"},
    "child_after": "withdrew",
    "clarity": "subtle",
    "miscue": True,
    "need": "to be held",
    "context": "bedtime",
    "parent_state": "stressed",
    "tags": ["nursery, first week", "rain"],
    "note": "one line\nand another",
    "flag": True,
}


@pytest.fixture(autouse=True)
def _a_set_hour(home: Any) -> Any:  # noqa: ARG001 the zone of Berlin
    with freeze_time("2026-11-22T17:07:00+00:00"):
        yield


def changed(name: str, text: str, **document: Any) -> Change:
    return change({**FULL, **document}, HOUSEHOLD, name, text)


@pytest.mark.parametrize("name", [field.name for field in FIELDS])
def test_the_words_of_a_field_change_nothing(name: str) -> None:
    assert changed(name, words_of(FULL, HOUSEHOLD, name)) == Change()


@pytest.mark.parametrize("name", [field.name for field in FIELDS])
def test_the_words_of_a_field_make_an_empty_one_the_same(name: str) -> None:
    empty = {"observed_at": "2020-01-01T00:00+01:00"}
    read = change(empty, HOUSEHOLD, name, words_of(FULL, HOUSEHOLD, name)).fields
    if name.startswith("repair"):
        part = {"repair": "state", "repaired_after": "after_minutes", "repaired_by": "by"}[name]
        assert read["repair"][part] == FULL["repair"][part]
    else:
        assert read == {name: FULL[name]}


def test_a_time_lived_elsewhere_keeps_its_offset() -> None:
    away = "2026-11-20T08:00-05:00"
    words = words_of({"observed_at": away}, HOUSEHOLD, "observed_at")
    assert words == "2026-11-20 08:00-05:00"
    assert changed("observed_at", words).fields == {"observed_at": away}


def test_an_empty_line_takes_a_field_away() -> None:
    assert changed("note", "  ") == Change(cleared=("note",))
    assert changed("repair", "") == Change(cleared=("repair",))
    assert changed("note", "", note="") == Change()


def test_what_every_moment_needs_cannot_be_taken_away() -> None:
    with pytest.raises(ParentkitError, match="cannot be without"):
        changed("responses", "")


def test_another_state_of_a_repair_takes_the_rest_of_it_away() -> None:
    repair = {"state": "not_yet", "source": "person"}
    assert changed("repair", "not yet").fields == {"repair": repair}


def test_how_long_after_says_that_it_took_place() -> None:
    repair = {"state": "repaired", "source": "person", "after_minutes": 10}
    assert changed("repaired_after", "10m", repair={"state": "not_yet"}).fields == {
        "repair": repair
    }


def test_how_long_after_can_be_taken_away_alone() -> None:
    repair = {"state": "repaired", "source": "person", "by": "both"}
    assert changed("repaired_after", "").fields == {"repair": repair}


@pytest.mark.parametrize("text", ["held; gave room", "held → gave room", "held > gave room"])
def test_several_responses_stand_in_order(text: str) -> None:
    assert changed("responses", text).fields == {"responses": ["comfort", "give_room"]}


def test_choices_are_words_that_can_be_read() -> None:
    for field in FIELDS:
        for word in choices(HOUSEHOLD, field.name):
            change({"observed_at": ""}, HOUSEHOLD, field.name, word)

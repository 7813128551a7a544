"""A check-in with oneself through the program's own door."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from freezegun import freeze_time

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Called

    Call = Callable[..., Called]

EVENING = freeze_time("2026-11-22 17:05:33")  # 18:05:33 in Berlin


def lines(home: Path) -> list[dict[str, Any]]:
    files = sorted((home / "home").glob("families/own/journal/*/????-??.jsonl"))
    return [
        line
        for path in files
        for line in map(json.loads, path.read_text().splitlines())
        if line["kind"] == "checkin"
    ]


@EVENING
def test_three_answers_are_stored_one_by_one(call: Call, home: Path) -> None:
    called = call("checkin", "--json", typed="tired\nshoulders\nten quiet minutes\n")
    assert called.code == 0
    document = called.json()
    assert document["feeling"] == "tired"
    assert document["body"] == "shoulders"
    assert document["need"] == "ten quiet minutes"
    assert document["logged_at"] == "2026-11-22T18:05:33+01:00"
    assert document["caregiver"]
    first, *others = lines(home)
    assert first["set"]["feeling"] == "tired"
    assert [line["set"] for line in others] == [
        {"body": "shoulders"},
        {"need": "ten quiet minutes"},
    ]
    for question in ("What am I feeling now?", "Where in my body", "What do I need"):
        assert question in called.err


@EVENING
def test_a_question_may_be_passed_over_and_the_rest_left(call: Call, home: Path) -> None:
    assert call("checkin", "--json", typed="\nbelly\nq\n").json()["body"] == "belly"
    (line,) = lines(home)
    assert set(line["set"]) == {"caregiver", "logged_at", "body"}


@EVENING
def test_nothing_said_is_nothing_stored(call: Call, home: Path) -> None:
    called = call("checkin", typed="\n\n\n")
    assert called.code == 0
    assert "Nothing was stored." in called.err
    assert lines(home) == []
    assert call("checkin", "--json", typed="\n").json() == {}


def test_without_anybody_the_questions_are_printed_and_nothing_is_made(
    call: Call, home: Path
) -> None:
    called = call("checkin")
    assert called.code == 0
    assert called.out.splitlines()[0] == "What am I feeling now?"
    assert len(called.out.splitlines()) == 3
    assert not any(home.iterdir())


def test_check_ins_are_listed_oldest_first(call: Call) -> None:
    with freeze_time("2026-11-22 17:05:33") as clock:
        assert "No check-ins yet." in call("checkin", "--list").err
        call("checkin", typed="tired\n")
        clock.tick(timedelta(days=100))
        call("checkin", typed="\n\nsleep\n")
        listed = call("checkin", "--list").out
        documents = call("checkin", "--list", "--json").json()
    assert listed.index("2026-11-22 18:05") < listed.index("2027-03-02 18:05")
    assert "What am I feeling now?\n    tired" in listed
    assert [each.get("feeling") or each.get("need") for each in documents] == ["tired", "sleep"]


@EVENING
def test_words_of_alarm_show_the_help_page_after_they_are_stored(call: Call, home: Path) -> None:
    called = call("checkin", typed="scared of me\n")
    assert lines(home)[0]["set"]["feeling"] == "scared of me"
    assert "988" in called.err


@EVENING
def test_a_check_in_is_undone_whole(call: Call) -> None:
    call("checkin", typed="tired\nback\nsleep\n")
    assert call("undo").code == 0
    assert call("checkin", "--list", "--json").json() == []


@EVENING
def test_check_ins_are_of_the_one_who_uses_this_device(call: Call) -> None:
    call("checkin", typed="mine\n")
    call("caregiver", "add", "Jo")
    call("caregiver", "use", "Jo")
    assert call("checkin", "--list", "--json").json() == []

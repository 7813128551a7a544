"""Practising through the program's door: lists, today's exercise, the log, files of one's own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from freezegun import freeze_time

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Called

    Call = Callable[..., Called]

SUNDAY = freeze_time("2026-11-22 17:05:33")  # 18:05:33 in Berlin

OWN = """\
---
id: wave-at-the-window
title: Wave at the window
minutes: 1
kind: with_child
who: child
ages: any
trains: repair
source: A friend's habit, 2020
---

## Steps

1. Wave.
2. Wait for a wave. (10 s)

## You may notice

A wave.

## Closing question

Who waved first?

## When not to

At night.

## Why it may help

It is a small way back.
"""


def own_folder(home: Path) -> Path:
    folder = home / "home" / "families" / "own" / "packs" / "exercises"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def stored(home: Path, kind: str) -> dict[str, dict[str, Any]]:
    """The records of a kind, as a reader of the lines that knows no merging would have them."""
    records: dict[str, dict[str, Any]] = {}
    for path in sorted((home / "home").glob("families/own/journal/*/????-??.jsonl")):
        for line in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            if line["kind"] == kind:
                records.setdefault(line["id"], {}).update(line["set"])
    return records


def test_every_exercise_is_listed_and_as_json(call: Call) -> None:
    listed = call("practise", "--list", "--json").json()
    assert len(listed) == 52
    assert set(listed[0]) == {
        *("id", "title", "minutes", "kind"),
        *("who", "ages", "trains", "source"),
    }
    plain = call("practise", "--list")
    assert plain.code == 0
    assert all(each["title"] in plain.out and each["id"] in plain.out for each in listed)
    assert max(map(len, plain.out.splitlines())) <= 60


def test_a_list_can_be_narrowed(call: Call) -> None:
    narrow = ("--for", "repair", "--minutes", "5", "--who", "alone", "--age", "teen")
    listed = call("practise", "--list", *narrow, "--json").json()
    assert listed
    for each in listed:
        assert "repair" in each["trains"]
        assert each["minutes"] <= 5
        assert "alone" in each["who"]
        assert "teen" in each["ages"]


@SUNDAY
def test_the_age_of_the_current_child_narrows_what_is_listed_and_offered(call: Call) -> None:
    call("child", "add", "Mia", "--born", "2026-06")
    called = call("practise", "--list", "--json")
    assert called.json()
    assert all("infant" in each["ages"] for each in called.json())
    assert "--age any" in call("practise", "--list").err
    assert len(call("practise", "--list", "--age", "any", "--json").json()) == 52
    assert "infant" in call("practise", "--today", "--json").json()["exercise"]["ages"]


def test_what_cannot_be_found_is_said_kindly(call: Call) -> None:
    none = call("practise", "--today", "--for", "repair", "--minutes", "0")
    assert (none.code, none.out) == (1, "")
    unknown = call("practise", "name-it-befor-you-fix")
    assert unknown.code == 2
    assert "name-it-before-you-fix-it" in unknown.err
    assert call("practise", "scenes").code == 2
    assert call("practise", "--card", "the still").out.startswith("The still-face demonstration\n")


@SUNDAY
def test_todays_exercise_is_by_what_slipped_and_says_so(call: Call) -> None:
    for _ in range(3):
        call("log", "sad", "fix_advise", "--slip", "read")
    call("log", "sad", "no_response", "--slip", "notice")
    today = call("practise", "--today", "--json").json()
    assert today["date"] == "2026-11-22"
    assert today["exercise"]["trains"][0] == "read"
    assert "three moments" in today["because"]
    assert call("practise", "--today", "--json").json() == today
    assert today["because"] in " ".join(call("practise").out.split())
    assert call("practise", "--today", "--for", "repair", "--json").json()["exercise"]["id"]


def test_moments_of_other_days_and_other_caregivers_do_not_decide(call: Call) -> None:
    with freeze_time("2026-11-15 17:00"):
        call("log", "sad", "fix_advise", "--slip", "read")
    with SUNDAY:
        call("caregiver", "add", "Ben")
        call("log", "sad", "fix_advise", "--slip", "read", "--caregiver", "Ben")
        assert "none of them" in call("practise", "--today", "--json").json()["because"]
        call("log", "sad", "fix_advise", "--slip", "read")
        assert "one moment" in call("practise", "--today", "--json").json()["because"]


def test_what_was_practised_is_not_offered_again_for_two_weeks(call: Call) -> None:
    seen = []
    for day in range(1, 29):
        with freeze_time(f"2026-11-{day:02} 19:00"):
            call("log", "sad", "fix_advise", "--slip", "read")
            seen.append(call("practise", "--today", "--json").json()["exercise"]["id"])
            call("practise", seen[-1], typed="q\n")
    for place, name in enumerate(seen):
        assert name not in seen[max(0, place - 13) : place]


def test_where_the_age_is_not_known_only_what_suits_any_age_is_offered(call: Call) -> None:
    for day in range(1, 15):
        with freeze_time(f"2026-11-{day:02} 19:00"):
            offered = call("practise", "--today", "--json").json()["exercise"]
            assert len(offered["ages"]) == 4
            assert offered["who"] != ["co_parent"]


def test_an_exercise_of_ones_own_stands_beside_the_shipped_ones(call: Call, home: Path) -> None:
    (own_folder(home) / "wave-at-the-window.md").write_text(OWN, encoding="utf-8")
    listed = call("practise", "--list", "--json").json()
    assert [each["id"] for each in listed][-1] == "wave-at-the-window"
    shown = call("practise", "wave", "--json").json()
    assert shown["steps"] == [
        {"text": "Wave.", "seconds": 0},
        {"text": "Wait for a wave.", "seconds": 10},
    ]


def test_a_broken_file_of_ones_own_is_named_and_hides_nothing_else(call: Call, home: Path) -> None:
    folder = own_folder(home)
    (folder / "wave-at-the-window.md").write_text(OWN, encoding="utf-8")
    (folder / "broken.md").write_text(OWN.replace("minutes: 1", "minuets: 1"), encoding="utf-8")
    (folder / "latin.md").write_bytes(OWN.encode().replace(b"friend", b"fr\xe9re"))
    (folder / "kind-no.md").write_text(OWN.replace("wave-at-the-window", "kind-no"))
    called = call("practise", "--list", "--json")
    assert called.code == 0
    assert len(called.json()) == 53
    assert "broken.md, line 2" in called.err
    assert "latin.md, line 9: This is not text in UTF-8." in called.err
    assert "kind-no.md: the id 'kind-no' is taken" in called.err
    assert call("practise", "broken").code == 3


def test_a_file_is_checked_and_everything_about_it_named(call: Call, tmp_path: Path) -> None:
    good = tmp_path / "wave-at-the-window.md"
    good.write_text(OWN, encoding="utf-8")
    broken = tmp_path / "broken.md"
    broken.write_text(OWN.replace("minutes: 1", "minuets: 1"), encoding="utf-8")
    called = call("practise", "--check", str(good))
    assert (called.code, called.out) == (0, f"{good}: an exercise: Wave at the window\n")
    called = call("practise", "--check", str(good), str(broken), str(tmp_path / "none.md"))
    assert called.code == 3
    assert f"{broken}, line 2: " in called.out
    assert f"{broken}, line 4: 'minuets' is not a known key. Nearest: minutes." in called.out
    assert "none.md cannot be read" in called.out


def test_scenes_that_an_exercise_names_have_to_be_there(call: Call, home: Path) -> None:
    folder = own_folder(home)
    text = OWN.replace("kind: with_child", "kind: scenes").replace("2020\n", "2020\nscenes: bay\n")
    path = folder / "wave-at-the-window.md"
    path.write_text(text, encoding="utf-8")
    assert call("practise", "--check", str(path)).code == 3
    called = call("practise", "wave-at-the-window")
    assert called.code == 1
    assert "scenes/bay.md" in called.err
    assert call("practise", "--log", "--json").json() == []


def test_cards_are_listed_and_read(call: Call) -> None:
    listed = call("practise", "--cards", "--json").json()
    assert len(listed) == 5
    for each in listed:
        read = call("practise", "--card", each["id"])
        assert read.out.startswith(each["title"])
        assert "Sources" in read.out
        assert "*" not in read.out
    assert call("practise", "--card", listed[0]["id"], "--json").json()["sources"]


@SUNDAY
def test_a_whole_exercise_by_lines_from_a_pipe_is_stored_and_found_again(
    call: Call, home: Path
) -> None:
    (own_folder(home) / "wave-at-the-window.md").write_text(OWN, encoding="utf-8")
    typed = "\nMia is at the window\n\nMia did.\nI was late.\n\nLight.\n\n"
    called = call("practise", "wave", typed=typed)
    assert called.code == 0
    parts = ("When not to", "1 of 2. Wave.", "2 of 2. Wait for a wave. (10 seconds)", "Who waved")
    places = [called.out.index(part) for part in parts]
    assert places == sorted(places)
    (entry,) = call("practise", "--log", "--json").json()
    assert entry["exercise"] == "wave-at-the-window"
    assert entry["title"] == "Wave at the window"
    assert entry["started_at"] == "2026-11-22T18:05:33+01:00"
    assert entry["done"] is True
    assert entry["answer"] == "Mia did.\nI was late."
    assert entry["words"] == "Mia is at the window\nLight."
    plain = call("practise", "--log").out
    assert all(words in plain for words in ("2026-11-22 18:05", "Mia did.", "Light."))


@SUNDAY
def test_the_answer_is_a_reflection_of_the_week_as_its_layout_says(call: Call, home: Path) -> None:
    from parentkit.domain.ulid import ulid_named

    (own_folder(home) / "wave-at-the-window.md").write_text(OWN, encoding="utf-8")
    call("practise", "wave", typed="\n\nMia did.\n")
    ((identity, reflection),) = stored(home, "reflection").items()
    assert reflection["week"] == "2026-11-16"
    assert reflection["question"] == "exercise:wave-at-the-window"
    assert reflection["text"] == "Who waved first?"
    assert reflection["answer"] == "Mia did."
    caregiver = reflection["caregiver"]
    monday = 1_794_787_200_000  # 2026-11-16T00:00:00Z
    name = f"reflection/2026-11-16/{caregiver}/exercise:wave-at-the-window"
    assert identity == ulid_named(name, monday)


def test_the_same_exercise_later_in_the_week_adds_to_its_answer(call: Call, home: Path) -> None:
    (own_folder(home) / "wave-at-the-window.md").write_text(OWN, encoding="utf-8")
    with freeze_time("2026-11-29 17:00"):
        call("practise", "wave", typed="\n\nMia did.\n\n")
    with freeze_time("2026-11-30 17:00"):
        call("practise", "wave", typed="\n\nNew week.\n\n")
    with freeze_time("2026-12-02 17:00"):
        call("practise", "wave", typed="\n\nI did.\n\n")
    answers = sorted(each["answer"] for each in stored(home, "reflection").values())
    assert answers == ["Mia did.", "New week.\nI did."]
    with freeze_time("2026-12-02 17:01"):
        call("undo")
        logged = call("practise", "--log", "--json").json()
    assert [each["answer"] for each in logged] == ["Mia did.", "New week."]


def test_the_log_goes_back_a_year_and_further_where_all_is_asked_for(call: Call) -> None:
    for day in ("2025-06-30 23:30", "2026-01-31 23:30", "2026-11-22 12:00"):
        with freeze_time(day):
            call("practise", "kind-no", typed="\n")
    with freeze_time("2026-11-22 18:00"):
        assert len(call("practise", "--log", "--json").json()) == 2
        entries = call("practise", "--log", "--all", "--json").json()
    assert [each["started_at"][:10] for each in entries] == [
        "2025-07-01",
        "2026-02-01",
        "2026-11-22",
    ]


@pytest.mark.parametrize(
    ("today", "begun", "answer"),
    [
        ("2026-11-22 17:00", "2025-11-23 17:00", "Calm."),  # a Sunday, its week six days earlier
        ("2026-11-23 17:00", "2025-11-23 23:30", "Calm."),  # in Berlin a Monday
        ("2026-11-22 17:00", "2025-11-22 17:00", None),
    ],
)
def test_the_year_of_the_log_begins_with_its_first_local_day(
    call: Call, today: str, begun: str, answer: str | None
) -> None:
    with freeze_time(begun):
        call("practise", "four-even-sides", typed="\nCalm.\n\n\n")
    with freeze_time(today):
        logged = call("practise", "--log", "--json").json()
    assert [each["answer"] for each in logged] == ([answer] if answer else [])


@SUNDAY
@pytest.mark.parametrize(("typed", "answer"), [("q\n", None), ("\n\nHalf\nq\n", "Half")])
def test_stopping_keeps_what_was_written(
    call: Call, home: Path, typed: str, answer: str | None
) -> None:
    (own_folder(home) / "wave-at-the-window.md").write_text(OWN, encoding="utf-8")
    called = call("practise", "wave", typed=typed)
    assert called.code == 0
    (entry,) = call("practise", "--log", "--json").json()
    assert entry["done"] is (answer is not None)
    assert entry["answer"] == answer


@SUNDAY
def test_without_any_input_an_exercise_is_read_out_and_noted_as_begun(call: Call) -> None:
    called = call("practise", "four-even-sides")
    assert called.code == 0
    assert "in 4, hold 4, out 4, hold 4. 8 rounds, 128 seconds." in called.out
    assert called.out.rstrip().endswith("use?")
    assert [each["done"] for each in call("practise", "--log", "--json").json()] == [False]


@SUNDAY
def test_alarming_words_are_stored_and_then_the_help_page_opens_once(
    call: Call, home: Path
) -> None:
    (own_folder(home) / "wave-at-the-window.md").write_text(OWN, encoding="utf-8")
    called = call("practise", "wave", typed="\n\nI shook her.\nAnd I shook her again.\n\nfine\n")
    assert called.err.count("Help, now") == 1
    (entry,) = call("practise", "--log", "--json").json()
    assert entry["answer"] == "I shook her.\nAnd I shook her again."
    assert entry["words"] == "fine"
    assert "Help, now" not in call("practise", "wave", typed="\n\nShe waved.\n").err


@SUNDAY
def test_a_log_of_two_caregivers_says_who(call: Call) -> None:
    call("practise", "kind-no", typed="\n")
    assert "who" not in call("practise", "--log").out
    call("caregiver", "add", "Ben")
    assert "  who         me" in call("practise", "--log").out


def test_lists_of_exercises_and_cards_are_searched_for_words(call: Call) -> None:
    found = call("practise", "--list", "--text", "BREATH", "--json").json()
    assert 0 < len(found) < 52
    assert all(
        "breath" in json.dumps(call("practise", each["id"], "--json").json()).casefold()
        for each in found
    )
    short = call("practise", "--list", "--text", "breath", "--minutes", "3", "--json").json()
    assert short == [each for each in found if each["minutes"] <= 3]
    assert call("practise", "--list", "--text", "no such words").code == 1
    cards = call("practise", "--cards", "--text", "STILL-FACE", "--json").json()
    assert 0 < len(cards) < 5
    none = call("practise", "--cards", "--text", "no such words")
    assert (none.code, none.out) == (0, "")
    assert "parentkit practise --cards lists every one" in none.err


def test_what_was_practised_is_searched_for_words_and_days(call: Call) -> None:
    for day, words in (
        ("2025-06-30", "my sister"),
        ("2026-11-08", "My Sister"),
        ("2026-11-15", ""),
    ):
        with freeze_time(f"{day} 12:00"):
            call("practise", "four-even-sides", typed=f"\n{words}\n\n\n")

    def days(*words: str) -> list[str]:
        entries = call("practise", "--log", "--json", *words).json()
        return [each["started_at"][:10] for each in entries]

    with SUNDAY:
        assert days("--text", "sister") == ["2026-11-08"]
        assert days("--text", "sister", "--all") == ["2025-06-30", "2026-11-08"]
        assert days("--since", "2025-01-01", "--until", "2026-11-09") == [
            "2025-06-30",
            "2026-11-08",
        ]
        assert days("--since", "2026-11-09") == ["2026-11-15"]
        called = call("practise", "--log", "--text", "nobody wrote this")
        assert (called.code, called.out) == (0, "")
        assert "--all" in called.err
        assert call("practise", "--list", "--since", "2026-11-09").code == 2

"""Scenes through the program's door: stories, answers, the tool's terms, and nothing counted."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from freezegun import freeze_time

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Called

    Call = Callable[..., Called]

EXERCISE = """\
---
id: scenes-garden
title: Scenes in a garden
minutes: 3
kind: scenes
who: alone
ages: any
trains: read
source: Made for this test, 2026
scenes: garden
---

## Steps

1. Read a scene.

## You may notice

Nothing much.

## Closing question

Which one was yours?

## When not to

Never mind.

## Why it may help

It may not.
"""

SCENES = """\
# Scenes in a garden

From a bench.

## garden-worm

age: toddler
cue: share_look

Ida holds up a worm.

- [fix_advise] "Wash your hands."
  why: Hands come later.
- [join_mirror] "A worm!"
  why: You looked where she looked.
- [half_there] "Mm."
  why: The worm got a voice.
"""


@pytest.fixture
def garden(home: Path) -> Path:
    folder = home / "home" / "families" / "own" / "packs" / "exercises"
    (folder / "scenes").mkdir(parents=True)
    (folder / "scenes-garden.md").write_text(EXERCISE, encoding="utf-8")
    (folder / "scenes" / "garden.md").write_text(SCENES, encoding="utf-8")
    return folder


def plain(text: str) -> str:
    return " ".join(text.split())


def test_an_answer_is_told_in_the_tools_terms_with_the_suggested_fit_and_why(
    call: Call, garden: Path
) -> None:
    assert garden.is_dir()
    called = call("practise", "scenes-garden", typed="\n2\n\n")
    assert called.code == 0
    before, _, after = called.out.partition('2 "A worm!"\n  sign')
    assert not after
    shown, _, explained = called.out.rpartition("\n  2  ")
    answers = ['1  "Wash your hands."', '2  "A worm!"', '3  "Mm."']
    places = [shown.index(answer) for answer in answers]
    assert places == sorted(places)
    assert "why" not in plain(shown)
    told = plain(explained)
    assert "sign wants to share something with me" in told
    assert "response joined in, mirrored it, named it" in told
    assert "met (suggested)" in told
    assert "that usually answers a wish to share something." in told
    assert "why You looked where she looked." in told
    assert "Hands come later." not in told
    assert before


def test_the_words_are_the_familys_own(call: Call, garden: Path) -> None:
    assert garden.is_dir()
    call("vocabulary", "rename", "cues", "share_look", "look at this!")
    called = call("practise", "scenes-garden", typed="\n2\n\n")
    assert "sign look at this!" in plain(called.out)


def test_the_other_answers_are_told_where_they_are_asked_for(call: Call, garden: Path) -> None:
    assert garden.is_dir()
    told = plain(call("practise", "scenes-garden", typed="\n2\no\n\n").out)
    assert told.index("You looked where") < told.index("Hands come") < told.index("The worm got")
    assert told.count("You looked where") == 1
    assert "misread (suggested)" in told
    assert "partly (suggested)" in told


def test_what_is_no_answer_is_said_and_asked_again(call: Call, garden: Path) -> None:
    assert garden.is_dir()
    called = call("practise", "scenes-garden", typed="\n7\no\nwhat?\n2\n\nMine.\n\n")
    assert called.err.count("is none of these") == 3
    assert "You looked where" in plain(called.out)
    assert call("practise", "--log", "--json").json()[0]["answer"] == "Mine."


@pytest.mark.parametrize(
    ("typed", "done"), [("\n2\ne\n", True), ("\n\n", True), ("\n2\nq\n", False), ("\n2\n", False)]
)
def test_enough_is_done_and_stopping_is_not_and_no_choice_is_stored(
    call: Call, garden: Path, home: Path, typed: str, done: object
) -> None:
    assert garden.is_dir()
    call("practise", "scenes-garden", typed=typed)
    (entry,) = call("practise", "--log", "--json").json()
    assert entry["done"] is done
    lines = [
        json.loads(line)
        for path in (home / "home").glob("families/own/journal/*/????-??.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert {line["kind"] for line in lines} == {"practice"}
    fields = {name for line in lines for name in line["set"]}
    assert fields == {"exercise", "title", "caregiver", "started_at", "done"}


def test_between_adults_the_partner_stands_in_the_childs_place(call: Call) -> None:
    told = plain(call("practise", "scenes-co-parents", typed="\n1\ne\n").out)
    assert "your partner or co-parent stands in the child's place" in told
    assert "Where this says child, the other adult stands in that place." in told
    told = plain(call("practise", "scenes-teen", typed="\n1\ne\n").out)
    assert "the other adult" not in told


def test_all_scenes_of_a_file_come_by_in_turn_beginning_with_another_one_each_day(
    call: Call,
) -> None:
    begins = set()
    for day in range(1, 15):
        with freeze_time(f"2026-11-{day:02} 12:00"):
            called = call("practise", "scenes-infant", typed="\n" * 20)
        answers = re.findall(r"^  1  (.+)$", called.out, re.MULTILINE)
        assert len(answers) == len(set(answers)) == 10
        begins.add(answers[0])
    assert len(begins) > 3

"""The examples of docs/exercises.md are read by the readers that the page describes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from parentkit.content import load
from parentkit.domain.exercises.exercise import KINDS, TRAINS, WHO
from parentkit.interchange.pages.card_file import read_card
from parentkit.interchange.pages.exercise_file import OPTIONAL, REQUIRED, SECTIONS, read_exercise
from parentkit.interchange.pages.page import UnreadableFile
from parentkit.interchange.pages.scene_file import read_scenes

PAGE = (Path(__file__).parents[2] / "docs" / "exercises.md").read_text(encoding="utf-8")
EXERCISE, SCENES, CARD = re.findall(r"^```markdown\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def codes(name: str) -> list[str]:
    return [term["id"] for term in load(name)["terms"]]


def test_the_exercise_of_the_page_is_one() -> None:
    exercise = read_exercise("docs/exercises.md", "three-sounds", EXERCISE)
    assert exercise.breath
    assert exercise.breath.seconds == exercise.steps[1].seconds == 60


def test_the_scenes_and_the_card_of_the_page_are_some() -> None:
    scenes = read_scenes("docs/exercises.md", SCENES, codes("cues"), codes("responses"))
    assert [scene.id for scene in scenes.scenes] == ["garden-worm"]
    assert read_card("docs/exercises.md", "about-play", CARD).sources


def test_the_page_lists_every_key_and_every_word_that_may_stand_in_it() -> None:
    table = re.findall(r"^\| `(\w+)` \| (.+) \|$", PAGE, re.MULTILINE)
    assert tuple(key for key, _ in table) == (*REQUIRED, *OPTIONAL)
    words = dict(table)
    for key, known in (("kind", KINDS), ("who", WHO), ("trains", TRAINS)):
        assert tuple(re.findall(r"`(\w+)`", words[key])) == known
    assert re.findall(r"^## (.+)$", EXERCISE, re.MULTILINE) == list(SECTIONS)


@pytest.mark.parametrize("section", SECTIONS)
def test_no_section_is_optional(section: str) -> None:
    with pytest.raises(UnreadableFile):
        read_exercise("x.md", "three-sounds", EXERCISE.replace(f"## {section}\n", ""))

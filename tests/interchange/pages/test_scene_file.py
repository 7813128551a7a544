"""Files of scenes and background cards are read whole, or every line that is amiss is named."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.domain.exercises.exercise import Answer, Scenes
from parentkit.interchange.pages.card_file import read_card
from parentkit.interchange.pages.page import UnreadableFile
from parentkit.interchange.pages.scene_file import read_scenes

if TYPE_CHECKING:
    from collections.abc import Callable

SCENES = """\
# Scenes in a garden

What one sees from
a bench.

## garden-worm

age: toddler
cue: share_look

Ida holds up a worm. "Look!"

- [join_mirror] "A worm! It wriggles."
  why: You looked where she looked.
- [take_over] You put it back.
  why: The worm is safe, and the look went by.

## garden-rain

age: adult
cue: tired

It rains. "I'd like to go in," says Jo.

- [meet_need] You fold the chairs.
  why: That was the wish.
- [no_response] You read on.
  why: The rain was louder.
"""

CARD = """\
---
id: about-worms
title: About worms
---

Worms are **quiet**
company.

They do not mind.

## Sources

- Darwin, *The Formation of Vegetable Mould*, 1881
"""


def scenes(text: str) -> Scenes:
    cues = ("share_look", "tired")
    return read_scenes(
        "garden.md", text, cues, ("join_mirror", "take_over", "meet_need", "no_response")
    )


def test_a_file_of_scenes_becomes_its_title_its_introduction_and_scenes() -> None:
    read = scenes(SCENES)
    assert (read.title, read.intro) == ("Scenes in a garden", "What one sees from\na bench.")
    worm, rain = read.scenes
    assert (worm.id, worm.age, worm.cue) == ("garden-worm", "toddler", "share_look")
    assert worm.story == 'Ida holds up a worm. "Look!"'
    looked = "You looked where she looked."
    assert worm.answers[0] == Answer("join_mirror", '"A worm! It wriggles."', looked)
    assert (rain.age, len(rain.answers)) == ("adult", 2)


@pytest.mark.parametrize(
    ("before", "after", "line", "problem", "advice"),
    [
        ("# Scenes in a garden", "Scenes in a garden", 1, "no title", "# Title"),
        ("## garden-worm", "## Garden worm", 6, "not an id", "hyphens"),
        ("## garden-rain", "## garden-worm", 18, "Two scenes", "Rename"),
        ("age: toddler", "age: todler", 8, "not a known age", "Nearest: toddler"),
        ("cue: share_look", "cue: share", 9, "not a known sign", "Nearest: share_look"),
        ("age: toddler\ncue", "cue", 8, "begins with its age", "age:"),
        ('up a worm. "Look!"\n', 'up a worm.\n"Look!"\n', 6, "not in its form", "on one line"),
        ("[take_over]", "[takeover]", 15, "not a known response", "Nearest: take_over"),
        ("[take_over]", "[join_mirror]", 15, "Two answers", "another response"),
        (
            "  why: The worm is safe",
            "why: The worm is safe",
            16,
            "not part of an answer",
            "two lines",
        ),
        ("- [take_over] You put it back.\n", "", 15, "not part of an answer", "two lines"),
        (
            "- [take_over] You put it back.\n  why: The worm is safe, and the look went by.\n",
            "",
            13,
            "two answers at least",
            "two lines",
        ),
    ],
    ids=lambda value: str(value)[:25],
)
def test_each_trouble_of_a_file_of_scenes_is_named_with_its_line(
    before: str, after: str, line: int, problem: str, advice: str
) -> None:
    assert SCENES.count(before) == 1
    with pytest.raises(UnreadableFile) as caught:
        scenes(SCENES.replace(before, after))
    found = [each for each in caught.value.findings if problem in each.problem]
    assert found, caught.value.findings
    assert found[0].line == line
    assert advice in found[0].advice


def test_a_file_without_a_scene_says_so() -> None:
    with pytest.raises(UnreadableFile, match="no scene"):
        scenes("# Nothing here\n")


def test_a_card_becomes_its_paragraphs_and_its_sources() -> None:
    card = read_card("about-worms.md", "about-worms", CARD)
    assert card.title == "About worms"
    assert card.paragraphs == ("Worms are **quiet** company.", "They do not mind.")
    assert card.sources == ("Darwin, *The Formation of Vegetable Mould*, 1881",)


@pytest.mark.parametrize(
    ("before", "after", "line", "problem"),
    [
        ("title: About worms\n", "", 3, "'title' is missing"),
        ("title: About", "minutes: 3\ntitle: About", 3, "not a known key"),
        ("id: about-worms", "id: worms", 2, "called about-worms.md"),
        ("## Sources", "## Source", 11, "not a known section"),
        ("- Darwin", "Darwin", 13, "not a source"),
        ("- Darwin, *The Formation of Vegetable Mould*, 1881\n", "", 11, "names no source"),
        ("Worms are **quiet**\ncompany.\n\nThey do not mind.\n", "", 9, "nothing to read"),
    ],
)
def test_each_trouble_of_a_card_is_named_with_its_line(
    before: str, after: str, line: int, problem: str
) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_card("about-worms.md", "about-worms", CARD.replace(before, after))
    found = [each for each in caught.value.findings if problem in each.problem]
    assert found, caught.value.findings
    assert found[0].line == line


@pytest.mark.parametrize(
    "read", [scenes, lambda text: read_card("about-worms.md", "about-worms", text)]
)
@given(st.sampled_from((SCENES, CARD)), st.integers(0, 600), st.integers(0, 600))
def test_whatever_is_cut_out_there_is_no_other_trouble_than_what_is_named(
    read: Callable[[str], object], text: str, a: int, b: int
) -> None:
    with contextlib.suppress(UnreadableFile):
        read(text[:a] + text[b:])

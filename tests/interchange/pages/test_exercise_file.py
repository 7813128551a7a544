"""An exercise file is read whole, or every line that is not in its form is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.domain.exercises.exercise import BANDS, Breath, Step
from parentkit.interchange.pages.exercise_file import read_exercise
from parentkit.interchange.pages.page import Finding, UnreadableFile

FILE = """\
---
id: count-the-leaves
title: Count the leaves
minutes: 2
kind: settling
who: alone, child
ages: infant, teen
trains: self, notice
source: Made for this test, 2026
breath: 4/1/5/0 x 3
---

## Steps

1. Find a tree.
2. Breathe with it. (30 s)
3. Look at one leaf. (5 s)

## You may notice

That no leaf
is like another.

It may take a while.

## Closing question

Which leaf stayed with you?

## When not to

In a storm.

## Why it may help

Trees are in no hurry.
"""

CHANGES = [
    (
        "---\nid: count-the-leaves",
        "id: count-the-leaves",
        1,
        "does not begin with a block",
        "---",
    ),
    ("id: count-the-leaves", "id: Count the leaves", 2, "not an id", "hyphens"),
    ("id: count-the-leaves", "id: count-the-stars", 2, "called count-the-leaves.md", "same name"),
    ("minutes: 2", "minuets: 2", 4, "not a known key", "Nearest: minutes"),
    ("minutes: 2", "minutes: 2\nminutes: 3", 5, "stands twice", "Keep one"),
    ("minutes: 2", "minutes: two", 4, "whole number from 1 to 15", ""),
    ("minutes: 2", "minutes: 16", 4, "whole number from 1 to 15", ""),
    ("minutes: 2", "minutes:", 4, "has no value", "behind the colon"),
    ("minutes: 2", "two minutes", 4, "not of the form `key: value`", ""),
    ("minutes: 2\n", "", 10, "'minutes' is missing", "id, title, minutes, kind"),
    (
        "title: Count the leaves\nminutes: 2",
        "minutes: 2\ntitle: Count the leaves",
        4,
        "'title' stands after 'minutes'",
        "The order is: id, title",
    ),
    ("kind: settling", "kind: settle", 5, "not a known kind", "Nearest: settling"),
    ("kind: settling", "kind: scenes", 5, "no file of scenes is named", "scenes: NAME"),
    ("5/0 x 3", "5/0 x 3\nscenes: leaves", 11, "has no scenes", ""),
    ("who: alone, child", "who: alone,child", 6, "not a known word for 'who'", "child"),
    ("who: alone, child", "who: child, child", 6, "stands here twice", "once"),
    ("ages: infant, teen", "ages: infant, any", 7, "beside other ages", "any alone"),
    ("ages: infant, teen", "ages: tean", 7, "not a known age band", "Nearest: teen"),
    ("trains: self", "trains: selves", 8, "not a known word for 'trains'", "Nearest: self"),
    ("4/1/5/0 x 3", "4-1-5-0 x 3", 10, "not a rhythm", "4/0/6/0 x 12"),
    ("4/1/5/0 x 3", "4/1/0/5 x 3", 10, "takes time in", ""),
    ("4/1/5/0 x 3", "4/1/5/0 x 2", 10, "takes 20 seconds", "(20 s)"),
    ("3. Look at one leaf. (5 s)", "3. Look at one leaf. (30 s)", 10, "takes 30 seconds", ""),
    ("1. Find a tree.", "- Find a tree.", 15, "not a step", "number, full stop"),
    ("3. Look", "4. Look", 17, "numbered 4", "Number it 3"),
    ("1. Find a tree.", "1. Find a (10s) tree.", 15, "not read as one", "(60 s)"),
    ("1. Find a tree.", "1. Find a tree. (1 min)", 15, "not read as one", "(60 s)"),
    ("leaf. (5 s)", "leaf. (91 s)", 13, "take 121 seconds", "more minutes"),
    ("## Steps\n", "Hello.\n\n## Steps\n", 13, "between the front matter", "Move it"),
    ("## You may notice", "## You may notise", 19, "not a known section", "You may notice"),
    ("In a storm.", "", 30, "is empty", "Write something"),
    ("## Why it may help\n\nTrees are in no hurry.\n", "", 32, "is missing", "Add ##"),
    ("stayed with you?", "stayed with you.", 26, "one question", ""),
    ("stayed with you?", "stayed? With you?", 26, "one question", ""),
]


def read(text: str) -> object:
    return read_exercise("packs/count-the-leaves.md", "count-the-leaves", text)


def test_a_file_in_its_form_becomes_an_exercise() -> None:
    exercise = read_exercise("x.md", "count-the-leaves", FILE)
    assert exercise.id == "count-the-leaves"
    assert exercise.minutes == 2
    assert exercise.who == ("alone", "child")
    assert exercise.ages == ("infant", "teen")
    assert not exercise.for_any_age
    assert exercise.trains == ("self", "notice")
    assert exercise.breath == Breath(4, 1, 5, 0, 3)
    assert exercise.breath.seconds == 30
    assert exercise.steps == (
        Step("Find a tree.", 0),
        Step("Breathe with it.", 30),
        Step("Look at one leaf.", 5),
    )
    assert exercise.notice == "That no leaf\nis like another.\n\nIt may take a while."
    assert exercise.question == "Which leaf stayed with you?"
    assert exercise.scenes == ""


def test_any_age_stands_for_every_band() -> None:
    exercise = read_exercise("x.md", "count-the-leaves", FILE.replace("infant, teen", "any"))
    assert exercise.ages == BANDS
    assert exercise.for_any_age


@pytest.mark.parametrize(
    ("before", "after", "line", "problem", "advice"),
    CHANGES,
    ids=lambda value: str(value)[:30],
)
def test_each_trouble_is_named_with_its_line_and_what_to_do(
    before: str, after: str, line: int, problem: str, advice: str
) -> None:
    assert FILE.count(before) == 1
    with pytest.raises(UnreadableFile) as caught:
        read(FILE.replace(before, after))
    found = [each for each in caught.value.findings if problem in each.problem]
    assert found, caught.value.findings
    assert found[0].line == line
    assert advice in found[0].advice
    assert "packs/count-the-leaves.md" in caught.value.message


def test_all_troubles_of_a_file_are_named_at_once_by_line() -> None:
    text = FILE.replace("kind: settling", "kind: settle").replace("3. Look", "7. Look")
    with pytest.raises(UnreadableFile) as caught:
        read(text.replace("minutes: 2", "minutes: 99"))
    assert [finding.line for finding in caught.value.findings] == [4, 5, 17]
    assert "line 4" in caught.value.message
    assert "--check" in caught.value.hint


def test_line_ends_and_spaces_at_line_ends_of_any_editor_make_no_difference() -> None:
    assert read(FILE.replace("\n", " \r\n")) == read(FILE)
    assert read(FILE.replace("\n", "\r")) == read(FILE)


def test_what_could_steer_a_terminal_does_not_come_through() -> None:
    exercise = read_exercise("x.md", "count-the-leaves", FILE.replace("a tree", "a\x1b[2J tree"))
    assert exercise.steps[0].text == "Find a[2J tree."


def findings_in(text: str) -> list[Finding]:
    try:
        read(text)
    except UnreadableFile as unreadable:
        return unreadable.findings
    return []


@given(st.text() | st.builds(lambda a, b: FILE[:a] + FILE[b:], *[st.integers(0, 700)] * 2))
def test_whatever_a_file_holds_it_is_read_or_its_troubles_are_named(text: str) -> None:
    lines = [finding.line for finding in findings_in(text)]
    assert all(1 <= line <= len(text.splitlines()) + 1 for line in lines)
    assert lines == sorted(lines)

"""Question packs: what is whole is used, and what is the matter is named by file and line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parentkit.content import load
from parentkit.domain.log.household import Household
from parentkit.domain.reflection.question_check import known_codes
from parentkit.interchange.pages.question_pack import Pack, may_hold_questions, read_pack

KNOWN = known_codes(Household([], load))
PAGE = Path(__file__).parents[3] / "docs" / "question-packs.md"

TOML = """\
title = "From our Tuesday group"

[[questions]]
id = "our-snail"
text = "What did the snail do?"
kind = "week"

[[questions]]
id = "our-reading"
text = "Which sign\\nwas hard to read?"
kind = "slip"
when = { scope = "week", like = { slip = ["read"] }, like_at_least = 3 }
follow_up = "What else was there?"
source = "Our Tuesday group, 2026"
"""

MARKDOWN = """\
# From our Tuesday group

Anything above the first question is for people.

## our-snail
text: What did
  the snail do?
kind: week

## our-reading
text: Which sign was hard to read?
kind: slip
scope: week
like.slip: read, respond
like_at_least: 3
met_share_at_most: 0.5
follow_up: What else was there?

## our-miscue
text: What was underneath?
kind: child
scope: moment
miscue: true
"""


@pytest.fixture
def read(tmp_path: Path) -> Any:
    def reading(name: str, text: str | bytes, taken: Any = ()) -> Pack:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_pack(str(path), KNOWN, taken)

    return reading


def told(pack: Pack) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in pack.problems]


def test_a_pack_in_toml_is_read(read: Any) -> None:
    pack = read("ours.toml", TOML)
    assert pack.problems == []
    snail, reading = pack.questions
    assert (snail.id, snail.when, snail.follow_up) == ("our-snail", {}, "")
    assert reading.text == "Which sign was hard to read?"
    assert reading.when == {"scope": "week", "like": {"slip": ["read"]}, "like_at_least": 3}


def test_a_pack_in_markdown_is_read(read: Any) -> None:
    pack = read("ours.md", MARKDOWN)
    assert pack.problems == []
    snail, reading, miscue = pack.questions
    assert snail.text == "What did the snail do?"
    assert reading.when == {
        "scope": "week",
        "like": {"slip": ["read", "respond"]},
        "like_at_least": 3,
        "met_share_at_most": 0.5,
    }
    assert miscue.when == {"scope": "moment", "miscue": True}


def test_windows_line_ends_and_a_byte_order_mark_make_no_difference(read: Any) -> None:
    for name, text in (("ours.toml", TOML), ("ours.md", MARKDOWN)):
        marked = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
        assert read(name, marked).questions == read(name, text).questions


TOML_PROBLEMS = [
    ('kind = "week"', 'kind = "weak"', 6, "Nearest: week"),
    ('kind = "slip"', 'sort = "slip"', 11, "'sort' is not a field"),
    ('slip = ["read"]', 'slip = ["reed"]', 12, "Nearest: read"),
    ("like_at_least = 3", "like_at_leest = 3", 12, "Nearest: like_at_least"),
    ('id = "our-reading"', 'id = "our-snail"', 9, "already"),
    ('text = "What did the snail do?"\n', "", 3, "no text"),
    ("title =", "titel =", 1, "Nearest: title"),
    ('source = "Our', "source = Our", 14, "not TOML"),
    ('text = "What did the snail do?"', 'text = "Snail."', 5, "question mark"),
]


@pytest.mark.parametrize(("right", "other", "line", "message"), TOML_PROBLEMS)
def test_a_problem_in_toml_is_named_by_its_line(
    read: Any, right: str, other: str, line: int, message: str
) -> None:
    assert right in TOML
    pack = read("ours.toml", TOML.replace(right, other))
    found = [text for at, text in told(pack) if at == line]
    assert any(message in text for text in found), told(pack)


def test_a_condition_in_a_table_of_its_own_is_named_by_its_own_line(read: Any) -> None:
    pack = read(
        "ours.toml",
        '[[questions]]\nid = "a"\ntext = "What?"\nkind = "child"\n\n'
        '[questions.when]\nscope = "moment"\nclarity = ["loud"]\n',
    )
    assert told(pack) == [
        (8, "'loud' is not a value of clarity. There are: subtle, potent."),
    ]


MARKDOWN_PROBLEMS = [
    ("kind: week", "kind: weak", 8, "Nearest: week"),
    ("kind: slip", "kinds: slip", 12, "Nearest: kind"),
    ("like.slip: read, respond", "like.slip: reed", 14, "Nearest: read"),
    ("like.slip: read, respond", "like.when: read", 14, "not known here"),
    ("like_at_least: 3", "like_at_least: three", 15, "whole number"),
    ("met_share_at_most: 0.5", "met_share_at_most: half", 16, "share from 0 to 1"),
    ("scope: moment", "a line of prose", 22, "not a line of the form"),
    ("miscue: true", "miscue: yes", 23, "true and nothing else"),
    ("miscue: true", "scope: moment", 23, "stands twice"),
    ("## our-reading", "## our-snail", 10, "already"),
    ("## our-reading", "## Our reading", 10, "lower-case"),
]


@pytest.mark.parametrize(("right", "other", "line", "message"), MARKDOWN_PROBLEMS)
def test_a_problem_in_markdown_is_named_by_its_line(
    read: Any, right: str, other: str, line: int, message: str
) -> None:
    assert right in MARKDOWN
    pack = read("ours.md", MARKDOWN.replace(right, other))
    found = [text for at, text in told(pack) if at == line]
    assert any(message in text for text in found), told(pack)


@pytest.mark.parametrize(
    ("name", "text", "bad"),
    [("ours.toml", TOML, ('kind = "week"', 'kind = "weak"')),
     ("ours.md", MARKDOWN, ("kind: week", "kind: weak"))],
)  # fmt: skip
def test_the_other_questions_of_a_pack_are_used(
    read: Any, name: str, text: str, bad: tuple[str, str]
) -> None:
    pack = read(name, text.replace(*bad))
    assert len(pack.problems) == 1
    assert "our-snail" not in [question.id for question in pack.questions]
    assert "our-reading" in [question.id for question in pack.questions]


def test_a_question_with_an_unreadable_line_is_never_asked_without_its_condition(
    read: Any,
) -> None:
    pack = read("ours.md", MARKDOWN.replace("scope: moment\nmiscue: true", "misscue: true"))
    assert "our-miscue" not in [question.id for question in pack.questions]


def test_ids_that_there_are_already_are_left_to_those_who_have_them(read: Any) -> None:
    pack = read("ours.md", MARKDOWN, taken=["our-snail"])
    assert [question.id for question in pack.questions] == ["our-reading", "our-miscue"]
    assert told(pack)[0][0] == 5


@pytest.mark.parametrize(
    ("name", "content", "line", "message"),
    [
        ("ours.txt", "", 0, "a .toml or a .md file"),
        ("ours.md", "", 0, "holds no question"),
        ("ours.md", "---\nid: x\n---\n", 1, "begins as an exercise does"),
        ("ours.toml", "", 0, "holds no question"),
        ("ours.toml", "questions = 7\n", 1, "is a list"),
        ("ours.toml", "questions = [7]\n", 1, "is a list"),
        ("ours.toml", b'title = "x"\nid = "\xff"\n', 2, "not UTF-8"),
        ("ours.md", b"x" * 1_000_001, 0, "larger than"),
        ("ours.toml", "a = " + "[" * 5000, 1, "not TOML"),
        ("ours.toml", "a = " + "9" * 5000, 1, "not TOML"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_pack_says_why(
    read: Any, name: str, content: str | bytes, line: int, message: str
) -> None:
    pack = read(name, content)
    assert pack.questions == []
    assert [at for at, _ in told(pack)] == [line]
    assert message in pack.problems[0].message


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    (problem,) = read_pack(str(tmp_path / "none.md"), KNOWN, ()).problems
    assert "could not be read" in problem.message
    assert str(problem).startswith(str(tmp_path / "none.md") + ": ")


def test_a_problem_names_file_and_line(read: Any) -> None:
    (problem,) = read("ours.md", MARKDOWN.replace("kind: week", "kind: weak")).problems
    assert re.search(r"ours\.md, line 8: ", str(problem))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.toml", True), ("a.md", True), ("a.MD", True), (".a.md", False), ("a.txt", False)],
)
def test_packs_are_known_by_their_names(name: str, expected: Any) -> None:
    assert may_hold_questions(f"/packs/{name}") is expected


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(["ours.toml", "ours.md"]), st.data())
def test_whatever_stands_in_a_file_reading_it_says_so_or_gives_whole_questions(
    read: Any, name: str, data: st.DataObject
) -> None:
    text = TOML if name.endswith("toml") else MARKDOWN
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 20)))
    noise = data.draw(st.text("[]{}\"'=:#- \n\tabcq.,0159\x1b\u202eé", max_size=12))
    pack = read(name, text[:start] + noise + text[end:])
    for question in pack.questions:
        assert question.text.endswith("?")
        assert "\x1b" not in question.text
    for problem in pack.problems:
        assert problem.line <= text.count("\n") + 13


def test_the_packs_on_the_page_are_packs(read: Any) -> None:
    page = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"```(toml|markdown)\n(.*?)```", page, re.DOTALL)
    assert {form for form, _ in blocks} == {"toml", "markdown"}
    for form, text in blocks:
        pack = read("page.toml" if form == "toml" else "page.md", text)
        assert pack.problems == []
        assert pack.questions

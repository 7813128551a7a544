"""Question packs: TOML or Markdown files with questions of a family or a coach.

docs/question-packs.md describes both forms. What is the matter is named by file and line, and
questions that are whole are used whatever is the matter with others.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.reflection.question import Question
from parentkit.domain.reflection.question_check import flaws_of
from parentkit.domain.text import one_line
from parentkit.interchange.pages.question_forms import drafts_in_markdown, drafts_in_toml

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from parentkit.domain.reflection.question_check import Known

TOML, MARKDOWN = ".toml", ".md"
LARGEST = 1_000_000
"""Bytes of a file that is looked at; the shipped bank has sixty thousand."""

_SHOWN = 40


class PackProblem(NamedTuple):
    """What is the matter with a file at a line, counted from 1; 0 is the file as a whole."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        if not self.line:
            return f"{self.file}: {self.message}"
        return f"{self.file}, line {self.line}: {self.message}"


class Pack(NamedTuple):
    """The questions of a file that are whole, and everything that is the matter with the rest."""

    questions: list[Question]
    problems: list[PackProblem]


def may_hold_questions(path: str) -> bool:
    """Whether a file of the packs' folder is a question pack by its name."""
    name = os.path.basename(path)
    return os.path.splitext(name)[1].lower() in (TOML, MARKDOWN) and not name.startswith(".")


def read_pack(path: str, known: Known, taken: Collection[str]) -> Pack:
    """The questions of a file.

    Args:
        path: a .toml or a .md file.
        known: the values that the keys of conditions take, from `known_codes` of
            domain.reflection.question_check.
        taken: ids of questions that there are already.
    """
    text = _text(path)
    if isinstance(text, PackProblem):
        return Pack([], [text])
    problems: list[PackProblem] = []

    def find(line: int, message: str) -> None:
        problems.append(PackProblem(path, line, message))

    drafts_in = drafts_in_toml if path.lower().endswith(TOML) else drafts_in_markdown
    ids = set(taken)
    questions = []
    for draft in drafts_in(text, find):
        before = len(problems)
        for line, told in draft.unread:
            find(line, told)
        for flaw in flaws_of(draft.fields, known):
            find(draft.line_of(flaw.field), flaw.message)
        identity = draft.fields.get("id")
        if isinstance(identity, str) and identity in ids:
            told = f"There is a question {one_line(identity, _SHOWN)!r} already."
            find(draft.line_of("id"), f"{told} Give this one an id of its own.")
        if len(problems) == before:
            questions.append(_question(draft.fields))
            ids.add(str(identity))
    return Pack(questions, sorted(problems, key=lambda problem: problem.line))


def _text(path: str) -> str | PackProblem:
    if os.path.splitext(path)[1].lower() not in (TOML, MARKDOWN):
        return PackProblem(path, 0, "A question pack is a .toml or a .md file.")
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as problem:
        return PackProblem(path, 0, f"It could not be read: {problem.strerror or problem}.")
    if len(data) > LARGEST:
        return PackProblem(path, 0, f"It is larger than {LARGEST} bytes.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        return PackProblem(path, line, "This line is not UTF-8 text.")


def _question(fields: Mapping[str, Any]) -> Question:
    """The question of fields without flaws, its texts on one line each."""
    texts = {name: one_line(value) for name, value in fields.items() if name != "when"}
    return Question(**texts, when=fields.get("when", {}))

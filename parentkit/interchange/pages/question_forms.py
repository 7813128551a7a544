"""The two forms in which questions are written down, with the line on which each field stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.reflection.question import (
    COUNTS,
    FIELDS,
    LIKE,
    LISTS,
    MISCUE,
    MOMENT_KEYS,
    SCOPE,
    SHARES,
    WEEK_KEYS,
)
from parentkit.domain.reflection.question_check import nearest
from parentkit.domain.text import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Find = Callable[[int, str], None]

_FENCE = "---"
_HEADING = "## "
_ENTRY = re.compile(r"([A-Za-z_.]+) *: *(.*)")
_TABLE = re.compile(r"\s*\[\[\s*questions\s*\]\]")
_AT_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)")
_TOP = ("questions", "title")
_MARKDOWN_FIELDS = tuple(name for name in FIELDS if name not in ("id", "when"))
_CONDITION_KEYS = tuple(
    name for name in dict.fromkeys((SCOPE, *MOMENT_KEYS, *WEEK_KEYS)) if name != LIKE
)
_LONGEST_COUNT = 6
_SHOWN = 40


class Draft(NamedTuple):
    """A question as it stands in a file, and the lines of its fields (`when.like.slip`).

    `unread` names lines that could not be read, with the reason.
    """

    fields: dict[str, Any]
    line: int
    lines: Mapping[str, int]
    unread: Sequence[tuple[int, str]] = ()

    def line_of(self, field: str) -> int:
        """The line of a field or, where it has none of its own, of what it stands in."""
        while field:
            if field in self.lines:
                return self.lines[field]
            field = field.rpartition(".")[0]
        return self.line


def drafts_in_toml(text: str, find: Find) -> Iterator[Draft]:
    """The questions of a TOML file; `find` is told what is the matter with it, by line."""
    import tomllib

    try:
        content = tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as problem:
        at = _AT_LINE.search(str(problem))
        told = _AT_LINE.sub("", str(problem)).rstrip(".")
        find(int(at[1]) if at else text.count("\n") + 1, f"This is not TOML: {told}.")
        return
    lines = text.splitlines()
    for name in content:
        if name not in _TOP:
            told = f"{one_line(name, _SHOWN)!r} is not known here. {nearest(name, _TOP)}"
            find(_key_line(lines, name) or 1, told)
    tables = content.get("questions", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        find(_key_line(lines, "questions") or 1, "questions is a list: [[questions]] begins one.")
        return
    if not tables:
        find(0, "It holds no question; [[questions]] begins one.")
    starts = [number for number, line in enumerate(lines, 1) if _TABLE.match(line)]
    for place, table in enumerate(tables):
        start = starts[place] if place < len(starts) else _key_line(lines, "questions") or 1
        end = starts[place + 1] - 1 if place + 1 < len(starts) else len(lines)
        yield Draft(table, start, _toml_lines(lines, start, end))


def _toml_lines(lines: list[str], start: int, end: int) -> dict[str, int]:
    """The lines of one question's fields: `key =`, or the header of a table of its own."""
    found: dict[str, int] = {}
    table = ""
    for number in range(start + 1, end + 1):
        line = lines[number - 1].strip()
        if line.startswith("[questions."):
            table = line.removeprefix("[questions.").partition("]")[0].strip()
            found.setdefault(table, number)
        key = line.partition("=")[0].strip().strip('"')
        if "=" in line and re.fullmatch(r"[\w.-]+", key):
            found.setdefault(f"{table}.{key}" if table else key, number)
    return found


def _key_line(lines: list[str], key: str) -> int | None:
    pattern = re.compile(rf'\s*\[*\s*"?{re.escape(key)}\b')
    return next((number for number, line in enumerate(lines, 1) if pattern.match(line)), None)


def drafts_in_markdown(text: str, find: Find) -> Iterator[Draft]:
    """The questions of a Markdown file; `find` is told what is the matter with it, by line."""
    sections: list[tuple[str, int, list[tuple[int, str]]]] = []
    for number, line in enumerate(clean(text).split("\n"), 1):
        if line.startswith(_HEADING):
            sections.append((line.removeprefix(_HEADING).strip(), number, []))
        elif sections and line.strip():
            sections[-1][2].append((number, line.rstrip()))
    if text.partition("\n")[0].strip() == _FENCE:
        find(1, "This begins as an exercise does; those stand in a folder of their own.")
    elif not sections:
        find(0, "It holds no question; `## some-id` begins one.")
    for identity, number, lines in sections:
        yield _markdown_question(identity, number, lines)


def _markdown_question(identity: str, start: int, lines: Iterable[tuple[int, str]]) -> Draft:
    unread: list[tuple[int, str]] = []
    fields: dict[str, Any] = {"id": identity}
    places = {"id": start}
    for key, (number, value) in _entries(lines, unread).items():
        path = _place(key)
        if path is None:
            near = nearest(key, [*_MARKDOWN_FIELDS, *_CONDITION_KEYS])
            unread.append((number, f"{one_line(key, _SHOWN)!r} is not known here. {near}"))
            continue
        places[".".join(path)] = number
        inner = fields
        for name in path[:-1]:
            inner = inner.setdefault(name, {})
        inner[path[-1]] = _value(path[-1], value)
    return Draft(fields, start, places, unread)


def _entries(
    lines: Iterable[tuple[int, str]], unread: list[tuple[int, str]]
) -> dict[str, tuple[int, str]]:
    """The `key: value` lines; an indented line goes on with the one before it."""
    entries: dict[str, tuple[int, str]] = {}
    last = ""
    for number, line in lines:
        entry = _ENTRY.fullmatch(line)
        if line[:1] == " " and last:
            first, value = entries[last]
            entries[last] = first, f"{value} {line.strip()}"
        elif not entry:
            told = f"{one_line(line, _SHOWN)!r} is not a line of the form `key: value`."
            unread.append((number, told))
        elif entry[1] in entries:
            unread.append((number, f"{entry[1]} stands twice in this question."))
        else:
            last = entry[1]
            entries[last] = number, entry[2]
    return entries


def _place(key: str) -> tuple[str, ...] | None:
    """Where a key of a Markdown question belongs: `slip` into the condition, `text` beside it."""
    before, _, name = key.rpartition(".")
    if before == LIKE and name in MOMENT_KEYS:
        return "when", LIKE, name
    if before:
        return None
    if name in _MARKDOWN_FIELDS:
        return (name,)
    return ("when", name) if name in _CONDITION_KEYS else None


def _value(key: str, text: str) -> object:
    """What a text stands for under its key; the text itself where it cannot stand there."""
    if key in LISTS:
        return [part.strip() for part in text.split(",") if part.strip()]
    if key == MISCUE and text == "true":
        return True
    if key in COUNTS and text.isascii() and text.isdigit() and len(text) <= _LONGEST_COUNT:
        return int(text)
    if key in SHARES:
        try:
            return float(text)
        except ValueError:
            return text
    return text

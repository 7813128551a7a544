"""A page of plain Markdown, read strictly: every line has its number, all trouble is named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.errors import DataProblem
from parentkit.domain.text import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

HEADING = "## "
FENCE = "---"
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""What an id looks like: lower-case words with hyphens."""
_NAME_ADVICE = "An id is lower-case words with hyphens between them."

_ENTRY = re.compile(r"([A-Za-z_]+): *(.*)")
_SHOWN = 60


class Finding(NamedTuple):
    """What is the matter with a line, counted from 1, and what to do about it."""

    line: int
    problem: str
    advice: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.problem} {self.advice}".rstrip()


class UnreadableFile(DataProblem):
    """A file that is not in its form; `findings` name everything that is the matter, by line."""

    def __init__(self, file: str, findings: Sequence[Finding]) -> None:
        first, *others = findings
        more = f"There is more: parentkit practise --check {file} names it all." if others else ""
        hint = " ".join(text for text in (first.advice, more) if text)
        super().__init__(f"{file}, line {first.line}: {first.problem}", hint)
        self.file = file
        self.findings = list(findings)


class Line(NamedTuple):
    """A line and its number, counted from 1."""

    number: int
    text: str


class Section(NamedTuple):
    """A heading and what stands below it, up to the next one."""

    heading: Line
    lines: list[Line]

    @property
    def text(self) -> str:
        """What stands below the heading, empty lines around it left out."""
        return "\n".join(line.text for line in self.lines).strip()

    def blocks(self) -> list[list[Line]]:
        """The lines in groups, an empty line or more between two of them."""
        blocks: list[list[Line]] = [[]]
        for line in self.lines:
            if line.text:
                blocks[-1].append(line)
            elif blocks[-1]:
                blocks.append([])
        return [block for block in blocks if block]


class Page:
    """The lines of a file that is being read, and what has been found to be the matter with it."""

    __slots__ = ("_findings", "file", "lines")

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        # Cleaning goes through a text letter by letter, which most files have no need of.
        plain = text if text.replace("\n", "").isprintable() else clean(text)
        self.lines = [
            Line(number, line.rstrip()) for number, line in enumerate(plain.rstrip().split("\n"), 1)
        ]
        self._findings: list[Finding] = []

    def find(self, line: Line, problem: str, advice: str = "") -> None:
        """Notes that something is the matter with a line; reading goes on."""
        self._findings.append(Finding(line.number, problem, advice))

    def finish(self) -> None:
        """Ends the reading.

        Raises:
            UnreadableFile: something was found.
        """
        if self._findings:
            raise UnreadableFile(self.file, sorted(self._findings))

    def sections(self, lines: Iterable[Line]) -> tuple[list[Line], list[Section]]:
        """What stands before the first heading, and the sections."""
        before: list[Line] = []
        sections: list[Section] = []
        for line in lines:
            if line.text.startswith(HEADING):
                sections.append(Section(line._replace(text=line.text[len(HEADING) :].strip()), []))
            else:
                (sections[-1].lines if sections else before).append(line)
        return before, sections

    def front_matter(
        self, required: Sequence[str], optional: Sequence[str] = ()
    ) -> tuple[dict[str, Line], list[Line]]:
        """The values between the two fences at the top, by key, and the lines below them.

        Raises:
            UnreadableFile: there are no two fences, so that nothing below could be told apart.
        """
        fences = [line.number for line in self.lines if line.text == FENCE]
        if fences[:1] != [1] or not fences[1:]:
            told = "The file does not begin with a block of `key: value` lines."
            self.find(self.lines[0], told, f"Put them between two lines of {FENCE} at its top.")
            self.finish()
        end = fences[1]
        values: dict[str, Line] = {}
        keys = (*required, *optional)
        for line in self.lines[1 : end - 1]:
            self._take_entry(line, keys, values)
        self.in_order(list(values.values()), list(values), keys)
        for key in required:
            if key not in values:
                self.find(self.lines[end - 1], f"The key {key!r} is missing.", _order_of(keys))
        return values, self.lines[end:]

    def in_order(self, lines: Sequence[Line], names: Sequence[str], order: Sequence[str]) -> None:
        """Notes the first of the known names that does not stand in its place."""
        places = [order.index(name) for name in names]
        for number in range(1, len(places)):
            if places[number] < places[number - 1]:
                told = f"{names[number]!r} stands after {names[number - 1]!r}."
                self.find(lines[number], told, _order_of(order))
                return

    def unknown(self, line: Line, what: str, name: str, known: Collection[str]) -> None:
        """Notes a name that is not known, with the nearest ones."""
        self.find(line, f"{shown(name)} is not a known {what}.", _nearest(name, known))

    def _take_entry(self, line: Line, keys: Sequence[str], values: dict[str, Line]) -> None:
        entry = _ENTRY.fullmatch(line.text)
        if not entry:
            self.find(line, f"{shown(line.text)} is not of the form `key: value`.")
        elif entry[1] not in keys:
            self.unknown(line, "key", entry[1], keys)
        elif entry[1] in values:
            self.find(line, f"The key {entry[1]!r} stands twice.", "Keep one of them.")
        elif not entry[2]:
            self.find(line, f"The key {entry[1]!r} has no value.", "Write one behind the colon.")
        else:
            values[entry[1]] = Line(line.number, entry[2])

    def name(self, line: Line) -> str:
        """The id that a line holds; one of another form is noted."""
        if not NAME.fullmatch(line.text):
            self.find(line, f"{shown(line.text)} is not an id.", _NAME_ADVICE)
        return line.text

    def own_id(self, line: Line, stem: str) -> str:
        """The id that a file gives itself, which has to be the stem of its name."""
        if self.name(line) != stem and NAME.fullmatch(line.text):
            told = f"The id is {shown(line.text)} and the file is called {stem}.md."
            self.find(line, told, "Give both the same name.")
        return line.text

    def number(self, line: Line, most: int) -> int:
        """The whole number from 1 to `most` that a line holds; another value is noted."""
        if line.text.isascii() and line.text.isdigit() and 1 <= int(line.text[:9]) <= most:
            return int(line.text)
        self.find(line, f"{shown(line.text)} is not a whole number from 1 to {most}.")
        return 1

    def choice(self, line: Line, what: str, known: Collection[str]) -> str:
        """The one of the known names that a line holds; another is noted."""
        if line.text not in known:
            self.unknown(line, what, line.text, known)
        return line.text

    def choices(self, line: Line, what: str, known: Collection[str]) -> tuple[str, ...]:
        """The known names that a line holds, with a comma and a space between them, each once."""
        names = tuple(line.text.split(", "))
        for name in names:
            self.choice(line._replace(text=name), what, known)
        if len(set(names)) < len(names):
            self.find(line, f"One {what} stands here twice.", "Name each once.")
        return names


def shown(text: str) -> str:
    """A text from a file, quoted and short enough for a message."""
    return repr(one_line(text, _SHOWN))


def _nearest(name: str, known: Collection[str]) -> str:
    from difflib import get_close_matches

    names = sorted(known)
    near = get_close_matches(name[:_SHOWN], names, n=3, cutoff=0.5)
    if near:
        return f"Nearest: {', '.join(near)}."
    return f"Known: {', '.join(names)}."


def _order_of(names: Sequence[str]) -> str:
    return f"The order is: {', '.join(names)}."

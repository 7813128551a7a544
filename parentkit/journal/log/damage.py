"""What of a file cannot be read, found without decoding the lines that are whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.journal.log.operation import sum_fits
from parentkit.journal.log.scan import Problem, content_of, scan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def damage_in(files: Iterable[str]) -> list[Problem]:
    """Everything in some files that would be set aside on reading them."""
    problems: list[Problem] = []
    for path in files:
        content = content_of(path)
        if isinstance(content, Problem):
            problems.append(content)
        else:
            problems += damage_among(content.split(b"\n"), path)
    return problems


def damage_among(lines: Sequence[bytes], path: str) -> list[Problem]:
    """The same of the lines of a file's whole content, as they stand between its line ends.

    A line whose checksum fits is whole; only the others are looked at more closely.
    """
    problems: list[Problem] = []
    offset = 0
    last = len(lines)
    for number, line in enumerate(lines, 1):
        if not sum_fits(line) and line:
            ended = line if number == last else line + b"\n"
            problems += scan(ended, path, start=offset, first_line=number).problems
        offset += len(line) + 1
    return problems

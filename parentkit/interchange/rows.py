"""What reading a file from outside gives: records, rows not taken, lines of bounded length."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

LONGEST_LINE = 1 << 20
"""Characters of a line, and of a row of a table; a longer one is passed over and reported."""

MOST_SHOWN = 80
"""Columns of a value that a report shows."""


class Row(NamedTuple):
    """One record as a file has it.

    `number` counts rows from 1, the header of a table among them; `document` holds `id` and fields;
    `names` are the names that a table shows beside the ids of people.
    """

    number: int
    kind: str
    document: dict[str, Any]
    names: dict[str, str]


class Rejection(NamedTuple):
    """Why a row is not taken: the first thing that is the matter with it, others in `problem`.

    `file` names the file where several are read.
    """

    row: int
    column: str
    value: str
    problem: str
    file: str = ""


class Trouble(NamedTuple):
    """One thing that is the matter with a row."""

    column: str
    value: Any
    problem: str


def rejected(row: int, troubles: Iterable[Trouble]) -> Rejection:
    """The rejection of a row with all that is the matter with it; one thing at least."""
    first, *others = troubles
    also = "".join(f" Also {other.column}: {other.problem}" for other in others)
    return Rejection(
        row, one_line(first.column, MOST_SHOWN), shown(first.value), first.problem + also
    )


def shown(value: Any) -> str:
    """A value from outside as short and harmless text."""
    text = value if isinstance(value, str) else repr(value)[: 4 * MOST_SHOWN]
    return one_line(text[: 4 * MOST_SHOWN], MOST_SHOWN)


def is_text(text: str) -> bool:
    """Whether all of a text is text: no byte in it that is not UTF-8 (a lone surrogate)."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def text_lines(stream: BinaryIO) -> Iterator[str | None]:
    """The lines of a file with their ends, None in the place of one longer than LONGEST_LINE.

    A line ends in LF, CR LF or CR. The text is UTF-8, a byte-order mark is passed over, and bytes
    that are not UTF-8 come as lone surrogates, so that the rows around them can still be read.
    """
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
    try:
        while line := text.readline(LONGEST_LINE + 1):
            if len(line) <= LONGEST_LINE:
                yield line
                continue
            while line and line[-1] not in "\r\n":
                line = text.readline(LONGEST_LINE)
            yield None
    finally:
        if not stream.closed:
            text.detach()

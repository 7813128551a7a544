"""Tables of comma-separated values (RFC 4180), as programs and as people write them."""

from __future__ import annotations

import csv
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.errors import DataProblem
from parentkit.interchange.rows import LONGEST_LINE, Rejection, is_text, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

DELIMITERS = (",", ";", "\t")

MOST_RECOVERIES = 100
"""How often reading goes back behind a quotation mark that is never closed, in one file."""

_OPEN_QUOTE = "A quotation mark in this row is not closed; reading goes on with the next line."
_GIVEN_UP = "Too many quotation marks are not closed; nothing is read from here on."
_NOT_TEXT = 'The row holds bytes that are not UTF-8 text; save the file as "CSV UTF-8".'


class Line(NamedTuple):
    """A row of a table: its number (the header is row 1), its cells, how many lines it takes."""

    number: int
    cells: list[str]
    lines: int


class Table:
    """The header and the rows of a table. A row's number is the one that a spreadsheet shows.

    Attributes:
        header: the names of the columns as they stand in the file.
        rows: the rows that are not empty, or why one cannot be read.
    """

    def __init__(self, lines: Iterator[str | None], delimiter: str, *, spaced: bool) -> None:
        """Reads the header.

        Args:
            lines: as rows.text_lines gives them.
            delimiter: one of DELIMITERS.
            spaced: spaces before a cell are nobody's; else they belong to it.

        Raises:
            DataProblem: there is no header that can be read.
        """
        self.rows = _rows(_Feed(lines), delimiter, spaced=spaced)
        header = next(self.rows, None)
        if not isinstance(header, Line):
            told = header.problem if header else "It is empty."
            raise DataProblem(f"The file has no first row with names of columns. {told}")
        self.header = [name.strip() for name in header.cells]


def delimiter_of(line: str, known: Callable[[str], bool]) -> tuple[str, list[str]]:
    """The delimiter by which most names in a header's line are `known`, and those names.

    Where that does not tell, it is the one that gives most names.
    """
    split = {
        delimiter: [name.strip() for name in _cells(line, delimiter)] for delimiter in DELIMITERS
    }
    best = max(DELIMITERS, key=lambda one: (sum(map(known, split[one])), len(split[one])))
    return best, split[best]


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return []


def table_text(rows: Iterable[list[str]]) -> Iterator[str]:
    """The rows as text with CR LF line ends, quoted where it is needed."""
    taken: list[str] = []
    writer = csv.writer(_Taker(taken), lineterminator="\r\n")
    for row in rows:
        writer.writerow(row)
        yield taken.pop()


class _Taker:
    """What csv.writer writes to: it hands on each row's text."""

    def __init__(self, taken: list[str]) -> None:
        self.write = taken.append


class _Feed:
    """Hands lines to csv.reader and knows which of them the row at hand has taken.

    `cut` says that the row is not whole: the file ended, or LONGEST_LINE was passed, before its
    last quotation mark; `overlong` that it had a line longer than that.
    """

    def __init__(self, lines: Iterator[str | None]) -> None:
        self._lines = lines
        self._back: list[str | None] = []
        self._taken: list[str | None] = []
        self._size = 0
        self.cut = False
        self.overlong = False

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self._size > LONGEST_LINE:
            self.cut = True
            raise StopIteration
        try:
            line = self._back.pop() if self._back else next(self._lines)
        except StopIteration:
            self.cut = bool(self._taken)
            raise
        self._taken.append(line)
        if line is None:
            self.overlong = True
            self._size = LONGEST_LINE + 1
            return "\n"
        self._size += len(line)
        return line

    def begin_row(self) -> None:
        self._taken, self._size, self.cut, self.overlong = [], 0, False, False

    def go_back(self) -> None:
        """Everything that the row took after its first line is to be read again."""
        self._back += reversed(self._taken[1:])

    @property
    def lines(self) -> int:
        return len(self._taken)


def _rows(feed: _Feed, delimiter: str, *, spaced: bool) -> Iterator[Line | Rejection]:
    # The process's own limit is low by default; here the feed decides when a row is too long.
    csv.field_size_limit(4 * LONGEST_LINE)
    reader = csv.reader(feed, delimiter=delimiter, skipinitialspace=spaced)
    recoveries = 0
    for number in count(1):
        feed.begin_row()
        cells: list[str] = []
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            feed.cut = True
        if problem := _problem(feed, cells):
            yield Rejection(number, "", shown("".join(cells)), problem)
        elif any(cells):
            yield Line(number, cells, feed.lines)
        if feed.cut:
            feed.go_back()
            recoveries += 1
        if recoveries > MOST_RECOVERIES:
            yield Rejection(number + 1, "", "", _GIVEN_UP)
            return


def _problem(feed: _Feed, cells: list[str]) -> str:
    if feed.overlong:
        return f"The row is longer than {LONGEST_LINE} characters."
    if feed.cut:
        return _OPEN_QUOTE
    return "" if is_text("".join(cells)) else _NOT_TEXT

"""What charts are drawn with: two sets of characters, shares, a grid, two charts side by side."""

from __future__ import annotations

from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from parentkit.domain.text import one_line, shown_width
from parentkit.figures.summary import CameBack
from parentkit.report.glyphs import ASCII

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from parentkit.figures.summary import Match

SOFT = "$soft"
RANGE = "$primary"


class Pen(NamedTuple):
    """The characters of charts, each one column wide."""

    range: str
    line: str
    level: str
    fall: str
    land: str
    gap: str
    shades: str


UNICODE_PEN = Pen(
    range="│", line="┄", level="─", fall="┐", land="└", gap="·", shades="░▒▓█"
)  # fmt: skip
ASCII_PEN = Pen(range="|", line="-", level="_", fall="|", land="|", gap=".", shades="-=+#")


def pen_of(glyphs: Mapping[str, str]) -> Pen:
    """The characters that go with a set of signs."""
    return ASCII_PEN if glyphs is ASCII else UNICODE_PEN


class Share(NamedTuple):
    """`part` of `n`; the rate and its range run from 0 to 1, None is withheld."""

    part: int
    n: int
    rate: float | None
    low: float | None
    high: float | None


def share_of(figure: Match | CameBack) -> Share:
    """The share of either figure."""
    part = figure.moments if isinstance(figure, CameBack) else figure.met
    return Share(part, figure.n, figure.rate, figure.low, figure.high)


class Canvas:
    """A grid of characters, each with a style; what is put outside of it is left out."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self._rows = [[(" ", "")] * width for _ in range(height)]

    def put(self, row: int, column: int, text: str, style: str = "") -> None:
        """Writes characters of one column each, from a place to the right."""
        for place, char in enumerate(text, column):
            if 0 <= place < self.width:
                self._rows[row][place] = (char, style)

    def is_free(self, row: int, column: int, length: int) -> bool:
        """Whether nothing is written there, with one free column on either side."""
        wanted = range(column - 1, column + length + 1)
        return (
            column >= 0
            and column + length <= self.width
            and not any(
                self._rows[row][place][0] != " " for place in wanted if 0 <= place < self.width
            )
        )

    def lines(self) -> list[Content]:
        """The grid, line by line."""
        return [
            Content.assemble(
                *((char * len(list(run)), style) for (char, style), run in groupby(row))
            )
            for row in self._rows
        ]


def side_by_side(
    left: Sequence[Content], right: Sequence[Content], left_width: int
) -> list[Content]:
    """Two blocks of lines beside each other, the right one from column `left_width` on."""
    rows = zip_longest(left, right, fillvalue=Content(""))
    return [
        Content.assemble(one, " " * max(0, left_width - one.cell_length), other)
        for one, other in rows
    ]


def padded(text: str, width: int) -> str:
    """One line of exactly that many columns."""
    shown = one_line(text, width)
    return shown + " " * (width - shown_width(shown))

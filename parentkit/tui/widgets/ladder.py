"""Which line belongs to which moment, in a list of any length."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from itertools import accumulate, chain
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.codes import NOT_YET, REPAIRED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TITLE_LINES = 2
"""A day begins with its title and, but for the first one, an empty line before it."""


class Rung(NamedTuple):
    """A line: of which moment, and the how manieth of its lines, its day's title among them."""

    place: int
    line: int


class Ladder:
    """The lines of a list, moment by moment from the top.

    A moment takes one line (two where it is narrow), one more each for a repair and for being set
    apart, and the first of a day has the day's title above it.

    Args:
        days: the day of every moment, in the order of the list.
        marks: the state of its repair and whether it is set apart, of every moment.
    """

    __slots__ = ("_tops", "_wide_tops", "starts")

    def __init__(self, days: Sequence[str], marks: Iterable[tuple[str, bool]]) -> None:
        self.starts = bytearray(
            before != day for before, day in zip(chain(("",), days), days, strict=False)
        )
        heights = (
            1 + (state in (REPAIRED, NOT_YET)) + flagged + TITLE_LINES * starts
            for (state, flagged), starts in zip(marks, self.starts, strict=True)
        )
        # The empty line above the very first title is left out.
        self._wide_tops = array("q", accumulate(heights, initial=-1 if days else 0))
        self._tops: dict[bool, array[int]] = {False: self._wide_tops}

    def __len__(self) -> int:
        return len(self.starts)

    def height(self, *, narrow: bool) -> int:
        """Lines of the whole list."""
        return self._of(narrow=narrow)[-1]

    def top(self, place: int, *, narrow: bool) -> int:
        """The line at which a moment begins, its day's title among its lines."""
        return max(0, self._of(narrow=narrow)[place])

    def body(self, place: int, *, narrow: bool) -> int:
        """The line at which the moment itself begins, below its day's title."""
        return self._of(narrow=narrow)[place] + TITLE_LINES * self.starts[place]

    def end(self, place: int, *, narrow: bool) -> int:
        """The line after the last one of a moment."""
        return self._of(narrow=narrow)[place + 1]

    def at(self, line: int, *, narrow: bool) -> Rung | None:
        """What stands in a line; None below the last one."""
        tops = self._of(narrow=narrow)
        if not 0 <= line < tops[-1]:
            return None
        place = bisect_right(tops, line, hi=len(self)) - 1
        return Rung(place, line - tops[place] - TITLE_LINES * self.starts[place])

    def _of(self, *, narrow: bool) -> array[int]:
        if narrow not in self._tops:
            wide = self._wide_tops
            self._tops[narrow] = array("q", (top + place for place, top in enumerate(wide)))
        return self._tops[narrow]

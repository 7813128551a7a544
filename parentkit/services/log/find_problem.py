"""Something in a line of words cannot be read: which place, and what could stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.domain.errors import UsageProblem
from parentkit.domain.text import shown_width
from parentkit.services.log.find_tokens import dotted

if TYPE_CHECKING:
    from collections.abc import Collection

WIDTH = 58
"""Columns in which the place is shown where nobody says how many there are."""

NARROWEST = 24
"""Columns that are always taken; in fewer, nothing of the words could be shown."""

_CUT = "... "


class FindProblem(UsageProblem):
    """Something in the words cannot be read; the hint shows the place and says what could stand.

    What is looked for in notes is private: it stands in dots there, and nowhere in the message. So
    does what was not understood, which may belong to a note: all from the place on, but for words
    that are `known`.

    `at` is the place, in the words as one line.
    """

    def __init__(
        self, query: str, at: int, message: str, told: str, known: Collection[str] | None = None
    ) -> None:
        super().__init__(message)
        self.at = at
        self._told = told
        self._shown = dotted(query, at, known)
        self.fit(WIDTH)

    def fit(self, width: int) -> None:
        """Shows the place in lines of at most `width` columns, or of NARROWEST."""
        line, mark = _excerpt(self._shown, self.at, max(width, NARROWEST))
        self.hint = "\n  ".join([line, mark, *([self._told] if self._told else [])])


def _excerpt(line: str, at: int, room: int) -> tuple[str, str]:
    """The part of a line around a place that has room, and a mark below the place."""
    start = 0
    if shown_width(line) >= room:
        start = _near(line, at, room // 2 - len(_CUT))
    cut = _CUT if start else ""
    shown = cut + line[start : at + room]
    while shown_width(shown) > room:
        shown = shown[:-1]
    return shown.rstrip(), " " * shown_width(f"{cut}{line[start:at]}") + "^"


def _near(line: str, at: int, room: int) -> int:
    """Where the words begin that are shown before a place: at a word where one begins there."""
    start = at
    while start > 0 and shown_width(line[start - 1 : at]) <= room:
        start -= 1
    space = line.find(" ", max(start - 1, 0), at)
    return space + 1 if start and space >= 0 else start

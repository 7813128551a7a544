"""What a view of the rates is: a chart, the same as a table, and words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.report.glyphs import ASCII
from parentkit.tui.widgets.drawing import pen_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.content import Content

    from parentkit.domain.log.household import Household
    from parentkit.services.rates.rates import Basis
    from parentkit.tui.widgets.drawing import Pen

SHORTEST_CHART = 7
TALLEST_CHART = 13
BELOW_A_CHART = 9
"""Lines for a title, counts and names of weeks, and a few words."""


class Frame(NamedTuple):
    """The room there is: columns and lines, and the set of signs to draw with."""

    width: int
    height: int
    glyphs: Mapping[str, str]

    @property
    def pen(self) -> Pen:
        """The characters of charts."""
        return pen_of(self.glyphs)

    @property
    def ascii_only(self) -> bool:
        """Whether only ASCII may be drawn."""
        return self.glyphs is ASCII

    @property
    def chart_height(self) -> int:
        """Lines from 0 to 100 %."""
        return max(SHORTEST_CHART, min(TALLEST_CHART, self.height - BELOW_A_CHART))


class Picture(NamedTuple):
    """One view of some moments, ready to be drawn in any room.

    `chart` and `values` are cheap; `words` are sentences, a paragraph each.
    """

    chart: Callable[[Frame], list[Content]]
    values: Callable[[Frame], list[Content]]
    words: tuple[str, ...]


class View(NamedTuple):
    """One of the views.

    Attributes:
        id: stable name, by which its key can be changed.
        label: a word or two.
        command: what prints the same in a shell.
        help: one to three sentences about it.
        maker: the module of this package and the function in it that make the picture.
    """

    id: str
    label: str
    command: str
    help: str
    maker: tuple[str, str]

    def make(self, basis: Basis, household: Household) -> Picture:
        """Counts, and gives the picture; belongs in a thread, and so does what it imports."""
        from importlib import import_module

        module, function = self.maker
        picture: Picture = getattr(import_module(f"parentkit.tui.rates.{module}"), function)(
            basis, household
        )
        return picture

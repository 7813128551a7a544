"""A share with its n, its range and the 30 % mark: a bar that is words first."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from parentkit.figures.display import BENCHMARK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parentkit.figures.summary import CameBack, Match

WIDEST = 50
UNICODE_CELLS = {"empty": "░", "within": "▒", "rate": "█", "mark": "┆"}
ASCII_CELLS = {"empty": ".", "within": "-", "rate": "#", "mark": "|"}


class ShareBar(Static):
    """One figure: its name and count, the bar, and a sentence."""

    HELP = (
        "A share of the moments written down. The dark part of the bar is the rate, the shaded "
        "part its range: with so many moments on so many days the share could be anywhere in it. "
        "The thin line is the often quoted 30 %; it is there to take pressure off, not a pass mark."
    )

    def __init__(self, title: str, *, mark: bool, id: str | None = None) -> None:  # noqa: A002
        super().__init__(markup=False, id=id)
        self._title = title
        self._mark = mark
        self._shown: tuple[Match | CameBack, bool] | None = None

    def present(self, figure: Match | CameBack, *, ascii_only: bool) -> None:
        """Shows a figure, as one line of counts where its rate is withheld."""
        self._shown = figure, ascii_only
        self._draw()

    def on_resize(self) -> None:
        """Draws the bar anew: it is as wide as there is room."""
        self._draw()

    def _draw(self) -> None:
        if self._shown is not None:
            figure, ascii_only = self._shown
            self.update(
                share_content(
                    self._title, figure, self.width, ascii_only=ascii_only, mark=self._mark
                )
            )

    @property
    def width(self) -> int:
        """Columns of the bar itself."""
        return max(min(WIDEST, self.size.width or WIDEST), 10)


def share_content(
    title: str, figure: Match | CameBack, width: int, *, ascii_only: bool, mark: bool
) -> Content:
    """The figure as up to four lines."""
    from parentkit.figures.summary import CameBack
    from parentkit.report.rates.rates import about_words

    count = figure.moments if isinstance(figure, CameBack) else figure.met
    head = Content.assemble((f"{title:<11}", "bold"), (f"{count} of {figure.n}", "bold"))
    if figure.rate is None:
        return head
    cells = ASCII_CELLS if ascii_only else UNICODE_CELLS
    lines = [head, bar(figure.rate, figure.low, figure.high, width, cells, mark=mark)]
    if mark:
        lines.append(Content.styled(f"{' ' * int(BENCHMARK * width)}{cells['mark']}30 %", "$soft"))
    return Content("\n").join([*lines, Content(about_words(figure))])


def bar(  # noqa: PLR0913 a share, its range and how to draw them
    rate: float,
    low: float | None,
    high: float | None,
    width: int,
    cells: Mapping[str, str],
    *,
    mark: bool,
) -> Content:
    """One line of `width` cells that stand for 0 to 100 %."""
    drawn = [(cells["empty"], "$soft")] * width
    if low is not None and high is not None:
        for place in range(_cell(low, width), _cell(high, width) + 1):
            drawn[place] = (cells["within"], "$primary")
    if mark:
        drawn[_cell(BENCHMARK, width)] = (cells["mark"], "$foreground")
    here = _cell(rate, width)
    for place in (here, min(here + 1, width - 1)):
        drawn[place] = (cells["rate"], "$primary")
    runs = groupby(drawn)
    return Content.assemble(*((cell * len(list(run)), style) for (cell, style), run in runs))


def _cell(share: float, width: int) -> int:
    return min(width - 1, int(share * width))

"""Parts below each other: for each its name, and the two figures as bars of the same size."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from parentkit.domain.text import one_line
from parentkit.figures.display import BENCHMARK
from parentkit.report.rates.rates import share_words
from parentkit.tui.widgets.drawing import SOFT, padded, share_of
from parentkit.tui.widgets.share import ASCII_CELLS, UNICODE_CELLS, bar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from parentkit.figures.summary import CameBack, Match, Summary

INDENT = 2
NAME = len("came back  ")
GAP = 2
WIDEST_BAR = 40
NARROWEST_BESIDE = 16


class Layout(NamedTuple):
    """So many columns for a bar; `beside` its words, or on a line of its own below them."""

    columns: int
    beside: bool
    cells: Mapping[str, str]


def parts_chart(
    parts: Sequence[tuple[str, Summary]], width: int, *, ascii_only: bool
) -> list[Content]:
    """A paragraph for each part, in the order given; the 30 % mark is named on top.

    Args:
        parts: name and figures.
        width: columns of the whole; where it is narrow, a bar stands below its words.
        ascii_only: whether to draw in plain ASCII.
    """
    layout = layout_of(parts, width, ascii_only=ascii_only)
    lines = [_mark(layout)]
    for label, part in parts:
        lines += [
            Content.styled(one_line(label, width), "bold"),
            *_figure("met", part.match, layout, mark=True),
            *_figure("came back", part.came_back, layout, mark=False),
            Content(""),
        ]
    return lines[:-1]


def layout_of(parts: Sequence[tuple[str, Summary]], width: int, *, ascii_only: bool) -> Layout:
    """Where the bars of these parts have room."""
    figures = [figure for _, part in parts for figure in (part.match, part.came_back)]
    words = max((len(share_words(figure)) for figure in figures), default=0)
    room = width - INDENT - NAME
    beside = room - GAP - words
    cells = ASCII_CELLS if ascii_only else UNICODE_CELLS
    if beside >= NARROWEST_BESIDE:
        return Layout(min(WIDEST_BAR, beside), beside=True, cells=cells)
    return Layout(min(WIDEST_BAR, room), beside=False, cells=cells)


def _mark(layout: Layout) -> Content:
    place = INDENT + NAME + int(BENCHMARK * layout.columns)
    return Content.styled(f"{' ' * place}{layout.cells['mark']} 30 %", SOFT)


def _figure(
    name: str, figure: Match | CameBack, layout: Layout, *, mark: bool
) -> Iterator[Content]:
    head = (" " * INDENT + padded(name, NAME), SOFT)
    words = share_words(figure)
    share = share_of(figure)
    drawn = None
    if share.rate is not None:
        drawn = bar(share.rate, share.low, share.high, layout.columns, layout.cells, mark=mark)
    if layout.beside:
        yield Content.assemble(head, drawn or " " * layout.columns, " " * GAP, words)
        return
    yield Content.assemble(head, words)
    if drawn is not None:
        yield Content.assemble(" " * (INDENT + NAME), drawn)

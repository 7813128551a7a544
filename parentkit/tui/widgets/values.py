"""A chart's figures as a table of aligned columns, which reads well aloud too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from parentkit.domain.text import shown_width
from parentkit.report.rates.rates import percent
from parentkit.tui.widgets.drawing import SOFT, padded, share_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parentkit.figures.summary import CameBack, Match, Summary

GAP = 2
NARROWEST_LABEL = 12
WIDEST_LABEL = 42
HEADS = ("count", "about", "range")

Row = tuple[str, ...]


def table(head: Row, rows: Sequence[Row], width: int) -> list[Content]:
    """The first column on the left, shortened where need be; the others flush right.

    Args:
        head: what the columns are called.
        rows: as many texts each as the head has.
        width: columns of the whole; a table that cannot be made so narrow is cut by nobody.
    """
    columns = list(zip(head, *rows, strict=True))
    widths = [max(map(shown_width, column)) for column in columns]
    others = sum(each + GAP for each in widths[1:])
    room = max(NARROWEST_LABEL, width - others)
    widths[0] = min(widths[0], room, WIDEST_LABEL)
    styles = (SOFT, *[""] * len(rows))
    return [
        Content.styled(_line(row, widths), style) if style else Content(_line(row, widths))
        for row, style in zip((head, *rows), styles, strict=True)
    ]


def shares_table(
    what: str, rows: Sequence[tuple[str, Summary | None]], width: int
) -> list[Content]:
    """Both figures of every row, beside each other or, where it is narrow, below each other."""
    met = [_cells(part.match if part else None) for _, part in rows]
    back = [_cells(part.came_back if part else None) for _, part in rows]
    labels = [label for label, _ in rows]
    heads = ("met", *HEADS[1:]), ("came back", *HEADS[1:])
    joint = [(label, *one, *other) for label, one, other in zip(labels, met, back, strict=True)]
    if _narrowest((what, *heads[0], *heads[1]), joint) <= width:
        return table((what, *heads[0], *heads[1]), joint, width)
    lines = []
    for head, cells in zip(heads, (met, back), strict=True):
        single = [(label, *each) for label, each in zip(labels, cells, strict=True)]
        lines += [*table((what, *head), single, width), Content("")]
    return lines[:-1]


def _cells(figure: Match | CameBack | None) -> Row:
    """Count, rate and range in words."""
    if figure is None or not figure.n:
        return "none", "", ""
    share = share_of(figure)
    counts = f"{share.part} of {share.n}"
    if share.rate is None:
        return counts, "too few", ""
    if share.low is None or share.high is None:
        return counts, f"{percent(share.rate)} %", "one day"
    return counts, f"{percent(share.rate)} %", f"{percent(share.low)} to {percent(share.high)}"


def _narrowest(head: Row, rows: Sequence[Row]) -> int:
    columns = list(zip(head, *rows, strict=True))[1:]
    return NARROWEST_LABEL + sum(max(map(shown_width, column)) + GAP for column in columns)


def _line(row: Row, widths: Sequence[int]) -> str:
    first, *others = row
    cells = [
        f"{' ' * (width - shown_width(text))}{text}"
        for text, width in zip(others, widths[1:], strict=True)
    ]
    return (" " * GAP).join((padded(first, widths[0]), *cells)).rstrip()

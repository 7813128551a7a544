"""How many misses were still open after how long: a curve of steps."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from parentkit.report.log.moment import minutes_words
from parentkit.tui.widgets.chart_weeks import AXIS, row_of
from parentkit.tui.widgets.drawing import SOFT, Canvas

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from parentkit.figures.repair_time import Step
    from parentkit.tui.widgets.drawing import Pen

LABELLED = (0, 60, 10, 24 * 60, 5, 30, 4 * 60, 2, 7 * 24 * 60, 28 * 24 * 60)
"""Minutes that are named on the axis, those first that matter most where there is little room."""


def steps_chart(
    steps: Sequence[Step], width: int, height: int, pen: Pen, style: str
) -> list[Content]:
    """The share still open from 100 % down, over minutes that lie closer together the later it is.

    Args:
        steps: the curve, earliest first.
        width: columns of the whole.
        height: lines from 0 to 100 %, at least 5.
        pen: the characters.
        style: the colour of the curve.
    """
    canvas = Canvas(width, height + 1)
    canvas.put(0, 0, "100 %", SOFT)
    canvas.put(row_of(0.5, height), 0, " half", SOFT)
    canvas.put(row_of(0.5, height), AXIS, pen.line * (width - AXIS), SOFT)
    canvas.put(height - 1, 0, "  0 %", SOFT)
    end = max((step.minutes for step in steps), default=1) * 1.25 + 1
    before = row_of(1.0, height)
    for column in range(AXIS, width):
        here = row_of(open_at(steps, minutes_at(column, width, end)), height)
        if here == before:
            canvas.put(here, column, pen.level, style)
        else:
            canvas.put(before, column, pen.fall, style)
            for row in range(before + 1, here):
                canvas.put(row, column, pen.range, style)
            canvas.put(here, column, pen.land, style)
        before = here
    for minutes in LABELLED:
        _name(canvas, height, minutes, end)
    return canvas.lines()


def column_of(minutes: float, width: int, end: float) -> int:
    """The column of a time: equal steps of log(1 + minutes) from 0 to `end`."""
    along = math.log1p(minutes) / math.log1p(end)
    return AXIS + round(along * (width - 1 - AXIS))


def minutes_at(column: int, width: int, end: float) -> float:
    """The latest time that is drawn in a column."""
    along = (column - AXIS + 0.5) / (width - 1 - AXIS)
    return math.expm1(along * math.log1p(end))


def open_at(steps: Sequence[Step], minutes: float) -> float:
    """The share still open at a time."""
    return next((step.open_share for step in reversed(steps) if step.minutes <= minutes), 1.0)


def _name(canvas: Canvas, row: int, minutes: int, end: float) -> None:
    if minutes > end:
        return
    label = _short(minutes)
    column = column_of(minutes, canvas.width, end)
    column = min(max(AXIS, column - len(label) // 2), canvas.width - len(label))
    if canvas.is_free(row, column, len(label)):
        canvas.put(row, column, label, SOFT)


def _short(minutes: int) -> str:
    return minutes_words(minutes).replace("minutes", "min") if minutes else "at once"

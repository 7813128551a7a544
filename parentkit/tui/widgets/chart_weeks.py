"""Weeks from left to right: a dot for the rate, a line for its range, a gap where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.tui.widgets.drawing import RANGE, SOFT, Canvas

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from parentkit.tui.widgets.drawing import Pen, Share

AXIS = 6
WIDEST_STEP = 6
NARROWEST_WITH_COUNTS = 3


class Week(NamedTuple):
    """One week, or stretch of weeks; without a share nothing was written down."""

    label: str
    share: Share | None


class Level(NamedTuple):
    """A line across the chart: the 30 % mark, the middle of the weeks."""

    at: float
    label: str


class Look(NamedTuple):
    """The characters, the sign of a rate with its colour, and the line across, if any."""

    pen: Pen
    sign: str
    style: str
    level: Level | None = None


def weeks_width(count: int, step: int = WIDEST_STEP) -> int:
    """Columns that so many weeks take."""
    return AXIS + count * step


def weeks_chart(weeks: Sequence[Week], width: int, height: int, look: Look) -> list[Content]:
    """The chart, with its axis and, where there is room, the counts of every week below.

    Args:
        weeks: one at least, oldest first; of more than there are columns the oldest are left out.
        width: columns of the whole.
        height: lines from 0 to 100 %, at least 5.
        look: what it is drawn with.
    """
    weeks = weeks[-max(1, width - AXIS) :]
    step = max(1, min(WIDEST_STEP, (width - AXIS) // len(weeks)))
    counted = _counts_fit(weeks, step)
    canvas = Canvas(width, height + 1 + 2 * counted)
    places = [AXIS + at * step + (step - 1) // 2 for at in range(len(weeks))]
    _axis(canvas, height)
    if look.level:
        _across(canvas, look.level, height, AXIS + len(weeks) * step, look.pen)
    for place, week in zip(places, weeks, strict=True):
        _dot(canvas, place, week.share, height, look)
    if counted:
        _counts(canvas, height, places, weeks, look.pen)
    _labels(canvas, height + 2 * counted, places, weeks)
    return canvas.lines()


def row_of(share: float, height: int) -> int:
    """The line on which a share stands, 0 on top."""
    return height - 1 - round(share * (height - 1))


def _axis(canvas: Canvas, height: int) -> None:
    canvas.put(0, 0, "100 %", SOFT)
    canvas.put(height - 1, 0, "  0 %", SOFT)


def _across(canvas: Canvas, level: Level, height: int, end: int, pen: Pen) -> None:
    row = row_of(level.at, height)
    canvas.put(row, 0, f"{level.label:>{AXIS - 1}} ")
    canvas.put(row, AXIS, pen.line * (end - AXIS), SOFT)


def _dot(canvas: Canvas, place: int, share: Share | None, height: int, look: Look) -> None:
    if share is None or share.rate is None:
        return
    if share.low is not None and share.high is not None:
        for row in range(row_of(share.high, height), row_of(share.low, height) + 1):
            canvas.put(row, place, look.pen.range, RANGE)
    canvas.put(row_of(share.rate, height), place, look.sign, look.style)


def _counts_fit(weeks: Sequence[Week], step: int) -> bool:
    largest = max((week.share.n for week in weeks if week.share), default=0)
    return step >= NARROWEST_WITH_COUNTS and len(str(largest)) < step


def _counts(
    canvas: Canvas, row: int, places: Sequence[int], weeks: Sequence[Week], pen: Pen
) -> None:
    """Two lines of counts, so many of so many."""
    canvas.put(row + 1, 0, "   of", SOFT)
    for place, week in zip(places, weeks, strict=True):
        share = week.share
        for line, number in enumerate((share.part, share.n) if share else (pen.gap,)):
            text = str(number)
            style = SOFT if line or not share else ""
            canvas.put(row + line, place - len(text) // 2, text, style)


def _labels(canvas: Canvas, row: int, places: Sequence[int], weeks: Sequence[Week]) -> None:
    """The names of the last week, the first, and of those between for which there is room."""
    last = len(weeks) - 1
    for at in (last, 0, last // 2):
        label = weeks[at].label
        column = max(AXIS, min(places[at] - len(label) // 2, canvas.width - len(label)))
        if canvas.is_free(row, column, len(label)):
            canvas.put(row, column, label, SOFT)

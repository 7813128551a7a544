"""Weekdays across, parts of the day down: how much was written there, and the rough share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from parentkit.domain.time.days import WEEKDAYS
from parentkit.figures.slots import HOURS
from parentkit.tui.widgets.drawing import SOFT, padded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parentkit.figures.slots import Slot
    from parentkit.tui.widgets.drawing import Pen, Share

HEAD = 8
WIDEST_CELL = 8
QUARTERS = ("up to a quarter", "up to half", "up to three quarters", "more")


def slots_chart(slots: Mapping[Slot, Share], width: int, pen: Pen, style: str) -> list[Content]:
    """A grid of so many moments in each slot; the sign beside the number is the rough share.

    Args:
        slots: the shares; one without moments is left out or has none.
        width: columns of the whole, at least 43.
        pen: the characters.
        style: the colour of the signs.
    """
    cell = min(WIDEST_CELL, (width - HEAD) // len(WEEKDAYS))
    days = "".join(f"{day[:3]:>{cell}}" for day in WEEKDAYS)
    lines = [Content.styled(padded("", HEAD) + days, SOFT)]
    hours = sorted({slot.hour for slot, share in slots.items() if share.n})
    if not hours:
        return lines
    for hour in range(hours[0], hours[-1] + 1, HOURS):
        shares = {slot.weekday: share for slot, share in slots.items() if slot.hour == hour}
        cells = [_cell(shares.get(day), cell, pen, style) for day in range(1, len(WEEKDAYS) + 1)]
        lines.append(Content.assemble((padded(hours_label(hour), HEAD), SOFT), *cells))
    return lines


def hours_label(hour: int) -> str:
    """`18 to 21`, the hours of a part of the day."""
    return f"{hour:02} to {hour + HOURS:02}"


def legend(pen: Pen) -> str:
    """What the signs mean, in a line."""
    return ", ".join(f"{sign} {words}" for sign, words in zip(pen.shades, QUARTERS, strict=True))


def shade(rate: float, pen: Pen) -> str:
    """The sign of a rough share, by quarters; a quarter itself is still up to a quarter."""
    quarters = len(pen.shades)
    above = sum(rate > edge / quarters for edge in range(1, quarters))
    return pen.shades[above]


def _cell(share: Share | None, width: int, pen: Pen, style: str) -> Content:
    if share is None or not share.n:
        return Content.styled(f"{pen.gap:>{width}}", SOFT)
    if share.rate is None:
        return Content.styled(f"{share.n:>{width}}", SOFT)
    number = str(share.n)
    sign = shade(share.rate, pen)
    space = " " if len(number) + len("x ") < width else ""
    blank = " " * (width - len(number) - len(space) - 1)
    return Content.assemble(blank, (sign, style), space, number)

"""When in the week: weekdays across, parts of the day down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from parentkit.domain.time.days import WEEKDAYS
from parentkit.report.rates.labels import label_of_key
from parentkit.services.rates.rates import by_slot, parts_by
from parentkit.tui.rates.picture import Picture
from parentkit.tui.widgets.chart_slots import HEAD, WIDEST_CELL, hours_label, legend, slots_chart
from parentkit.tui.widgets.drawing import SOFT, share_of, side_by_side
from parentkit.tui.widgets.moment_text import sign_colour
from parentkit.tui.widgets.values import shares_table

if TYPE_CHECKING:
    from parentkit.domain.log.household import Household
    from parentkit.figures.slots import Slot
    from parentkit.figures.summary import Summary
    from parentkit.services.rates.rates import Basis
    from parentkit.tui.rates.picture import Frame

GRID = HEAD + WIDEST_CELL * len(WEEKDAYS)
BETWEEN = 4
"""Columns between two grids."""
NUMBERS = (
    "The number is how many moments were written down; the sign beside it is the rough share of "
    "them, from the fifth on. What nobody wrote down is not in it."
)


def hours_picture(basis: Basis, household: Household) -> Picture:
    """By weekday and part of the day."""
    found = by_slot(basis)
    days = _named(basis, household, "weekday")
    hours = _named(basis, household, "hour")

    def chart(frame: Frame) -> list[Content]:
        return _grids(found, frame)

    def values(frame: Frame) -> list[Content]:
        slots = [(_slot_label(slot), part) for slot, part in found.items() if part.match.n]
        tables = (("weekday", days), ("hour", hours), ("weekday, hours", slots))
        lines: list[Content] = []
        for what, rows in tables:
            lines += [*shares_table(what, rows, frame.width), Content("")]
        return lines[:-1]

    return Picture(chart, values, (NUMBERS,))


def _named(basis: Basis, household: Household, by: str) -> list[tuple[str, Summary]]:
    label_of = label_of_key(household, by)
    return [(label_of(key), part) for key, part in parts_by(basis, household, by) if part.match.n]


def _slot_label(slot: Slot) -> str:
    return f"{WEEKDAYS[slot.weekday - 1]}, {hours_label(slot.hour)}"


def _grids(found: dict[Slot, Summary], frame: Frame) -> list[Content]:
    met = {slot: share_of(part.match) for slot, part in found.items()}
    back = {slot: share_of(part.came_back) for slot, part in found.items()}
    beside = frame.width >= 2 * GRID + BETWEEN
    blocks = [
        [
            Content.styled(title, "bold"),
            *slots_chart(shares, frame.width, frame.pen, sign_colour(sign)),
        ]
        for title, shares, sign in (("Met at once", met, "met"), ("Came back", back, "repaired"))
    ]
    signs = [Content(""), Content.styled(legend(frame.pen), SOFT)]
    if beside:
        return [*side_by_side(blocks[0], blocks[1], GRID + BETWEEN), *signs]
    return [*blocks[0], Content(""), *blocks[1], *signs]

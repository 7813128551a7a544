"""Coming back: both figures, and how long it took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from parentkit.report.log.moment import minutes_words
from parentkit.report.rates.charts import curve_sentence
from parentkit.report.rates.rates import percent, repair_lines
from parentkit.services.rates.rates import time_to_repair
from parentkit.tui.rates.picture import Picture
from parentkit.tui.widgets.chart_parts import parts_chart
from parentkit.tui.widgets.chart_steps import steps_chart
from parentkit.tui.widgets.moment_text import sign_colour
from parentkit.tui.widgets.values import shares_table, table

if TYPE_CHECKING:
    from parentkit.domain.log.household import Household
    from parentkit.figures.repair_time import Step
    from parentkit.services.rates.rates import Basis
    from parentkit.tui.rates.picture import Frame

WIDEST_CURVE = 100
ALL = "All of these moments"
STILL_OPEN = "Still open, so long after a miss"


def mending_picture(basis: Basis, _household: Household) -> Picture:
    """Came-back rate and time to repair."""
    summary, time = basis.review.summary, time_to_repair(basis)

    def chart(frame: Frame) -> list[Content]:
        lines = parts_chart([(ALL, summary)], frame.width, ascii_only=frame.ascii_only)
        if not (time.enough and time.steps):
            return lines
        width = min(WIDEST_CURVE, frame.width)
        style = sign_colour("repaired")
        curve = steps_chart(time.steps, width, frame.chart_height, frame.pen, style)
        return [*lines, Content(""), Content.styled(STILL_OPEN, "bold"), *curve]

    def values(frame: Frame) -> list[Content]:
        lines = shares_table("", [(ALL, summary)], frame.width)
        if not (time.enough and time.steps):
            return lines
        head = ("after a miss", "open before", "mended", "still open", "range")
        return [*lines, Content(""), *table(head, list(map(_row, time.steps)), frame.width)]

    words = " ".join(repair_lines(summary.repair, summary.match))
    return Picture(chart, values, tuple(filter(None, (words, curve_sentence(time)))))


def _row(step: Step) -> tuple[str, ...]:
    span = ""
    if step.low is not None and step.high is not None:
        span = f"{percent(step.low)} to {percent(step.high)}"
    counts = str(step.at_risk), str(step.mended)
    return minutes_words(step.minutes), *counts, f"{percent(step.open_share)} %", span

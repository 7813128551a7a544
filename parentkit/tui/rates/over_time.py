"""Over time: the weeks against their own middle, and what may be said of a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from parentkit.figures.daily import weekly
from parentkit.figures.pairs import FIT_AND_NEXT
from parentkit.figures.run_chart import weekly_shares
from parentkit.report.rates.charts import (
    TOO_EARLY_FOR_CHANGE,
    difference_words,
    stretch_sentence,
    too_early_for_weeks,
)
from parentkit.report.rates.rates import over_time_lines, percent
from parentkit.services.rates.rates import week_by_week
from parentkit.tui.rates.parts import wondering
from parentkit.tui.rates.picture import Picture
from parentkit.tui.rates.weeks import week_shares, weeks_table
from parentkit.tui.widgets.chart_weeks import Level, Look, weeks_chart, weeks_width
from parentkit.tui.widgets.moment_text import sign_colour
from parentkit.tui.widgets.values import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parentkit.domain.log.household import Household
    from parentkit.figures.change import Change
    from parentkit.figures.run_chart import RunChart
    from parentkit.services.rates.rates import Basis
    from parentkit.tui.rates.picture import Frame

MIDDLE = "The middle is the week that half of the weeks lie above."


def over_time_picture(basis: Basis, household: Household) -> Picture:
    """The run chart, in weeks and in words."""
    review = basis.review
    found = week_by_week(basis)
    weeks = week_shares(found)
    rows = [*_rules(review.run_chart), *_difference(review.change)]

    def chart(frame: Frame) -> list[Content]:
        level, title = None, "Met at once"
        if review.run_chart:
            middle = f"{percent(review.run_chart.median)} %"
            level = Level(review.run_chart.median, middle)
            title = f"Met at once, beside the middle of the weeks ({middle})"
        look = Look(frame.pen, frame.glyphs["met"], sign_colour("met"), level)
        width = min(frame.width, weeks_width(len(weeks)))
        drawn = weeks_chart(weeks, width, frame.chart_height, look)
        return [Content.styled(title, "bold"), *drawn]

    def values(frame: Frame) -> list[Content]:
        lines = weeks_table(found, frame.width)
        if not rows:
            return lines
        return [*table(("", "here", "by chance alone"), rows, frame.width), Content(""), *lines]

    words = (
        " ".join((*over_time_lines(review), *_too_early(basis))),
        f"{stretch_sentence(found[0].weeks)} {MIDDLE}",
        *wondering(basis, household, FIT_AND_NEXT),
    )
    return Picture(chart, values, words)


def _too_early(basis: Basis) -> Iterator[str]:
    """What cannot be said yet, and what it takes."""
    review = basis.review
    if review.change is None:
        yield TOO_EARLY_FOR_CHANGE
    if review.run_chart is None:
        there_are = len(weekly_shares(weekly(review.summary.daily).values()))
        yield too_early_for_weeks(there_are)


def _rules(chart: RunChart | None) -> Iterator[tuple[str, ...]]:
    if chart is None:
        return
    yield "middle of the weeks", f"{percent(chart.median)} %", ""
    yield "weeks off the middle", str(chart.useful), ""
    yield "longest run on one side", str(chart.longest_run), f"up to {chart.longest_run_limit}"
    yield "crossings of the middle", str(chart.crossings), f"from {chart.crossings_limit} on"


def _difference(change: Change | None) -> Iterator[tuple[str, ...]]:
    if change is None:
        return
    yield "last four weeks less the four before", difference_words(change.difference), ""
    yield "its range", f"{change.low * 100:+.0f} to {change.high * 100:+.0f}", ""

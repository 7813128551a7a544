"""Week by week: both figures from left to right, the 30 % line named once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from parentkit.domain.sentence import plural
from parentkit.domain.time.days import MONTHS
from parentkit.figures.display import BENCHMARK
from parentkit.report.rates.charts import stretch_sentence
from parentkit.report.rates.rates import match_notes, verdict_lines, whole_words
from parentkit.services.rates.rates import week_by_week
from parentkit.tui.rates.picture import Picture
from parentkit.tui.widgets.chart_weeks import AXIS, Level, Look, Week, weeks_chart, weeks_width
from parentkit.tui.widgets.drawing import share_of, side_by_side
from parentkit.tui.widgets.moment_text import sign_colour
from parentkit.tui.widgets.values import shares_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from parentkit.domain.log.household import Household
    from parentkit.figures.stretches import Stretch
    from parentkit.services.rates.rates import Basis
    from parentkit.tui.rates.picture import Frame

BETWEEN = 4
BESIDE_FROM = 70
MARK = Level(BENCHMARK, "30 %")


def weeks_picture(basis: Basis, _household: Household) -> Picture:
    """The weeks of a stretch of time."""
    found = week_by_week(basis)
    met = week_shares(found)
    back = [
        Week(short_date(each.start), share_of(each.summary.came_back) if each.summary else None)
        for each in found
    ]

    def chart(frame: Frame) -> list[Content]:
        return _both(met, back, frame)

    def values(frame: Frame) -> list[Content]:
        return weeks_table(found, frame.width)

    return Picture(chart, values, tuple(_words(basis, found)))


def week_shares(found: Sequence[Stretch]) -> list[Week]:
    """How often signs were met, in every stretch."""
    return [
        Week(short_date(each.start), share_of(each.summary.match) if each.summary else None)
        for each in found
    ]


def weeks_table(found: Sequence[Stretch], width: int) -> list[Content]:
    """Both figures of every stretch, the latest first."""
    years = {each.start.year for each in found}
    rows = [
        (_begins(each.start, with_year=len(years) > 1), each.summary) for each in reversed(found)
    ]
    head = plural(found[0].weeks, one="week of", other="from")
    return shares_table(head, rows, width)


def _begins(day: date, *, with_year: bool) -> str:
    return f"{short_date(day)} {day.year}" if with_year else short_date(day)


def short_date(day: date) -> str:
    """`16 Nov`."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def _both(met: Sequence[Week], back: Sequence[Week], frame: Frame) -> list[Content]:
    half = (frame.width - BETWEEN) // 2
    beside = frame.width >= BESIDE_FROM and half - AXIS >= len(met)
    width = half if beside else frame.width
    signs = frame.glyphs
    blocks = []
    for title, weeks, sign, level in (
        ("Met at once", met, "met", MARK),
        ("Came back", back, "repaired", None),
    ):
        look = Look(frame.pen, signs[sign], sign_colour(sign), level)
        drawn = weeks_chart(weeks, min(width, weeks_width(len(weeks))), frame.chart_height, look)
        blocks.append([Content.styled(title, "bold"), *drawn])
    if beside:
        return side_by_side(blocks[0], blocks[1], half + BETWEEN)
    return [*blocks[0], Content(""), *blocks[1]]


def _words(basis: Basis, found: Sequence[Stretch]) -> list[str]:
    match = basis.review.summary.match
    notes = "; ".join(match_notes(match, basis.review.without_recall))
    return [
        f"{whole_words(basis.review.summary)} {' '.join(verdict_lines(match.verdict))}",
        *([f"{notes[0].upper()}{notes[1:]}."] if notes else []),
        stretch_sentence(found[0].weeks),
    ]

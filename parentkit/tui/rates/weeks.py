"""Week by week: both figures from left to right, the 30 % line named once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from parentkit.domain.time.days import MONTHS
from parentkit.figures.display import BENCHMARK
from parentkit.report.rates.rates import match_notes, percent, verdict_lines
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
    from parentkit.figures.summary import CameBack, Match, Summary
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
        (f"{short_date(each.start)}{f' {each.start.year}' * (len(years) > 1)}", each.summary)
        for each in reversed(found)
    ]
    return shares_table("week of" if found[0].weeks == 1 else "from", rows, width)


def stretch_words(found: Sequence[Stretch]) -> str:
    """What a dot stands for, in a sentence."""
    weeks = found[0].weeks
    each = "A dot is a week" if weeks == 1 else f"A dot is {weeks} weeks"
    return f"{each}, the line its range; without a dot there are fewer than five moments, or none."


def short_date(day: date) -> str:
    """`16 Nov`."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def whole_words(summary: Summary) -> str:
    """Both figures of everything that is shown, in one sentence."""
    match, back = summary.match, summary.came_back
    met = f"{match.met} of {match.n} met at once{_about(match)}"
    return f"All together: {met}; {back.moments} of {back.n} met or mended{_about(back)}."


def _about(figure: Match | CameBack) -> str:
    if figure.rate is None:
        return ""
    words = f", about {percent(figure.rate)} %"
    if figure.low is None or figure.high is None:
        return words
    return f"{words}, somewhere between {percent(figure.low)} and {percent(figure.high)}"


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
        stretch_words(found),
    ]

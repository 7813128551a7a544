"""What stands beside the charts of the rates: how to read one, and what cannot be said yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.domain.sentence import plural
from parentkit.figures.change import FEWEST_DAYS, FEWEST_MOMENTS
from parentkit.figures.display import (
    FEWEST_DAYS_FOR_A_VERDICT,
    FEWEST_FOR_A_RATE,
    FEWEST_FOR_A_VERDICT,
    WIDEST_FOR_A_VERDICT,
)
from parentkit.figures.review import WEEKS_FOR_CHANGE
from parentkit.figures.run_chart import FEWEST_WEEKS
from parentkit.report import amounts
from parentkit.report.rates.rates import percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parentkit.figures.repair_time import RepairTime
    from parentkit.figures.summary import Match, Summary

CURVE = (
    "The curve falls with every miss that was mended. Misses not mended yet count for as long as "
    "somebody has looked; minutes lie closer together the later it is."
)
TOO_EARLY_FOR_CHANGE = (
    "Too early to set the last four weeks beside the four before: that takes "
    f"{WEEKS_FOR_CHANGE} weeks, with {FEWEST_MOMENTS} moments on {FEWEST_DAYS} days in each four."
)


def stretch_sentence(weeks: int) -> str:
    """What a dot stands for; every dot is so many weeks."""
    return plural(
        weeks,
        one="A dot is a week, the line its range; without a dot there are fewer than five "
        "moments, or none.",
        other="A dot is {n} weeks, the line its range; without a dot there are fewer than five "
        "moments, or none.",
    )


def stretch_title(weeks: int | None, days: str) -> str:
    """How much is shown, and which days: `12 weeks, 31 August to 22 November`; None is all."""
    if weeks is None:
        return f"Everything, {days}"
    return plural(weeks, one="{n} week, {days}", other="{n} weeks, {days}", days=days)


def too_early_for_weeks(there_are: int) -> str:
    """That the weeks cannot be set beside each other yet: so many hold enough moments."""
    return plural(
        there_are,
        one="Too early for a word on the weeks: that takes {fewest} weeks of five moments or more "
        "(there is {n}).",
        other="Too early for a word on the weeks: that takes {fewest} weeks of five moments or "
        "more (there are {n}).",
        fewest=FEWEST_WEEKS,
    )


def difference_words(difference: float) -> str:
    """A difference of two shares in points of a hundred: `+12 points`, `-1 point`."""
    by = round(difference * 100)
    return plural(abs(by), one="{by:+} point", other="{by:+} points", by=by)


def curve_sentence(time: RepairTime) -> str:
    """How to read the curve of coming back, or what is lacking before it can be drawn."""
    if time.enough and not time.untimed:
        return CURVE
    if time.enough:
        return f"{CURVE} {time.untimed} more came back at a time not written down."
    if time.n < FEWEST_FOR_A_RATE:
        return plural(
            time.n,
            one="Too early to say how long it took: that takes {fewest} misses of which the time "
            "is known (there is {n}).",
            other="Too early to say how long it took: that takes {fewest} misses of which the time "
            "is known (there are {n}).",
            fewest=FEWEST_FOR_A_RATE,
        )
    return (
        f"How long it took is not drawn: for {time.untimed} of those who came back nobody wrote "
        "down after how many minutes, and that is more than half."
    )


def verdict_takes(summary: Summary) -> Iterator[tuple[str, bool]]:
    """Everything that a verdict takes, in words, and whether it is there."""
    match = summary.match
    fewest, days = FEWEST_FOR_A_VERDICT, FEWEST_DAYS_FOR_A_VERDICT
    yield f"{amounts.moments(match.n)}; it takes {fewest}", match.n >= fewest
    yield f"{amounts.days(summary.days)}; it takes {days}", summary.days >= days
    yield _range_words(match)


def _range_words(match: Match) -> tuple[str, bool]:
    widest = percent(WIDEST_FOR_A_VERDICT)
    if match.low is None or match.high is None:
        told = f"no range yet: it takes five moments on two days; it may span {widest}"
        return told, False
    span = match.high - match.low
    told = plural(
        round(span * 100),
        one="a range of {low} to {high}, {n} point; it may span {widest}",
        other="a range of {low} to {high}, {n} points; it may span {widest}",
        low=percent(match.low),
        high=percent(match.high),
        widest=widest,
    )
    return told, span <= WIDEST_FOR_A_VERDICT

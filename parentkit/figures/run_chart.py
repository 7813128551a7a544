"""Whether the weeks vary more than weeks do by themselves (section 7 of docs/figures.md)."""

from __future__ import annotations

import math
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from parentkit.figures.display import enough_for_a_rate
from parentkit.figures.quantiles import fair_coin_quantile_05

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from parentkit.figures.daily import DayTally

FEWEST_WEEKS = 10


class RunChart(NamedTuple):
    """Anhoej's two rules over weekly shares.

    `useful` weeks lie above or below the `median`. Both rules say that something has shifted:
    `longest_run` of weeks on one side above `longest_run_limit`, or fewer `crossings` of the median
    than `crossings_limit`.
    """

    median: float
    useful: int
    longest_run: int
    longest_run_limit: int
    crossings: int
    crossings_limit: int

    @property
    def shifted(self) -> bool:
        """Whether either rule is broken."""
        return self.longest_run > self.longest_run_limit or self.crossings < self.crossings_limit


def run_chart(shares: Sequence[float]) -> RunChart | None:
    """The rules applied to weekly shares in order of time; None from fewer than ten weeks.

    Source: Anhoej & Olesen (2014), PLoS ONE 9(11) e113825; Anhoej & Wentzel-Larsen (2018), BMC
    Medical Research Methodology 18:55.
    """
    if len(shares) < FEWEST_WEEKS:
        return None
    median = _median(shares)
    sides = [share > median for share in shares if share != median]
    longest, crossings_limit = limits(len(sides))
    return RunChart(
        median,
        len(sides),
        max((len(list(run)) for _, run in groupby(sides)), default=0),
        longest,
        sum(one != other for one, other in pairwise(sides)),
        crossings_limit,
    )


def weekly_shares(weeks: Iterable[Sequence[DayTally]]) -> list[float]:
    """The share met of each week that may be shown as a rate; any other week is a gap.

    Two moments a week make shares of 0 and 1, mostly on the side that is more frequent anyway, so a
    family that writes less would look like one that has changed.
    """
    totals = [(sum(day.met for day in week), sum(day.n for day in week)) for week in weeks]
    return [met / n for met, n in totals if enough_for_a_rate(n)]


def limits(useful: int) -> tuple[int, int]:
    """The longest run and the fewest crossings that chance allows among so many useful weeks."""
    if useful == 0:
        return 0, 0
    return round(math.log2(useful)) + 3, fair_coin_quantile_05(useful - 1)


def _median(shares: Sequence[float]) -> float:
    ordered = sorted(shares)
    middle = len(ordered) // 2
    return (ordered[middle] + ordered[~middle]) / 2

"""Everything that is shown of one selection of moments, with what may not be shown left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.figures.daily import daily
from parentkit.figures.display import enough_for_a_rate, verdict
from parentkit.figures.interval import interval
from parentkit.figures.outcomes import grouped
from parentkit.figures.repair_time import repair_time
from parentkit.figures.shares import samplings, share, tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from parentkit.figures.daily import DayTally
    from parentkit.figures.display import Verdict
    from parentkit.figures.outcomes import Outcomes
    from parentkit.figures.shares import Tally


class Match(NamedTuple):
    """How often a sign was met: `met` of `n`. Shares run from 0 to 1; None is withheld.

    `lenient_rate` counts what was partly met as met; `bounds` are the rates if none, and if every
    one, of the unsure moments was met.
    """

    met: int
    n: int
    verdict: Verdict
    rate: float | None = None
    lenient_rate: float | None = None
    low: float | None = None
    high: float | None = None
    effective_n: float | None = None
    bounds: tuple[float, float] | None = None


class CameBack(NamedTuple):
    """How often it was met or mended: `moments` of `n`. None is withheld."""

    moments: int
    n: int
    rate: float | None = None
    low: float | None = None
    high: float | None = None


class Repair(NamedTuple):
    """What became of the misses: `repaired` of the `final` ones, `open` more not mended yet.

    `median_minutes` is when half of the misses were mended. Where fewer than half ever were it is
    None, and `half_open_at` says after how many minutes that was still so. Both are None where the
    time to repair is withheld.
    """

    repaired: int
    final: int
    open: int
    rate: float | None = None
    median_minutes: int | None = None
    half_open_at: int | None = None


class Summary(NamedTuple):
    """The figures of one selection.

    Of the `match.n` counted moments on `days` local days, a person judged `judged` and the table
    of fits `suggested` the rest. `flagged`, `unsure` and `uncoded` moments are in none of them.
    `samplings` counts the moments by way of sampling; `daily` holds the counts per day.
    """

    flagged: int
    unsure: int
    uncoded: int
    judged: int
    suggested: int
    days: int
    samplings: Mapping[str, int]
    match: Match
    came_back: CameBack
    repair: Repair
    daily: Mapping[str, DayTally]


def summarise(outcomes: Outcomes) -> Summary:
    """The figures of all these moments together."""
    counts = outcomes.counts()
    tallied = tally(counts)
    days = daily(outcomes)
    return Summary(
        flagged=tallied.flagged,
        unsure=tallied.unsure,
        uncoded=tallied.uncoded,
        judged=tallied.judged,
        suggested=tallied.suggested,
        days=len(days),
        samplings=samplings(counts),
        match=_match(tallied, days),
        came_back=_came_back(tallied, days),
        repair=_repair(tallied, outcomes),
        daily=days,
    )


def split(outcomes: Outcomes, keys: Iterable[str]) -> list[tuple[str, Summary]]:
    """The figures for each key, in the order of the keys; `keys` runs along the moments."""
    return [(key, summarise(part)) for key, part in grouped(outcomes, keys).items()]


def _match(tallied: Tally, days: Mapping[str, DayTally]) -> Match:
    n, met = tallied.n, tallied.met
    if not enough_for_a_rate(n):
        return Match(met, n, verdict(n, len(days), None))
    found = interval((day.n, day.met) for day in days.values())
    return Match(
        met=met,
        n=n,
        verdict=verdict(n, len(days), found),
        rate=share(met, n),
        lenient_rate=share(tallied.met_or_partial, n),
        low=found.low if found else None,
        high=found.high if found else None,
        effective_n=found.effective_n if found else None,
        bounds=tallied.bounds(),
    )


def _came_back(tallied: Tally, days: Mapping[str, DayTally]) -> CameBack:
    n, moments = tallied.n, tallied.came_back
    if not enough_for_a_rate(n):
        return CameBack(moments, n)
    found = interval((day.n, day.came_back) for day in days.values())
    if found is None:
        return CameBack(moments, n, share(moments, n))
    return CameBack(moments, n, share(moments, n), found.low, found.high)


def _repair(tallied: Tally, outcomes: Outcomes) -> Repair:
    final = tallied.repair_final
    repair = Repair(tallied.repaired, final, tallied.not_yet)
    if enough_for_a_rate(final):
        repair = repair._replace(rate=share(tallied.repaired, final))
    time = repair_time(outcomes)
    if time.enough:
        repair = repair._replace(median_minutes=time.median, half_open_at=time.half_open_at)
    return repair

"""All that is shown of a stretch of moments: figures, parts, change, what goes with what."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.figures.association import associate
from parentkit.figures.change import change, windows
from parentkit.figures.daily import weekly
from parentkit.figures.display import enough_for_a_rate
from parentkit.figures.keys import keys
from parentkit.figures.outcomes import outcomes_of
from parentkit.figures.pairs import pairs
from parentkit.figures.run_chart import run_chart, weekly_shares
from parentkit.figures.shares import share, tally
from parentkit.figures.summary import split, summarise

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from parentkit.domain.log.episode import EpisodeColumns
    from parentkit.figures.association import Cell
    from parentkit.figures.change import Change
    from parentkit.figures.daily import DayTally
    from parentkit.figures.outcomes import Outcomes
    from parentkit.figures.run_chart import RunChart
    from parentkit.figures.summary import Summary

    Group = Callable[[str], str]

RECALL = "recall"

WEEKS_FOR_CHANGE = 8
"""A change is looked for where the moments span both windows of four weeks."""


class Together(NamedTuple):
    """Two codes seen together more often than expected; `question` is a name from figures.pairs."""

    question: str
    cell: Cell


class Sensitivity(NamedTuple):
    """How often a sign was met among part of the moments; the rate is None from fewer than five."""

    met: int
    n: int
    rate: float | None


class Review(NamedTuple):
    """What is shown of a selection.

    Attributes:
        summary: its figures.
        parts: the figures of each part, by key, where a split was asked for.
        without_recall: how often signs were met without moments written down from memory, where
            there are such moments and others.
        weeks: how many calendar weeks the moments span.
        change: the last four weeks against the four before; None where there is too little.
        run_chart: from ten weeks on; None before.
        together: what goes with what; empty where nothing may be shown.
    """

    summary: Summary
    parts: list[tuple[str, Summary]]
    without_recall: Sensitivity | None
    weeks: int
    change: Change | None
    run_chart: RunChart | None
    together: list[Together]


def review(
    columns: EpisodeColumns, family_of: Group, pole_of: Group, end: str, by: str | None = None
) -> Review:
    """The review of episodes.

    Args:
        columns: the episodes.
        family_of: the family of a cue, "" for one outside the families.
        pole_of: the pole of a response, "" for one without.
        end: the local day after the last one looked at; the windows of a change end there.
        by: one of figures.keys.SPLITS, where the parts are wanted.
    """
    outcomes = outcomes_of(columns)
    summary = summarise(outcomes)
    by_week = weekly(summary.daily)
    return Review(
        summary=summary,
        parts=split(outcomes, keys(columns, by, family_of)) if by else [],
        without_recall=_without_recall(outcomes, summary),
        weeks=len(by_week),
        change=_change(summary.daily, by_week, end),
        run_chart=run_chart(weekly_shares(by_week.values())),
        together=_together(columns, family_of, pole_of),
    )


def _without_recall(outcomes: Outcomes, summary: Summary) -> Sensitivity | None:
    """Whether the figures hang on what was written down late (section 9 of docs/figures.md)."""
    if RECALL not in summary.samplings or len(summary.samplings) == 1:
        return None
    counts = outcomes.counts()
    kept = tally({kind: count for kind, count in counts.items() if kind.sampling != RECALL})
    rate = share(kept.met, kept.n) if enough_for_a_rate(kept.n) else None
    return Sensitivity(kept.met, kept.n, rate)


def _change(
    days: Mapping[str, DayTally], by_week: Mapping[str, list[DayTally]], end: str
) -> Change | None:
    if len(by_week) < WEEKS_FOR_CHANGE:
        return None
    return change(*windows(days, end))


def _together(columns: EpisodeColumns, family_of: Group, pole_of: Group) -> list[Together]:
    return [
        Together(question, cell)
        for question, counts in pairs(columns, family_of, pole_of).items()
        if (association := associate(counts))
        for cell in association.worth_wondering
    ]

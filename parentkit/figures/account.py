"""What a written report tells: the figures of a stretch of time, and the records they stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.figures.daily import iso_week
from parentkit.figures.keys import keys
from parentkit.figures.outcomes import outcomes_of
from parentkit.figures.repair_time import RepairTime, repair_time
from parentkit.figures.review import Review, review
from parentkit.figures.summary import Summary, split

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from parentkit.domain.log.episode import EpisodeColumns
    from parentkit.figures.double_coding import DoubleCoding

    Fields = Mapping[str, Any]
    Part = tuple[str, Summary]

_DAYS_OF_A_WEEK = 7


class Told(NamedTuple):
    """A moment with what other people wrote about it, each oldest first."""

    moment: Fields
    codings: Sequence[Fields] = ()
    comments: Sequence[Fields] = ()


class Account(NamedTuple):
    """The figures of a stretch of time, and its records.

    Attributes:
        start, end: its local days, half open.
        warm_up_until: the day after the log's first three, where one of those is among them.
        review: the figures of all its moments.
        weeks: each ISO week of it (`2026-W47`) with its figures, None where nothing was written.
        families: the figures by family of sign; "" holds signs outside the families.
        responses: the figures by first response, the most frequent one first.
        repair_time: how long it took to come back.
        double_coding: how far coders agree, over everything that was coded twice in this family.
        moments: the moments, earliest first, without those that are set apart.
        goals: goals that were set, oldest first.
    """

    start: str
    end: str
    warm_up_until: str | None
    review: Review
    weeks: list[tuple[str, Summary | None]]
    families: list[Part]
    responses: list[Part]
    repair_time: RepairTime
    double_coding: DoubleCoding
    moments: list[Told]
    goals: list[Fields]


class Groups(NamedTuple):
    """The family of a cue and the pole of a response; "" where a code has none."""

    family_of: Callable[[str], str]
    pole_of: Callable[[str], str]


class Records(NamedTuple):
    """What a report shows beside its figures; fields as in `Account`."""

    double_coding: DoubleCoding
    moments: list[Told]
    goals: list[Fields]


def account(
    columns: EpisodeColumns,
    groups: Groups,
    span: tuple[str, str],
    warm_up_until: str | None,
    records: Records,
) -> Account:
    """The account of episodes and records.

    Args:
        columns: the episodes, flagged ones too; the figures leave those out and count them.
        groups: how codes are grouped.
        span: first local day, and the day after the last.
        warm_up_until: as in `Account`.
        records: what is shown beside the figures.
    """
    outcomes = outcomes_of(columns)
    by_week = dict(split(outcomes, keys(columns, "week", groups.family_of)))
    responses = split(outcomes, keys(columns, "response", groups.family_of))
    return Account(
        start=span[0],
        end=span[1],
        warm_up_until=warm_up_until,
        review=review(columns, groups.family_of, groups.pole_of, span[1]),
        weeks=[(week, _with_moments(by_week.get(week))) for week in weeks_of(*span)],
        families=_counted(split(outcomes, keys(columns, "family", groups.family_of))),
        responses=sorted(_counted(responses), key=lambda part: (-part[1].match.n, part[0])),
        repair_time=repair_time(outcomes),
        double_coding=records.double_coding,
        moments=records.moments,
        goals=records.goals,
    )


def weeks_of(start: str, end: str) -> list[str]:
    """The ISO weeks that share a day with the half-open days, oldest first."""
    from datetime import date, timedelta

    day, last = date.fromisoformat(start), date.fromisoformat(end)
    day -= timedelta(days=day.weekday())
    weeks = []
    while day < last:
        weeks.append(iso_week(day.isoformat()))
        day += timedelta(days=_DAYS_OF_A_WEEK)
    return weeks


def _with_moments(summary: Summary | None) -> Summary | None:
    return summary if summary and summary.match.n else None


def _counted(parts: list[Part]) -> list[Part]:
    return [part for part in parts if part[1].match.n]

"""A caregiver's week as it stands in the journal, ready to be thought about."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.age import age_band
from parentkit.domain.codes import MOMENT
from parentkit.domain.condition import Groups, ReflectedWeek, WeekFigures
from parentkit.domain.episode import columns_of, episode_of
from parentkit.domain.errors import NothingFound
from parentkit.figures.daily import daily
from parentkit.figures.outcomes import outcomes_of
from parentkit.figures.shares import tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from parentkit.domain.household import Household
    from parentkit.domain.moment import Document
    from parentkit.domain.period import Period
    from parentkit.journal.journal import Journal
    from parentkit.journal.scan import Problem

FEWEST_FOR_A_DAY = 3
"""Counted moments that a day needs before its share is held against another day's."""


class LivedWeek(NamedTuple):
    """A week with the moments that a caregiver lived in it, and what reading had to set aside."""

    period: Period
    caregiver: str
    week: ReflectedWeek
    problems: list[Problem]


def who_reflects(journal: Journal, household: Household) -> str:
    """The caregiver chosen on this device, else the family's one; empty where nobody is known.

    Nothing is written, also where this device has no id of its own yet.

    Raises:
        NothingFound: there are several caregivers and none of them is chosen here.
    """
    known = [str(person["id"]) for person in household.caregivers]
    if os.path.exists(journal.places.device_file) and journal.device.caregiver in known:
        return str(journal.device.caregiver)
    if len(known) > 1:
        raise NothingFound(
            "This device does not know yet whose reflection this is.",
            "Say so: parentkit caregiver use NAME.",
        )
    return known[0] if known else ""


def lived_week(
    journal: Journal, household: Household, period: Period, caregiver: str, today: date
) -> LivedWeek:
    """The week; moments that are set apart by their flag are not in it.

    Args:
        journal: where it is kept.
        household: the family's people and words.
        period: the week.
        caregiver: whose moments they are.
        today: days after this one have not begun.
    """
    reading = journal.read(period.start.isoformat(), kinds=(MOMENT,))
    everybody: list[Document] = [
        record.document()
        for record in reading.records
        if not record.fields.get("flag") and period.contains(record.fields["observed_at"])
    ]
    moments = [moment for moment in everybody if moment.get("caregiver") == caregiver]
    bands = _bands(household)
    figures = week_figures(moments, period, today)._replace(
        caregivers=len({moment.get("caregiver") for moment in everybody}),
        children=len({moment.get("child") for moment in everybody}),
        bands=frozenset(
            bands.band_of(str(child["id"]), period.last_day.isoformat())
            for child in household.children
            if not child.get("hidden")
        )
        - {""},
    )
    week = ReflectedWeek(period.start.isoformat(), moments, figures, bands)
    return LivedWeek(period, caregiver, week, reading.problems)


def week_figures(moments: Sequence[Document], period: Period, today: date) -> WeekFigures:
    """What is counted of one caregiver's moments of a week; nothing about anybody else's."""
    outcomes = outcomes_of(columns_of(map(episode_of, moments)))
    tallied = tally(outcomes.counts())
    shares = [day.met / day.n for day in daily(outcomes).values() if day.n >= FEWEST_FOR_A_DAY]
    begun = (min(today, period.last_day) - period.start).days + 1
    return WeekFigures(
        counted=tallied.n,
        met=tallied.met,
        came_back=tallied.came_back,
        begun_days=max(begun, 0),
        days=len(_days(moments)),
        day_swing=max(shares) - min(shares) if shares[1:] else None,
    )


def _days(moments: Iterable[Document]) -> set[str]:
    return {moment["observed_at"][:10] for moment in moments}


def _bands(household: Household) -> Groups:
    births = {str(child["id"]): child.get("birth_month") for child in household.children}

    @cache
    def band_of(child: str, day: str) -> str:
        return age_band(births.get(child), day) or ""

    return Groups(
        household.vocabulary("cues").group, household.vocabulary("responses").group, band_of
    )

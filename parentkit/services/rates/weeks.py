"""A caregiver's week as it stands in the journal, ready to be thought about."""

from __future__ import annotations

import os
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from parentkit.domain.codes import FITS, MET, REPAIRED, UNSURE
from parentkit.domain.log.age import band_in_month
from parentkit.domain.reflection.condition import Groups, ReflectedWeek, WeekFigures

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from parentkit.domain.log.household import Household
    from parentkit.domain.log.moment import Document
    from parentkit.domain.time.period import Period
    from parentkit.journal import Journal

COUNTED = frozenset(FITS) - {UNSURE}
"""The fits that stand in the shares."""

FEWEST_FOR_A_DAY = 3
"""Counted moments that a day needs before its share is held against another day's."""


def who_reflects(journal: Journal, household: Household) -> str:
    """The caregiver chosen on this device, else the family's one; empty where nobody can say.

    Nothing is written, also where this device has no id of its own yet.
    """
    known = [str(person["id"]) for person in household.caregivers]
    if os.path.exists(journal.places.device_file) and journal.device.caregiver in known:
        return str(journal.device.caregiver)
    return known[0] if len(known) == 1 else ""


def week_of_caregiver(
    moments: Iterable[Document], household: Household, period: Period, caregiver: str, today: date
) -> ReflectedWeek:
    """A caregiver's week; moments that are set apart by their flag are not in it.

    Args:
        moments: everybody's moments of this week and of any others.
        household: the family's people and words.
        period: the week.
        caregiver: whose moments are looked at; empty for everybody's.
        today: days after this one have not begun.
    """
    everybody = [
        moment
        for moment in moments
        if not moment.get("flag") and period.contains(moment["observed_at"])
    ]
    own = [moment for moment in everybody if caregiver in ("", moment.get("caregiver"))]
    groups = _groups(household)
    last_day = period.last_day.isoformat()
    children = [str(child["id"]) for child in household.children if not child.get("hidden")]
    figures = week_figures(own, period, today)._replace(
        caregivers=len({moment.get("caregiver") for moment in everybody}),
        children=len({moment.get("child") for moment in everybody}),
        bands=frozenset(groups.band_of(child, last_day) for child in children) - {""},
    )
    return ReflectedWeek(period.start.isoformat(), own, figures, groups)


def week_figures(moments: Sequence[Document], period: Period, today: date) -> WeekFigures:
    """What is counted of one caregiver's moments of a week; nothing about anybody else's.

    As the figures count it (section 1 of docs/figures.md), which take too long to load here.
    """
    counted = [moment for moment in moments if moment.get("fit") in COUNTED]
    met = [moment for moment in counted if moment["fit"] in MET]
    mended = [
        moment
        for moment in counted
        if moment["fit"] not in MET and (moment.get("repair") or {}).get("state") == REPAIRED
    ]
    begun = (min(today, period.last_day) - period.start).days + 1
    return WeekFigures(
        counted=len(counted),
        met=len(met),
        came_back=len(met) + len(mended),
        begun_days=max(begun, 0),
        days=len({_day(moment) for moment in moments}),
        day_swing=_swing(Counter(map(_day, counted)), Counter(map(_day, met))),
    )


def _swing(counted: Mapping[str, int], met: Mapping[str, int]) -> float | None:
    """The highest daily match share minus the lowest, among days with enough moments."""
    shares = [met[day] / n for day, n in counted.items() if n >= FEWEST_FOR_A_DAY]
    return max(shares) - min(shares) if shares[1:] else None


def _day(moment: Document) -> str:
    return str(moment["observed_at"][:10])


def _groups(household: Household) -> Groups:
    births = {str(child["id"]): child.get("birth_month") for child in household.children}

    @cache
    def band_of(child: str, month: str) -> str:
        return band_in_month(births.get(child), month) or ""

    return Groups(
        household.vocabulary("cues").group,
        household.vocabulary("responses").group,
        lambda child, day: band_of(child, day[: len("2026-11")]),
    )

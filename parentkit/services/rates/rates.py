"""The rates of a stretch of time seen from several sides, from one reading of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.log.episode import EpisodeColumns
from parentkit.figures.keys import keys
from parentkit.figures.outcomes import Outcomes, outcomes_of
from parentkit.figures.repair_time import repair_time
from parentkit.figures.slots import slot_keys, slot_of
from parentkit.figures.stretches import stretches
from parentkit.figures.summary import split
from parentkit.services.rates.review import figures_of, read_window
from parentkit.storage.gc_pause import CollectorPaused

if TYPE_CHECKING:
    from parentkit.domain.log.household import Household
    from parentkit.domain.log.selection import Selection
    from parentkit.figures.repair_time import RepairTime
    from parentkit.figures.review import Review
    from parentkit.figures.slots import Slot
    from parentkit.figures.stretches import Stretch
    from parentkit.figures.summary import Summary
    from parentkit.journal import Journal
    from parentkit.services.rates.review import Window


class Basis(NamedTuple):
    """What was read once, and the figures of all of it together."""

    window: Window
    outcomes: Outcomes
    review: Review


def read_basis(journal: Journal, household: Household, selection: Selection) -> Basis:
    """Reads a selection.

    What is kept is kept in tuples: the collector of garbage walks through every list there is each
    time that it looks at everything, which would hold up whoever keeps a hundred thousand moments.
    """
    with CollectorPaused():
        window = read_window(journal, selection)
        window = window._replace(columns=EpisodeColumns._make(map(tuple, window.columns)))
        days, codes, minutes, kinds = outcomes_of(window.columns)
        outcomes = Outcomes(tuple(days), tuple(codes), tuple(minutes), kinds)
        return Basis(window, outcomes, figures_of(window, household))


def week_by_week(basis: Basis) -> list[Stretch]:
    """Its weeks, those without moments too."""
    with CollectorPaused():
        return stretches(basis.outcomes, basis.window.start, basis.window.end)


def parts_by(basis: Basis, household: Household, by: str) -> list[tuple[str, Summary]]:
    """The figures of each part, by key; `by` is one of figures.keys.SPLITS."""
    family_of = household.vocabulary("cues").group
    with CollectorPaused():
        return split(basis.outcomes, keys(basis.window.columns, by, family_of))


def by_slot(basis: Basis) -> dict[Slot, Summary]:
    """The figures of each weekday and part of the day that has moments."""
    with CollectorPaused():
        found = split(basis.outcomes, slot_keys(basis.window.columns.observed_at))
    return {slot_of(key): part for key, part in found}


def time_to_repair(basis: Basis) -> RepairTime:
    """How long it took to come back."""
    return repair_time(basis.outcomes)

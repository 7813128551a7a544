"""One question and one exercise for today, out of what this week's reflection would ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.time.period import week_of
from parentkit.services.exercises.library import exercises
from parentkit.services.exercises.sessions import band_of, for_age, suited, todays
from parentkit.services.reflection.questions import all_questions
from parentkit.services.reflection.reflect import reflection_on

if TYPE_CHECKING:
    from datetime import date

    from parentkit.domain.exercises.exercise import Exercise
    from parentkit.domain.log.household import Household
    from parentkit.domain.reflection.choosing import Asked
    from parentkit.journal import Journal


class OfTheDay(NamedTuple):
    """What today offers; both may be left alone.

    Attributes:
        questions: those of this week that were neither answered nor passed over, in their order.
        exercise: the exercise that fits best, None where there is none.
    """

    questions: list[Asked]
    exercise: Exercise | None


def of_the_day(
    journal: Journal, household: Household, child: str, caregiver: str, today: date
) -> OfTheDay:
    """Today's offers for a caregiver; nothing is written."""
    bank, _ = all_questions(journal, household)
    asked = reflection_on(journal, household, bank, week_of(today), caregiver, today).unanswered
    band = band_of(journal, household, child, today)
    fitting = for_age(exercises(journal).items, band)
    offered = suited(household, fitting, band, None)
    best = todays(journal, household, offered, today).exercise if offered else None
    return OfTheDay(asked, best)

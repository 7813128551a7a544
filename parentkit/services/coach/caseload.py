"""All families at a glance: what asks for attention, and the figures of the last four weeks.

Looking through a family's journal takes longer the more there is in it, so what was found is kept
in the local state: counts and codes, no name and no free text. It may be deleted at any time. It
holds as long as the family's files are the same; a new day alone changes nothing about it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.log.wanted import EVERYTHING, Either, Has, Is, both
from parentkit.figures.summary import summarise
from parentkit.services.coach.gone import gone
from parentkit.services.coach.refusals import refusals, refusals_unread
from parentkit.services.coach.summary import overview_of
from parentkit.services.coach.workspace import families, settled, today
from parentkit.services.sharing.consent_status import is_anybody_open

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from parentkit.domain.log.wanted import Wanted
    from parentkit.figures.summary import Summary
    from parentkit.journal import Problem
    from parentkit.services.coach.family import Family
    from parentkit.services.coach.refusals import Refusal
    from parentkit.services.coach.workspace import Practice
    from parentkit.services.sharing.consent_status import ConsentStatus

DAYS = 28
"""The figures are those of so many days, today as the last."""

FLAGGED, OVER, ENDING, UNREAD, QUESTIONS = "flagged", "over", "ending", "unread", "questions"
ATTENTION = (FLAGGED, OVER, ENDING, UNREAD, QUESTIONS)
"""What asks for attention, first things first: unread moments that are set apart, a consent that is
over, one that ends soon, unread moments, questions that are open."""


_WAITING = (FLAGGED, UNREAD, QUESTIONS)


class FamiliesWanted(NamedTuple):
    """Which families are looked for; what is not said lets all through.

    Attributes:
        text: with these words in their name, in any case.
        waiting: in which moments are unread, or questions open.
        ending: in which a consent ends soon.
        over: in which a consent is over.
    """

    text: str = ""
    waiting: bool = False
    ending: bool = False
    over: bool = False

    @property
    def tree(self) -> Wanted:
        """The same as a tree."""
        text = [Has(("name",), self.text)] if self.text else []
        waiting = [Either(tuple(Is("attention", one) for one in _WAITING))] if self.waiting else []
        ending = [Is("attention", ENDING)] if self.ending else []
        over = [Is("attention", OVER)] if self.over else []
        return both(*text, *waiting, *ending, *over)


class Unreadable(NamedTuple):
    """A line, or with line 0 a whole file, that could not be read, and why."""

    path: str
    line: int
    reason: str


class Case(NamedTuple):
    """One family in the overview.

    Attributes:
        family: who.
        standings: everybody's consent.
        attention: those of ATTENTION that apply.
        moments, unread: how many moments are here, and how many of them were not read.
        flagged, flagged_unread: how many are set apart.
        questions: how many of the coach's questions are open.
        summary: figures of the last DAYS days; None where no consent holds.
        refused: the latest file of these days that was refused, None where there was none.
        unreadable: what of the family's files could not be read, and so is in none of these.
    """

    family: Family
    standings: list[ConsentStatus]
    attention: tuple[str, ...]
    moments: int = 0
    unread: int = 0
    flagged: int = 0
    flagged_unread: int = 0
    questions: int = 0
    summary: Summary | None = None
    refused: Refusal | None = None
    unreadable: tuple[Unreadable | Problem, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody's consent holds."""
        return is_anybody_open(self.standings)


def caseload(practice: Practice) -> list[Case]:
    """Every family, those first that ask for attention, and then by name: never by a figure."""
    day = today()
    cases = [_case(practice, family, day) for family in families(practice)]
    return sorted(cases, key=_place)


def found_cases(cases: Sequence[Case], wanted: FamiliesWanted) -> list[Case]:
    """Those of the families that are wanted, in their order."""
    if wanted.tree == EVERYTHING:  # a list as it stands needs no database
        return list(cases)
    from parentkit.journal import among

    return among(cases, _fields, wanted.tree)


def _fields(case: Case) -> dict[str, Any]:
    return {"name": case.family.name, "attention": case.attention}


def prepare(practice: Practice, family: Family) -> None:
    """Looks through a family now, so that the next overview does not have to."""
    _case(practice, family, today())


def _place(case: Case) -> tuple[int, str, str]:
    first = min((ATTENTION.index(one) for one in case.attention), default=len(ATTENTION))
    return first, case.family.name.casefold(), case.family.id


def _case(practice: Practice, family: Family, day: str) -> Case:
    found = settled(practice, family)
    standings = found.standings
    # Where all of it does not open, that is why its name does not, too.
    places = found.unread if found.is_broken else (*family.problems, *found.unread)
    own = (*places, *found.gone, *([] if found.is_broken else refusals_unread(family)))
    since = (date.fromisoformat(day) - timedelta(days=DAYS - 1)).isoformat()
    refused = max(refusals(family, since), key=lambda one: one.day, default=None)
    if not is_anybody_open(standings):
        return Case(family, standings, (OVER,), refused=refused, unreadable=own)
    seen = overview_of(family, since)
    unread = (Unreadable(*place) for place in seen.unreadable)
    applying = {
        FLAGGED: seen.flagged_unread > 0,
        OVER: any(not standing.is_open for standing in standings),
        ENDING: any(standing.is_ending for standing in standings),
        UNREAD: seen.unread > 0,
        QUESTIONS: seen.questions > 0,
    }
    return Case(
        family=family,
        standings=standings,
        attention=tuple(one for one in ATTENTION if applying[one]),
        moments=seen.moments,
        unread=seen.unread,
        flagged=seen.flagged,
        flagged_unread=seen.flagged_unread,
        questions=seen.questions,
        summary=summarise(seen.outcomes(since, day)),
        refused=refused,
        unreadable=(*own, *gone(family, found.received, seen.lines), *unread),
    )

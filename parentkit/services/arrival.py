"""Arriving: the few things a family is asked for at the start, all of them changeable later."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit import clock
from parentkit.domain.age import parse_birth_month
from parentkit.domain.codes import CAREGIVER, CHILD
from parentkit.domain.errors import UsageProblem
from parentkit.domain.rhythm import read_rhythm
from parentkit.services import people
from parentkit.services.household import with_people
from parentkit.services.reminders import set_rhythm

if TYPE_CHECKING:
    from parentkit.domain.household import Household
    from parentkit.journal.journal import Journal


class Arrival(NamedTuple):
    """What a person says on arriving, as it was typed; empty text is not said.

    Attributes:
        child: a nickname.
        born: the month of birth, `2023-04`.
        caregiver: what whoever logs here wants to be called.
        rhythm: when to be reminded to reflect, `every sunday 19:30`.
    """

    child: str = ""
    born: str = ""
    caregiver: str = ""
    rhythm: str = ""


def complaints(household: Household, arrival: Arrival) -> dict[str, UsageProblem]:
    """What cannot be read of it, by field; everything else stands."""
    found = {}
    for field, text in arrival._asdict().items():
        try:
            if text.strip():
                _check(household, field, text)
        except UsageProblem as problem:
            found[field] = problem
    return found


def arrive(journal: Journal, household: Household, arrival: Arrival) -> None:
    """Stores who there is; what was not said gets a name that can be changed.

    Raises:
        UsageProblem: something of it cannot be read; nothing is stored then.
        WriteProblem: it could not be stored.
    """
    for problem in complaints(household, arrival).values():
        raise problem
    household = with_people(journal, household)
    child = {}
    if arrival.child.strip():
        child["name"] = arrival.child
    if arrival.born.strip():
        child["birth_month"] = parse_birth_month(arrival.born, clock.local_now().date())
    if child:
        people.change(journal, household, CHILD, str(household.children[0]["id"]), child)
    if arrival.caregiver.strip():
        name = {"name": arrival.caregiver}
        people.change(journal, household, CAREGIVER, str(journal.device.caregiver), name)
    if arrival.rhythm.strip():
        set_rhythm(journal, arrival.rhythm)


def _check(household: Household, field: str, text: str) -> None:
    if field == "born":
        parse_birth_month(text, clock.local_now().date())
    elif field == "rhythm":
        read_rhythm(text)
    else:
        kind = {"child": CHILD, "caregiver": CAREGIVER}[field]
        people.free_name(household, kind, text)

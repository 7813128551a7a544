"""Arriving: the few things a family is asked for at the start, all of them changeable later."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit import clock
from parentkit.domain.codes import CAREGIVER, CHILD
from parentkit.domain.errors import DataProblem, UsageProblem
from parentkit.domain.log.age import parse_birth_month
from parentkit.domain.log.household import is_unnamed, name_of
from parentkit.domain.text import name_key
from parentkit.domain.time.rhythm import read_rhythm
from parentkit.services.family import people
from parentkit.services.family.household import has, read_household
from parentkit.services.family.present import with_people
from parentkit.services.reminders.reminders import set_rhythm

if TYPE_CHECKING:
    from parentkit.domain.log.household import Household, Person
    from parentkit.journal import Journal


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


def arrive(journal: Journal, household: Household, arrival: Arrival) -> tuple[str, ...]:
    """Stores who there is; what was not said gets a name that can be changed.

    Returns sentences for the person about what was guessed or left open.

    Raises:
        UsageProblem: something of it cannot be read; nothing is stored then.
        DataProblem: part of the family cannot be read, and whoever arrives may stand there; nothing
            is stored then.
        WriteProblem: it could not be stored.
    """
    for problem in complaints(household, arrival).values():
        raise problem
    if unread := journal.lasting().problems:
        raise DataProblem(
            f"{unread[0]} Whoever arrives may be there already, so nothing was stored.",
            "parentkit doctor says what is damaged; parentkit restore brings a backup back.",
        )
    for kind, name in ((CHILD, arrival.child), (CAREGIVER, arrival.caregiver)):
        if name.strip():
            _take(journal, household, kind, name)
    present = with_people(journal, read_household(journal))
    if arrival.born.strip():
        born = {"birth_month": parse_birth_month(arrival.born, clock.local_now().date())}
        people.change(journal, present.household, CHILD, present.child, born)
    if arrival.rhythm.strip():
        set_rhythm(journal, arrival.rhythm)
    return present.notices


def _take(journal: Journal, household: Household, kind: str, name: str) -> None:
    """Goes on with whoever is called so; with a new one, or one who had no name yet, else."""
    known = _called(household, kind, name)
    unnamed = _without_a_name(journal, household, kind)
    if known is None and unnamed:
        person = people.change(journal, household, kind, unnamed, {"name": name})
    else:
        person = known or people.add(journal, household, kind, name, {})
    identity = str(person["id"])
    journal.remember(**{kind: identity})


def _called(household: Household, kind: str, name: str) -> Person | None:
    everybody = people.people(household, kind)
    return next((one for one in everybody if name_key(name_of(one)) == name_key(name)), None)


def _without_a_name(journal: Journal, household: Household, kind: str) -> str:
    """The id of the child whom nobody has named, or of whoever logs here, who gives a name now."""
    if kind == CHILD:
        alone = not household.named_children
        return next((str(one["id"]) for one in household.children if alone and is_unnamed(one)), "")
    here = journal.device.caregiver or ""
    return here if has(household.caregivers, here) else ""


def _check(household: Household, field: str, text: str) -> None:
    if field == "born":
        parse_birth_month(text, clock.local_now().date())
    elif field == "rhythm":
        read_rhythm(text)
    else:
        kind = {"child": CHILD, "caregiver": CAREGIVER}[field]
        known = _called(household, kind, text)
        people.free_name(household, kind, text, except_for=str(known["id"]) if known else "")

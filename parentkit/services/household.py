"""The family as it stands in the journal, and the people that a first moment needs."""

from __future__ import annotations

import os

from parentkit import clock
from parentkit.content import load
from parentkit.domain.codes import CAREGIVER, CHILD, FIRST_CHILD
from parentkit.domain.errors import NothingFound
from parentkit.domain.household import Household, name_of
from parentkit.domain.ulid import ulid
from parentkit.journal.writer import Draft

TYPE_CHECKING = False
if TYPE_CHECKING:
    from parentkit.domain.household import Person
    from parentkit.journal.journal import Journal

FIRST_CHILD_NAME = "my child"
FIRST_CAREGIVER_NAME = "me"


def new_id(now_ms: int) -> str:
    """A fresh ULID."""
    return ulid(now_ms, os.urandom(10))


def read_household(journal: Journal) -> Household:
    """The family as it stands now in every device's records."""
    return Household(
        ((record.kind, {"id": record.id, **record.fields}) for record in journal.lasting().records),
        load,
    )


def with_people(journal: Journal, household: Household) -> Household:
    """The household, with a child to write about and a caregiver for this device.

    Both are made on their first use, under names that are changed later: a family's first child,
    and whoever logs on this device.
    """
    made = False
    if not household.children:
        begin_with_child(journal, {"name": FIRST_CHILD_NAME})
        made = True
    if not _has(household.caregivers, journal.device.caregiver):
        caregiver = new_id(clock.now_ms())
        name = _free_caregiver_name(household)
        journal.append([Draft(CAREGIVER, caregiver, {"name": name}, by=caregiver)])
        journal.remember(caregiver=caregiver)
        made = True
    return read_household(journal) if made else household


def begin_with_child(journal: Journal, fields: Person) -> None:
    """Writes the family's first child; one that was taken back before comes back."""
    taken_back = [
        record for record in journal.lasting(deleted=True).records if record.id == FIRST_CHILD
    ]
    if taken_back:
        journal.amend(taken_back[0], {**fields, "deleted": None})
    else:
        journal.append([Draft(CHILD, FIRST_CHILD, fields)])


def current_child(journal: Journal, household: Household) -> str:
    """The child a moment is about when none is named: chosen on this device, else the first."""
    chosen = journal.device.child
    if chosen and _has(household.children, chosen):
        return chosen
    return str(household.children[0]["id"])


def current_caregiver(journal: Journal, household: Household) -> str:
    """Who logs on this device.

    Raises:
        NothingFound: nothing was ever logged on it.
    """
    chosen = journal.device.caregiver
    if chosen and _has(household.caregivers, chosen):
        return chosen
    raise NothingFound(
        "This device does not know yet who logs on it.", "Say so: parentkit caregiver use NAME."
    )


def _has(people: list[Person], identity: str | None) -> bool:
    return any(person["id"] == identity for person in people)


def _free_caregiver_name(household: Household) -> str:
    taken = {name_of(person) for person in household.caregivers}
    numbered = (f"{FIRST_CAREGIVER_NAME} {number}" for number in range(2, len(taken) + 3))
    return next(name for name in (FIRST_CAREGIVER_NAME, *numbered) if name not in taken)

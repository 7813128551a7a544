"""The family as it stands in the journal, and the people that a first moment needs."""

from __future__ import annotations

import os

from parentkit import clock
from parentkit.content import load
from parentkit.domain.codes import CAREGIVER, CHILD, FIRST_CHILD
from parentkit.domain.household import Household, name_of
from parentkit.domain.ulid import ulid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from parentkit.journal.journal import Journal

FIRST_CHILD_NAME = "my child"
FIRST_CAREGIVER_NAME = "me"


def new_id(now_ms: int) -> str:
    """A fresh ULID."""
    return ulid(now_ms, os.urandom(10))


def read_household(journal: Journal) -> Household:
    """The family as it stands now in every device's records."""
    return Household(
        (
            (record.kind, {"id": record.id, **record.fields})
            for record in journal.lasting()
            if not record.deleted
        ),
        load,
    )


def current_child(journal: Journal, household: Household) -> str:
    """The child a moment is about when none is named: chosen on this device, else the first."""
    chosen = journal.device.child
    ids = [str(child["id"]) for child in household.children]
    if chosen in ids:
        return str(chosen)
    if ids:
        return ids[0]
    journal.append([journal.draft(CHILD, FIRST_CHILD, {"name": FIRST_CHILD_NAME})])
    return FIRST_CHILD


def current_caregiver(journal: Journal, household: Household) -> str:
    """Who logs on this device; made on its first use, under a name that nobody else has."""
    chosen = journal.device.caregiver
    if chosen and any(person["id"] == chosen for person in household.caregivers):
        return str(chosen)
    taken = {name_of(person) for person in household.caregivers}
    names = (FIRST_CAREGIVER_NAME, *(f"{FIRST_CAREGIVER_NAME} {n}" for n in range(2, 1000)))
    name = next(name for name in names if name not in taken)
    caregiver = new_id(clock.now_ms())
    journal.append([journal.draft(CAREGIVER, caregiver, {"name": name})])
    journal.remember(caregiver=caregiver)
    return caregiver

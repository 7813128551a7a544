"""The family as it stands in the journal, and who is chosen in it on this device."""

from __future__ import annotations

import os

from parentkit.content import load
from parentkit.domain.errors import NothingFound
from parentkit.domain.log.household import SPLIT_FOR, SPLIT_FROM, SPLIT_STAYS, Household
from parentkit.domain.ulid import ulid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from parentkit.domain.log.household import Person
    from parentkit.journal import Journal, Record

FIRST_CAREGIVER_NAME = "me"


def new_id(now_ms: int) -> str:
    """A fresh ULID."""
    return ulid(now_ms, os.urandom(10))


def read_household(journal: Journal) -> Household:
    """The family as it stands now in every device's records."""
    return household_of(journal.lasting().records, lambda: journal.chosen)


def household_of(
    records: Iterable[Record], chosen: Callable[[], Collection[str]] = tuple
) -> Household:
    """The family that these records describe; deleted ones are to be left out before.

    `chosen` gives the ids of whoever is chosen on this device.
    """
    return Household(((record.kind, record.document()) for record in records), load, chosen)


class Present:
    """Whom a moment written now is about and by, where the person does not say.

    `household` is the family as it stands now, `child` and `caregiver` are ids (empty where the
    person has said so), and `notices` are sentences for the person about anything that was
    guessed, moved or left open.
    """

    __slots__ = ("caregiver", "child", "household", "notices")

    def __init__(
        self, household: Household, child: str, caregiver: str, notices: tuple[str, ...] = ()
    ) -> None:
        self.household = household
        self.child = child
        self.caregiver = caregiver
        self.notices = notices


def current_child(journal: Journal, household: Household) -> str:
    """The child a moment is about when none is named: chosen on this device, else the first.

    The child without a name is the one only where it was chosen, or where there is no other.
    """
    chosen = journal.device.child
    if chosen and has(household.children, chosen):
        return chosen
    return str((household.named_children or household.children)[0]["id"])


def current_caregiver(journal: Journal, household: Household) -> str:
    """Who logs on this device.

    Raises:
        NothingFound: nothing was ever logged on it.
    """
    chosen = journal.device.caregiver
    if chosen and has(household.caregivers, chosen):
        return chosen
    raise NothingFound(
        "This device does not know yet who logs on it.", "Say so: parentkit caregiver use NAME."
    )


def has(people: list[Person], identity: str | None) -> bool:
    """Whether there is somebody with this id."""
    return any(person["id"] == identity for person in people)


def gone_on_with(children: list[Person], journal: Journal) -> Person | None:
    """The child who was this device's own and was taken apart from the one it still writes about.

    None where there is none, or where somebody has said here that the other one is meant.
    """
    for child in children:
        if SPLIT_FROM not in child:
            continue
        device = journal.device
        if child[SPLIT_FROM] == device.child and device.id in (child.get(SPLIT_FOR) or ()):
            return None if device.id in (child.get(SPLIT_STAYS) or ()) else child
    return None

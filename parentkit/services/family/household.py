"""The family as it stands in the journal, and the people that a first moment needs."""

from __future__ import annotations

import os

from parentkit.content import load
from parentkit.domain.codes import FIRST_CHILD, SOMEBODY
from parentkit.domain.errors import NothingFound
from parentkit.domain.log.household import Household, is_unnamed, name_of
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


def with_people(journal: Journal, household: Household, said: Collection[str] = ()) -> Present:
    """Whom this device writes about and for; `settling` decides where it is open.

    Args:
        journal: whose device is asked.
        household: the family as it was read.
        said: which of "child" and "caregiver" the person has named; nobody is made for these.
    """
    device = journal.device
    settled = _is_settled(household, device.child, device.caregiver, said)
    if settled and not ("child" not in said and household.joined and _has_arrivals(journal)):
        child = current_child(journal, household) if household.children else ""
        return Present(household, child, device.caregiver or "")
    from parentkit.services.family.settling import settle

    return settle(journal, said)


def somebody_here(journal: Journal, household: Household) -> str:
    """Who logs on this device, for what needs no child; made as by a first moment if nobody is.

    Raises:
        NothingFound: nobody can tell who it is.
    """
    present = with_people(journal, household, said=("child",))
    if present.caregiver == SOMEBODY:
        return current_caregiver(journal, present.household)
    return present.caregiver


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


def _has_arrivals(journal: Journal) -> bool:
    """Whether moments may have come in about children who are joined."""
    from parentkit.journal import arrivals

    return arrivals.mark(journal.places, journal.device.id) != arrivals.kept(journal.places)


def _is_settled(
    household: Household, child: str | None, caregiver: str | None, said: Collection[str]
) -> bool:
    """Whether everybody is known who is needed, and no child stands there twice."""
    children = household.children
    if len(children) > 1:
        names = {name_of(each).casefold() for each in children}
        unnamed = any(map(is_unnamed, children))
        if len(names) < len(children) or (unnamed and (len(children) == 2 or child == FIRST_CHILD)):  # noqa: PLR2004
            return False
    known = has(children, child) or (child is None and len(children) > 1)
    return ("child" in said or known) and (
        "caregiver" in said or has(household.caregivers, caregiver)
    )

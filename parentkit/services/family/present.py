"""Whom a moment written now is about and by; a quick log pays for no more than a look.

Where that is open, `parentkit.services.family.settling` finds or guesses it.
"""

from __future__ import annotations

from parentkit.domain.codes import FIRST_CHILD, SOMEBODY
from parentkit.domain.log.household import is_unnamed, name_of
from parentkit.services.family.household import (
    Present,
    current_caregiver,
    current_child,
    gone_on_with,
    has,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from parentkit.domain.log.household import Household
    from parentkit.journal import Journal


def with_people(journal: Journal, household: Household, said: Collection[str] = ()) -> Present:
    """Whom this device writes about and for; `settling` decides where it is open.

    Args:
        journal: whose device is asked.
        household: the family as it was read.
        said: which of "child" and "caregiver" the person has named; nobody is made for these.
    """
    device = journal.device
    settled = _is_settled(household, device.child, device.caregiver, said)
    if settled and "child" not in said:
        settled = gone_on_with(household.children, journal) is None
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

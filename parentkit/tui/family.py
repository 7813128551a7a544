"""The family as the screens see it: who there is, who is being logged, and its journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from parentkit.domain.log.household import Household
    from parentkit.journal import Journal, Problem


class Family(NamedTuple):
    """One reading of the family; a change makes a new one.

    Attributes:
        journal: where everything is stored.
        household: people and words.
        child: the id of the child that is being looked at, empty before there is one.
        caregiver: the id of whoever logs on this device, empty before that is known.
        revision: grows with everything written, here or elsewhere.
        unread: what could not be read of the people and words, and while it is not known who there
            is, of everything else too.
    """

    journal: Journal
    household: Household
    child: str
    caregiver: str
    revision: int
    unread: tuple[Problem, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether nobody has said yet who there is, as far as everything could be read."""
        return not self.unread and not (self.child and self.caregiver)

    @property
    def misses_somebody(self) -> bool:
        """Whether whoever is looked at or logs here may be among what could not be read."""
        people = {each["id"] for each in (*self.household.children, *self.household.caregivers)}
        return bool(self.unread) and not people.issuperset((self.child, self.caregiver))

    def afresh(self) -> Family:
        """The same to read from: whatever cannot be read by way of it is in its `problems`."""
        return self._replace(journal=self.journal.afresh())

    @property
    def problems(self) -> list[Problem]:
        """What could not be read, of the people and words and of what was read since `afresh`."""
        places = {(each.path, each.line): each for each in (*self.unread, *self.journal.problems)}
        return list(places.values())


def read_family(journal: Journal, revision: int) -> Family:
    """The family as it stands in the journal now; reads files.

    Whoever this device has chosen stays chosen while that person cannot be read.
    """
    from parentkit.services.family.household import current_child, has, read_household

    fresh = journal.afresh()
    household = read_household(fresh)
    device, unread = journal.device, fresh.problems
    child = current_child(journal, household) if household.children else ""
    if unread and device.child and not has(household.joined, device.child):
        child = device.child
    caregiver = device.caregiver or ""
    if not unread and not has(household.caregivers, caregiver):
        caregiver = ""
    if not (child and caregiver):
        unread = [*unread, *_damaged_months(journal)]
    return Family(journal, household, child, caregiver, revision, tuple(unread))


def _damaged_months(journal: Journal) -> list[Problem]:
    """What of the moments cannot be read: a journal that is damaged is nobody's first."""
    from parentkit.journal import damage_in, dated_files

    return damage_in(dated_files(journal.places.journal))

"""The family as the screens see it: who there is, who is being logged, and its journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from parentkit.domain.household import Household
    from parentkit.journal.journal import Journal
    from parentkit.journal.scan import Problem


class Family(NamedTuple):
    """One reading of the family; a change makes a new one.

    Attributes:
        journal: where everything is stored.
        household: people and words.
        child: the id of the child that is being looked at, empty before there is one.
        caregiver: the id of whoever logs on this device, empty before that is known.
        revision: grows with everything written, here or elsewhere.
        unread: what could not be read of the people and words.
    """

    journal: Journal
    household: Household
    child: str
    caregiver: str
    revision: int
    unread: tuple[Problem, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether nobody has said yet who there is."""
        return not self.child or not self.caregiver

    def afresh(self) -> Family:
        """The same to read from: whatever cannot be read by way of it is in its `problems`."""
        return self._replace(journal=self.journal.afresh())

    @property
    def problems(self) -> list[Problem]:
        """What could not be read, of the people and words and of what was read since `afresh`."""
        return [*self.unread, *self.journal.problems]


def read_family(journal: Journal, revision: int) -> Family:
    """The family as it stands in the journal now; reads files."""
    from parentkit.services.household import current_caregiver, current_child, read_household

    fresh = journal.afresh()
    household = read_household(fresh)
    child = current_child(journal, household) if household.children else ""
    chosen = journal.device.caregiver
    known = any(each["id"] == chosen for each in household.caregivers)
    caregiver = current_caregiver(journal, household) if known else ""
    return Family(journal, household, child, caregiver, revision, tuple(fresh.problems))

"""Taking turns: the next child is looked at, or the next caregiver logs, from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from parentkit.domain.log.household import Person
    from parentkit.tui.base import JournalApp


async def next_child(app: JournalApp) -> None:
    """The next child in the family's order; says so where there is one child alone."""
    family = app.family
    if family is None:
        return
    child = id_after(family.child, family.household.children)
    if child is None:
        app.say("There is one child in this family so far; F4 adds another.")
        return
    await _keep(app, lambda: family.journal.remember(child=child))


async def next_caregiver(app: JournalApp) -> None:
    """The next caregiver in the family's order; says so where there is one alone."""
    family = app.family
    if family is None:
        return
    caregiver = id_after(family.caregiver, family.household.caregivers)
    if caregiver is None:
        app.say("One person logs in this family so far; F4 adds another.")
        return
    await _keep(app, lambda: family.journal.remember(caregiver=caregiver))


def id_after(person: str, people: Sequence[Person]) -> str | None:
    """The id of the one after `person` among those not hidden; None where there is nobody else."""
    ids = [str(each["id"]) for each in people if not each.get("hidden")]
    if not ids or ids == [person]:
        return None
    place = ids.index(person) if person in ids else -1
    return ids[(place + 1) % len(ids)]


async def _keep(app: JournalApp, remember: Callable[[], None]) -> None:
    await app.write(remember)

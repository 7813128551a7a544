"""Whom a moment is about and by, where this device does not know: found, guessed, or left open.

A guess is stamped at the beginning of time, so that every word of a person's counts more, whatever
the clocks say. Nobody is made while part of the family cannot be read: whoever seems to be missing
may stand there.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from parentkit import clock
from parentkit.domain.codes import CAREGIVER, CHILD, FIRST_CHILD, FIRST_CHILD_NAME, SOMEBODY
from parentkit.domain.errors import ParentkitError
from parentkit.domain.log.household import name_of
from parentkit.journal import (
    LASTING,
    PURGED,
    UNREADABLE,
    Draft,
    amendment,
    arrivals,
    gone,
)
from parentkit.services.family.household import (
    FIRST_CAREGIVER_NAME,
    Present,
    current_child,
    gone_on_with,
    has,
    household_of,
    new_id,
    read_household,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from parentkit.domain.log.household import Household, Person
    from parentkit.journal import Journal, Problem, Record

    Records = Sequence[Record]


class Choice(NamedTuple):
    """Somebody a moment is about or by.

    Attributes:
        id: who it is.
        keep: whether this device goes on with this person.
        notice: a sentence for the person, or nothing.
        draft: what is to be written for it.
    """

    id: str
    keep: bool = False
    notice: str = ""
    draft: Draft | None = None


def settle(journal: Journal, said: Collection[str]) -> Present:
    """Whom a moment is about and by, after reading the family once more.

    `said` as in `with_people` of parentkit.services.family.present.

    Raises:
        WriteProblem: somebody who is needed could not be stored.
    """
    records, problems, notices = _read(journal, join="child" not in said)
    standing = (record for record in records if not record.deleted)
    household = household_of(standing, lambda: journal.chosen)
    open_because = str(problems[0]) if problems else _lost(journal, records)
    if "child" not in said and not open_because:
        notices += _went_on(journal, household)
    child = caregiver = Choice("")
    if "child" not in said:
        child = _child(journal, household, records, is_open=bool(open_because))
    if "caregiver" not in said:
        caregiver = _caregiver(journal.device.caregiver, household, is_open=bool(open_because))
    drafts = [choice.draft for choice in (child, caregiver) if choice.draft]
    if drafts:
        journal.append(drafts)
        household = read_household(journal)
    if child.keep or caregiver.keep:
        journal.remember(
            child=child.id if child.keep else None,
            caregiver=caregiver.id if caregiver.keep else None,
        )
    if open_because and not _is_known(household, child.id, caregiver.id):
        notices.append(_left_open(open_because, household, child.id, caregiver.id))
    notices += [choice.notice for choice in (child, caregiver)]
    return Present(household, child.id, caregiver.id, tuple(filter(None, notices)))


def _read(journal: Journal, *, join: bool) -> tuple[Records, Sequence[Problem], list[str]]:
    """The lasting records once children who are clearly one are joined, and sentences about it."""
    reading = journal.lasting(deleted=True)
    if reading.problems or not join:
        return reading.records, reading.problems, []
    from parentkit.services.family.joining import JOINED, join_where_clear, sentence

    mark = arrivals.mark(journal.places, journal.device.id)
    try:
        joined, unread = join_where_clear(journal, reading.records)
    except ParentkitError as problem:
        return reading.records, (), [f"Children who are one are still apart. {problem.message}"]
    following = any(JOINED in record.fields for record in reading.records)
    if following and not any(problem.sort == UNREADABLE for problem in unread):
        arrivals.keep(journal.places, mark)
    return journal.lasting(deleted=True).records, (), [sentence(each) for each in joined]


def _lost(journal: Journal, records: Records) -> str:
    """That people who were here are in no file any more, in a sentence; nothing where none are.

    A family without a single person in it, but with moments, has lost its file or is still being
    sent one; else the note of how far this device's own files were written tells.
    """
    if not records and journal.first_month() is not None:
        return "Nobody of this family stands in the files here, although there are moments."
    known = {record.id for record in records}
    if known.issuperset(journal.chosen):
        return ""
    files = (os.path.basename(one.path) for one in gone(journal.places, journal.device.id))
    if any(name.startswith(LASTING) for name in files):
        return "Whoever was chosen on this device is in none of the files here any more."
    return ""


def _is_known(household: Household, child: str, caregiver: str) -> bool:
    """Whether a moment names people who are here; an empty id is one that somebody has named."""
    here = (*household.children, *household.caregivers)
    return all(not each or has(list(here), each) for each in (child, caregiver))


def _went_on(journal: Journal, household: Household) -> list[str]:
    """Goes on with the child that this device's own became; sentences about it."""
    child = gone_on_with(household.children, journal)
    if child is None:
        return []
    from parentkit.services.family.splitting import go_on

    return [go_on(journal, household, child)]


def _child(journal: Journal, household: Household, records: Records, *, is_open: bool) -> Choice:
    chosen = journal.device.child
    children = household.children
    if chosen and (is_open or has(children, chosen)):
        return Choice(chosen, notice=_still_unnamed(household, chosen))
    if chosen and has(children, heir := household.heirs.get(chosen)):
        return Choice(str(heir), keep=True)
    if children and chosen != FIRST_CHILD:
        found = current_child(journal, household)
        return Choice(found, keep=len(children) == 1 and not is_open)
    if is_open:
        return Choice(FIRST_CHILD, keep=True)
    unnamed = [record for record in records if record.id == FIRST_CHILD]
    if not unnamed:
        draft = Draft(CHILD, FIRST_CHILD, {"name": FIRST_CHILD_NAME}, written_at_ms=0)
    elif unnamed[0].fields.get(PURGED) is True:  # what is written under that id is erased again
        identity = new_id(clock.now_ms())
        draft = Draft(CHILD, identity, {"name": FIRST_CHILD_NAME}, written_at_ms=0)
        return Choice(identity, keep=True, draft=draft)
    else:
        draft = amendment(unnamed[0], {"deleted": None})
    return Choice(FIRST_CHILD, keep=True, draft=draft)


def _caregiver(chosen: str | None, household: Household, *, is_open: bool) -> Choice:
    if chosen and (is_open or has(household.caregivers, chosen)):
        return Choice(chosen)
    if is_open:
        return Choice(SOMEBODY)
    known = [each for each in household.caregivers if not each.get("hidden")]
    if not household.caregivers:
        identity = new_id(clock.now_ms())
        fields = {"name": FIRST_CAREGIVER_NAME}
        draft = Draft(CAREGIVER, identity, fields, by=identity, written_at_ms=0)
        return Choice(identity, keep=True, draft=draft)
    if len(known) == 1:
        return Choice(str(known[0]["id"]), keep=True, notice=_taken_for(name_of(known[0])))
    return Choice(SOMEBODY, notice=_NOT_SAID)


def _still_unnamed(household: Household, child: str) -> str:
    named = [name_of(each) for each in household.named_children]
    if child != FIRST_CHILD or not named or child in map(_id, household.named_children):
        return ""
    from parentkit.domain.sentence import listed

    return (
        f'This moment stands under "{FIRST_CHILD_NAME}", which is nobody\'s name. If it was about '
        f"{listed(named, 'or')}, parentkit edit ID --child NAME says so, and parentkit child use "
        "NAME is for the ones to come."
    )


def _taken_for(name: str) -> str:
    if name == FIRST_CAREGIVER_NAME:
        return ""
    return (
        f"This device did not know who logs on it and takes you for {name}, the only one here. If "
        "you are somebody else: parentkit caregiver add NAME, then parentkit caregiver use NAME."
    )


_NOT_SAID = (
    "Several people log in this family, and this device does not know which of them you are, so "
    "who was there is left open. parentkit caregiver use NAME tells it; parentkit edit ID "
    "--caregiver NAME adds it to this moment."
)


def _left_open(why: str, household: Household, child: str, caregiver: str) -> str:
    stored = "The moment is stored"
    if child == FIRST_CHILD and not has(household.children, child):
        stored = f'The moment is stored under "{FIRST_CHILD_NAME}" for now'
    if caregiver == SOMEBODY:
        stored = f"{stored}, and who was there is left open"
    return (
        f"{why} {stored}. Nobody was added to the family; parentkit doctor says what can be done."
    )


def _id(person: Person) -> str:
    return str(person["id"])

"""Add, rename, hide and choose the people and templates of a family."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import normalize

from parentkit import clock
from parentkit.domain.codes import CAREGIVER, CHILD, FIRST_CHILD, FIRST_CHILD_NAME, TEMPLATE
from parentkit.domain.errors import UnknownCode, UsageProblem
from parentkit.domain.log.household import SPLIT_FROM, SPLIT_STAYS, is_unnamed, name_of
from parentkit.domain.text import name_key, one_line
from parentkit.journal import Draft
from parentkit.services.family.household import FIRST_CAREGIVER_NAME, gone_on_with, has, new_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parentkit.domain.log.household import Household, Person
    from parentkit.journal import Journal, Kept, Record


LONGEST_NAME = 60

_ONE_CHILD = "If they are one child: parentkit child join NAME OTHER."


def people(household: Household, kind: str) -> list[Person]:
    """All children, caregivers or templates, hidden ones too."""
    lists = {
        CHILD: household.children,
        CAREGIVER: household.caregivers,
        TEMPLATE: household.templates,
    }
    return lists[kind]


def also_called(journal: Journal, kind: str) -> dict[str, list[str]]:
    """By id, names that other devices gave to somebody before they knew of the one that stands."""
    records = journal.lasting().records
    apart = {record.fields.get(SPLIT_FROM) for record in records}
    return {
        record.id: names
        for record in records
        if record.kind == kind
        and record.id not in apart
        and (names := [str(kept.value) for kept in _other_names(record)])
    }


def _other_names(record: Record) -> list[Kept]:
    kept = (*record.conflicts, *record.waiting)
    return [one for one in kept if one.field == "name" and one.value is not None]


def add(
    journal: Journal, household: Household, kind: str, name: str, details: Mapping[str, Any]
) -> Person:
    """Adds a child, a caregiver or a template; this device goes on with the first of a kind.

    Raises:
        UsageProblem: the name is empty, or one of that kind has it already.
    """
    fields = {"name": free_name(household, kind, name), **details}
    identity = new_id(clock.now_ms())
    journal.append([Draft(kind, identity, fields)])
    if kind == CAREGIVER and _is_nobody(journal, household.caregivers, journal.device.caregiver):
        journal.remember(caregiver=identity)
    elif kind == CHILD and not household.children and _has_no_child(journal):
        journal.remember(child=identity)
    return {"id": identity, **fields}


def _is_nobody(journal: Journal, here: list[Person], chosen: str | None) -> bool:
    """Whether this device has chosen nobody, or somebody who is lost and not merely unread."""
    return not chosen or not (journal.problems or has(here, chosen))


def _has_no_child(journal: Journal) -> bool:
    """The same of children, where none is here; the guess is joined to the first one by itself."""
    chosen = journal.device.child
    return chosen != FIRST_CHILD and _is_nobody(journal, [], chosen)


class Renamed(NamedTuple):
    """Who has another name now, and how many moments went along with it to a child of that name."""

    person: Person
    moments: int = 0


def change(
    journal: Journal, household: Household, kind: str, who: str, details: Mapping[str, Any]
) -> Person:
    """Changes fields of a child, caregiver or template found by name; a null clears a field.

    A new name is given as `rename` gives it.

    Raises:
        UnknownCode: there is nobody of that name.
        UsageProblem: the new name is empty or taken.
    """
    fields = dict(details)
    identity = ""
    if "name" in fields:
        renamed = rename(journal, household, kind, who, fields.pop("name")).person
        if not fields:
            return renamed
        identity = str(renamed["id"])
    identity = identity or household.person(kind, who)
    record = journal.get(identity, kind)
    journal.amend(record, fields)
    return {"id": identity, **record.fields, **fields}


def rename(journal: Journal, household: Household, kind: str, who: str, name: str) -> Renamed:
    """Gives a child, caregiver or template found by name another one.

    The child whom nobody has named yet becomes the child of that name, who is made where there is
    none: on another device it may become another one. Where nobody is here yet, the names that the
    program would have given stand for somebody new.

    Raises:
        UnknownCode: there is nobody of that name.
        UsageProblem: the new name is empty or taken.
        DataProblem: moments would be left behind, as some cannot be read; nothing is changed.
    """
    if _is_to_come(journal, household, kind, who):
        person = add(journal, household, kind, name, {})
        journal.remember(**{kind: str(person["id"])})
        return Renamed(person)
    identity = _whom(journal, household, kind, who)
    unnamed = kind == CHILD and any(
        is_unnamed(each)
        for each in (*household.children, *household.joined)
        if each["id"] == identity
    )
    if unnamed and name_key(name) != name_key(FIRST_CHILD_NAME):
        return _named(journal, household, identity, name)
    cleaned = free_name(household, kind, name, except_for=identity)
    record = journal.get(identity, kind)
    journal.amend(record, {"name": cleaned})
    return Renamed({"id": identity, **record.fields, "name": cleaned})


def _named(journal: Journal, household: Household, identity: str, name: str) -> Renamed:
    from parentkit.services.family.joining import join

    records, key = journal.lasting().records, name_key(name)
    known = next((one for one in household.named_children if name_key(name_of(one)) == key), None)
    if known is not None:
        return Renamed(known, join(journal, records, identity, known))
    fields = {"name": free_name(household, CHILD, name)}
    child = {"id": new_id(clock.now_ms()), **fields}
    made = Draft(CHILD, child["id"], fields)
    return Renamed(child, join(journal, records, identity, child, made))


def _is_to_come(journal: Journal, household: Household, kind: str, who: str) -> bool:
    """Whether a name stands for whom the first moment here would make."""
    if kind == CHILD:
        return not household.children and name_key(who) == name_key(FIRST_CHILD_NAME)
    if kind != CAREGIVER or name_key(who) != FIRST_CAREGIVER_NAME:
        return False
    called = any(name_key(name_of(one)) == name_key(who) for one in household.caregivers)
    return not called and not has(household.caregivers, journal.device.caregiver)


def _whom(journal: Journal, household: Household, kind: str, who: str) -> str:
    """The id of whom a name means: a child who is another one's by now where moments are left."""
    try:
        return household.person(kind, who)
    except UnknownCode:
        key = name_key(who)
        for child in household.joined if kind == CHILD else ():
            if key == name_key(name_of(child)):
                from parentkit.services.family.joining import has_moments

                if has_moments(journal, str(child["id"])):
                    return str(child["id"])
        raise


def free_name(household: Household, kind: str, name: str, except_for: str = "") -> str:
    """The name, cleaned.

    Raises:
        UsageProblem: it is empty, or somebody else has it.
    """
    cleaned = normalize("NFC", one_line(name).strip())
    key = name_key(cleaned)
    if not key:
        raise UsageProblem(f"A {kind} needs a name; a nickname is enough.")
    if len(cleaned) > LONGEST_NAME:
        raise UsageProblem(f"A name has at most {LONGEST_NAME} letters; a nickname is enough.")
    for document in people(household, kind):
        if name_key(name_of(document)) == key and document["id"] != except_for:
            hint = _ONE_CHILD if except_for and kind == CHILD else ""
            raise UsageProblem(
                f"There is a {kind} called {name_of(document)} already.",
                hint,
                f"There is a {kind} of that name already. {hint}".strip(),
            )
    return cleaned


def make_one(journal: Journal, household: Household, who: str, other: str) -> Person:
    """Makes two children one: what is about `who` is about `other` from now on, who is returned.

    Raises:
        UnknownCode: there is nobody of one of the names.
        UsageProblem: both names are of one child.
        DataProblem: moments would be left behind, as some cannot be read; nothing is changed.
        WriteProblem: it could not be stored.
    """
    source, target = _whom(journal, household, CHILD, who), household.child(other)
    if source == target:
        told = f"{household.name(source)} is one child already."
        raise UsageProblem(told, in_log="Both names are of one child already.")
    from parentkit.services.family.joining import join

    child = next(each for each in household.children if each["id"] == target)
    join(journal, journal.lasting().records, source, child)
    return child


def choose(journal: Journal, household: Household, kind: str, who: str) -> Person:
    """Makes a child or a caregiver the one that this device writes about or for.

    Raises:
        UnknownCode: there is nobody of that name.
    """
    identity = household.person(kind, who)
    if kind == CHILD:
        journal.remember(child=identity)
        if apart := gone_on_with(household.children, journal):
            stays = [*(apart.get(SPLIT_STAYS) or ()), journal.device.id]
            journal.amend(journal.get(str(apart["id"]), CHILD), {SPLIT_STAYS: stays})
    else:
        journal.remember(caregiver=identity)
    return next(person for person in people(household, kind) if person["id"] == identity)

"""Two children who stand in the family as one: taken apart by who wrote what.

Earlier versions gave the child whom nobody had named its name in place, so that two devices which
did so before they met made one child of two. What tells them apart is kept: the names that devices
gave without knowing of each other's, and who wrote each moment.

The name that is shown stays with the child. Each other name becomes a child of its own, and what
its devices wrote becomes that child's, in one batch. A device whose child went to another one goes
on with it at its next entry, and gives it what it has written meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.codes import CHILD, MOMENT, TEMPLATE
from parentkit.domain.errors import DataProblem, NothingFound, UsageProblem
from parentkit.domain.log.household import SPLIT_FOR, SPLIT_FROM, name_of
from parentkit.domain.text import name_key
from parentkit.journal import Draft, amendment, histories_of
from parentkit.services.family.first_names import first_names
from parentkit.services.family.household import gone_on_with, new_id
from parentkit.services.family.joining import counting, stamp_low

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from parentkit.domain.log.household import Household, Person
    from parentkit.journal import Journal, Operation, Record


class Part(NamedTuple):
    """What goes to one of the other names.

    Attributes:
        name: the name.
        child: the id of the child who has it in the family already, empty where one is to be made.
        devices: ids of the devices that gave it, earliest first.
        records: moments and templates that go there, deleted ones too.
    """

    name: str
    child: str
    devices: tuple[str, ...]
    records: tuple[Record, ...]

    @property
    def moments(self) -> int:
        """How many moments go there, deleted ones not counted."""
        return _moments(self.records)


class Split(NamedTuple):
    """How a child would be taken apart: who stays, with how many moments, and what goes where."""

    child: Person
    stays: int
    parts: tuple[Part, ...]


def to_split(journal: Journal, household: Household, who: str | None) -> Split:
    """How a child is to be taken apart, found by name; the only one there is where none is named.

    Raises:
        UnknownCode: there is nobody of that name.
        NothingFound: there is nothing to take apart.
        UsageProblem: several are to be taken apart, and none was named.
        DataProblem: not everything can be read, so that something might be left behind.
    """
    asked = household.child(who) if who else None
    children = [one for one in household.children if asked in (None, one["id"])]
    found = [split for one in children if (split := _split(journal, household, one))]
    if journal.problems:
        raise DataProblem(
            f"{journal.problems[0]} Until everything can be read, no child is taken apart: some "
            "moments would be left behind.",
            "Nothing was changed. parentkit doctor says what can be done.",
        )
    if not found:
        raise _nothing(children[0] if who else None)
    if len(found) > 1:
        names = ", ".join(name_of(each.child) for each in found)
        told = "More than one child can be taken apart, and only one at a time is."
        raise UsageProblem(told, f"Say which: parentkit child split NAME, one of {names}.", told)
    return found[0]


def take_apart(journal: Journal, split: Split) -> list[Person]:
    """Takes a child apart as `to_split` has found; one undo takes it back.

    Returns the children of the other names, in the order of the parts.

    Raises:
        WriteProblem: it could not be stored.
    """
    drafts: list[Draft] = []
    children: list[Person] = []
    for part in split.parts:
        fields = {SPLIT_FROM: split.child["id"], SPLIT_FOR: list(part.devices)}
        identity = part.child or new_id(journal.now_ms())
        if part.child:
            record = journal.get(identity, CHILD)
            drafts.append(amendment(record, fields))
            fields = {**record.fields, **fields}
        else:
            fields = {"name": part.name, **fields}
            drafts.append(Draft(CHILD, identity, fields))
        children.append({"id": identity, **fields})
        drafts += [amendment(record, {"child": identity}) for record in part.records]
    journal.append(drafts, batch=new_id(journal.now_ms()))
    if (own := gone_on_with(children, journal)) is not None:
        journal.remember(child=str(own["id"]))
    return children


def go_on(journal: Journal, household: Household, child: Person) -> str:
    """Goes on with the child that this device's own became when it was taken apart elsewhere.

    What this device has written about the other one meanwhile, not knowing, becomes that child's,
    unless not everything can be read. Returns a sentence about it.

    Raises:
        WriteProblem: it could not be stored.
    """
    before, identity = str(journal.device.child), str(child["id"])
    records = _about(journal, (before, identity))
    said = _said(journal, records)
    known = _since(said, identity)
    here = journal.device.id
    late = [
        record
        for record in records
        if not journal.problems
        and record.fields.get("child") == before
        and (last := _last_word(said[record.id])) is not None
        and last.device == here
        and last.stamp < known.get(here, last.stamp + "~")
    ]
    drafts = [amendment(record, {"child": identity}) for record in late]
    for draft, record in zip(drafts, late, strict=True):
        stamp_low(draft, record.stamp_of("child") or record.newest)
    if drafts:
        journal.append(drafts, batch=new_id(journal.now_ms()))
    journal.remember(child=identity)
    return _gone_on(name_of(child), household.name(before), _moments(late))


def _split(journal: Journal, household: Household, child: Person) -> Split | None:
    """How a child is to be taken apart; None where it is one."""
    identity = str(child["id"])
    history = [one for one in journal.history(identity) if one.kind == CHILD]
    names = first_names(history, name_of(child))
    if not names.others:
        return None
    targets = {
        name: _target(household, identity, devices, name) for name, devices in names.others.items()
    }
    records = _about(journal, (identity, *targets.values()))
    said = _said(journal, records)
    known = {name: _since(said, target) for name, target in targets.items()}
    going: dict[str, list[Record]] = {name: [] for name in targets}
    here = [record for record in records if record.fields.get("child") == identity]
    for record in here:
        last = _last_word(said[record.id])
        name = names.of(last) if last else None
        if last and name in going and last.stamp <= known[name].get(last.device, last.stamp):
            going[name].append(record)
    parts = tuple(
        Part(names.spelt[name], targets[name], devices, tuple(going[name]))
        for name, devices in names.others.items()
        if going[name] or not targets[name]
    )
    return (
        Split(child, _moments(here) - sum(each.moments for each in parts), parts) if parts else None
    )


def _target(household: Household, identity: str, devices: Sequence[str], key: str) -> str:
    """The id of the child who has one of the other names already, empty where there is none."""
    others = [one for one in household.children if one["id"] != identity]
    for one in others:
        if one.get(SPLIT_FROM) == identity and set(devices).intersection(one.get(SPLIT_FOR) or ()):
            return str(one["id"])
    return next((str(one["id"]) for one in others if name_key(name_of(one)) == key), "")


def _about(journal: Journal, children: Iterable[str]) -> list[Record]:
    """Moments and templates about these children; what cannot be read is among the problems."""
    wanted = set(children)
    lasting = journal.lasting(deleted=True)
    reading = journal.read(None, (MOMENT,), deleted=True)
    records = (*reading.records, *(one for one in lasting.records if one.kind == TEMPLATE))
    return [one for one in records if one.fields.get("child") in wanted]


def _said(journal: Journal, records: Iterable[Record]) -> dict[str, list[Operation]]:
    """By id, what was said about whom something is about and was not taken back, by stamp."""
    identities = [record.id for record in records]
    histories = histories_of(journal.places.journal, identities)
    return {
        identity: sorted(
            (one for one in counting(history) if "child" in one.set), key=lambda one: one.stamp
        )
        for (_, identity), history in histories.items()
    }


def _last_word(said: Sequence[Operation]) -> Operation | None:
    """What says last whom something is about, where somebody wrote or changed it by itself.

    An import or a join says it of many at once, in a batch that is not the record's own.
    """
    last = said[-1] if said else None
    return last if last is not None and last.batch in (None, last.id) else None


def _since(said: dict[str, list[Operation]], child: str) -> dict[str, str]:
    """By device, the stamp from which on it has written about this child: it knows of both."""
    since: dict[str, str] = {}
    for operations in said.values():
        for one in operations:
            if one.set["child"] == child:
                since[one.device] = min(one.stamp, since.get(one.device, one.stamp))
    return since


def _moments(records: Iterable[Record]) -> int:
    return sum(record.kind == MOMENT and not record.deleted for record in records)


def _nothing(child: Person | None) -> NothingFound:
    told = "There is nothing to take apart: no two names were given to one child."
    if child is not None:
        told = f"There is nothing to take apart: only one name was given to {name_of(child)}."
    return NothingFound(
        told,
        "What is told apart is what two devices wrote that named a child differently before they "
        "knew of each other. parentkit edit ID --child NAME gives a single moment to another "
        "child.",
        "There is nothing to take apart.",
    )


def _gone_on(name: str, before: str, moments: int) -> str:
    from parentkit.domain.sentence import plural

    late = plural(
        moments,
        zero="",
        one="{n} moment that was written here meanwhile is {name}'s, too.",
        other="{n} moments that were written here meanwhile are {name}'s, too.",
        name=name,
    )
    sentences = (
        f"{before} and {name} are two children now, and this device goes on with {name}.",
        late,
        f'To write about {before} here: parentkit child use "{before}".',
    )
    return " ".join(filter(None, sentences))

"""One child that stands in the family twice: the moments of one become the other's.

It comes about where devices could not know of each other: one wrote before anybody had a name while
a child was named on another, or the same name was given on two. What the program does of itself
carries stamps that lose against everything a person has said, and is undone as one.

Moments that turn up under a child who is another one by then follow with the next entry on any
device. Where they were taken back, or two devices gave the child to two, nobody can know whose they
are: then the child is listed again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.codes import CHILD, FIRST_CHILD, MOMENT, TEMPLATE
from parentkit.domain.errors import DataProblem
from parentkit.domain.log.household import heirs, is_unnamed, name_of
from parentkit.domain.text import name_key
from parentkit.journal import (
    Draft,
    action_name,
    amendment,
    histories_of,
    lasting_files,
    lines_of,
    undone_name,
    wall_ms,
)
from parentkit.services.family.household import household_of, new_id

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from typing import Any

    from parentkit.domain.log.household import Person
    from parentkit.journal import Journal, Operation, Problem, Reading, Record

JOINED = "joined"
"""The field of a child that names the child whose moments its own have become."""

JOINED_AS = "joined_as"
"""The name that this child had then; once somebody has given it another, it is listed again."""


class Joined(NamedTuple):
    """What was joined: the child who was left out, the one who stands, and how many moments."""

    source: Mapping[str, Any]
    target: Mapping[str, Any]
    moments: int


def join_where_clear(
    journal: Journal, records: Sequence[Record]
) -> tuple[list[Joined], Sequence[Problem]]:
    """Joins children of whom it is clear that they are one; `records` are the lasting ones.

    That is the child without a name where exactly one has one, children of one name with nothing
    said of them that differs, and what turned up about a child that was joined before. What
    somebody has taken back is left alone. Also returns what of the moments could not be read.

    Raises:
        DataProblem: something is to be joined, and not all moments can be read.
        WriteProblem: it could not be stored.
    """
    pairs = dict(_clear(journal, records))
    children = {record.id: record.document() for record in records if record.kind == CHILD}
    following = {one: heir for one, heir in heirs(children.values()).items() if one != heir}
    if not pairs and not following:
        return [], ()
    reading = journal.read(None, (MOMENT,), deleted=True)
    here = journal.device.child
    late = _about(records, reading.records, following)
    for source in [one for one in following if one in late or one == here]:
        if _is_open(journal, source, late.get(source, ())):
            _list_again(journal, records, source)
        else:
            pairs[source] = pairs.get(following[source], following[source])
    done = []
    for source, heir in pairs.items():
        target = children[heir]
        moved = _join(journal, records, reading, source, target, by_itself=True)
        done.append(Joined(children.get(source, {"id": source}), target, moved))
    return done, reading.problems


def join(
    journal: Journal,
    records: Sequence[Record],
    source: str,
    target: Person,
    made: Draft | None = None,
) -> int:
    """Makes the moments of one child another one's, as a person says; returns how many there were.

    Args:
        journal: where they are kept.
        records: the family's lasting records.
        source: the id of the child that is left out from now on.
        target: the child that stands.
        made: what makes the child that stands, where it is new; undone together with the rest.

    Raises:
        DataProblem: not all moments can be read; nothing is changed.
        WriteProblem: it could not be stored.
    """
    reading = journal.read(None, (MOMENT,), deleted=True)
    return _join(journal, records, reading, source, target, by_itself=False, made=made)


def _join(  # noqa: PLR0913 all that a join is made of
    journal: Journal,
    records: Sequence[Record],
    reading: Reading,
    source: str,
    target: Person,
    *,
    by_itself: bool,
    made: Draft | None = None,
) -> int:
    if reading.problems:
        raise DataProblem(
            f"{reading.problems[0]} Until everything can be read, children are not made one: some "
            "moments would be left behind.",
            "Nothing was changed. parentkit doctor says what can be done.",
        )
    identity = str(target["id"])
    about = _about(records, reading.records, (source,)).get(source, [])
    drafts = [amendment(record, {"child": identity}) for record in about]
    if by_itself:
        for draft, record in zip(drafts, about, strict=True):
            stamp_low(draft, record.stamp_of("child") or record.newest)
    drafts += _about_the_two(records, source, target, by_itself=by_itself)
    if made is not None:
        drafts.insert(0, made)
    if drafts:
        journal.append(drafts, batch=new_id(journal.now_ms()))
    if journal.device.child == source:
        journal.remember(child=identity)
    return sum(record.kind == MOMENT and not record.deleted for record in about)


def sentence(joined: Joined) -> str:
    """What was joined, for the person; nothing where no moment was moved."""
    if not joined.moments:
        return ""
    from parentkit.domain.sentence import plural

    name, before = name_of(dict(joined.target)), name_of(dict(joined.source))
    if joined.source["id"] == FIRST_CHILD:
        told = plural(
            joined.moments,
            one="{n} moment that was written before {name} had a name here is now {name}'s",
            other="{n} moments that were written before {name} had a name here are now {name}'s",
            name=name,
        )
    elif name_key(before) == name_key(name):
        told = f"{name} was added on two devices and is one child now"
    else:
        one, other = (
            "{n} moment about {before} is now {name}'s",
            "{n} moments about {before} are now {name}'s",
        )
        told = plural(joined.moments, one=one, other=other, before=before, name=name)
    return f"{told}. parentkit undo takes that back, after what you have just written."


def has_moments(journal: Journal, child: str) -> bool:
    """Whether moments stand under this child, taken out ones left aside."""
    return any(record.fields.get("child") == child for record in journal.read(None, (MOMENT,)))


def _clear(journal: Journal, records: Sequence[Record]) -> list[tuple[str, str]]:
    """Ids of a child to leave out and of the one that stands, in pairs."""
    household = household_of(record for record in records if not record.deleted)
    named = household.named_children
    pairs = []
    for child in household.children:
        others = named if is_unnamed(child) else _of_one_name(child, named)
        if len(others) == 1 and _agree(child, others[0]) and not _parted(journal, child["id"]):
            pairs.append((str(child["id"]), str(others[0]["id"])))
    unmade = not any(record.id == FIRST_CHILD for record in records)
    if unmade and journal.device.child == FIRST_CHILD and len(named) == 1:
        pairs.append((FIRST_CHILD, str(named[0]["id"])))
    return pairs


def _about(
    records: Sequence[Record], moments: Sequence[Record], children: Collection[str]
) -> dict[str, list[Record]]:
    """Moments and templates about each of these children."""
    found: dict[str, list[Record]] = {}
    for record in (*moments, *(one for one in records if one.kind == TEMPLATE)):
        child = record.fields.get("child")
        if isinstance(child, str) and child in children:
            found.setdefault(child, []).append(record)
    return found


def _is_open(journal: Journal, child: str, about: Sequence[Record]) -> bool:
    """Whether nobody can know whose the moments are that stand under a child that was joined."""
    said = counting(_said_of(journal, child))
    replaced = {stamp for one in said for stamp in (one.base or {}).get(JOINED, ())}
    everybody = heirs(record.document() for record in journal.lasting() if record.kind == CHILD)
    given_to = {
        everybody.get(str(one.set[JOINED]), "")
        for one in said
        if one.set.get(JOINED) and one.stamp not in replaced
    }
    if len(given_to - {""}) > 1:
        return True
    histories = histories_of(journal.places.journal, [record.id for record in about])
    return any(
        operation.undoes is not None and operation.set.get("child") == child
        for history in histories.values()
        for operation in history
    )


def _list_again(journal: Journal, records: Sequence[Record], child: str) -> None:
    """Takes back for now that a child was joined: whose its moments are, a person has to say."""
    left = next(record for record in records if record.kind == CHILD and record.id == child)
    draft = amendment(left, {JOINED: None, JOINED_AS: None})
    said = {one.stamp for one in _said_of(journal, child)}
    draft.base = {**(draft.base or {}), JOINED: sorted(said)}
    journal.append([draft])


def _said_of(journal: Journal, child: str) -> list[Operation]:
    """Everything that was ever said about whom a child was joined to."""
    return [
        operation
        for path in lasting_files(journal.places.journal)
        for operation in lines_of(path, [child]).operations
        if operation.kind == CHILD and JOINED in operation.set
    ]


def counting(operations: Sequence[Operation]) -> list[Operation]:
    """The operations that nobody has taken back; those that take others back are left out."""
    undone = {undone_name(one) for one in operations if one.undoes is not None}
    return [one for one in operations if one.undoes is None and action_name(one) not in undone]


def _parted(journal: Journal, child: str) -> bool:
    """Whether somebody has taken back that this child was joined."""
    return any(one.set[JOINED] is None for one in _said_of(journal, child))


def _of_one_name(child: Person, named: Sequence[Person]) -> list[Person]:
    """The first child of that name, where this is a later one."""
    key = name_key(name_of(child))
    same = [each for each in named if name_key(name_of(each)) == key]
    return same[:1] if same[0] is not child else []


def _agree(one: Person, other: Person) -> bool:
    months = {each["birth_month"] for each in (one, other) if each.get("birth_month")}
    return len(months) < 2  # noqa: PLR2004 two months of birth are two children


def _about_the_two(
    records: Sequence[Record], source: str, target: Person, *, by_itself: bool
) -> list[Draft]:
    """Leaves the one out, and gives the other what was said of the one alone."""
    left = next((one for one in records if one.kind == CHILD and one.id == source), None)
    if left is None:
        return []
    identity = str(target["id"])
    named = {JOINED: identity, JOINED_AS: left.fields.get("name", "")}
    if by_itself and left.fields.get(JOINED) and left.fields.get(JOINED_AS) == named[JOINED_AS]:
        return []  # another device has done it; only moments were left
    draft = amendment(left, named)
    if known := left.stamp_of(JOINED):
        draft.base = {**(draft.base or {}), JOINED: [known]}
    drafts = [draft]
    month = left.fields.get("birth_month")
    if month and not target.get("birth_month"):
        drafts.append(Draft(CHILD, identity, {"birth_month": month}, written_at_ms=0))
    return drafts


def stamp_low(draft: Draft, stamp: str) -> None:
    """Sets a draft right behind the value it replaces: whatever else was said wins."""
    draft.written_at_ms = wall_ms(stamp) + 1
    base = draft.base or {}
    draft.base = {**base, "child": sorted({stamp, *base.get("child", ())})}

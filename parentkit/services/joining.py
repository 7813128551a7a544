"""One child that stands in the family twice: the moments of one become the other's.

It comes about where devices could not know of each other: one wrote before anybody had a name while
a child was named on another, or the same name was given on two. What the program does of itself
carries stamps that lose against everything a person has said, and is undone as one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.codes import CHILD, FIRST_CHILD, MOMENT, TEMPLATE
from parentkit.domain.household import is_unnamed, name_of
from parentkit.domain.text import name_key
from parentkit.journal.amend import amendment
from parentkit.journal.folders import lasting_files
from parentkit.journal.scan import lines_of
from parentkit.journal.stamp import ahead_limit, wall_ms
from parentkit.journal.writer import Draft
from parentkit.services.household import household_of, new_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from parentkit.domain.household import Person
    from parentkit.journal.fold import Record
    from parentkit.journal.journal import Journal

JOINED = "joined"
"""The field of a child that names the child whose moments its own have become."""

JOINED_AS = "joined_as"
"""The name that this child had then; once somebody has given it another, it is listed again."""


class Joined(NamedTuple):
    """What was joined: the child who was left out, the one who stands, and how many moments."""

    source: Mapping[str, Any]
    target: Mapping[str, Any]
    moments: int


def join_where_clear(journal: Journal, records: Sequence[Record]) -> list[Joined]:
    """Joins children of whom it is clear that they are one; `records` are the lasting ones.

    That is the child without a name where exactly one has one, children of one name with nothing
    said of them that differs, and what this device wrote about a child that was joined elsewhere
    since. What somebody has taken back is left alone.

    Raises:
        WriteProblem: it could not be stored.
    """
    done = []
    for source, target in _clear(journal, records):
        moved = join(journal, records, source["id"], target, by_itself=True)
        done.append(Joined(source, target, moved))
    return done


def join(
    journal: Journal, records: Sequence[Record], source: str, target: Person, *, by_itself: bool
) -> int:
    """Makes the moments of one child another one's; returns how many there were.

    Args:
        journal: where they are kept.
        records: the family's lasting records.
        source: the id of the child that is left out from now on.
        target: the child that stands.
        by_itself: no person has said so; it loses against everything anybody has said.

    Raises:
        WriteProblem: it could not be stored.
    """
    limit = ahead_limit(journal.now_ms())
    identity = str(target["id"])
    about = [
        record
        for record in (
            *journal.read(None, (MOMENT,), deleted=True),
            *(one for one in records if one.kind == TEMPLATE),
        )
        if record.fields.get("child") == source
    ]
    drafts = [amendment(record, {"child": identity}, limit) for record in about]
    if by_itself:
        for draft, record in zip(drafts, about, strict=True):
            _stamp_low(draft, record.stamp_of("child") or record.newest)
    drafts += _about_the_two(records, source, identity, limit, by_itself=by_itself)
    if drafts:
        journal.append(drafts, batch=new_id(journal.now_ms()))
    if journal.device.child == source:
        journal.remember(child=identity)
    return sum(record.kind == MOMENT and not record.deleted for record in about)


def sentence(joined: Joined) -> str:
    """What was joined, for the person; nothing where no moment was moved."""
    if not joined.moments:
        return ""
    name = name_of(dict(joined.target))
    if joined.source["id"] != FIRST_CHILD:
        told = f"{name} was added on two devices and is one child now"
    elif joined.moments == 1:
        told = f"1 moment that was written before {name} had a name here is now {name}'s"
    else:
        told = (
            f"{joined.moments} moments that were written before {name} had a name here are now "
            f"{name}'s"
        )
    return f"{told}. parentkit undo takes that back, after what you have just written."


def _clear(journal: Journal, records: Sequence[Record]) -> list[tuple[Person, Person]]:
    """Pairs of a child to leave out and the one that stands."""
    household = household_of(record for record in records if not record.deleted)
    by_id = {record.id: record.document() for record in records if record.kind == CHILD}
    named = household.named_children
    pairs = []
    for child in household.children:
        others = named if is_unnamed(child) else _of_one_name(child, named)
        if len(others) == 1 and _agree(child, others[0]) and not _undone(journal, child["id"]):
            pairs.append((child, others[0]))
    here = journal.device.child or ""
    if not any(child["id"] == here for child in household.children):
        followed = _followed(by_id, here)
        standing = [child for child in named if child["id"] == followed]
        if here == FIRST_CHILD and here not in by_id and len(named) == 1:
            standing = named
        pairs += [(by_id.get(here, {"id": here}), child) for child in standing]
    return pairs


def _followed(by_id: Mapping[str, Person], identity: str) -> str:
    """The child whom this one has become, over however many steps."""
    for _ in by_id:
        identity = str(by_id.get(identity, {}).get(JOINED) or identity)
    return identity


def _of_one_name(child: Person, named: Sequence[Person]) -> list[Person]:
    """The first child of that name, where this is a later one."""
    key = name_key(name_of(child))
    same = [each for each in named if name_key(name_of(each)) == key]
    return same[:1] if same[0] is not child else []


def _agree(one: Person, other: Person) -> bool:
    months = {each["birth_month"] for each in (one, other) if each.get("birth_month")}
    return len(months) < 2  # noqa: PLR2004 two months of birth are two children


def _undone(journal: Journal, identity: str) -> bool:
    """Whether somebody has taken back that this child was joined."""
    return any(
        operation.undoes is not None and JOINED in operation.set
        for path in lasting_files(journal.places.journal)
        for operation in lines_of(path, [identity]).operations
    )


def _about_the_two(
    records: Sequence[Record], source: str, target: str, limit: str, *, by_itself: bool
) -> list[Draft]:
    """Leaves the one out, and gives the other what was said of the one alone."""
    children = {record.id: record for record in records if record.kind == CHILD}
    left, stays = children.get(source), children[target]
    if left is None:
        return []
    named = {JOINED: target, JOINED_AS: left.fields.get("name", "")}
    if by_itself and left.fields.get(JOINED) and left.fields.get(JOINED_AS) == named[JOINED_AS]:
        return []  # another device has done it; only moments were left
    drafts = [amendment(left, named, limit)]
    month = left.fields.get("birth_month")
    if month and not stays.fields.get("birth_month"):
        drafts.append(Draft(CHILD, target, {"birth_month": month}, written_at_ms=0))
    return drafts


def _stamp_low(draft: Draft, stamp: str) -> None:
    """Sets a draft right behind the value it replaces: whatever else was said wins."""
    draft.written_at_ms = wall_ms(stamp) + 1
    base = draft.base or {}
    draft.base = {**base, "child": sorted({stamp, *base.get("child", ())})}

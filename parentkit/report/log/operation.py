"""Operations in words: the history of a record, and what an undo took back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from parentkit.domain.codes import CHILD, MOMENT
from parentkit.domain.sentence import listed, plural
from parentkit.domain.text import clean
from parentkit.report.layout import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from parentkit.domain.log.household import Household


class Operation(Protocol):
    """What of an operation is told here; the journal's own have more."""

    kind: str
    id: str
    stamp: str
    by: str
    set: dict[str, Any]
    undoes: str | None


class Record(Protocol):
    """What of a record is told here."""

    id: str
    fields: dict[str, Any]


class Undone(Protocol):
    """What was taken back, how the records stood and stand, and fields that were left alone."""

    @property
    def taken_back(self) -> Sequence[Operation]:
        """The operations that no longer count."""

    @property
    def before(self) -> Sequence[Record]:
        """The records as they stood."""

    @property
    def after(self) -> Sequence[Record]:
        """The records as they stand, in the same order."""

    @property
    def left_alone(self) -> Sequence[tuple[str, str]]:
        """Record ids and fields that somebody else had changed since."""


_JOIN = ("joined", "joined_as")
"""The fields of a child that was made one with another."""


def history_lines(operations: Sequence[Operation], household: Household) -> Iterator[str]:
    """Every operation on a record, oldest first: when (UTC), by whom, and what it set."""
    for place, operation in enumerate(operations):
        when = f"{operation.stamp[:10]} {operation.stamp[11:16]} UTC"
        yield f"{when}  {_verb(operation, first=place == 0)} by {household.name(operation.by)}"
        for field, value in operation.set.items():
            yield from wrapped(f"{field}: {_value(household, field, value)}", indent="    ")


def undone_lines(undone: Undone, household: Household) -> list[str]:
    """What an undo took back, in sentences."""
    operations = undone.taken_back
    if any(map(_moves, operations)) and all(map(_is_of_a_join, operations)):
        return [f"Taken back: {_unjoined(undone, household)}."]
    records = {operation.id: operation for operation in reversed(operations)}
    if len(records) > 1:
        return [f"Taken back: {len(records)} records that were written together."]
    first = next(iter(records.values()))
    return [f"Taken back: {_renamed(undone) or _one_taken_back(first, household)}."]


def _renamed(undone: Undone) -> str:
    """The names before and after, where a name was taken back; else nothing."""
    was, now = (
        clean(str(one.fields.get("name") or "")) for one in (undone.before[0], undone.after[0])
    )
    gone = undone.after[0].fields.get("deleted")
    if not was or not now or was == now or gone:
        return ""
    return f"{was} is called {now} again"


def _one_taken_back(first: Operation, household: Household) -> str:
    if "cue" in first.set and "responses" in first.set:
        cue = household.vocabulary("cues").label(str(first.set["cue"]))
        return f"the moment {first.id} ({cue})"
    if first.set.get("deleted"):
        return f"{first.id} is in the log again"
    if "deleted" in first.set:
        return f"{first.id} is taken out of the log again"
    if "split_stays" in first.set:
        return "which child this device writes about"
    if "name" in first.set:
        return f"the {first.kind} {clean(str(first.set['name']))}"
    return f"a change of {', '.join(first.set)} on the {first.kind} {first.id}"


def left_lines(undone: Undone, household: Household) -> list[str]:
    """What an undo left as it is, as others have said it too or changed it since."""
    lines = [
        f"{field} of {record} was changed again since, so it stays as it is."
        for record, field in undone.left_alone
        if field not in (*_JOIN, "child", "deleted")
    ]
    moved = {one.id for one in undone.taken_back if one.kind == MOMENT and _moves(one)}
    stay = moved & _unchanged(undone, "child")
    one_still = {one.id for one in undone.taken_back if _JOIN[0] in one.set}
    names = sorted({household.name(_child(each)) for each in undone.after if each.id in stay})
    if stay:
        lines.append(
            plural(
                len(stay),
                one="{n} moment stays with {names}: another device has moved what was written, "
                "too, or somebody changed it since. parentkit edit ID --child NAME moves one.",
                other="{n} moments stay with {names}: another device has moved what was written, "
                "too, or somebody changed it since. parentkit edit ID --child NAME moves one.",
                names=listed(names),
            )
        )
    elif one_still & _unchanged(undone, _JOIN[0]):
        lines.append("Another device has made them one child, too, so they stay one.")
    gone = {record for record, field in undone.left_alone if field == "deleted"}
    lines += [f"{record} was taken out or put back since; that stays." for record in sorted(gone)]
    return lines


def _unjoined(undone: Undone, household: Household) -> str:
    """What of a child's moments going to another child was taken back."""
    operations = undone.taken_back
    targets = dict.fromkeys(
        str(one.set.get("child") or one.set.get(_JOIN[0])) for one in operations if _moves(one)
    )
    made = {one.id: clean(str(one.set["name"])) for one in operations if "name" in one.set}
    name = listed(made.get(each) or household.name(each) for each in targets)
    moved = {one.id for one in operations if one.kind == MOMENT}
    back = len(moved - _unchanged(undone, "child"))
    moments = plural(
        back, one="{n} moment moved to {name}", other="{n} moments moved to {name}", name=name
    )
    if made:
        children = plural(
            len(made),
            one="the child {names}",
            other="the children {names}",
            names=listed(made.values()),
        )
        return f"{children}, and {moments}" if back else children
    if back:
        return moments
    left = {one.id for one in operations if _JOIN[0] in one.set}
    if left - _unchanged(undone, _JOIN[0]):
        return f"two children were made one, {name}"
    return "nothing that was not said elsewhere, too"


def _unchanged(undone: Undone, field: str) -> set[str]:
    """Ids of the records in which this field stands as it stood before."""
    return {
        before.id
        for before, after in zip(undone.before, undone.after, strict=True)
        if before.fields.get(field) == after.fields.get(field)
    }


def _moves(operation: Operation) -> bool:
    """Whether it gives what is about one child to another."""
    return bool(operation.set.get(_JOIN[0])) or set(operation.set) == {"child"}


def _is_of_a_join(operation: Operation) -> bool:
    return operation.kind == CHILD or _moves(operation)


def _child(record: Record) -> str:
    return str(record.fields.get("child", ""))


def _verb(operation: Operation, *, first: bool) -> str:
    if operation.undoes:
        return "undone"
    if operation.set.get("deleted"):
        return "taken out"
    return "written" if first else "changed"


def _value(household: Household, field: str, value: object) -> str:
    if value is None:
        return "(emptied)"
    if field in ("child", "caregiver", "coder"):
        return household.name(str(value))
    if isinstance(value, dict):
        return ", ".join(f"{name} {each}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return clean(str(value))

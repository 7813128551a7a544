"""Operations in words: the history of a record, and what an undo took back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from parentkit.domain.text import clean
from parentkit.report.layout import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from parentkit.domain.household import Household


class Operation(Protocol):
    """What of an operation is told here; the journal's own have more."""

    kind: str
    id: str
    stamp: str
    by: str
    set: dict[str, Any]
    undoes: str | None


def history_lines(operations: Sequence[Operation], household: Household) -> Iterator[str]:
    """Every operation on a record, oldest first: when (UTC), by whom, and what it set."""
    for place, operation in enumerate(operations):
        when = f"{operation.stamp[:10]} {operation.stamp[11:16]} UTC"
        yield f"{when}  {_verb(operation, first=place == 0)} by {household.name(operation.by)}"
        for field, value in operation.set.items():
            yield from wrapped(f"{field}: {_value(household, field, value)}", indent="    ")


def undone_lines(operations: Sequence[Operation], household: Household) -> list[str]:
    """What an undo took back, in a sentence."""
    records = {operation.id: operation for operation in reversed(operations)}
    if len(records) > 1:
        return [f"Taken back: {len(records)} records that were written together."]
    (first,) = records.values()
    if "cue" in first.set and "responses" in first.set:
        cue = household.vocabulary("cues").label(str(first.set["cue"]))
        return [f"Taken back: the moment {first.id} ({cue})."]
    if first.set.get("deleted"):
        return [f"Taken back: {first.id} is in the log again."]
    if "name" in first.set:
        return [f"Taken back: the {first.kind} {clean(str(first.set['name']))}."]
    return [f"Taken back: a change of {', '.join(first.set)} on the {first.kind} {first.id}."]


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

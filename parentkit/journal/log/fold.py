"""Merging: what the operations of all devices say together about each record.

The result depends on the set of operations alone, not on their order or on how often one is given.
Per field, the operation with the highest stamp wins, except that

* an operation stamped more than 24 hours ahead of now ranks below every other one, and
* a value that a later writer knew and replaced (that writer's `base` names its stamp) does not win,
* the name that this program gives a child before anybody has (`is_guess`) ranks below every other.

Free text that loses without having been known to the winner is kept beside the record.
"""

from __future__ import annotations

from parentkit.domain.codes import CHILD, FIRST_CHILD, FIRST_CHILD_NAME
from parentkit.domain.schema.kind_facts import is_kept_text
from parentkit.journal.log.operation import encode
from parentkit.journal.log.stamp import ahead_limit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from parentkit.journal.log.operation import Operation
    from parentkit.journal.log.scan import Problem


class Kept:
    """A value that did not win and is kept: which field, what, when and by which device."""

    __slots__ = ("device", "field", "stamp", "value")

    def __init__(self, field: str, value: Any, stamp: str, device: str) -> None:
        self.field = field
        self.value = value
        self.stamp = stamp
        self.device = device

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Kept):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    def __hash__(self) -> int:
        return hash((self.field, self.stamp))

    def __repr__(self) -> str:
        return f"<kept {self.field} of {self.stamp}>"


class Record:
    """One record as all devices together know it.

    `fields` holds the values that stand (cleared ones are absent); `created` is the stamp of its
    first operation, `device` and `by` say who wrote that one; `newest` is the stamp of the
    operation that ranks highest. `conflicts` holds free text that lost against a writer who did not
    know it; `waiting` holds values stamped more than 24 hours ahead that do not count yet; `ahead`
    says that a value that stands comes from such an operation because nothing else is known.
    `beside` holds field and stamp of every value, shown or not, that neither stands nor was
    replaced.
    """

    __slots__ = (
        "_stamps",
        "ahead",
        "beside",
        "by",
        "conflicts",
        "created",
        "device",
        "fields",
        "id",
        "kind",
        "newest",
        "waiting",
    )

    def __init__(
        self,
        first: Operation,
        fields: dict[str, Any],
        newest: str,
        stamps: dict[str, str] | None,
        *,
        ahead: bool,
    ) -> None:
        self.kind = first.kind
        self.id = first.id
        self.device = first.device
        self.by = first.by
        self.created = first.stamp
        self.fields = fields
        self.newest = newest
        self.ahead = ahead
        self.conflicts: tuple[Kept, ...] = ()
        self.waiting: tuple[Kept, ...] = ()
        self.beside: tuple[tuple[str, str], ...] = ()
        self._stamps = stamps

    def __repr__(self) -> str:
        return f"<{self.kind} {self.id}>"

    @property
    def deleted(self) -> bool:
        """Whether the record was deleted; its fields are kept."""
        return self.fields.get("deleted") is True

    def stamp_of(self, field: str) -> str | None:
        """The stamp of a field's value, or of its clearing; None where it was never set."""
        if self._stamps is None:
            return self.newest if field in self.fields else None
        return self._stamps.get(field)

    def document(self) -> dict[str, Any]:
        """The record as a plain dict of JSON values: `id` and its fields."""
        return {"id": self.id, **self.fields}


class Reading:
    """Records, in no particular order; `problems` is what had to be set aside on the way."""

    __slots__ = ("problems", "records")

    def __init__(self, records: list[Record], problems: list[Problem]) -> None:
        self.records = records
        self.problems = problems

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    def __repr__(self) -> str:
        return f"<{len(self.records)} records, {len(self.problems)} problems>"


def fold(operations: Iterable[Operation], now_ms: int) -> dict[tuple[str, str], Record]:
    """Every record that the operations speak of, by kind and id."""
    limit = ahead_limit(now_ms)
    first: dict[tuple[str, str], Operation] = {}
    several: dict[tuple[str, str], list[Operation]] = {}
    for operation in operations:
        key = (operation.kind, operation.id)
        other = first.setdefault(key, operation)
        if other is not operation:
            several.setdefault(key, [other]).append(operation)
    records = {key: _single(operation, limit) for key, operation in first.items()}
    for key, group in several.items():
        records[key] = _merged(group, limit)
    return records


def _single(operation: Operation, limit: str) -> Record:
    fields = operation.set
    stamps = None
    if None in fields.values():
        stamps = dict.fromkeys(fields, operation.stamp)
        fields = {name: value for name, value in fields.items() if value is not None}
    stamp = operation.stamp
    return Record(operation, fields, stamp, stamps, ahead=stamp > limit)


def _merged(group: list[Operation], limit: str) -> Record:
    ranked = _ranked(group, limit)
    replaced = _replaced(ranked)
    out = _out_of_play(ranked, replaced, limit)
    fields: dict[str, Any] = {}
    stamps: dict[str, str] = {}
    for operation in ranked:
        for name, value in operation.set.items():
            if name in out and name in stamps and operation.stamp in out[name]:
                continue
            fields[name] = value
            stamps[name] = operation.stamp
    created = min(ranked, key=_stamp)
    kept = _kept(ranked, fields, stamps, replaced, limit)
    record = Record(
        created,
        {name: value for name, value in fields.items() if value is not None},
        ranked[-1].stamp,
        stamps,
        ahead=max(stamps.values(), default="") > limit,
    )
    record.conflicts = tuple(one for one in kept if one.stamp <= limit)
    record.beside = _beside(ranked, stamps, out)
    record.waiting = tuple(one for one in kept if one.stamp > limit)
    return record


def is_guess(operation: Operation) -> bool:
    """Whether an operation does nothing but call the first child what the program calls it.

    Somebody who chooses just this name has seen another one, which `base` then names.
    """
    return (
        operation.id == FIRST_CHILD
        and operation.kind == CHILD
        and operation.set == {"name": FIRST_CHILD_NAME}
        and not operation.base
    )


def _stamp(operation: Operation) -> str:
    return operation.stamp


def _ranked(group: list[Operation], limit: str) -> list[Operation]:
    """Lowest rank first; operations with equal stamps in an order of their own content."""

    def rank(operation: Operation) -> tuple[bool, bool, str]:
        return not is_guess(operation), operation.stamp <= limit, operation.stamp

    ranked = sorted(group, key=rank)
    if len({operation.stamp for operation in ranked}) == len(ranked):
        return ranked
    lines = {encode(operation): operation for operation in ranked}
    by_content = [lines[line] for line in sorted(lines)]
    return sorted(by_content, key=rank)


def _replaced(ranked: Iterable[Operation]) -> dict[str, set[str]]:
    """Per field, the stamps of values that a later writer knew and replaced."""
    replaced: dict[str, set[str]] = {}
    for operation in ranked:
        if operation.base:
            for name, stamps in operation.base.items():
                if name in operation.set:
                    replaced.setdefault(name, set()).update(stamps)
    return replaced


def _out_of_play(
    ranked: list[Operation], replaced: dict[str, set[str]], limit: str
) -> dict[str, set[str]]:
    """Per field, the stamps of values that do not win.

    A writer who is ahead of time has replaced nothing yet but values that lie ahead themselves.
    """
    counting = _replaced(operation for operation in ranked if operation.stamp <= limit)
    return {
        name: {stamp for stamp in stamps if stamp > limit or stamp in counting.get(name, ())}
        for name, stamps in replaced.items()
    }


def _kept(
    ranked: list[Operation],
    fields: dict[str, Any],
    stamps: dict[str, str],
    replaced: dict[str, set[str]],
    limit: str,
) -> list[Kept]:
    """Values that neither stand nor were replaced: free text, and all that is stamped ahead."""
    kept = []
    for operation in ranked:
        if is_guess(operation):
            continue
        ahead = operation.stamp > limit
        for name, value in operation.set.items():
            if operation.stamp == stamps[name] or (value == fields[name] and not ahead):
                continue
            if operation.stamp in replaced.get(name, ()):
                continue
            if ahead or (isinstance(value, str) and is_kept_text(name)):
                kept.append(Kept(name, value, operation.stamp, operation.device))
    if not kept or not replaced:
        return kept
    old = _old_texts(ranked, replaced)
    return [one for one in kept if one.stamp > limit or (one.field, one.stamp) not in old]


def _beside(
    ranked: list[Operation], stamps: dict[str, str], out: dict[str, set[str]]
) -> tuple[tuple[str, str], ...]:
    """Field and stamp of the values in play that lost by their stamp alone."""
    return tuple(
        (name, operation.stamp)
        for operation in ranked
        for name in operation.set
        if operation.stamp != stamps[name]
        and operation.stamp not in out.get(name, ())
        and not is_guess(operation)
    )


def _old_texts(ranked: list[Operation], replaced: dict[str, set[str]]) -> set[tuple[str, str]]:
    """Field and stamp of texts that an import brought once more after they had been replaced."""
    texts = [
        (operation, name, value)
        for operation in ranked
        for name, value in operation.set.items()
        if isinstance(value, str) and is_kept_text(name)
    ]
    known = {
        (name, value)
        for operation, name, value in texts
        if operation.stamp in replaced.get(name, ())
    }
    return {
        (name, operation.stamp)
        for operation, name, value in texts
        if (name, value) in known and name not in (operation.base or ())
    }

"""What an edit has to carry so that it wins over what the person saw, and over nothing else."""

from __future__ import annotations

from parentkit.journal.log.folders import month_for
from parentkit.journal.log.stamp import month
from parentkit.journal.log.writer import Draft

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from parentkit.journal.log.fold import Record
    from parentkit.journal.log.operation import Base


def amendment(
    record: Record,
    changes: Mapping[str, Any],
    *,
    undoes: str | None = None,
) -> Draft:
    """The draft that sets `changes` on a record (None clears a field).

    It goes by what was known when `record` was read.
    """
    return Draft(
        record.kind,
        record.id,
        dict(changes),
        after=record.newest,
        base=_replaced(record, changes),
        undoes=undoes,
        floor=_floor(record),
    )


def _replaced(record: Record, names: Iterable[str]) -> Base:
    """Stamps of all values that the person's word takes the place of, standing or not.

    Also of those that lose by their stamp anyway: somebody whose clock is years behind may change
    this without ever having seen them, and then they must not come back over both.
    """
    base: Base = {}
    for name in names:
        stamps = {stamp for field, stamp in record.beside if field == name}
        current = record.stamp_of(name)
        if current:
            stamps.add(current)
        if stamps:
            base[name] = sorted(stamps)
    return base


def _floor(record: Record) -> str:
    """The month before which no operation on this record may stand."""
    latest = month_for(record.id, record.fields, month(record.newest), 0)
    for kept in record.waiting:
        written = max(latest, month(kept.stamp))
        latest = month_for(record.id, {kept.field: kept.value}, written, 0)
    return latest

"""What an edit has to carry so that it wins over what the person saw, and over nothing else."""

from __future__ import annotations

from parentkit.domain.schema.kind_facts import is_kept_text
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
    record: Record, changes: Mapping[str, Any], limit: str, *, undoes: str | None = None
) -> Draft:
    """The draft that sets `changes` on a record (None clears a field).

    `limit` is the stamp beyond which operations do not count yet (`stamp.ahead_limit`).
    """
    return Draft(
        record.kind,
        record.id,
        dict(changes),
        after=record.newest,
        base=_replaced(record, changes, limit),
        undoes=undoes,
        floor=_floor(record),
    )


def _replaced(record: Record, names: Iterable[str], limit: str) -> Base:
    """Stamps of the values replaced: of free text, of what lost to it, of what is stamped ahead."""
    base: Base = {}
    others = (*record.conflicts, *record.waiting, *record.echoes)
    for name in names:
        stamps = {kept.stamp for kept in others if kept.field == name}
        current = record.stamp_of(name)
        if current and (current > limit or is_kept_text(name)):
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

"""Values stamped more than 24 hours ahead of now, and how they come to count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.journal.log.amend import amendment
from parentkit.journal.log.fold import fold
from parentkit.journal.log.reading import histories_of
from parentkit.journal.log.redact import PURGED
from parentkit.journal.log.stamp import ahead_limit

if TYPE_CHECKING:
    from collections.abc import Collection

    from parentkit.journal.journal import Journal
    from parentkit.journal.log.fold import Record
    from parentkit.journal.log.folders import Places
    from parentkit.journal.log.operation import Operation


class Ahead(NamedTuple):
    """A record with values that do not count yet: by field, the value and its stamp."""

    record: Record
    values: dict[str, tuple[Any, str]]


def records_ahead(places: Places, now_ms: int, identifiers: Collection[str]) -> list[Ahead]:
    """Those of the records named that hold values which do not count yet."""
    limit = ahead_limit(now_ms)
    histories = histories_of(places.journal, identifiers)
    records = fold((one for history in histories.values() for one in history), now_ms).values()
    found = [
        Ahead(record, _values(record, limit))
        for record in records
        if record.fields.get(PURGED) is not True
    ]
    return [one for one in found if one.values]


def accept(journal: Journal, identifiers: Collection[str]) -> list[Operation]:
    """Write the values of these records that do not count yet once more, stamped with now.

    Together they are one action, undone at once.

    Raises:
        WriteProblem: they could not be stored.
    """
    now_ms = journal.now_ms()
    drafts = [
        amendment(record, {field: value for field, (value, _) in values.items()})
        for record, values in records_ahead(journal.places, now_ms, identifiers)
    ]
    return journal.append(drafts) if drafts else []


def _values(record: Record, limit: str) -> dict[str, tuple[Any, str]]:
    values: dict[str, tuple[Any, str]] = {}
    for kept in sorted(record.waiting, key=lambda kept: kept.stamp):
        values[kept.field] = (kept.value, kept.stamp)
    for field, value in record.fields.items():
        stamp = record.stamp_of(field) or ""
        if stamp > limit:
            values[field] = (value, stamp)
    return values

"""Reading records: a window that costs as much as it shows, one record, a record's history.

Every operation on a record stands in a file of the month in which the record's id was made, or
later; where it sets when a moment was observed, in a file of that month or later. So the files from
a window's month on hold everything about the records whose ids were made since then. Where a record
with an older id turns up in the window (its time was corrected into it), reading starts over from
that id's month.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.domain.codes import MOMENT
from parentkit.domain.errors import AmbiguousCode, NothingFound, NothingReadable, UsageProblem
from parentkit.domain.schema.kind_facts import is_lasting
from parentkit.domain.schema.kinds import KINDS
from parentkit.domain.time.localtime import epoch_of
from parentkit.domain.ulid import LENGTH, first_of
from parentkit.journal.log.damage import damage_in
from parentkit.journal.log.fold import Reading, fold
from parentkit.journal.log.folders import dated_files, lasting_files, month_of_id
from parentkit.journal.log.glance import glance, operations_on
from parentkit.journal.log.scan import (
    UNREADABLE,
    beginning_with,
    cannot_go_on,
    lines_of,
    operations_naming,
    read_files,
)
from parentkit.storage.gc_pause import CollectorPaused

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from parentkit.journal.log.fold import Record
    from parentkit.journal.log.operation import Operation
    from parentkit.journal.log.scan import Problem

ABOUT_A_MOMENT = frozenset(kind.name for kind in KINDS if kind.about_moment)
"""Kinds whose records are of the day of their moment."""

SHORTEST_PREFIX = 4
MOST_CANDIDATES = 8
_MONTH = len("2026-11")


def read_window(
    journal: str,
    now_ms: int,
    start_day: str | None,
    kinds: Collection[str],
    *,
    deleted: bool = False,
) -> Reading:
    """Records of these kinds: all, or those of `start_day` (`2026-11-22`) or later.

    A moment is of the local day on which it was observed, and what is ABOUT_A_MOMENT goes with it;
    a record of any other kind is of the day, in UTC, on which its id was made. Deleted records come
    where `deleted` says so.
    """
    from_month = start_day[:_MONTH] if start_day else ""
    while True:
        with CollectorPaused():
            files = dated_files(journal, from_month)
            operations, problems = _since(files, start_day) if start_day else read_files(files)
            folded = fold(operations, now_ms).values()
        records = [record for record in folded if deleted or not record.deleted]
        if not start_day:
            return Reading([record for record in records if record.kind in kinds], problems)
        earlier = min(
            (
                min(month_of_id(one.id), from_month)
                for one in operations
                if _observed(one.set) >= start_day
            ),
            default=from_month,
        )
        if earlier == from_month:
            break
        from_month = earlier
    window = [record for record in records if _observed(record.fields) >= start_day]
    moments = {record.id for record in window}
    window += [
        record
        for record in records
        if record.kind in ABOUT_A_MOMENT and record.fields.get("moment") in moments
    ]
    first_id = first_of(1000 * max(0, epoch_of(f"{start_day}T00:00Z")))
    window += [
        record
        for record in records
        if record.id >= first_id
        and record.kind != MOMENT
        and record.kind not in ABOUT_A_MOMENT
        and not _observed(record.fields)
    ]
    return Reading([record for record in window if record.kind in kinds], problems)


def _since(files: Iterable[str], start_day: str) -> tuple[list[Operation], list[Problem]]:
    """The operations on all records but moments of which every line says an earlier day."""
    lines, problems = glance(files)
    wanted = {identifier for day, identifier, *_ in lines if not day or day >= start_day}
    operations, odd = operations_on(wanted, lines)
    return operations, [*problems, *odd]


def find_record(
    journal: str, now_ms: int, prefix: str, kind: str, *, deleted: bool = False
) -> Record:
    """The one record of a kind whose id begins with `prefix`, in either case.

    Raises:
        UsageProblem: the prefix is shorter than SHORTEST_PREFIX.
        NothingFound: no record's id begins so; a NothingReadable where something could not be read.
        AmbiguousCode: several do; up to MOST_CANDIDATES are named.
    """
    records = records_beginning(journal, now_ms, prefix, (kind,), kind, deleted=deleted)
    if len(records) > 1:
        identifiers = [record.id for record in records]
        raise AmbiguousCode(kind, prefix, tuple(identifiers[:MOST_CANDIDATES]))
    return records[0]


def records_beginning(  # noqa: PLR0913 what is looked for, where, and what it is called
    journal: str,
    now_ms: int,
    prefix: str,
    kinds: Collection[str],
    what: str,
    *,
    deleted: bool = False,
) -> list[Record]:
    """Every record of some kinds whose id begins with `prefix`, in either case; ordered by id.

    `what` is what one of them is called in an error.

    Raises:
        UsageProblem: the prefix is shorter than SHORTEST_PREFIX.
        NothingFound: no record's id begins so; a NothingReadable where something could not be read.
    """
    start = prefix.upper()
    if len(start) < SHORTEST_PREFIX:
        raise UsageProblem(
            f"{prefix!r} is too short to name one {what}.",
            f"Give at least {SHORTEST_PREFIX} characters of its id.",
        )
    padded = start.ljust(LENGTH, "0")
    files = list(
        dict.fromkeys(path for kind in kinds for path in _files_since(journal, kind, padded))
    )
    unread: list[Problem] = []
    operations = [one for path in files for one in beginning_with(path, start, unread)]
    found = [one for one in fold(operations, now_ms).values() if one.kind in kinds]
    records = [record for record in found if deleted or not record.deleted]
    if not records:
        erased = any(record.fields.get("purged") for record in found)
        told = "It was erased." if erased else "It was deleted; its history is still there."
        if not found and (problems := unread or damage_in(files)):
            raise NothingReadable(
                f"No {what} that could be read has an id that begins with {prefix!r}.",
                f"{problems[0]} It may stand there; parentkit doctor says more.",
            )
        hint = told if found else ""
        raise NothingFound(f"There is no {what} whose id begins with {prefix!r}.", hint)
    return sorted(records, key=lambda record: record.id)


def get_record(journal: str, now_ms: int, identifier: str, kind: str) -> Record:
    """The record with exactly this id, deleted or not.

    Raises:
        NothingFound: there is none; a NothingReadable where a file could not be read.
    """
    unread: list[Problem] = []
    for record in _records(_files_since(journal, kind, identifier), [identifier], now_ms, unread):
        if record.kind == kind:
            return record
    if unread:
        raise NothingReadable(
            f"No {kind} that could be read has the id {identifier!r}.",
            f"{unread[0]} It may stand there; parentkit doctor says more.",
        )
    raise NothingFound(f"There is no {kind} with the id {identifier!r}.")


def records_about(
    journal: str,
    now_ms: int,
    moment: str,
    kinds: Collection[str],
    damage: Callable[[list[str]], list[Problem]] = damage_in,
) -> Reading:
    """Records of some kinds that name the moment with this id, without the deleted ones.

    A line that cannot be read may have been about any moment, so each one is named; `damage` finds
    them in files.
    """
    since = month_of_id(moment)
    files = dated_files(journal, since)
    odd: list[Problem] = []
    named = {
        one.id
        for path in files
        for one in operations_naming(path, moment, odd)
        if one.set.get("moment") == moment
    }
    earliest = min(map(month_of_id, named), default=since)
    may_hold = files if earliest >= since else dated_files(journal, earliest)
    records = [
        record
        for record in _records(may_hold, named, now_ms, odd)
        if record.kind in kinds and record.fields.get("moment") == moment and not record.deleted
    ]
    return Reading(records, [*(one for one in odd if one.line), *damage(files)])


def history_of(
    journal: str, identifier: str, damage: Callable[[list[str]], list[Problem]] = damage_in
) -> tuple[list[Operation], list[Problem]]:
    """Every operation on the record with this id, by stamp, each once; and what was set aside.

    A line that cannot be read may have been about any record, so each one is named; `damage` finds
    them in files.
    """
    files = dated_files(journal, month_of_id(identifier)) + lasting_files(journal)
    operations = {op: None for path in files for op in lines_of(path, [identifier]).operations}
    ordered = sorted(operations, key=lambda operation: (operation.stamp, operation.seq))
    return ordered, damage(files)


def histories_of(
    journal: str, identifiers: Collection[str], *, complete: bool = False
) -> dict[tuple[str, str], list[Operation]]:
    """Every operation on the records with these ids, by kind and id.

    Raises:
        DataProblem: a file cannot be read, and `complete` asks for everything or nothing.
    """
    since = min((month_of_id(identifier) for identifier in identifiers), default="")
    histories: dict[tuple[str, str], list[Operation]] = {}
    for path in dated_files(journal, since) + lasting_files(journal):
        found = lines_of(path, identifiers)
        if complete and found.problems:
            raise cannot_go_on(found.problems[0])
        for operation in found.operations:
            histories.setdefault((operation.kind, operation.id), []).append(operation)
    return histories


def _observed(fields: Mapping[str, object]) -> str:
    observed = fields.get("observed_at")
    return observed if isinstance(observed, str) else ""


def _files_since(journal: str, kind: str, identifier: str) -> list[str]:
    if is_lasting(kind):
        return lasting_files(journal)
    return dated_files(journal, month_of_id(identifier))


def _records(
    files: list[str], identifiers: Collection[str], now_ms: int, unread: list[Problem]
) -> list[Record]:
    """The records with these ids; files that cannot be read are added to `unread`."""
    if not identifiers:
        return []
    found = [lines_of(path, identifiers) for path in files]
    unread += [problem for one in found for problem in one.problems if problem.sort == UNREADABLE]
    return list(fold([op for one in found for op in one.operations], now_ms).values())

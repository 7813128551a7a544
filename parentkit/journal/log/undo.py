"""Undo: one more operation per record, which sets back what this device did last."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from parentkit.domain.errors import DataProblem
from parentkit.journal.log.actions import action_name, last_action, time_of_action, undone_name
from parentkit.journal.log.amend import amendment
from parentkit.journal.log.fold import Record, fold
from parentkit.journal.log.folders import files_in, ms_of_id
from parentkit.journal.log.operation import Operation
from parentkit.journal.log.reading import histories_of
from parentkit.journal.log.stamp import wall_ms

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from parentkit.journal.log.device import Device
    from parentkit.journal.log.folders import Places
    from parentkit.journal.log.writer import Draft


class Undoable(Protocol):
    """What an undo needs of a journal: where it stands, whose device this is, and its pen."""

    places: Places
    now_ms: Callable[[], int]

    @property
    def device(self) -> Device:
        """This device."""

    def append(self, drafts: Sequence[Draft], /) -> list[Operation]:
        """Stores drafts."""


class Missing(Protocol):
    """What is no longer in the files; `written` is the stamp of the last of it."""

    @property
    def written(self) -> str:
        """The stamp."""


class Undone(NamedTuple):
    """What an undo took back.

    `taken_back` are the operations that no longer count, `written` those that say so; `before` and
    `after` are the records as they stood and as they stand, in the same order; `left_alone` names
    record ids and fields that somebody else had changed since, and that were not touched.
    """

    taken_back: tuple[Operation, ...]
    written: tuple[Operation, ...]
    before: tuple[Record, ...]
    after: tuple[Record, ...]
    left_alone: tuple[tuple[str, str], ...]


class Reversal(NamedTuple):
    """One record's part of an undo: the record as it stands, what to write, what to leave alone."""

    record: Record
    draft: Draft
    left_alone: tuple[str, ...]


def reversal(
    history: Sequence[Operation], taken_back: Sequence[Operation], name: str, now_ms: int
) -> Reversal:
    """How one record goes back to what it would be without the operations taken back.

    `history` is every operation on the record. Fields whose value somebody set later stay. A record
    that began with what is taken back is deleted.
    """
    undone = {undone_name(operation) for operation in history if operation.undoes is not None}
    counting = [
        operation
        for operation in history
        if operation.undoes is None and action_name(operation) not in undone
    ]
    taken = set(taken_back)
    (record,) = fold(history, now_ms).values()
    (counted,) = fold(counting, now_ms).values()
    rest = next(iter(fold((one for one in counting if one not in taken), now_ms).values()), None)
    stamps = {operation.stamp for operation in taken_back}
    touched = dict.fromkeys(field for operation in taken_back for field in operation.set)
    left_alone = tuple(field for field in touched if counted.stamp_of(field) not in stamps)
    changes: dict[str, Any] = {
        field: rest.fields.get(field) if rest else None
        for field in touched
        if field not in left_alone
    }
    began_here = counted.created in stamps and not _is_behind(counted.created, record.id, rest)
    if rest is None or (began_here and None in changes.values()):
        changes = {"deleted": True}
    changes = {
        field: value for field, value in changes.items() if record.fields.get(field) != value
    }
    draft = amendment(record, changes, undoes=name)
    return Reversal(record, draft, left_alone)


def _is_behind(stamp: str, identifier: str, rest: Record | None) -> bool:
    """Whether a record began before the operation with its lowest stamp.

    A clock that was ahead may have begun it, and somebody whose clock was right has changed it.
    """
    return rest is not None and (rest.ahead or wall_ms(stamp) < ms_of_id(identifier))


def undo_last(journal: Undoable, gone: Callable[[Places, str], Sequence[Missing]]) -> Undone:
    """Take back what this device did last and write that down.

    `gone` tells what a device has written and is in none of its files any more.

    Raises:
        NothingFound: nothing is left to undo.
        DataProblem: a file cannot be read that may say what to go back to, or what was done last is
            no longer there.
        WriteProblem: it could not be stored.
    """
    places, now_ms = journal.places, journal.now_ms()
    folder = places.device_folder(journal.device.id)
    name, operations = last_action(files_in(folder), now_ms)
    _make_sure_nothing_newer_is_gone(operations, gone(places, journal.device.id))
    identifiers = {operation.id for operation in operations}
    histories = histories_of(places.journal, identifiers, complete=True)
    by_record: dict[tuple[str, str], list[Operation]] = {}
    for operation in operations:
        by_record.setdefault((operation.kind, operation.id), []).append(operation)
    reversals = [
        reversal(histories[record], taken_back, name, now_ms)
        for record, taken_back in by_record.items()
    ]
    written = journal.append([one.draft for one in reversals])
    after = [fold([*histories[one.kind, one.id], one], now_ms)[one.kind, one.id] for one in written]
    return Undone(
        tuple(operations),
        tuple(written),
        tuple(one.record for one in reversals),
        tuple(after),
        tuple((one.record.id, field) for one in reversals for field in one.left_alone),
    )


def _make_sure_nothing_newer_is_gone(last: Sequence[Operation], gone: Sequence[Missing]) -> None:
    """What looks like the last action is not, where a later one has gone from the files.

    Raises:
        DataProblem: one has.
    """
    when = time_of_action(last)
    if any(one.written >= when for one in gone):
        raise DataProblem(
            "What was written last on this machine is no longer in the files, so undo would take "
            "back something older.",
            "Nothing was changed. parentkit doctor says what is missing and what may come back.",
        )

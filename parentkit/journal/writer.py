"""Appending: what is acknowledged is on the disk, whole, behind everything that stood there.

One write per file under the file's lock, then fsync. A file's name is secured before its first line
is written. A write that was cut short is taken back; after an fsync that did not succeed nothing more
is acknowledged, because what the system holds in memory and what is on the disk may then differ.
"""

from __future__ import annotations

import errno
import os

from parentkit.domain.errors import DataProblem
from parentkit.domain.ulid import RANDOM_BYTES, ulid
from parentkit.journal import disk
from parentkit.journal.folders import earliest_month, newest_file
from parentkit.journal.lock import lock, unlock
from parentkit.journal.operation import Operation, decode, encode
from parentkit.journal.scan import scan
from parentkit.journal.stamp import ahead_limit, make, month, next_stamp, wall_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from parentkit.journal.folders import Places
    from parentkit.journal.operation import Base, Fields

LASTING_KINDS = frozenset(("child", "caregiver", "template", "term"))

_TAIL = 4096
_MOST_OPEN = 4


class Draft:
    """What is to be written about one record.

    `after` is the newest stamp of the record that an edit was made from; `base` the stamps of the
    values it replaces; `written_at_ms` stands in for the clock where a record is imported, in
    milliseconds since 1970 UTC; `floor` is a month (`2026-11`) before which the operation may not
    stand; `by` is the caregiver who writes, this device's where left out.
    """

    __slots__ = ("after", "base", "by", "fields", "floor", "id", "kind", "undoes", "written_at_ms")

    def __init__(  # noqa: PLR0913 what an operation may carry
        self,
        kind: str,
        id: str,  # noqa: A002 the name that documents use
        fields: Fields,
        *,
        written_at_ms: int | None = None,
        after: str | None = None,
        base: Base | None = None,
        by: str | None = None,
        undoes: str | None = None,
        floor: str = "",
    ) -> None:
        self.kind = kind
        self.id = id
        self.fields = fields
        self.written_at_ms = written_at_ms
        self.after = after
        self.base = base
        self.by = by
        self.undoes = undoes
        self.floor = floor


class WriteProblem(DataProblem):
    """Something could not be stored; `stored` holds the operations that were, before it."""

    def __init__(self, message: str, hint: str, stored: tuple[Operation, ...] = ()) -> None:
        super().__init__(message, hint)
        self.stored = stored


class Writer:
    """Appends to the files of one device; a long-lived process keeps one of them.

    `now_ms` is the clock: milliseconds since 1970 UTC.
    """

    def __init__(self, places: Places, device: str, now_ms: Callable[[], int]) -> None:
        self._places = places
        self._device = device
        self._now_ms = now_ms
        self._open: dict[str, _Open] = {}
        self._seen: str | None = None
        self._stopped = False

    def append(
        self, drafts: Sequence[Draft], *, by: str = "", batch: str | None = None
    ) -> list[Operation]:
        """Store drafts and return the operations that now stand on the disk.

        Several drafts, or imported ones, make a batch: undone together. Each file takes its part
        with one write, the files in the order in which the drafts first name them.

        Raises:
            WriteProblem: something could not be stored; its `stored` says what was.
            DataProblem: a value has no form in JSON; nothing is stored.
        """
        if self._stopped:
            raise WriteProblem(_STOPPED, _STOPPED_HINT)
        turn = _Turn(self._now_ms(), by, batch or _batch_for(drafts, self._now_ms()))
        if self._seen is None:
            self._seen = self._seen_before(turn.limit)
        groups: dict[str, list[_Entry]] = {}
        for draft in drafts:
            entry = _Entry(draft, _readable(self._operation(draft, turn)))
            groups.setdefault(self._path_for(draft, turn), []).append(entry)
        for path, group in groups.items():
            turn.stored += self._append_to(path, group, turn)
        if len(self._open) > _MOST_OPEN:
            self.close()
        return turn.stored

    def close(self) -> None:
        """Give every open file back; a further append opens what it needs."""
        for path in list(self._open):
            self._forget(path)

    def _operation(self, draft: Draft, turn: _Turn) -> Operation:
        """The operation of a draft; its place in the file and its time are filled in later."""
        return Operation(
            draft.id,
            draft.kind,
            self._device,
            1,
            make(draft.written_at_ms or 0, 0, self._device),
            turn.by if draft.by is None else draft.by,
            draft.fields,
            batch=turn.batch,
            undoes=draft.undoes,
            base=draft.base,
        )

    def _path_for(self, draft: Draft, turn: _Turn) -> str:
        if draft.kind in LASTING_KINDS:
            return self._places.lasting_file(self._device)
        if draft.written_at_ms is not None:
            written = wall_text(draft.written_at_ms)
        else:
            written = max(turn.now, turn.known(self._seen), turn.known(draft.after))
        earliest = earliest_month(draft.id, draft.fields)
        return self._places.month_file(self._device, max(month(written), earliest, draft.floor))

    def _seen_before(self, limit: str) -> str:
        """The highest stamp near the end of this device's newest file."""
        newest = newest_file(self._places.device_folder(self._device))
        if newest is None:
            return ""
        try:
            descriptor = disk.open_for_append(newest)
        except OSError:
            return ""  # appending to that file will say what the matter is
        try:
            return _tail(descriptor, os.fstat(descriptor).st_size, limit).highest
        finally:
            disk.close(descriptor)

    def _append_to(self, path: str, entries: list[_Entry], turn: _Turn) -> list[Operation]:
        try:
            file = self._locked(path, turn.limit)
            operations = self._placed(entries, file.seq, turn)
            data = b"".join([b"" if file.ended else b"\n", *map(encode, operations)])
            self._put(file, data)
        except BaseException as problem:
            self._forget(path)  # closing lets go of the lock
            if isinstance(problem, OSError):
                raise _told(path, problem, turn.stored, unconfirmed=self._stopped) from problem
            raise
        unlock(file.descriptor)
        file.size += len(data)
        file.seq = operations[-1].seq
        file.ended = True
        return operations

    def _locked(self, path: str, limit: str) -> _Open:
        """The file, open and locked, with its end known."""
        while True:
            file = self._open.get(path) or self._opened(path)
            lock(file.descriptor)
            try:
                status = os.stat(path)
            except FileNotFoundError:
                status = None
            if status is None or status.st_ino != file.inode:
                self._forget(path)  # replaced or taken away while it was open
                continue
            if status.st_size != file.size:
                tail = _tail(file.descriptor, status.st_size, limit)
                file.size, file.seq, file.ended = status.st_size, tail.seq, tail.ended
                self._seen = max(self._seen or "", tail.highest)
            return file

    def _opened(self, path: str) -> _Open:
        try:
            descriptor = disk.open_for_append(path)
        except FileNotFoundError:
            disk.make_folders(os.path.dirname(path))
            descriptor = disk.create_for_append(path)
        self._open[path] = file = _Open(descriptor, os.fstat(descriptor).st_ino)
        if os.fstat(descriptor).st_size == 0:
            self._places.secure_names(path)
        return file

    def _placed(self, entries: list[_Entry], seq: int, turn: _Turn) -> list[Operation]:
        """The operations with their sequence numbers after `seq` and their stamps."""
        for number, entry in enumerate(entries, seq + 1):
            entry.operation.seq = number
            if entry.draft.written_at_ms is None:
                seen = max(turn.known(self._seen), turn.known(entry.draft.after))
                self._seen = next_stamp(turn.now_ms, seen or None, self._device)
                entry.operation.stamp = self._seen
        return [entry.operation for entry in entries]

    def _put(self, file: _Open, data: bytes) -> None:
        """One write and one fsync; a write that was cut short is taken back.

        Raises:
            OSError: what the system answered; after an unconfirmed fsync the writer is stopped.
        """
        try:
            disk.write_all(file.descriptor, data)
        except OSError:
            self._take_back(file)
            raise
        try:
            disk.fsync(file.descriptor)
        except OSError:
            self._stopped = True
            self._take_back(file)
            raise

    def _take_back(self, file: _Open) -> None:
        try:
            if os.fstat(file.descriptor).st_size > file.size:
                disk.truncate(file.descriptor, file.size)
                disk.fsync(file.descriptor)
        except OSError:
            self._stopped = True  # the unfinished line stays; readers set it aside

    def _forget(self, path: str) -> None:
        file = self._open.pop(path, None)
        if file is not None:
            disk.close(file.descriptor)


class _Turn:
    """What holds for every draft of one call: the time, who writes, the batch, what is stored."""

    __slots__ = ("batch", "by", "limit", "now", "now_ms", "stored")

    def __init__(self, now_ms: int, by: str, batch: str | None) -> None:
        self.now_ms = now_ms
        self.now = wall_text(now_ms)
        self.limit = ahead_limit(now_ms)
        self.by = by
        self.batch = batch
        self.stored: list[Operation] = []

    def known(self, stamp: str | None) -> str:
        """A stamp that new ones go on from; nothing where it lies too far ahead of the clock."""
        return stamp if stamp and stamp <= self.limit else ""


class _Entry:
    """A draft and the operation that it becomes."""

    __slots__ = ("draft", "operation")

    def __init__(self, draft: Draft, operation: Operation) -> None:
        self.draft = draft
        self.operation = operation


class _Open:
    """An open file and what is known of its end: size, last `seq`, whether the last line `ended`."""

    __slots__ = ("descriptor", "ended", "inode", "seq", "size")

    def __init__(self, descriptor: int, inode: int) -> None:
        self.descriptor = descriptor
        self.inode = inode
        self.size = 0
        self.seq = 0
        self.ended = True


class _Tail:
    """The end of a file: the last sequence number, the highest stamp that counts, a whole line."""

    __slots__ = ("ended", "highest", "seq")

    def __init__(self, seq: int, highest: str, *, ended: bool) -> None:
        self.seq = seq
        self.highest = highest
        self.ended = ended


def _tail(descriptor: int, size: int, limit: str) -> _Tail:
    """Read as much of a file's end as it takes to find a whole operation."""
    length = min(_TAIL, size)
    while True:
        data = disk.read_at(descriptor, size - length, length)
        found = scan(data if length == size else data.partition(b"\n")[2]).operations
        if found or length == size:
            break
        length = min(length * 4, size)
    highest = max((op.stamp for op in found if op.stamp <= limit), default="")
    ended = not data or data.endswith(b"\n")
    return _Tail(found[-1].seq if found else 0, highest, ended=ended)


def _batch_for(drafts: Sequence[Draft], now_ms: int) -> str | None:
    if len(drafts) > 1 or any(draft.written_at_ms is not None for draft in drafts):
        return ulid(max(now_ms, 0), os.urandom(RANDOM_BYTES))
    return None


def _readable(operation: Operation) -> Operation:
    """The operation as it is read back: nothing is stored that cannot be read."""
    try:
        return decode(encode(operation)[:-1])
    except ValueError as problem:
        raise DataProblem(
            f"This {operation.kind} ({operation.id}) cannot be stored: {problem}.",
            "It holds a value that the file format has no form for; see docs/file-format.md.",
        ) from problem


_STOPPED = "Nothing more is stored in this run: the disk did not confirm an earlier write."
_STOPPED_HINT = "Everything confirmed before that is safe. Check the disk, then close parentkit and start it again."

_REASONS = {
    errno.ENOSPC: ("the disk is full", "Free some space and log it again."),
    errno.EDQUOT: ("your share of the disk is used up", "Free some space and log it again."),
    errno.EROFS: (
        "the disk takes no writing",
        "Make it writable, or set PARENTKIT_HOME elsewhere.",
    ),
    errno.EACCES: ("you have no permission to", "Look at the owner and the mode of that folder."),
    errno.EPERM: ("you have no permission to", "Look at the owner and the mode of that folder."),
    errno.EIO: ("the disk reported an error", "Check the disk, and make a copy of the folder."),
    errno.EBUSY: ("another parentkit is writing", "Wait for it or close it, then log it again."),
}


def _told(
    path: str, problem: OSError, stored: list[Operation], *, unconfirmed: bool
) -> WriteProblem:
    detail = problem.strerror or str(problem)
    reason, advice = _REASONS.get(problem.errno or 0, (detail, "Then log it again."))
    if unconfirmed:
        message = f"{path}: the disk did not confirm what was written: {reason} ({detail})."
        safe = "It may or may not be there later; everything confirmed before it is safe."
    else:
        message = f"{path} could not be written: {reason} ({detail})."
        safe = "Everything stored before is safe and unchanged."
    if stored:
        safe = f"{len(stored)} of these are stored. {safe}"
    return WriteProblem(message, f"{safe} {advice}", tuple(stored))

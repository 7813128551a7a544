"""Appending: what is acknowledged is on the disk, whole, behind everything that stood there.

One write per file under the file's lock, then fsync. A file's name is secured before its first line
is written. A write that was cut short is taken back; after an fsync that did not succeed nothing
more is acknowledged, because what the system holds in memory and what is on the disk may differ.
"""

from __future__ import annotations

import os

from parentkit.domain.errors import DataProblem
from parentkit.domain.jsontext import NotJson, check
from parentkit.domain.schema.kind_facts import is_lasting
from parentkit.domain.ulid import RANDOM_BYTES, ulid
from parentkit.journal.log.folders import month_for, newest_file
from parentkit.journal.log.operation import Operation, encode
from parentkit.journal.log.stamp import (
    ahead_limit,
    make,
    month,
    month_of_ms,
    stamp_after,
    wall_text,
)
from parentkit.journal.log.tail import OpenFile
from parentkit.journal.log.tidemark import Tidemark, Tidemarks, file_after, file_for, highest_used
from parentkit.storage import disk
from parentkit.storage.lock import lock, unlock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from parentkit.journal.log.folders import Places
    from parentkit.journal.log.operation import Base, Fields
    from parentkit.journal.log.write_problem import WriteProblem

_MOST_OPEN = 4

_AFTER_SUM = len('"}\n')
_SUM = _AFTER_SUM + 8
"""Where the checksum of a file's last line stands, counted from its end."""


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


class Writer:
    """Appends to the files of one device; a long-lived process keeps one of them.

    `now_ms` is the clock: milliseconds since 1970 UTC.
    """

    def __init__(self, places: Places, device: str, now_ms: Callable[[], int]) -> None:
        self._places = places
        self._device = device
        self._now_ms = now_ms
        self._open: dict[str, OpenFile] = {}
        self._tidemarks = Tidemarks(places, device)
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
            from parentkit.journal.log.write_problem import stopped

            raise stopped()
        now_ms = self._now_ms()
        turn = _Turn(now_ms, by, batch or _batch_for(drafts, now_ms))
        if self._seen is None:
            self._seen = self._seen_before(turn.limit)
        groups: dict[str, list[Draft]] = {}
        for draft in drafts:
            _check(draft)
            groups.setdefault(self._path_for(draft, turn), []).append(draft)
        for path, group in groups.items():
            turn.stored += self._append_to(path, group, turn)
        if len(self._open) > _MOST_OPEN:
            self.close()
        return turn.stored

    def close(self) -> None:
        """Give every open file back; a further append opens what it needs."""
        for path in list(self._open):
            self._forget(path)

    def _path_for(self, draft: Draft, turn: _Turn) -> str:
        if is_lasting(draft.kind):
            return self._places.lasting_file(self._device)
        if draft.written_at_ms is None:
            written_ms = turn.now_ms
            written = month(max(turn.now, turn.known(self._seen), turn.known(draft.after)))
        else:
            written_ms = draft.written_at_ms
            written = month_of_ms(written_ms)
        latest = month_for(draft.id, draft.fields, max(written, draft.floor), written_ms)
        return self._places.month_file(self._device, latest)

    def _seen_before(self, limit: str) -> str:
        """The highest stamp near the end of this device's newest file."""
        newest = newest_file(self._places.device_folder(self._device))
        if newest is None:
            return ""
        try:
            descriptor = disk.open_for_append(newest)
            try:
                return OpenFile(descriptor).learn(os.fstat(descriptor).st_size, limit)
            finally:
                disk.close(descriptor)
        except OSError:
            return ""  # appending to that file will say what the matter is

    def _append_to(self, path: str, drafts: list[Draft], turn: _Turn) -> list[Operation]:
        try:
            file = self._locked(path, turn)
            operations = [
                self._operation(draft, seq, turn) for seq, draft in enumerate(drafts, file.seq + 1)
            ]
            data = b"".join([b"" if file.ended else b"\n", *map(encode, operations)])
            self._put(file, data)
            file.size += len(data)
            file.seq = operations[-1].seq
            file.ended = True
            self._keep_tidemark(file, data, operations[-1].stamp, turn)
        except BaseException as problem:
            self._forget(path)  # closing lets go of the lock
            if isinstance(problem, OSError):
                raise self._told(path, problem, turn) from problem
            raise
        if not unlock(file.descriptor):
            self._forget(path)  # closing lets go of the lock
        return operations

    def _locked(self, path: str, turn: _Turn) -> OpenFile:
        """The file for the lines meant for `path`, open and locked, with its end known."""
        while True:
            file = self._open.get(path) or self._opened(path)
            lock(file.descriptor)
            try:
                status = os.stat(file.path)
            except FileNotFoundError:
                status = None
            if status is None or status.st_ino != file.inode:
                self._forget(path)  # replaced or taken away while it was open
                continue
            if status.st_size != file.size and not self._learn(file, path, status.st_size, turn):
                continue
            return file

    def _learn(self, file: OpenFile, path: str, size: int, turn: _Turn) -> bool:
        """Learn how a file ends; where it has gone back behind its tidemark, leave it for another.

        Whether it is the one to append to.
        """
        learned = file.learn(size, turn.limit)
        self._seen = max(turn.known(self._seen), learned)
        marks = self._tidemarks.read()
        name = os.path.basename(path)
        mark = marks.get(os.path.basename(file.path))
        if mark is not None and mark.is_above(file):
            self._seen = max(self._seen, turn.known(mark.written))
            self._forget(path)
            current = file_for(name, marks)
            self._open_at(path, file_after(name, marks) if current == mark.name else current)
            return False
        file.seq = max(file.seq, highest_used(name, marks))
        return True

    def _opened(self, path: str) -> OpenFile:
        marks = self._tidemarks.read()
        folder, name = os.path.split(path)
        current = file_for(name, marks)
        mark = marks.get(current)
        if mark is not None and mark.last and not os.path.exists(os.path.join(folder, current)):
            current = file_after(name, marks)  # what went is not begun anew
        return self._open_at(path, current)

    def _open_at(self, path: str, name: str) -> OpenFile:
        folder = os.path.dirname(path)
        place = f"{folder}{os.sep}{name}"
        try:
            descriptor = disk.open_for_append(place)
        except FileNotFoundError:
            disk.make_folders(folder)
            descriptor = disk.create_for_append(place)
        self._open[path] = file = OpenFile(descriptor, place)
        if os.fstat(descriptor).st_size == 0:
            self._places.secure_names(place)
        return file

    def _keep_tidemark(self, file: OpenFile, data: bytes, stamp: str, turn: _Turn) -> None:
        """Note, under the file's lock, how far it is written now."""
        status = os.fstat(file.descriptor)
        written = max(stamp, f"{turn.now}/0000/{self._device}")
        mark = Tidemark(
            os.path.basename(file.path),
            file.seq,
            file.seq,
            status.st_size,
            status.st_mtime_ns,
            data[-_SUM:-_AFTER_SUM],
            written,
        )
        self._tidemarks.keep([mark])

    def _told(self, path: str, problem: OSError, turn: _Turn) -> WriteProblem:
        from parentkit.journal.log.write_problem import not_confirmed, not_written

        told = not_confirmed if self._stopped else not_written
        return told(path, problem, turn.stored)

    def _operation(self, draft: Draft, seq: int, turn: _Turn) -> Operation:
        if draft.written_at_ms is None:
            seen = max(turn.known(self._seen), turn.known(draft.after))
            self._seen = stamp = stamp_after(turn.now, seen, self._device)
        else:
            stamp = make(draft.written_at_ms, 0, self._device)
        return Operation(
            draft.id,
            draft.kind,
            self._device,
            seq,
            stamp,
            turn.by if draft.by is None else draft.by,
            dict(draft.fields),
            batch=turn.batch,
            undoes=draft.undoes,
            base=draft.base,
        )

    def _put(self, file: OpenFile, data: bytes) -> None:
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

    def _take_back(self, file: OpenFile) -> None:
        try:
            if os.fstat(file.descriptor).st_size > file.size:
                disk.truncate(file.descriptor, file.size)
                disk.fsync(file.descriptor)
        except OSError:
            self._stopped = True  # the unfinished line stays; readers set it aside

    def _forget(self, path: str) -> None:
        file = self._open.pop(path, None)
        if file is None:
            return
        try:  # noqa: SIM105 contextlib takes 1.5 ms to import
            disk.close(file.descriptor)
        except OSError:
            pass  # what was acknowledged has been confirmed by fsync already


class _Turn:
    """What holds for every draft of one call: the time, who writes, the batch, what is stored."""

    __slots__ = ("_limit", "batch", "by", "now", "now_ms", "stored")

    def __init__(self, now_ms: int, by: str, batch: str | None) -> None:
        self.now_ms = now_ms
        self.now = wall_text(now_ms)
        self.by = by
        self.batch = batch
        self.stored: list[Operation] = []
        self._limit = ""

    @property
    def limit(self) -> str:
        """The stamp that others are held to lie too far ahead from; worked out when asked for."""
        self._limit = self._limit or ahead_limit(self.now_ms)
        return self._limit

    def known(self, stamp: str | None) -> str:
        """A stamp that new ones go on from; nothing where it lies too far ahead of the clock."""
        return stamp if stamp and (stamp <= self.now or stamp <= self.limit) else ""


def _batch_for(drafts: Sequence[Draft], now_ms: int) -> str | None:
    if len(drafts) > 1 or (drafts and drafts[0].written_at_ms is not None):
        return ulid(max(now_ms, 0), os.urandom(RANDOM_BYTES))
    return None


def _check(draft: Draft) -> None:
    """Refuse what could be written and not be read."""
    try:
        check(draft.fields, depth=1)
    except NotJson as problem:
        raise DataProblem(
            f"This {draft.kind} ({draft.id}) cannot be stored: {problem.reason}.",
            "It holds a value that the file format has no form for; see docs/file-format.md.",
        ) from problem

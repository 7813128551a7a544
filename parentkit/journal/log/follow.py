"""Following what other processes and devices append, by reading what each file has grown by."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from parentkit.journal.log.folders import dated_files, lasting_files
from parentkit.journal.log.scan import scan
from parentkit.storage.reading import opened_to_read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from parentkit.journal.log.operation import Operation

_REMEMBERED = 64
_TAIL = 4096


class News(NamedTuple):
    """Operations appended since the last look.

    `reread` says that a file was replaced, cut or taken away: what was read before may no longer
    stand, so everything should be read again.
    """

    operations: list[Operation]
    reread: bool


class _Position(NamedTuple):
    """How far a file was read: which file, up to which byte, and the bytes before that."""

    inode: int
    size: int
    changed_ns: int
    end: int
    last_bytes: bytes


class Follower:
    """Looks at a journal folder for what has been appended since it was made or last looked.

    Make it before reading the journal, so that nothing falls between the two; an operation that
    comes both ways changes nothing when it is folded twice.
    """

    def __init__(self, journal: str) -> None:
        self._journal = journal
        self._own: set[Operation] = set()
        self._positions: dict[str, _Position] = {}
        for path in self._files():
            position = _end_of(path)
            if position is not None:
                self._positions[path] = position

    def poll(self) -> News:
        """What was appended since the last look, by anybody but this process's own journal."""
        operations: list[Operation] = []
        files = self._files()
        gone = self._positions.keys() - set(files)
        reread = bool(gone)
        for path in gone:
            del self._positions[path]
        for path in files:
            grown = self._read_on(path)
            reread = reread or grown is None
            operations += grown or ()
        news = [operation for operation in operations if operation not in self._own]
        self._own.difference_update(operations)
        return News(news, reread)

    def pass_over(self, operations: Iterable[Operation]) -> None:
        """Leave out operations that the caller has just written and knows."""
        self._own.update(operations)

    def _files(self) -> list[str]:
        return lasting_files(self._journal) + dated_files(self._journal)

    def _read_on(self, path: str) -> list[Operation] | None:
        """Operations that a file has grown by; None where it is not the file that was read."""
        known = self._positions.get(path, _NOTHING_READ)
        try:
            status = os.stat(path)
            if _same(status, known):
                return []
            with opened_to_read(path) as file:
                status = os.fstat(file.fileno())
                file.seek(known.end - len(known.last_bytes))
                before = file.read(len(known.last_bytes))
                data = file.read()
        except OSError:
            return []  # not there to be read now: looked at again the next time
        replaced = known is not _NOTHING_READ and status.st_ino != known.inode
        if replaced or before != known.last_bytes:
            self._positions[path] = _end_of(path) or _NOTHING_READ
            return None
        whole = data[: data.rfind(b"\n") + 1]
        self._positions[path] = _Position(
            status.st_ino,
            status.st_size,
            status.st_mtime_ns,
            known.end + len(whole),
            (before + whole)[-_REMEMBERED:],
        )
        return scan(whole, path, start=known.end).operations


_NOTHING_READ = _Position(0, 0, 0, 0, b"")


def _same(status: os.stat_result, known: _Position) -> bool:
    return (
        status.st_ino == known.inode
        and status.st_size == known.size
        and status.st_mtime_ns == known.changed_ns
    )


def _end_of(path: str) -> _Position | None:
    """The position behind the last whole line of a file; None where it cannot be read."""
    try:
        with opened_to_read(path) as file:
            status = os.fstat(file.fileno())
            length = min(_TAIL, status.st_size)
            while True:
                file.seek(status.st_size - length)
                data = file.read(length)
                whole = data[: data.rfind(b"\n") + 1]
                if whole or length == status.st_size:
                    break
                length = min(length * 4, status.st_size)
    except OSError:
        return None
    end = status.st_size - length + len(whole)
    return _Position(status.st_ino, status.st_size, status.st_mtime_ns, end, whole[-_REMEMBERED:])

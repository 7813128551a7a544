"""What the files of a journal have grown by, and whether what was read of them still stands."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from parentkit.journal.index.lines import Moved, spot_of
from parentkit.journal.log.scan import UNREADABLE, Problem, scan
from parentkit.storage.reading import UNLIMITED, read_with_status

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence

    from parentkit.journal.index.rows import UsualLine
    from parentkit.journal.log.operation import Operation

_PIECE = 1 << 20
"""How much of a file is decoded at once, in bytes: it bounds the memory that a large file takes."""

_LITTLE = 1 << 16
"""Up to so many bytes are decoded line by line in the way that knows everything."""


class Mark(NamedTuple):
    """How far a file was read, and how to tell later that this part of it still stands.

    `size`, `changed_ns` and `inode` are those of the file when it was read up to the byte `end`;
    `crc` is the CRC-32 of these bytes, and `ended` says that they end with a line's end.
    """

    size: int
    changed_ns: int
    inode: int
    end: int
    crc: int
    ended: bool

    def is_of(self, status: os.stat_result) -> bool:
        """Whether the file is as it was when it was read."""
        return (status.st_size, status.st_mtime_ns, status.st_ino) == self[:3]

    def still_holds(self, path: str) -> bool:
        """Whether the file at `path` is as it was when it was read, and may still be read.

        What is kept of a file never outlives a lost right.

        Raises:
            OSError: it cannot be looked at.
        """
        return self.is_of(os.stat(path)) and os.access(path, os.R_OK)


_UNREAD = Mark(0, 0, 0, 0, 0, ended=True)


class Growth:
    """Reads on in the files that `files_of` lists for the folder `journal`, from their marks.

    `names` holds, at its number, each file's path below the folder, and `marks` its mark by that
    path. `remarked` says that a mark changed although nothing was appended to its file. `set_aside`
    holds by that path what of a file that was read could not be taken; it lasts as its mark does.
    """

    def __init__(
        self,
        journal: str,
        files_of: Callable[[str], list[str]],
        marks: Mapping[str, Mark],
        set_aside: Mapping[str, Sequence[Problem]],
    ) -> None:
        self.marks = dict(marks)
        self.names = list(marks)
        self.set_aside = {name: list(problems) for name, problems in set_aside.items()}
        self.remarked = False
        self._closed: list[Problem] = []
        self._journal = journal
        self._files_of = files_of

    @property
    def problems(self) -> list[Problem]:
        """What could not be read when `read` was last gone through, of all the files."""
        in_lines = (problem for problems in self.set_aside.values() for problem in problems)
        return [*self._closed, *in_lines]

    def read(self) -> Iterator[tuple[int, Operation | UsualLine]]:
        """What was appended since the marks, with the spots: usual lines or whole operations.

        Raises:
            Moved: what was read before no longer stands; whatever came until then may be wrong.
        """
        self._closed = []
        paths = self._files_of(self._journal)
        names = [path[len(self._journal) + 1 :] for path in paths]
        if self.marks.keys() - set(names):
            raise Moved
        for path, name in zip(paths, names, strict=True):
            yield from self._read_on(path, name)

    def _read_on(self, path: str, name: str) -> Iterator[tuple[int, Operation | UsualLine]]:
        known = self.marks.get(name, _UNREAD)
        try:
            if known is not _UNREAD and known.still_holds(path):
                return
            data, status = read_with_status(path, UNLIMITED)
        except FileNotFoundError:
            if known is _UNREAD:
                return  # taken away between listing and reading
            raise Moved from None
        except OSError as error:
            if known is not _UNREAD:
                raise Moved from None
            self._closed.append(Problem(UNREADABLE, path, 0, 0, 0, error.strerror or str(error)))
            return
        _check(data, known)
        if name not in self.marks:
            self.names.append(name)
        self.remarked |= len(data) == known.end
        before = [each for each in self.set_aside.pop(name, ()) if each.offset < known.end]
        end, found = yield from _operations(data, known.end, self.names.index(name))
        if before or found:
            self.set_aside[name] = [*before, *(_placed(each, path, data) for each in found)]
        self.marks[name] = Mark(
            status.st_size,
            status.st_mtime_ns,
            status.st_ino,
            end,
            crc32(memoryview(data)[known.end : end], known.crc),
            ended=data[:end].endswith(b"\n") or not end,
        )


def _check(data: bytes, known: Mark) -> None:
    """Raise Moved unless what was read stands, and what follows is a line of its own."""
    stands = len(data) >= known.end and crc32(memoryview(data)[: known.end]) == known.crc
    parted = known.ended or data[known.end : known.end + 2].startswith((b"\n", b"\r\n"))
    if not stands or not (parted or len(data) == known.end):
        raise Moved


def _placed(problem: Problem, path: str, data: bytes) -> Problem:
    """A problem with its file and with the line that counts from the file's beginning."""
    sort, offset, length = problem.sort, problem.offset, problem.length
    line = data.count(b"\n", 0, offset) + 1
    return Problem(sort, path, line, offset, length, problem.reason)


def _operations(
    data: bytes, start: int, file: int
) -> Generator[tuple[int, Operation | UsualLine], None, tuple[int, list[Problem]]]:
    """What stands in the lines from a byte on, with the spots.

    Returns the end of all lines that are whole, and what is not read. A last line without its end
    is whole where it counts; else it is read again when it has grown.
    """
    usual = _usual_lines() if len(data) - start > _LITTLE else None
    problems: list[Problem] = []
    while True:
        stop = data.find(b"\n", start + _PIECE) + 1 or len(data)
        lines = data[start:stop].split(b"\n")
        last = lines.pop()
        for line in lines:
            taken = usual(line) if usual else None
            if taken:
                yield spot_of(file, start), taken
            else:
                found = scan(line + b"\n", start=start)
                problems += found.problems
                for offset, operation in zip(found.offsets, found.operations, strict=True):
                    yield spot_of(file, offset), operation
            start += len(line) + 1
        if stop == len(data):
            break
    torn = scan(last, start=start)
    for offset, operation in zip(torn.offsets, torn.operations, strict=True):
        yield spot_of(file, offset), operation
    return (stop if torn.operations else start), [*problems, *torn.problems]


def _usual_lines() -> Callable[[bytes], UsualLine | None]:
    """What takes lines apart by their form; making it takes as long as decoding many lines."""
    from parentkit.journal.index.usual_line import UsualLines

    return UsualLines().take

"""The end of a file that is appended to: its length, what was written last, whether it ended."""

from __future__ import annotations

import os

from parentkit.journal.log.scan import scan
from parentkit.storage import disk

_FIRST_LOOK = 4096


class OpenFile:
    """A file open for appending, and what is known of its end.

    `size` in bytes (-1: not looked at yet), `seq` of its last whole operation (0 where it has
    none), whether its last line `ended`, and whether something `damaged` stands behind the last
    operation. They hold for as long as the file keeps that size.
    """

    __slots__ = ("damaged", "descriptor", "ended", "inode", "path", "seq", "size")

    def __init__(self, descriptor: int, path: str = "") -> None:
        status = os.fstat(descriptor)
        self.descriptor = descriptor
        self.path = path
        self.inode = status.st_ino
        self.size = -1
        self.seq = 0
        self.ended = True
        self.damaged = False

    def learn(self, size: int, limit: str) -> str:
        """Read the end of a file that has `size` bytes; its highest stamp up to `limit`.

        Reads a few kilobytes, and more only where no whole operation stands in them. The stamp is
        empty where there is none.
        """
        length = min(_FIRST_LOOK, size)
        while True:
            data = disk.read_at(self.descriptor, size - length, length)
            whole = scan(data if length == size else data.partition(b"\n")[2])
            found = whole.operations
            if found or length == size:
                break
            length = min(length * 4, size)
        self.size = size
        last = whole.offsets[-1] if found else -1
        self.damaged = any(problem.offset > last for problem in whole.problems)
        self.seq = found[-1].seq if found else 0
        self.ended = data[-1:] in {b"\n", b""}
        return max((one.stamp for one in found if one.stamp <= limit), default="")

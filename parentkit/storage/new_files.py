"""Files for other programs: whole under their name or not there, never over one that is there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.errors import DataProblem
from parentkit.storage import disk, whole_files
from parentkit.storage.refusals import unwritten

if TYPE_CHECKING:
    from collections.abc import Iterable

_AT_ONCE = 1 << 16
_AS_BEFORE = "Nothing of it is left behind, and your records are as they were."


class Put(NamedTuple):
    """A file that was written: its size in bytes and its SHA-256 in hexadecimal digits."""

    bytes: int
    sha256: str


class NewFiles:
    """Writes files for their owner alone into one folder, and takes them back if one cannot be.

    Args:
        folder: where; made (for its owner alone) where it is missing.
        names: the files that will be written.

    Raises:
        DataProblem: the folder cannot be made, or one of the files is there already.
    """

    def __init__(self, folder: str, names: Iterable[str]) -> None:
        self.folder = os.path.abspath(folder)
        self._put: list[str] = []
        there = [name for name in names if os.path.lexists(os.path.join(self.folder, name))]
        if there:
            raise DataProblem(
                f"{os.path.join(folder, there[0])} is there already and was not touched.",
                "Name another place, or move that one away.",
            )
        self._is_new = not os.path.isdir(self.folder)
        try:
            disk.make_folders(self.folder)
        except OSError as problem:
            raise unwritten(self.folder, problem, _AS_BEFORE) from problem

    def put(self, name: str, chunks: Iterable[bytes]) -> Put:
        """Writes one file; when this returns, it is on the disk under its name.

        Raises:
            DataProblem: it could not be written; none of the files of this folder is left.
        """
        from hashlib import sha256

        path = os.path.join(self.folder, name)
        digest, size = sha256(), 0
        temporary = f"{path}.{os.getpid()}.new"
        try:
            descriptor = disk.create_new(temporary)
            try:
                for data in _larger(chunks):
                    digest.update(data)
                    size += len(data)
                    disk.write_all(descriptor, data)
                disk.fsync(descriptor)
            finally:
                disk.close(descriptor)
            _name(temporary, path)
            self._put.append(path)
            disk.fsync_folder(self.folder)
        except BaseException as problem:
            self._take_back(temporary)
            if isinstance(problem, OSError):
                raise unwritten(path, problem, _AS_BEFORE) from problem
            raise
        return Put(size, digest.hexdigest())

    def _take_back(self, temporary: str) -> None:
        for path in (temporary, *self._put):
            if os.path.lexists(path):
                disk.remove(path)
        if self._is_new and not os.listdir(self.folder):
            whole_files.remove_folder(self.folder)


def _larger(chunks: Iterable[bytes]) -> Iterable[bytes]:
    """The same bytes in pieces that are worth a write each."""
    held: list[bytes] = []
    size = 0
    for chunk in chunks:
        held.append(chunk)
        size += len(chunk)
        if size >= _AT_ONCE:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def _name(temporary: str, path: str) -> None:
    """Gives a file its name, which nothing else must have."""
    try:
        whole_files.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(path):
            raise
        disk.replace(temporary, path)
    else:
        disk.remove(temporary)

"""Changing what stands in a journal's file: in one step, under its lock, nothing dropped unseen.

Appending is the rule (parentkit.journal.log.writer); this is for the rare cases in which a line
has to go: a line that cannot be read is moved to quarantine, an erased one is emptied.
"""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from parentkit.storage import disk, whole_files
from parentkit.storage.lock import lock

if TYPE_CHECKING:
    from collections.abc import Callable

    from parentkit.journal.log.folders import Places

QUARANTINE = "quarantine"


def rewrite(path: str, change: Callable[[bytes], bytes]) -> bool:
    """Put `change` of a file's content in its place; whether anything had to change.

    Whoever reads finds the old content or the new, never a mixture. Whoever has the file open for
    appending waits for the lock and then notices that another file stands there.

    Raises:
        OSError: what the system answered, with the path in it; the old content still stands.
    """
    try:
        while True:
            descriptor = disk.open_for_append(path)
            try:
                lock(descriptor)
                if not stands_at(path, descriptor):
                    continue
                data = read_locked(descriptor)
                new = change(data)
                if new == data:
                    return False
                if os.name != "nt":
                    whole_files.write_over(path, new)
                    return True
            finally:
                disk.close(descriptor)
            whole_files.write_over(path, new)  # Windows replaces no file that is open
            return True
    except OSError as problem:
        problem.filename = problem.filename or path
        raise


def stands_at(path: str, descriptor: int) -> bool:
    """Whether the open file is still the one at `path`: another process may have replaced it."""
    return os.path.samestat(os.stat(path), os.fstat(descriptor))


def read_locked(descriptor: int) -> bytes:
    """The whole content of a file that this process holds the lock of.

    Read through the descriptor itself: on SMB a locked file can be read through no other.

    Raises:
        OSError: not all of it could be read.
    """
    size = os.fstat(descriptor).st_size
    data = disk.read_at(descriptor, 0, size)
    if len(data) < size:  # what was not read would be lost by writing the rest
        raise OSError(errno.EIO, os.strerror(errno.EIO))
    return data


def set_aside(places: Places, name: str, data: bytes) -> str:
    """Put bytes that leave a file into the quarantine, on the disk; returns the path."""
    folder = quarantine_folder(places)
    disk.make_folders(folder)
    path = free_path(os.path.join(folder, name), ".txt")
    whole_files.write_new(path, data)
    disk.fsync_folder(folder)
    return path


def quarantine_folder(places: Places) -> str:
    """The folder of this machine's own state in which what was taken out of files is kept."""
    return os.path.join(places.state, QUARANTINE)


def free_path(beginning: str, ending: str) -> str:
    """A path of that beginning and ending at which nothing stands: `a.txt`, `a-2.txt` ..."""
    path, number = beginning + ending, 1
    while os.path.lexists(path):
        number += 1
        path = f"{beginning}-{number}{ending}"
    return path

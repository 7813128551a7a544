"""The one door to the file system: every call that changes or secures a file goes through here.

Callers write `disk.write(...)`, so that a test can stand in for any single call. Files are made for
their owner alone (0600, folders 0700), whatever the process's umask says.
"""

from __future__ import annotations

import errno
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700

_BINARY = getattr(os, "O_BINARY", 0)
_FULL_SYNC = getattr(fcntl, "F_FULLFSYNC", None)
_NO_FOLDER_SYNC = frozenset((errno.EINVAL, errno.ENOTSUP, errno.EBADF))


def open_for_append(path: str) -> int:
    """Open an existing file for reading and for writing at its end."""
    return os.open(path, os.O_RDWR | os.O_APPEND | _BINARY)


def create_for_append(path: str) -> int:
    """Open a file for reading and for writing at its end, making it where it is missing."""
    return os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | _BINARY, PRIVATE_FILE)


def create_new(path: str) -> int:
    """Make a file that must not exist yet, for writing."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, PRIVATE_FILE)


def write(descriptor: int, data: bytes) -> int:
    """One write; how many bytes were taken."""
    return os.write(descriptor, data)


def write_all(descriptor: int, data: bytes) -> None:
    """One write that takes everything.

    Raises:
        OSError: what the system answered, or ENOSPC where it took a part; that part stands there.
    """
    if write(descriptor, data) < len(data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def read_at(descriptor: int, start: int, length: int) -> bytes:
    """Up to `length` bytes from `start`."""
    os.lseek(descriptor, start, os.SEEK_SET)
    return os.read(descriptor, length)


def fsync(descriptor: int) -> None:
    """Return when the file's content is on the disk itself."""
    if _FULL_SYNC is not None:
        try:
            fcntl.fcntl(descriptor, _FULL_SYNC)
        except OSError:  # not every file system knows it
            os.fsync(descriptor)
        return
    os.fsync(descriptor)


def fsync_folder(path: str) -> None:
    """Return when the names in a folder are on the disk (Windows has no such call)."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as problem:
        if problem.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(descriptor)


def truncate(descriptor: int, length: int) -> None:
    """Cut a file to `length` bytes."""
    os.ftruncate(descriptor, length)


def replace(source: str, target: str) -> None:
    """Put `source` in the place of `target` in one step."""
    os.replace(source, target)


def remove(path: str) -> None:
    """Take a file's name away."""
    os.unlink(path)


def make_folder(path: str) -> None:
    """Make one folder for its owner alone."""
    os.mkdir(path, PRIVATE_FOLDER)


def close(descriptor: int) -> None:
    """Give a descriptor back."""
    os.close(descriptor)


def make_folders(path: str) -> None:
    """Make a folder and those above it that are missing, each name secured on the disk."""
    missing = []
    while path and not os.path.isdir(path):
        missing.append(path)
        path = os.path.dirname(path)
    for folder in reversed(missing):
        try:
            make_folder(folder)
        except FileExistsError:
            if not os.path.isdir(folder):
                raise
        fsync_folder(os.path.dirname(folder) or ".")


def write_whole(path: str, content: Callable[[int], bytes]) -> None:
    """Put a small file in place so that its old or its new content is found, never a mixture.

    `content` is given the inode that the file will have.

    Raises:
        OSError: what the file system answered; what stood at `path` still stands.
    """
    temporary = f"{path}.{os.getpid()}.new"
    if os.path.exists(temporary):  # left by a process that stopped and had the same number
        remove(temporary)
    descriptor = create_new(temporary)
    try:
        try:
            write_all(descriptor, content(os.fstat(descriptor).st_ino))
            fsync(descriptor)
        finally:
            close(descriptor)
        replace(temporary, path)
    except OSError:
        remove(temporary)
        raise
    fsync_folder(os.path.dirname(path))

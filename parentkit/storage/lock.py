"""One writer at a time: an advisory lock on an open file, held by the process that has it."""

from __future__ import annotations

import errno
import os
import sys
import time

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PATIENCE_SECONDS = 10.0
"""How long to wait for another process; it holds the lock for one write and one fsync."""

_PAUSE_SECONDS = 0.002
_BUSY = frozenset((errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK))

_LINUX_ENOTSUPP = 524  # the kernel's own number, which Cray's DVS lets through to programs
_NO_LOCKS_HERE = frozenset(
    (
        errno.ENOLCK,  # NFS and SMB whose lock service does not answer
        errno.ENOSYS,  # Lustre mounted without flock, some FUSE file systems
        errno.ENOTSUP,  # macOS on network volumes
        errno.EOPNOTSUPP,  # the BSDs, where it is another number than ENOTSUP
        errno.EINVAL,  # what is asked for is always valid, so it is the file that takes no locks
        _LINUX_ENOTSUPP,
    )
)
_FAR_BEYOND_THE_CONTENT = 1 << 40


class Busy(OSError):
    """Another process holds the lock and has not let go of it in time."""


def lock(descriptor: int, patience_seconds: float | None = None) -> None:
    """Wait for the lock on an open file and take it.

    On a file system without locks this returns at once: a moment is worth more than the lock, and
    one write at the end of a file is not torn by another there.

    Raises:
        Busy: another process has held it for `patience_seconds`, PATIENCE_SECONDS where left out.
        OSError: what the system answered instead.
    """
    if _is_settled(descriptor):
        return
    patience = PATIENCE_SECONDS if patience_seconds is None else patience_seconds
    until = time.monotonic() + patience
    while time.monotonic() < until:
        time.sleep(_PAUSE_SECONDS)
        if _is_settled(descriptor):
            return
    raise Busy(errno.EBUSY, os.strerror(errno.EBUSY))


def unlock(descriptor: int) -> bool:
    """Let go of the lock; whether the system took note of it.

    Never raises: what was done under the lock is done. Where the answer is no, closing the file
    lets go of the lock.
    """
    try:
        _let_go(descriptor)
    except OSError:
        return False
    return True


def _is_settled(descriptor: int) -> bool:
    """Whether there is nothing to wait for: the lock is taken, or there are none here."""
    try:
        _try_lock(descriptor)
    except OSError as problem:
        if problem.errno in _BUSY:
            return False
        if problem.errno not in _NO_LOCKS_HERE:
            raise
    return True


if sys.platform == "win32":

    def _try_lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR_BEYOND_THE_CONTENT, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _let_go(descriptor: int) -> None:
        os.lseek(descriptor, _FAR_BEYOND_THE_CONTENT, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:

    def _try_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _let_go(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)

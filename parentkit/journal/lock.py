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
_NO_LOCKS_HERE = frozenset((errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP))
_FAR_BEYOND_THE_CONTENT = 1 << 40


class Busy(OSError):
    """Another process holds the lock and has not let go of it in time."""


def lock(descriptor: int) -> None:
    """Wait for the lock on an open file and take it.

    On a file system without locks this returns at once: a moment is worth more than the lock, and
    one write at the end of a file is not torn by another there.

    Raises:
        Busy: another process has held it for PATIENCE_SECONDS.
        OSError: what the system answered instead.
    """
    try:
        _try_lock(descriptor)
    except OSError as problem:
        if problem.errno in _BUSY:
            _wait(descriptor)
        elif problem.errno not in _NO_LOCKS_HERE:
            raise


def _wait(descriptor: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        time.sleep(_PAUSE_SECONDS)
        try:
            _try_lock(descriptor)
        except OSError as problem:
            if problem.errno not in _BUSY:
                raise
        else:
            return
    raise Busy(errno.EBUSY, os.strerror(errno.EBUSY))


if sys.platform == "win32":

    def _try_lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR_BEYOND_THE_CONTENT, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def unlock(descriptor: int) -> None:
        """Let go of the lock."""
        os.lseek(descriptor, _FAR_BEYOND_THE_CONTENT, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:

    def _try_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def unlock(descriptor: int) -> None:
        """Let go of the lock."""
        fcntl.flock(descriptor, fcntl.LOCK_UN)

"""Be the one process that does something: a lock on a file that holds nothing else."""

from __future__ import annotations

import os

from parentkit.storage import disk
from parentkit.storage.lock import lock, unlock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType


class Held:
    """While it lasts, every other process that wants the same file's lock waits.

    A class, because contextlib takes 1.5 ms to import. The lock's file stays: taking it away would
    let two processes hold two files of one name.
    """

    __slots__ = ("_descriptor", "path")

    def __init__(self, path: str) -> None:
        self.path = path
        self._descriptor = -1

    def __enter__(self) -> None:
        disk.make_folders(os.path.dirname(self.path))
        self._descriptor = disk.create_for_append(self.path)
        try:
            lock(self._descriptor)
        except BaseException:  # also where somebody stops waiting
            disk.close(self._descriptor)
            raise

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _problem: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        unlock(self._descriptor)
        disk.close(self._descriptor)


def held(path: str) -> Held:
    """Hold the lock of a file while a `with` lasts; its folder and the file are made.

    Let go in any case, whatever happens meanwhile.

    Raises:
        Busy: another process has held it for PATIENCE_SECONDS.
        OSError: the folder or the file cannot be made, or the system answered something else.
    """
    return Held(path)

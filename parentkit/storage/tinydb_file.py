"""TinyDB in a file that two processes, a full disk and a power cut leave whole.

TinyDB's own JSON file is written over where it stands, by whoever comes last. Here the new content
is put in the old one's place in one step, and whoever changes something is alone from reading to
writing. `TinyDB(path)` opens the file as well.
"""

from __future__ import annotations

import json
import os
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from tinydb import TinyDB
from tinydb.storages import Storage

from parentkit.domain.jsontext import check
from parentkit.storage import disk
from parentkit.storage.held import Held
from parentkit.storage.local_state import documents, is_empty, read_tables
from parentkit.storage.reading import Unreadable, read_json
from parentkit.storage.whole_files import TEMPORARY, set_aside

if TYPE_CHECKING:
    from types import TracebackType

    from tinydb.table import Table

    from parentkit.storage.local_state import Shelf

    Tables = dict[str, dict[str, Any]]


class FileStorage(Storage):
    """A TinyDB storage in one JSON file, its owner's alone.

    Each writing is whole, and is on the disk when it returns. TinyDB reads before it writes: where
    others may write too, both belong into a `LocalState`.
    """

    def __init__(self, path: str) -> None:
        self.path = os.fspath(path)

    def read(self) -> Tables | None:
        """Every table; None where there is no file, or nothing in it.

        Raises:
            Unreadable: it cannot be read, or is damaged.
        """
        if is_empty(self.path):
            return None
        tables: Tables | None = read_json(self.path)
        return tables

    def write(self, data: Tables) -> None:
        """Puts these tables in the place of those before.

        Raises:
            NotJson: something has no form in JSON, or one that could not be read again.
            OSError: it could not be written. In both cases what was there stands.
        """
        self._put(_encoded(data))

    def _put(self, content: bytes) -> None:
        path = os.path.abspath(self.path)
        disk.make_folders(os.path.dirname(path))
        disk.write_whole(path, lambda _inode: content)


class _Together(FileStorage):
    """Holds back what is written until all of it is, which costs one writing."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._before = read_tables(path) or None
        self._content = b""

    def read(self) -> Tables | None:
        """Every table as it was written last, made anew: TinyDB changes what it is given."""
        if not self._content:
            return deepcopy(self._before)
        tables: Tables = json.loads(self._content)
        return tables

    def write(self, data: Tables) -> None:
        """Keeps these tables for `put`; what cannot be written is told at once."""
        self._content = _encoded(data)

    def put(self) -> None:
        """Puts in place what was written, if anything was."""
        if self._content:
            self._put(self._content)


class LocalState:
    """`with LocalState(shelf) as table:` changes a table of the local state, whole or not at all.

    Every other process that wants to change the file waits meanwhile. What is on the disk stays
    where something is raised. What an earlier version kept is taken over, and its file is taken
    away when the new one is on the disk. A file that is damaged is set aside under another name.

    Raises:
        OSError: it could not be locked, opened or written; what was there stands.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._held = Held(f"{shelf.path}.lock")

    def __enter__(self) -> Table:
        self._held.__enter__()
        try:
            _tidy(self._shelf)
            self._database = TinyDB(self._shelf.path, storage=_whole)
            table = self._database.table(self._shelf.name, cache_size=0)
            if self._shelf.name not in self._database.tables():
                table.insert_multiple(documents(self._shelf))
        except BaseException:
            self._held.__exit__(None, None, None)
            raise
        return table

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                storage = self._database.storage
                assert isinstance(storage, _Together)
                storage.put()
                self._take_older_away()
        finally:
            self._held.__exit__(kind, problem, trace)

    def _take_older_away(self) -> None:
        """Takes the earlier file away; one that cannot be read is left for whoever wants it."""
        try:
            if read_json(self._shelf.older_path) is None:
                return
        except Unreadable:
            return
        disk.remove(self._shelf.older_path)
        disk.fsync_folder(self._shelf.folder)


def _whole(path: str) -> _Together:
    """The storage of a file, which begins anew where the file is damaged."""
    try:
        return _Together(path)
    except Unreadable as problem:
        if not problem.content_is_damaged:
            raise OSError(0, problem.reason, path) from None
    set_aside(path)
    return _Together(path)


def _encoded(data: Tables) -> bytes:
    """JSON in ASCII alone: TinyDB opens a file in whatever encoding the machine is set to."""
    check(data)
    return json.dumps(data).encode("ascii")


def _tidy(shelf: Shelf) -> None:
    """Takes away what a process left that was stopped while it wrote."""
    for name in os.listdir(shelf.folder):
        if name.startswith(f"{os.path.basename(shelf.path)}.") and name.endswith(TEMPORARY):
            disk.remove(os.path.join(shelf.folder, name))

"""What this machine keeps for convenience: small tables in one file, which may be lost.

The file is a TinyDB database. It is read here without one, because a command that only looks must
not wait for a database to load; it is changed in `tinydb_file`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.storage import disk
from parentkit.storage.reading import Unreadable, read_json
from parentkit.storage.whole_files import ASIDE, remove_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Document = dict[str, Any]
    FromOlder = Callable[[Any], Iterable[Document]]

FILE = "local.json"

_DIGITS = 18


class Shelf(NamedTuple):
    """One table of the local state, and the file in which earlier versions kept the same.

    Attributes:
        folder: the local state's folder.
        name: what the table is called.
        older: the name of the earlier file in that folder.
        from_older: gives the documents that an earlier file's JSON value stands for. It is handed
            whatever a file may hold, None included.
    """

    folder: str
    name: str
    older: str
    from_older: FromOlder

    @property
    def path(self) -> str:
        """The file with all tables."""
        return os.path.join(self.folder, FILE)

    @property
    def older_path(self) -> str:
        """The file of earlier versions."""
        return os.path.join(self.folder, self.older)


def documents(shelf: Shelf) -> list[Document]:
    """What stands on a shelf, in the order in which it came; none where it cannot be read.

    The earlier file counts until the table is there, also where the table holds nothing.
    """
    try:
        tables = read_tables(shelf.path)
    except Unreadable:
        tables = {}
    if shelf.name in tables:
        return list(tables[shelf.name].values())
    try:
        return list(shelf.from_older(read_json(shelf.older_path)))
    except Unreadable:
        return []


def take_away_unread(shelf: Shelf) -> None:
    """Takes away what cannot be read, and so may hold what was to be forgotten.

    That is an earlier file that is damaged, and files of this one that were set aside.

    Raises:
        OSError: it could not be taken away.
    """
    there = os.listdir(shelf.folder) if os.path.isdir(shelf.folder) else []
    aside = [name for name in there if name.startswith(f"{FILE}{ASIDE}")]
    try:
        read_json(shelf.older_path)
    except Unreadable:
        aside.append(shelf.older)
    for name in aside:
        path = os.path.join(shelf.folder, name)
        (remove_tree if os.path.isdir(path) else disk.remove)(path)
    if aside:
        disk.fsync_folder(shelf.folder)


def read_tables(path: str) -> dict[str, dict[str, Document]]:
    """Every table of such a file: documents by their ids, as TinyDB has them.

    Raises:
        Unreadable: the file is there and cannot be read, or holds something else.
    """
    found = None if is_empty(path) else read_json(path)
    if found is None:
        return {}
    if not (isinstance(found, dict) and all(map(_is_table, found.values()))):
        raise Unreadable(path, "it is no table", content_is_damaged=True)
    return found


def is_empty(path: str) -> bool:
    """Whether a file has no content, as TinyDB makes a new one: there are no tables in it."""
    return os.path.isfile(path) and not os.path.getsize(path)


def _is_table(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(each, dict) and number.isascii() and number.isdigit() and len(number) <= _DIGITS
        for number, each in value.items()
    )

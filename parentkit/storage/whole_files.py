"""The calls beside `disk` that looking after files takes: links, modes, folders taken away.

Every one changes or secures something, so that a test can stand in for any single call.
"""

from __future__ import annotations

import os

from parentkit.domain.jsontext import compact
from parentkit.storage import disk, reading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

TEMPORARY = ".new"
"""What the name of a file or folder ends in that is not in its place yet."""

ASIDE = ".unreadable-"
"""What follows in the name of a file that was damaged and was set aside, before a number."""


def link(source: str, target: str) -> None:
    """Give a file a second name; both are then one file."""
    os.link(source, target)


def set_private(path: str) -> None:
    """Keep a file or a folder for its owner alone."""
    os.chmod(path, disk.PRIVATE_FOLDER if os.path.isdir(path) else disk.PRIVATE_FILE)


def remove_folder(path: str) -> None:
    """Take an empty folder away."""
    os.rmdir(path)


def remove_tree(folder: str) -> None:
    """Take a folder away with everything in it; links that stand in it are not followed."""
    for parent, folders, files in os.walk(folder, topdown=False):
        for name in files:
            disk.remove(os.path.join(parent, name))
        for name in folders:
            inner = os.path.join(parent, name)
            if os.path.islink(inner):
                disk.remove(inner)
            else:
                remove_folder(inner)
    remove_folder(folder)


def set_aside(path: str, beside: str = "") -> None:
    """Give what cannot be read a free name, beside its place or beside another one.

    Raises:
        OSError: it could not be renamed.
    """
    number, place = 1, beside or path
    while os.path.lexists(aside := f"{place}{ASIDE}{number}"):
        number += 1
    disk.replace(path, aside)


def write_new(path: str, data: bytes) -> None:
    """Make a file that must not exist yet; when this returns, its content is on the disk."""
    descriptor = disk.create_new(path)
    try:
        disk.write_all(descriptor, data)
        disk.fsync(descriptor)
    finally:
        disk.close(descriptor)


def write_over(path: str, data: bytes) -> None:
    """Put a file in place so that its old or its new content is found, never a mixture."""
    disk.write_whole(path, lambda _inode: data)


def write_json(path: str, value: object) -> None:
    """Put a small JSON file in place as `write_over` does; its folder is made where it is missing.

    Raises:
        OSError: what the file system answered; what stood there still stands.
    """
    disk.make_folders(os.path.dirname(path))
    write_over(path, json_line(value))


def json_line(value: object) -> bytes:
    """What a small JSON file holds: one line."""
    return compact(value).encode() + b"\n"


def read_whole(path: str) -> bytes:
    """The content of a regular file, however large.

    Raises:
        OSError: as `read_bounded`; nothing else that stands in a file's place is waited for.
    """
    return reading.read_bounded(path, reading.UNLIMITED)


def files_below(folder: str, on_problem: Callable[[OSError], None] | None = None) -> list[str]:
    """Every file in a folder and the folders in it, in order; none where there is no such folder.

    `on_problem` is told of folders that cannot be opened.
    """
    if not os.path.isdir(folder):
        return []
    found = []
    for parent, folders, files in os.walk(folder, onerror=on_problem):
        folders.sort()
        found += [os.path.join(parent, name) for name in sorted(files)]
    return found

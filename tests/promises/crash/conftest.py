"""A disk that keeps a record of every call, and what a crash may leave of it.

By what POSIX promises, and that is less than most file systems keep: a file's name and its content
are secured by different calls, a write may arrive in part or as zero bytes, names in any order.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import random
import shutil
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import ModuleType

Content = tuple[bytes, bool]
"""Bytes of a file, and whether they are what somebody meant to write (else torn, or zero bytes)."""

Tree = dict[str, Content | None]
"""Every file's content by its path below the root; None for a folder."""


class Event(NamedTuple):
    """One thing that happened to the file system, or (`ack`) was promised about it.

    `file` numbers the files in the order in which they came about.
    """

    name: str
    path: str = ""
    target: str = ""
    file: int = -1
    at: int = 0
    data: bytes = b""
    promise: Any = None


class Recorder:
    """Keeps every call that changes or secures a file below `root`, in order.

    `calls` names the functions that stand for one call each, with the modules that they are in.
    """

    def __init__(self, root: str, calls: Mapping[str, ModuleType]) -> None:
        self.events: list[Event] = []
        self._calls = calls
        self._of_inode: dict[int, int] = {}
        self._of_descriptor: dict[int, int] = {}
        self._count = 0
        for folder, folders, names in os.walk(root):
            folders.sort()
            for name in sorted(names):
                self._number(os.stat(os.path.join(folder, name)).st_ino)

    def _number(self, inode: int) -> int:
        self._of_inode[inode] = self._count
        self._count += 1
        return self._count - 1

    def acknowledge(self, promise: Any) -> None:
        """From here on `promise` must hold, whatever happens."""
        self.events.append(Event("ack", promise=promise))

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Records while it lasts."""
        with pytest.MonkeyPatch.context() as patch:
            for name, module in self._calls.items():
                wrapped = functools.partial(getattr(self, f"_{name}"), getattr(module, name))
                patch.setattr(module, name, wrapped)
            yield

    def _open(self, real: Callable[[str], int], path: str) -> int:
        known = os.path.exists(path)
        descriptor = real(path)
        inode = os.fstat(descriptor).st_ino
        if not known:
            self.events.append(Event("create", path, file=self._number(inode)))
        self._of_descriptor[descriptor] = self._of_inode[inode]
        return descriptor

    _open_for_append = _create_for_append = _create_new = _open

    def _write(self, real: Callable[[int, bytes], int], descriptor: int, data: bytes) -> int:
        at = os.fstat(descriptor).st_size
        taken = real(descriptor, data)
        file = self._of_descriptor[descriptor]
        self.events.append(Event("write", file=file, at=at, data=data[:taken]))
        return taken

    def _truncate(self, real: Callable[[int, int], None], descriptor: int, length: int) -> None:
        real(descriptor, length)
        self.events.append(Event("truncate", file=self._of_descriptor[descriptor], at=length))

    def _fsync(self, real: Callable[[int], None], descriptor: int) -> None:
        real(descriptor)
        self.events.append(Event("fsync", file=self._of_descriptor[descriptor]))

    def _fsync_folder(self, real: Callable[[str], None], path: str) -> None:
        real(path)
        self.events.append(Event("fsync_folder", path))

    def _replace(self, real: Callable[[str, str], None], source: str, target: str) -> None:
        real(source, target)
        self.events.append(Event("replace", source, target))

    def _remove(self, real: Callable[[str], None], path: str) -> None:
        real(path)
        self.events.append(Event("remove", path))

    def _make_folder(self, real: Callable[[str], None], path: str) -> None:
        real(path)
        self.events.append(Event("make_folder", path))

    def _remove_folder(self, real: Callable[[str], None], path: str) -> None:
        real(path)
        self.events.append(Event("remove_folder", path))

    def _link(self, real: Callable[[str, str], None], source: str, target: str) -> None:
        real(source, target)
        self.events.append(Event("link", source, target))

    def _set_private(self, real: Callable[[str], None], path: str) -> None:
        real(path)

    def _close(self, real: Callable[[int], None], descriptor: int) -> None:
        real(descriptor)
        del self._of_descriptor[descriptor]

    def _read_at(self, real: Callable[..., bytes], *where: int) -> bytes:
        return real(*where)


class File:
    """A file's content as it is secured, and the changes to it that are not."""

    def __init__(self, content: bytes = b"") -> None:
        self.secured = content
        self.pending: list[Any] = []

    def whole(self) -> bytes:
        """The content with every change."""
        content = self.secured
        for change in self.pending:
            content = _changed(content, change)
        return content

    def after_a_crash(self, choose: random.Random | None) -> list[Content]:
        """What may be found: some changes in order, then perhaps part of the next one.

        Every offset is tried where there is nothing to choose with, else a few.
        """
        found: list[Content] = [(self.secured, True)]
        before = self.secured
        for change in self.pending:
            if change.name == "write" and change.data:
                length = len(change.data)
                offsets = range(1, length)
                if choose is not None:
                    ends = [at + 1 for at, byte in enumerate(change.data) if byte == ord("\n")]
                    some = {1, length // 2, length - 1, *ends, choose.randrange(length)}
                    offsets = sorted(some & set(offsets))
                for offset in offsets:
                    part, rest = change.data[:offset], bytes(length - offset)
                    found.append((before + part, part.endswith(b"\n")))
                    found.append((before + part + rest, False))
                    found.append((before + bytes(offset), False))
                found.append((before + bytes(length), False))
            before = _changed(before, change)
            found.append((before, True))
        return found


def _changed(content: bytes, change: Any) -> bytes:
    if change.name == "truncate":
        return content[: change.at].ljust(change.at, b"\0")
    assert change.at == len(content), "the journal writes at the end"
    return content + change.data


class Folder:
    """A folder's names as they are secured, and the changes to them that are not."""

    def __init__(self) -> None:
        self.secured: dict[str, File | Folder] = {}
        self.pending: list[dict[str, File | Folder | None]] = []

    def names(self, chosen: list[bool] | None = None) -> dict[str, File | Folder]:
        """The names with all changes, or with those chosen."""
        names: dict[str, File | Folder | None] = dict(self.secured)
        for change in itertools.compress(self.pending, chosen or [True] * len(self.pending)):
            names.update(change)
        return {name: entry for name, entry in names.items() if entry is not None}

    def after_a_crash(self, choose: random.Random | None) -> list[list[bool]]:
        """Which changes may have arrived: some in order, or any others."""
        length = len(self.pending)
        if choose is None and length <= 4:
            return [list(some) for some in itertools.product([False, True], repeat=length)]
        found = [[at < end for at in range(length)] for end in range(length + 1)]
        if length > 1:
            rest = choose or random.Random(0)
            found.append([rest.random() < 0.5 for _ in range(length)])
        return found


class CrashedDisk:
    """The files below a root as the calls leave them, what is secured and what is not apart."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.files: dict[int, File] = {}
        self.folders: dict[str, Folder] = {root: Folder()}
        for path, names, files in os.walk(root):
            names.sort()
            for name in names:
                folder = Folder()
                self.folders[os.path.join(path, name)] = folder
                self.folders[path].secured[name] = folder
            for name in sorted(files):
                with open(os.path.join(path, name), "rb") as file:
                    self.files[len(self.files)] = content = File(file.read())
                self.folders[path].secured[name] = content

    def happen(self, event: Any) -> None:
        """Takes one recorded call."""
        getattr(self, f"_{event.name}")(event)

    def _create(self, event: Any) -> None:
        self.files[event.file] = file = File()
        self._rename({event.path: file})

    def _make_folder(self, event: Any) -> None:
        self.folders[event.path] = folder = Folder()
        self._rename({event.path: folder})

    def _write(self, event: Any) -> None:
        self.files[event.file].pending.append(event)

    _truncate = _write

    def _fsync(self, event: Any) -> None:
        file = self.files[event.file]
        file.secured, file.pending = file.whole(), []

    def _fsync_folder(self, event: Any) -> None:
        if folder := self.folders.get(event.path):
            folder.secured, folder.pending = folder.names(), []

    def _replace(self, event: Any) -> None:
        self._rename({event.target: self._entry(event.path), event.path: None})
        inside = [path for path in self.folders if f"{path}/".startswith(f"{event.path}/")]
        for path in inside:
            self.folders[event.target + path[len(event.path) :]] = self.folders.pop(path)

    def _link(self, event: Any) -> None:
        self._rename({event.target: self._entry(event.path)})

    def _remove(self, event: Any) -> None:
        self._rename({event.path: None})

    def _remove_folder(self, event: Any) -> None:
        self._rename({event.path: None})
        del self.folders[event.path]

    def _entry(self, path: str) -> File | Folder:
        folder, name = os.path.split(path)
        return self.folders[folder].names()[name]

    def _ack(self, event: Any) -> None:
        """Nothing happens to the disk."""

    def _rename(self, change: dict[str, File | Folder | None]) -> None:
        (folder,) = {os.path.dirname(path) for path in change}
        names = {os.path.basename(path): entry for path, entry in change.items()}
        self.folders[folder].pending.append(names)

    def states(self, choose: random.Random | None, most: int) -> Iterator[Tree]:
        """Trees that a crash may leave now: at most so many, the telling ones first."""
        files = [file for file in self.files.values() if file.pending]
        folders = [folder for folder in self.folders.values() if folder.pending]
        contents = [file.after_a_crash(choose) for file in files]
        names = [folder.after_a_crash(choose) for folder in folders]
        extremes = [[ways[0], ways[-1]] for ways in (*contents, *names)]
        lists: list[Any] = [list(itertools.product(*extremes))] if len(extremes) < 7 else []
        for at, ways in enumerate((*contents, *names)):
            usual = [options[-1] for options in (*contents, *names)]
            lists.append([[*usual[:at], way, *usual[at + 1 :]] for way in ways])
        rest = choose or random.Random(1)
        lists.append([[rest.choice(ways) for ways in (*contents, *names)] for _ in range(20)])
        for choice in itertools.islice(itertools.chain(*lists), most):
            content_of = dict(zip(map(id, files), choice, strict=False))
            names_of = dict(zip(map(id, folders), choice[len(files) :], strict=True))
            yield dict(self._tree(self.folders[self.root], "", content_of, names_of))

    def files_now(self) -> Iterator[tuple[str, bytes]]:
        """Every file with its content, as anybody sees them who looks now."""
        contents = {id(file): (file.whole(), True) for file in self.files.values()}
        for path, content in self._tree(self.folders[self.root], "", contents, {}):
            if content is not None:
                yield path, content[0]

    def _tree(
        self, folder: Folder, path: str, content_of: dict[int, Any], names_of: dict[int, Any]
    ) -> Iterator[tuple[str, Content | None]]:
        for name, entry in folder.names(names_of.get(id(folder))).items():
            below = os.path.join(path, name)
            if isinstance(entry, File):
                yield below, content_of.get(id(entry), (entry.secured, True))
            else:
                yield below, None
                yield from self._tree(entry, below, content_of, names_of)


def put_in_place(tree: Tree, root: str) -> None:
    """The files of a tree, in the place of whatever stood below `root`."""
    shutil.rmtree(root, ignore_errors=True)
    os.mkdir(root)
    for path, content in tree.items():
        where = os.path.join(root, path)
        if content is None:
            os.mkdir(where, 0o700)
            continue
        with open(where, "wb") as file:
            inode = os.fstat(file.fileno()).st_ino
            file.write(
                _with_inode(content[0], inode) if path.endswith("device.json") else content[0]
            )


def _with_inode(content: bytes, inode: int) -> bytes:
    """The device's file as if it were the very file that was written: a crash is no copy."""
    before, key, after = content.partition(b'"inode":')
    return before + key + str(inode).encode() + after.lstrip(b"0123456789") if key else content


def files_below(root: str) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder, by its path from there."""
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                yield os.path.relpath(path, root), file.read()


@pytest.fixture(scope="session")
def crash() -> Any:
    """This module's parts."""
    return sys.modules[__name__]

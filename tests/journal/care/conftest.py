"""A disk that answers one call with an error, and ways to look at what stands on it."""

from __future__ import annotations

import contextlib
import errno
import functools
import inspect
import os
from typing import TYPE_CHECKING, Any

import pytest

from parentkit.journal import disk
from parentkit.journal.care import tidy
from parentkit.journal.care.erase import journal_files
from parentkit.journal.writer import Draft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from parentkit.journal.journal import Journal

COMPOSED = {"make_folders", "write_all", "write_whole", "close", "read_at"}
OF_TIDY = ("link", "set_private", "remove_folder")
CALLS = [
    *(
        (disk, name)
        for name, _ in inspect.getmembers(disk, inspect.isfunction)
        if name[0] != "_" and name not in COMPOSED
    ),
    *((tidy, name) for name in OF_TIDY),
]
"""Every call that changes or secures a file."""


class Stopped(BaseException):
    """The machine stopped: nothing that comes after it is done, not even tidying up."""


class Disk:
    """Counts the calls; call number `first` is answered with `error`, `after` it was done or not.

    After `Stopped` every further call is answered so, too.
    """

    def __init__(self, first: int, error: BaseException, *, after: bool) -> None:
        self.calls = 0
        self.first = first
        self.error = error
        self.after = after

    @contextlib.contextmanager
    def running(self) -> Iterator[Disk]:
        with pytest.MonkeyPatch.context() as patch:
            for module, name in CALLS:
                wrapped = functools.partial(self._call, getattr(module, name))
                patch.setattr(module, name, wrapped)
            yield self

    def _call(self, real: Callable[..., Any], *given: Any) -> Any:
        turn = self.calls
        self.calls += 1
        stopped = isinstance(self.error, Stopped) and turn > self.first >= 0
        if turn != self.first and not stopped:
            return real(*given)
        if self.after and not stopped:
            real(*given)
        raise self.error


@pytest.fixture
def faulty() -> Callable[[int, str], Disk]:
    """`faulty(7, "EIO afterwards")`: call number 7 brings an error although it was done."""

    def disk_with(first: int, kind: str) -> Disk:
        word = kind.split(maxsplit=1)[0]
        error = Stopped() if word == "stopped" else OSError(getattr(errno, word), word)
        return Disk(first, error, after="afterwards" in kind)

    return disk_with


@pytest.fixture
def stopped() -> type[Stopped]:
    return Stopped


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The order of calls stays, their cost goes."""
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)


@pytest.fixture
def files_with() -> Callable[..., list[str]]:
    """Every file below some folders that holds some bytes."""

    def search(wanted: bytes, *folders: str) -> list[str]:
        found = []
        for root in folders:
            for folder, _, names in os.walk(root):
                for name in names:
                    path = os.path.join(folder, name)
                    with open(path, "rb") as file:
                        if wanted in file.read():
                            found.append(path)
        return found

    return search


@pytest.fixture
def lines() -> Callable[[Journal], set[bytes]]:
    """Every line that stands in any file of a journal."""

    def read(journal: Journal) -> set[bytes]:
        found: set[bytes] = set()
        for path in journal_files(journal.places):
            with open(path, "rb") as file:
                found.update(file.read().split(b"\n"))
        return found - {b""}

    return read


@pytest.fixture
def judge() -> Callable[..., str]:
    """Store another person's judgement of a moment and get its id."""

    def store(journal: Journal, moment: str, number: int = 0, **fields: Any) -> str:
        identifier = f"01KB{number:022d}"
        document = {"moment": moment, "coder": "0" * 26, "fit": "partial", **fields}
        journal.append([Draft("coding", identifier, document)])
        return identifier

    return store

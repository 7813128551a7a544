"""A clock that stands still until it is moved, devices that share a folder, a faulty disk."""

from __future__ import annotations

import contextlib
import errno
import functools
import inspect
import os
from typing import TYPE_CHECKING, Any

import pytest

from parentkit.domain.ulid import ulid
from parentkit.journal.journal import Journal
from parentkit.journal.log.folders import journal_files
from parentkit.journal.log.operation import Operation, encode
from parentkit.journal.log.stamp import make
from parentkit.journal.log.writer import Draft
from parentkit.storage import disk, whole_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOON = 1_795_348_800_000
"""2026-11-22T12:00:00Z in milliseconds."""


class Clock:
    def __init__(self) -> None:
        self.ms = NOON

    def __call__(self) -> int:
        return self.ms

    def go_on(self, **spans: float) -> None:
        seconds = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400, "years": 31_556_952}
        self.ms += round(sum(seconds[name] * span for name, span in spans.items()) * 1000)


class Family:
    """Several devices with a clock each, and one folder that all of them write into."""

    def __init__(self, folder: str) -> None:
        self.home = os.path.join(folder, "home")
        self.folder = folder
        self.clocks: dict[str, Clock] = {}

    def device(self, name: str = "laptop") -> Journal:
        """The device of that name; each call is a new process on it, so to say."""
        clock = self.clocks.setdefault(name, Clock())
        return Journal(self.home, os.path.join(self.folder, f"state-{name}"), clock)

    def clock(self, name: str = "laptop") -> Clock:
        return self.clocks.setdefault(name, Clock())


@pytest.fixture
def family(tmp_path: os.PathLike[str]) -> Family:
    return Family(os.fspath(tmp_path))


@pytest.fixture
def log() -> Callable[..., str]:
    """Log a moment on a device and get its id."""

    def log_moment(journal: Journal, *, ms: int | None = None, **fields: Any) -> str:
        document = {"cue": "sad", "responses": ["comfort"], "observed_at": "2026-11-22T12:00+00:00"}
        document.update(fields)
        now = journal.now_ms()
        identifier = ulid(now if ms is None else ms, os.urandom(10))
        journal.append([Draft("moment", identifier, document)])
        return identifier

    return log_moment


@pytest.fixture(scope="session")
def operation() -> Callable[..., Operation]:
    """An operation with everything filled in that a test does not speak of."""

    def some_operation(**given: Any) -> Operation:
        device = given.pop("device", "01DEV0000000000000000000AA")
        parts: dict[str, Any] = {
            "id": "01KAQZ7V5M0000000000000001",
            "kind": "moment",
            "device": device,
            "seq": 1,
            "stamp": make(given.pop("ms", NOON), given.pop("counter", 0), device),
            "by": "",
            "set": {"cue": "sad"},
        }
        return Operation(**(parts | given))

    return some_operation


@pytest.fixture(scope="session")
def whole_file(operation: Callable[..., Operation]) -> Callable[[int], bytes]:
    """The bytes of a file with that many operations, each on a record of its own."""

    def some_file(count: int) -> bytes:
        return b"".join(
            encode(
                operation(
                    id=ulid(NOON + number, bytes(10)),
                    seq=number + 1,
                    ms=NOON + number,
                    set={"cue": "sad", "note": f"Nº {number}"},
                )
            )
            for number in range(count)
        )

    return some_file


COMPOSED = {"make_folders", "write_all", "write_whole", "close", "read_at"}
OF_TIDY = ("link", "set_private", "remove_folder")
CALLS = [
    *(
        (disk, name)
        for name, _ in inspect.getmembers(disk, inspect.isfunction)
        if name[0] != "_" and name not in COMPOSED
    ),
    *((whole_files, name) for name in OF_TIDY),
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

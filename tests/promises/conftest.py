"""What the promises are tested with: a disk that does not always do as it is told, a reader of the
file format that shares no code with the package, and the program in a process of its own.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import inspect
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from parentkit.domain.ulid import ulid
from parentkit.journal.journal import Journal
from parentkit.journal.log.writer import Draft
from parentkit.storage import disk, whole_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MIDNIGHT = 1_793_577_600_000
"""2026-11-02T00:00:00Z, where the tests' clocks begin."""

MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""Where files cost nothing, on systems that have such a place; None is the usual one."""

COMPOSED = frozenset(
    (
        *("make_folders", "write_all", "write_whole"),
        *("files_below", "read_whole", "remove_tree", "write_new", "write_over"),
        *("write_json", "json_line", "set_aside"),
    )
)
"""Functions of the disk that change nothing but by calling the others."""

_DOCUMENT = {
    "child": "0" * 25 + "1",
    "caregiver": "0" * 25 + "2",
    "observed_at": "2026-11-01T18:05+01:00",
    "cue": "afraid",
    "responses": ["comfort"],
    "fit": "matched",
}


CALLS = {
    name: module
    for module in (disk, whole_files)
    for name, function in inspect.getmembers(module, inspect.isfunction)
    if name[0] != "_" and name not in COMPOSED and function.__module__ == module.__name__
}
"""The names of the functions that each stand for one call to the system, and where they are."""


class Fault(NamedTuple):
    """What the disk does instead of what it was asked for.

    `short` is how much of a write is taken: a share of it, or a number of bytes (negative: from the
    end). Without it the system answers `error`; `after` doing what it was asked for, or before.
    """

    name: str
    error: int = 0
    short: float | None = None
    after: bool = False


class FaultyDisk:
    """Answers call number `first` with a fault, and with `lasting` every later one that it fits.

    `only` names the calls that are counted, all where it is empty. `calls` lists the names of those
    that came, `struck` of those that were answered so. `error` is raised in the fault's place.
    """

    def __init__(
        self,
        fault: Fault | None = None,
        first: int = -1,
        *,
        error: BaseException | None = None,
        lasting: bool = False,
        only: Sequence[str] = (),
    ) -> None:
        self.fault = fault
        self.first = first
        self.error = error
        self.lasting = lasting
        self.only = only
        self.calls: list[str] = []
        self.struck: list[str] = []

    @contextlib.contextmanager
    def running(self) -> Iterator[FaultyDisk]:
        """Stands in for the disk while it lasts."""
        with pytest.MonkeyPatch.context() as patch:
            for name in self.only or CALLS:
                wrapped = functools.partial(self._call, name, getattr(CALLS[name], name))
                patch.setattr(CALLS[name], name, wrapped)
            yield self

    def _call(self, name: str, real: Callable[..., Any], *given: Any) -> Any:
        turn = len(self.calls)
        self.calls.append(name)
        due = turn == self.first or (self.lasting and turn > self.first >= 0)
        if due and self.error is not None:
            raise self.error
        if self.fault is None or not due:
            return real(*given)
        if self.fault.short is not None:
            if name != "write":
                return real(*given)
            self.struck.append(name)
            descriptor, data = given
            return real(descriptor, data[: _length(self.fault.short, len(data))])
        self.struck.append(name)
        if name == "close" or self.fault.after:
            real(*given)  # a descriptor is gone even where closing it brings an error
        path = next((one for one in given if isinstance(one, str)), None)
        raise OSError(self.fault.error, os.strerror(self.fault.error), path)


def _length(short: float, whole: int) -> int:
    if isinstance(short, int):
        return min(short, whole) if short >= 0 else max(whole + short, 0)
    return int(whole * short)


class Clock:
    """Milliseconds since 1970 UTC: a second further at each look, and wherever it is put."""

    def __init__(self, ms: int = MIDNIGHT) -> None:
        self.ms = ms

    def __call__(self) -> int:
        self.ms += 1000
        return self.ms


class Home:
    """A family's folder and one device's local state, with a clock, below `root`."""

    def __init__(self, root: str, clock: Callable[[], int] | None = None, seed: int = 0) -> None:
        self.root = str(root)
        self.home = os.path.join(self.root, "home")
        self.state = os.path.join(self.root, "state")
        self.clock = clock or Clock()
        self.chance = random.Random(seed)

    def journal(self) -> Journal:
        """A journal that knows nothing but what is on the disk."""
        return Journal(self.home, self.state, self.clock)

    def new_id(self) -> str:
        """A fresh id, made now."""
        return ulid(self.clock(), self.chance.randbytes(10))

    def moment(self, **fields: Any) -> Draft:
        """A new moment."""
        return Draft("moment", self.new_id(), {**_DOCUMENT, **fields})

    def files(self) -> list[str]:
        """Every journal file of the family."""
        found = []
        for folder, _, names in os.walk(os.path.join(self.home, "families")):
            found += [os.path.join(folder, name) for name in names if name.endswith(".jsonl")]
        return sorted(found)

    def lines(self) -> dict[str, list[dict[str, Any]]]:
        """What stands in each journal file, read without the package's own code."""
        return {path: whole_lines(path) for path in self.files()}

    def stored(self) -> list[dict[str, Any]]:
        """Every operation in every file."""
        return [line for lines in self.lines().values() for line in lines]


def whole_lines(path: str) -> list[dict[str, Any]]:
    """The lines of a file that are JSON and whose checksum fits: CRC-32 of all before it."""
    with open(path, "rb") as file:
        found = [_whole_line(line) for line in file.read().split(b"\n")]
    return [line for line in found if line is not None]


def _whole_line(line: bytes) -> dict[str, Any] | None:
    body, key, rest = line.rpartition(b',"sum":"')
    try:
        document = json.loads(line)
    except ValueError:
        return None
    return document if key and rest == b'%08x"}' % zlib.crc32(body) else None


def everything(journal: Journal) -> dict[tuple[str, str], dict[str, Any]]:
    """All records, deleted ones too, by kind and id."""
    dated = journal.read(None, kinds=("moment", "coding"), deleted=True)
    lasting = journal.lasting(deleted=True)
    return {
        (record.kind, record.id): dict(record.fields)
        for reading in (dated, lasting)
        for record in reading.records
    }


class Program:
    """The program as people run it, in a process of its own, with a home below `root`."""

    def __init__(self, root: str) -> None:
        self.root = str(root)
        self.home = os.path.join(self.root, "home")
        self.state = os.path.join(self.root, "state")
        self.environment = {
            **os.environ,
            "PARENTKIT_HOME": self.home,
            "PARENTKIT_STATE": self.state,
            "HOME": self.root,
            "PYTHONIOENCODING": "utf-8",
        }

    def command(self, *words: str) -> list[str]:
        """The command line of a call."""
        return [sys.executable, "-m", "parentkit", *words]

    def run(
        self, *words: str, typed: str = "", umask: int = -1
    ) -> subprocess.CompletedProcess[str]:
        """Runs it to its end; it must never show a traceback."""
        return self.run_python("-m", "parentkit", *words, typed=typed, umask=umask)

    def run_python(
        self, *words: str, typed: str = "", umask: int = -1
    ) -> subprocess.CompletedProcess[str]:
        """Runs Python with these words, in the program's environment and away from the sources."""
        done = subprocess.run(
            [sys.executable, *words],
            env=self.environment,
            cwd=self.root,
            input=typed,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
            umask=umask,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Starts Python with these words; its output is a pipe."""
        return subprocess.Popen(
            [sys.executable, *words],
            env=self.environment,
            cwd=self.root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def moments(self) -> list[dict[str, Any]]:
        """Every moment, as `moments --all --json` tells it."""
        done = self.run("moments", "--all", "--json")
        assert done.returncode == 0, done.stderr
        found: list[dict[str, Any]] = json.loads(done.stdout)
        return found


@pytest.fixture
def at_home(tmp_path: Any) -> Home:
    return Home(tmp_path)


@pytest.fixture
def memory_path() -> Iterator[str]:
    """A folder for tests that write very much."""
    with tempfile.TemporaryDirectory(prefix="parentkit-", dir=MEMORY) as folder:
        yield folder


@pytest.fixture
def program(tmp_path: Any) -> Program:
    return Program(tmp_path)


@pytest.fixture(scope="session")
def tools() -> Any:
    """This module's parts, for tests that need more than one home."""
    return sys.modules[__name__]


FAULTS = (
    Fault("full", errno.ENOSPC),
    # These two differ from a full disk in the words that are said, which other tests look at.
    pytest.param(Fault("error", errno.EIO), marks=pytest.mark.slow),
    pytest.param(Fault("read-only", errno.EROFS), marks=pytest.mark.slow),
    Fault("error afterwards", errno.EIO, after=True),
    Fault("forbidden", errno.EACCES),
    Fault("nothing taken", short=0),
    Fault("one byte taken", short=1),
    Fault("half taken", short=0.5),
    Fault("all but the line end taken", short=-1),
)


@pytest.fixture(params=FAULTS, ids=lambda fault: fault.name)
def fault(request: pytest.FixtureRequest) -> Fault:
    found: Fault = request.param
    return found


def share(sender: Home, receiver: Home) -> None:
    """What a device has written reaches another one."""
    folder = sender.journal().places.device_folder(sender.journal().device.id)
    target = os.path.join(receiver.home, os.path.relpath(folder, sender.home))
    shutil.copytree(folder, target, dirs_exist_ok=True)

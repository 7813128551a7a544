"""What every test may use: a set time, a home of its own, the program called in this process."""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from freezegun import api as freezegun
from hypothesis import HealthCheck, settings

from parentkit import clock
from parentkit.__main__ import main
from parentkit.journal import journal
from parentkit.journal.log.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


SUNDAY = datetime(2026, 11, 22, 17, 5, tzinfo=UTC)
"""When every test begins: 18:05 in Berlin."""

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
ASKING = (clock, journal)
"""The modules of the program that ask what time it is; tests/promises/test_one_clock.py looks."""


class SetTime:
    """What the program has for the `time` module: every test begins at SUNDAY.

    Each question moves it on by a millisecond, so that what is written first is older, and a busy
    machine changes nothing. Under `freeze_time` it says what was set there.
    """

    def __init__(self) -> None:
        self._now_ms: int | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)

    def begin(self, *, real: bool) -> None:
        self._now_ms = None if real else int(SUNDAY.timestamp() * 1000)

    def time(self) -> float:
        return self.time_ns() / 1_000_000_000

    def time_ns(self) -> int:
        if len(freezegun.freeze_factories) > 1:
            set_there = freezegun.freeze_factories[-1]().replace(tzinfo=UTC)
            return (set_there - BEGINNING) // timedelta(microseconds=1) * 1000
        if self._now_ms is None:
            return time.time_ns()
        self._now_ms += 1
        return self._now_ms * 1_000_000


SET_TIME = SetTime()
WRITERS: list[Writer] = []
WAIT_FOR_THE_DISK = os.fsync


def is_open(descriptor: int) -> None:
    """What `os.fsync` is in this process: no test cuts the power, and each wait takes 1 to 5 ms.

    A file that is closed is an error as before. Programs that tests start wait for the disk.
    """
    os.fstat(descriptor)


# A busy machine is no reason to call a property wrong; a home for all examples of one is meant.
UNASKED = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
PATIENT = {"deadline": None, "suppress_health_check": UNASKED}
settings.register_profile("default", max_examples=50, **PATIENT)
settings.register_profile("campaign", max_examples=1000, print_blob=True, **PATIENT)
settings.load_profile("default")


def pytest_configure() -> None:
    # What was compiled is kept: otherwise each program that a test starts compiles all it loads.
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # begun by nohup, say: it is inherited
        signal.signal(signal.SIGINT, signal.default_int_handler)
    # freezegun believes that it has begun: it replaces the time in no module, which would take
    # 30 ms each time and reach the event loop, Hypothesis and how long pytest says a test took.
    outermost = freezegun.FrozenDateTimeFactory(SUNDAY.replace(tzinfo=None))
    freezegun.freeze_factories.append(outermost)
    freezegun.ignore_lists.append(())
    freezegun.tick_flags.append(False)
    freezegun.tz_offsets.append(timedelta())
    for module in ASKING:
        vars(module)["time"] = SET_TIME
    os.fsync = is_open  # type: ignore[assignment]
    make = Writer.__init__

    def make_and_remember(self: Writer, *given: Any) -> None:
        make(self, *given)
        WRITERS.append(self)

    Writer.__init__ = make_and_remember  # type: ignore[method-assign]


def pytest_unconfigure() -> None:
    for module in ASKING:
        vars(module)["time"] = time
    os.fsync = WAIT_FOR_THE_DISK


def pytest_collection_finish() -> None:
    """What was collected stays to the end: looking at it for garbage again and again is idle."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


THOROUGH = (
    *("browser/", "tui/", "promises/"),
    *("cli/coach/", "services/coach/", "cli/upkeep/"),
    *("journal/backups/", "journal/erase/", "journal/repair/", "journal/index/test_episodes"),
    *("sharing/test_keys", "sharing/test_by_passphrase", "journal/tinydb/test_wanted"),
    *("services/sharing/test_receive", "services/exchange/test_imports"),
    *("interchange/records/test_json_lines", "domain/reflection/test_choosing"),
    *("cli/exercises/test_practise_terminal", "cli/reflection/test_reflect"),
    *("cli/sharing/test_terminal", "cli/log/test_words_terminal", "cli/log/test_find"),
    *("cli/exchange/", "cli/reminders/", "sharing/test_bundle", "services/sharing/test_pins"),
)
"""What `make test-fast` leaves out, but for QUICK: it is not even read then.

Screens, terminals, crashes, the coach's rooms, and what else takes seconds; the rest is there in a
minute and a half on two cores.
"""

QUICK = (
    *("promises/test_clocks", "promises/test_inert_names", "promises/test_one_clock"),
    *("promises/test_read_once", "promises/test_structure", "promises/test_two_doors"),
    "tui/test_walk",
)
"""How the house is built, and one walk through the screens: of what is thorough the quickest."""


def is_thorough(path: os.PathLike[str]) -> bool:
    """Whether `make test-fast` leaves a file out."""
    place = place_of(path)
    return place.startswith(THOROUGH) and not place.startswith(QUICK)


def place_of(path: os.PathLike[str]) -> str:
    """Where a file of tests is, below this folder."""
    return os.path.relpath(path, os.path.dirname(__file__)).replace(os.sep, "/")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    wanted = config.getoption("markexpr")
    return True if "not thorough" in wanted and is_thorough(collection_path) else None


TOGETHER = ("browser/", "promises/test_privacy")
"""Files in which all tests look at one thing that takes long to make: one process makes it."""


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        place = place_of(item.path)
        if is_thorough(item.path):
            item.add_marker("thorough")
        if place.startswith(TOGETHER) and config.pluginmanager.hasplugin("xdist"):
            item.add_marker(pytest.mark.xdist_group(place))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Sets the time before anything is made for a test, for several of them or for it alone."""
    real = item.get_closest_marker("real_clock")
    if real is not None and not (real.args and str(real.args[0]).strip()):
        pytest.fail("real_clock says why: @pytest.mark.real_clock('why')", pytrace=False)
    SET_TIME.begin(real=real is not None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """Gives back the files that a test's journals hold open; a process may hold but so many.

    A journal whose process "was stopped" still has numbers of files that are closed by now, and
    that may be another file's.
    """
    yield
    while WRITERS:
        files = WRITERS.pop()._open
        while files:
            _, file = files.popitem()
            with suppress(OSError):
                if os.fstat(file.descriptor).st_ino == file.inode:
                    os.close(file.descriptor)


class Called(NamedTuple):
    """What a call of the program gave back."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Standard output as JSON."""
        import json

        return json.loads(self.out)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty home and state below it, in the zone of Berlin; the real home is out of reach."""
    monkeypatch.setenv("PARENTKIT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PARENTKIT_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("HOME", str(tmp_path / "nowhere"))
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield tmp_path
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def call(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Called]:
    """Calls the program as a shell would: `call("log", "afraid", "comfort", typed="a note")`."""
    assert home.is_dir()

    def run(*words: str, typed: str | None = None) -> Called:
        monkeypatch.setattr(sys, "argv", ["parentkit", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed or ""))
        before = dict(os.environ)
        try:
            code = main()
        finally:
            os.environ.clear()
            os.environ.update(before)
        captured = capsys.readouterr()
        return Called(code, captured.out, captured.err)

    return run

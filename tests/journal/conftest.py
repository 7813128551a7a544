"""A clock that stands still until it is moved, and devices that share one family folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from parentkit.domain.ulid import ulid
from parentkit.journal.journal import Journal
from parentkit.journal.operation import Operation, encode
from parentkit.journal.stamp import make
from parentkit.journal.writer import Draft

if TYPE_CHECKING:
    from collections.abc import Callable

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

"""One process at a time, and the lock is let go of whatever happens."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from parentkit.storage import disk, lock
from parentkit.storage.held import held

if TYPE_CHECKING:
    from pathlib import Path

HOLD = """
import sys
from parentkit.storage.held import held
with held(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.readline()
print("let go", flush=True)
"""


def test_another_process_waits_until_it_is_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = os.fspath(tmp_path / "new" / "folder" / "lock")
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdin
    assert other.stdout
    assert other.stdout.readline() == "held\n"
    waited = []

    def wait(_seconds: float) -> None:
        if not waited:
            other.communicate("go on\n")
        waited.append(other.returncode)

    monkeypatch.setattr(lock.time, "sleep", wait)
    with held(path):
        assert waited == [0]


def test_it_is_let_go_where_a_step_stops_in_the_middle(tmp_path: Path) -> None:
    path = os.fspath(tmp_path / "lock")
    with pytest.raises(ZeroDivisionError), held(path):
        raise ZeroDivisionError
    with held(path):
        assert os.listdir(tmp_path) == ["lock"]


def test_nothing_stays_open_where_somebody_stops_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = []
    real = disk.close
    monkeypatch.setattr(disk, "close", lambda each: (closed.append(each), real(each)))

    def interrupted(_seconds: float) -> None:
        raise KeyboardInterrupt

    path = os.fspath(tmp_path / "lock")
    with held(path):
        monkeypatch.setattr(lock.time, "sleep", interrupted)
        with pytest.raises(KeyboardInterrupt), held(path):
            pass
        assert len(closed) == 1

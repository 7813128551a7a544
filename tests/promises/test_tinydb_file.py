"""What TinyDB's own JSON file does on a full disk, for two writers and when killed, and ours.

Each is done to both, in processes of their own. Theirs is watched so that it is known when it no
longer needs this.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="needs signals and limits of Unix"),
    pytest.mark.real_clock("it happens in processes of their own"),
]

THEIRS = """
import sys
from contextlib import contextmanager
from tinydb import TinyDB

@contextmanager
def changing(folder):
    with TinyDB(folder + "/local.json") as database:
        yield database.table("words")
"""

OURS = """
import sys
from parentkit.storage.local_state import Shelf
from parentkit.storage.tinydb_file import LocalState

def changing(folder):
    return LocalState(Shelf(folder, "words", "none.json", lambda found: []))
"""

INSERT = """
with changing(sys.argv[1]) as table:
    table.insert({"word": sys.argv[2]})
"""

INSERT_AND_TELL_OF_WAITING = """
import time
real = time.sleep

def told(seconds):
    print("waiting", flush=True)
    real(seconds)

time.sleep = told
with changing(sys.argv[1]) as table:
    table.insert({"word": sys.argv[2]})
"""

FULL_DISK = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))
with changing(sys.argv[1]) as table:
    table.insert({"word": "b" * 400})
"""

KILLED = """
import os, signal
os.fsync = lambda descriptor: os.kill(os.getpid(), signal.SIGKILL)
with changing(sys.argv[1]) as table:
    table.update({"word": "short"})
"""

SLOW = """
def wait(document):
    print("in the middle", flush=True)
    sys.stdin.readline()
    document["seen"] = True

with changing(sys.argv[1]) as table:
    table.update(wait)
"""


def started(kind: str, script: str, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", kind + script, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(kind: str, script: str, *words: str) -> int:
    process = started(kind, script, *words)
    process.communicate()
    return process.returncode


def documents(folder: str) -> object:
    """What stands in the file; nothing where it can no longer be read."""
    with open(os.path.join(folder, "local.json"), encoding="utf-8") as file:
        content = file.read()
    try:
        return list(json.loads(content)["words"].values())
    except ValueError:
        return None


@pytest.mark.parametrize(("kind", "left"), [(THEIRS, None), (OURS, [{"word": "a" * 100}])])
def test_a_disk_that_is_full_in_the_middle(tmp_path: Path, kind: str, left: object) -> None:
    folder = os.fspath(tmp_path)
    assert run(kind, INSERT, folder, "a" * 100) == 0
    assert run(kind, FULL_DISK, folder) != 0
    assert documents(folder) == left
    if left:
        assert sorted(os.listdir(folder)) == ["local.json", "local.json.lock"]


@pytest.mark.parametrize(("kind", "left"), [(THEIRS, None), (OURS, [{"word": "a" * 100}])])
def test_a_process_that_is_killed_in_the_middle(tmp_path: Path, kind: str, left: object) -> None:
    folder = os.fspath(tmp_path)
    assert run(kind, INSERT, folder, "a" * 100) == 0
    assert run(kind, KILLED, folder) == -9
    assert documents(folder) == left
    if left:  # the next one goes on, and clears away what was left
        assert run(kind, INSERT, folder, "b") == 0
        assert documents(folder) == [{"word": "a" * 100}, {"word": "b"}]
        assert sorted(os.listdir(folder)) == ["local.json", "local.json.lock"]


@pytest.mark.parametrize(
    ("kind", "left"),
    [
        (THEIRS, [{"word": "a", "seen": True}]),
        (OURS, [{"word": "a", "seen": True}, {"word": "b"}]),
    ],
)
def test_two_who_write_at_once(tmp_path: Path, kind: str, left: object) -> None:
    folder = os.fspath(tmp_path)
    assert run(kind, INSERT, folder, "a") == 0
    slow = started(kind, SLOW, folder)
    assert slow.stdout
    assert slow.stdout.readline() == "in the middle\n"
    other = started(kind, INSERT_AND_TELL_OF_WAITING, folder, "b")
    assert other.stdout
    assert other.stdout.readline() == ("" if kind is THEIRS else "waiting\n")
    slow.communicate("go on\n")
    other.communicate()
    assert (slow.returncode, other.returncode) == (0, 0)
    assert documents(folder) == left

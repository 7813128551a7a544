"""What erasing says, and what finishes it, where the disk is really full or the state read-only."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import Any

import pytest

SCRIPT = """
import json, os, subprocess, sys
where = sys.argv[1]
def mount(*words):
    subprocess.run(["mount", *words], check=True, capture_output=True)
try:
    mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", where)
except (OSError, subprocess.CalledProcessError):
    print(json.dumps(None))
    sys.exit()
home, state = os.path.join(where, "home"), os.path.join(where, "state")
os.environ.update(PARENTKIT_HOME=home, PARENTKIT_STATE=state)
def call(*words):
    done = subprocess.run(
        [sys.executable, "-m", "parentkit", *words], capture_output=True, text=True, cwd=where
    )
    return [done.returncode, done.stdout, done.stderr]
def holding():
    found = (os.path.join(at, name) for at, _, names in os.walk(where) for name in names)
    return [path for path in found if b"CANARY" in open(path, "rb").read()]
def logged():
    return call("log", "sad", "comfort", "--note", "CANARY of an evening", "--json")
def fill():
    with open(os.path.join(where, "filler"), "wb", buffering=0) as filler:
        try:
            while filler.write(bytes(4096)):
                pass
        except OSError:
            pass
told = {}
first = json.loads(logged()[1])["id"]
call("backup")
fill()
told["full"] = [call("purge", first, "--yes"), call("doctor"), call("show", first), holding()]
os.remove(os.path.join(where, "filler"))
told["repaired"] = [call("doctor", "--repair"), holding()]
second = json.loads(logged()[1])["id"]
call("backup")
mount("--bind", state, state)
mount("-o", "remount,bind,ro", state)
told["read-only"] = [call("purge", second, "--yes"), call("purge", second, "--yes", "--json")]
told["unwritable"] = [call("doctor"), holding()]
mount("-o", "remount,bind,rw", state)
told["again"] = [call("purge", second, "--yes"), holding(), call("doctor")]
mount("--bind", home, home)
mount("-o", "remount,bind,ro", home)
told["home"] = [call("log", "sad", "comfort"), call("doctor")]
print(json.dumps({**told, "ids": [first, second], "folders": [home, state]}))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the program answered on a disk of 1 MB, mounted where no other process sees it."""
    unshare = shutil.which("unshare")
    if not unshare or not sys.platform.startswith("linux"):
        pytest.skip("a small disk of one's own is mounted with Linux's unshare")
    where = tmp_path_factory.mktemp("disk")
    done = subprocess.run(
        [unshare, "--mount", "--map-root-user", sys.executable, "-c", SCRIPT, str(where)],
        cwd=where,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    answers = json.loads(done.stdout) if done.returncode == 0 else None
    if answers is None:
        pytest.skip(f"no small disk could be mounted here: {done.stderr.strip()}")
    assert "Traceback" not in done.stdout
    found: dict[str, Any] = answers
    return found


def test_on_a_full_disk_the_first_sentence_says_that_it_is_not_done(told: dict[str, Any]) -> None:
    (code, said, _), (doctor, looked, _), (shown, *_), holding = told["full"]
    first = told["ids"][0]
    assert holding
    assert code == doctor == 3
    assert shown == 1
    assert said.startswith(f"Not erased yet: {first} is hidden everywhere")
    assert all(path in said for path in holding)
    assert f"parentkit purge {first}" in " ".join(said.split())
    assert "not finished" in looked
    assert "doctor --repair finishes it" in " ".join(looked.split())


def test_with_room_again_a_repair_finishes_it(told: dict[str, Any]) -> None:
    (code, *_), holding = told["repaired"]
    assert (code, holding) == (0, [])


def test_a_backup_that_cannot_be_changed_is_named_as_holding_it(told: dict[str, Any]) -> None:
    (code, said, _), (again, payload, _) = told["read-only"]
    _, holding = told["unwritable"]
    assert any("backups" in path for path in holding)
    assert said.startswith("Not erased yet: ")
    assert all(path in said for path in holding)
    assert code == again == 3
    assert json.loads(payload)["finished"] is False
    assert set(holding) <= json.loads(payload)["left"].keys()


def test_writable_again_the_same_purge_finishes_it(told: dict[str, Any]) -> None:
    (code, said, _), holding, (doctor, *_) = told["again"]
    assert (code, holding, doctor) == (0, [], 0)
    assert said.startswith("Erased ")


def test_the_doctor_names_a_folder_that_takes_no_writing(told: dict[str, Any]) -> None:
    home, state = told["folders"]
    (code, said, _), _ = told["unwritable"]
    assert code == 3
    assert "cannot write" in said
    assert f"  {state}\n" in said
    _, (code, said, _) = told["home"]
    assert code == 3
    assert f"  {home}\n" in said


def test_the_doctor_names_a_full_disk(told: dict[str, Any]) -> None:
    _, (_, said, _), *_ = told["full"]
    assert "disk full" in said

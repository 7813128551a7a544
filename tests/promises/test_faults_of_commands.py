"""What the commands say and leave behind where a disk is full, failing, read-only or forbidden."""

from __future__ import annotations

import errno
import itertools
import json
import shutil
import subprocess
import sys
from typing import Any, NamedTuple

import pytest

from parentkit.cli.main import run
from parentkit.cli.session import look_after
from parentkit.domain.errors import DataProblem

CANARY = "nobody-may-see-this"


class AtTheDoor:
    """The command line as the program's door calls it, in a home of its own."""

    def __init__(self, tools: Any, root: Any, patch: pytest.MonkeyPatch) -> None:
        self.tools = tools
        self.home = tools.Home(root)
        patch.setenv("PARENTKIT_HOME", self.home.home)
        patch.setenv("PARENTKIT_STATE", self.home.state)

    def call(self, *words: str) -> int:
        """Its exit code, or that of the error it tells; any other error is a defect."""
        opened: list[Any] = []
        try:
            return run(words, opened)
        except DataProblem as problem:
            told = problem
        finally:
            look_after(opened, words[0])
        assert self.home.root in f"{told.message} {told.hint}"
        assert told.hint
        assert CANARY not in f"{told.message} {told.hint}"
        return told.exit_code

    def moments(self) -> dict[str, Any]:
        """The moments, deleted ones too."""
        known = self.tools.everything(self.home.journal())
        return {identity: fields for (kind, identity), fields in known.items() if kind == "moment"}


class Trial(NamedTuple):
    """What a command is tried with."""

    tools: Any
    root: Any
    patch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]

    def log_command(self, fault: Any, before: str) -> None:
        """Logs under a fault at one call after the other."""
        for turn in itertools.count():
            call, lasting = turn // 2, bool(turn % 2)
            door = AtTheDoor(self.tools, self.root / str(turn), self.patch)
            door.call(*before.split())
            known = door.moments()
            self.capture.readouterr()
            faulty = self.tools.FaultyDisk(fault, call, lasting=lasting)
            with faulty.running():
                code = door.call("log", "sad", "comfort", "--note", CANARY)
            said = self.capture.readouterr()
            new = door.moments().keys() - known.keys()
            assert (code, said.out[:6]) in ((0, "Logged"), (3, ""))
            assert CANARY not in said.err
            assert new if code == 0 else "fsync" in faulty.struck or not new
            assert door.call("log", "afraid", "comfort") == 0
            if call >= len(faulty.calls):
                break
        assert call > 4

    def upkeep(self, fault: Any, command: str, step: int) -> None:
        """Does something to one of two moments under a fault at one call after the other."""
        for call in itertools.count(0, step):
            door = AtTheDoor(self.tools, self.root / str(call), self.patch)
            door.call("log", "afraid", "comfort", "--note", "kept")
            ((kept, fields),) = door.moments().items()
            door.call("log", "sad", "comfort", "--note", CANARY)
            (other,) = door.moments().keys() - {kept}
            door.call("backup")
            if command.startswith("restore"):
                lose_the_last_line(door.home)
            faulty = self.tools.FaultyDisk(fault, call)
            with faulty.running():
                code = door.call(*command.replace("OTHER", other).split())
            assert code in (0, 3)
            assert door.moments()[kept] == fields
            assert door.call("log", "afraid", "comfort") == 0
            assert door.call("doctor") in (0, 3)
            if call >= len(faulty.calls):
                break
        assert call > 3


@pytest.fixture
def trial(tools: Any, tmp_path: Any, monkeypatch: Any, capsys: Any) -> Trial:
    return Trial(tools, tmp_path, monkeypatch, capsys)


def lose_the_last_line(home: Any) -> None:
    """As a disk that was repaired may lose it: here is something to restore."""
    path = next(path for path in home.files() if not path.endswith("family.jsonl"))
    with open(path, "r+b") as file:
        *lines, _ = file.read().splitlines(keepends=True)
        file.truncate(sum(map(len, lines)))


BEFORE = ("locate", "log afraid comfort")
"""Nothing was written yet, or a moment."""

UPKEEP = (
    "edit OTHER --fit partial",
    "delete OTHER",
    "undo",
    "backup",
    "restore",
    "restore --replace",
    "purge OTHER --yes",
)


@pytest.mark.parametrize("before", BEFORE)
def test_the_log_command_tells_an_error_of_the_disk_in_words(trial: Trial, before: str) -> None:
    trial.log_command(trial.tools.Fault("error", errno.EIO), before)


@pytest.mark.slow
@pytest.mark.parametrize("before", BEFORE)
def test_the_log_command_tells_every_fault_in_words(trial: Trial, fault: Any, before: str) -> None:
    trial.log_command(fault, before)


@pytest.mark.parametrize("command", UPKEEP)
def test_whatever_a_command_does_to_one_moment_the_others_stay(trial: Trial, command: str) -> None:
    trial.upkeep(trial.tools.Fault("full", errno.ENOSPC), command, step=2)


@pytest.mark.slow
@pytest.mark.parametrize("command", UPKEEP)
def test_whatever_a_command_does_to_one_moment_under_any_fault_the_others_stay(
    trial: Trial, fault: Any, command: str
) -> None:
    trial.upkeep(fault, command, step=1)


FULL_DISK = """
import json, os, subprocess, sys
where = sys.argv[1]
def mount(*words):
    subprocess.run(["mount", *words], check=True, capture_output=True)
try:
    mount("-t", "tmpfs", "-o", "size=96k", "tmpfs", where)
except (OSError, subprocess.CalledProcessError):
    print(json.dumps(None))
    sys.exit()
os.environ["PARENTKIT_HOME"] = os.path.join(where, "home")
os.environ["PARENTKIT_STATE"] = os.path.join(where, "state")
def call(*words):
    done = subprocess.run(
        [sys.executable, "-m", "parentkit", *words], capture_output=True, text=True, cwd=where
    )
    return [done.returncode, done.stdout, done.stderr]
def log():
    return call("log", "afraid", "comfort")
def moments():
    return call("moments", "--all", "--json")
told = {"before": [log(), log()]}
with open(os.path.join(where, "filler"), "wb", buffering=0) as filler:
    try:
        while filler.write(bytes(4096)):
            pass
    except OSError:
        pass
told["filling"] = []
while len(told["filling"]) < 40:
    told["filling"].append(log())
    if told["filling"][-1][0]:
        break
told["full"] = [log(), moments()]
os.remove(os.path.join(where, "filler"))
told["freed"] = [log(), moments()]
mount("-o", "remount,ro", where)
told["read-only"] = [log(), moments()]
mount("-o", "remount,rw", where)
told["writable"] = [log(), moments()]
print(json.dumps(told))
"""


def test_on_a_disk_that_is_really_full_or_read_only_the_program_loses_nothing(
    program: Any, tmp_path: Any
) -> None:
    told = _on_a_small_disk(program, tmp_path)
    logged = [ident(one) for one in told["before"]]
    *room, refused = told["filling"]
    logged += [ident(one) for one in room]
    for problem in (refused, told["full"][0], told["read-only"][0]):
        code, said, heard = problem
        assert (code, said) == (3, "")
        assert heard.startswith("parentkit: ")
        assert "safe" in heard
    assert "disk is full" in refused[2]
    assert "disk takes no writing" in told["read-only"][0][2]
    assert ids(told["full"][1]) == set(logged)
    logged.append(ident(told["freed"][0]))
    assert ids(told["freed"][1]) == ids(told["read-only"][1]) == set(logged)
    logged.append(ident(told["writable"][0]))
    assert ids(told["writable"][1]) == set(logged)


def ident(outcome: list[Any]) -> str:
    """The id that a call of `log` has acknowledged."""
    code, said, heard = outcome
    assert code == 0, heard
    first, second = said.split()[:2]
    assert first == "Logged"
    return str(second)


def ids(outcome: list[Any]) -> set[str]:
    """The ids that a call of `moments --json` has listed."""
    code, said, heard = outcome
    assert "Traceback" not in heard
    assert code == 0, heard
    return {document["id"] for document in json.loads(said)}


def _on_a_small_disk(program: Any, tmp_path: Any) -> dict[str, Any]:
    """What the program answered on a disk of 96 kB, mounted where no other process sees it."""
    unshare = shutil.which("unshare")
    if not unshare or not sys.platform.startswith("linux"):
        pytest.skip("a small disk of one's own is mounted with Linux's unshare")
    where = tmp_path / "disk"
    where.mkdir()
    done = subprocess.run(
        [unshare, "--mount", "--map-root-user", sys.executable, "-c", FULL_DISK, str(where)],
        env=program.environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    told = json.loads(done.stdout) if done.returncode == 0 else None
    if told is None:
        pytest.skip(f"no small disk could be mounted here: {done.stderr.strip()}")
    found: dict[str, Any] = told
    return found


def test_the_log_command_says_where_the_local_state_cannot_be_kept(program: Any) -> None:
    with open(program.state, "w", encoding="ascii"):
        pass
    done = program.run("log", "afraid", "comfort")
    assert done.returncode == 0
    assert program.state in done.stderr
    assert {document["id"] for document in program.moments()} == {done.stdout.split()[1]}

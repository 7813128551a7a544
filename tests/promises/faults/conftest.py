"""A family and a coach with files, and the program run there while one call is answered wrongly."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from pathlib import Path

HERE = os.path.dirname(os.path.abspath(__file__))

CANARY = "nobody-may-see-this"
"""What stands in notes, and may stand in no error."""

TOLD = re.compile(r"parentkit: |could not|cannot|not be read|no longer")
"""How it is said that something did not work."""

SHORT = -1
"""Instead of an error's number: half of what was to be written or read is taken."""

ANSWERS = {
    "open": (errno.EACCES, errno.EMFILE, errno.EIO, errno.ENOSPC, errno.EINTR),
    "open reads": (errno.EACCES, errno.EIO, errno.EMFILE, errno.EINTR),
    "opendir reads": (errno.EACCES, errno.EIO, errno.EMFILE),
    "read reads": (errno.EIO, errno.EINTR),
    "write": (errno.ENOSPC, SHORT, errno.EIO, errno.EDQUOT, errno.EINTR),
    "fsync": (errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EINTR),
    "ftruncate": (errno.EIO, errno.EINTR),
    "flock reads": (errno.ENOLCK, errno.EIO, errno.EINTR),
    "unlock reads": (errno.ENOLCK,),
    "rename": (errno.ENOSPC, errno.EACCES, errno.EIO, errno.EDQUOT),
    "link": (errno.EACCES, errno.EIO, errno.ENOSPC, errno.EDQUOT),
    "unlink": (errno.EACCES, errno.EIO),
    "rmdir": (errno.EACCES, errno.EIO),
    "mkdir": (errno.ENOSPC, errno.EACCES, errno.EIO, errno.EDQUOT),
}
"""What the system may answer to each sort of call."""


class Fault(NamedTuple):
    """The call number `at` is answered with `answer`; with `lasting`, so is all that changes."""

    at: int
    answer: int
    lasting: bool = False
    kill: bool = False

    def environment(self) -> dict[str, str]:
        short = self.answer == SHORT
        return {
            "FAULT_AT": str(self.at),
            "FAULT_ERRNO": "" if short else str(self.answer),
            "FAULT_TAKEN": str(1 << 40) if short else "",
            "FAULT_LASTING": "1" if self.lasting else "",
            "FAULT_KILL": "1" if self.kill else "",
        }


NONE = Fault(-1, 0)


class Ended(NamedTuple):
    """How a run ended, and the calls that it made."""

    code: int
    said: str
    heard: str
    calls: list[str]


class Scene:
    """What a family and a coach have; each trial begins with it as it was made."""

    def __init__(self, folder: Path, library: str, tools: Any) -> None:
        self.root = str(folder / "now")
        self.made = str(folder / "made")
        self.notes = str(folder / "notes")
        self.library = library
        self.tools = tools
        self.answers = ANSWERS
        self.names: dict[str, str] = {"files": self.place("files")}
        self.elapsed_ms = 0

    def place(self, *names: str) -> str:
        return os.path.join(self.root, *names)

    def run(self, words: str, who: str = "family", typed: str = "", fault: Fault = NONE) -> Ended:
        """Runs the program as somebody does."""
        self.elapsed_ms += 1000
        environment = {
            **os.environ,
            **fault.environment(),
            "PARENTKIT_HOME": self.place(who, "home"),
            "PARENTKIT_STATE": self.place(who, "state"),
            "HOME": self.root,
            "TZ": "UTC",
            "PYTHONIOENCODING": "utf-8",
            "LD_PRELOAD": self.library,
            "FAULT_ROOT": f"{self.root}/",
            "FAULT_NOTES": self.notes,
            "FAULT_MS": str(self.elapsed_ms),
        }
        if os.path.exists(self.notes):
            os.remove(self.notes)
        done = subprocess.run(
            [sys.executable, "-m", "parentkit", *words.format(**self.names).split()],
            env=environment,
            cwd=os.path.dirname(self.root),
            input=typed,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        calls = []
        if os.path.exists(self.notes):
            with open(self.notes, encoding="ascii") as file:
                calls = file.read().splitlines()
        return Ended(done.returncode, done.stdout, done.stderr, calls)

    @staticmethod
    def fault(at: int, answer: int) -> Fault:
        """The call number `at` is answered with an error."""
        return Fault(at, answer)

    def well(self, words: str, who: str = "family", typed: str = "") -> Ended:
        """A run to which nothing happens."""
        done = self.run(words, who, typed)
        assert done.code == 0, (words, done)
        return done

    def make(self) -> None:
        """A family with moments, a coach to whom some were sent, an answer that came back."""
        os.makedirs(self.place("files"))
        for who in ("family", "coach", "sam"):
            os.makedirs(self.place(who))
        for who, name in (("coach", "Dana"), ("sam", "Sam")):
            self.well(f"coach init {name}", who)
            self.well(f"coach card --to {{files}}/{name.lower()}.card", who)
        self.well("child add Mia")
        self.well("caregiver add Jo")
        for words in (
            "log afraid comfort --note kept",
            "log proud join_mirror --at 2026-10-30T20:00",
        ):
            self.well(words)
        self.well("caregiver add Ann")
        self.well("key make")
        self.well("consent add-coach {files}/dana.card --yes")
        self.well("share --with Dana --all --yes --to {files}/first.age")
        found = json.loads(self.well("moments --all --json").said)
        self.names["one"] = found[0]["id"]
        self.well("coach add {files}/first.age --name Rivera", "coach")
        self.well("coach comment Rivera {one} --strength patient", "coach")
        self.well("coach reply Rivera --to {files}/reply.age", "coach")
        self.well(f"log sad fix_advise --note {CANARY}")
        self.well("share --with Dana --all --yes --to {files}/later.age")
        records = self.well("export").said
        with open(self.place("files", "records.jsonl"), "w", encoding="utf-8") as file:
            file.write(records)
        self.well("backup")
        self.well("log tired meet_need")
        self.well("backup")
        shutil.copytree(self.root, self.made)

    def anew(self, before: str = "") -> None:
        """Everything is as it was made; a copied device counts as itself."""
        shutil.rmtree(self.root)
        shutil.copytree(self.made, self.root)
        for who in ("family", "coach"):
            path = self.place(who, "state", "device.json")
            if os.path.exists(path):
                with open(path, "r+", encoding="utf-8") as file:
                    device = json.load(file)
                    device["inode"] = os.fstat(file.fileno()).st_ino
                    file.seek(0)
                    file.truncate()
                    file.write(json.dumps(device, separators=(",", ":")))
        if before:
            self._harm(before)

    def _harm(self, how: str) -> None:
        home = self.family()
        path = next(path for path in home.files() if not path.endswith("family.jsonl"))
        with open(path, "r+b") as file:
            content = file.read()
            if how == "torn":
                file.write(b'{"v":1,"id"')
            else:
                file.truncate(content[:-1].rindex(b"\n") + 1)

    def family(self) -> Any:
        """The family's files, for whoever reads them without the program."""
        return self.tools.Home(self.place("family"))

    def records(self) -> dict[tuple[str, str], dict[str, Any]]:
        """All that stands in the family's journal, deleted entries too."""
        found: dict[tuple[str, str], dict[str, Any]] = self.tools.everything(
            self.family().journal()
        )
        return found

    def tree(self) -> dict[str, bytes]:
        """Every file with its content, but where on the disk it is."""
        found = {}
        for folder, _, names in os.walk(self.root):
            for name in names:
                path = os.path.join(folder, name)
                with open(path, "rb") as file:
                    content = file.read()
                if name == "device.json":
                    content = re.sub(rb'"inode":\d+', b"", content)
                found[os.path.relpath(path, self.root)] = content
        return found


class Trials:
    """A command, what it does where nothing happens, and what it may do where something does."""

    def __init__(self, scene: Scene, command: Any) -> None:
        self.scene = scene
        self.command = command
        self.scene.anew(command.before)
        self.before = scene.tree()
        self.known = scene.records()
        self.healthy = self._run(NONE)
        assert self.healthy.code == 0, self.healthy
        self.after = scene.tree()
        self.hoped = scene.records()
        self._follow()
        self.kinds = Counter(kind for kind, _ in self.hoped.keys() - self.known.keys())
        self.changes = self.before != self.after
        self.kept = {path for path, data in self.before.items() if self.after.get(path) == data}

    def _run(self, fault: Fault) -> Ended:
        return self.scene.run(self.command.words, self.command.who, self.command.typed, fault)

    def faults(self) -> list[Fault]:
        """One for each call, the answers in turn; and disks that take nothing from there on."""
        turns: Counter[str] = Counter()
        found = []
        for at, call in enumerate(self.healthy.calls):
            answers = ANSWERS[call]
            found.append(Fault(at, answers[turns[call] % len(answers)]))
            if call in ("write", "mkdir"):
                found.append(Fault(at, errno.ENOSPC, lasting=True))
            turns[call] += 1
        return found

    def every_answer(self) -> list[Fault]:
        """Each answer that the system may give, at each call."""
        calls = enumerate(self.healthy.calls)
        return [Fault(at, answer) for at, call in calls for answer in ANSWERS[call]]

    def kills(self) -> list[Fault]:
        """The process ends before the call."""
        calls = enumerate(self.healthy.calls)
        return [Fault(at, 0, kill=True) for at, call in calls if not call.endswith(" reads")]

    def hold(self, fault: Fault) -> None:
        """The promise, under this fault."""
        self.scene.anew(self.command.before)
        done = self._run(fault)
        what = (self.command.words, fault, self.healthy.calls[fault.at], done[:3])
        tree, seen = self.scene.tree(), self.scene.records()
        if not fault.kill:
            self._honest(done, fault, what)
        self._complete(done.code == 0, seen, what)
        lost = {path for path in self.kept if tree.get(path) != self.before[path]}
        assert not lost, ("OTHER FILES", lost, what)
        if tree != self.before:
            self._follow(what)
            now = self.scene.records()
            assert all(now.get(key) == fields for key, fields in seen.items()), what

    def broken(self, fault: Fault) -> str:
        """In which way the promise does not hold; empty where it does."""
        try:
            self.hold(fault)
        except AssertionError as problem:
            return str(problem).split("\nassert ")[0]
        return ""

    def _honest(self, done: Ended, fault: Fault, what: object) -> None:
        assert done.code in (0, 3), ("CODE", what)
        assert "Traceback" not in done.heard, what
        assert CANARY not in done.heard, what
        if done.code == 3 or (not self.changes and done.said != self.healthy.said):
            assert TOLD.search(done.heard + done.said), ("UNSAID", what)
        if fault.answer == errno.EINTR:
            assert done.code == 0, what

    def _complete(self, acknowledged: bool, seen: dict[Any, Any], what: object) -> None:  # noqa: FBT001 whether
        new = Counter(kind for kind, _ in seen.keys() - self.known.keys())
        if acknowledged:
            assert new == self.kinds, ("NOT STORED", new, self.kinds, what)
        assert new <= self.kinds, ("MORE THAN ASKED", what)
        for key, fields in self.known.items():
            hoped = self.hoped.get(key)
            if acknowledged and self.changes:
                assert _alike(seen.get(key), hoped), (what, key)
            elif hoped == fields or not self.command.erases:
                assert seen.get(key) == fields or _alike(seen.get(key), hoped), (what, key)

    def _follow(self, what: object = ()) -> None:
        """The next command works."""
        words = "log sad comfort" if self.command.who == "family" else "coach families"
        done = self.scene.run(words, self.command.who)
        assert done.code == 0, ("NEXT", done[:3], what)
        assert "no longer in" not in done.heard or self.command.before, (what, done[:3])


def _alike(one: dict[str, Any] | None, other: dict[str, Any] | None) -> bool:
    """Whether both say the same; when something was done differs from run to run."""
    if one is None or other is None:
        return one is other
    return one.keys() == other.keys() and all(
        one[name] == other[name] or name.endswith("_at") for name in one
    )


@pytest.fixture(scope="session")
def faulty_calls(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The stand-in for the system's calls, built."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if not compiler or not sys.platform.startswith("linux"):
        pytest.skip("the stand-in for the system's calls is built with a C compiler on Linux")
    target = str(tmp_path_factory.mktemp("faulty") / "faulty_calls.so")
    words = [compiler, "-O2", "-shared", "-fPIC", "-o", target]
    source = os.path.join(HERE, "faulty_calls.c")
    done = subprocess.run([*words, source, "-ldl"], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"the stand-in for the system's calls could not be built: {done.stderr}")
    return target


@pytest.fixture(scope="session")
def scene(faulty_calls: str, tmp_path_factory: pytest.TempPathFactory, tools: Any) -> Scene:
    found = Scene(tmp_path_factory.mktemp("scene"), faulty_calls, tools)
    found.make()
    return found


@pytest.fixture(scope="session")
def trials(scene: Scene) -> Any:
    """What a command's trials are made with."""
    return lambda command: Trials(scene, command)

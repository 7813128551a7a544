"""A disk that is full, failing, read-only or forbidden: what was acknowledged is there, what was not
is told in words, nothing is half visible, and when the disk is well again the next moment is stored.
"""

from __future__ import annotations

import errno
import itertools
import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from parentkit.cli.main import run
from parentkit.domain.errors import DataProblem, ParentkitError
from parentkit.journal import lock as lock_module
from parentkit.journal.writer import Draft
from parentkit.journal.writeproblem import WriteProblem

if TYPE_CHECKING:
    from collections.abc import Callable

    from parentkit.journal.journal import Journal

    Doing = Callable[[Any, Journal], Any]

CANARY = "nobody-may-see-this"

pytestmark = pytest.mark.usefixtures("no_waiting_for_the_disk")


def log(home: Any, journal: Journal) -> Any:
    return journal.append([home.moment(note=CANARY)])


def log_the_first_one(home: Any, journal: Journal) -> Any:
    return log(home, journal)


def change(home: Any, journal: Journal) -> Any:
    del home
    records = sorted(journal.read().records, key=lambda record: record.id)
    return [journal.amend(record, {"note": "another", "fit": None}) for record in records[:1]]


def undo(home: Any, journal: Journal) -> Any:
    del home
    return journal.undo().written


def log_three_in_two_months(home: Any, journal: Journal) -> Any:
    days = ("2026-11-01", "2027-01-05", "2026-11-02")
    return journal.append([home.moment(observed_at=f"{day}T09:00+01:00") for day in days])


def log_into_many_months(home: Any, journal: Journal) -> Any:
    """More files than are kept open."""
    months = range(5, 11)
    return journal.append([home.moment(observed_at=f"2027-{one:02}-01T09:00") for one in months])


def add_a_child(home: Any, journal: Journal) -> Any:
    return journal.append([Draft("child", home.new_id(), {"name": "Mia"})])


DOINGS = (
    log,
    log_the_first_one,
    change,
    undo,
    log_three_in_two_months,
    log_into_many_months,
    add_a_child,
)


def lived_in(tools: Any, root: Any, doing: Doing) -> tuple[Any, Journal]:
    """A home in which something was logged before (unless the doing is the first), newly opened."""
    home = tools.Home(root)
    if doing is not log_the_first_one:
        journal = home.journal()
        journal.append([home.moment(note="earlier")])
        journal.append([home.moment(note="earlier still", observed_at="2026-10-30T20:00+01:00")])
        journal.close()
    return home, home.journal()


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("doing", DOINGS, ids=lambda doing: doing.__name__)
def test_a_fault_at_any_call_ends_in_an_acknowledgement_that_holds_or_in_a_documented_error(
    tools: Any, tmp_path: Any, fault: Any, doing: Doing, lasting: bool
) -> None:
    home, journal = lived_in(tools, tmp_path / "rehearsal", doing)
    tools.everything(home.journal())
    with tools.FaultyDisk().running() as rehearsal:
        doing(home, journal)
    hoped = tools.everything(home.journal())
    for call in range(len(rehearsal.calls)):
        home, journal = lived_in(tools, tmp_path / str(call), doing)
        before = tools.everything(home.journal())
        faulty = tools.FaultyDisk(fault, call, lasting=lasting)
        told = None
        try:
            with faulty.running():
                stored = doing(home, journal)
        except WriteProblem as problem:
            told = problem
            assert home.root in problem.message
            assert "safe" in problem.hint
            assert CANARY not in f"{problem.message} {problem.hint}"
            stored = problem.stored
        seen = tools.everything(home.journal())
        lines = {(line["id"], line["stamp"], line["seq"]) for line in home.stored()}
        assert {(one.id, one.stamp, one.seq) for one in stored} <= lines
        if not told:
            assert seen == hoped
        elif {"fsync", "truncate"}.isdisjoint(faulty.struck) and not told.stored:
            assert seen == before
        else:
            both = before.keys() | hoped.keys()
            assert all(seen.get(key) in (before.get(key), hoped.get(key)) for key in both)
        _the_next_one_is_stored(tools, home, journal, faulty, seen)


def _the_next_one_is_stored(
    tools: Any, home: Any, journal: Journal, faulty: Any, seen: dict[Any, Any]
) -> None:
    """With the disk well again; a journal to which a write was not confirmed takes nothing more."""
    draft = home.moment(note="next")
    try:
        journal.append([draft])
        seen = {**seen, ("moment", draft.id): draft.fields}
    except WriteProblem:
        assert not {"fsync", "truncate"}.isdisjoint(faulty.struck)
    fresh = home.journal()
    (after,) = fresh.append([home.moment(note="after that")])
    seen = {**seen, ("moment", after.id): after.set}
    assert tools.everything(home.journal()) == seen
    assert "truncate" in faulty.struck or not fresh.read().problems
    for path, lines in home.lines().items():
        assert len({line["seq"] for line in lines}) == len(lines), path


@pytest.mark.parametrize("doing", [log, change, undo], ids=lambda doing: doing.__name__)
def test_after_a_write_that_was_not_confirmed_a_journal_acknowledges_nothing_more(
    tools: Any, tmp_path: Any, doing: Doing
) -> None:
    home, journal = lived_in(tools, tmp_path, doing)
    faulty = tools.FaultyDisk(tools.Fault("error", errno.EIO), 0, only=("fsync",))
    with faulty.running(), pytest.raises(WriteProblem, match="did not confirm"):
        doing(home, journal)
    seen = tools.everything(home.journal())
    for again in (log, log_three_in_two_months, add_a_child):
        with pytest.raises(WriteProblem) as told:
            again(home, journal)
        assert "safe" in told.value.hint
    assert tools.everything(home.journal()) == seen


def test_of_a_batch_that_stopped_in_the_middle_the_error_says_what_is_stored(
    tools: Any, tmp_path: Any
) -> None:
    home, journal = lived_in(tools, tmp_path, log)
    faulty = tools.FaultyDisk(tools.Fault("full", errno.ENOSPC), 1, only=("write",))
    with faulty.running(), pytest.raises(WriteProblem) as told:
        log_three_in_two_months(home, journal)
    assert len(told.value.stored) == 2
    assert "2 of these are stored" in told.value.hint
    ids = {record.id for record in home.journal().read().records}
    assert {one.id for one in told.value.stored} < ids
    assert len(ids) == 4


READING = (
    lambda journal: journal.read(),
    lambda journal: journal.read("2026-10-31"),
    lambda journal: journal.lasting(),
)


@pytest.mark.parametrize("read", READING, ids=["everything", "a window", "lasting records"])
def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_there(
    tools: Any, tmp_path: Any, read: Callable[[Journal], Any]
) -> None:
    home, journal = lived_in(tools, tmp_path, log)
    journal.append([home.moment(observed_at="2027-01-05T09:00+01:00")])
    add_a_child(home, journal)
    whole = {record.id for record in read(home.journal()).records}
    for path in home.files():
        aside = f"{path}.aside"
        os.rename(path, aside)
        os.mkdir(path)  # even an administrator cannot read a folder as a file
        reading = read(home.journal())
        found = {record.id for record in reading.records}
        os.rmdir(path)
        os.rename(aside, path)
        gone = {line["id"] for line in tools.whole_lines(path)} & whole
        assert found == whole - gone
        assert [problem.path for problem in reading.problems] == ([path] if gone else [])


@pytest.mark.parametrize("error", [errno.EIO, errno.EACCES])
@pytest.mark.parametrize("doing", [log, change, undo], ids=lambda doing: doing.__name__)
def test_a_disk_that_cannot_be_read_from_breaks_nothing(
    tools: Any, tmp_path: Any, doing: Doing, error: int
) -> None:
    for turn in itertools.count():
        home, journal = lived_in(tools, tmp_path / str(turn), doing)
        before = tools.everything(home.journal())
        opened = itertools.count()

        def failing(
            path: Any,
            *more: Any,
            home: Any = home,
            turn: int = turn,
            opened: Any = opened,
            **named: Any,
        ) -> Any:
            if str(path).startswith(home.root) and next(opened) == turn:
                raise OSError(error, os.strerror(error), path)
            return real(path, *more, **named)

        real = open
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("builtins.open", failing)
            try:
                doing(home, journal)
            except ParentkitError as problem:
                assert problem.message
        after = tools.everything(home.journal())
        assert before.keys() <= after.keys()
        log(home, home.journal())
        if next(opened) <= turn:
            break
    assert turn > 0


class InTheWay:
    """Something else stands where a folder or a file of ours should be."""

    @staticmethod
    def home(home: Any) -> str:
        return str(home.home)

    @staticmethod
    def journal(home: Any) -> str:
        return os.path.join(home.home, "families", "own", "journal")

    @staticmethod
    def state(home: Any) -> str:
        return str(home.state)

    @staticmethod
    def device(home: Any) -> str:
        return os.path.join(home.state, "device.json")

    @staticmethod
    def lock(home: Any) -> str:
        return os.path.join(home.state, "device.lock")


@pytest.mark.parametrize("where", [InTheWay.home, InTheWay.journal])
@pytest.mark.parametrize("what", ["a file", "a loop"])
def test_where_the_journal_cannot_be_the_error_says_so(
    tools: Any, tmp_path: Any, where: Callable[[Any], str], what: str
) -> None:
    home = tools.Home(tmp_path)
    place = where(home)
    _put_in_the_way(place, what)
    with pytest.raises(WriteProblem) as told:
        log(home, home.journal())
    assert home.home in told.value.message
    os.unlink(place)
    (stored,) = log(home, home.journal())
    assert tools.everything(home.journal()) == {("moment", stored.id): stored.set}


@pytest.mark.parametrize("where", [InTheWay.state, InTheWay.device, InTheWay.lock])
@pytest.mark.parametrize("what", ["a file", "a loop", "a folder"])
def test_whatever_stands_in_the_way_of_the_local_state_a_moment_is_stored(
    tools: Any, tmp_path: Any, where: Callable[[Any], str], what: str
) -> None:
    home = tools.Home(tmp_path)
    _put_in_the_way(where(home), what)
    (stored,) = log(home, home.journal())
    assert tools.everything(home.journal()) == {("moment", stored.id): stored.set}


def test_the_log_command_says_where_the_local_state_cannot_be_kept(program: Any) -> None:
    _put_in_the_way(program.state, "a file")
    done = program.run("log", "afraid", "comfort")
    assert done.returncode == 0
    assert program.state in done.stderr
    assert {document["id"] for document in program.moments()} == {done.stdout.split()[1]}


def _put_in_the_way(place: str, what: str) -> None:
    os.makedirs(os.path.dirname(place), exist_ok=True)
    if what == "a folder":
        os.mkdir(place)
    elif what == "a loop":
        os.symlink(os.path.basename(place), place)
    else:
        with open(place, "w", encoding="ascii") as file:
            file.write("something else\n")


def test_a_lock_that_another_process_keeps_is_told_and_waited_for_no_longer_than_promised(
    tools: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock_module, "PATIENCE_SECONDS", 0.01)
    home, journal = lived_in(tools, tmp_path, log)
    path = max(home.files())
    descriptor = os.open(path, os.O_RDONLY)
    lock_module.lock(descriptor)
    try:
        with pytest.raises(WriteProblem, match="another parentkit is writing") as told:
            log(home, journal)
    finally:
        os.close(descriptor)
    assert path in told.value.message
    before = tools.everything(home.journal())
    (stored,) = log(home, journal)
    assert tools.everything(home.journal()) == {**before, ("moment", stored.id): stored.set}


class AtTheDoor:
    """The command line as the program's door calls it, in a home of its own."""

    def __init__(self, tools: Any, root: Any, patch: pytest.MonkeyPatch) -> None:
        self.tools = tools
        self.home = tools.Home(root)
        patch.setenv("PARENTKIT_HOME", self.home.home)
        patch.setenv("PARENTKIT_STATE", self.home.state)

    def call(self, *words: str) -> int:
        """Its exit code, or that of the error it tells; any other error is a defect."""
        try:
            return run(words)
        except DataProblem as problem:
            told = f"{problem.message} {problem.hint}"
            assert self.home.root in told
            assert problem.hint
            assert CANARY not in told
            return problem.exit_code

    def moments(self) -> dict[str, Any]:
        """The moments, deleted ones too."""
        known = self.tools.everything(self.home.journal())
        return {identity: fields for (kind, identity), fields in known.items() if kind == "moment"}


def check_log_command(
    tools: Any, tmp_path: Any, patch: pytest.MonkeyPatch, capsys: Any, fault: Any, *, first: bool
) -> None:
    for turn in itertools.count():
        call, lasting = turn // 2, bool(turn % 2)
        door = AtTheDoor(tools, tmp_path / str(turn), patch)
        if not first:
            door.call("log", "afraid", "comfort")
        before = door.moments()
        capsys.readouterr()
        faulty = tools.FaultyDisk(fault, call, lasting=lasting)
        with faulty.running():
            code = door.call("log", "sad", "comfort", "--note", CANARY)
        said = capsys.readouterr()
        new = door.moments().keys() - before.keys()
        assert (code, said.out[:6]) in ((0, "Logged"), (3, ""))
        assert CANARY not in said.err
        assert new if code == 0 else "fsync" in faulty.struck or not new
        assert door.call("log", "afraid", "comfort") == 0
        if call >= len(faulty.calls):
            break
    assert call > 4


@pytest.mark.parametrize("first", [True, False], ids=["the first moment", "a later moment"])
def test_the_log_command_tells_an_error_of_the_disk_in_words(
    tools: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any, first: bool
) -> None:
    fault = tools.Fault("error", errno.EIO)
    check_log_command(tools, tmp_path, monkeypatch, capsys, fault, first=first)


@pytest.mark.slow
@pytest.mark.parametrize("first", [True, False], ids=["the first moment", "a later moment"])
def test_the_log_command_tells_every_fault_in_words(  # noqa: PLR0913 fixtures
    tools: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any, fault: Any, first: bool
) -> None:
    check_log_command(tools, tmp_path, monkeypatch, capsys, fault, first=first)


UPKEEP = (
    "edit OTHER --fit partial",
    "delete OTHER",
    "undo",
    "backup",
    "restore",
    "restore --replace",
    "purge OTHER --yes",
)


def check_upkeep(
    tools: Any, tmp_path: Any, patch: pytest.MonkeyPatch, fault: Any, command: str, step: int
) -> None:
    for call in itertools.count(0, step):
        door = AtTheDoor(tools, tmp_path / str(call), patch)
        door.call("log", "afraid", "comfort", "--note", "kept")
        ((kept, fields),) = door.moments().items()
        door.call("log", "sad", "comfort", "--note", CANARY)
        (other,) = door.moments().keys() - {kept}
        door.call("backup")
        if command.startswith("restore"):
            lose_the_last_line(door.home)
        faulty = tools.FaultyDisk(fault, call)
        with faulty.running():
            code = door.call(*command.replace("OTHER", other).split())
        assert code in (0, 3)
        assert door.moments()[kept] == fields
        assert door.call("log", "afraid", "comfort") == 0
        assert door.call("doctor") in (0, 3)
        if call >= len(faulty.calls):
            break
    assert call > 3


def lose_the_last_line(home: Any) -> None:
    """As a disk that was repaired may lose it: here is something to restore."""
    path = next(path for path in home.files() if not path.endswith("family.jsonl"))
    with open(path, "r+b") as file:
        *lines, _ = file.read().splitlines(keepends=True)
        file.truncate(sum(map(len, lines)))


@pytest.mark.parametrize("command", UPKEEP)
def test_whatever_a_command_does_to_one_moment_the_others_stay(
    tools: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    check_upkeep(tools, tmp_path, monkeypatch, tools.Fault("full", errno.ENOSPC), command, 2)


@pytest.mark.slow
@pytest.mark.parametrize("command", UPKEEP)
def test_whatever_a_command_does_to_one_moment_under_any_fault_the_others_stay(
    tools: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch, fault: Any, command: str
) -> None:
    check_upkeep(tools, tmp_path, monkeypatch, fault, command, 1)


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

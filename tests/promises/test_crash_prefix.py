"""What a crash leaves behind is readable and holds everything that was acknowledged before it.

Every call of a random workload is recorded. For each place at which the machine may have stopped, the
disk is rebuilt as it may look after that: what was secured stands; of what was not, any part may.
That is what POSIX allows, and more than most file systems do: a file's name and its content are
secured by different calls, a write may arrive in part or as zero bytes, names may arrive in any order.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import shutil
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from parentkit.domain.errors import NothingFound
from parentkit.journal import snapshot
from parentkit.journal.archive import DAILY, make_backup
from parentkit.journal.backup import backup_names, backups_folder
from parentkit.journal.device import Device
from parentkit.journal.purge import purge
from parentkit.journal.writer import Draft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from parentkit.journal.journal import Journal

Content = tuple[bytes, bool]
"""Bytes of a file, and whether they are what somebody meant to write (else torn, or zero bytes)."""

Tree = dict[str, Content | None]
"""Every file's content by its path below the root; None for a folder."""

Records = dict[tuple[str, str], dict[str, Any]]

DAY_MS = 86_400_000


class Promise(NamedTuple):
    """What was acknowledged by `now_ms`: every record as it was read, the device and its choice, and
    each backup with its files. `erased` are records that were being erased: anything, until then.
    """

    now_ms: int
    records: Mapping[tuple[str, str], Any]
    backups: Mapping[str, Any]
    erased: frozenset[str]
    device: str
    child: str | None


class File:
    """A file's content as it is secured, and the changes to it that are not."""

    def __init__(self, content: bytes = b"") -> None:
        self.secured = content
        self.pending: list[Any] = []

    def whole(self) -> bytes:
        """The content with every change."""
        content = self.secured
        for change in self.pending:
            content = _changed(content, change)
        return content

    def after_a_crash(self, choose: random.Random | None) -> list[Content]:
        """What may be found: some changes in order, then perhaps part of the next one.

        Every offset is tried where there is nothing to choose with, else a few.
        """
        found: list[Content] = [(self.secured, True)]
        before = self.secured
        for change in self.pending:
            if change.name == "write" and change.data:
                length = len(change.data)
                offsets = range(1, length)
                if choose is not None:
                    ends = [at + 1 for at, byte in enumerate(change.data) if byte == ord("\n")]
                    some = {1, length // 2, length - 1, *ends, choose.randrange(length)}
                    offsets = sorted(some & set(offsets))
                for offset in offsets:
                    part, rest = change.data[:offset], bytes(length - offset)
                    found.append((before + part, part.endswith(b"\n")))
                    found.append((before + part + rest, False))
                    found.append((before + bytes(offset), False))
                found.append((before + bytes(length), False))
            before = _changed(before, change)
            found.append((before, True))
        return found


def _changed(content: bytes, change: Any) -> bytes:
    if change.name == "truncate":
        return content[: change.at].ljust(change.at, b"\0")
    assert change.at == len(content), "the journal writes at the end"
    return content + change.data


class Folder:
    """A folder's names as they are secured, and the changes to them that are not."""

    def __init__(self) -> None:
        self.secured: dict[str, File | Folder] = {}
        self.pending: list[dict[str, File | Folder | None]] = []

    def names(self, chosen: list[bool] | None = None) -> dict[str, File | Folder]:
        """The names with all changes, or with those chosen."""
        names: dict[str, File | Folder | None] = dict(self.secured)
        for change in itertools.compress(self.pending, chosen or itertools.repeat(True)):
            names.update(change)
        return {name: entry for name, entry in names.items() if entry is not None}

    def after_a_crash(self, choose: random.Random | None) -> list[list[bool]]:
        """Which changes may have arrived: some in order, or any others."""
        length = len(self.pending)
        if choose is None and length <= 4:
            return [list(some) for some in itertools.product((False, True), repeat=length)]
        found = [[at < end for at in range(length)] for end in range(length + 1)]
        if length > 1:
            rest = choose or random.Random(0)
            found.append([rest.random() < 0.5 for _ in range(length)])
        return found


class Disk:
    """The files below a root as the calls leave them, what is secured and what is not apart."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.files: dict[int, File] = {}
        self.folders: dict[str, Folder] = {root: Folder()}
        for path, names, files in os.walk(root):
            names.sort()
            for name in names:
                folder = Folder()
                self.folders[os.path.join(path, name)] = folder
                self.folders[path].secured[name] = folder
            for name in sorted(files):
                with open(os.path.join(path, name), "rb") as file:
                    self.files[len(self.files)] = content = File(file.read())
                self.folders[path].secured[name] = content

    def happen(self, event: Any) -> None:
        """Takes one recorded call."""
        getattr(self, f"_{event.name}")(event)

    def _create(self, event: Any) -> None:
        self.files[event.file] = file = File()
        self._rename({event.path: file})

    def _make_folder(self, event: Any) -> None:
        self.folders[event.path] = folder = Folder()
        self._rename({event.path: folder})

    def _write(self, event: Any) -> None:
        self.files[event.file].pending.append(event)

    _truncate = _write

    def _fsync(self, event: Any) -> None:
        file = self.files[event.file]
        file.secured, file.pending = file.whole(), []

    def _fsync_folder(self, event: Any) -> None:
        if folder := self.folders.get(event.path):
            folder.secured, folder.pending = folder.names(), []

    def _replace(self, event: Any) -> None:
        self._rename({event.target: self._entry(event.path), event.path: None})
        inside = [path for path in self.folders if f"{path}/".startswith(f"{event.path}/")]
        for path in inside:
            self.folders[event.target + path[len(event.path) :]] = self.folders.pop(path)

    def _link(self, event: Any) -> None:
        self._rename({event.target: self._entry(event.path)})

    def _remove(self, event: Any) -> None:
        self._rename({event.path: None})

    def _remove_folder(self, event: Any) -> None:
        self._rename({event.path: None})
        del self.folders[event.path]

    def _entry(self, path: str) -> File | Folder:
        folder, name = os.path.split(path)
        return self.folders[folder].names()[name]

    def _ack(self, event: Any) -> None:
        """Nothing happens to the disk."""

    def _rename(self, change: dict[str, File | Folder | None]) -> None:
        (folder,) = {os.path.dirname(path) for path in change}
        names = {os.path.basename(path): entry for path, entry in change.items()}
        self.folders[folder].pending.append(names)

    def states(self, choose: random.Random | None, most: int) -> Iterator[Tree]:
        """Trees that a crash may leave now: at most so many, the telling ones first."""
        files = [file for file in self.files.values() if file.pending]
        folders = [folder for folder in self.folders.values() if folder.pending]
        contents = [file.after_a_crash(choose) for file in files]
        names = [folder.after_a_crash(choose) for folder in folders]
        extremes = [[ways[0], ways[-1]] for ways in (*contents, *names)]
        lists: list[Any] = [list(itertools.product(*extremes))] if len(extremes) < 7 else []
        for at, ways in enumerate((*contents, *names)):
            usual = [options[-1] for options in (*contents, *names)]
            lists.append([[*usual[:at], way, *usual[at + 1 :]] for way in ways])
        rest = choose or random.Random(1)
        lists.append([[rest.choice(ways) for ways in (*contents, *names)] for _ in range(20)])
        for choice in itertools.islice(itertools.chain(*lists), most):
            content_of = dict(zip(map(id, files), choice, strict=False))
            names_of = dict(zip(map(id, folders), choice[len(files) :], strict=True))
            yield dict(self._tree(self.folders[self.root], "", content_of, names_of))

    def files_now(self) -> Iterator[tuple[str, bytes]]:
        """Every file with its content, as anybody sees them who looks now."""
        contents = {id(file): (file.whole(), True) for file in self.files.values()}
        for path, content in self._tree(self.folders[self.root], "", contents, {}):
            if content is not None:
                yield path, content[0]

    def _tree(
        self, folder: Folder, path: str, content_of: dict[int, Any], names_of: dict[int, Any]
    ) -> Iterator[tuple[str, Content | None]]:
        for name, entry in folder.names(names_of.get(id(folder))).items():
            below = os.path.join(path, name)
            if isinstance(entry, File):
                yield below, content_of.get(id(entry), (entry.secured, True))
            else:
                yield below, None
                yield from self._tree(entry, below, content_of, names_of)


def put_in_place(tree: Tree, root: str) -> None:
    """The files of a tree, in the place of whatever stood below `root`."""
    shutil.rmtree(root, ignore_errors=True)
    os.mkdir(root)
    for path, content in tree.items():
        where = os.path.join(root, path)
        if content is None:
            os.mkdir(where, 0o700)
            continue
        with open(where, "wb") as file:
            inode = os.fstat(file.fileno()).st_ino
            file.write(
                _with_inode(content[0], inode) if path.endswith("device.json") else content[0]
            )


def _with_inode(content: bytes, inode: int) -> bytes:
    """The device's file as if it were the very file that was written: a crash is no copy."""
    before, key, after = content.partition(b'"inode":')
    return before + key + str(inode).encode() + after.lstrip(b"0123456789") if key else content


@pytest.fixture
def snapshots_at_every_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "RENEW_AFTER", 0)


class Killed(BaseException):
    """The process is gone: nothing after this call happens."""


class Workload:
    """Somebody who writes, changes, takes back, imports and starts the program anew, at random.

    `unsure` are the ids of moments that a process was writing when it was killed: there or not.
    """

    def __init__(self, tools: Any, root: str, seed: int) -> None:
        self.tools = tools
        self.home = tools.Home(root, seed=seed)
        self.choose = random.Random(seed)
        os.makedirs(root)
        self.disk = Disk(root)
        self.recorder = tools.Recorder(root)
        self.journal = self.home.journal()
        self.unsure: set[str] = set()
        self._device_is_sure = True
        self._erased: frozenset[str] = frozenset()

    def run(self, steps: int) -> list[Any]:
        """Does so many things; returns what the disk was asked for and what was acknowledged."""
        self._promise()
        with self.recorder.running():
            for _ in range(steps):
                self.home.clock.ms += self.choose.choice((0, 5_000, DAY_MS, 11 * DAY_MS))
                self.choose.choice(self._doings())()
                self._promise()
        return self.recorder.events

    def run_killed_at(self, call: int) -> bool:
        """The first moment's writer is killed at a call, the next process stores another moment.

        Returns whether there was such a call.
        """
        self._promise()
        with self.recorder.running():
            reached = self._be_killed(call)
            self._promise()
            self._log()
            self._promise()
        return reached

    def _doings(self) -> list[Callable[[], object]]:
        return [
            self._log, self._log, self._log_late, self._edit, self._edit, self._move, self._delete,
            self._undo, self._import, self._judge, self._family, self._remember, self._restart,
            self._be_killed_somewhere, self._back_up, self._erase, self._look_at_figures,
        ]  # fmt: skip

    def _promise(self) -> None:
        reader = self.home.journal()
        known = self._device_is_sure and os.path.exists(reader.places.device_file)
        device = reader.device if known else Device("")
        records = self.tools.everything(reader)
        now_ms = self.home.clock.ms
        promise = Promise(now_ms, records, backups(reader), self._erased, device.id, device.child)
        self._erased = frozenset()
        self.recorder.acknowledge(promise)

    def _log(self) -> None:
        self.journal.append([self.home.moment(note=f"note {self.choose.random()}\né \0")])

    def _log_late(self) -> None:
        self.journal.append([self.home.moment(observed_at="2026-08-30T07:10+02:00")])

    def _any(self) -> Any:
        records = self.journal.read(None, deleted=True).records
        sure = [record for record in records if record.id not in self.unsure]
        return self.choose.choice(sorted(sure, key=lambda record: record.id)) if sure else None

    def _edit(self) -> None:
        if record := self._any():
            changes = {"note": f"other {self.choose.random()}", "fit": "partial", "slip": None}
            self.journal.amend(record, changes)

    def _move(self) -> None:
        if record := self._any():
            month = self.choose.choice(("2026-07", "2026-11", "2027-02"))
            self.journal.amend(record, {"observed_at": f"{month}-03T12:00+01:00"})

    def _delete(self) -> None:
        if record := self._any():
            self.journal.amend(record, {"deleted": True})

    def _undo(self) -> None:
        with contextlib.suppress(NothingFound):
            self.journal.undo()

    def _import(self) -> None:
        drafts = []
        for month in ("2026-09", "2026-10", "2026-09"):
            draft = self.home.moment(observed_at=f"{month}-11T08:00+02:00", note="from a diary")
            draft.written_at_ms = self.tools.MIDNIGHT - 40 * DAY_MS
            drafts.append(draft)
        self.journal.append(drafts)

    def _judge(self) -> None:
        if record := self._any():
            coding = {"moment": record.id, "coder": "someone", "fit": "missed"}
            self.journal.append([Draft("coding", self.home.new_id(), coding)])

    def _family(self) -> None:
        kind = self.choose.choice(("child", "caregiver", "template", "term"))
        self.journal.append([Draft(kind, self.home.new_id(), {"name": f"{self.choose.random()}"})])

    def _remember(self) -> None:
        self.journal.remember(child=self.home.new_id())

    def _restart(self) -> None:
        self.journal.close()
        self.journal = self.home.journal()

    def _back_up(self) -> None:
        make_backup(self.journal.places, self.home.clock(), DAILY)

    def _erase(self) -> None:
        if record := self._any():
            records = self.tools.everything(self.journal)
            about = {
                one for (_, one), fields in records.items() if fields.get("moment") == record.id
            }
            self._erased = frozenset({record.id, *about})
            assert not purge(self.journal, record).left

    def _look_at_figures(self) -> None:
        self.journal.episodes()

    def _be_killed_somewhere(self) -> None:
        self._be_killed(self.choose.randrange(12))

    def _be_killed(self, call: int) -> bool:
        """Stops at a call while storing a moment; another process goes on. False: never got there."""
        self._restart()
        draft = self.home.moment(note="being written")
        self.unsure.add(draft.id)
        self._device_is_sure &= os.path.exists(self.journal.places.device_file)
        killing = self.tools.FaultyDisk(error=Killed(), first=call)
        with killing.running(), contextlib.suppress(Killed):
            self.journal.append([draft])
        self._restart()
        return len(killing.calls) > call


def backups(journal: Journal) -> dict[str, Any]:
    """The backups that can be seen, and what stands in each of them."""
    places = journal.places
    return {
        name: dict(files_below(os.path.join(backups_folder(places), name)))
        for name in backup_names(places, journal.now_ms())
    }


def files_below(root: str) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder, by its path from there."""
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                yield os.path.relpath(path, root), file.read()


class Checker:
    """Looks at one state after another that a crash may have left."""

    def __init__(self, tools: Any, scratch: str, unsure: set[str]) -> None:
        self.tools = tools
        self.scratch = scratch
        self.unsure = unsure
        self.seen: set[Any] = set()
        self.states = 0
        self.torn = 0

    def check_all(
        self,
        disk: Disk,
        events: list[Any],
        choose: random.Random | None,
        *,
        most: int,
        again: int = 0,
        torn_before: bool = False,
    ) -> None:
        """Checks up to `most` states after each call; `again` percent of them crash a second time."""
        dice = random.Random(1)
        promises = [event.promise for event in events if event.name == "ack"]
        kept = 0
        for event in events:
            disk.happen(event)
            kept += event.name == "ack"
            between = promises[kept - 1], promises[min(kept, len(promises) - 1)]
            for tree in disk.states(choose, most):
                key = (kept, frozenset(tree.items()))
                if key in self.seen:
                    continue
                self.seen.add(key)
                self.states += 1
                torn = torn_before or not all(one is None or one[1] for one in tree.values())
                self.torn += torn
                put_in_place(tree, self.scratch)
                second = 100 * dice.random() < again
                self._check(*between, torn=torn, second=second)

    def _check(self, promised: Promise, coming: Promise, *, torn: bool, second: bool) -> None:
        home = self.tools.Home(self.scratch, self.tools.Clock(coming.now_ms), seed=self.states)
        found = self._look(home.journal(), promised, coming, torn=torn)
        if not second:
            self._go_on(home, promised, coming, found)
            return
        disk, recorder = Disk(self.scratch), self.tools.Recorder(self.scratch)
        recorder.acknowledge(promised._replace(records=found, backups=backups(home.journal())))
        with recorder.running():
            self._go_on(home, promised, coming, found, recorder)
        checker = Checker(self.tools, self.scratch, self.unsure)
        choose = random.Random(self.states)
        checker.check_all(disk, recorder.events, choose, most=6, torn_before=torn)
        self.states += checker.states

    def _look(self, journal: Journal, promised: Promise, coming: Promise, *, torn: bool) -> Records:
        """What is found is what was promised, or what was about to be; what is torn is named."""
        found: Records = self.tools.everything(journal)
        for key in promised.records.keys() | found.keys():
            if key[1] not in self.unsure | coming.erased:
                expected = promised.records.get(key), coming.records.get(key)
                assert found.get(key) in expected, (key, found.get(key), expected)
        problems = [*journal.read().problems, *journal.lasting().problems]
        assert torn or not problems, problems
        for problem in problems:
            assert f"{problem.path}, line {problem.line}:" in str(problem)
        if not coming.erased:
            seen = backups(journal)
            assert seen.keys() >= promised.backups.keys() & coming.backups.keys()
            for name, files in seen.items():
                assert files in (promised.backups.get(name), coming.backups.get(name))
        self._assert_figures(journal, found)
        return found

    def _assert_figures(self, journal: Journal, found: Records) -> None:
        """What is kept to save time is never wrong, whatever the crash left of it."""
        times = sorted(
            fields["observed_at"]
            for (kind, _), fields in found.items()
            if kind == "moment" and "observed_at" in fields and not fields.get("deleted")
        )
        assert sorted(journal.episodes().observed_at) == times

    def _go_on(
        self, home: Any, promised: Promise, coming: Promise, found: Records, recorder: Any = None
    ) -> None:
        """The next thing that is written stands beside everything that was there."""
        journal = home.journal()
        for draft in (home.moment(note="later"), Draft("child", home.new_id(), {"name": "Mia"})):
            (stored,) = journal.append([draft])
            found = {**found, (draft.kind, draft.id): stored.set}
            read = self.tools.everything(home.journal())
            assert read == found
            if recorder:
                device, kept = journal.device, backups(journal)
                recorder.acknowledge(
                    Promise(home.clock.ms, read, kept, frozenset(), device.id, device.child)
                )
        journal.close()
        if promised.device:
            assert journal.device.id == promised.device, "a crash makes no new device"
            assert journal.device.child in (promised.child, coming.child)
        _assert_numbered(home)


def _assert_numbered(home: Any) -> None:
    """(device, file, seq) names one operation."""
    for path, lines in home.lines().items():
        numbers = [(line["device"], line["seq"]) for line in lines]
        assert len(set(numbers)) == len(numbers), path


@pytest.mark.usefixtures("no_waiting_for_the_disk", "snapshots_at_every_look")
@pytest.mark.parametrize("seed", range(3))
def test_a_crash_at_any_call_loses_nothing_that_was_acknowledged(
    tools: Any, memory_path: str, seed: int
) -> None:
    workload = Workload(tools, os.path.join(memory_path, "work"), seed)
    events = workload.run(steps=20)
    checker = Checker(tools, workload.home.root, workload.unsure)
    checker.check_all(workload.disk, events, random.Random(seed), most=9, again=2)
    assert checker.states > 100
    assert checker.torn > 30


@pytest.mark.usefixtures("no_waiting_for_the_disk", "snapshots_at_every_look")
def test_what_a_killed_process_left_half_made_is_secured_by_the_next_one(
    tools: Any, memory_path: str
) -> None:
    calls = 0
    while True:
        workload = Workload(tools, os.path.join(memory_path, f"work {calls}"), seed=1)
        if not workload.run_killed_at(calls):
            break
        checker = Checker(tools, workload.home.root, workload.unsure)
        checker.check_all(workload.disk, workload.recorder.events, random.Random(calls), most=6)
        calls += 1
    assert calls > 20


@pytest.mark.slow
@pytest.mark.usefixtures("no_waiting_for_the_disk", "snapshots_at_every_look")
@pytest.mark.parametrize("seed", range(4))
def test_a_crash_at_any_call_of_a_long_history_loses_nothing(
    tools: Any, memory_path: str, seed: int
) -> None:
    workload = Workload(tools, os.path.join(memory_path, "work"), seed)
    events = workload.run(steps=60)
    checker = Checker(tools, workload.home.root, workload.unsure)
    checker.check_all(workload.disk, events, random.Random(seed), most=30, again=2)
    assert checker.states > 900


@pytest.mark.slow
@pytest.mark.usefixtures("no_waiting_for_the_disk", "snapshots_at_every_look")
def test_a_write_may_stop_at_every_single_byte(tools: Any, memory_path: str) -> None:
    workload = Workload(tools, os.path.join(memory_path, "work"), seed=5)
    events = workload.run(steps=6)
    checker = Checker(tools, workload.home.root, workload.unsure)
    checker.check_all(workload.disk, events, None, most=5000)
    assert checker.states > 2000


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.usefixtures("no_waiting_for_the_disk", "snapshots_at_every_look")
def test_every_change_to_the_files_goes_through_the_disk(
    tools: Any, memory_path: str, seed: int
) -> None:
    root = os.path.join(memory_path, "work")
    workload = Workload(tools, root, seed)
    for event in workload.run(steps=30):
        workload.disk.happen(event)
    assert dict(workload.disk.files_now()) == dict(files_below(root))

"""What a crash leaves behind is readable and holds everything that was acknowledged before it.

Every call of a random workload is recorded. For each place at which the machine may have stopped, the
disk is rebuilt as it may look after that: what was secured stands; of what was not, any part may.
That is what POSIX allows, and more than most file systems do: a file's name and its content are
secured by different calls, a write may arrive in part or as zero bytes, names may arrive in any order.
"""

from __future__ import annotations

import itertools
import os
import random
import shutil
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from parentkit.domain.errors import NothingFound
from parentkit.journal.device import Device
from parentkit.journal.writer import Draft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from parentkit.journal.journal import Journal

Content = tuple[bytes, bool]
"""Bytes of a file, and whether they are what somebody meant to write (else torn, or zero bytes)."""

Tree = dict[str, Content | None]
"""Every file's content by its path below the root; None for a folder."""

DAY_MS = 86_400_000


class Promise(NamedTuple):
    """What was acknowledged: every record as it was read then, and what the device knew of itself."""

    records: Mapping[tuple[str, str], Any]
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
            if change.name == "write":
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
        folder, name = os.path.split(event.path)
        entry = self.folders[folder].names()[name]
        self._rename({event.target: entry, event.path: None})

    def _remove(self, event: Any) -> None:
        self._rename({event.path: None})

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
            file.write(_with_inode(content[0], inode) if path.endswith("device.json") else content[0])


def _with_inode(content: bytes, inode: int) -> bytes:
    """The device's file as if it were the very file that was written: a crash is no copy."""
    before, key, after = content.partition(b'"inode":')
    return before + key + str(inode).encode() + after.lstrip(b"0123456789") if key else content


class Workload:
    """Somebody who writes, changes, takes back, imports and starts the program anew, at random."""

    def __init__(self, tools: Any, root: str, seed: int) -> None:
        self.tools = tools
        self.home = tools.Home(root, seed=seed)
        self.choose = random.Random(seed)
        os.makedirs(root, exist_ok=True)
        self.recorder = tools.Recorder(root)
        self.journal = self.home.journal()

    def run(self, steps: int) -> list[Any]:
        """Does so many things; returns what the disk was asked for and what was acknowledged."""
        self._promise()
        with self.recorder.running():
            for _ in range(steps):
                self.home.clock.ms += self.choose.choice((0, 5_000, DAY_MS, 11 * DAY_MS))
                self.choose.choice(self._doings())()
                self._promise()
        return self.recorder.events

    def _doings(self) -> list[Callable[[], object]]:
        return [
            self._log, self._log, self._log_late, self._edit, self._edit, self._move, self._delete,
            self._undo, self._import, self._judge, self._family, self._remember, self._restart,
        ]  # fmt: skip

    def _promise(self) -> None:
        reader = self.home.journal()
        records = self.tools.everything(reader)
        known = os.path.exists(reader.places.device_file)
        device = reader.device if known else Device("")
        self.recorder.acknowledge(Promise(records, device.id, device.child))

    def _log(self) -> None:
        self.journal.append([self.home.moment(note=f"note {self.choose.random()}\né \0")])

    def _log_late(self) -> None:
        self.journal.append([self.home.moment(observed_at="2026-08-30T07:10+02:00")])

    def _any(self) -> Any:
        records = self.journal.read(None, deleted=True).records
        return self.choose.choice(sorted(records, key=lambda record: record.id)) if records else None

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
        try:
            self.journal.undo()
        except NothingFound:
            assert not self.journal.read(None).records

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


class Checker:
    """Looks at one state after another that a crash may have left."""

    def __init__(self, tools: Any, scratch: str) -> None:
        self.tools = tools
        self.scratch = scratch
        self.seen: set[Any] = set()
        self.states = 0
        self.damaged = 0

    def check_all(
        self, root: str, events: list[Any], choose: random.Random | None, most: int, *, again: int = 0
    ) -> None:
        """Checks up to `most` states after each call, and `again` of them with a second crash."""
        disk = Disk(root)
        promises = [event.promise for event in events if event.name == "ack"]
        kept = 0
        for event in events:
            disk.happen(event)
            kept += event.name == "ack"
            promised = promises[kept - 1]
            coming = promises[min(kept, len(promises) - 1)]
            for tree in disk.states(choose, most):
                key = (kept, frozenset(tree.items()))
                if key not in self.seen:
                    self.seen.add(key)
                    second = (choose or random.Random(len(self.seen))).random() < again / 100
                    self._check(tree, promised, coming, second=second)

    def _check(self, tree: Tree, promised: Promise, coming: Promise, *, second: bool) -> None:
        self.states += 1
        put_in_place(tree, self.scratch)
        home = self.tools.Home(self.scratch, seed=self.states)
        found = self._look(home, tree, promised, coming)
        if second:
            self._crash_again(home, promised, found)
        else:
            self._go_on(home, promised, found)

    def _look(self, home: Any, tree: Tree, promised: Promise, coming: Promise) -> Any:
        journal = home.journal()
        found = self.tools.everything(journal)
        for key in promised.records.keys() | found.keys():
            after = coming.records.get(key)
            assert found.get(key) in (promised.records.get(key), after), (key, found.get(key))
        whole = all(content is None or content[1] for content in tree.values())
        problems = [*journal.read().problems, *journal.lasting().problems]
        assert not (whole and problems), problems
        self.damaged += not whole
        for problem in problems:
            assert problem.path in str(problem)
            assert f"line {problem.line}:" in str(problem)
        return found

    def _go_on(self, home: Any, promised: Promise, found: Any) -> None:
        """The next thing that is written stands beside everything that was there."""
        journal = home.journal()
        (stored,) = journal.append([home.moment(note="after the crash")])
        journal.append([Draft("child", home.new_id(), {"name": "Mia"})])
        journal.close()
        if promised.device:
            assert journal.device.id == promised.device, "a crash makes no new device"
        read = self.tools.everything(home.journal())
        assert read["moment", stored.id] == stored.set
        assert read == {**read, **found}
        assert len(read) == len(found) + 2
        _assert_numbered(home)

    def _crash_again(self, home: Any, promised: Promise, found: Any) -> None:
        """The first thing that is written after a crash may be cut short by the next one."""
        recorder = self.tools.Recorder(self.scratch)
        before = Promise(found, promised.device, promised.child)
        recorder.acknowledge(before)
        disk = Disk(self.scratch)
        with recorder.running():
            self._go_on(home, promised, found)
        after = Promise(self.tools.everything(home.journal()), *before[1:])
        checker = Checker(self.tools, f"{self.scratch}.again")
        choose = random.Random(self.states)
        for event in recorder.events:
            disk.happen(event)
            for tree in disk.states(choose, 6):
                checker._check(tree, before, after, second=False)
        self.states += checker.states


def _assert_numbered(home: Any) -> None:
    """(device, file, seq) names one operation."""
    for path, lines in home.lines().items():
        numbers = [(line["device"], line["seq"]) for line in lines]
        assert len(set(numbers)) == len(numbers), path


def test_a_crash_at_any_call_loses_nothing_that_was_acknowledged(
    tools: Any, tmp_path: Any
) -> None:
    workload = Workload(tools, str(tmp_path / "work"), seed=11)
    events = workload.run(steps=14)
    checker = Checker(tools, str(tmp_path / "scratch"))
    checker.check_all(_nothing(tmp_path, events), events, random.Random(7), most=9, again=3)
    assert checker.states > 300
    assert checker.damaged > 50


@pytest.mark.slow
@pytest.mark.usefixtures("no_waiting_for_the_disk")
@pytest.mark.parametrize("seed", range(6))
def test_a_crash_at_any_call_of_a_long_history_loses_nothing(
    tools: Any, tmp_path: Any, seed: int
) -> None:
    workload = Workload(tools, str(tmp_path / "work"), seed)
    events = workload.run(steps=60)
    checker = Checker(tools, str(tmp_path / "scratch"))
    checker.check_all(_nothing(tmp_path, events), events, random.Random(seed), most=40, again=2)
    assert checker.states > 2000


@pytest.mark.slow
@pytest.mark.usefixtures("no_waiting_for_the_disk")
def test_a_write_may_stop_at_every_single_byte(tools: Any, tmp_path: Any) -> None:
    workload = Workload(tools, str(tmp_path / "work"), seed=5)
    events = workload.run(steps=6)
    checker = Checker(tools, str(tmp_path / "scratch"))
    checker.check_all(_nothing(tmp_path, events), events, None, most=5000)
    assert checker.states > 2000


def test_every_change_to_the_files_goes_through_the_disk(tools: Any, tmp_path: Any) -> None:
    root = str(tmp_path / "work")
    events = Workload(tools, root, seed=3).run(steps=30)
    disk = Disk(_nothing(tmp_path, events))
    for event in events:
        disk.happen(event)
    expected = dict(_files_below(root))
    last = list(disk.states(random.Random(0), 1000))
    assert expected in [
        {path: content[0] for path, content in tree.items() if content is not None} for tree in last
    ]


def _nothing(tmp_path: Any, events: list[Any]) -> str:
    """The root that the events are about, as it was before them: an empty folder."""
    root = str(tmp_path / "work")
    assert any(event.path.startswith(root) for event in events)
    shutil.move(root, str(tmp_path / "as it ended"))
    os.mkdir(root)
    return root


def _files_below(root: str) -> Iterator[tuple[str, bytes]]:
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                yield os.path.relpath(path, root), file.read()

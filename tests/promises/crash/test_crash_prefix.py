"""What a crash leaves behind is readable and holds everything that was acknowledged before it.

Every call of a random workload is recorded. For each place at which the machine may have stopped,
the disk is rebuilt as it may look after that: what was secured stands; of what was not, any part.
"""

from __future__ import annotations

import contextlib
import os
import random
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from parentkit.domain.errors import NothingFound
from parentkit.journal.backups.catalog import backup_names, backups_folder
from parentkit.journal.backups.make import make_backup
from parentkit.journal.backups.manifest import DAILY
from parentkit.journal.erase.purge import purge
from parentkit.journal.index import store
from parentkit.journal.log.device import Device
from parentkit.journal.log.writer import Draft

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from parentkit.journal.journal import Journal

Records = dict[tuple[str, str], dict[str, Any]]

DAY_MS = 86_400_000


class Promise(NamedTuple):
    """What was acknowledged by `now_ms`: each record as it was read, the device and its choice,
    each backup with its files. `erased` are records that were being erased: anything until then.
    """

    now_ms: int
    records: Mapping[tuple[str, str], Any]
    backups: Mapping[str, Any]
    erased: frozenset[str]
    device: str
    child: str | None


@pytest.fixture
def snapshots_at_every_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "RENEW_AFTER", 0)


class Killed(BaseException):
    """The process is gone: nothing after this call happens."""


class Workload:
    """Somebody who writes, changes, takes back, imports and starts the program anew, at random.

    `unsure` are the ids of moments that a process was writing when it was killed: there or not.
    """

    def __init__(self, tools: Any, crash: Any, root: str, seed: int) -> None:
        self.tools = tools
        self.crash = crash
        self.home = tools.Home(root, seed=seed)
        self.choose = random.Random(seed)
        os.makedirs(root)
        self.disk = crash.CrashedDisk(root)
        self.recorder = crash.Recorder(root, tools.CALLS)
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
        promise = Promise(
            now_ms, records, backups(self.crash, reader), self._erased, device.id, device.child
        )
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
        """Stops at a call while storing a moment; another process goes on. False: it never came."""
        self._restart()
        draft = self.home.moment(note="being written")
        self.unsure.add(draft.id)
        self._device_is_sure &= os.path.exists(self.journal.places.device_file)
        killing = self.tools.FaultyDisk(error=Killed(), first=call)
        with killing.running(), contextlib.suppress(Killed):
            self.journal.append([draft])
        self._restart()
        return len(killing.calls) > call


def backups(crash: Any, journal: Journal) -> dict[str, Any]:
    """The backups that can be seen, and what stands in each of them."""
    places = journal.places
    return {
        name: dict(crash.files_below(os.path.join(backups_folder(places), name)))
        for name in backup_names(places, journal.now_ms())
    }


class Checker:
    """Looks at one state after another that a crash may have left."""

    def __init__(self, workload: Workload) -> None:
        self.tools = workload.tools
        self.crash = workload.crash
        self.root = workload.home.root
        self.unsure = workload.unsure
        self.workload = workload
        self.seen: set[Any] = set()
        self.states = 0
        self.torn = 0

    def check_all(  # noqa: PLR0913 what a crash is tried with
        self,
        disk: Any,
        events: list[Any],
        choose: random.Random | None,
        *,
        most: int,
        again: int = 0,
        torn_before: bool = False,
    ) -> None:
        """Checks up to `most` states after each call; `again` percent of them crash once more."""
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
                self.crash.put_in_place(tree, self.root)
                second = 100 * dice.random() < again
                self._check(*between, torn=torn, second=second)

    def _check(self, promised: Promise, coming: Promise, *, torn: bool, second: bool) -> None:
        home = self.tools.Home(self.root, self.tools.Clock(coming.now_ms), seed=self.states)
        found = self._look(home.journal(), promised, coming, torn=torn)
        if not second:
            self._go_on(home, promised, coming, found)
            return
        disk = self.crash.CrashedDisk(self.root)
        recorder = self.crash.Recorder(self.root, self.tools.CALLS)
        recorder.acknowledge(
            promised._replace(records=found, backups=backups(self.crash, home.journal()))
        )
        with recorder.running():
            self._go_on(home, promised, coming, found, recorder)
        checker = Checker(self.workload)
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
            seen = backups(self.crash, journal)
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
                device, kept = journal.device, backups(self.crash, journal)
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


@pytest.mark.usefixtures("snapshots_at_every_look")
@pytest.mark.parametrize("seed", range(3))
def test_a_crash_at_any_call_loses_nothing_that_was_acknowledged(
    tools: Any, crash: Any, memory_path: str, seed: int
) -> None:
    workload = Workload(tools, crash, os.path.join(memory_path, "work"), seed)
    events = workload.run(steps=20)
    checker = Checker(workload)
    checker.check_all(workload.disk, events, random.Random(seed), most=9, again=2)
    assert checker.states > 100
    assert checker.torn > 30


@pytest.mark.usefixtures("snapshots_at_every_look")
def test_what_a_killed_process_left_half_made_is_secured_by_the_next_one(
    tools: Any, crash: Any, memory_path: str
) -> None:
    calls = 0
    while True:
        workload = Workload(tools, crash, os.path.join(memory_path, f"work {calls}"), seed=1)
        if not workload.run_killed_at(calls):
            break
        checker = Checker(workload)
        checker.check_all(workload.disk, workload.recorder.events, random.Random(calls), most=6)
        calls += 1
    assert calls > 20


@pytest.mark.slow
@pytest.mark.usefixtures("snapshots_at_every_look")
@pytest.mark.parametrize("seed", range(4))
def test_a_crash_at_any_call_of_a_long_history_loses_nothing(
    tools: Any, crash: Any, memory_path: str, seed: int
) -> None:
    workload = Workload(tools, crash, os.path.join(memory_path, "work"), seed)
    events = workload.run(steps=60)
    checker = Checker(workload)
    checker.check_all(workload.disk, events, random.Random(seed), most=30, again=2)
    assert checker.states > 900


@pytest.mark.slow
@pytest.mark.usefixtures("snapshots_at_every_look")
def test_a_write_may_stop_at_every_single_byte(tools: Any, crash: Any, memory_path: str) -> None:
    workload = Workload(tools, crash, os.path.join(memory_path, "work"), seed=5)
    events = workload.run(steps=6)
    checker = Checker(workload)
    checker.check_all(workload.disk, events, None, most=5000)
    assert checker.states > 2000


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.usefixtures("snapshots_at_every_look")
def test_every_change_to_the_files_goes_through_the_disk(
    tools: Any, crash: Any, memory_path: str, seed: int
) -> None:
    root = os.path.join(memory_path, "work")
    workload = Workload(tools, crash, root, seed)
    for event in workload.run(steps=30):
        workload.disk.happen(event)
    assert dict(workload.disk.files_now()) == dict(crash.files_below(root))

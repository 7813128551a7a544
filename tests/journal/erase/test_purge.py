"""Erasing for good: not a byte stays, nothing else goes, and it can be interrupted anywhere."""

from __future__ import annotations

import os
import shutil
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.domain.errors import NothingFound
from parentkit.journal.backups.catalog import backup_names, backups_folder
from parentkit.journal.backups.make import make_backup
from parentkit.journal.backups.manifest import ASKED, damaged_files, read_manifest
from parentkit.journal.backups.restore import chosen_backup, put_back, put_back_everything
from parentkit.journal.erase.erase import snapshots_folder
from parentkit.journal.erase.purge import purge
from parentkit.journal.log import rewrite
from parentkit.journal.log.folders import journal_files
from parentkit.journal.log.operation import Operation, encode
from parentkit.journal.log.redact import Target, emptied
from parentkit.journal.log.writer import Draft
from parentkit.journal.repair.check import examine
from parentkit.journal.repair.repair import mend
from parentkit.storage.whole_files import files_below

if TYPE_CHECKING:
    from collections.abc import Callable

    from parentkit.journal.journal import Journal

    Log = Callable[..., str]

CANARY = "CANARY-of-a-bad-evening"
OTHERS = "another evening altogether"


def content(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


class Lived:
    """Two devices that share a folder; a moment with a past, in the journal and in old copies."""

    def __init__(self, family: Any, log: Log, judge: Any) -> None:
        self.journal: Journal = family.device("laptop")
        self.other: Journal = family.device("tablet")
        self.kept = log(self.journal, note=OTHERS)
        self.moment = log(self.journal, note=f"{CANARY} one", tags=[f"{CANARY}-tag"])
        self.also_kept = log(self.other, note=OTHERS)
        self._change(self.other, family, note=f"{CANARY} two")
        self._back_up(family)
        family.clock("laptop").go_on(days=1)
        self._change(self.journal, family, need=f"{CANARY} three")
        judge(self.other, self.moment, 1, slip="in_time")
        judge(self.journal, self.kept, 2)
        self._back_up(family)
        family.clock("laptop").go_on(days=1)
        family.clock("tablet").go_on(days=40)
        self._change(self.other, family, deleted=True)
        log(self.other, note=OTHERS)
        self._back_up(family)
        self._leave_remains(family)

    @property
    def folders(self) -> tuple[str, str]:
        return self.journal.places.home, self.journal.places.state

    def _change(self, journal: Journal, family: Any, **changes: Any) -> None:
        family.clock("laptop").go_on(seconds=1)
        family.clock("tablet").go_on(seconds=1)
        journal.amend(journal.get(self.moment), changes)

    def _back_up(self, family: Any) -> None:
        assert make_backup(self.journal.places, family.clock("laptop").ms, ASKED)

    def _leave_remains(self, family: Any) -> None:
        """What crashes, sync tools and repairs leave behind."""
        places = self.journal.places
        own = places.month_file(self.journal.device.id, "2026-11")
        whole = content(own)
        line = next(line for line in whole.split(b"\n") if CANARY.encode() in line)
        remains = {
            own.replace("11.jsonl", "11 (conflicted copy).jsonl"): line + b"\r\n",
            f"{own}.4711.new": whole,
            os.path.join(places.state, "quarantine", "x-2026-11.jsonl-3.txt"): line[:-9],
            os.path.join(places.state, "quarantine", "backup-x", "y", "2026-11.jsonl"): whole,
            os.path.join(places.state, "snapshots", "some"): b"cues and times",
            os.path.join(backups_folder(places), "2026-11-20T000000Z.new", "a.jsonl"): whole,
        }
        for path, data in remains.items():
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(data)
        with open(own, "ab") as file:
            file.write(line.replace(b'"seq":', b'"sqe":') + b"\n")  # a bad line in between
        family.clock("laptop").go_on(seconds=1)
        self.journal.amend(self.journal.get(self.kept), {"fit": "partial"})
        with open(own, "ab") as file:
            file.write(line.replace(self.moment.encode(), b"0" * 26)[:-5])  # and a torn one


@pytest.fixture
def lived(family: Any, log: Log, judge: Any) -> Lived:
    return Lived(family, log, judge)


def erase(lived: Lived) -> Any:
    return purge(lived.journal, lived.journal.get(lived.moment))


def records(journal: Journal, *, without: str) -> dict[str, Any]:
    read = journal.read(None, ("moment", "coding"), deleted=True).records
    return {
        record.id: (record.fields, record.newest, record.conflicts)
        for record in read
        if without not in (record.id, record.fields.get("moment")) and "purged" not in record.fields
    }


def test_no_byte_of_it_stays_anywhere(lived: Lived, files_with: Any) -> None:
    assert len(files_with(CANARY.encode(), *lived.folders)) >= 8
    erased = erase(lived)
    assert files_with(CANARY.encode(), *lived.folders) == []
    assert files_with(b'"slip":"in_time"', *lived.folders) == [], "the judgement of it goes, too"
    assert erased.left == {}
    assert (erased.files, erased.backups) == (4, 3)


def test_everything_else_stays_line_for_line(lived: Lived, lines: Any) -> None:
    before = records(lived.journal, without=lived.moment)
    others = {line for line in lines(lived.journal) if OTHERS.encode() in line}
    erase(lived)
    assert records(lived.journal, without=lived.moment) == before
    assert others <= lines(lived.journal)
    assert len(others) == 3


def test_the_moment_is_gone_from_every_view_of_every_device(lived: Lived) -> None:
    erase(lived)
    for journal in (lived.journal, lived.other):
        assert lived.moment not in {record.id for record in journal.read(None).records}
        assert lived.moment not in {record.id for record in journal.read("2026-11-01").records}
        with pytest.raises(NothingFound):
            journal.find(lived.moment)


def test_what_is_left_says_nothing_but_that_it_was_erased(lived: Lived) -> None:
    erase(lived)
    for operation in lived.journal.history(lived.moment):
        assert set(operation.set) <= {"purged", "deleted"}
        assert operation.extra is None
    emptied_ones = [one for one in lived.journal.history(lived.moment) if one.batch is None]
    assert {one.by for one in emptied_ones} == {""}
    assert len({one.stamp[:24] for one in emptied_ones}) == 1, "times of changes are not kept"


def test_the_numbering_stays_whole_and_the_doctor_has_nothing_to_say(
    lived: Lived, family: Any
) -> None:
    erase(lived)
    kinds = {one.kind for one in examine(lived.journal.places, family.clock("laptop").ms).findings}
    assert kinds <= {"conflicted_copy", "open_to_others", "set_aside", "ahead_of_time"}


def test_backups_stay_whole_and_stay_shared(lived: Lived, family: Any) -> None:
    erase(lived)
    places = lived.journal.places
    inodes = []
    for name in backup_names(places, family.clock("laptop").ms):
        folder = os.path.join(backups_folder(places), name)
        manifest = read_manifest(folder)
        assert manifest is not None
        assert damaged_files(folder, manifest) == {}
        inodes += [os.stat(os.path.join(folder, file)).st_ino for file in manifest.files]
    assert len(inodes) > len(set(inodes)), "files that backups shared are still one file"


def test_a_snapshot_made_since_may_know_the_id(family: Any, log: Log) -> None:
    journal = family.device()
    moment = log(journal, note=CANARY)
    purge(journal, journal.get(moment))
    content_of_it = f'{{"ids":["{moment}"]}}'.encode()
    path = os.path.join(snapshots_folder(journal.places), "0a.snapshot")
    os.makedirs(os.path.dirname(path), mode=0o700)
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
    os.write(descriptor, b"parentkit snapshot 1 %08x\n%b" % (crc32(content_of_it), content_of_it))
    os.close(descriptor)
    assert [one.kind for one in examine(journal.places, journal.now_ms()).findings] == ["no_backup"]


def test_a_second_time_changes_nothing(lived: Lived, lines: Any) -> None:
    erase(lived)
    before = lines(lived.journal)
    again = erase(lived)
    assert (again.files, again.backups, again.others) == (0, 0, 0)
    assert lines(lived.journal) == before


def test_undo_goes_on_to_what_was_done_before_and_never_brings_it_back(
    family: Any, log: Log
) -> None:
    journal = family.device()
    first, second = log(journal), log(journal, note=CANARY)
    purge(journal, journal.get(second))
    undone = family.device().undo()
    assert [operation.id for operation in undone.taken_back] == [first]
    with pytest.raises(NothingFound):
        family.device().undo()
    assert family.device().read(None).records == []


def test_copies_that_come_back_stay_hidden_and_are_erased_again(
    lived: Lived, family: Any, files_with: Any
) -> None:
    old = {path: content(path) for path in journal_files(lived.other.places)}
    erase(lived)
    for path, before in old.items():
        with open(path.replace(".jsonl", " (conflicted copy of tablet).jsonl"), "wb") as file:
            file.write(before)
    assert lived.moment not in {record.id for record in lived.journal.read(None).records}
    places, now_ms = lived.journal.places, family.clock("laptop").ms
    examined = examine(places, now_ms)
    named = {one.path for one in examined.findings if one.kind == "erased_content"}
    assert named >= set(files_with(CANARY.encode(), *lived.folders))
    assert len(named) >= 2
    assert [one for one in examined.findings if one.kind == "cloned_device"] == []
    mend(places, now_ms, examined)
    assert files_with(CANARY.encode(), *lived.folders) == []


def test_an_edit_from_a_device_that_did_not_know_stays_hidden(lived: Lived, family: Any) -> None:
    before = lived.other.get(lived.moment)
    erase(lived)
    family.clock("tablet").go_on(days=60)
    lived.other.amend(before, {"observed_at": "2027-03-01T10:00+00:00", "note": CANARY})
    assert lived.moment not in {one.id for one in lived.other.read("2027-02-01").records}


@pytest.mark.parametrize("everything", [False, True])
def test_restoring_an_older_copy_does_not_bring_it_back(
    lived: Lived, family: Any, files_with: Any, *, everything: bool
) -> None:
    places, now_ms = lived.journal.places, family.clock("laptop").ms
    lived.journal.close()
    name = chosen_backup(places, now_ms, None)
    folder = os.path.join(backups_folder(places), name)
    kept_elsewhere = {path: content(path) for path in files_below(folder)}
    erase(lived)
    for path, before in kept_elsewhere.items():  # as from a backup of the whole machine
        with open(path, "wb") as file:
            file.write(before)
    back = put_back_everything if everything else put_back
    os.remove(journal_files(places)[0])
    back(places, now_ms, name)
    assert files_with(CANARY.encode(), places.home) == []
    fresh = family.device("laptop")
    assert lived.moment not in {record.id for record in fresh.read(None).records}
    assert fresh.get(lived.moment).fields == {"purged": True, "deleted": True}
    assert lived.kept in {record.id for record in fresh.read(None).records}


def test_the_numbering_is_whole_again_when_a_file_with_erased_lines_comes_back(
    family: Any, log: Log
) -> None:
    journal = family.device()
    moments = [log(journal, note=CANARY) for _ in range(3)]
    purge(journal, journal.get(moments[1]))
    made = make_backup(journal.places, journal.now_ms(), ASKED)
    assert made is not None
    own = journal.places.month_file(journal.device.id, "2026-11")
    first, _, *others = content(own).splitlines(keepends=True)
    with open(own, "wb") as file:
        file.write(b"".join([first, others[-1]]))
    put_back(journal.places, journal.now_ms(), made.name)
    assert examine(journal.places, journal.now_ms()).findings == ()
    assert {one.id for one in journal.read(None).records} == {moments[0], moments[2]}


def test_a_file_that_is_not_ours_is_named_and_left(lived: Lived) -> None:
    stray = os.path.join(lived.journal.places.home, "export.csv")
    with open(stray, "w", encoding="utf-8") as file:
        file.write(f"note\n{CANARY} one\n")
    erased = erase(lived)
    assert list(erased.left) == [stray]
    assert os.path.exists(stray)


def test_a_long_lived_writer_goes_on_in_the_new_file(family: Any, log: Log) -> None:
    running = family.device()
    moment = log(running, note=CANARY)
    log(running)
    other_process = family.device()
    purge(other_process, other_process.get(moment))
    kept = log(running, note=OTHERS)
    path = running.places.month_file(running.device.id, "2026-11")
    assert kept.encode() in content(path)
    assert CANARY.encode() not in content(path)
    assert kept in {record.id for record in family.device().read(None).records}
    assert [one.kind for one in examine(running.places, running.now_ms()).findings] == ["no_backup"]


def test_a_file_replaced_between_opening_and_locking_is_opened_anew(
    family: Any, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes erase at once; the second one waited for the lock of a file that is gone."""
    journal = family.device()
    first, second, third = (log(journal, note=f"{CANARY} {number}") for number in range(3))
    real = rewrite.lock

    def after_the_other_process(descriptor: int) -> None:
        monkeypatch.setattr(rewrite, "lock", real)
        other = family.device()
        purge(other, other.get(first))
        real(descriptor)

    monkeypatch.setattr(rewrite, "lock", after_the_other_process)
    purge(journal, journal.get(second))
    (note,) = (record.fields["note"] for record in family.device().read(None).records)
    assert note == f"{CANARY} 2"
    for erased in (first, second):
        assert "note" not in journal.get(erased).fields
    assert third in {record.id for record in family.device().read(None).records}


def test_nothing_written_at_the_same_time_is_lost(family: Any, log: Log) -> None:
    first = family.device()
    to_erase = [log(first, note=CANARY) for _ in range(12)]
    writing = [family.device() for _ in range(2)]
    stored: list[str] = []
    threads = [
        threading.Thread(target=lambda one=one: stored.extend(log(one) for _ in range(60)))
        for one in writing
    ]
    for thread in threads:
        thread.start()
    for moment in to_erase:
        journal = family.device()
        purge(journal, journal.get(moment))
    for thread in threads:
        thread.join()
    assert len(stored) == 120
    assert {record.id for record in family.device().read(None).records} == set(stored)
    problems = [
        one for one in examine(first.places, first.now_ms()).findings if not one.information
    ]
    assert problems == []


EVERYWHERE = pytest.mark.slow
INTERRUPTIONS = [
    ("EIO", 4),
    ("stopped", 4),
    *(
        pytest.param(kind, 1, marks=EVERYWHERE)
        for kind in ("EIO", "stopped", "ENOSPC", "EIO afterwards", "stopped afterwards")
    ),
]
"""What happens at a call, and at each how manyth call it is tried."""


@pytest.mark.parametrize(("kind", "each"), INTERRUPTIONS)
def test_interrupted_anywhere_nothing_else_is_lost_and_doing_it_again_finishes(  # noqa: PLR0913, PLR0917
    kind: str,
    each: int,
    tmp_path: Any,
    family: Any,
    log: Log,
    judge: Any,
    faulty: Any,
    stopped: Any,
    files_with: Any,
) -> None:
    whole = faulty(-1, kind)
    sample = Lived(type(family)(str(tmp_path / "sample")), log, judge)
    with whole.running():
        erase(sample)
    assert whole.calls > 60
    for number in range(0, whole.calls, each):
        lived = Lived(type(family)(str(tmp_path / str(number))), log, judge)
        before = records(lived.journal, without=lived.moment)
        with faulty(number, kind).running():
            try:
                erased = erase(lived)
            except (OSError, stopped, Exception):  # noqa: BLE001 whatever is told, see what stands
                erased = None
        fresh = type(lived.journal)(*lived.folders, lived.journal.now_ms)
        assert records(fresh, without=lived.moment) == before, number
        if erased is not None and not erased.left:
            assert files_with(CANARY.encode(), *lived.folders) == [], number
        finished = purge(fresh, fresh.get(lived.moment))
        assert finished.left == {}, number
        assert files_with(CANARY.encode(), *lived.folders) == [], number
        assert records(fresh, without=lived.moment) == before, number
        for name in backup_names(fresh.places, fresh.now_ms()):
            folder = os.path.join(backups_folder(fresh.places), name)
            manifest = read_manifest(folder)
            assert manifest is not None, number
            assert damaged_files(folder, manifest) == {}, number
        shutil.rmtree(tmp_path / str(number))


def test_many_go_together_and_who_says_the_same_words_stays(
    family: Any, log: Log, files_with: Any
) -> None:
    """More of them than are looked for one by one; a damaged line of one goes, too."""
    journal = family.device()
    notes = [f"{CANARY} number {number}" for number in range(80)]
    going = [log(journal, note=note) for note in notes]
    kept = log(journal, note=notes[40])
    own = journal.places.month_file(journal.device.id, "2026-11")
    line = next(line for line in content(own).split(b"\n") if going[70].encode() in line)
    with open(own, "ab") as file:
        file.write(line.replace(going[70].encode(), b"?" * 26) + b"\n")
    assert make_backup(journal.places, journal.now_ms(), ASKED)
    erased = purge(journal, *map(journal.get, going))
    assert (erased.files, erased.backups, erased.left) == (1, 1, {})
    assert [record.id for record in family.device().read(None)] == [kept]
    places = journal.places
    for path in files_with(CANARY.encode(), places.home, places.state):
        assert content(path).count(CANARY.encode()) == 1, "the one that stays says it"
    assert family.device().undo().taken_back[0].id == kept


@pytest.mark.parametrize("kind", ["EIO", "stopped"])
def test_several_interrupted_anywhere_are_gone_when_it_is_done_again(  # noqa: PLR0913, PLR0917
    kind: str, tmp_path: Any, family: Any, log: Log, faulty: Any, stopped: Any, files_with: Any
) -> None:
    def begun(name: str) -> tuple[Journal, list[str]]:
        journal: Journal = type(family)(str(tmp_path / name)).device()
        child = "01KAQZ7V5M000000000000000C"
        journal.append([Draft("child", child, {"name": CANARY})])
        moments = [log(journal, note=f"{CANARY} {number}", child=child) for number in range(3)]
        log(journal, note=OTHERS)
        assert make_backup(journal.places, journal.now_ms(), ASKED)
        return journal, [*moments, child]

    def erase_all(journal: Journal, ids: list[str]) -> Any:
        *moments, child = ids
        return purge(journal, *map(journal.get, moments), journal.get(child, "child"))

    whole = faulty(-1, kind)
    sample = begun("sample")
    with whole.running():
        erase_all(*sample)
    for number in range(0, whole.calls, 5):
        journal, ids = begun(str(number))
        with faulty(number, kind).running(), suppress(OSError, stopped, Exception):
            erase_all(journal, ids)
        places = journal.places
        fresh = type(journal)(places.home, places.state, journal.now_ms)
        assert OTHERS in {record.fields.get("note") for record in fresh.read(None)}, number
        assert erase_all(fresh, ids).left == {}, number
        assert files_with(CANARY.encode(), places.home, places.state) == [], number
        assert len(fresh.read(None).records) == 1, number


IDS = ["01KAQZ7V5M0000000000000001", "01KAQZ7V5M0000000000000002", "plain"]


def some_line(given: tuple[int, str, str]) -> bytes:
    which, note, damage = given
    stamp = "2026-11-22T12:00:00.000Z/0000/d"
    line = encode(Operation(IDS[which], "moment", "d", 7, stamp, "me", {"note": note}))[:-1]
    if damage == "cut":
        return line[:-3]
    return line + b"\r" if damage == "return" else line


FILES = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.text(st.characters(exclude_categories=["Cs"]), min_size=9, max_size=20),
        st.sampled_from(["", "", "cut", "return"]),
    ).map(some_line),
    max_size=8,
).map(b"\n".join)


@given(data=FILES, ended=st.booleans(), which=st.integers(0, 2))
def test_emptying_leaves_every_other_line_as_it_is_and_does_it_once(
    data: bytes, which: int, *, ended: bool
) -> None:
    data += b"\n" if ended else b""
    target = Target(frozenset((IDS[which],)))
    after = emptied(data, target)
    key = f'"id":"{IDS[which]}"'.encode()
    others = [line for line in data.split(b"\n") if line and key not in line]
    assert [line for line in after.split(b"\n") if line and key not in line] == others
    assert all(b"note" not in line for line in after.split(b"\n") if key in line)
    assert emptied(after, target) == after
    assert after in (data, b"") or after.endswith(b"\n"), "the next line begins on its own"

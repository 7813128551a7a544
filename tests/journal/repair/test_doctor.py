"""Every kind of problem is named with its place; repairing loses no byte, however interrupted."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from parentkit.journal.backups.catalog import backup_names, backups_folder
from parentkit.journal.backups.make import make_backup
from parentkit.journal.backups.manifest import ASKED
from parentkit.journal.backups.restore import put_back
from parentkit.journal.erase.erase import snapshots_folder
from parentkit.journal.erase.purge import purge
from parentkit.journal.log.fold import fold
from parentkit.journal.log.folders import journal_files
from parentkit.journal.log.operation import encode
from parentkit.journal.log.rewrite import quarantine_folder
from parentkit.journal.log.stamp import make
from parentkit.journal.log.writer import Draft
from parentkit.journal.repair import finding
from parentkit.journal.repair.accept_ahead import accept
from parentkit.journal.repair.check import examine
from parentkit.journal.repair.repair import mend
from parentkit.storage.whole_files import files_below

if TYPE_CHECKING:
    from collections.abc import Callable

    from parentkit.journal.journal import Journal
    from parentkit.journal.repair.check import Examined
    from parentkit.journal.repair.finding import Finding

    Log = Callable[..., str]


def content(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def write(path: str, data: bytes, mode: int = 0o600) -> str:
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)
    os.chmod(path, mode)
    return path


def look(journal: Journal) -> Examined:
    return examine(journal.places, journal.now_ms())


def problems(journal: Journal) -> list[Finding]:
    return [one for one in look(journal).findings if not one.information]


def repair(journal: Journal) -> list[Any]:
    return mend(journal.places, journal.now_ms(), look(journal))


def own_file(journal: Journal) -> str:
    return journal.places.month_file(journal.device.id, "2026-11")


def ids(journal: Journal) -> set[str]:
    return {record.id for record in journal.read(None).records}


@pytest.fixture
def journal(family: Any, log: Log) -> Journal:
    """A device with three moments and a backup of them, and nothing that is the matter."""
    journal: Journal = family.device()
    for number in range(3):
        log(journal, note=f"note {number}")
    assert make_backup(journal.places, journal.now_ms(), ASKED)
    return journal


def test_a_sound_home_has_no_findings(journal: Journal) -> None:
    examined = look(journal)
    assert examined.findings == ()
    assert (examined.files, examined.operations) == (1, 3)


def test_an_empty_home_has_no_findings_and_looking_makes_nothing(family: Any) -> None:
    fresh = family.device()
    assert look(fresh).findings == ()
    assert not os.path.exists(fresh.places.home)
    assert not os.path.exists(fresh.places.state)


def test_every_kind_says_what_it_means_in_kind_words() -> None:
    named = [value for name, value in vars(finding).items() if name.isupper() and name[0] != "_"]
    kinds = {value for value in named if isinstance(value, str) and " " not in value}
    assert kinds == set(finding.MEANING)
    assert kinds >= finding.INFORMATION
    said = " ".join([*finding.MEANING.values(), *finding.TO_DO.values()]).lower()
    for word in ("fail", "wrong", "bad ", "only", "score", "error"):
        assert word not in said


def test_the_page_for_users_names_every_kind() -> None:
    page = Path(__file__).parents[3] / "docs" / "safekeeping.md"
    table = page.read_text(encoding="utf-8").partition("| what it may find |")[2]
    for kind in finding.MEANING:
        assert kind.replace("_", " ") in table.partition("\n\n")[0]


# What can be the matter: each harm says which finding it must bring, at which path and line.


def torn(journal: Journal) -> tuple[str, str, int]:
    path = own_file(journal)
    write(path, content(path)[:-9])
    return finding.TORN_LINE, path, 3


def flipped(journal: Journal) -> tuple[str, str, int]:
    path = own_file(journal)
    write(path, content(path).replace(b"note 1", b"note 9"))
    return finding.BAD_LINE, path, 2


def no_json(journal: Journal) -> tuple[str, str, int]:
    path = own_file(journal)
    write(path, b"hello\n" + content(path))
    return finding.BAD_LINE, path, 1


def zeroes(journal: Journal) -> tuple[str, str, int]:
    path = own_file(journal)
    write(path, content(path) + bytes(512))
    return finding.ZERO_BYTES, path, 4


def unreadable(journal: Journal) -> tuple[str, str, int]:
    path = own_file(journal).replace("2026-11", "2026-10")
    os.mkdir(path, 0o700)
    return finding.UNREADABLE, path, 0


def missing(journal: Journal) -> tuple[str, str, int]:
    path = own_file(journal)
    lines = content(path).splitlines(keepends=True)
    write(path, lines[0] + lines[2])
    return finding.MISSING_ENTRIES, path, 2


def lost(journal: Journal) -> tuple[str, str, int]:
    path = own_file(journal)
    write(path, b"".join(content(path).splitlines(keepends=True)[:2]))
    name = backup_names(journal.places, journal.now_ms())[0]
    return finding.LOST, os.path.join(backups_folder(journal.places), name), 0


def repeated(journal: Journal) -> tuple[str, str, int]:
    path = own_file(journal)
    write(path, content(path) + content(path).splitlines(keepends=True)[0])
    return finding.REPEATED_ENTRY, path, 4


def cloned(journal: Journal) -> tuple[str, str, int]:
    """A copy of the home and the state on another machine, which then went on by itself."""
    path = own_file(journal)
    before = content(path)
    clone = path.replace(".jsonl", " (conflicted copy).jsonl")
    journal.append([draft("0", note="here")])
    here = content(path)
    write(path, before)
    journal.close()
    marks = os.path.join(journal.places.state, "tidemarks")
    shutil.move(marks, f"{marks} here")  # the other machine has its own
    journal.append([draft("1", note="there")])
    shutil.rmtree(marks)
    shutil.move(f"{marks} here", marks)
    shutil.move(path, clone)
    write(path, here)
    return finding.CLONED_DEVICE, path, 4


def draft(number: str, **fields: Any) -> Draft:
    return Draft("moment", f"01KAQZ7V5M000000000000000{number}", {"cue": "sad", **fields})


def conflicted(journal: Journal) -> tuple[str, str, int]:
    path = own_file(journal)
    copy = path.replace(".jsonl", ".sync-conflict-20261122.jsonl")
    write(copy, content(path))
    return finding.CONFLICTED_COPY, copy, 0


def ahead(journal: Journal) -> tuple[str, str, int]:
    journal.append([draft("7", fit="matched")])
    record = journal.get("01KAQZ7V5M0000000000000007")
    fast = type(journal)(
        journal.places.home, journal.places.state, lambda: journal.now_ms() + 86_400_000 * 400
    )
    fast.amend(record, {"fit": "partial", "context": "meal"})
    return finding.AHEAD_OF_TIME, journal.places.device_folder(journal.device.id), 0


def open_file(journal: Journal) -> tuple[str, str, int]:
    os.chmod(own_file(journal), 0o644)
    return finding.OPEN_TO_OTHERS, own_file(journal), 0


def open_folder(journal: Journal) -> tuple[str, str, int]:
    os.chmod(journal.places.state, 0o755)
    return finding.OPEN_TO_OTHERS, journal.places.state, 0


def foreign(journal: Journal) -> tuple[str, str, int]:
    path = os.path.join(journal.places.journal, "shopping.txt")
    return finding.FOREIGN_FILE, write(path, b"milk"), 0


def set_aside_device(journal: Journal) -> tuple[str, str, int]:
    path = f"{journal.places.device_file}.unreadable-01KA"
    return finding.DEVICE_FILE, write(path, b"{"), 0


def broken_device(journal: Journal) -> tuple[str, str, int]:
    return finding.DEVICE_FILE, write(journal.places.device_file, b"{"), 0


def leftover(journal: Journal) -> tuple[str, str, int]:
    path = write(f"{own_file(journal)}.4711.new", b"half of it")
    os.utime(path, (0, 0))
    return finding.LEFTOVER, path, 0


def leftover_backup(journal: Journal) -> tuple[str, str, int]:
    path = os.path.join(backups_folder(journal.places), "2026-11-21T120000Z.new")
    write(os.path.join(path, "d", "2026-11.jsonl"), b"half of it")
    for folder in (path, os.path.dirname(path)):
        os.chmod(folder, 0o700)
    os.utime(path, (0, 0))
    return finding.LEFTOVER, path, 0


def bad_snapshot(journal: Journal) -> tuple[str, str, int]:
    path = os.path.join(snapshots_folder(journal.places), "0a0a0a0a.snapshot")
    return finding.BAD_SNAPSHOT, write(path, b"parentkit snapshot 1 00000000\n{}"), 0


def no_backup(journal: Journal) -> tuple[str, str, int]:
    shutil.rmtree(backups_folder(journal.places))
    return finding.NO_BACKUP, backups_folder(journal.places), 0


def damaged_backup(journal: Journal) -> tuple[str, str, int]:
    folder = backups_folder(journal.places)
    path = next(path for path in files_below(folder) if path.endswith(".jsonl"))
    write(path, content(path)[:-40])
    return finding.DAMAGED_BACKUP, os.path.dirname(os.path.dirname(path)), 0


def backup_without_list(journal: Journal) -> tuple[str, str, int]:
    name = backup_names(journal.places, journal.now_ms())[0]
    folder = os.path.join(backups_folder(journal.places), name)
    os.remove(os.path.join(folder, "manifest.json"))
    return finding.DAMAGED_BACKUP, folder, 0


def erased_content(journal: Journal) -> tuple[str, str, int]:
    path = own_file(journal)
    before = content(path)
    purge(journal, journal.read(None).records[0])
    copy = write(path.replace(".jsonl", " (old).jsonl"), before)
    return finding.ERASED_CONTENT, copy, 0


def set_aside(journal: Journal) -> tuple[str, str, int]:
    folder = quarantine_folder(journal.places)
    write(os.path.join(folder, "d-2026-11.jsonl-3.txt"), b"a line")
    return finding.SET_ASIDE, folder, 0


HARMS = (
    torn,
    flipped,
    no_json,
    zeroes,
    unreadable,
    missing,
    lost,
    repeated,
    cloned,
    conflicted,
    ahead,
    open_file,
    open_folder,
    foreign,
    set_aside_device,
    broken_device,
    leftover,
    leftover_backup,
    bad_snapshot,
    no_backup,
    damaged_backup,
    backup_without_list,
    erased_content,
    set_aside,
)
NOT_BY_ITSELF = {unreadable, lost, ahead}
"""What a person has to do something about: a mode, a restore, a decision."""


@pytest.mark.parametrize("harm", HARMS)
def test_a_problem_is_named_with_its_file_and_line(
    harm: Callable[[Journal], tuple[str, str, int]], journal: Journal
) -> None:
    kind, path, line = harm(journal)
    found = [one for one in look(journal).findings if one.kind == kind]
    assert (path, line) in [(one.path, one.line) for one in found]
    for one in found:
        assert one.what
        assert one.means
        assert one.to_do


@pytest.mark.parametrize("harm", HARMS)
def test_looking_changes_nothing(
    harm: Callable[[Journal], tuple[str, str, int]], journal: Journal
) -> None:
    harm(journal)
    roots = (journal.places.home, journal.places.state)
    before = [
        (path, os.stat(path).st_mode, content(path)) for root in roots for path in files_below(root)
    ]
    look(journal)
    after = [
        (path, os.stat(path).st_mode, content(path)) for root in roots for path in files_below(root)
    ]
    assert after == before


@pytest.mark.parametrize("harm", HARMS)
def test_repairing_does_what_it_says_and_loses_no_byte(
    harm: Callable[[Journal], tuple[str, str, int]], journal: Journal
) -> None:
    harm(journal)
    standing = ids(journal)
    before = {
        line
        for path in journal_files(journal.places)
        if os.path.isfile(path)
        for line in content(path).split(b"\n")
    }
    repair(journal)
    roots = (journal.places.home, journal.places.state)
    everywhere = b"\n".join(content(path) for root in roots for path in files_below(root))
    if harm is not erased_content:
        assert all(line in everywhere for line in before)
    assert ids(journal) == standing
    for one in problems(journal):
        if one.kind == finding.LOST and harm is not lost:
            put_back(journal.places, journal.now_ms(), os.path.basename(one.path))
    left = problems(journal)
    if harm in NOT_BY_ITSELF:
        assert left
    else:
        assert left == []
        assert repair(journal) == [], "a second time there is nothing to repair"


def test_bad_lines_stand_in_quarantine_as_they_were(journal: Journal) -> None:
    flipped(journal)
    path = own_file(journal)
    line = content(path).split(b"\n")[1]
    repair(journal)
    name = f"{journal.device.id}-2026-11.jsonl-2.txt"
    kept = os.path.join(quarantine_folder(journal.places), name)
    assert content(kept) == line
    assert os.stat(kept).st_mode & 0o777 == 0o600
    assert len(content(path).splitlines()) == 2


def test_logging_goes_on_after_a_repair(family: Any, journal: Journal, log: Log) -> None:
    torn(journal)
    repair(family.device())
    log(journal, note="afterwards")
    assert [one.kind for one in problems(journal)] == [finding.GONE, finding.LOST]
    assert len(ids(journal)) == 3


def test_an_entry_put_back_beside_one_with_its_number_is_no_clone(
    journal: Journal, log: Log
) -> None:
    torn(journal)
    log(journal, note="has the number of the torn one")
    name = backup_names(journal.places, journal.now_ms())[0]
    assert put_back(journal.places, journal.now_ms(), name).operations == 1
    repair(journal)
    assert len(ids(journal)) == 4
    assert [one.kind for one in look(journal).findings] == [finding.SET_ASIDE]


def test_another_devices_file_is_named_and_left_alone(family: Any, journal: Journal) -> None:
    flipped(journal)
    before = content(own_file(journal))
    tablet = family.device("tablet")
    assert tablet.device.id != journal.device.id
    repair(tablet)
    assert content(own_file(journal)) == before
    (found,) = [one for one in problems(tablet) if one.kind == finding.BAD_LINE]
    assert "another device" in found.to_do


def test_missing_entries_are_news_once(journal: Journal) -> None:
    missing(journal)
    shutil.rmtree(backups_folder(journal.places))
    assert [one.kind for one in problems(journal)] == [finding.MISSING_ENTRIES]
    repair(journal)
    assert problems(journal) == []
    assert [one.kind for one in look(journal).findings] == [finding.MISSING_ENTRIES]


def test_missing_entries_that_a_backup_holds_are_not_noted_as_gone(journal: Journal) -> None:
    missing(journal)
    repair(journal)
    assert {one.kind for one in problems(journal)} == {finding.MISSING_ENTRIES, finding.LOST}


def test_unfinished_work_of_a_running_process_is_left_alone(journal: Journal) -> None:
    path = leftover(journal)[1]
    now = journal.now_ms() / 1000
    os.utime(path, (now, now))
    assert look(journal).findings == ()


def test_a_clone_takes_a_name_of_its_own(family: Any, journal: Journal, log: Log) -> None:
    cloned(journal)
    before = journal.device.id
    repair(journal)
    fresh = family.device()
    assert fresh.device.id != before
    log(fresh)
    assert problems(fresh) == []


def test_values_from_ahead_count_once_they_are_accepted(family: Any, journal: Journal) -> None:
    ahead(journal)
    record = journal.get("01KAQZ7V5M0000000000000007")
    assert record.fields["fit"] == "matched"
    assert record.fields["context"] == "meal", "shown, because nothing else is known"
    (found,) = problems(journal)
    assert "2 values" in found.what
    written = accept(journal, look(journal).ahead)
    accepted = family.device().get(record.id)
    assert (accepted.fields["fit"], accepted.fields["context"]) == ("partial", "meal")
    assert not accepted.ahead
    assert not accepted.waiting
    assert problems(journal) == []
    assert len(written) == 1
    assert accept(journal, look(journal).ahead) == []


def test_accepting_is_undone_at_once(family: Any, journal: Journal) -> None:
    ahead(journal)
    accept(journal, look(journal).ahead)
    family.device().undo()
    assert family.device().get("01KAQZ7V5M0000000000000007").fields["fit"] == "matched"


def test_a_record_that_lies_wholly_ahead_can_be_accepted(
    journal: Journal, operation: Any, family: Any
) -> None:
    far = journal.now_ms() + 86_400_000 * 4000
    one = operation(seq=1, stamp=make(far, 0, "tablet"), device="tablet", set={"cue": "sad"})
    write(journal.places.month_file("tablet", "2037-11"), encode(one))
    os.chmod(journal.places.device_folder("tablet"), 0o700)
    accept(journal, look(journal).ahead)
    assert problems(journal) == []
    history = family.device().history(one.id)
    now = list(fold(history, journal.now_ms()).values())
    assert [record.ahead for record in now] == [False]


FAILURES = [
    "EIO",
    "stopped",
    pytest.param("ENOSPC", marks=pytest.mark.slow),
    pytest.param("EIO afterwards", marks=pytest.mark.slow),
    pytest.param("stopped afterwards", marks=pytest.mark.slow),
]


@pytest.mark.parametrize("kind", FAILURES)
def test_a_repair_interrupted_anywhere_loses_nothing_and_goes_on(  # noqa: PLR0913, PLR0917
    kind: str, family: Any, log: Log, tmp_path: Any, faulty: Any, stopped: Any
) -> None:
    calls, number = 0, -1
    while number < calls:
        home = type(family)(str(tmp_path / str(number)))
        journal = home.device()
        for note in range(4):
            log(journal, note=f"note {note}")
        flipped(journal)
        path = own_file(journal)
        os.chmod(path, 0o644)
        with open(path, "ab") as file:
            file.write(bytes(40) + b"\n{torn")
        leftover(journal)
        bad_snapshot(journal)
        standing, lines = ids(journal), set(content(path).split(b"\n"))
        with faulty(number, kind).running() as running:
            try:
                repair(journal)
            except stopped:
                assert kind.startswith("stopped")
        calls = max(calls, running.calls)
        fresh = home.device()
        roots = (fresh.places.home, fresh.places.state)
        everywhere = b"\n".join(content(path) for root in roots for path in files_below(root))
        assert ids(fresh) == standing, number
        assert all(line in everywhere for line in lines), number
        for one in files_below(fresh.places.family):
            os.utime(one, (0, 0))
        repair(fresh)
        assert [one for one in problems(fresh) if one.kind != finding.LEFTOVER] == [], number
        assert ids(fresh) == standing, number
        shutil.rmtree(tmp_path / str(number))
        number += 1
    assert calls > 12

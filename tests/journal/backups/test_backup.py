"""Backups: made by themselves, cheap, whole, kept as long as they are needed; and the way back."""

from __future__ import annotations

import errno
import json
import os
import shutil
import time
from typing import TYPE_CHECKING, Any

import pytest

from parentkit.domain.errors import DataProblem, NothingFound, UsageProblem
from parentkit.journal.backups.catalog import backup_names, backups_folder
from parentkit.journal.backups.daily import backup_if_due
from parentkit.journal.backups.lost import Lost
from parentkit.journal.backups.make import KEPT_DAYS, make_backup
from parentkit.journal.backups.manifest import ASKED, DAILY, damaged_files, read_manifest
from parentkit.journal.backups.restore import chosen_backup, put_back, put_back_everything
from parentkit.journal.log.folders import journal_files
from parentkit.journal.repair.check import examine
from parentkit.storage import disk, whole_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from parentkit.journal.journal import Journal

    Log = Callable[..., str]

posix = pytest.mark.skipif(os.name == "nt", reason="a zone is set as POSIX has it")

MONTHS = ("2026-08", "2026-09", "2026-10", "2026-11")


def content(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def below(folder: str) -> dict[str, bytes]:
    """Every file in a folder, by its path in it."""
    return {
        os.path.relpath(path, folder): content(path) for path in whole_files.files_below(folder)
    }


def copies(folder: str) -> dict[str, bytes]:
    return {name: data for name, data in below(folder).items() if name != "manifest.json"}


def folder_of(journal: Journal, name: str) -> str:
    return os.path.join(backups_folder(journal.places), name)


def whole(journal: Journal) -> list[str]:
    """The names of the backups; each of them must be what its manifest says."""
    names = backup_names(journal.places, journal.now_ms())
    for name in names:
        manifest = read_manifest(folder_of(journal, name))
        assert manifest is not None, name
        assert damaged_files(folder_of(journal, name), manifest) == {}, name
        assert set(copies(folder_of(journal, name))) == set(manifest.files), name
    return names


@pytest.fixture
def lived_in(family: Any, log: Log) -> Journal:
    """A device with four months of moments."""
    journal: Journal = family.device()
    family.clock().go_on(days=-110)
    for month in MONTHS:
        log(journal, observed_at=f"{month}-10T10:00+00:00")
        family.clock().go_on(days=110 / 4)
    family.clock().ms = type(family.clock())().ms
    return family.device()


def back_up(journal: Journal) -> str:
    made = make_backup(journal.places, journal.now_ms(), ASKED)
    assert made is not None
    return made.name


def ids(journal: Journal) -> set[str]:
    return {record.id for record in journal.read(None).records}


def test_a_backup_holds_every_file_as_it_is(lived_in: Journal) -> None:
    name = back_up(lived_in)
    assert copies(folder_of(lived_in, name)) == below(lived_in.places.journal)
    assert len(copies(folder_of(lived_in, name))) == len(MONTHS)
    whole(lived_in)


def test_its_list_can_be_checked_by_anybody(lived_in: Journal) -> None:
    import zlib

    folder = folder_of(lived_in, back_up(lived_in))
    listed = json.loads(content(os.path.join(folder, "manifest.json")))["files"]
    for name, data in copies(folder).items():
        assert listed[name]["size"] == len(data)
        assert listed[name]["crc32"] == f"{zlib.crc32(data):08x}"


def test_only_what_changed_takes_room(family: Any, lived_in: Journal, log: Log) -> None:
    first = back_up(lived_in)
    family.clock().go_on(days=1)
    log(lived_in)
    made = make_backup(lived_in.places, lived_in.now_ms(), DAILY)
    assert made is not None
    one, two = folder_of(lived_in, first), made.folder
    shared = {
        name
        for name in copies(two)
        if os.path.samefile(os.path.join(one, name), os.path.join(two, name))
    }
    assert len(shared) == len(MONTHS) - 1
    newest = lived_in.places.month_file(lived_in.device.id, "2026-11")
    assert made.copied_bytes == os.path.getsize(newest)


def test_a_live_file_is_never_a_backups_file(family: Any, lived_in: Journal, log: Log) -> None:
    name = back_up(lived_in)
    before = copies(folder_of(lived_in, name))
    for path in journal_files(lived_in.places):
        assert os.stat(path).st_nlink == 1
    for month in MONTHS:
        log(lived_in, observed_at=f"{month}-12T10:00+00:00", ms=0)
    family.clock().go_on(days=1)
    put_back(lived_in.places, lived_in.now_ms(), name)
    assert copies(folder_of(lived_in, name)) == before


def test_without_links_the_file_is_copied(
    lived_in: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(source: str, target: str) -> None:
        raise OSError(errno.EPERM, f"{source} {target}")

    monkeypatch.setattr(whole_files, "link", no_links)
    names = [back_up(lived_in), back_up(lived_in)]
    assert copies(folder_of(lived_in, names[1])) == below(lived_in.places.journal)


def test_a_damaged_copy_is_not_shared_on_request(lived_in: Journal) -> None:
    first = folder_of(lived_in, back_up(lived_in))
    name = next(iter(copies(first)))
    with open(os.path.join(first, name), "r+b") as file:
        file.write(b"#")
    second = folder_of(lived_in, back_up(lived_in))
    assert copies(second) == below(lived_in.places.journal)


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Puts this machine into a zone, `zone("America/Los_Angeles")`."""

    def put(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield put
    monkeypatch.undo()
    time.tzset()


@posix
@pytest.mark.parametrize(
    "days",
    [
        ("UTC", [True, False, True, False, False, False, True, False]),
        ("America/Los_Angeles", [True, False, False, False, True, False, False, False]),
        ("Asia/Tokyo", [True, True, False, False, False, True, False, False]),
    ],
)
def test_every_local_day_on_which_something_is_written_has_one(
    family: Any, lived_in: Journal, log: Log, zone: Any, days: tuple[str, list[bool]]
) -> None:
    """From noon of a day in UTC on, every six hours."""
    name, made = days
    zone(name)
    found = []
    for _ in range(8):
        log(lived_in)
        found.append(backup_if_due(lived_in.places, lived_in.now_ms()) is not None)
        family.clock().go_on(hours=6)
    assert found == made


@posix
def test_two_local_days_within_one_day_of_utc_both_keep_theirs(
    family: Any, lived_in: Journal, log: Log, zone: Any
) -> None:
    """Evening and morning in California: at 18:00 and at 10:00, by turns."""
    zone("America/Los_Angeles")
    family.clock().go_on(hours=14)
    for hours in (16, 32) * 3:
        log(lived_in)
        assert backup_if_due(lived_in.places, lived_in.now_ms())
        family.clock().go_on(hours=hours)
    assert len(whole(lived_in)) == 6
    assert len({name[:10] for name in whole(lived_in)}) < 6


def test_there_is_none_before_anything_is_written(family: Any) -> None:
    journal = family.device()
    assert backup_if_due(journal.places, journal.now_ms()) is None
    assert backup_names(journal.places, journal.now_ms()) == []


def test_a_clock_set_back_or_ten_years_ahead_does_not_stop_the_backups(
    family: Any, lived_in: Journal
) -> None:
    family.clock().go_on(years=10)
    future = back_up(lived_in)
    family.clock().go_on(years=-10)
    assert backup_if_due(lived_in.places, lived_in.now_ms()) is not None
    family.clock().go_on(hours=-1)
    assert backup_if_due(lived_in.places, lived_in.now_ms()) is None
    names = backup_names(lived_in.places, lived_in.now_ms())
    assert names[-1] == future, "the newest is not the one with the highest name"
    assert chosen_backup(lived_in.places, lived_in.now_ms(), None) != future


def test_the_last_days_are_kept_and_older_ones_taken_away(
    family: Any, lived_in: Journal, log: Log
) -> None:
    for _ in range(KEPT_DAYS + 3):
        log(lived_in)
        assert backup_if_due(lived_in.places, lived_in.now_ms())
        family.clock().go_on(days=1)
    names = whole(lived_in)
    assert len(names) == KEPT_DAYS
    assert names[0].startswith("2026-12-01")


def test_many_in_one_day_do_not_push_the_other_days_out(
    family: Any, lived_in: Journal, log: Log
) -> None:
    for _ in range(3):
        back_up(lived_in)
        family.clock().go_on(days=1)
    for _ in range(12):
        log(lived_in)
        newest = back_up(lived_in)
        family.clock().go_on(seconds=1)
    names = whole(lived_in)
    assert len({name[:10] for name in names}) == 4
    assert names[0] == newest
    assert len(names) == 4


def test_what_the_journal_has_lost_is_not_thinned_out(
    family: Any, lived_in: Journal, log: Log
) -> None:
    lost = log(lived_in, note="lost")
    name = back_up(lived_in)
    path = lived_in.places.month_file(lived_in.device.id, "2026-11")
    with open(path, "r+b") as file:
        file.truncate(content(path).rstrip(b"\n").rfind(b"\n") + 1)
    for _ in range(KEPT_DAYS + 3):
        family.clock().go_on(days=1)
        log(lived_in)
        backup_if_due(lived_in.places, lived_in.now_ms())
    assert name in whole(lived_in)
    assert lost not in ids(lived_in)
    put_back(lived_in.places, lived_in.now_ms(), name)
    assert lost in ids(family.device())
    family.clock().go_on(days=1)
    backup_if_due(lived_in.places, lived_in.now_ms())
    assert name not in whole(lived_in)


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_there(lived_in: Journal) -> None:
    unreadable = os.path.join(os.path.dirname(journal_files(lived_in.places)[0]), "2026-07.jsonl")
    os.mkdir(unreadable)
    made = make_backup(lived_in.places, lived_in.now_ms(), ASKED)
    assert made is not None
    assert made.unreadable == (unreadable,)
    assert len(made.files) == len(MONTHS)


def damage_nothing(_journal: Journal) -> None:
    pass


def take_a_file_away(journal: Journal) -> None:
    os.remove(journal_files(journal.places)[1])


def take_the_newest_file_away(journal: Journal) -> None:
    os.remove(journal_files(journal.places)[-1])


def take_the_folder_away(journal: Journal) -> None:
    whole_files.remove_tree(journal.places.home)


def cut_a_file(journal: Journal) -> None:
    path = journal_files(journal.places)[-1]
    with open(path, "r+b") as file:
        file.truncate(os.path.getsize(path) - 70)


def flip_a_bit(journal: Journal) -> None:
    path = journal_files(journal.places)[0]
    with open(path, "r+b") as file:
        data = bytearray(file.read())
        data[60] ^= 4
        file.seek(0)
        file.write(data)


def fill_with_zeroes(journal: Journal) -> None:
    path = journal_files(journal.places)[2]
    size = os.path.getsize(path)
    with open(path, "wb") as file:
        file.write(bytes(size))


HARMS = (
    damage_nothing,
    take_a_file_away,
    take_the_newest_file_away,
    take_the_folder_away,
    cut_a_file,
    flip_a_bit,
    fill_with_zeroes,
)


@pytest.mark.parametrize("harm", HARMS)
def test_going_back_brings_everything_back_and_keeps_what_came_since(
    harm: Callable[[Journal], None], family: Any, lived_in: Journal, log: Log
) -> None:
    before = ids(lived_in)
    name = back_up(lived_in)
    family.clock().go_on(days=1)
    since = log(lived_in, observed_at="2026-11-23T10:00+00:00", note="since")
    keeps_newest = harm not in (cut_a_file, take_the_newest_file_away, take_the_folder_away)
    harm(lived_in)
    lost = before - ids(lived_in)
    planned = put_back(lived_in.places, lived_in.now_ms(), name, dry_run=True)
    restored = put_back(lived_in.places, lived_in.now_ms(), name)
    assert planned.operations == restored.operations == len(lost)
    fresh = family.device()
    assert ids(fresh) == before | ({since} if keeps_newest else set())
    assert put_back(lived_in.places, lived_in.now_ms(), name).operations == 0
    family.clock().go_on(seconds=1)
    log(fresh)
    assert Lost(fresh.places, fresh.now_ms()).missing(name) == {}
    kinds = {one.kind for one in examine(fresh.places, fresh.now_ms()).findings}
    assert not kinds & {"cloned_device", "missing_entries", "lost"}


def test_what_stands_is_not_touched_by_going_back(lived_in: Journal, log: Log) -> None:
    name = back_up(lived_in)
    take_a_file_away(lived_in)
    log(lived_in)
    before = below(lived_in.places.journal)
    put_back(lived_in.places, lived_in.now_ms(), name)
    after = below(lived_in.places.journal)
    assert {path: after[path] for path in before} == before
    assert len(after) == len(before) + 1


def test_what_was_there_is_backed_up_first(family: Any, lived_in: Journal, log: Log) -> None:
    name = back_up(lived_in)
    take_a_file_away(lived_in)
    family.clock().go_on(seconds=1)
    log(lived_in, note="since")
    before = below(lived_in.places.journal)
    restored = put_back(lived_in.places, lived_in.now_ms(), name)
    assert copies(folder_of(lived_in, restored.safety)) == before


def test_a_damaged_backup_gives_back_what_is_whole_in_it(lived_in: Journal) -> None:
    before = ids(lived_in)
    name = back_up(lived_in)
    take_the_folder_away(lived_in)
    damaged = os.path.join(folder_of(lived_in, name), next(iter(copies(folder_of(lived_in, name)))))
    with open(damaged, "ab") as file:
        file.write(b"something else")
    restored = put_back(lived_in.places, lived_in.now_ms(), name)
    assert len(restored.damaged) == 1
    assert ids(lived_in) == before


def test_everything_becomes_what_it_was(family: Any, lived_in: Journal, log: Log) -> None:
    name = back_up(lived_in)
    before = below(lived_in.places.journal)
    family.clock().go_on(days=1)
    since = log(lived_in, note="since")
    log(lived_in, observed_at="2026-12-01T10:00+00:00")
    take_a_file_away(lived_in)
    at_last = below(lived_in.places.journal)
    restored = put_back_everything(lived_in.places, lived_in.now_ms(), name)
    assert below(lived_in.places.journal) == before
    assert copies(folder_of(lived_in, restored.safety)) == at_last
    assert since not in ids(family.device())
    again = put_back_everything(lived_in.places, lived_in.now_ms(), restored.safety)
    assert below(lived_in.places.journal) == at_last
    assert again.safety != restored.safety


def test_after_that_nothing_is_numbered_twice(family: Any, lived_in: Journal, log: Log) -> None:
    old = lived_in.device.id
    name = back_up(lived_in)
    family.clock().go_on(days=1)
    log(lived_in, note="since")
    put_back_everything(lived_in.places, lived_in.now_ms(), name)
    fresh = family.device()
    assert fresh.device.id != old
    log(fresh)
    safety = backup_names(fresh.places, fresh.now_ms())[0]
    put_back(fresh.places, fresh.now_ms(), safety)
    kinds = {one.kind for one in examine(fresh.places, fresh.now_ms()).findings}
    assert not kinds & {"cloned_device", "missing_entries", "lost"}


def test_what_was_replaced_on_purpose_is_not_called_lost(
    family: Any, lived_in: Journal, log: Log
) -> None:
    name = back_up(lived_in)
    family.clock().go_on(days=1)
    log(lived_in, note="since")
    back_up(lived_in)
    put_back_everything(lived_in.places, lived_in.now_ms(), name)
    assert {one.kind for one in examine(lived_in.places, lived_in.now_ms()).findings} <= {
        "no_backup"
    }


def test_a_damaged_backup_does_not_replace_everything(lived_in: Journal) -> None:
    name = back_up(lived_in)
    os.remove(
        os.path.join(folder_of(lived_in, name), next(iter(copies(folder_of(lived_in, name)))))
    )
    before = below(lived_in.places.journal)
    with pytest.raises(DataProblem, match="damaged"):
        put_back_everything(lived_in.places, lived_in.now_ms(), name)
    assert below(lived_in.places.journal) == before


def test_something_written_in_between_is_not_replaced(
    family: Any, lived_in: Journal, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = back_up(lived_in)
    real = whole_files.write_over
    written: list[str] = []

    def and_somebody_logs(path: str, data: bytes) -> None:
        if not written:
            written.append(log(lived_in, note="in between"))
        real(path, data)

    monkeypatch.setattr(whole_files, "write_over", and_somebody_logs)
    take_a_file_away(lived_in)
    with pytest.raises(DataProblem, match="in the meantime"):
        put_back_everything(lived_in.places, lived_in.now_ms(), name)
    assert written[0] in ids(family.device())


def test_a_backup_is_found_by_the_beginning_of_its_name(family: Any, lived_in: Journal) -> None:
    names = []
    for _ in range(2):
        names.append(back_up(lived_in))
        family.clock().go_on(days=1)
    places, now_ms = lived_in.places, lived_in.now_ms()
    assert chosen_backup(places, now_ms, None) == names[1]
    assert chosen_backup(places, now_ms, names[0][:10]) == names[0]
    with pytest.raises(UsageProblem):
        chosen_backup(places, now_ms, "2026")
    with pytest.raises(NothingFound):
        chosen_backup(places, now_ms, "1999")


FAILURES = [
    "EIO",
    "stopped",
    pytest.param("ENOSPC", marks=pytest.mark.slow),
    pytest.param("EIO afterwards", marks=pytest.mark.slow),
    pytest.param("stopped afterwards", marks=pytest.mark.slow),
]


@pytest.mark.parametrize("kind", FAILURES)
def test_a_backup_interrupted_anywhere_leaves_whole_ones_and_the_journal(  # noqa: PLR0913, PLR0917
    kind: str, family: Any, log: Log, tmp_path: Any, faulty: Any, stopped: Any
) -> None:
    calls, number = 0, -1
    while number < calls:
        home = type(family)(str(tmp_path / str(number)))
        journal = home.device()
        log(journal)
        log(journal, observed_at="2026-12-01T10:00+00:00")
        for _ in range(KEPT_DAYS):
            back_up(journal)
            home.clock().go_on(days=1)
        log(journal)
        before = below(journal.places.journal)
        backups = set(whole(journal))
        with faulty(number, kind).running() as running:
            try:
                backup_if_due(journal.places, journal.now_ms())
            except (OSError, stopped):
                assert running.calls > number
        calls = max(calls, running.calls)
        assert below(journal.places.journal) == before, number
        assert len(backups & set(whole(journal))) >= KEPT_DAYS - 1, number
        home.clock().go_on(days=1)
        assert backup_if_due(journal.places, journal.now_ms()), number
        assert len(whole(journal)) <= KEPT_DAYS + 1, number
        left = [
            name for name in os.listdir(backups_folder(journal.places)) if name.endswith(".new")
        ]
        assert left == [], number
        shutil.rmtree(tmp_path / str(number))
        number += 1
    assert calls > 12


@pytest.mark.parametrize("kind", FAILURES)
@pytest.mark.parametrize("back", [put_back, put_back_everything])
def test_going_back_interrupted_anywhere_loses_nothing_and_goes_on(  # noqa: PLR0913, PLR0917
    kind: str,
    back: Any,
    family: Any,
    log: Log,
    tmp_path: Any,
    faulty: Any,
    stopped: Any,
) -> None:
    calls, number = 0, -1
    while number < calls:
        home = type(family)(str(tmp_path / str(number)))
        journal = home.device()
        home.clock().go_on(days=-40)
        log(journal, observed_at="2026-10-01T10:00+00:00")
        home.clock().go_on(days=40)
        log(journal)
        wanted = ids(journal)
        name = back_up(journal)
        cut_a_file(journal)
        if back is put_back_everything:
            take_a_file_away(journal)
        since = log(home.device(), note="since")
        home.clock().go_on(seconds=1)
        with faulty(number, kind).running() as running:
            try:
                back(journal.places, journal.now_ms(), name)
            except (OSError, stopped, DataProblem):
                assert running.calls > number
        calls = max(calls, running.calls)
        everywhere = b"".join(below(home.home).values()) + b"".join(
            below(backups_folder(journal.places)).values()
        )
        assert since.encode() in everywhere, number
        home.clock().go_on(seconds=1)
        back(journal.places, journal.now_ms(), name)
        assert ids(home.device()) == wanted | ({since} if back is put_back else set()), number
        shutil.rmtree(tmp_path / str(number))
        number += 1
    assert calls > 12


def test_a_second_process_does_not_make_the_days_backup_again(
    lived_in: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both found it due; the first one made it while the second one waited for the lock."""
    real = disk.create_for_append

    def first_one_makes_it(path: str) -> int:
        monkeypatch.setattr(disk, "create_for_append", real)
        assert backup_if_due(lived_in.places, lived_in.now_ms())
        return real(path)

    monkeypatch.setattr(disk, "create_for_append", first_one_makes_it)
    assert backup_if_due(lived_in.places, lived_in.now_ms()) is None
    assert len(whole(lived_in)) == 1

import os
import stat
import sys
from collections.abc import Callable
from typing import Any

import pytest

from parentkit.domain.log.episode import Episode, episode_of
from parentkit.domain.ulid import ulid
from parentkit.journal.index import catalogue, store
from parentkit.journal.journal import Journal
from parentkit.journal.log.folders import dated_files
from parentkit.journal.log.writer import Draft
from parentkit.storage import disk

Log = Callable[..., str]

NOON = 1_795_348_800_000
DAY = 24 * 60 * 60 * 1000


@pytest.fixture(autouse=True)
def renewed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "RENEW_AFTER", 0)


@pytest.fixture
def history(family: Any, log: Log) -> Journal:
    """Forty moments of three months from two devices, with corrections and deletions."""
    laptop, phone = family.device("laptop"), family.device("phone")
    for number in range(40):
        device = phone if number % 3 == 0 else laptop
        name = "phone" if number % 3 == 0 else "laptop"
        family.clock(name).ms = NOON - (40 - number) * 2 * DAY
        day = f"2026-{9 + number // 16:02}-{number % 28 + 1:02}T10:{number:02}+01:00"
        identifier = log(device, observed_at=day, cue=f"cue{number % 5}", note="Wolkenkuckucksheim")
        if number % 4 == 0:
            device.amend(device.get(identifier), {"need": "Wolkenkuckucksheim", "fit": "missed"})
        if number % 9 == 0:
            device.amend(device.get(identifier), {"deleted": True})
    family.clock("laptop").ms = family.clock("phone").ms = NOON
    return laptop


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the journal's files whose lines are decoded from now on."""
    from parentkit.journal.index import tail_reader

    real = tail_reader._operations
    names: list[str] = []

    def watched(data: bytes, start: int, file: int) -> Any:
        if start < len(data):
            names.append(f"{file} from {start}" if start else f"{file}")
        return real(data, start, file)

    monkeypatch.setattr(tail_reader, "_operations", watched)
    return names


def rows(journal: Journal) -> list[Episode]:
    return [Episode(*row) for row in zip(*journal.episodes(), strict=True)]


def folded(journal: Journal) -> list[Episode]:
    found = [(r.fields["observed_at"], r.id, episode_of(r.fields)) for r in journal.read()]
    return [episode for _, _, episode in sorted(found)]


def path_of(journal: Journal) -> str:
    return store.snapshot_path(journal.places)


def content_of(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def put(path: str, content: bytes) -> None:
    with open(path, "wb") as file:
        file.write(content)


def test_the_second_time_no_line_is_decoded(history: Journal, reads: list[str]) -> None:
    assert rows(history) == folded(history)
    assert len(reads) == len(dated_files(history.places.journal))
    reads.clear()
    assert rows(history) == folded(history)
    assert reads == []


def test_it_holds_no_free_text_and_is_for_its_owner_alone(history: Journal, log: Log) -> None:
    identifier = history.read().records[0].id
    gone = log(history, cue="cloud_cuckoo_land")
    history.amend(history.get(gone), {"deleted": True})
    unknown = {"a_new_field": "Wolkenkuckucksheim", "repair": {"how": "Wolkenkuckucksheim"}}
    history.amend(history.get(identifier), unknown)
    rows(history)
    path = path_of(history)
    assert b"Wolkenkuckucksheim" not in content_of(path)
    assert b"cloud_cuckoo_land" not in content_of(path)
    assert identifier.encode() in content_of(path)
    if os.name == "posix":
        assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
        assert stat.S_IMODE(os.stat(os.path.dirname(path)).st_mode) == 0o700


def test_damage_at_any_place_goes_unnoticed_by_the_person(history: Journal) -> None:
    expected = rows(history)
    path = path_of(history)
    whole = content_of(path)
    for offset in [*range(0, 400, 23), *range(400, len(whole), 401)]:
        put(path, whole[:offset] + bytes([whole[offset] ^ 1]) + whole[offset + 1 :])
        assert rows(history) == expected
        assert content_of(path) == whole
    for end in (0, 1, 30, 31, 200, len(whole) // 2, len(whole) - 1):
        put(path, whole[:end])
        assert rows(history) == expected
    put(path, whole + b"\0")
    assert rows(history) == expected
    os.unlink(path)
    assert rows(history) == expected
    assert content_of(path) == whole


def test_one_of_another_format_or_of_other_columns_is_left_out_of_account(
    history: Journal, monkeypatch: pytest.MonkeyPatch, reads: list[str]
) -> None:
    expected = rows(history)
    monkeypatch.setattr(store, "FORMAT", store.FORMAT + 1)
    reads.clear()
    assert rows(history) == expected
    assert reads
    other = "big" if sys.byteorder == "little" else "little"
    monkeypatch.setattr(sys, "byteorder", other)
    reads.clear()
    assert rows(history) == expected
    assert reads


def test_one_of_another_family_is_left_out_of_account(history: Journal, log: Log) -> None:
    rows(history)
    home = history.places.home + "-elsewhere"
    other = Journal(home, history.places.state, history.now_ms)
    identifier = log(other)
    put(path_of(other), content_of(path_of(history)))
    assert rows(other) == [episode_of(other.get(identifier).fields)]


def test_where_the_state_cannot_be_written_everything_works_without(
    history: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "create_new", full)
    assert rows(history) == folded(history)
    assert not os.path.exists(path_of(history))
    monkeypatch.setattr(disk, "make_folder", full)
    assert rows(history) == folded(history)


def test_what_was_appended_since_is_read_and_nothing_else(
    family: Any, history: Journal, log: Log, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows(history)
    monkeypatch.setattr(store, "RENEW_AFTER", 1000)
    before = content_of(path_of(history))
    records = sorted(history.read().records, key=lambda record: record.id)
    history.amend(records[0], {"cue": "angry"})
    history.amend(records[-1], {"deleted": True})
    deleted = next(iter(record for record in history.read(deleted=True) if record.deleted))
    history.amend(deleted, {"deleted": None})
    log(history, observed_at="2026-10-02T09:00+01:00")
    log(family.device("phone"))
    reads.clear()
    assert rows(history) == folded(history)
    assert len(reads) == 2
    assert all(" from " in read for read in reads)
    assert content_of(path_of(history)) == before


def test_it_is_renewed_when_much_was_appended(
    history: Journal, log: Log, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows(history)
    monkeypatch.setattr(store, "RENEW_AFTER", 3)
    for _ in range(3):
        log(history)
    rows(history)
    reads.clear()
    rows(history)
    assert len(reads) == 1
    log(history)
    rows(history)
    reads.clear()
    assert rows(history) == folded(history)
    assert reads == []


def test_it_is_renewed_when_something_old_was_changed(
    history: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows(history)
    monkeypatch.setattr(store, "RENEW_AFTER", 1000)
    monkeypatch.setattr(store, "RENEW_FROM", 10)
    before = content_of(path_of(history))
    records = sorted(history.read().records, key=lambda record: record.fields["observed_at"])
    history.amend(records[-9], {"cue": "angry"})
    assert rows(history) == folded(history)
    assert content_of(path_of(history)) == before
    history.amend(records[-11], {"cue": "angry"})
    assert rows(history) == folded(history)
    assert content_of(path_of(history)) != before


def test_files_from_another_device_that_come_late_are_read(
    family: Any, history: Journal, log: Log
) -> None:
    phone = family.device("phone")
    folder = phone.places.device_folder(phone.device.id)
    os.rename(folder, folder + ".later")
    os.rename(folder + ".later", os.path.join(history.places.home, "later"))
    assert rows(history) == folded(history)
    log(history)
    assert len(rows(history)) == len(folded(history))
    os.rename(os.path.join(history.places.home, "later"), folder)
    assert rows(history) == folded(history)


def test_a_file_put_back_with_the_same_content_is_not_decoded_again(
    history: Journal, reads: list[str]
) -> None:
    expected = rows(history)
    reads.clear()
    for path in dated_files(history.places.journal):
        put(path + ".new", content_of(path))
        os.replace(path + ".new", path)
    assert rows(history) == expected
    assert reads == []
    assert content_of(path_of(history)).count(str(os.stat(path).st_mtime_ns).encode()) == 1


def test_a_file_that_was_changed_where_it_stands_is_read_again(history: Journal) -> None:
    rows(history)
    path = dated_files(history.places.journal)[0]
    lines = content_of(path).splitlines(keepends=True)
    put(path, b"".join(lines[1:]))
    assert rows(history) == folded(history)
    put(path, b"".join(lines))
    count = len(rows(history))
    put(path, b"".join(lines).replace(b'"v":1', b'"v":2'))
    assert rows(history) == folded(history)
    assert len(rows(history)) < count
    os.unlink(path)
    assert rows(history) == folded(history)


def test_a_last_line_without_its_end_counts_as_long_as_it_stands(history: Journal) -> None:
    path = dated_files(history.places.journal)[-1]
    whole = content_of(path)
    put(path, whole[:-1])
    assert rows(history) == folded(history)
    count = len(rows(history))
    for later in (whole + whole[:60], whole[:-1] + whole[:60], whole[:-60], whole):
        put(path, whole[:-1])
        assert len(rows(history)) == count
        put(path, later)
        assert rows(history) == folded(history)


def test_an_unfinished_last_line_counts_when_it_is_finished(history: Journal) -> None:
    path = dated_files(history.places.journal)[-1]
    whole = content_of(path)
    expected = rows(history)
    put(path, whole[:-60])
    assert len(rows(history)) < len(expected)
    put(path, whole)
    assert rows(history) == expected


def test_a_file_that_cannot_be_read_for_a_while_comes_back(history: Journal) -> None:
    expected = rows(history)
    path = dated_files(history.places.journal)[0]
    os.rename(path, path + ".kept")
    os.mkdir(path)
    assert len(rows(history)) < len(expected)
    assert rows(history) == folded(history)
    os.rmdir(path)
    os.rename(path + ".kept", path)
    assert rows(history) == expected


def test_a_value_stamped_ahead_of_time_counts_when_its_time_has_come(family: Any, log: Log) -> None:
    laptop, early = family.device("laptop"), family.device("early")
    identifier = log(laptop, cue="sad")
    family.clock("early").go_on(days=10)
    early.amend(early.get(identifier), {"cue": "angry"})
    assert [row.cue for row in rows(laptop)] == ["sad"]
    family.clock("laptop").go_on(days=8)
    assert [row.cue for row in rows(laptop)] == ["sad"]
    family.clock("laptop").go_on(days=2)
    assert [row.cue for row in rows(laptop)] == ["angry"]
    family.clock("laptop").go_on(days=-10)
    assert [row.cue for row in rows(laptop)] == ["sad"]


def test_files_that_change_while_they_are_read_are_read_again(
    history: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    from parentkit.journal.index.lines import Lines

    real = Lines.operations
    path = dated_files(history.places.journal)[0]
    lines = content_of(path).splitlines(keepends=True)

    def late(self: Lines, *given: Any) -> Any:
        put(path, b"".join(reversed(lines)))
        return real(self, *given)

    monkeypatch.setattr(Lines, "operations", late)
    assert rows(history) == folded(history)


def test_a_catalogue_finds_a_records_lines_again(history: Journal) -> None:
    for _ in range(2):
        found = store.open_catalogue(history.places, history.now_ms())
        for record in history.read(deleted=True):
            row = found.row("moment", record.id)
            assert row is not None
            assert found.deleted(row) == record.deleted
            assert found.record(row).fields == found.fields(row) == record.fields
            assert found.record(row).newest == record.newest
    assert found.kinds == {"moment"}
    assert found.row("moment", ulid(NOON, bytes(10))) is None


def test_rows_that_were_written_about_again_stay_as_they_were(history: Journal) -> None:
    found = store.open_catalogue(history.places, history.now_ms())
    record = history.read().records[0]
    row = found.row("moment", record.id)
    assert row is not None
    history.amend(record, {"cue": "afraid"})
    assert found.follow(history.now_ms())
    assert found.row("moment", record.id) != row
    assert found.fields(row) == record.fields
    assert row not in found.rows("moment")


def test_records_of_other_kinds_are_known_without_their_fields(history: Journal) -> None:
    moment = history.read().records[0].id
    coding = Draft("coding", ulid(NOON, bytes(10)), {"moment": moment, "fit": "missed"})
    history.append([coding, Draft("dream", ulid(NOON, bytes(10)), {"cue": "Wolkenkuckucksheim"})])
    before = folded(history)
    for _ in range(2):
        found = store.open_catalogue(history.places, history.now_ms())
        assert found.kinds == {"moment", "coding", "dream"}
        (row,) = found.rows("coding")
        assert found.fields(row) == coding.fields
        assert rows(history) == before
    assert b"Wolkenkuckucksheim" not in content_of(path_of(history))


def test_many_distinct_values_need_wider_codes() -> None:
    from parentkit.journal.index.columns import pack, unpack

    for distinct in (1, 255, 256, 257, 65_536, 65_537):
        values = [f"{number}" for number in range(distinct)]
        table, codes = pack([*values, *reversed(values)])
        assert table == values
        assert unpack(table, codes) == (*values, *reversed(values))
        assert unpack(table, codes, distinct + 1) == (*values, values[-1])
    assert unpack(*pack([])) == ()


def test_a_catalogue_is_followed_in_a_process_that_stays(history: Journal, log: Log) -> None:
    found = catalogue.Catalogue(history.places.journal, dated_files)
    for _ in range(3):
        assert found.follow(history.now_ms())
        rows_there = found.rows("moment")
        assert {found.ids[row] for row in rows_there} == {record.id for record in history.read()}
        log(history)

import errno
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parentkit.domain.errors import DataProblem
from parentkit.domain.ulid import is_ulid, ulid
from parentkit.journal.log.operation import decode
from parentkit.journal.log.scan import read_file
from parentkit.journal.log.stamp import make, wall_ms
from parentkit.journal.log.write_problem import WriteProblem
from parentkit.journal.log.writer import Draft
from parentkit.storage import disk
from parentkit.storage.lock import Busy, lock, unlock

Log = Callable[..., str]
NOON = 1_795_348_800_000
YEAR = 31_556_952_000
posix = pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")


def month_file(journal: Any, month: str = "2026-11") -> str:
    return str(journal.places.month_file(journal.device.id, month))


def stored(journal: Any, month: str = "2026-11") -> list[Any]:
    return read_file(month_file(journal, month)).operations


def test_what_append_returns_is_what_stands_in_the_file(family: Any) -> None:
    journal = family.device()
    journal.remember(caregiver="ANNA")
    identifier = ulid(NOON, bytes(10))
    (written,) = journal.append([Draft("moment", identifier, {"cue": "sad", "note": "Groß"})])
    assert stored(journal) == [written]
    assert written.stamp == make(NOON, 0, journal.device.id)
    assert (written.id, written.kind, written.by) == (identifier, "moment", "ANNA")
    assert (written.seq, written.batch) == (1, None)
    assert Path(month_file(journal)).read_bytes().endswith(b"}\n")


def test_sequence_numbers_go_on_in_every_later_process(family: Any, log: Log) -> None:
    for _ in range(3):
        log(family.device())
        journal = family.device()
        log(journal)
        log(journal)
        journal.close()
        log(journal)
    assert [one.seq for one in stored(family.device())] == list(range(1, 13))


def test_stamps_rise_within_one_millisecond_and_across_processes(family: Any, log: Log) -> None:
    for _ in range(3):
        journal = family.device()
        log(journal)
        log(journal)
    stamps = [one.stamp for one in stored(journal)]
    assert stamps == [make(NOON, counter, journal.device.id) for counter in range(6)]


def test_a_clock_that_goes_back_an_hour_does_not_turn_stamps_around(family: Any, log: Log) -> None:
    journal = family.device()
    log(journal)
    family.clock().go_on(hours=-1)
    log(journal)
    log(family.device())
    stamps = [one.stamp for one in stored(journal)]
    assert stamps == sorted(set(stamps))
    assert wall_ms(stamps[-1]) == NOON


def test_what_was_stamped_years_ahead_does_not_draw_later_stamps_after_it(
    family: Any, log: Log
) -> None:
    journal = family.device()
    family.clock().go_on(years=10)
    ahead = log(journal, observed_at="2036-11-22T12:00+00:00")
    family.clock().ms = NOON
    now = log(family.device())
    also_now = log(journal)
    stamps = [one.stamp for one in stored(journal)]
    assert [wall_ms(stamp) for stamp in stamps] == [NOON, NOON]
    assert wall_ms(stored(journal, "2036-11")[0].stamp) == NOON + 10 * YEAR
    records = {record.id: record.ahead for record in journal.read()}
    assert records == {ahead: True, now: False, also_now: False}


def test_a_file_that_holds_stamps_ahead_still_tells_what_was_stamped_before(
    family: Any, log: Log
) -> None:
    journal = family.device()
    family.clock().go_on(years=10)
    ahead = log(journal)
    family.clock().ms = NOON
    journal.amend(journal.get(ahead), {"fit": "missed"})
    family.clock().go_on(hours=-1)
    log(family.device())
    assert [wall_ms(one.stamp) for one in stored(journal)] == [NOON]


def test_an_edit_of_what_is_stamped_ahead_holds_now_and_when_that_time_has_come(
    family: Any, log: Log
) -> None:
    early, laptop = family.device("early"), family.device("laptop")
    family.clock("early").go_on(days=3)
    moment = log(early, fit="missed", note="early")
    laptop.amend(laptop.get(moment), {"fit": "partial", "note": "laptop"})
    assert laptop.get(moment).fields["fit"] == "partial"
    family.clock("laptop").go_on(days=10)
    record = laptop.get(moment)
    assert (record.fields["fit"], record.fields["note"]) == ("partial", "laptop")
    assert (record.conflicts, record.waiting, record.ahead) == ((), (), False)


def test_an_edit_wins_over_what_the_person_saw_though_the_clock_is_behind(
    family: Any, log: Log
) -> None:
    laptop, phone = family.device("laptop"), family.device("phone")
    moment = log(laptop, fit="missed")
    family.clock("phone").go_on(hours=-5)
    phone.amend(phone.get(moment), {"fit": "partial"})
    assert laptop.get(moment).fields["fit"] == "partial"


def test_two_devices_that_edit_one_note_keep_both_texts_until_somebody_has_seen_both(
    family: Any, log: Log
) -> None:
    laptop, phone = family.device("laptop"), family.device("phone")
    moment = log(laptop, note="first")
    on_laptop, on_phone = laptop.get(moment), phone.get(moment)
    laptop.amend(on_laptop, {"note": "laptop"})
    family.clock("phone").go_on(minutes=1)
    phone.amend(on_phone, {"note": "phone"})
    record = laptop.get(moment)
    assert record.fields["note"] == "phone"
    assert [(one.field, one.value) for one in record.conflicts] == [("note", "laptop")]
    laptop.amend(record, {"note": "both"})
    assert phone.get(moment).fields["note"] == "both"
    assert phone.get(moment).conflicts == ()


@pytest.mark.parametrize(
    ("observed_at", "month"),
    [
        ("2026-11-22T12:00+00:00", "2026-11"),
        ("2026-12-01T00:30+14:00", "2026-12"),
        ("2026-10-31T23:30+00:00", "2026-11"),
        ("2026-13-01T00:00+00:00", "2026-11"),
        ("../../../../x", "2026-11"),
        (None, "2026-11"),
        (["2027-01"], "2026-11"),
    ],
)
def test_an_operation_stands_in_the_later_month_of_its_stamp_and_its_moment(
    family: Any, log: Log, observed_at: object, month: str
) -> None:
    journal = family.device()
    log(journal, observed_at=observed_at)
    assert len(stored(journal, month)) == 1


def test_an_operation_never_stands_before_the_month_in_which_its_record_was_made(
    family: Any, log: Log
) -> None:
    journal = family.device()
    log(journal, ms=NOON + 60 * 86_400_000)
    assert len(stored(journal, "2027-01")) == 1


def test_imported_records_carry_their_own_time_and_are_one_batch(family: Any) -> None:
    journal = family.device()
    drafts = [
        Draft("moment", ulid(ms, bytes(10)), {"cue": "sad"}, written_at_ms=ms)
        for ms in (NOON - 86_400_000 * 40, NOON - 5000)
    ]
    first, second = journal.append(drafts)
    assert [first.stamp, second.stamp] == [
        make(ms.written_at_ms or 0, 0, journal.device.id) for ms in drafts
    ]
    assert first.batch == second.batch
    assert is_ulid(first.batch)
    assert len(stored(journal, "2026-10")) == len(stored(journal)) == 1


def test_importing_on_two_devices_never_overrides_a_later_edit(family: Any) -> None:
    laptop, phone = family.device("laptop"), family.device("phone")
    identifier = ulid(NOON - 5000, bytes(10))

    def bring_in(journal: Any) -> None:
        fields = {"cue": "sad", "fit": "missed", "note": "from the diary"}
        journal.append([Draft("moment", identifier, fields, written_at_ms=NOON - 5000)])

    bring_in(laptop)
    laptop.amend(laptop.get(identifier), {"fit": "partial", "note": "edited"})
    family.clock("phone").go_on(days=1)
    bring_in(phone)
    bring_in(phone)
    record = phone.get(identifier)
    assert (record.fields["fit"], record.fields["note"]) == ("partial", "edited")
    assert record.conflicts == ()


def test_lasting_records_stand_in_the_familys_file_of_the_device(family: Any) -> None:
    journal = family.device()
    for kind in ("child", "caregiver", "template", "term"):
        journal.append([Draft(kind, ulid(NOON, kind.ljust(10).encode()), {"name": kind})])
    path = journal.places.lasting_file(journal.device.id)
    assert [one.seq for one in read_file(path).operations] == [1, 2, 3, 4]
    assert not os.path.exists(month_file(journal))


def test_a_tail_left_torn_at_any_byte_stays_and_the_next_line_stands_by_itself(
    family: Any, log: Log
) -> None:
    journal = family.device()
    log(journal)
    log(journal)
    path = month_file(journal)
    whole = Path(path).read_bytes()
    start = whole.index(b"\n") + 1
    for length in range(start, len(whole)):
        torn = whole[:length] + bytes(length % 3)
        Path(path).write_bytes(torn)
        shutil.rmtree(os.path.join(journal.places.state, "tidemarks"))  # it was never confirmed
        identifier = log(family.device())
        content = Path(path).read_bytes()
        assert content.startswith(torn)
        found = read_file(path)
        assert found.operations[-1].id == identifier
        complete = length == len(whole) - 1
        assert found.operations[-1].seq == (3 if complete else 2)
        assert len(found.problems) == (0 if torn[-2:] in {b"}\n", b'"}'} else 1)


@pytest.mark.parametrize("content", [bytes(5000), b"x" * 9000, b"\n" * 5000, b"\xff\n" * 3000])
def test_a_file_without_a_single_operation_is_kept_and_written_on(
    family: Any, log: Log, content: bytes
) -> None:
    path = month_file(family.device())
    os.makedirs(os.path.dirname(path))
    Path(path).write_bytes(content)
    log(family.device())
    found = read_file(path)
    assert Path(path).read_bytes().startswith(content)
    assert [one.seq for one in found.operations] == [1]


def test_a_last_line_longer_than_the_part_first_looked_at_is_found(family: Any, log: Log) -> None:
    log(family.device(), note="x" * 50_000)
    log(family.device())
    assert [one.seq for one in stored(family.device())] == [1, 2]


def test_a_writer_notices_what_another_process_appended_or_put_in_its_place(
    family: Any, log: Log
) -> None:
    one, other = family.device(), family.device()
    log(one)
    log(other)
    log(one)
    path = month_file(one)
    content = Path(path).read_bytes()
    Path(path + ".new").write_bytes(content.split(b"\n")[0] + b"\n")
    os.replace(path + ".new", path)
    log(one)
    assert [op.seq for op in stored(one)] == [1]
    assert [op.seq for op in stored(one, "2026-11 (after 3)")] == [4]
    os.unlink(path)
    os.unlink(month_file(one, "2026-11 (after 3)"))
    log(one)
    assert [op.seq for op in stored(one, "2026-11 (after 4)")] == [5]
    assert not os.path.exists(path)


@posix
def test_files_and_folders_are_private_whatever_the_umask(family: Any, log: Log) -> None:
    before = os.umask(0)
    try:
        journal = family.device()
        log(journal)
        journal.append([Draft("child", ulid(NOON, bytes(10)), {"name": "Nele"})])
    finally:
        os.umask(before)
    modes = {}
    for folder, _, names in os.walk(family.home):
        modes[folder] = stat.S_IMODE(os.stat(folder).st_mode)
        assert modes[folder] == 0o700
        for name in names:
            assert stat.S_IMODE(os.stat(os.path.join(folder, name)).st_mode) == 0o600
    assert len(modes) == 5


def test_the_names_of_a_new_file_are_secured_before_its_first_line(
    family: Any, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    write, fsync_folder = disk.write, disk.fsync_folder

    def recorded_write(descriptor: int, data: bytes) -> int:
        calls.append("write")
        return write(descriptor, data)

    def recorded_fsync(path: str) -> None:
        calls.append(os.path.relpath(path, family.home))
        fsync_folder(path)

    journal = family.device()
    log(journal)
    monkeypatch.setattr(disk, "write", recorded_write)
    monkeypatch.setattr(disk, "fsync_folder", recorded_fsync)
    log(journal)
    assert calls == ["write", "write"], "the line and its tidemark"
    calls.clear()
    log(journal, observed_at="2026-12-01T00:10+14:00")
    device = os.path.join("families", "own", "journal", journal.device.id)
    assert calls[-2:] == ["write", "write"]
    assert {device, os.path.dirname(device), "families", "."} <= set(calls[:-2])


def test_what_has_no_form_in_json_is_refused_before_anything_is_stored(family: Any) -> None:
    journal = family.device()
    good = Draft("child", ulid(NOON, bytes(10)), {"name": "Nele"})
    bad = Draft("moment", ulid(NOON, bytes(10)), {"cue": "sad", "level": 10**30})
    with pytest.raises(DataProblem, match="too large"):
        journal.append([good, bad])
    assert not os.path.exists(journal.places.journal)
    journal.append([good])


texts = st.text(max_size=5)
scraps = st.none() | st.booleans() | st.integers() | st.floats() | texts | st.just(b"x")
trees = st.recursive(
    scraps,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(texts | st.integers(), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(texts, trees, max_size=4))
def test_whatever_is_accepted_can_be_read_again(
    tmp_path_factory: pytest.TempPathFactory, fields: dict[str, Any]
) -> None:
    from parentkit.journal.journal import Journal

    folder = os.fspath(tmp_path_factory.mktemp("any"))
    journal = Journal(f"{folder}/home", f"{folder}/state", lambda: NOON)
    try:
        journal.append([Draft("moment", ulid(NOON, bytes(10)), fields)])
    except DataProblem:
        assert not os.path.exists(journal.places.journal)
        return
    finally:
        journal.close()
    (line,) = Path(month_file(journal)).read_bytes().splitlines()
    decode(line)


def fail_with(number: int) -> Callable[..., Any]:
    def failing(*_arguments: object) -> Any:
        raise OSError(number, os.strerror(number))

    return failing


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT])
def test_a_write_that_is_refused_leaves_the_file_as_it_was(
    family: Any, log: Log, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    journal = family.device()
    log(journal)
    before = Path(month_file(journal)).read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(disk, "write", fail_with(number))
        with pytest.raises(WriteProblem) as caught:
            log(journal)
    assert month_file(journal) in caught.value.message
    assert os.strerror(number) in caught.value.message
    assert "safe" in caught.value.hint
    assert Path(month_file(journal)).read_bytes() == before
    log(journal)
    assert [one.seq for one in stored(journal)] == [1, 2]


def test_a_write_that_is_cut_short_is_taken_back(
    family: Any, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = family.device()
    log(journal)
    before = Path(month_file(journal)).read_bytes()
    real = disk.write
    with monkeypatch.context() as patched:
        patched.setattr(disk, "write", lambda descriptor, data: real(descriptor, data[:50]))
        with pytest.raises(WriteProblem, match="disk is full"):
            log(journal)
    assert Path(month_file(journal)).read_bytes() == before
    log(journal)
    assert len(stored(journal)) == 2


def test_after_an_unconfirmed_fsync_nothing_more_is_acknowledged(
    family: Any, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = family.device()
    log(journal)
    with monkeypatch.context() as patched:
        patched.setattr(disk, "fsync", fail_with(errno.EIO))
        with pytest.raises(WriteProblem, match="did not confirm"):
            log(journal)
    with pytest.raises(WriteProblem, match="Nothing more"):
        log(journal)
    log(family.device())
    assert read_file(month_file(journal)).problems == []


def test_an_error_on_closing_a_file_takes_nothing_back_that_was_confirmed(
    family: Any, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = family.device()
    log(journal)
    real = disk.close

    def close(descriptor: int) -> None:
        real(descriptor)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(disk, "close", close)
    journal.close()
    log(family.device())
    assert len(stored(journal)) == 2


def test_a_batch_over_several_files_says_what_is_stored_when_one_cannot_be_written(
    family: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = family.device()
    drafts = [
        Draft("moment", ulid(ms, bytes(10)), {"cue": "sad"}, written_at_ms=ms)
        for ms in (NOON - 40 * 86_400_000, NOON - 39 * 86_400_000, NOON)
    ]
    real = disk.create_for_append

    def create(path: str) -> int:
        if path.endswith("2026-11.jsonl"):
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        return real(path)

    monkeypatch.setattr(disk, "create_for_append", create)
    with pytest.raises(WriteProblem, match="2026-11") as caught:
        journal.append(drafts)
    assert [one.id for one in caught.value.stored] == [draft.id for draft in drafts[:2]]
    assert stored(journal, "2026-10") == list(caught.value.stored)
    assert "first 2" in caught.value.hint


def test_a_write_waits_for_the_lock_and_says_so_when_it_is_never_free(
    family: Any, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = family.device()
    log(journal)
    descriptor = disk.open_for_append(month_file(journal))
    lock(descriptor)
    monkeypatch.setattr("parentkit.storage.lock.PATIENCE_SECONDS", 0.02)
    with pytest.raises(WriteProblem, match="another parentkit is writing"):
        log(journal)
    unlock(descriptor)
    disk.close(descriptor)
    log(journal)
    assert len(stored(journal)) == 2


def test_the_lock_keeps_others_out_and_is_not_missed_where_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = os.fspath(tmp_path / "file")
    one, other = disk.create_for_append(path), disk.create_for_append(path)
    monkeypatch.setattr("parentkit.storage.lock.PATIENCE_SECONDS", 0.02)
    lock(one)
    with pytest.raises(Busy):
        lock(other)
    unlock(one)
    lock(other)
    for number in (errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL):
        monkeypatch.setattr("parentkit.storage.lock._try_lock", fail_with(number))
        lock(one)
    monkeypatch.setattr("parentkit.storage.lock._try_lock", fail_with(errno.EIO))
    with pytest.raises(OSError, match="error"):
        lock(one)
    disk.close(one)
    disk.close(other)


def test_waiting_ends_where_the_answer_turns_out_to_be_that_there_are_no_locks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter((errno.EWOULDBLOCK, errno.ENOLCK))

    def answer(_descriptor: int) -> None:
        number = next(answers)
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("parentkit.storage.lock._try_lock", answer)
    descriptor = disk.create_for_append(os.fspath(tmp_path / "file"))
    lock(descriptor)
    disk.close(descriptor)
    assert next(answers, None) is None


def test_a_lock_that_is_not_let_go_of_leaves_the_moment_stored_and_the_next_one_free(
    family: Any, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = family.device()
    with monkeypatch.context() as patch:
        patch.setattr("parentkit.storage.lock._let_go", fail_with(errno.EIO))
        log(journal)
        log(journal)
    other = family.device()
    monkeypatch.setattr("parentkit.storage.lock.PATIENCE_SECONDS", 0.02)
    log(other)
    assert [one.seq for one in stored(journal)] == [1, 2, 3]


APPENDING = """
import sys
from parentkit.domain.ulid import ulid
from parentkit.journal.journal import Journal
from parentkit.journal.log.writer import Draft

home, state, number, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
journal = Journal(home, state)
sys.stdin.readline()
for turn in range(count):
    identifier = ulid(journal.now_ms(), bytes([number, turn // 256, turn % 256]) + bytes(7))
    note = f"{number} {turn} " + "x" * (turn * 37 % 900)
    journal.append([Draft("moment", identifier, {"cue": "sad", "note": note})])
    print(identifier, flush=True)
    if turn % 50 == 49:
        journal.close()
"""


def test_processes_that_append_to_one_file_lose_and_mix_up_nothing(family: Any) -> None:
    journal = family.device()
    journal.remember(child="C")
    started = [
        subprocess.Popen(
            [sys.executable, "-c", APPENDING, journal.places.home, journal.places.state, n, "200"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in ("1", "2", "3")
    ]
    for process in started:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    acknowledged = [line for process in started for line in process.communicate()[0].split()]
    assert len(acknowledged) == 600
    folder = journal.places.device_folder(journal.device.id)
    files = [read_file(os.path.join(folder, name)) for name in os.listdir(folder)]
    assert [file.problems for file in files] == [[] for _ in files]
    operations = [one for file in files for one in file.operations]
    assert sorted(one.id for one in operations) == sorted(acknowledged)
    assert len({one.stamp for one in operations}) == 600
    for file in files:
        assert [one.seq for one in file.operations] == list(range(1, len(file.operations) + 1))
        assert [one.stamp for one in file.operations] == sorted(
            one.stamp for one in file.operations
        )


def test_writing_a_moment_loads_nothing_that_takes_time(tmp_path: Path) -> None:
    program = f"""
import sys
sys.path[:0] = {sys.path!r}
from parentkit.domain.ulid import ulid
from parentkit.journal.journal import Journal
from parentkit.journal.log.writer import Draft
journal = Journal(sys.argv[1] + "/home", sys.argv[1] + "/state")
journal.lasting()
journal.append([Draft("moment", ulid(journal.now_ms(), bytes(10)), {{"cue": "sad"}})])
print(*sorted(sys.modules))
"""
    command = [sys.executable, "-I", "-S", "-c", program, os.fspath(tmp_path)]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    slow = {"re", "json", "typing", "datetime", "dataclasses", "pathlib", "contextlib", "enum"}
    assert not slow.intersection(loaded)
    assert not {"tinydb", "dateutil", "parentkit.journal.log.reading"}.intersection(loaded)
    assert "parentkit.journal.log.writer" in loaded

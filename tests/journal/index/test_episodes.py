import os
import shutil
import tempfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parentkit.domain.codes import MOMENT
from parentkit.domain.errors import DataProblem, NothingFound
from parentkit.domain.log.episode import Episode, episode_of
from parentkit.domain.time.localtime import epoch_of
from parentkit.domain.ulid import ulid
from parentkit.journal.index import episodes, store
from parentkit.journal.journal import Journal
from parentkit.journal.log.folders import dated_files
from parentkit.journal.log.operation import encode
from parentkit.journal.log.writer import Draft
from parentkit.storage import disk

Log = Callable[..., str]

NOON = 1_795_348_800_000
DAY = 24 * 60 * 60 * 1000


def rows(journal: Journal, start_day: str | None = None) -> list[Episode]:
    return [Episode(*row) for row in zip(*journal.episodes(start_day), strict=True)]


def folded(journal: Journal, start_day: str | None = None) -> list[Episode]:
    """The same by folding every line."""
    found = [
        (episode.observed_at, record.id, episode)
        for record in journal.read()
        for episode in (episode_of(record.fields),)
        if has_time(episode) and episode.observed_at >= (start_day or "")
    ]
    return [episode for _, _, episode in sorted(found, key=lambda row: row[:2])]


def has_time(episode: Episode) -> bool:
    try:
        epoch_of(episode.observed_at)
    except DataProblem:
        return False
    return True


def test_episodes_are_the_moments_by_their_time_then_by_their_id(family: Any, log: Log) -> None:
    journal = family.device()
    log(journal, observed_at="2026-11-22T09:00+00:00", cue="angry")
    twins = sorted(log(journal, observed_at="2026-11-21T10:00+00:00", context=c) for c in "ab")
    log(journal, observed_at="2026-11-20T23:00+00:00", fit="matched", flag=True)
    found = rows(journal)
    assert [row.observed_at[:10] for row in found] == [
        "2026-11-20",
        "2026-11-21",
        "2026-11-21",
        "2026-11-22",
    ]
    assert found == [
        episode_of(journal.get(one).fields)
        for one in (
            min(record.id for record in journal.read() if record.fields.get("flag")),
            *twins,
            *(record.id for record in journal.read() if record.fields["cue"] == "angry"),
        )
    ]


def test_a_journal_without_moments_has_no_episodes_and_no_first_day(family: Any) -> None:
    journal = family.device()
    assert rows(journal) == []
    assert rows(journal, "2026-11-01") == []
    assert journal.first_day() is None
    assert not os.path.exists(journal.places.home)


def test_deleted_moments_and_moments_without_a_time_are_left_out(family: Any, log: Log) -> None:
    journal = family.device()
    gone = log(journal)
    log(journal, observed_at="soon")
    log(journal, observed_at="2026-02-30T12:00+00:00")
    log(journal, observed_at=None)
    kept = log(journal)
    journal.amend(journal.get(gone), {"deleted": True})
    assert rows(journal) == rows(journal, "2026-01-01") == [episode_of(journal.get(kept).fields)]
    journal.amend(journal.get(gone), {"deleted": None})
    assert len(rows(journal)) == len(rows(journal, "2026-01-01")) == 2


def test_a_small_window_is_read_without_a_snapshot(
    family: Any, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "RENEW_AFTER", 0)
    journal = family.device()
    log(journal)
    assert len(rows(journal, "2026-11-01")) == 1
    assert not os.path.exists(os.path.dirname(store.snapshot_path(journal.places)))
    monkeypatch.setattr(episodes, "MOST_READ_DIRECTLY", 10)
    assert len(rows(journal, "2026-11-01")) == 1
    assert rows(journal, "2026-11-23") == []
    assert os.path.exists(store.snapshot_path(journal.places))


def test_lines_in_unusual_shapes_are_found_in_a_window(
    family: Any, log: Log, operation: Callable[..., Any]
) -> None:
    journal = family.device()
    log(journal)
    (path,) = dated_files(journal.places.journal)
    at = "2026-11-22T18:00+00:00"
    plain = encode(operation(id=ulid(NOON, bytes(10)), set={"observed_at": at}))
    spaced = resealed(plain, b'"observed_at":"', b'"observed_at": "')
    escaped = resealed(plain, b'"observed_at"', b'"observed_\\u0061t"')
    marked = b"\xef\xbb\xbf" + encode(operation(id="short", set={"observed_at": at}))
    twice = encode(operation(id="twice", set={"observed_at": at, "note": '"observed_at":"2020'}))
    inner = encode(operation(id=ulid(NOON, bytes(10)), set={"a": {"observed_at": "20"}, "b": 1}))
    nested = resealed(inner, b'"b":1', b'"observed_at":"%b"' % at.encode())
    with open(path, "ab") as file:
        for number, line in enumerate((spaced, escaped, nested)):
            identifier = ulid(NOON, bytes([number + 1]) + bytes(9)).encode()
            file.write(resealed(line, ulid(NOON, bytes(10)).encode(), identifier))
        file.write(marked + twice.replace(b"\n", b"\r\n"))
    assert len(rows(journal, "2026-11-22")) == 6
    assert rows(journal, "2026-11-22") == folded(journal, "2026-11-22")


def test_a_moment_whose_time_was_corrected_into_a_window_is_whole_there(
    family: Any, log: Log
) -> None:
    journal = family.device()
    family.clock().go_on(days=-60)
    moved = log(journal, observed_at="2026-09-23T08:00+00:00", cue="afraid")
    family.clock().go_on(days=60)
    journal.amend(journal.get(moved), {"observed_at": "2026-11-03T08:00+00:00"})
    assert [row.cue for row in rows(journal, "2026-11-01")] == ["afraid"]


def test_an_id_that_is_written_in_two_ways_is_one_record_in_a_window(
    family: Any, log: Log, operation: Callable[..., Any]
) -> None:
    journal = family.device()
    log(journal)
    identifier = "0123456789/01234567890123"
    fields = {"observed_at": "2026-11-22T18:00+00:00", "cue": "sad"}
    plain = encode(operation(id=identifier, set=fields))
    later = encode(operation(id=identifier, set={"cue": "angry"}, seq=2, ms=NOON + 1))
    (path,) = dated_files(journal.places.journal)
    with open(path, "ab") as file:
        file.write(plain + resealed(later, b"9/0", b"9\\/0"))
    assert [row.cue for row in rows(journal, "2026-11-22")] == ["sad", "angry"]
    with open(path, "ab") as file:
        file.write(encode(operation(id=identifier, set={"deleted": True}, seq=3, ms=NOON + 2)))
    assert [row.cue for row in rows(journal, "2026-11-22")] == ["sad"]


def test_one_minute_is_no_flag_and_a_flag_is_no_minute(
    family: Any, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "RENEW_AFTER", 0)
    journal = family.device()
    for minutes in (1, 0):
        log(journal, flag=True)
        log(journal, repair={"state": "repaired", "after_minutes": minutes})
    for _ in range(2):
        assert sorted(map(repr, journal.episodes().flag)) == ["False", "False", "True", "True"]
        minutes_of = journal.episodes().repair_minutes
        assert sorted(map(repr, minutes_of)) == ["0", "1", "None", "None"]


def resealed(line: bytes, old: bytes, new: bytes) -> bytes:
    """A line in which something is written differently, with a checksum that fits."""
    from zlib import crc32

    assert old in line
    body = line.replace(old, new).rpartition(b',"sum":')[0]
    return b'%b,"sum":"%08x"}\n' % (body, crc32(body))


def test_the_first_day_is_that_of_the_earliest_moment_that_was_not_deleted(
    family: Any, log: Log
) -> None:
    journal = family.device()
    family.clock().go_on(days=-60)
    first = log(journal, observed_at="2026-09-23T08:00+00:00")
    log(journal, observed_at="2026-09-24T08:00+00:00")
    family.clock().go_on(days=60)
    later = log(journal)
    assert journal.first_day() == "2026-09-23"
    family.clock().go_on(days=-59)
    journal.amend(journal.get(first), {"deleted": True})
    assert journal.first_day() == "2026-09-24"
    for path in dated_files(journal.places.journal)[:1]:
        os.unlink(path)
    assert journal.first_day() == journal.get(later).fields["observed_at"][:10]


def test_the_first_day_is_not_known_where_the_earliest_file_cannot_be_read(
    family: Any, log: Log
) -> None:
    journal = family.device()
    family.clock().go_on(days=-60)
    log(journal, observed_at="2026-09-23T08:00+00:00")
    family.clock().go_on(days=60)
    log(journal)
    earliest = dated_files(journal.places.journal)[0]
    kept = f"{earliest}.kept"
    os.rename(earliest, kept)
    os.mkdir(earliest)  # nobody can read it as a file
    assert journal.first_day() is None
    os.rmdir(earliest)
    os.rename(kept, earliest)
    assert journal.first_day() == "2026-09-23"
    os.symlink("tablet", os.path.join(journal.places.journal, "tablet"))  # leads back to itself
    assert journal.first_day() is None


def test_the_first_day_is_right_where_a_time_was_corrected(family: Any, log: Log) -> None:
    journal = family.device()
    moved = log(journal, observed_at="2026-11-03T08:00+00:00")
    log(journal, observed_at="2026-11-09T08:00+00:00")
    journal.amend(journal.get(moved), {"observed_at": "2026-11-20T08:00+00:00"})
    assert journal.first_day() == "2026-11-09"


TIMES = [
    "2026-09-30T23:30-05:00",
    "2026-11-01T00:30+14:00",
    "2026-11-22T12:00+00:00",
    "2026-11-22T12:00:30+00:00",
    "2026-12-01T00:10+01:00",
    "2036-11-22T12:00+00:00",
    "one day",
    None,
]
DAYS = [None, "2026-01-01", "2026-10-01", "2026-11-01", "2026-11-22", "2026-12-02", "2037-01-01"]
CLOCKS = [-40 * DAY, 0, DAY // 24, 9 * DAY, 3652 * DAY]
CHANGES: list[dict[str, Any]] = [
    {"deleted": True},
    {"deleted": None},
    {"cue": "angry", "fit": "missed"},
    {"cue": None, "responses": ["comfort", "listen_ask"]},
    {"cue": 5, "responses": [1, {"a": []}], "flag": 1},
    {"flag": True, "responses": [], "context": ""},
    {"repair": {"state": "repaired", "after_minutes": 12}},
    {"repair": {"state": "repaired", "after_minutes": 1}, "flag": True},
    {"repair": {"state": "not_yet", "at": "2026-11-23T12:00+00:00"}},
    {"repair": "none"},
    {"note": '\\u0022observed_at":"2030', "something_new": {"deep": ["er"]}},
    {"first": {"observed_at": "2020-01-01"}, "observed_at": "2026-12-01T00:10+01:00"},
]

picks = st.integers(0, 5)
actions = st.one_of(
    st.tuples(st.just("clock"), st.sampled_from(CLOCKS)),
    st.tuples(st.just("log"), st.sampled_from(CLOCKS), st.sampled_from(TIMES)),
    st.tuples(st.just("log"), st.just(0), st.sampled_from(TIMES)),
    st.tuples(st.just("move"), picks, st.sampled_from(TIMES)),
    st.tuples(st.just("change"), picks, st.sampled_from(CHANGES)),
    st.tuples(st.just("change"), picks, st.sampled_from(CHANGES)),
    st.tuples(st.just("code"), picks),
    st.tuples(st.just("undo")),
    st.tuples(st.sampled_from(("rewritten", "copied", "cut", "torn", "unended", "hidden")), picks),
    st.tuples(st.sampled_from(("joined", "spoilt")), picks),
    st.tuples(st.just("found again")),
)
steps = st.lists(st.tuples(st.integers(0, 1), st.booleans(), actions), min_size=8, max_size=24)


class Laptop:
    """A device, and what may happen to the files of the family."""

    def __init__(self, folder: str, number: int) -> None:
        self.ms = NOON
        self.folder = folder
        self.journal = Journal(f"{folder}/home", f"{folder}/state-{number}", lambda: self.ms)
        self.number = number
        self.made = 0

    def do(self, name: str, *given: Any) -> None:
        getattr(self, name.replace(" ", "_"))(*given)

    def read(self) -> None:
        """Have the snapshot written or followed."""
        assert rows(self.journal) == folded(self.journal)

    def clock(self, by: int) -> None:
        self.ms = NOON + by

    def log(self, ago: int, at: str | None) -> None:
        self.made += 1
        clock, self.ms = self.ms, self.ms + ago
        identifier = ulid(self.ms, bytes([self.number, self.made]) + bytes(8))
        fields = {"cue": "sad", "observed_at": at, "note": "first", "responses": ["comfort"]}
        self.journal.append([Draft(MOMENT, identifier, fields)])
        self.ms = clock

    def move(self, pick: int, at: str | None) -> None:
        self.change(pick, {"observed_at": at})

    def change(self, pick: int, changes: dict[str, Any]) -> None:
        records = sorted(self.journal.read(deleted=True), key=lambda record: record.id)
        if records:
            self.journal.amend(records[pick % len(records)], changes)

    def code(self, pick: int) -> None:
        records = sorted(self.journal.read(), key=lambda record: record.id)
        if records:
            self.made += 1
            identifier = ulid(self.ms, bytes([self.number, self.made]) + bytes(8))
            fields = {"moment": records[pick % len(records)].id, "fit": "missed"}
            self.journal.append([Draft("coding", identifier, fields)])

    def undo(self) -> None:
        try:
            self.journal.undo()
        except (NothingFound, DataProblem):  # nothing to undo; something newer has gone
            return

    def file(self, pick: int) -> str | None:
        files = dated_files(self.journal.places.journal)
        return files[pick % len(files)] if files else None

    def change_file(self, pick: int, change: Callable[[bytes], bytes]) -> None:
        path = self.file(pick)
        if path:
            with open(path, "rb") as file:
                content = file.read()
            with open(path + ".new", "wb") as file:
                file.write(change(content))
            os.replace(path + ".new", path)

    def rewritten(self, pick: int) -> None:
        self.change_file(pick, lambda content: content)

    def cut(self, pick: int) -> None:
        self.change_file(pick, lambda content: content[: len(content) // 2])

    def torn(self, pick: int) -> None:
        self.change_file(pick, lambda content: content + content[:50])

    def unended(self, pick: int) -> None:
        self.change_file(pick, lambda content: content.rstrip(b"\n"))

    def joined(self, pick: int) -> None:
        """A line follows one that has lost its end."""
        self.change_file(pick, lambda content: content.rstrip(b"\n") + content)

    def spoilt(self, pick: int) -> None:
        """Bytes change in the place where they stand."""
        path = self.file(pick)
        if path:
            with open(path, "r+b") as file:
                file.seek(os.path.getsize(path) // 3)
                file.write(b"?")

    def copied(self, pick: int) -> None:
        path = self.file(pick)
        if path:
            shutil.copy(path, path.replace(".jsonl", " (copy).jsonl"))

    def hidden(self, pick: int) -> None:
        path = self.file(pick)
        if path:
            os.replace(path, os.path.join(self.folder, "hidden"))
            with open(os.path.join(self.folder, "from"), "w", encoding="utf-8") as file:
                file.write(path)

    def found_again(self) -> None:
        hidden = os.path.join(self.folder, "hidden")
        if os.path.exists(hidden):
            with open(os.path.join(self.folder, "from"), encoding="utf-8") as file:
                path = file.read()
            if not os.path.exists(path):
                os.replace(hidden, path)


@settings(max_examples=60, deadline=None)
@given(steps, st.sampled_from(CLOCKS), st.sampled_from((0, 3)))
def test_episodes_are_what_folding_every_line_gives(
    steps: list[Any], now: int, renew_after: int
) -> None:
    lived_through(steps, now, renew_after)


@pytest.mark.slow
@settings(max_examples=1000, deadline=None)
@given(steps, st.sampled_from(CLOCKS), st.sampled_from((0, 3)))
def test_episodes_are_what_folding_every_line_gives_in_many_families(
    steps: list[Any], now: int, renew_after: int
) -> None:
    lived_through(steps, now, renew_after)


def lived_through(steps: list[Any], now: int, renew_after: int) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "RENEW_AFTER", renew_after)
        patch.setattr(disk, "fsync", lambda _descriptor: None)
        patch.setattr(disk, "fsync_folder", lambda _path: None)
        laptops = [Laptop(folder, number) for number in range(2)]
        for number, reads_first, (name, *given_) in steps:
            if reads_first:
                laptops[1 - number].read()
            laptops[number].do(name, *given_)
        for laptop in laptops:
            laptop.read()
            laptop.clock(now)
            laptop.read()
            for direct in (1 << 20, -1):
                patch.setattr(episodes, "MOST_READ_DIRECTLY", direct)
                for day in DAYS:
                    assert rows(laptop.journal, day) == folded(laptop.journal, day), day
            patch.setattr(episodes, "MOST_READ_DIRECTLY", 1 << 20)
            laptop.journal.close()

import os
import tempfile
from collections.abc import Callable
from typing import Any
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parentkit.domain.errors import AmbiguousCode, NothingFound, UsageProblem
from parentkit.domain.ulid import ulid
from parentkit.journal.journal import Journal
from parentkit.journal.log import glance, scan
from parentkit.journal.log.folders import dated_files
from parentkit.journal.log.operation import SUM_LENGTH, decode, encode
from parentkit.journal.log.writer import Draft

Log = Callable[..., str]

NOON = 1_795_348_800_000
DAY = 24 * 60 * 60 * 1000
BOTH = ("moment", "coding")


def summary(records: list[Any]) -> dict[str, Any]:
    return {record.id: (record.kind, record.fields, record.conflicts) for record in records}


def test_a_window_holds_the_moments_observed_from_its_first_day_on(family: Any, log: Log) -> None:
    journal = family.device()
    log(journal, observed_at="2026-11-20T23:59+01:00")
    first = log(journal, observed_at="2026-11-21T00:00+01:00")
    later = log(journal, observed_at="2026-11-22T09:00-05:00")
    assert {record.id for record in journal.read("2026-11-21")} == {first, later}
    assert len(journal.read()) == 3


def test_a_window_reads_no_file_of_an_earlier_month(family: Any, log: Log) -> None:
    journal = family.device()
    old = log(journal, ms=NOON - 90 * DAY, observed_at="2026-08-24T12:00+00:00")
    family.clock().go_on(days=0)
    log(journal)
    assert [os.path.basename(path) for path in dated_files(journal.places.journal)] == [
        "2026-11.jsonl"
    ]
    imported = Draft(
        "moment",
        old[:-1] + "Z",
        {"cue": "sad", "observed_at": "2026-08-24T12:00+00:00"},
        written_at_ms=NOON - 90 * DAY,
    )
    journal.append([imported])
    (august,) = [path for path in dated_files(journal.places.journal) if "2026-08" in path]
    with open(august, "ab") as file:
        file.write(b"Dear diary,\n")
    assert journal.read("2026-11-01").problems == []
    assert len(journal.read("2026-08-01").problems) == 1


def test_a_line_that_is_no_operation_though_its_checksum_fits_is_named_where_it_stands(
    family: Any, log: Log
) -> None:
    journal = family.device()
    log(journal, observed_at="2026-11-21T00:00+01:00")
    (file,) = dated_files(journal.places.journal)
    with open(file, "rb") as opened:
        line = opened.read().removesuffix(b"\n")
    body = line[:-SUM_LENGTH].replace(b'"seq":1,', b'"seq":"one",')
    with open(file, "ab") as opened:
        opened.write(b'%b,"sum":"%08x"}\n' % (body, crc32(body)))
    for read in (journal.read("2026-11-21"), journal.read()):
        (problem,) = read.problems
        assert (problem.path, problem.line, problem.offset) == (file, 2, len(line) + 1)
        assert len(read) == 1
    fresh = journal.afresh()
    fresh.episodes("2026-11-21")
    assert [problem.line for problem in fresh.problems] == [2]


def test_a_record_is_found_by_the_beginning_of_its_id_in_either_case(family: Any, log: Log) -> None:
    journal = family.device()
    one = log(journal, ms=NOON - 40 * DAY, observed_at="2026-10-13T12:00+00:00")
    other = log(journal)
    assert journal.find(one[:10]).id == one
    assert journal.find(other[:10].lower()).id == other
    assert journal.find(other).id == other


def test_a_beginning_that_is_short_unknown_or_shared_is_told_apart(family: Any, log: Log) -> None:
    journal = family.device()
    ids = sorted(log(journal) for _ in range(3))
    with pytest.raises(UsageProblem, match="too short"):
        journal.find(ids[0][:3])
    with pytest.raises(NothingFound):
        journal.find("0000")
    with pytest.raises(NothingFound):
        journal.find('"kind"')
    with pytest.raises(AmbiguousCode) as caught:
        journal.find(ids[0][:8])
    assert list(caught.value.candidates) == ids


def test_a_deleted_record_is_not_found_by_its_beginning_and_says_why(family: Any, log: Log) -> None:
    journal = family.device()
    identifier = log(journal)
    journal.amend(journal.get(identifier), {"deleted": True})
    with pytest.raises(NothingFound) as caught:
        journal.find(identifier)
    assert "deleted" in caught.value.hint
    assert journal.find(identifier, deleted=True).deleted
    assert journal.get(identifier).deleted
    assert journal.read().records == []
    assert [record.id for record in journal.read(deleted=True)] == [identifier]


def test_lasting_records_are_read_and_found_apart_from_moments(family: Any) -> None:
    journal = family.device()
    child = ulid(NOON, bytes(10))
    journal.append([Draft("child", child, {"name": "Nele"})])
    journal.append([Draft("moment", child[:-1] + "1", {"cue": "sad"})])
    assert [(record.kind, record.fields["name"]) for record in journal.lasting()] == [
        ("child", "Nele")
    ]
    assert journal.find(child[:10], "child").id == child
    assert journal.get(child, "child").fields["name"] == "Nele"
    with pytest.raises(NothingFound):
        journal.get(child, "caregiver")
    journal.amend(journal.get(child, "child"), {"deleted": True})
    assert journal.lasting().records == []
    assert len(journal.lasting(deleted=True)) == 1


def test_a_line_of_the_familys_file_that_cannot_be_read_is_named(family: Any) -> None:
    journal = family.device()
    journal.append([Draft("child", ulid(NOON, bytes(10)), {"name": "Nele"})])
    with open(journal.places.lasting_file(journal.device.id), "ab") as file:
        file.write(b"{}\n")
    reading = journal.lasting()
    assert len(reading.records) == 1
    assert [problem.line for problem in reading.problems] == [2]


def test_history_is_every_operation_by_stamp_with_who_and_when(family: Any, log: Log) -> None:
    laptop, phone = family.device("laptop"), family.device("phone")
    identifier = log(laptop)
    family.clock("phone").go_on(minutes=5)
    phone.amend(phone.get(identifier), {"fit": "missed"})
    family.clock("laptop").go_on(minutes=10)
    laptop.amend(laptop.get(identifier), {"fit": "partial"})
    history = laptop.history(identifier)
    assert [one.device for one in history] == [
        laptop.device.id,
        phone.device.id,
        laptop.device.id,
    ]
    assert [one.set.get("fit") for one in history] == [None, "missed", "partial"]
    assert laptop.history("01AAAAAAAAAAAAAAAAAAAAAAAA") == []


def test_copies_that_a_sync_tool_sets_beside_a_file_count_once(family: Any, log: Log) -> None:
    journal = family.device()
    identifier = log(journal)
    (path,) = dated_files(journal.places.journal)
    with open(path, "rb") as file:
        content = file.read()
    with open(path.replace(".jsonl", " (conflicted copy).jsonl"), "wb") as file:
        file.write(content)
    with open(path.replace(".jsonl", ".sync-conflict-20261122-120000.jsonl"), "wb") as file:
        file.write(content)
    assert len(dated_files(journal.places.journal)) == 3
    assert len(journal.read()) == 1
    assert len(journal.history(identifier)) == 1


def test_a_window_holds_the_codings_of_its_moments_when_asked(family: Any, log: Log) -> None:
    journal = family.device()
    early = log(journal, observed_at="2026-11-02T12:00+00:00")
    late = log(journal)
    codings = []
    for number, moment in enumerate((early, late)):
        codings.append(ulid(NOON + number, bytes(10)))
        fields = {"moment": moment, "coder": "C", "fit": "missed"}
        journal.append([Draft("coding", codings[-1], fields)])
    journal.amend(journal.get(codings[1], "coding"), {"fit": "partial"})
    found = journal.read("2026-11-20", kinds=BOTH)
    assert {record.id for record in found} == {late, codings[1]}
    assert [r.fields["fit"] for r in journal.read("2026-11-20", ("coding",))] == ["partial"]
    assert {record.id for record in journal.read(kinds=("coding",))} == set(codings)


def test_an_old_moment_is_shown_without_decoding_what_was_written_since(
    family: Any, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = family.device()
    old = log(journal, observed_at="2026-09-02T12:00+00:00")
    for _ in range(60):
        log(journal)
    coding = ulid(NOON + DAY, bytes(10))
    journal.append([Draft("coding", coding, {"moment": old, "coder": "C", "fit": "missed"})])
    decoded: list[bytes] = []

    def counted(line: bytes) -> Any:
        decoded.append(line)
        return decode(line)

    for module in (scan, glance):
        monkeypatch.setattr(module, "decode", counted)
    assert journal.find(old[:-1].lower()).id == old
    assert [record.id for record in journal.about(old, ("coding",))] == [coding]
    assert [operation.id for operation in journal.history(old)] == [old]
    assert 1 <= len(decoded) <= 10


def test_a_moment_named_in_letters_by_number_or_in_no_usual_letters_is_found(
    family: Any, log: Log, operation: Callable[..., Any]
) -> None:
    journal = family.device()
    moment = log(journal)
    (path,) = dated_files(journal.places.journal)
    fields = {"moment": moment, "fit": "missed"}
    plain = encode(operation(id=ulid(NOON, b"escaped..."), kind="coding", set=fields))
    body = plain[: -SUM_LENGTH - 1].replace(
        b'"moment":"%b' % moment[:1].encode(), b'"moment":"\\u00%x' % ord(moment[0])
    )
    odd = operation(id="A/B" + "0" * 23, set={"cue": "sad"})
    with open(path, "ab") as file:
        file.write(b'%b,"sum":"%08x"}\n' % (body, crc32(body)) + encode(odd))
    assert [record.fields["fit"] for record in journal.about(moment, ("coding",))] == ["missed"]
    assert journal.find("a/b0").id == odd.id


def test_judgements_from_a_clock_that_is_behind_stand_beside_their_moment(
    family: Any, log: Log
) -> None:
    laptop, slow = family.device("laptop"), family.device("slow")
    moment = log(laptop)
    family.clock("slow").go_on(days=-40)
    coding = ulid(slow.now_ms(), bytes(10))
    slow.append([Draft("coding", coding, {"moment": moment, "coder": "C", "fit": "missed"})])
    slow.amend(slow.get(coding, "coding"), {"fit": "partial"})
    (found,) = laptop.read("2026-11-22", kinds=("coding",))
    assert found.fields["fit"] == "partial"


def test_a_moment_set_years_ahead_and_put_right_is_not_in_the_windows_of_those_years(
    family: Any, log: Log
) -> None:
    early, laptop = family.device("early"), family.device("laptop")
    family.clock("early").go_on(years=10)
    moment = log(early, observed_at="2036-11-22T12:00+00:00")
    laptop.amend(laptop.get(moment), {"observed_at": "2026-11-22T12:00+00:00"})
    assert [record.id for record in laptop.read("2026-11-22")] == [moment]
    assert laptop.read("2036-01-01").records == []


def test_a_folder_that_cannot_be_opened_is_named_and_the_rest_is_read(
    family: Any, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop, phone = family.device("laptop"), family.device("phone")
    identifier = log(laptop)
    log(phone)
    closed = phone.places.device_folder(phone.device.id)
    real = os.listdir

    def listdir(path: str) -> list[str]:
        if path == closed:
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "listdir", listdir)
    reading = laptop.read("2026-11-01")
    assert [record.id for record in reading] == [identifier]
    assert [problem.path for problem in reading.problems] == [closed]


TIMES = [
    "2026-10-30T10:00+00:00",
    "2026-10-31T23:30-05:00",
    "2026-11-01T00:30+14:00",
    "2026-11-30T23:59+00:00",
    "2026-12-01T00:10+01:00",
    "2026-12-15T12:00+00:00",
    "2027-01-01T00:00+00:00",
    "2036-11-22T12:00+00:00",
]
DAYS = [
    "2026-10-01",
    "2026-10-31",
    "2026-11-01",
    "2026-11-02",
    "2026-11-30",
    "2026-12-01",
    "2026-12-02",
    "2026-12-31",
    "2027-01-01",
    "2027-02-01",
    "2030-01-01",
    "2037-01-01",
]
CLOCKS = [-40 * DAY, -DAY // 24, 0, 9 * DAY, 33 * DAY, 3652 * DAY]

picks = st.integers(0, 3)
actions = st.one_of(
    st.tuples(st.just("clock"), st.sampled_from(CLOCKS)),
    st.tuples(st.just("log"), st.sampled_from(TIMES)),
    st.tuples(st.just("imported"), picks),
    st.tuples(st.just("move"), picks, st.sampled_from(TIMES)),
    st.tuples(st.just("note"), picks),
    st.tuples(st.just("delete"), picks),
    st.tuples(st.just("code"), picks),
    st.tuples(st.just("recode"), picks),
    st.tuples(st.just("undo")),
)
steps = st.lists(st.tuples(st.integers(0, 2), st.booleans(), actions), min_size=5, max_size=30)


class Laptop:
    """A device that acts on what it saw when it last looked, however old that is."""

    def __init__(self, folder: str, number: int) -> None:
        self.ms = NOON
        self.journal = Journal(f"{folder}/home", f"{folder}/state-{number}", lambda: self.ms)
        self.number = number
        self.moments: list[Any] = []
        self.codings: list[Any] = []
        self.made = 0

    def new_id(self) -> str:
        self.made += 1
        return ulid(self.ms, bytes([self.number, self.made]) + bytes(8))

    def do(self, name: str, *given: Any) -> None:
        getattr(self, name)(*given)

    def look(self) -> None:
        self.moments = self.journal.read(deleted=True).records
        self.codings = self.journal.read(kinds=("coding",), deleted=True).records

    def clock(self, by: int) -> None:
        self.ms = NOON + by

    def log(self, at: str) -> None:
        fields = {"cue": "sad", "observed_at": at, "note": "first"}
        self.journal.append([Draft("moment", self.new_id(), fields)])

    def imported(self, row: int) -> None:
        ms = NOON - 100 * DAY + row * 20 * DAY
        identifier = ulid(NOON - 60 * DAY * (row - 1), bytes([9, row]) + bytes(8))
        fields = {"cue": "afraid", "observed_at": TIMES[row], "note": f"row {row}"}
        draft = Draft("moment", identifier, fields, written_at_ms=ms)
        self.journal.append([draft])

    def amend(self, records: list[Any], pick: int, changes: dict[str, Any]) -> None:
        if records:
            self.journal.amend(records[pick % len(records)], changes)

    def move(self, pick: int, at: str) -> None:
        self.amend(self.moments, pick, {"observed_at": at})

    def note(self, pick: int) -> None:
        self.amend(self.moments, pick, {"note": f"{self.number} {self.ms}"})

    def delete(self, pick: int) -> None:
        self.amend(self.moments, pick, {"deleted": True})

    def code(self, pick: int) -> None:
        if self.moments:
            moment = self.moments[pick % len(self.moments)].id
            draft = Draft("coding", self.new_id(), {"moment": moment, "fit": "missed"})
            self.journal.append([draft])

    def recode(self, pick: int) -> None:
        self.amend(self.codings, pick, {"fit": "partial", "by": self.number})

    def undo(self) -> None:
        try:
            self.journal.undo()
        except NothingFound:
            return


def check_every_window(steps: list[Any], clocks: tuple[int, ...], now: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        laptops = [Laptop(folder, number) for number in range(3)]
        for laptop, clock in zip(laptops, clocks, strict=True):
            laptop.clock(clock)
        for number, looks_first, (name, *given_) in steps:
            if looks_first:
                laptops[number].look()
            laptops[number].do(name, *given_)
        for laptop in laptops:
            laptop.journal.close()
        reader = Journal(f"{folder}/home", f"{folder}/reader", lambda: NOON + now)
        everything = reader.read(kinds=BOTH)
        for day in DAYS:
            moments = {
                record.id
                for record in everything
                if record.kind == "moment" and record.fields.get("observed_at", "") >= day
            }
            expected = [
                record
                for record in everything
                if record.id in moments or record.fields.get("moment") in moments
            ]
            assert summary(reader.read(day, BOTH).records) == summary(expected), day
        for moment in {record.fields.get("moment", record.id) for record in everything}:
            beside = [one for one in everything if one.fields.get("moment") == moment]
            assert summary(reader.about(moment, ("coding",)).records) == summary(beside), moment


all_clocks = st.tuples(*[st.sampled_from(CLOCKS)] * 3)


@settings(max_examples=40, deadline=None)
@given(steps, all_clocks, st.sampled_from(CLOCKS))
def test_reading_a_window_gives_what_reading_everything_gives(
    steps: list[Any], clocks: tuple[int, ...], now: int
) -> None:
    check_every_window(steps, clocks, now)


@pytest.mark.slow
@settings(max_examples=1500, deadline=None)
@given(steps, all_clocks, st.sampled_from(CLOCKS))
def test_reading_a_window_gives_what_reading_everything_gives_in_many_more_families(
    steps: list[Any], clocks: tuple[int, ...], now: int
) -> None:
    check_every_window(steps, clocks, now)

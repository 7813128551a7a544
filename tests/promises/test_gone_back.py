"""A folder that goes back to an older copy: noticed at once, and no number is given twice."""

from __future__ import annotations

import os
import shlex
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from freezegun import freeze_time

from parentkit.journal.journal import Journal
from parentkit.journal.log.folders import files_in
from parentkit.journal.log.scan import read_file, read_files
from parentkit.journal.log.tidemark import LONGEST, Tidemark, Tidemarks
from parentkit.storage import disk
from parentkit.storage.lock import lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Called

    Call = Callable[..., Called]

GONE = "no longer in"


@pytest.fixture(autouse=True)
def evening() -> Iterator[None]:
    with freeze_time("2026-11-22 17:05:33", tick=True):
        yield


def logged(call: Call, *words: str) -> str:
    called = call("log", "sad", "comfort", *words, "--json")
    assert called.code == 0
    return str(called.json()["id"])


def moments(call: Call) -> set[str]:
    return {one["id"] for one in call("moments", "--all", "--json").json()}


def journal_of(root: Path) -> Journal:
    return Journal(str(root / "home"), str(root / "state"))


def numbers(root: Path, month: str = "2026-11") -> list[int]:
    """The numbers of this device's lines of a month, in all files of it."""
    journal = journal_of(root)
    folder = journal.places.device_folder(journal.device.id)
    paths = [path for path in files_in(folder) if os.path.basename(path).startswith(month)]
    return sorted(one.seq for one in read_files(paths)[0])


def tidemarks(root: Path) -> Tidemarks:
    journal = journal_of(root)
    return Tidemarks(journal.places, journal.device.id)


@pytest.fixture
def gone_back(call: Call, home: Path) -> tuple[list[str], list[str]]:
    """Three moments, a copy, five moments more, and the copy put back; ids of three and of five."""
    three = [logged(call) for _ in range(3)]
    shutil.copytree(home / "home", home / "copy")
    five = [logged(call) for _ in range(5)]
    shutil.copytree(home / "home", home / "other laptop")
    shutil.rmtree(home / "home")
    shutil.copytree(home / "copy", home / "home")
    return three, five


SAYING = ("rates", "moments", "today", "child list", "show ID", "edit ID --note x", "log sad kind")


@pytest.mark.parametrize("command", SAYING)
def test_the_very_next_command_says_what_is_gone(
    call: Call, gone_back: tuple[list[str], list[str]], command: str
) -> None:
    called = call(*command.replace("ID", gone_back[0][0]).split())
    assert called.code == 0
    assert f"5 entries stored on this machine are {GONE}" in called.err
    assert "2026-11.jsonl" in called.err
    assert "parentkit doctor" in called.err


def test_the_quick_log_says_it_and_says_it_until_somebody_looks_after_it(
    call: Call, gone_back: tuple[list[str], list[str]]
) -> None:
    assert gone_back
    for _ in range(3):
        called = call("log", "sad", "comfort")
        assert called.out.startswith("Logged")
        assert f"5 entries stored on this machine are {GONE}" in called.err


def test_no_number_is_given_twice_and_the_short_file_is_left_alone(
    call: Call, home: Path, gone_back: tuple[list[str], list[str]]
) -> None:
    assert gone_back
    logged(call)
    logged(call)
    assert numbers(home) == [1, 2, 3, 9, 10]
    (short,) = (home / "home").rglob("2026-11.jsonl")
    (copy,) = (home / "copy").rglob("2026-11.jsonl")
    assert short.read_bytes() == copy.read_bytes()


def test_what_another_laptop_still_has_comes_back_by_copying_its_folder(
    call: Call, home: Path, gone_back: tuple[list[str], list[str]]
) -> None:
    three, five = gone_back
    new = logged(call)
    shutil.copytree(home / "home", home / "other laptop", dirs_exist_ok=True, copy_function=longer)
    shutil.copytree(home / "other laptop", home / "home", dirs_exist_ok=True)
    called = call("moments", "--all", "--json")
    assert {one["id"] for one in called.json()} == {*three, *five, new}
    assert GONE not in called.err
    assert numbers(home) == list(range(1, 10))
    kinds = {one["kind"] for one in call("doctor", "--json").json()["problems"]}
    assert kinds == set()
    logged(call)
    assert numbers(home) == list(range(1, 11))


def longer(source: str, target: str) -> None:
    """Copies a file to where none or a shorter one stands, as a sync tool that knows both does."""
    if not os.path.exists(target) or os.path.getsize(target) < os.path.getsize(source):
        shutil.copy2(source, target)


def test_one_entry_that_is_gone_is_told_as_one(call: Call, home: Path) -> None:
    logged(call)
    shutil.copytree(home / "home", home / "copy")
    logged(call)
    shutil.rmtree(home / "home")
    shutil.copytree(home / "copy", home / "home")
    called = call("doctor", "--json")
    (problem,) = (one for one in called.json()["problems"] if one["kind"] == "gone")
    assert problem["what"] == "entry 2, written here, is no longer there"
    assert f"1 entry stored on this machine is {GONE}" in call("rates").err


def test_the_doctor_names_file_and_numbers(
    call: Call, home: Path, gone_back: tuple[list[str], list[str]]
) -> None:
    assert gone_back
    for _ in range(2):
        called = call("doctor", "--json")
        assert called.code == 3
        (problem,) = (one for one in called.json()["problems"] if one["kind"] == "gone")
        (path,) = (home / "home").rglob("2026-11.jsonl")
        assert problem["file"] == str(path)
        assert problem["what"] == "entries 4 to 8, written here, are no longer there"
        kinds = {one["kind"] for one in called.json()["problems"]}
        assert kinds <= {"gone", "lost"}
        logged(call)


def test_a_backup_puts_back_what_it_holds_and_the_rest_is_still_said(
    call: Call, home: Path
) -> None:
    first = logged(call)
    shutil.copytree(home / "home", home / "copy")
    kept = [logged(call) for _ in range(2)]
    call("backup")
    lost = logged(call)
    shutil.rmtree(home / "home")
    shutil.copytree(home / "copy", home / "home")
    new = logged(call)
    assert f"3 entries stored on this machine are {GONE}" in call("rates").err
    assert call("restore").code == 0
    assert moments(call) == {first, *kept, new}
    assert lost not in moments(call)
    assert f"1 entry stored on this machine is {GONE}" in call("rates").err
    assert call("doctor", "--repair").code == 0
    assert call("rates").err == call("doctor").err == ""
    logged(call)
    assert numbers(home) == [1, 2, 3, 5, 6]


@pytest.mark.parametrize("option", ["--repair", "--accept-missing"])
def test_what_was_accepted_is_said_no_more_and_its_numbers_stay_unused(
    call: Call, home: Path, gone_back: tuple[list[str], list[str]], option: str
) -> None:
    """The backup of that day was made with the first moment; it holds nothing that is gone."""
    assert gone_back
    assert call("doctor", option).code == 0
    assert call("rates").err == ""
    assert call("doctor").code == 0
    logged(call)
    assert numbers(home) == [1, 2, 3, 9]
    assert call("rates").err == ""
    assert call("doctor").code == 0
    for path in (home / "home").rglob("*.jsonl"):
        os.utime(path)  # a sync tool may touch everything
    assert call("rates").err == ""


def test_a_loss_that_a_backup_could_mend_can_be_accepted_all_the_same(
    call: Call, home: Path
) -> None:
    logged(call)
    shutil.copytree(home / "home", home / "copy")
    logged(call)
    call("backup")
    shutil.rmtree(home / "home")
    shutil.copytree(home / "copy", home / "home")
    call("doctor", "--repair")
    assert GONE in call("rates").err
    call("doctor", "--accept-missing")
    assert call("rates").err == ""


def test_undo_never_takes_something_older_than_what_is_gone(
    call: Call, gone_back: tuple[list[str], list[str]]
) -> None:
    three, _ = gone_back
    called = call("undo")
    assert called.code == 3
    assert "Nothing was changed" in called.err
    new = logged(call)
    assert moments(call) == {*three, new}
    assert call("undo").code == 0
    assert moments(call) == set(three)
    assert call("undo").code == 3
    assert moments(call) == set(three)
    call("doctor", "--accept-missing")
    assert call("undo").code == 0
    assert moments(call) == set(three[:2])


def test_an_import_that_is_gone_is_not_passed_over_by_undo_either(call: Call, home: Path) -> None:
    old = logged(call)
    shutil.copytree(home / "home", home / "copy")
    diary = home / "diary.csv"
    diary.write_text("date,time,cue,response\n2026-11-01,18:05,sad,comfort\n", encoding="utf-8")
    assert call("import", str(diary)).code == 0
    shutil.rmtree(home / "home")
    shutil.copytree(home / "copy", home / "home")
    assert call("undo").code == 3
    assert moments(call) == {old}


def test_a_folder_that_is_not_there_is_said_as_such(call: Call, home: Path) -> None:
    logged(call)
    (home / "home").rename(home / "on the other disk")
    called = call("moments")
    assert "there is nothing in it" in called.err
    assert str(home / "home") in called.err
    logged(call)
    (home / "home").rename(home / "made by mistake")
    (home / "on the other disk").rename(home / "home")
    assert f"1 entry stored on this machine is {GONE}" in call("moments").err


def test_a_second_time_and_a_third_are_noticed_too(call: Call, home: Path) -> None:
    logged(call)
    shutil.copytree(home / "home", home / "copy")
    for count in (1, 2, 3):
        logged(call)
        shutil.rmtree(home / "home")
        shutil.copytree(home / "copy", home / "home")
        plural = "entries stored on this machine are" if count > 1 else "entry stored on this"
        assert f"{count} {plural}" in call("rates").err
    logged(call)
    assert numbers(home) == [1, 5]


EVERYTHING = (
    "child rename 'my child' Mia",
    "child born Mia 2023-10",
    "caregiver rename me Anna",
    "caregiver add Jo",
    "template add crib --cue tired --context bedtime",
    "vocabulary add cues 'blue cup' --group exploration",
    "edit ID --note changed",
    "repair ID --after 10m",
    "code ID --fit partial --caregiver Jo",
    "reminders set every sunday 19:30",
    "checkin",
    "delete ID",
    "undo",
    "undo",
    "backup",
    "purge LAST --yes",
    "doctor --repair",
    "restore",
    "import DIARY",
    "undo",
    "purge ID --yes",
    "doctor --accept-ahead",
    "doctor --accept-missing",
    "backup",
    "restore --replace",
    "undo",
)


def test_nothing_that_the_program_does_itself_is_taken_for_a_loss(call: Call, home: Path) -> None:
    identity = logged(call, "--note", "a note of some length")
    diary = home / "diary.csv"
    diary.write_text("date,time,cue,response\n2026-10-01,18:05,sad,comfort\n", encoding="utf-8")
    for command in EVERYTHING:
        last = logged(call) if "LAST" in command else ""
        words = {"LAST": last, "ID": identity, "DIARY": str(diary)}
        called = call(*(words.get(one, one) for one in shlex.split(command)), typed="calm\n\n\n")
        assert called.code == 0, (command, called)
        for one in (called, call("rates"), call("log", "sad", "comfort"), call("rates")):
            assert GONE not in one.err, command
        doctor = call("doctor", "--json")
        kinds = {one["kind"] for one in doctor.json()["problems"]}
        assert not kinds & {"gone", "missing_entries"}, (command, doctor.out)


@pytest.mark.parametrize("damage", [b"torn", b"\0" * 30, b"\n\n"])
def test_a_damaged_end_is_repaired_without_being_called_a_loss(
    call: Call, home: Path, damage: bytes
) -> None:
    logged(call)
    logged(call)
    (path,) = (home / "home").rglob("2026-11.jsonl")
    data = path.read_bytes()
    path.write_bytes(data[:-20] + b"#" + data[-19:])  # the last line has a wrong byte
    with path.open("ab") as file:
        file.write(damage)
    assert GONE not in call("rates").err
    call("doctor", "--repair")
    assert GONE not in call("rates").err
    logged(call)
    assert numbers(home) == [1, 3]
    assert GONE not in call("rates").err


def test_a_copied_state_takes_a_new_name_and_looks_for_nothing(call: Call, home: Path) -> None:
    logged(call)
    shutil.copytree(home / "state", home / "copied")
    shutil.rmtree(home / "state")
    (home / "copied").rename(home / "state")
    shutil.rmtree(home / "home")
    assert call("moments").err.count(GONE) == 0
    assert call("log", "sad", "comfort").code == 0
    assert GONE not in call("rates").err


# the tidemarks themselves


def test_tidemarks_that_are_damaged_missing_or_cannot_be_kept_stand_in_nobodys_way(
    call: Call, home: Path
) -> None:
    logged(call)
    path = tidemarks(home).path
    with open(path, "rb") as file:
        whole = file.read()
    for content in (b"", b"\0" * 200, whole[:-5], whole[5:], b"x" * 70_000, whole * 3):
        with open(path, "wb") as file:
            file.write(content)
        called = call("log", "sad", "comfort")
        assert (called.code, called.err) == (0, "")
    for at in range(0, len(whole), 7):
        with open(path, "wb") as file:
            file.write(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        called = call("rates")
        assert (called.code, called.err) == (0, "")
    shutil.rmtree(os.path.dirname(path))
    with open(os.path.dirname(path), "wb"):
        pass
    called = call("log", "sad", "comfort")
    assert (called.code, called.err) == (0, "")
    assert call("rates").code == 0


class Waiting:
    """A clock that goes on by waiting alone."""

    def __init__(self) -> None:
        self.waited = 0.0

    def monotonic(self) -> float:
        return self.waited

    def sleep(self, seconds: float) -> None:
        self.waited += seconds


def test_nobody_waits_for_a_process_that_holds_the_tidemarks(
    call: Call, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call("log", "sad", "comfort").code == 0
    (path,) = (home / "state" / "tidemarks").glob("*/*.txt")
    waiting = Waiting()
    monkeypatch.setattr("parentkit.storage.lock.time", waiting)
    held = disk.open_for_append(str(path))
    try:
        lock(held)
        assert call("log", "angry", "comfort").code == 0
    finally:
        disk.close(held)
    assert 0 < waiting.waited < 0.2
    assert "angry" in call("moments", "--all").out


def test_tidemarks_never_go_back_and_stay_small(call: Call, home: Path) -> None:
    logged(call)
    marks = tidemarks(home)
    (known,) = (mark for mark in marks.read().values() if mark.name == "2026-11.jsonl")
    for used in range(1000, 0, -1):
        marks.keep([Tidemark(known.name, used, 1, known.size, 0, known.total, known.written)])
    assert os.path.getsize(marks.path) <= LONGEST
    assert marks.read()[known.name].used == 1000
    assert set(marks.read()) == {"family.jsonl", known.name}


def test_two_processes_that_write_at_once_keep_the_higher_number(program: Any) -> None:
    script = (
        "import sys; from parentkit.__main__ import main\n"
        "for _ in range(12):\n"
        "    sys.argv = ['parentkit', 'log', 'sad', 'comfort']; assert main() == 0\n"
    )
    program.run("log", "sad", "comfort")
    running = [program.start("-c", script) for _ in range(3)]
    for process in running:
        _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said
    journal = Journal(program.home, program.state)
    (mark,) = (
        mark
        for mark in Tidemarks(journal.places, journal.device.id).read().values()
        if mark.name != "family.jsonl"
    )
    path = os.path.join(journal.places.device_folder(journal.device.id), mark.name)
    assert [one.seq for one in read_file(path).operations] == list(range(1, 38))
    assert (mark.used, mark.last) == (37, 37)
    assert mark.fits(os.stat(path))


def test_of_backups_in_one_second_the_last_is_the_newest_however_many_were_thinned_out(
    call: Call, home: Path
) -> None:
    with freeze_time("2026-11-22 17:05:33"):
        for _ in range(4):
            logged(call)
            call("backup")
        (kept,) = (home / "state" / "backups").glob("*/2026*")
    (month,) = kept.rglob("2026-11.jsonl")
    assert len(read_file(str(month)).operations) == 4

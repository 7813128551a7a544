"""The day's backup comes with whatever is written, from every door, and never gets in the way."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import pytest
from freezegun import freeze_time

from parentkit.cli import session
from parentkit.journal import Journal
from parentkit.journal.backups import make
from parentkit.journal.backups.catalog import backups_folder
from parentkit.journal.log.folders import Places
from parentkit.journal.log.writer import Draft

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Called

    Call = Callable[..., Called]

WRITING = (
    "log sad comfort",
    "log sad comfort --note x --json",
    "edit ID --note changed",
    "repair ID --after 10m",
    "code ID --fit partial --caregiver Jo",
    "delete ID",
    "undo",
    "child rename 'my child' Mia",
    "child add Ben",
    "caregiver add Kim",
    "template add crib --cue tired",
    "vocabulary add cues 'blue cup' --group exploration",
    "reminders set every sunday 19:30",
    "checkin",
    "import DIARY",
    "purge ID --yes",
)

LOOKING = ("rates", "moments", "today", "show ID", "history ID", "doctor", "locate", "child list")


def backups(root: Path) -> list[str]:
    folder = backups_folder(Places(str(root / "home"), str(root / "state")))
    return sorted(path.name for path in (root / folder).glob("2*"))


@pytest.fixture
def yesterday(call: Call, home: Path) -> str:
    """The id of a moment written yesterday at 23:00, when a backup was made."""
    with freeze_time("2026-11-21 22:00:00", auto_tick_seconds=0.001):
        identity = str(call("log", "sad", "comfort", "--json").json()["id"])
        call("caregiver", "add", "Jo")
    assert len(backups(home)) == 1
    return identity


def words_of(command: str, identity: str, home: Path) -> list[str]:
    diary = home / "diary.csv"
    diary.write_text("date,time,cue,response\n2026-10-01,18:05,sad,comfort\n", encoding="utf-8")
    words = {"ID": identity, "DIARY": str(diary)}
    return [words.get(one, one) for one in shlex.split(command)]


@pytest.mark.parametrize("command", WRITING)
def test_every_command_that_writes_makes_the_days_backup(
    call: Call, home: Path, yesterday: str, command: str
) -> None:
    """At seven in the morning, eight hours after the backup before."""
    with freeze_time("2026-11-22 06:00:00", auto_tick_seconds=0.001):
        called = call(*words_of(command, yesterday, home), typed="calm\n\n\n")
        assert called.code == 0, called
        made = backups(home)
        assert [name[:10] for name in made] == ["2026-11-21", "2026-11-22"]
        call("log", "sad", "comfort")
        assert backups(home) == made


@pytest.mark.parametrize("command", LOOKING)
def test_a_command_that_looks_makes_none(
    call: Call, home: Path, yesterday: str, command: str
) -> None:
    with freeze_time("2026-11-22 06:00:00", auto_tick_seconds=0.001):
        call(*words_of(command, yesterday, home))
        assert len(backups(home)) == 1


def test_what_others_of_this_process_wrote_is_no_concern_of_a_command(
    call: Call, home: Path
) -> None:
    session.open_journal([]).append([Draft("child", "01KAQZ7V5M0000000000000001", {"name": "Mia"})])
    assert call("child", "list").code == 0
    assert backups(home) == []


@pytest.mark.parametrize(
    "command", ["log sad comfort", "find cue is sad", "undo", "log sad nonsense"]
)
def test_a_command_that_is_over_holds_no_file_open(
    call: Call, yesterday: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Journal] = []
    begin = Journal.__init__

    def noted(self: Journal, *given: Any) -> None:
        begin(self, *given)
        opened.append(self)

    monkeypatch.setattr(Journal, "__init__", noted)
    call(*command.split())
    assert yesterday
    assert opened
    assert [journal._writer._open for journal in opened if journal._writer] in ([], [{}])


def test_a_command_within_a_command_is_looked_after_with_it(call: Call, home: Path) -> None:
    call("demo", "log", "sad", "comfort")
    sample = home / "state" / "demo"
    assert backups(home) == []
    assert list(sample.rglob("backups/*/2*"))
    call("demo", "moments")
    assert call("log", "sad", "comfort").code == 0
    assert len(backups(home)) == 1


def test_the_backup_holds_all_that_the_command_wrote(call: Call, home: Path) -> None:
    with freeze_time("2026-11-22 06:00:00", auto_tick_seconds=0.001):
        call("log", "sad", "comfort", "--note", "CANARY")
    (name,) = backups(home)
    folder = backups_folder(Places(str(home / "home"), str(home / "state")))
    journal = home / "home" / "families" / "own" / "journal"
    for path in journal.rglob("*.jsonl"):
        assert (home / folder / name / path.relative_to(journal)).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("command", ["log sad comfort", "child add Ben", "import DIARY"])
def test_a_backup_that_cannot_be_made_is_said_in_a_sentence_and_changes_nothing_else(
    call: Call, home: Path, yesterday: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    words = words_of(command, yesterday, home)
    morning = freeze_time("2026-11-22 06:00:00", auto_tick_seconds=0.001)
    with morning, monkeypatch.context() as patch:
        patch.setattr(make, "make_backup", full)
        called = call(*words)
        assert called.code == 0
        assert called.out
        assert "Today's backup could not be made (No space left on device)." in called.err
        assert "What you wrote is stored." in called.err


def test_a_reader_that_leaves_early_does_not_keep_the_backup_from_being_made(program: Any) -> None:
    with program.start("-m", "parentkit", "log", "sad", "comfort") as process:
        process.stdout.close()
        process.stdout = None
        process.wait(timeout=120)
    assert "the day's" in program.run("backup", "--list").stdout

"""Calendar files and jobs: written on request, neutral, for their owner alone, removable."""

from __future__ import annotations

import json
import os
import stat
from typing import TYPE_CHECKING

import pytest
from freezegun import freeze_time
from icalendar import Calendar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Called

    Call = Callable[..., Called]

SUNDAY_EVENING = "2026-11-22 18:45"


def files_below(folder: Path) -> list[str]:
    return sorted(str(path) for path in folder.rglob("*"))


@freeze_time(SUNDAY_EVENING)
@pytest.mark.usefixtures("begun")
def test_a_calendar_file_keeps_its_identity_and_counts_its_changes(call: Call, home: Path) -> None:
    path = home / "reflection.ics"
    seen = []
    for words in ((), ("set", "sat", "10:00"), ("set", "fri", "9:00")):
        call("reminders", *words)
        assert call("reminders", "--ics", str(path)).code == 0
        (event,) = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
        seen.append((event["UID"], event["SEQUENCE"], event["DTSTART"].dt.isoformat()))
    for _ in range(2):
        call("undo")
        call("reminders", "ics", str(path))
        (event,) = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
        seen.append((event["UID"], event["SEQUENCE"], event["DTSTART"].dt.isoformat()))
    assert len({uid for uid, _, _ in seen}) == 1
    assert [each[1:] for each in seen] == [
        (0, "2026-09-06T19:30:00"),
        (1, "2026-11-28T10:00:00"),
        (2, "2026-11-27T09:00:00"),
        (3, "2026-11-28T10:00:00"),
        (4, "2026-09-06T19:30:00"),
    ]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert call("reminders", "--ics", "-").out.encode() == path.read_bytes()


@freeze_time(SUNDAY_EVENING)
@pytest.mark.usefixtures("begun")
def test_a_pause_is_no_change_of_a_calendar_file(call: Call) -> None:
    first = call("reminders", "--ics", "-").out
    call("reminders", "pause")
    assert call("reminders", "--ics", "-").out == first


@freeze_time(SUNDAY_EVENING)
def test_a_calendar_file_is_the_same_until_something_changes_and_names_nobody(
    call: Call, home: Path
) -> None:
    call("child", "add", "Mia")
    call("caregiver", "add", "Anna")
    path = home / "reflection.ics"
    call("reminders", "--ics", str(path))
    first = path.read_bytes()
    with freeze_time("2027-06-01 12:00"):
        call("reminders", "--ics", str(path))
    assert path.read_bytes() == first
    assert not any(word in first for word in (b"Mia", b"Anna", b"reflect", b"child"))


@freeze_time(SUNDAY_EVENING)
def test_a_file_of_somebody_else_is_not_written_over(call: Call, home: Path) -> None:
    path = home / "other.ics"
    path.write_text("BEGIN:VCALENDAR\r\nPRODID:-//other//EN\r\nEND:VCALENDAR\r\n")
    before = path.read_bytes()
    assert call("reminders", "--ics", str(path)).code == 3
    assert path.read_bytes() == before
    assert call("reminders", "--ics", str(home / "no" / "such" / "folder.ics")).code == 3


@pytest.fixture
def user_folders(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder with something in it that is none of ours."""
    folder = home / "nowhere"
    (folder / ".config" / "systemd" / "user").mkdir(parents=True)
    (folder / ".config" / "systemd" / "user" / "other.service").write_text("[Unit]\n")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return folder


SYSTEMS = ("systemd", "launchd", "windows", "cron")


@pytest.mark.parametrize("system", SYSTEMS)
@freeze_time(SUNDAY_EVENING)
@pytest.mark.usefixtures("begun")
def test_a_job_is_written_for_its_owner_and_removed_without_a_trace(
    call: Call, user_folders: Path, home: Path, system: str
) -> None:
    assert user_folders.is_dir()
    before = files_below(home)
    planned = call("reminders", "install", system, "--dry-run")
    assert planned.code == 0
    assert files_below(home) == before
    written = call("reminders", "install", system)
    paths = [line for line in written.out.splitlines() if line.startswith(str(home))]
    assert paths
    assert all(path in planned.out for path in paths)
    assert {stat.S_IMODE(os.stat(path).st_mode) for path in paths} == {0o600}
    once = files_below(home)
    assert call("reminders", "install", system).out == written.out
    assert files_below(home) == once
    call("reminders", "--notify")
    assert call("reminders", "remove", system).code == 0
    emptied = home / "state" / "local.json"
    kept = {str(emptied), f"{emptied}.lock", str(home / "state" / "notify.lock")}
    assert [path for path in files_below(home) if path not in kept] == before
    assert json.loads(emptied.read_text()) == {"said": {}}
    assert call("reminders", "remove", system).code == 1


@freeze_time(SUNDAY_EVENING)
@pytest.mark.usefixtures("begun")
def test_removing_takes_the_link_of_a_timer_that_was_turned_on(
    call: Call, user_folders: Path, home: Path
) -> None:
    before = files_below(home)
    call("reminders", "install", "systemd", "--with", "notify-send")
    units = user_folders / ".config" / "systemd" / "user"
    assert '"--with" "notify-send"' in (units / "parentkit-reminders.service").read_text()
    (units / "timers.target.wants").mkdir()
    link = units / "timers.target.wants" / "parentkit-reminders.timer"
    link.symlink_to(units / "parentkit-reminders.timer")
    call("reminders", "remove", "systemd")
    assert files_below(home) == before


@pytest.mark.parametrize("verb", ["install", "remove"])
@freeze_time(SUNDAY_EVENING)
def test_somebody_elses_unit_of_that_name_is_left_alone(
    call: Call, user_folders: Path, verb: str
) -> None:
    unit = user_folders / ".config" / "systemd" / "user" / "parentkit-reminders.timer"
    unit.write_text("[Timer]\n")
    assert call("reminders", verb, "systemd").code == 3
    assert unit.read_text() == "[Timer]\n"
    assert not unit.with_suffix(".service").exists()


@pytest.mark.parametrize("system", ["systemd", "cron"])
@freeze_time(SUNDAY_EVENING)
def test_nothing_is_turned_on_by_itself_and_one_command_does_it(
    call: Call, user_folders: Path, system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(user_folders))
    command = call("reminders", "install", system).out.splitlines()[-1]
    assert ("systemctl --user" if system == "systemd" else "crontab -") in command
    assert "remove" not in command

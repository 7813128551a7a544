"""Reminders and random prompts through the program's own door, over years, zones and changes."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date
from typing import TYPE_CHECKING

import pytest
from freezegun import freeze_time
from tinydb import TinyDB

from parentkit.cli.session import open_journal
from parentkit.domain.reflection.choosing import Asked
from parentkit.services.reflection.answers import Writing
from parentkit.services.reminders.reminders import due_line
from parentkit.storage.held import held

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Called

    Call = Callable[..., Called]

SUNDAY_NOON = "2026-11-22 11:00"
SUNDAY_EVENING = "2026-11-22 18:45"
NEUTRAL = "A quiet quarter of an hour is there when you want it.\n"
QUESTION = Asked("child-safe", "Does Mia feel safe?", "child", "asked every week", ())


def answer(monday: str, *, kind: str = "child", caregiver: str | None = None) -> None:
    """Writes one answer about a week, as `parentkit reflect` does."""
    journal = open_journal([])
    who = caregiver or str(journal.device.caregiver)
    question = QUESTION._replace(kind=kind)
    Writing(journal, date.fromisoformat(monday), who, question).add("She does.")


def weeks_due(call: Call) -> list[str]:
    return [due["week"] for due in call("reminders", "--json").json()["due"]]


def files_below(folder: Path) -> list[str]:
    return sorted(str(path) for path in folder.rglob("*"))


@pytest.mark.usefixtures("begun")
def test_on_sunday_evening_the_weeks_reflection_is_said_to_be_ready(
    call: Call,
) -> None:
    with freeze_time("2026-11-22 18:29:59"):
        assert weeks_due(call)[0] == "2026-11-09"
    with freeze_time("2026-11-22 18:30"):
        told = call("reminders")
        assert weeks_due(call)[0] == "2026-11-16"
    assert told.code == 0
    assert "every Sunday at 19:30" in told.out
    assert "Week of 16 November: parentkit reflect --week 2026-11-16" in told.out
    assert "Sun 29 Nov 19:30" in told.out


@freeze_time(SUNDAY_EVENING)
@pytest.mark.usefixtures("begun")
def test_weeks_passed_by_are_offered_without_a_word_about_that(call: Call) -> None:
    assert weeks_due(call) == ["2026-11-16", "2026-11-09", "2026-11-02", "2026-10-26"]
    told = call("reminders").out.lower()
    assert not any(word in told for word in ("miss", "late", "overdue", "still", "not done"))


@freeze_time(SUNDAY_EVENING)
@pytest.mark.usefixtures("begun")
def test_a_week_that_was_taken_up_is_not_mentioned_again(call: Call) -> None:
    answer("2026-11-09")
    assert weeks_due(call) == ["2026-11-16", "2026-11-02", "2026-10-26"]
    assert due_line(open_journal([])) is not None
    answer("2026-11-16")
    assert due_line(open_journal([])) is None
    assert weeks_due(call) == ["2026-11-02", "2026-10-26"]


@freeze_time(SUNDAY_EVENING)
@pytest.mark.usefixtures("begun")
def test_another_caregivers_answers_and_an_exercises_leave_a_week_open(
    call: Call,
) -> None:
    answer("2026-11-16", caregiver="01ARZ3NDEKTSV4RRFFQ69G5FAV")
    answer("2026-11-16", kind="")
    assert weeks_due(call)[0] == "2026-11-16"


@freeze_time(SUNDAY_EVENING)
@pytest.mark.usefixtures("begun")
def test_an_answer_taken_back_leaves_a_week_open(call: Call) -> None:
    answer("2026-11-16")
    call("undo")
    assert weeks_due(call)[0] == "2026-11-16"


@freeze_time(SUNDAY_EVENING)
def test_nothing_is_due_and_nothing_written_where_nobody_has_begun(call: Call, home: Path) -> None:
    before = files_below(home)
    told = call("reminders", "--json").json()
    assert (told["due"], told["next"]) == ([], "2026-11-29T19:30+01:00")
    assert due_line(open_journal([])) is None
    assert call("reminders", "--notify").out == ""
    assert files_below(home) == before


def test_weeks_before_the_family_began_are_not_offered(call: Call) -> None:
    with freeze_time("2026-11-19 08:00"):
        call("log", "afraid", "comfort")
    with freeze_time(SUNDAY_EVENING):
        assert weeks_due(call) == ["2026-11-16"]


def test_a_family_that_begins_on_sunday_evening_can_look_back_at_once(call: Call) -> None:
    with freeze_time(SUNDAY_EVENING):
        call("log", "afraid", "comfort")
        assert weeks_due(call) == ["2026-11-16"]


@pytest.mark.parametrize(
    ("words", "rule", "following"),
    [
        (("every", "sunday", "19:30"), "FREQ=WEEKLY;BYDAY=SU", "2026-11-22T19:30+01:00"),
        (("weekly sat 10:00",), "FREQ=WEEKLY;BYDAY=SA", "2026-11-28T10:00+01:00"),
        (("daily", "21:00"), "FREQ=DAILY", "2026-11-22T21:00+01:00"),
        (("monthly", "1", "20:00"), "FREQ=MONTHLY;BYMONTHDAY=1", "2026-12-01T20:00+01:00"),
        (("monthly last 20:00",), "FREQ=MONTHLY;BYMONTHDAY=-1", "2026-11-30T20:00+01:00"),
        (("sat",), "FREQ=WEEKLY;BYDAY=SA", "2026-11-28T19:30+01:00"),
        (("RRULE:FREQ=YEARLY", "--at", "8:00"), "FREQ=YEARLY", "2027-11-22T08:00+01:00"),
        (
            ("FREQ=MONTHLY;BYDAY=-1FR", "--at", "8:00"),
            "FREQ=MONTHLY;BYDAY=-1FR",
            "2026-11-27T08:00+01:00",
        ),
    ],
)
@freeze_time(SUNDAY_NOON)
def test_a_rhythm_is_set_in_words_or_as_a_rule(
    call: Call, words: tuple[str, ...], rule: str, following: str
) -> None:
    told = call("reminders", "set", *words, "--json").json()
    assert (told["rule"], told["next"]) == (rule, following)
    assert call("reminders", "--json").json() == told


@freeze_time(SUNDAY_NOON)
def test_a_new_rhythm_keeps_the_time_of_day_where_none_is_said(call: Call) -> None:
    call("reminders", "set", "sat", "8:15")
    assert call("reminders", "set", "fri", "--json").json()["next"] == "2026-11-27T08:15+01:00"


@pytest.mark.parametrize(
    "words",
    [
        *(("sometimes",), ("sunday 25:00",), ("sun 19:30", "--at", "19:30"), ("sun", "--at", "7")),
        *(("FREQ=SECONDLY",), ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",)),
    ],
)
@freeze_time(SUNDAY_NOON)
def test_what_cannot_be_read_changes_nothing(
    call: Call, home: Path, words: tuple[str, ...]
) -> None:
    before = files_below(home)
    told = call("reminders", "set", *words)
    assert told.code == 2
    assert told.err.count("\n") == 2
    assert files_below(home) == before


@freeze_time(SUNDAY_EVENING)
@pytest.mark.usefixtures("begun")
def test_a_pause_says_nothing_until_it_ends(call: Call) -> None:
    paused = call("reminders", "pause", "--json").json()
    assert (paused["paused"], paused["due"], paused["next"]) == (True, [], None)
    assert call("reminders", "--notify").out == ""
    assert due_line(open_journal([])) is None
    assert "resume" in call("reminders").out
    resumed = call("reminders", "resume", "--json").json()
    assert not resumed["paused"]
    assert resumed["due"][0]["week"] == "2026-11-16"


@freeze_time(SUNDAY_EVENING)
@pytest.mark.usefixtures("begun")
def test_setting_a_rhythm_ends_a_pause_and_undo_takes_it_back(call: Call) -> None:
    call("reminders", "pause")
    call("reminders", "set", "sat", "10:00")
    assert not call("reminders", "--json").json()["paused"]
    call("undo")
    told = call("reminders", "--json").json()
    assert (told["paused"], told["rule"]) == (True, "FREQ=WEEKLY;BYDAY=SU")
    call("undo")
    assert not call("reminders", "--json").json()["paused"]
    assert call("reminders", "set", "sat", "--json").json()["rule"] == "FREQ=WEEKLY;BYDAY=SA"


@freeze_time(SUNDAY_NOON)
@pytest.mark.usefixtures("begun")
def test_what_two_devices_set_at_once_is_never_mixed(
    call: Call, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    call("reminders", "set", "daily", "9:00")
    (file,) = (home / "home").rglob("family.jsonl")
    common = file.read_bytes()
    call("reminders", "set", "daily", "7:00")
    unseen = file.read_bytes()
    file.write_bytes(common)
    monkeypatch.setenv("PARENTKIT_STATE", str(home / "other"))
    with freeze_time("2026-11-22 11:01"):
        call("reminders", "set", "monthly", "22", "9:00")
    file.write_bytes(unseen)
    told = call("reminders", "--json").json()
    assert told["words"] == "on day 22 of every month at 09:00"


@pytest.mark.parametrize(
    ("zone", "following"),
    [
        ("Europe/Berlin", "2027-03-28T19:30+02:00"),
        ("America/New_York", "2027-03-28T19:30-04:00"),
        ("Asia/Kolkata", "2027-03-28T19:30+05:30"),
        ("Australia/Lord_Howe", "2027-03-28T19:30+11:00"),
    ],
)
@pytest.mark.usefixtures("begun")
def test_the_time_is_that_on_the_clock_of_wherever_one_is(
    call: Call, monkeypatch: pytest.MonkeyPatch, zone: str, following: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    with freeze_time("2027-03-25 12:00"):
        assert call("reminders", "--json").json()["next"] == following


@freeze_time(SUNDAY_EVENING)
@pytest.mark.usefixtures("begun")
def test_a_job_is_told_once_and_in_neutral_words(call: Call, home: Path) -> None:
    assert call("reminders", "--notify").out == NEUTRAL
    assert call("reminders", "--notify").out == ""
    with freeze_time("2026-11-29 18:31"):
        assert call("reminders", "--notify").out == NEUTRAL
    (home / "state" / "local.json").write_text("{")
    assert call("reminders", "--notify").out == NEUTRAL
    assert call("reminders", "--notify").out == ""
    assert (home / "state" / "local.json.unreadable-1").read_text() == "{"


@freeze_time(SUNDAY_EVENING)
@pytest.mark.usefixtures("begun")
def test_of_two_jobs_that_start_together_one_says_the_line(
    call: Call, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parentkit.storage.lock.PATIENCE_SECONDS", 0.0)
    with held(str(home / "state" / "notify.lock")):
        assert call("reminders", "--notify").out == ""
    assert call("reminders", "--notify").out == NEUTRAL


@freeze_time(SUNDAY_EVENING)
@pytest.mark.usefixtures("begun")
def test_what_an_earlier_version_said_is_not_said_again(call: Call, home: Path) -> None:
    earlier = home / "state" / "reminders.json"
    earlier.write_text('{"reflection":"2026-11-16","of a later version":1}\n')
    assert call("reminders", "--notify").out == ""
    assert earlier.exists()
    with freeze_time("2026-11-29 18:31"):
        assert call("reminders", "--notify").out == NEUTRAL
    assert not earlier.exists()
    with TinyDB(home / "state" / "local.json") as database:
        said = database.table("said").all()
    assert {one["name"]: one["about"] for one in said} == {
        "reflection": "2026-11-23",
        "of a later version": 1,
    }


@freeze_time(SUNDAY_EVENING)
@pytest.mark.usefixtures("begun")
def test_a_command_that_hangs_is_ended_and_the_line_comes_again(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("parentkit.cli.reminders.reminder_jobs.LONGEST_SECONDS", 0.2)
    hangs = f"{sys.executable} -c 'import signal; signal.pause()'"
    refused = call("reminders", "--notify", "--with", hangs)
    assert refused.code == 3
    assert "was still running after" in refused.err
    assert call("reminders", "--notify").out == NEUTRAL


@freeze_time(SUNDAY_EVENING)
@pytest.mark.usefixtures("begun")
def test_a_line_can_be_handed_to_a_command(call: Call, tmp_path: Path) -> None:
    target = tmp_path / "shown"
    command = f"{sys.executable} -c 'import sys; open(sys.argv[1], \"w\").write(sys.argv[2])'"
    refused = call("reminders", "--notify", "--with", "/no/such/program")
    assert refused.code == 3
    assert "did not show the line: No such file or directory." in refused.err
    refused = call("reminders", "--notify", "--with", f"{sys.executable} -c 'raise SystemExit(4)'")
    assert refused.code == 3
    assert "did not show the line: it ended with 4." in refused.err
    assert call("reminders", "--notify", "--with", f"{command} {target}").out == ""
    assert target.read_text() == NEUTRAL.strip()
    assert call("reminders", "--notify").out == ""


@freeze_time(SUNDAY_EVENING)
@pytest.mark.usefixtures("begun")
def test_a_record_that_cannot_be_read_is_named_and_can_be_set_anew(call: Call) -> None:
    from parentkit.domain.codes import REMINDER
    from parentkit.domain.reflection.reminder import WEEKLY_ID
    from parentkit.journal.log.writer import Draft

    journal = open_journal([])
    journal.append([Draft(REMINDER, WEEKLY_ID, {"rrule": "FREQ=NEVER", "begins": "x"})])
    told = call("reminders")
    assert told.code == 3
    assert "parentkit reminders set" in told.err
    assert "cannot be read" in str(due_line(journal))
    assert call("reminders", "set", "sun").code == 0
    assert weeks_due(call)[0] == "2026-11-16"


@pytest.mark.parametrize(
    "words", [("--notify", "pause"), ("--ics", "x.ics", "pause"), ("--with", "echo")]
)
@freeze_time(SUNDAY_EVENING)
@pytest.mark.usefixtures("begun")
def test_options_that_do_not_go_together_change_nothing(call: Call, words: tuple[str, ...]) -> None:
    assert call("reminders", *words).code == 2
    assert not call("reminders", "--json").json()["paused"]


@freeze_time("2026-11-22 11:00")
@pytest.mark.usefixtures("begun")
def test_prompts_are_off_until_asked_for_and_off_again(call: Call) -> None:
    assert call("reminders", "--json").json()["prompts"] is None
    on = call("reminders", "prompts", "--per-day", "3", "--from", "07:30", "--json").json()
    assert on["prompts"] == {"per_day": 3, "from": "07:30", "to": "20:00"}
    assert on["next_prompt"] is not None
    more = call("reminders", "prompts", "--per-day", "4", "--json").json()
    assert more["prompts"] == {"per_day": 4, "from": "07:30", "to": "20:00"}
    assert "next_prompt" not in call("reminders").out
    off = call("reminders", "prompts", "off", "--json").json()
    assert (off["prompts"], off["next_prompt"]) == (None, None)
    assert call("reminders", "prompts", "--to", "18:00").code == 2
    assert call("reminders", "prompts", "--per-day", "40").code == 2


@freeze_time("2026-11-21 20:00")
@pytest.mark.usefixtures("begun")
def test_a_job_asks_at_each_prompt_of_a_day_once(call: Call) -> None:
    call("reminders", "--notify")
    call("reminders", "prompts", "--per-day", "3")
    asked = []
    for quarter in range(4 * 24):
        with freeze_time(f"2026-11-21T{quarter // 4:02}:{quarter % 4 * 15:02}+01:00"):
            asked += [quarter / 4] * ("question" in call("reminders", "--notify").out)
    assert len(asked) == 3
    assert min(asked) >= 8
    assert max(asked) <= 20.25


@freeze_time("2026-11-21 20:00")
@pytest.mark.usefixtures("begun")
def test_two_devices_of_a_family_ask_at_the_same_times(
    call: Call, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    one = call("reminders", "prompts", "--per-day", "5", "--json").json()["next_prompt"]
    monkeypatch.setenv("PARENTKIT_STATE", str(home / "other"))
    assert call("reminders", "--json").json()["next_prompt"] == one


@pytest.mark.parametrize(
    ("answer", "stored"), [("y", "Logged"), ("YES", "Logged"), ("n", ""), ("No", "")]
)
def test_a_prompt_takes_yes_and_no_and_no_other_word_for_them(
    call: Call, answer: str, stored: str
) -> None:
    typed = f"yesterday\nnot sure\n\n{answer}\nafraid\ncomfort\n\n"
    said = call("prompt", typed=typed)
    assert said.err.count("Answer y or n.") == 3
    assert said.out[: len("Logged")] == stored
    assert call("prompt", typed="").code == 2


@freeze_time("2026-11-22 14:00")
def test_a_sign_that_a_prompt_asks_for_is_stored_as_such(call: Call) -> None:
    record = call("prompt", "--json", typed="maybe\nY\nafraid\ncomfort\n\n").json()
    assert (record["cue"], record["responses"], record["sampling"]) == (
        "afraid",
        ["comfort"],
        "prompt",
    )
    assert call("moments", "--json").json()[0]["sampling"] == "prompt"


@freeze_time("2026-11-22 14:00")
def test_no_sign_stores_nothing_and_says_so(call: Call, home: Path) -> None:
    told = call("prompt", typed="n\n")
    assert (told.code, told.out) == (0, "")
    assert "Nothing is stored" in told.err
    assert files_below(home) == []
    assert call("prompt", typed="").code == 2


def test_asking_in_passing_loads_no_recurrence_library(home: Path) -> None:
    assert home.is_dir()
    code = (
        "import sys\n"
        "from parentkit.cli.session import open_journal\n"
        "from parentkit.services.reminders.reminders import due_line\n"
        "due_line(open_journal([]))\n"
        "heavy = ('dateutil', 'tinydb', 'zoneinfo', 'hashlib', "
        "'parentkit.services.reflection.answers')\n"
        "print([name for name in heavy if name in sys.modules])\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"

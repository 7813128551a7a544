"""Looking after the files through the program's door: doctor, locate, backup, restore, purge."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from freezegun import freeze_time

from parentkit.cli.main import COMMANDS
from parentkit.cli.upkeep import purge as purge_command
from parentkit.cli.upkeep.completion import script
from parentkit.content import load
from parentkit.journal.backups.daily import backup_if_due
from parentkit.journal.journal import Journal
from parentkit.services.upkeep.upkeep import keep_safe
from parentkit.storage import disk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Called

    Call = Callable[..., Called]

EVENING = freeze_time("2026-11-22 17:05:33", auto_tick_seconds=0.001)
NOTE = "CANARY of a bad evening"


def logged(call: Call, *words: str) -> str:
    return str(call("log", "sad", "comfort", *words, "--json").json()["id"])


def month_file(home: Path) -> Path:
    (found,) = (home / "home").rglob("2026-11.jsonl")
    return found


def holding(folder: Path, text: str) -> list[Path]:
    return [
        path for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()
    ]


# doctor


@EVENING
def test_the_doctor_is_content_with_a_home_as_it_should_be(call: Call) -> None:
    logged(call)
    call("backup")
    called = call("doctor")
    assert called.code == 0
    assert "Everything is whole." in called.out


def test_the_doctor_makes_nothing_in_an_empty_home(call: Call, home: Path) -> None:
    assert call("doctor").code == 0
    assert call("locate").code == 0
    assert list(home.iterdir()) == []


@EVENING
def test_the_doctor_names_a_problem_repairs_it_and_keeps_the_line(call: Call, home: Path) -> None:
    logged(call)
    path = month_file(home)
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"v":1,"torn')
    path.chmod(0o644)
    called = call("doctor")
    assert called.code == 3
    assert f"{path}, line 2" in called.out
    assert f"{path}\n    its mode is 0644" in called.out
    repaired = call("doctor", "--repair")
    assert repaired.code == 0
    assert "1 line moved to quarantine" in repaired.out
    assert path.read_bytes() == whole
    (kept,) = (home / "state" / "quarantine").iterdir()
    assert kept.read_bytes() == b'{"v":1,"torn'


@EVENING
def test_the_doctors_json_holds_kind_file_line_and_what_to_do(call: Call, home: Path) -> None:
    logged(call)
    path = month_file(home)
    path.write_bytes(path.read_bytes() + b"hello\n")
    called = call("doctor", "--json")
    (problem,) = called.json()["problems"]
    assert called.code == 3
    assert (problem["kind"], problem["file"], problem["line"]) == ("bad_line", str(path), 2)
    assert all(problem[name] for name in ("what", "means", "to_do"))
    repaired = call("doctor", "--repair", "--json")
    assert repaired.code == 0
    assert [one["file"] for one in repaired.json()["repaired"]][:1] == [str(path)]


@EVENING
def test_unknown_people_and_words_are_told_and_are_no_problem(call: Call, home: Path) -> None:
    from parentkit.journal.log.writer import Draft

    logged(call)
    journal = Journal(str(home / "home"), str(home / "state"))
    document = {
        "observed_at": "2026-11-22T18:05+01:00",
        "child": "01KAQZ7V5M0000000000000009",
        "caregiver": "01KAQZ7V5M0000000000000008",
        "cue": "my:blue_cup",
        "responses": ["comfort", {"odd": 1}],
        "fit": "splendid",
    }
    journal.append([Draft("moment", "01KAQZ7V5M0000000000000007", document)])
    journal.close()
    called = call("doctor", "--json")
    told = {one["kind"]: one["what"] for one in called.json()["information"]}
    whats = " ".join(one["what"] for one in called.json()["information"])
    assert called.code == 0
    assert {"unknown_person", "unknown_word"} <= set(told)
    for word in ("my:blue_cup", "splendid", "odd", "01KAQZ7V5M0000000000000009"):
        assert word in whats


def test_values_from_a_clock_ahead_are_told_and_accepted(call: Call) -> None:
    with freeze_time("2026-11-22 17:05:33", auto_tick_seconds=0.001):
        moment = logged(call, "--fit", "matched")
    with freeze_time("2036-11-22 17:05:33", auto_tick_seconds=0.001):
        call("edit", moment, "--fit", "partial")
    with freeze_time("2026-11-23 17:05:33", auto_tick_seconds=0.001):
        assert call("show", moment, "--json").json()["fit"] == "matched"
        called = call("doctor", "--json")
        assert [one["kind"] for one in called.json()["problems"]] == ["ahead_of_time"]
        accepted = call("doctor", "--accept-ahead", "--json")
        assert (accepted.code, accepted.json()["accepted"]) == (0, 1)
        assert call("show", moment, "--json").json()["fit"] == "partial"


# locate, backup, restore


@EVENING
def test_locate_says_what_does_not_belong_in_a_shared_folder(call: Call, home: Path) -> None:
    assert "Your key for sharing" not in (before := call("locate").out)
    assert "To share with a co-parent" in before
    assert call("key", "make").code == 0
    assert call("coach", "init", "Dana Reed").code == 0
    text = " ".join(call("locate").out.split())
    assert "Your key for sharing with a coach is in the state folder" in text
    assert "Do not share this folder with anybody" in text
    assert "To share with a co-parent" not in text
    assert call("locate", "--json").json()["coach"] == str(home / "home" / "coach")


def test_locate_says_where_everything_is(call: Call, home: Path) -> None:
    logged(call)
    call("backup")
    places = call("locate", "--json").json()
    assert places["home"] == str(home / "home")
    assert places["state"] == str(home / "state")
    assert places["writes_to"] == str(month_file(home))
    assert places["journal"]["files"] == 2
    assert places["journal"]["bytes"] == sum(
        path.stat().st_size for path in (home / "home").rglob("*.jsonl")
    )
    assert places["backups"]["count"] == 1
    text = call("locate").out
    assert str(month_file(home)) in text
    assert "another machine" in " ".join(text.split())


@EVENING
def test_a_backup_is_made_and_listed(call: Call, home: Path) -> None:
    logged(call)
    made = call("backup", "--json").json()
    assert made["name"].startswith("2026-11-22T1705")
    assert made["files"] == 2
    listed = call("backup", "--list", "--json").json()
    assert [backup["name"] for backup in listed] == [made["name"]]
    assert listed[0]["reason"] == "asked"
    assert made["name"] in call("backup", "--list").out
    copies = {path.name for path in (home / "state").glob(f"backups/*/{made['name']}/*/*.jsonl")}
    assert copies == {"2026-11.jsonl", "family.jsonl"}


def test_with_nothing_written_there_is_nothing_to_back_up(call: Call) -> None:
    called = call("backup")
    assert (called.code, called.out) == (3, "")
    assert "nothing to back up" in called.err
    assert call("restore").code == 1
    assert "no backup yet" in call("backup", "--list").err


@EVENING
def test_what_is_lost_comes_back(call: Call, home: Path) -> None:
    moment = logged(call, "--note", NOTE)
    call("backup")
    month_file(home).unlink()
    assert call("show", moment).code == 1
    planned = call("restore", "--dry-run", "--json").json()
    assert (planned["operations"], planned["safety"]) == (1, "")
    assert call("show", moment).code == 1
    restored = call("restore")
    assert "1 entry came back" in restored.out
    assert call("show", moment, "--json").json()["note"] == NOTE
    assert call("doctor").code == 0


def test_everything_can_become_what_it_was(call: Call) -> None:
    with freeze_time("2026-11-21 17:05:33", auto_tick_seconds=0.001):
        first = logged(call)
        name = call("backup", "--json").json()["name"]
    with freeze_time("2026-11-22 17:05:33", auto_tick_seconds=0.001):
        logged(call)
        restored = call("restore", name, "--replace", "--json").json()
        assert [one["id"] for one in call("moments", "--all", "--json").json()] == [first]
        call("restore", restored["safety"], "--replace")
        assert len(call("moments", "--all", "--json").json()) == 2


def test_an_older_backup_that_holds_more_is_named(call: Call, home: Path) -> None:
    with freeze_time("2026-11-21 17:05:33", auto_tick_seconds=0.001):
        logged(call)
        logged(call)
        older = call("backup", "--json").json()["name"]
    path = month_file(home)
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    with freeze_time("2026-11-22 17:05:33", auto_tick_seconds=0.001):
        call("backup")
        called = call("restore")
    assert "0 entries came back" in called.out
    assert f"parentkit restore {older}" in called.err


@EVENING
def test_a_name_that_no_backup_has_is_told(call: Call) -> None:
    logged(call)
    call("backup")
    called = call("restore", "2031")
    assert called.code == 1
    assert "2031" in called.err


# purge


@EVENING
def test_purging_leaves_not_a_byte_and_says_where_copies_may_be(call: Call, home: Path) -> None:
    moment = logged(call, "--note", NOTE)
    kept = logged(call)
    call("backup")
    call("edit", moment, "--context", "meal")
    called = call("purge", moment, "--yes")
    assert called.code == 0
    assert holding(home, "CANARY") == []
    assert [one["id"] for one in call("moments", "--all", "--json").json()] == [kept]
    assert call("show", moment).code == 1
    for place in ("exports", "devices", "SSD"):
        assert place in called.err
    assert call("doctor").code == 0


@EVENING
def test_a_deleted_moment_can_be_purged_and_undo_does_not_bring_it_back(
    call: Call, home: Path
) -> None:
    moment = logged(call, "--note", NOTE)
    call("delete", moment)
    assert call("purge", moment, "--yes", "--json").json()["left"] == {}
    assert call("undo").code in (0, 1)
    assert call("undo").code in (0, 1)
    assert call("moments", "--all", "--json").json() == []
    assert holding(home, "CANARY") == []


@EVENING
def test_importing_an_old_export_does_not_bring_it_back(call: Call, home: Path) -> None:
    moment = logged(call, "--note", NOTE)
    kept = logged(call)
    exported = home / "export"
    assert call("export", "--format", "jsonl", "--out", str(exported)).code == 0
    assert holding(exported, "CANARY")
    call("purge", moment, "--yes")
    imported = call("import", str(exported), "--json").json()
    assert (imported["imported"], imported["duplicates"]) == (0, 2)
    assert [one["id"] for one in call("moments", "--all", "--json").json()] == [kept]
    assert holding(home / "home", "CANARY") == []
    assert call("undo", "--older").code == 0, "of what was logged before"
    assert call("moments", "--all", "--json").json() == []
    assert call("show", moment).code == 1


@EVENING
def test_where_nobody_can_be_asked_nothing_is_purged(call: Call) -> None:
    moment = logged(call)
    called = call("purge", moment)
    assert called.code == 2
    assert "--yes" in called.err
    assert call("show", moment).code == 0


@EVENING
@pytest.mark.parametrize("typed", ["", "no\n", "{start}\n"])
def test_anything_but_the_end_of_the_id_purges_nothing(
    call: Call, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = logged(call)
    monkeypatch.setattr(purge_command, "somebody_is_there", lambda: True)
    called = call("purge", moment, typed=typed.format(start=moment[:4]))
    assert called.code == 2
    assert call("show", moment).code == 0


@EVENING
def test_the_end_of_the_id_purges(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = logged(call)
    monkeypatch.setattr(purge_command, "somebody_is_there", lambda: True)
    assert call("purge", moment, typed=f"{moment[-4:].lower()}\n").code == 0
    assert call("show", moment).code == 1


@EVENING
def test_a_file_that_still_holds_some_of_it_is_named(call: Call, home: Path) -> None:
    moment = logged(call, "--note", NOTE)
    stray = home / "home" / "my notes.txt"
    stray.write_text(f"{NOTE}\n", encoding="utf-8")
    called = call("purge", moment, "--yes")
    assert called.code == 3
    assert str(stray) in called.out


@EVENING
def test_a_disk_that_does_not_answer_is_told_in_words(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = logged(call)

    def broken(*_given: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(disk, "create_new", broken)
    for words in (("backup",), ("purge", moment, "--yes")):
        called = call(*words)
        assert called.code == 3
        assert os.strerror(errno.EIO) in called.out + called.err


# the day's backup


@EVENING
def test_keeping_safe_makes_the_days_backup_and_has_nothing_to_say(call: Call, home: Path) -> None:
    logged(call)
    journal = Journal(str(home / "home"), str(home / "state"))
    shutil.rmtree(home / "state" / "backups", ignore_errors=True)
    assert keep_safe(journal) == ""
    assert backup_if_due(journal.places, journal.now_ms()) is None


@EVENING
def test_keeping_safe_says_what_is_the_matter_and_never_raises(
    call: Call, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    logged(call)
    shutil.rmtree(home / "state" / "backups", ignore_errors=True)

    def full(*_given: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(disk, "create_new", full)
    said = keep_safe(Journal(str(home / "home"), str(home / "state")))
    assert os.strerror(errno.ENOSPC) in said
    assert "stored" in said


def test_keeping_safe_loads_nothing_heavy_where_no_backup_is_due(home: Path) -> None:
    """Beside what logging a moment has loaded already."""
    look = (
        "import sys, time; sys.argv = ['parentkit', 'log', 'sad', 'comfort']\n"
        "from parentkit.__main__ import main; main()\n"
        "from parentkit.journal.backups.daily import backup_if_due\n"
        "from parentkit.cli.session import open_journal\n"
        "journal = open_journal([]); backup_if_due(journal.places, journal.now_ms())\n"
        "for name in [name for name in sys.modules if name.startswith('parentkit')]:\n"
        "    del sys.modules[name]\n"
        "for name in ('typing', 'contextlib', 'datetime', 're', 'collections.abc', 'functools'):\n"
        "    sys.modules.pop(name, None)\n"
        "before = set(sys.modules)\n"
        "from parentkit.services.upkeep.upkeep import keep_safe\n"
        "assert keep_safe(journal) == ''\n"
        "print(*sorted(set(sys.modules) - before))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, check=True, cwd=home
    )
    loaded = done.stdout.splitlines()[-1].split()
    assert all(name.startswith("parentkit") for name in loaded), loaded
    assert len(loaded) <= 23


# completion


def offered(shell_words: list[str], tmp_path: Path) -> list[str]:
    """What bash offers for the last of some words."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash here")
    path = tmp_path / "completion.bash"
    path.write_text(script("bash"), encoding="utf-8")
    ask = (
        'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _parentkit; '
        'printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        [bash, "--norc", "-uc", ask, "bash", str(path), *shell_words],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert done.stderr == ""
    return done.stdout.split()


def terms(name: str, key: str = "terms") -> list[str]:
    return [term["id"] for term in load(name)[key]]


COMPLETIONS: list[tuple[str, Callable[[], list[str]]]] = [
    ("", lambda: list(COMMANDS)),
    ("re", lambda: [name for name in COMMANDS if name.startswith("re")]),
    ("log ", lambda: terms("cues")),
    ("log af", lambda: ["afraid"]),
    ("log afraid ", lambda: terms("responses")),
    ("log afraid fix_advise val", lambda: ["validate"]),
    ("log --fit ", lambda: terms("judgements", "fits")),
    ("log afraid comfort --fit m", lambda: ["matched", "misread", "missed"]),
    ("log --miscue af", lambda: ["afraid"]),
    ("log --note hello af", lambda: ["afraid"]),
    ("log --note ", list),
    ("log --cont", lambda: ["--context"]),
    ("log --context be", lambda: ["bedtime"]),
    ("repair 01KA re", lambda: ["repaired"]),
    ("repair 01KA --by ", lambda: terms("judgements", "repair_starters")),
    ("vocabulary hide ", lambda: ["cues", "responses", "contexts", "parent_states"]),
    ("vocabulary list --b", lambda: ["--band"]),
    ("rates --week --js", lambda: ["--json"]),
    ("doctor --", lambda: ["--help", "--repair", "--accept-ahead", "--accept-missing", "--json"]),
    ("completion ", lambda: ["bash", "zsh", "fish"]),
]


@pytest.mark.parametrize(("typed", "expected"), COMPLETIONS, ids=[one for one, _ in COMPLETIONS])
def test_bash_offers_commands_options_and_words(
    typed: str, expected: Callable[[], list[str]], tmp_path: Path
) -> None:
    assert offered(["parentkit", *typed.split(" ")], tmp_path) == expected()


def test_files_are_offered_where_a_file_goes(tmp_path: Path) -> None:
    (tmp_path / "diary.csv").touch()
    assert offered(["parentkit", "import", "dia"], tmp_path) == ["diary.csv"]


def test_every_option_of_every_command_is_in_the_script() -> None:
    from parentkit.cli.main import parser_of

    text = script("fish")
    for name in COMMANDS:
        for action in parser_of(name)._actions:
            for option in action.option_strings[-1:]:
                assert f"case '{name}:-'" in text
                assert option in text


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_one_that_the_shell_can_read(shell: str, tmp_path: Path, call: Call) -> None:
    called = call("completion", shell)
    assert called.code == 0
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"there is no {shell} here")
    path = tmp_path / "script"
    path.write_text(called.out, encoding="utf-8")
    subprocess.run([program, "-n", str(path)], check=True, capture_output=True)


def test_another_shell_is_a_usage_problem(call: Call) -> None:
    assert call("completion", "tcsh").code == 2


# the program itself


def test_the_program_does_it_all_in_processes_of_its_own(home: Path) -> None:
    def run(*words: str) -> Any:
        done = subprocess.run(
            [sys.executable, "-m", "parentkit", *words],
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        assert "Traceback" not in done.stderr
        return done

    moment = json.loads(run("log", "sad", "comfort", "--note", NOTE, "--json").stdout)["id"]
    assert run("backup").returncode == 0
    assert run("doctor").returncode == 0
    month = run("locate", "--json")
    os.unlink(json.loads(month.stdout)["writes_to"])
    assert run("restore").returncode == 0
    assert run("purge", moment).returncode == 2
    assert run("purge", moment, "--yes").returncode == 0
    assert holding(home, "CANARY") == []
    assert run("doctor").returncode == 0


@freeze_time("2026-11-30 23:30")
def test_where_it_writes_to_is_said_in_the_hour_in_which_the_month_has_begun_here_alone(
    call: Call,
) -> None:
    call("log", "sad", "comfort")
    assert os.path.isfile(call("locate", "--json").json()["writes_to"])


@EVENING
def test_two_homes_on_one_machine_never_mix_their_backups(
    call: Call, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("log", "sad", "comfort")
    call("backup")
    monkeypatch.setenv("PARENTKIT_HOME", str(home / "another"))
    call("log", "sad", "comfort", "--note", "OTHERFAMILY")
    call("backup")
    monkeypatch.setenv("PARENTKIT_HOME", str(home / "home"))
    call("restore")
    assert "OTHERFAMILY" not in call("moments", "--all", "--json").out
    assert call("doctor").code == 0

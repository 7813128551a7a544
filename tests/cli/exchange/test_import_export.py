"""Taking records in and out through the program's own door."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from freezegun import freeze_time

from parentkit.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Called

    Call = Callable[..., Called]

ROOT = Path(__file__).parents[3]
DIARY = str(ROOT / "tests" / "fixtures" / "diary.csv")
PAGE = (ROOT / "docs" / "import-export.md").read_text(encoding="utf-8")
NOON = freeze_time("2026-11-22 12:00:00", auto_tick_seconds=0.001)


@NOON
def test_a_diarys_figures_are_those_that_were_counted_by_hand(call: Call) -> None:
    expected = json.loads((ROOT / "tests" / "fixtures" / "diary_expected.json").read_text())
    summary = call("import", DIARY, "--json")
    assert summary.code == 3
    found = summary.json()
    assert found["imported"] == expected["rows_good"]
    assert found["duplicates"] == expected["duplicates"]
    assert len(found["rejected"]) == expected["rows_bad"]
    assert all(row.keys() == {"row", "column", "value", "problem"} for row in found["rejected"])
    rates = call("rates", "--all", "--json").json()
    match, back, repair = rates["match"], rates["came_back"], rates["repair"]
    assert (rates["flagged"], rates["unsure"]) == (expected["flagged"], expected["unsure"])
    assert (match["n"], match["met"]) == (expected["n"], expected["met"])
    assert rates["days"] == expected["days"]
    assert back["count"] == expected["came_back"]
    assert (repair["repaired"], repair["final"]) == (expected["repaired"], expected["repair_final"])
    for name, key in (
        ("rate", "rate"),
        ("lenient_rate", "lenient"),
        ("low", "low"),
        ("high", "high"),
    ):
        assert match[name] == pytest.approx(expected[key], abs=1e-12)
    assert match["effective_n"] == pytest.approx(expected["effective_n"], abs=1e-9)


@NOON
def test_people_read_what_went_in_and_what_did_not(call: Call) -> None:
    called = call("import", DIARY)
    assert called.out == (
        "108 imported, 1 here already.\nNew children: Ben, Mia.\nNew caregivers: Anna, Jo.\n"
    )
    assert "Left out: 6 rows.\n" in called.err
    assert "  row 19, time: '25:10' is not a time of day." in called.err
    assert "  row 26, cue: 'levitates' is not a known cue. Nearest: " in called.err
    assert "  row 12, date: '2026-13-40' is not a day in the calendar" in called.err


@NOON
def test_the_example_on_the_page_is_read_as_the_page_says(call: Call, tmp_path: Path) -> None:
    text, told = re.findall(r"```(?:csv)?\n(.+?)```", PAGE.partition("## A diary")[2], re.DOTALL)
    (tmp_path / "diary.csv").write_text(text, encoding="utf-8")
    called = call("import", str(tmp_path / "diary.csv"))
    assert called.code == 3
    assert called.out == told
    assert "row 5, Time: '25:10' is not a time of day" in called.err
    assert "Columns kept as text: Mood." in called.err


@NOON
def test_a_dry_run_writes_nothing(call: Call, home: Path) -> None:
    called = call("import", DIARY, "--dry-run")
    assert called.code == 3
    assert "108 would be imported" in called.out
    assert "Nothing was written." in called.out
    assert not (home / "home").exists()
    assert not (home / "state").exists()
    assert call("import", DIARY, "--dry-run", "--json").json()["dry_run"] is True


@NOON
def test_duplicates_alone_are_no_problem(call: Call, tmp_path: Path) -> None:
    diary = tmp_path / "diary.csv"
    diary.write_text("when,cue,response\n2026-10-05 08:40,sad,comfort\n")
    assert call("import", str(diary)).code == 0
    again = call("import", str(diary))
    assert (again.code, again.out) == (0, "0 imported, 1 here already.\n")


@NOON
def test_an_undo_takes_the_import_back(call: Call) -> None:
    call("import", DIARY)
    assert call("undo").code == 0
    assert call("moments", "--all", "--json").json() == []


@NOON
@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_an_export_read_into_another_home_is_the_same(
    call: Call, home: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    call("import", DIARY)
    folder = str(home / "out")
    called = call("export", "--format", form, "--out", folder, "--include-flagged")
    assert called.code == 0
    assert called.out.splitlines()[-1] == os.path.join(folder, "datapackage.json")
    before = call("moments", "--all", "--json").json()
    monkeypatch.setenv("PARENTKIT_HOME", str(home / "other"))
    monkeypatch.setenv("PARENTKIT_STATE", str(home / "other-state"))
    assert call("import", folder).code == 0
    assert call("moments", "--all", "--json").json() == before
    assert call("child", "list").out == "Mia\nBen\n"


@NOON
def test_standard_output_and_input_carry_an_export(
    call: Call,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    call("import", DIARY)
    exported = call("export")
    assert "Flagged moments left out: 4." in exported.err
    assert "crèche" in exported.out
    monkeypatch.setenv("PARENTKIT_HOME", str(home / "other"))
    monkeypatch.setenv("PARENTKIT_STATE", str(home / "other-state"))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(exported.out.encode())))
    assert run(["import", "-"], []) == 0
    assert capsys.readouterr().out.startswith("104 imported, 0 here already.\n")
    assert call("export").out == exported.out


@NOON
def test_an_export_does_not_write_over_anything(call: Call, home: Path) -> None:
    folder = str(home / "out")
    assert call("export", "--out", folder).code == 0
    again = call("export", "--out", folder)
    assert again.code == 3
    assert "is there already" in again.err


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, 1), (b"", 3), (b"\x89PNG\0", 3), (b"a,b\n1,2\n", 3), (b'{\n "resources": 7}', 3)],
)
def test_what_cannot_be_read_is_told_and_nothing_is_written(
    call: Call, home: Path, content: bytes | None, code: int
) -> None:
    path = home / "file"
    if content is not None:
        path.write_bytes(content)
    called = call("import", str(path))
    assert called.code == code
    assert called.out == ""
    assert called.err.startswith("parentkit: ")
    assert "Traceback" not in called.err
    assert not (home / "home").exists()


def test_a_long_list_of_rows_is_cut_for_people(call: Call, tmp_path: Path) -> None:
    diary = tmp_path / "diary.csv"
    diary.write_text("when,cue,response\n" + "x,sad,comfort\n" * 60)
    called = call("import", str(diary))
    assert called.err.count("  row ") == 50
    assert "and 10 more" in called.err
    assert len(call("import", str(diary), "--json").json()["rejected"]) == 60


def test_a_hostile_value_cannot_steer_the_terminal(call: Call, tmp_path: Path) -> None:
    diary = tmp_path / "diary.csv"
    diary.write_text("when,cue,response,\x1b[2Jmood\n2026-10-05 08:40,\x1b]0;owned\x07,comfort,x\n")
    called = call("import", str(diary))
    assert "\x1b" not in called.err + called.out
    assert "\x07" not in called.err + called.out


def test_an_installed_program_passes_an_export_through_a_pipe(home: Path) -> None:
    def program(*words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "parentkit", *words]
        env = {**os.environ, "PYTHONIOENCODING": "ascii"}
        return subprocess.run(command, input=given, capture_output=True, env=env, check=False)

    row = "when,cue,response,note\n2026-10-05 08:40,sad,comfort,crèche 🌙\n"
    assert home.is_dir()
    assert program("import", "-", given=row.encode()).returncode == 0
    exported = program("export", "--format", "csv")
    assert "crèche 🌙" in exported.stdout.decode()
    assert exported.stdout.count(b"\r\n") == exported.stdout.count(b"\n") == 2
    again = program("import", "-", "--json", given=exported.stdout)
    assert json.loads(again.stdout)["duplicates"] == 1
    assert b"Traceback" not in again.stderr


MIB = 1 << 20
HOSTILE = {
    "one line without end": b'{"kind":"moment","note":"' + b"x" * (20 * MIB),
    "one cell without end": b'id,observed_at\n"' + b"x" * (20 * MIB),
    "quotation marks that stay open": b"when,cue,response\n" + b'"a,b\n' * (MIB // 2),
    "deep nesting": b'{"kind":"moment","n":' + b"[" * (MIB - 100) + b"\n",
    "empty lines": b"\n" * (20 * MIB),
    "many words that nobody knows": b"when,cue,response\n"
    + b"".join(b"2026-10-05 08:40,cue%d,comfort > r%d\n" % (n, n) for n in range(50_000)),
    "a long list of responses": b"when,cue,response\n2026-10-05 08:40,sad," + b"comfort>" * 120_000,
    "a large number": b'{"kind":"moment","n":' + b"9" * (MIB - 100) + b"}\n",
}
LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (256 << 20, 256 << 20))
sys.argv = ["parentkit", "import", sys.argv[1]]
from parentkit.__main__ import main
sys.exit(main())
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited as Linux does it")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_little_time_and_memory(home: Path, name: str) -> None:
    path = home / "hostile"
    path.write_bytes(HOSTILE[name])
    command = [sys.executable, "-c", LIMITED, str(path)]
    done = subprocess.run(command, capture_output=True, timeout=90, check=False)
    assert done.returncode == 3, done.stderr[-500:]
    assert b"Traceback" not in done.stderr


@NOON
def test_an_export_can_be_of_one_child_and_some_days(call: Call) -> None:
    call("child", "add", "Mia")
    call("child", "add", "Ben")
    wanted = call("log", "sad", "comfort", "--child", "Mia", "--json").json()["id"]
    call("log", "sad", "comfort", "--child", "Ben")
    call("log", "sad", "comfort", "--child", "Mia", "--at", "2026-11-02 10:00")
    out = call("export", "--since", "2026-11-20", "--child", "Mia").out
    kinds = [(line["kind"], line["id"]) for line in map(json.loads, out.splitlines())]
    assert [identity for kind, identity in kinds if kind == "moment"] == [wanted]


@NOON
def test_a_device_is_not_read_without_end(call: Call) -> None:
    called = call("import", "/dev/zero")
    assert called.code == 3
    assert "/dev/zero" in called.err

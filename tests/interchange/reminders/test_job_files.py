"""Job files, read back by a shell, plistlib, an XML parser, and systemd where there is one."""

from __future__ import annotations

import os
import plistlib
import shutil
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from parentkit.interchange.reminders.job_files import (
    CRON,
    EVERY_MINUTES,
    LABEL,
    LAUNCHD,
    SYSTEMD,
    SYSTEMS,
    WINDOWS,
    Command,
    job_files,
)

if TYPE_CHECKING:
    from pathlib import Path

ODD = "a 'b' \"c\" $HOME 50% \\ <&>"
WORDS = ("/opt/my python/python3", "-m", "parentkit", "reminders", "--notify", "--with", ODD)
COMMAND = Command(WORDS, {"PARENTKIT_HOME": f"/srv/{ODD}"})
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def echo(target: Path) -> tuple[str, ...]:
    """Words of a program that writes its arguments and one variable into a file."""
    code = (
        "import json, os, sys;"
        f"json.dump([sys.argv[1:], os.environ['PARENTKIT_HOME']], open({str(target)!r}, 'w'))"
    )
    return (sys.executable, "-c", code, *WORDS[1:])


def test_a_shell_runs_the_cron_line_with_every_word_intact(tmp_path: Path) -> None:
    command = Command(echo(tmp_path / "told.json"), COMMAND.environment)
    (file,) = job_files(CRON, command)
    schedule, line = file.content.decode().split(" * * * * ", 1)
    assert schedule == f"*/{EVERY_MINUTES}"
    assert line.endswith(f"# {LABEL}\n")
    # cron(8) takes the backslash before a percent sign away before it calls the shell.
    subprocess.run(["/bin/sh", "-c", line.replace("\\%", "%")], check=True)
    import json

    told = json.loads((tmp_path / "told.json").read_text())
    assert told == [list(WORDS[1:]), COMMAND.environment["PARENTKIT_HOME"]]


def test_a_property_list_holds_every_word() -> None:
    (file,) = job_files(LAUNCHD, COMMAND)
    job = plistlib.loads(file.content)
    assert file.name == f"{LABEL}.plist"
    assert job["Label"] == LABEL
    assert tuple(job["ProgramArguments"]) == WORDS
    assert job["EnvironmentVariables"] == COMMAND.environment
    assert job["StartInterval"] == EVERY_MINUTES * 60


def test_a_task_is_well_formed_and_runs_the_command_for_this_user() -> None:
    (file,) = job_files(WINDOWS, Command(("C:\\my python\\python.exe", "-m", "x"), {}))
    task = ET.fromstring(file.content.decode("utf-16"))
    assert task.findtext(f".//{TASK}Interval") == f"PT{EVERY_MINUTES}M"
    arguments = task.findtext(f".//{TASK}Arguments")
    assert arguments == '--headless "C:\\my python\\python.exe" -m x'
    assert task.findtext(f".//{TASK}RunLevel") == "LeastPrivilege"
    assert LABEL in (task.findtext(f".//{TASK}URI") or "")


def test_a_task_passes_the_folders_on() -> None:
    (file,) = job_files(WINDOWS, Command(("python.exe", "-m", "x"), {"PARENTKIT_HOME": "D:\\a b"}))
    task = ET.fromstring(file.content.decode("utf-16"))
    arguments = task.findtext(f".//{TASK}Arguments")
    assert arguments == (
        '--headless cmd.exe /d /c "set "PARENTKIT_HOME=D:\\a b"&& python.exe -m x"'
    )


def test_systemd_units_name_the_timer_and_quote_every_word() -> None:
    service, timer = (file.content.decode() for file in job_files(SYSTEMD, COMMAND))
    assert f"OnCalendar=*:0/{EVERY_MINUTES}\n" in timer
    assert "WantedBy=timers.target\n" in timer
    assert '"/opt/my python/python3" "-m" "parentkit"' in service
    assert '"a \'b\' \\"c\\" $$HOME 50%% \\\\ <&>"' in service
    assert 'Environment="PARENTKIT_HOME=/srv/a \'b\' \\"c\\" $HOME 50%% \\\\ <&>"' in service


def test_systemd_itself_finds_nothing_amiss(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("there is no systemd here")
    folder = tmp_path / "units"
    folder.mkdir()
    for file in job_files(SYSTEMD, Command((sys.executable, ODD), COMMAND.environment)):
        (folder / file.name).write_bytes(file.content)
    units = sorted(map(str, folder.iterdir()))
    with tempfile.TemporaryDirectory() as short:  # systemd puts sockets there: 107 bytes at most
        verified = subprocess.run(
            [analyze, "verify", "--user", *units],
            env={**os.environ, "XDG_RUNTIME_DIR": short},
            capture_output=True,
            text=True,
            check=False,
        )
    assert (verified.returncode, verified.stderr) == (0, "")


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_file_can_be_told_from_somebody_elses(system: str) -> None:
    for file in job_files(system, COMMAND):
        encoding = "utf-16" if system == WINDOWS else "utf-8"
        assert LABEL in file.content.decode(encoding)

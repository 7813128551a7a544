"""Start-up is a feature: what a command may load, and which way the house may know itself."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

from parentkit.cli.main import COMMANDS, module_of

if TYPE_CHECKING:
    from pathlib import Path

ROOT = os.path.join(os.path.dirname(__file__), "..", "..")

LIST_MODULES = """
import sys
before = set(sys.modules)
sys.path.extend(ENTRIES)
from parentkit.__main__ import main
code = main()
sys.stdout.write("\\n" + repr([code, sorted(set(sys.modules) - before)]))
"""
"""Run without `site`, whose own imports (for an editable install, say) would hide ours."""

QUICK = {
    *("__future__", "_collections_abc", "_json", "errno", "fcntl", "gc", "msvcrt", "nt", "zlib"),
    *("os", "os.path", "posixpath", "ntpath", "genericpath", "stat", "_stat", "winreg"),
}
"""All that a quick log may load from the standard library."""

HEAVY = {
    *("textual", "rich", "tinydb", "asyncio", "scipy", "numpy", "dataclasses", "pathlib"),
    *("inspect", "tomllib", "secrets", "statistics", "uuid", "logging", "unittest"),
}
"""What takes long to load and no command that only looks needs."""

LOOKING = (
    "rates --week",
    "rates --all --by family",
    "moments",
    "moments --all --json",
    "moments --all --cue afraid --text x",
    "today",
    "show ID",
    "history ID",
    "reflect --json",
    "answers",
    "questions",
    "checkin --list",
    "practise --list",
    "practise --log",
    "practise --cards",
    "reminders",
    "child list",
    "vocabulary list cues",
    "help-now",
    "locate",
    "undo",
)


def call(folder: Path, *words: str) -> tuple[str, set[str]]:
    """What a call of the program prints, and the modules that it loads, in a home of its own."""
    places = {"PARENTKIT_HOME": str(folder / "home"), "PARENTKIT_STATE": str(folder / "state")}
    done = subprocess.run(
        [sys.executable, "-S", "-c", LIST_MODULES.replace("ENTRIES", repr(sys.path)), *words],
        env={**os.environ, **places},
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        stdin=subprocess.DEVNULL,
    )
    said, _, report = done.stdout.rpartition("\n")
    code, modules = ast.literal_eval(report)
    assert code == 0, done.stderr
    return said, set(modules)


def of_parentkit(modules: set[str]) -> set[str]:
    return {name for name in modules if name.split(".")[0] == "parentkit"}


def test_a_quick_log_loads_next_to_nothing(tmp_path: Path) -> None:
    call(tmp_path, "log", "afraid", "comfort")  # the day's first one makes the backup, too
    _, modules = call(tmp_path, "log", "afraid", "comfort")
    assert modules - of_parentkit(modules) <= QUICK
    assert not of_parentkit(modules) & {"parentkit.cli.main", "parentkit.figures"}
    assert "parentkit.domain.schema.kinds" not in modules  # the table of all other records


def test_the_first_log_of_a_day_loads_nothing_heavy(tmp_path: Path) -> None:
    _, modules = call(tmp_path, "log", "afraid", "comfort")
    assert not modules & {*HEAVY, "dateutil", "argparse", "datetime"}


@pytest.mark.parametrize("words", ["moments", "moments --json", "find cue is afraid"])
def test_a_list_computes_no_figures(tmp_path: Path, words: str) -> None:
    call(tmp_path, "log", "afraid", "comfort")
    _, modules = call(tmp_path, *words.split())
    unneeded = {"parentkit.figures", "parentkit.services.log.capture"}
    assert not of_parentkit(modules) & unneeded


FINDING = (
    "find cue is afraid",
    "find when since 3 weeks ago",
    "find when in november 2026 or when on today",
)


@pytest.mark.parametrize("words", FINDING)
def test_finding_loads_the_database_and_nothing_else_heavy(tmp_path: Path, words: str) -> None:
    call(tmp_path, "log", "afraid", "comfort")
    _, modules = call(tmp_path, *words.split())
    beside = {"textual", "rich", "asyncio", "cryptography", "pyrage", "dateutil", "tomllib"}
    assert not modules & beside
    _, modules = call(tmp_path, *["find", "when", "since", "2", "months", "ago"])
    assert modules & {*beside, "dateutil"} == {"dateutil"}


@pytest.mark.parametrize("words", LOOKING)
def test_looking_loads_neither_the_database_nor_anything_heavy(tmp_path: Path, words: str) -> None:
    said, _ = call(tmp_path, "log", "afraid", "comfort")
    _, modules = call(tmp_path, *words.replace("ID", said.split()[1]).split())
    assert not modules & {*HEAVY, "dateutil"}


FILTERED = (
    "find cue is afraid",
    "answers --text x",
    "answers --since 2026-11-01 --json",
    "questions --about slip",
    "questions --not-answered",
    "checkin --list --text x",
    "practise --list --for repair",
    "practise --cards --text a",
    "practise --log --text x",
)


def test_what_suits_a_childs_age_is_not_asked_of_the_database(tmp_path: Path) -> None:
    call(tmp_path, "child", "add", "Mia", "--born", "2026-06")
    _, modules = call(tmp_path, "practise", "--list")
    assert "tinydb" not in modules


@pytest.mark.parametrize("words", FILTERED)
def test_what_is_looked_for_is_a_query_of_the_database(tmp_path: Path, words: str) -> None:
    call(tmp_path, "log", "afraid", "comfort")
    _, modules = call(tmp_path, *words.split())
    assert "tinydb" in modules


def test_a_command_loads_its_own_module_and_no_other_command(tmp_path: Path) -> None:
    own = {module_of(name).__name__ for name in COMMANDS}
    for words in (("rates",), ("moments",), ("locate",), ("completion", "bash")):
        if words[0] != "completion":  # which lists every command's options
            _, modules = call(tmp_path, *words)
            assert modules & own == {module_of(words[0]).__name__}


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_help_loads_no_command_and_no_journal(tmp_path: Path, word: str) -> None:
    _, modules = call(tmp_path, word)
    commands = {name for name in modules if name.startswith("parentkit.cli.")}
    assert commands <= {"parentkit.cli.main", "parentkit.cli.terminal"}
    assert not any(name.startswith("parentkit.journal") for name in modules)
    assert not modules & HEAVY


def test_the_package_itself_loads_nothing_of_its_own() -> None:
    show = "import sys, parentkit; print([m for m in sys.modules if m.startswith('parentkit.')])"
    done = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def linter() -> str:
    """The command that checks the contracts of `.importlinter`."""
    command = os.path.join(os.path.dirname(sys.executable), "lint-imports")
    if not os.path.exists(command):
        pytest.skip("import-linter is not installed here; `make lint` runs it")
    return command


def test_imports_run_one_way() -> None:
    words = [linter(), "--no-cache"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


WRONG_WAYS = (
    ("domain/text.py", "from parentkit.figures import interval"),
    ("domain/text.py", "from parentkit import clock"),
    ("figures/interval.py", "from parentkit.storage import disk"),
    ("figures/interval.py", "from parentkit.content import load"),
    ("storage/disk.py", "from parentkit.services.log import capture"),
    ("storage/disk.py", "from parentkit import clock"),
    ("services/log/browse.py", "from parentkit.cli import session"),
    ("services/log/browse.py", "import tinydb"),
    ("journal/log/device.py", "import tinydb"),
    ("storage/local_state.py", "import tinydb"),
    ("tui/settings.py", "import tinydb"),
    ("report/layout.py", "from parentkit.storage import disk"),
    ("report/layout.py", "from parentkit.content import load"),
    ("interchange/rows.py", "from parentkit.services.log import capture"),
    ("report/layout.py", "import tinydb"),
    ("domain/text.py", "import tinydb"),
    ("services/log/browse.py", "import textual"),
    ("clock.py", "import tinydb"),
    ("services/log/browse.py", "import urllib.request"),
    ("storage/disk.py", "import socket"),
    ("cli/session.py", "import asyncio"),
    ("services/log/browse.py", "from parentkit.api import open_log"),
    ("cli/session.py", "from parentkit.api import open_log"),
    ("api.py", "from parentkit.cli import session"),
    ("api.py", "import tinydb"),
)


@pytest.mark.slow
@pytest.mark.parametrize(("file", "line"), WRONG_WAYS)
def test_an_import_that_runs_the_wrong_way_is_found(tmp_path: Path, file: str, line: str) -> None:
    import shutil

    import parentkit

    source = os.path.dirname(parentkit.__file__)
    shutil.copytree(source, tmp_path / "parentkit", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(os.path.join(ROOT, ".importlinter"), tmp_path)
    changed = tmp_path / "parentkit" / file
    changed.write_text(f"{changed.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    places = {**os.environ, "PYTHONPATH": str(tmp_path)}
    words = [linter(), "--no-cache"]
    done = subprocess.run(
        words, cwd=tmp_path, env=places, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stdout
    assert line.split()[1].split(".", maxsplit=1)[0] in done.stdout


def test_the_wheel_needs_nothing_but_what_the_project_names() -> None:
    with open(os.path.join(ROOT, "pyproject.toml"), "rb") as file:
        named = tomllib.load(file)["project"]["dependencies"]
    assert {one.split(">")[0] for one in named} == {
        "tinydb",
        "python-dateutil",
        "textual",
        "pyrage",
        "cryptography",
    }

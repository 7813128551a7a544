"""Start-up is a feature: what a command may load, and which way the house may know itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

ROOT = os.path.join(os.path.dirname(__file__), "..", "..")

LIST_MODULES = """
import json, sys
from parentkit.__main__ import main
code = main()
sys.stdout.write("\\n" + json.dumps([code, sorted(sys.modules)]))
"""

HEAVY = ("textual", "rich", "tinydb", "asyncio", "scipy", "numpy", "socket", "ssl", "http.client")
SLOW_TO_START = ("dataclasses", "pathlib", "inspect", "tomllib", "secrets", "shutil")


def loaded_by(folder: Path, *words: str) -> set[str]:
    """The modules that a call of the program loads, in a home of its own."""
    places = {"PARENTKIT_HOME": str(folder / "home"), "PARENTKIT_STATE": str(folder / "state")}
    done = subprocess.run(
        [sys.executable, "-c", LIST_MODULES, *words],
        env={**os.environ, **places},
        capture_output=True,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    code, modules = json.loads(done.stdout.splitlines()[-1])
    assert code == 0, done.stderr
    return set(modules)


def test_a_quick_log_loads_next_to_nothing(tmp_path: Path) -> None:
    loaded_by(tmp_path, "log", "afraid", "comfort")
    modules = loaded_by(tmp_path, "log", "afraid", "comfort")
    too_much = (*HEAVY, *SLOW_TO_START, "dateutil", "argparse", "typing", "datetime", "re")
    # The test's own print needs json, which needs re; the guard on both stands in tests/journal.
    assert not modules & ({*too_much} - {"re"})


@pytest.mark.parametrize(
    "words",
    [
        ("rates", "--week"),
        ("rates", "--all", "--by", "family"),
        ("moments",),
        ("reflect", "--json"),
        ("help-now",),
    ],
)
def test_looking_loads_neither_database_nor_screens(tmp_path: Path, words: tuple[str, ...]) -> None:
    loaded_by(tmp_path, "log", "afraid", "comfort")
    modules = loaded_by(tmp_path, *words)
    assert not modules & {*HEAVY, *SLOW_TO_START, "dateutil"}


def test_help_loads_no_command(tmp_path: Path) -> None:
    modules = loaded_by(tmp_path, "--help")
    commands = {name for name in modules if name.startswith("parentkit.cli.")}
    assert commands == {"parentkit.cli.main"}
    assert not any(name.startswith("parentkit.journal") for name in modules)


def test_the_package_itself_loads_nothing_of_its_own() -> None:
    show = "import sys, parentkit; print([m for m in sys.modules if m.startswith('parentkit.')])"
    done = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_imports_run_one_way() -> None:
    command = os.path.join(os.path.dirname(sys.executable), "lint-imports")
    if not os.path.exists(command):
        pytest.skip("import-linter is not installed here; `make lint` runs it")
    done = subprocess.run([command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout

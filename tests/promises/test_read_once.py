"""Files are read through one function, which never waits for a pipe and never reads without end.

Whoever opens a file for reading by itself stands here, with the reason; the list only shrinks.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import parentkit

if TYPE_CHECKING:
    from pathlib import Path

BY_THEMSELVES = {
    # what a person names may be a pipe: `parentkit import <(zcat diary.csv.gz)`
    "cli/coach/reply.py": 1,
    "interchange/pages/question_pack.py": 1,
    "services/exchange/described.py": 2,
    "services/exchange/imports.py": 1,
    "services/exchange/read_export.py": 1,
    "services/sharing/contacts.py": 1,
    "services/sharing/keyring.py": 1,
    "services/sharing/receive.py": 1,
    # what the package itself ships, where storage is out of reach
    "content/__init__.py": 1,
    "report/page/html.py": 1,
    # standard streams that were closed
    "__main__.py": 3,
}
"""How often each opens a file."""


def test_nobody_reads_files_by_themselves_who_need_not() -> None:
    (root,) = parentkit.__path__
    found: dict[str, int] = {}
    for folder, _, names in os.walk(root):
        for name in names:
            place = os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/")
            if name.endswith(".py") and not place.startswith("storage/"):
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    nodes = list(ast.walk(ast.parse(file.read())))
                calls = [node.func for node in nodes if isinstance(node, ast.Call)]
                names_called = [each.id for each in calls if isinstance(each, ast.Name)]
                if "open" in names_called:
                    found[place] = names_called.count("open")
    assert found == BY_THEMSELVES


@pytest.mark.real_clock("the program runs in processes of its own")
def test_a_pipe_in_the_place_of_a_file_is_told_and_holds_nobody_up(tmp_path: Path) -> None:
    places = {"PARENTKIT_HOME": str(tmp_path / "home"), "PARENTKIT_STATE": str(tmp_path / "state")}

    def call(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "parentkit", *words],
            env={**os.environ, **places},
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=300,  # a program that waits for the pipe waits for ever
        )

    call("log", "afraid", "comfort")
    other = tmp_path / "home" / "families" / "own" / "journal" / "01ARYZ6S41TSV4RRFFQ69G5FAV"
    other.mkdir()
    os.mkfifo(other / "2026-11.jsonl")
    device = tmp_path / "state" / "device.json"
    device.unlink()
    os.mkfifo(device)
    logged = call("log", "sad", "comfort")
    assert (logged.returncode, logged.stdout.split()[0]) == (0, "Logged")
    for words in (("rates", "--all"), ("moments", "--all"), ("doctor",)):
        told = call(*words)
        assert "it is a pipe, not a file" in told.stderr + told.stdout, words
    assert len(call("moments", "--all").stdout.splitlines()) >= 2

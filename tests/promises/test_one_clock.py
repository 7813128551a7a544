"""The time is asked for in two places, and every test sets what they answer."""

from __future__ import annotations

import ast
import os
import time
from typing import TYPE_CHECKING

import pytest
from freezegun import freeze_time

import parentkit
from parentkit import clock
from parentkit.journal.journal import Journal, wall_clock
from parentkit.journal.log.writer import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ASKED_FOR = {("clock.py", "time"), ("journal/journal.py", "time_ns")}
"""Who asks, and for what. What goes forward only (`monotonic`) is no time of day."""

NOW_IF_ALONE = {"localtime": 0, "gmtime": 0, "ctime": 0, "strftime": 1}
"""Functions of `time` that mean now where they are given no more than so many arguments."""

NOW = {"now", "today", "utcnow", "uuid1", "clock_gettime", "clock_gettime_ns"}
NOON_MS = 1_795_348_800_000  # 2026-11-22T12:00Z


def asks(path: str) -> Iterator[str]:
    """What a module calls to learn what time it is."""
    with open(path, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    nodes = list(ast.walk(tree))
    brought = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (alias.name for alias in node.names)
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name, owner = node.func.attr, node.func.value
        of_time = isinstance(owner, ast.Name) and owner.id == "time" and "time" in brought
        of_days = isinstance(owner, ast.Name) and owner.id in {"datetime", "date", "uuid"}
        by_itself = of_time and len(node.args) <= NOW_IF_ALONE.get(name, -1)
        if (of_time and name in {"time", "time_ns"}) or by_itself or (of_days and name in NOW):
            yield name


def test_the_program_asks_for_the_time_in_two_places() -> None:
    (root,) = parentkit.__path__
    found = set()
    for folder, _, names in os.walk(root):
        for name in names:
            if name.endswith(".py"):
                path = os.path.join(folder, name)
                place = os.path.relpath(path, root).replace(os.sep, "/")
                found |= {(place, asked) for asked in asks(path)}
    assert found == ASKED_FOR


@pytest.mark.parametrize(
    "line",
    ["datetime.now(UTC)", "date.today()", "time.localtime()", "time.strftime('%F')", "time.time()"],
)
def test_what_asks_is_noticed(tmp_path: Path, line: str) -> None:
    (tmp_path / "asking.py").write_text(f"import time\nfound = {line}\n")
    assert list(asks(str(tmp_path / "asking.py"))) == [line.split("(", maxsplit=1)[0].split(".")[1]]


@pytest.mark.parametrize("line", ["time.localtime(5)", "time.strftime('%F', then)", "day.now()"])
def test_what_is_told_the_time_does_not_ask(tmp_path: Path, line: str) -> None:
    (tmp_path / "told.py").write_text(f"import time\nfound = {line}\n")
    assert list(asks(str(tmp_path / "told.py"))) == []


def test_a_time_that_is_called_time_does_not_ask(tmp_path: Path) -> None:
    (tmp_path / "called.py").write_text("def shown(time): return time.strftime('%H')\n")
    assert list(asks(str(tmp_path / "called.py"))) == []


@pytest.mark.parametrize("turn", [1, 2])
def test_every_test_begins_at_the_same_time(turn: int) -> None:
    assert turn
    assert wall_clock() == 1_795_367_100_001  # 17:05 UTC, and the first question
    assert clock.now_ms() == 1_795_367_100_002
    assert clock.now() == 1_795_367_100.003


def test_what_is_written_first_is_older(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path / "home"), str(tmp_path / "state"))
    for _ in range(3):
        journal.append([Draft("moment", f"M{_:025}", {"cue": "sad"})])
    journal.close()
    stamps = [record.created for record in journal.read()]
    assert stamps == sorted(set(stamps))
    assert all(stamp.startswith("2026-11-22T17:05:00.") for stamp in stamps)


def test_a_test_may_set_another_time() -> None:
    with freeze_time("2026-11-22 12:00"):
        assert (wall_clock(), clock.now_ms()) == (NOON_MS, NOON_MS)
    assert clock.now_ms() == 1_795_367_100_001


@pytest.mark.real_clock("this is about that mark")
def test_a_test_may_ask_the_machine_and_says_why() -> None:
    assert abs(clock.now() - time.time()) < 3600

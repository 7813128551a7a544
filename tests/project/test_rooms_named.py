"""Every file and folder that the pages for contributors name is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLACES = re.compile(r"`((?:[a-z_]+/)+[a-z_]*(?:\.[a-z]+)?)`")


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_a_named_place_is_there(page: str) -> None:
    named = set(PLACES.findall((ROOT / page).read_text(encoding="utf-8")))
    assert len(named) > 10
    roots = (ROOT, ROOT / "parentkit", ROOT / "parentkit" / "journal")
    named -= {"families/own/"}  # in a family's home
    missing = {place for place in named if not any((root / place).exists() for root in roots)}
    assert missing == set()


def test_the_tests_stand_in_the_rooms_of_what_they_show() -> None:
    of_their_own = {"promises", "project", "browser", "fixtures", "harm", "double_coding"}
    apart = of_their_own | {"__snapshots__", "test_snapshots", "__pycache__"}
    rooms = [
        path.relative_to(ROOT / "tests")
        for path in (ROOT / "tests").rglob("*/")
        if path.is_dir() and not apart & set(path.relative_to(ROOT / "tests").parts)
    ]
    assert len(rooms) > 30
    assert [room for room in rooms if not (ROOT / "parentkit" / room).is_dir()] == []


def test_what_is_left_out_by_hand_is_there() -> None:
    table = (ROOT / "tests" / "conftest.py").read_text(encoding="utf-8")
    tables = table.split("THOROUGH = (", 1)[1].split("\ndef ", 1)[0]
    named = re.findall(r'"((?:\w+/)+\w*)"', tables)
    assert len(named) > 20
    for name in named:
        assert list((ROOT / "tests").glob(f"{name}*")), name


NAMED = re.compile(
    r"(?<![\w./])(?:parentkit\.)?((?:domain|figures|interchange|journal|report|services|sharing|storage"
    r"|cli|tui)(?:\.[a-z_]+)+)(?![\w/]|\.py)"
)


def _is_there(name: str) -> bool:
    """Whether a dotted name is a room, a module, or something that a module's text names."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        path = ROOT / "parentkit" / Path(*parts[:end])
        if path.with_suffix(".py").is_file():
            text = path.with_suffix(".py").read_text(encoding="utf-8")
            return all(re.search(rf"\b{part}\b", text) for part in parts[end:])
        if path.is_dir():
            return end == len(parts)
    return False


def test_places_that_docstrings_name_are_there() -> None:
    named = 0
    for path in (ROOT / "parentkit").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        for name in NAMED.findall("\n".join(texts)):
            named += 1
            assert _is_there(name.rstrip(".")), f"{path}: {name}"
    assert named

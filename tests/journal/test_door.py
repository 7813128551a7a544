"""The journal's door: it offers what it says it does, and loads nothing before it is asked."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from importlib import import_module

import parentkit.journal


def names_at_the_door() -> dict[str, str]:
    """What the door promises to type checkers: each name with the module that it stands in."""
    tree = ast.parse(inspect.getsource(parentkit.journal))
    promised = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    return {
        alias.name: f"{node.module}"
        for node in promised
        for alias in node.names
        if str(node.module).startswith("parentkit.journal")
    }


def test_every_promised_name_is_handed_out_and_no_other() -> None:
    offered = {
        name: f"parentkit.journal.{room}"
        for room, names in parentkit.journal._ROOMS.items()
        for name in names.split()
    }
    types_alone = {"Fields", "QueryInstance"}
    promised = names_at_the_door()
    assert offered == {name: promised[name] for name in promised.keys() - types_alone}
    for name, module in offered.items():
        inside = import_module(module)
        assert getattr(parentkit.journal, name) is getattr(inside, name)
    assert not hasattr(parentkit.journal, "no_such_name")


def test_no_name_is_hidden_behind_a_room_of_the_same_name() -> None:
    rooms = {room.split(".")[0] for room in parentkit.journal._ROOMS}
    assert not rooms & names_at_the_door().keys()


def test_opening_the_door_loads_no_room() -> None:
    look = (
        "import sys, parentkit.journal\n"
        "print([name for name in sys.modules if name.startswith('parentkit.journal.')])"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

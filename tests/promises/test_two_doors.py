"""Two modules change what is on the disk; the tests of crashes and of full disks stand at them.

Whatever went past these doors would not be tested, so every module of the program is looked at.
"""

from __future__ import annotations

import ast
import os
from typing import TYPE_CHECKING

import pytest

import parentkit
from parentkit.storage import reading

if TYPE_CHECKING:
    from collections.abc import Iterator

DOORS = {"storage/disk.py", "storage/whole_files.py"}

WINDOW = "storage/reading.py"
"""Opens files to look at them, by `os.open`, because it must not wait for what is no file."""

CHANGING = {
    *("open", "write", "writev", "pwrite", "fsync", "fdatasync", "truncate", "ftruncate", "fdopen"),
    *("replace", "rename", "renames", "link", "symlink", "unlink", "remove", "rmdir", "removedirs"),
    *("mkdir", "makedirs", "mkfifo", "mknod", "chmod", "fchmod", "lchmod", "chown", "fchown"),
    *(
        "lchown",
        "utime",
        "sendfile",
        "copy_file_range",
        "setxattr",
        "removexattr",
        "posix_fallocate",
    ),
    *("popen", "system"),
}
"""Functions of `os` that change or secure something."""

OTHER_OPENINGS = {("io", "open"), ("io", "FileIO"), ("codecs", "open")}

CHANGING_MODULES = {"shutil", "tempfile", "pathlib", "sqlite3", "mmap", "zipfile", "tarfile"}
"""What changes files by itself; reading needs none of them."""


def past_the_doors(source: str) -> Iterator[tuple[int, str]]:
    """Where a module could change a file by itself: line and name."""
    nodes = list(ast.walk(ast.parse(source)))
    called = {id(node.func): node for node in nodes if isinstance(node, ast.Call)}
    own = {node.id for node in nodes if isinstance(node, ast.Name) and _is_set(node)}
    for node in nodes:
        call = called.get(id(node))
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((node.lineno, name) for name in _brought(node))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if _changes(node.value.id, node.attr) and not _to_nowhere(call):
                yield node.lineno, f"{node.value.id}.{node.attr}"
        elif isinstance(node, ast.Name) and node.id == "open" not in own and not _reads(call):
            yield node.lineno, "open"


def _is_set(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)


def _brought(node: ast.Import | ast.ImportFrom) -> set[str]:
    names = {alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom):
        changing = node.module in CHANGING_MODULES or (node.module == "os" and names & CHANGING)
        return {str(node.module)} if changing else set()
    renamed = {"os" for alias in node.names if alias.name == "os" and alias.asname}
    return (names & CHANGING_MODULES) | renamed


def _changes(module: str, name: str) -> bool:
    return (module == "os" and name in CHANGING) or (module, name) in OTHER_OPENINGS


def _to_nowhere(call: ast.Call | None) -> bool:
    """Whether it opens the system's file that holds nothing: a stream is closed, or is none."""
    return bool(call and call.args and ast.unparse(call.args[0]) == "os.devnull")


def _reads(call: ast.Call | None) -> bool:
    if call is None:  # handed on: nobody knows what it opens
        return False
    if _to_nowhere(call):
        return True
    mode = [*call.args[1:2], *(word.value for word in call.keywords if word.arg == "mode")]
    given = [str(one.value) for one in mode if isinstance(one, ast.Constant)]
    starred = any(word.arg is None for word in call.keywords)
    return (
        len(given) == len(mode) and not starred and not any(set(one) & set("wax+") for one in given)
    )


def sources() -> dict[str, str]:
    """Every module of the program by its place."""
    (root,) = parentkit.__path__
    found = {}
    for folder, _, names in os.walk(root):
        for name in names:
            if name.endswith(".py"):
                path = os.path.join(folder, name)
                with open(path, encoding="utf-8") as file:
                    found[os.path.relpath(path, root).replace(os.sep, "/")] = file.read()
    return found


def test_files_are_changed_through_two_doors_alone() -> None:
    found = {
        f"{place}:{line} {name}"
        for place, source in sources().items()
        if place not in DOORS
        for line, name in past_the_doors(source)
        if (place, name) != (WINDOW, "os.open")
    }
    assert found == set()


def test_through_the_window_nothing_can_be_changed() -> None:
    changing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
    assert not reading._HOW & changing
    (opening,) = [
        node
        for node in ast.walk(ast.parse(sources()[WINDOW]))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "os.open"
    ]
    assert ast.unparse(opening) == "os.open(path, _HOW)"


def test_every_room_of_the_house_is_looked_at() -> None:
    looked = sources().keys()
    assert looked > DOORS
    for place in ("journal/log/writer.py", "journal/erase/erase.py", "sharing/age.py"):
        assert place in looked
    for place in ("services/coach/receive.py", "sharing/keys.py", "cli/log/log.py", "tui/app.py"):
        assert place in looked


@pytest.mark.parametrize(
    "line",
    [
        "os.rmdir(folder)",
        "each = map(os.remove, paths)",
        "open(path, 'w')",
        "open(path, mode=mode)",
        "open(path, **how)",
        "made = partial(open, path)",
        "io.open(path, 'wb')",
        "import shutil",
        "import os as system",
        "from os import unlink",
        "from pathlib import Path",
    ],
)
def test_what_goes_past_them_is_noticed(line: str) -> None:
    assert len(list(past_the_doors(line))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "open(path, 'rb')",
        "open(path, encoding='utf-8')",
        "open(os.devnull, 'w')",
        "os.stat(path)",
        "disk.remove(path)",
        "journal.open(path)",
        "from os import stat",
    ],
)
def test_what_only_looks_is_not(line: str) -> None:
    assert list(past_the_doors(line)) == []

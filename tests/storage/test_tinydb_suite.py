"""TinyDB's own tests, run with our storage in the place of its JSON file.

They stand in its source distribution, which pip fetches while the test runs; nothing of it is kept.
"""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
import tarfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

OURS = """
import tinydb, tinydb.storages
from parentkit.storage.tinydb_file import FileStorage

class JSONStorage(FileStorage):
    def __init__(self, path, ensure_ascii=True):  # whatever is asked for, ours is ASCII
        super().__init__(path)

JSONStorage.__module__ = "tinydb.storages"  # a test looks at how it is shown
tinydb.JSONStorage = tinydb.storages.JSONStorage = JSONStorage
tinydb.TinyDB.default_storage_class = JSONStorage

def pytest_sessionfinish(session):
    print(f"COLLECTED {session.testscollected} FAILED {session.testsfailed}")
"""

LEFT_OUT = {
    "test_middlewares.py::test_caching_json_write": "looks at an open file: ours keeps none",
    "test_tinydb.py::test_insert_invalid_dict": "another error; tests/storage/test_local_state.py",
    "test_storages.py::test_json_kwargs": "options of json.dumps: ours has one form",
    "test_storages.py::test_json_read": "an access mode: ours has none",
    "test_storages.py::test_create_dirs": "an option: ours makes its folder when it writes",
    "test_storages.py::test_json_invalid_directory": "the same; whoever may make it does",
    "test_storages.py::test_encoding": "an option: ours is ASCII whatever the locale",
    "test_storages.py::test_json_invalid_mode_warning": "an access mode: ours has none",
}
"""What is about something that only TinyDB's own storage has, and why."""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """The folder of TinyDB's tests, of the version that is installed."""
    wanted = f"tinydb=={importlib.metadata.version('tinydb')}"
    words = ["download", "--no-deps", "--no-binary", "tinydb", "--dest", os.fspath(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", "pip", *words, wanted],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    archives = list(tmp_path.glob("tinydb-*.tar.gz"))
    if not archives:
        last = (done.stderr.strip().splitlines() or ["pip said nothing"])[-1]
        pytest.skip(f"the source of {wanted} cannot be had here: {last}")
    with tarfile.open(archives[0]) as archive:
        archive.extractall(tmp_path, filter="data")
    (tests,) = tmp_path.glob("tinydb-*/tests")
    return tests.rename(tmp_path / "tests")  # away from the package beside it


@pytest.mark.slow
@pytest.mark.real_clock("it runs in a process of its own")
def test_tinydb_tests_hold_with_our_storage(suite: Path) -> None:
    (suite.parent / "ours.py").write_text(OURS)
    words = ["-q", "-p", "ours", "-p", "no:cacheprovider", "-p", "no:randomly", "--rootdir", "."]
    for name in LEFT_OUT:
        assert f"def {name.split('::')[1]}(" in (suite / name.split("::")[0]).read_text()
        words += ["--deselect", f"tests/{name}"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words, "tests"],
        cwd=suite.parent,
        env={**os.environ, "PYTHONPATH": os.fspath(suite.parent)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    collected = int(done.stdout.split("COLLECTED ")[1].split()[0])
    assert collected > 150

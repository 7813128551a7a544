import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from parentkit.storage import disk


def fail_with(number: int) -> Callable[..., Any]:
    def failing(*_arguments: object) -> Any:
        raise OSError(number, os.strerror(number))

    return failing


@pytest.fixture
def secured(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders whose names were secured, in order."""
    folders: list[str] = []
    real = disk.fsync_folder
    monkeypatch.setattr(disk, "fsync_folder", lambda path: (folders.append(path), real(path)))
    return folders


def test_every_folder_that_is_made_is_secured_in_the_one_above_it(
    tmp_path: Path, secured: list[str]
) -> None:
    top = os.fspath(tmp_path)
    disk.make_folders(os.path.join(top, "a", "b", "c"))
    assert secured == [top, os.path.join(top, "a"), os.path.join(top, "a", "b")]
    secured.clear()
    disk.make_folders(os.path.join(top, "a", "b", "d"))
    assert secured == [os.path.join(top, "a", "b")]


def test_a_folder_that_somebody_else_makes_meanwhile_is_taken_and_a_file_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = os.fspath(tmp_path / "a")
    real = disk.make_folder

    def somebody_else(folder: str) -> None:
        os.mkdir(folder)
        real(folder)

    monkeypatch.setattr(disk, "make_folder", somebody_else)
    disk.make_folders(path)
    assert os.path.isdir(path)
    (tmp_path / "file").touch()
    monkeypatch.setattr(disk, "make_folder", real)
    with pytest.raises(OSError, match="exists"):
        disk.make_folders(os.fspath(tmp_path / "file"))


def test_a_small_file_is_put_in_place_whole_with_the_inode_it_was_told(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    disk.write_whole(os.fspath(path), lambda inode: b"inode %d" % inode)
    assert path.read_bytes() == b"inode %d" % path.stat().st_ino
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("call", ["create_new", "write", "fsync", "replace"])
def test_where_a_small_file_cannot_be_written_the_old_one_stands_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    monkeypatch.setattr(disk, call, fail_with(errno.ENOSPC))
    with pytest.raises(OSError, match="space"):
        disk.write_whole(os.fspath(path), lambda _inode: b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_leftover_of_a_process_that_stopped_does_not_stand_in_the_way(tmp_path: Path) -> None:
    path = tmp_path / "file"
    Path(f"{path}.{os.getpid()}.new").write_bytes(b"half")
    disk.write_whole(os.fspath(path), lambda _inode: b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_synced_on_this_file_system_is_let_be_and_an_error_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", fail_with(errno.EINVAL))
    disk.fsync_folder(os.fspath(tmp_path))
    monkeypatch.setattr(os, "fsync", fail_with(errno.EIO))
    with pytest.raises(OSError, match="error"):
        disk.fsync_folder(os.fspath(tmp_path))


def test_a_file_that_must_not_exist_yet_is_never_opened_where_one_is(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"somebody's")
    with pytest.raises(FileExistsError):
        disk.create_new(os.fspath(tmp_path / "file"))
    assert (tmp_path / "file").read_bytes() == b"somebody's"


@pytest.mark.skipif(os.name == "nt", reason="a call of other systems")
@pytest.mark.parametrize(
    ("full_sync", "answer", "asked"),
    [(None, None, ["fsync"]), (51, None, [51]), (51, errno.ENOTSUP, [51, "fsync"])],
    ids=["usual", "where-there-is-a-full-one", "where-the-file-system-knows-none"],
)
def test_securing_a_file_asks_the_system_for_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    full_sync: int | None,
    answer: int | None,
    asked: list[object],
) -> None:
    import fcntl

    calls: list[object] = []

    def control(_descriptor: int, what: int) -> None:
        calls.append(what)
        if answer is not None:
            raise OSError(answer, os.strerror(answer))

    monkeypatch.setattr(disk, "_FULL_SYNC", full_sync)
    monkeypatch.setattr(fcntl, "fcntl", control)
    monkeypatch.setattr(os, "fsync", lambda _descriptor: calls.append("fsync"))
    descriptor = disk.create_new(os.fspath(tmp_path / "file"))
    try:
        disk.fsync(descriptor)
    finally:
        disk.close(descriptor)
    assert calls == asked

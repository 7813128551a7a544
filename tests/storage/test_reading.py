"""The program's own small files: nothing that stands in a file's place hangs it or fills memory."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import pytest

from parentkit.storage.reading import (
    NotAFile,
    TooLarge,
    Unreadable,
    read_bounded,
    read_json,
    read_object,
    read_with_status,
)
from parentkit.storage.whole_files import read_whole, write_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def a_folder(path: Path) -> None:
    path.mkdir()


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_socket(path: Path) -> None:
    before = os.getcwd()
    os.chdir(path.parent)  # a socket's path may have but a hundred letters
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(before)


@pytest.mark.parametrize("make", [a_folder, a_pipe, a_device, a_socket])
@pytest.mark.parametrize("read", [read_bounded, read_whole, read_with_status])
def test_what_is_no_file_is_named_and_not_waited_for(
    tmp_path: Path, make: Callable[[Path], None], read: Callable[[str], object]
) -> None:
    path = tmp_path / "kept"
    make(path)
    word = make.__name__.replace("_", " ")
    with pytest.raises(NotAFile, match=f"it is {word}, not a file"):
        read(os.fspath(path))
    with pytest.raises(Unreadable) as told:
        read_json(os.fspath(path))
    assert told.value.message == f"{path} cannot be read (it is {word}, not a file)."
    assert "nothing was changed" in told.value.hint
    assert told.value.content_is_damaged


def test_a_file_is_read_up_to_its_limit_and_not_beyond(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.write_bytes(b"1234")
    assert read_bounded(os.fspath(path), 4) == b"1234"
    with pytest.raises(TooLarge, match="more than 3 bytes"):
        read_bounded(os.fspath(path), 3)
    path.write_bytes(b"")
    assert read_bounded(os.fspath(path), 0) == b""


def test_a_file_larger_than_one_reading_is_whole(tmp_path: Path) -> None:
    path, link = tmp_path / "kept", tmp_path / "link"
    path.write_bytes(bytes(range(256)) * 5_000)
    link.symlink_to(path)
    data, status = read_with_status(os.fspath(link))
    assert data == path.read_bytes()
    assert status.st_ino == path.stat().st_ino


def test_a_missing_document_is_none_and_a_damaged_one_is_not(tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    assert read_json(os.fspath(path)) is None
    path.write_text('{"a": [1, "\u00fc"]}\n', encoding="utf-8")
    assert read_json(os.fspath(path)) == {"a": [1, "\u00fc"]}
    for damaged in (b"", b"{", b"\xff", b'{"a": NaN}'):
        path.write_bytes(damaged)
        with pytest.raises(Unreadable, match="it is damaged") as told:
            read_json(os.fspath(path))
        assert told.value.content_is_damaged
        assert path.read_bytes() == damaged


@pytest.mark.parametrize("content", [b"null\n", b"[]", b'"a"', b"1", b"{"])
def test_where_an_object_is_kept_anything_else_is_damage_and_not_nothing(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "kept.json"
    assert read_object(os.fspath(path)) is None
    write_json(os.fspath(path), {"a": "\u00fc"})
    assert path.read_bytes() == b'{"a":"\xc3\xbc"}\n'
    assert read_object(os.fspath(path)) == {"a": "\u00fc"}
    path.write_bytes(content)
    with pytest.raises(Unreadable, match="it is damaged"):
        read_object(os.fspath(path))


def test_a_file_that_does_not_open_is_not_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    path.symlink_to(path)
    with pytest.raises(Unreadable, match="symbolic links") as told:
        read_json(os.fspath(path))
    assert not told.value.content_is_damaged

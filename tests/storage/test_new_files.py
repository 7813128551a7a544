"""Files for other programs: whole, or nothing of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from parentkit.domain.errors import DataProblem
from parentkit.storage import disk
from parentkit.storage.new_files import NewFiles

if TYPE_CHECKING:
    from pathlib import Path


def full(_descriptor: int, _data: bytes) -> None:
    raise OSError(28, "No space left on device")


def test_a_folder_made_for_files_that_cannot_be_written_goes_with_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = NewFiles(str(tmp_path / "report"), ["one.csv", "two.csv"])
    new.put("one.csv", [b"a"])
    monkeypatch.setattr(disk, "write_all", full)
    with pytest.raises(DataProblem, match="could not be written"):
        new.put("two.csv", [b"b"])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_was_there_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new = NewFiles(str(tmp_path), ["one.csv"])
    monkeypatch.setattr(disk, "write_all", full)
    with pytest.raises(DataProblem):
        new.put("one.csv", [b"a"])
    assert tmp_path.is_dir()
    assert list(tmp_path.iterdir()) == []

"""What could not be stored, saved as a file."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from parentkit.domain.errors import DataProblem
from parentkit.services.upkeep.save_aside import save_aside
from parentkit.storage import disk

if TYPE_CHECKING:
    from pathlib import Path

MOMENT = {"id": "01KAR3M5ZJ9W0000000000000A", "cue": "sad", "note": "ein Wörtchen"}


def test_a_line_of_json_with_the_kind_for_its_owner_alone(tmp_path: Path) -> None:
    saved = save_aside(f" {tmp_path}/moment.jsonl ", "moment", MOMENT)
    with open(saved, encoding="utf-8") as file:
        assert json.loads(file.read()) == {"kind": "moment", **MOMENT}
    assert os.stat(saved).st_mode & 0o777 == 0o600


def test_a_name_in_txt_makes_plain_lines(tmp_path: Path) -> None:
    saved = save_aside(f"{tmp_path}/moment.txt", "moment", MOMENT)
    with open(saved, encoding="utf-8") as file:
        assert file.read().splitlines()[1:] == ["cue: sad", "note: ein Wörtchen"]


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("before")
    with pytest.raises(DataProblem, match="File exists") as refused:
        save_aside(f"{tmp_path}/taken", "moment", MOMENT)
    assert "still here" in refused.value.hint
    assert (tmp_path / "taken").read_text() == "before"


def test_a_full_disk_leaves_no_part_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "write", lambda _descriptor, data: len(data) - 1)
    with pytest.raises(DataProblem, match="No space left"):
        save_aside(f"{tmp_path}/moment.jsonl", "moment", MOMENT)
    assert not list(tmp_path.iterdir())

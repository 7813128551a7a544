"""An erasing that could not be finished is finished by the next one, whatever that one is of."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from parentkit.journal.erase import erase

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Called

    Call = Callable[..., Called]

CANARY = "CANARY of a bad evening"


def holding(home: Path) -> list[str]:
    found = (path for path in home.rglob("*") if path.is_file())
    return [str(path) for path in found if CANARY.encode() in path.read_bytes()]


def locked(*_given: object) -> None:
    raise OSError(errno.EROFS, os.strerror(errno.EROFS))


def test_a_childs_entries_go_from_the_backups_too_when_it_is_done_again(
    call: Call, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("child", "add", "Mia")
    mia = next(one["id"] for one in call("child", "list", "--json").json() if one["name"] == "Mia")
    call("log", "sad", "comfort", "--child", "Mia", "--note", CANARY)
    call("backup")
    with monkeypatch.context() as patch:
        patch.setattr(erase, "backups_held", locked)
        called = call("purge", "--child", "Mia", "--yes")
    assert called.code == 3
    left = holding(home)
    assert left
    assert all(path in called.out for path in left)
    assert f"parentkit purge {mia}" in " ".join(called.out.split())
    assert call("purge", mia, "--yes").code == 0
    assert holding(home) == []

"""What was erased on one device is gone from the others' files and backups with their next command.

Three real homes; the folder is kept in step as sync tools do it: what changed goes everywhere, and
where two changed one file, one version stands and the other is set beside it.
"""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING

import pytest

from parentkit.journal.erase import erase
from parentkit.journal.journal import Journal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Called

SECRET = "the blue dinosaur"
FIRST, SECOND, THIRD = NAMES = ("anna", "ben", "grandma")
GONE = "An entry that was erased on another device is erased from this machine's files too."


class Family:
    """Three machines and what keeps their folder in step."""

    def __init__(self, call: Callable[..., Called], patch: pytest.MonkeyPatch, root: Path) -> None:
        self._call = call
        self._patch = patch
        self.root = root
        self._synced: dict[str, dict[str, bytes]] = {name: {} for name in NAMES}

    def __call__(self, name: str, *words: str) -> Called:
        """Calls the program on a machine; it must work."""
        with self._patch.context() as patch:
            patch.setenv("PARENTKIT_HOME", str(self.root / name / "home"))
            patch.setenv("PARENTKIT_STATE", str(self.root / name / "state"))
            called = self._call(*words)
        assert called.code == 0, called.err
        return called

    def journal(self, name: str) -> Path:
        """The folder that is kept in step."""
        return self.root / name / "home" / "families" / "own" / "journal"

    def own_files(self, name: str) -> list[Path]:
        """What this machine has written."""
        places = self.root / name
        device = Journal(str(places / "home"), str(places / "state"), lambda: 0).device_id
        return sorted((self.journal(name) / device).iterdir())

    def keep_in_step(self, wins: str = FIRST) -> None:
        """What changed goes everywhere; of two versions, that of `wins` stands."""
        now = {name: self._files(name) for name in NAMES}
        for path in sorted({path for files in now.values() for path in files}):
            changed = [n for n in NAMES if now[n].get(path, b"") != self._synced[n].get(path, b"")]
            changed.sort(key=lambda name: name == wins)
            for number, name in enumerate(changed):
                content = now[name].get(path, b"")
                beside = path.replace(".jsonl", f".sync-conflict-{number}.jsonl")
                self._put(path if name == changed[-1] else beside, content)
        self._synced = {name: self._files(name) for name in NAMES}

    def _files(self, name: str) -> dict[str, bytes]:
        folder = self.journal(name)
        paths = list(folder.rglob("*.jsonl")) if folder.exists() else []
        return {str(path.relative_to(folder)): path.read_bytes() for path in paths}

    def _put(self, path: str, content: bytes) -> None:
        for name in NAMES:
            place = self.journal(name) / path
            for folder in reversed([place.parent, *place.parent.parents]):
                folder.mkdir(mode=0o700, exist_ok=True)
            if not place.exists() or place.read_bytes() != content:
                temporary = place.with_suffix(".tmp")
                temporary.write_bytes(content)
                temporary.chmod(0o600)
                os.replace(temporary, place)

    def where_it_stands(self) -> list[str]:
        """Every file of anybody's that holds a word of what is to be erased."""
        return [
            str(path.relative_to(self.root))
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and SECRET.encode() in path.read_bytes()
        ]


@pytest.fixture
def family(call: Callable[..., Called], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Family:
    return Family(call, monkeypatch, tmp_path)


@pytest.fixture
def moment(family: Family) -> str:
    """Written by the first, changed by the second, in the backups of all; returns its id."""
    family(FIRST, "log", "afraid", "comfort", "--note", f"{SECRET}, at first")
    family.keep_in_step()
    for name in (SECOND, THIRD):
        family(name, "log", "sad", "comfort")
    (identifier,) = (
        one["id"]
        for one in json.loads(family(SECOND, "moments", "--all", "--json").out)
        if SECRET in one.get("note", "")
    )
    family(SECOND, "edit", identifier, "--note", f"{SECRET} in the end")
    family.keep_in_step()
    for name in NAMES:
        family(name, "backup")
    assert len({path.partition("/")[0] for path in family.where_it_stands()}) == 3
    return str(identifier)


@pytest.mark.parametrize("later", ["log tired comfort", "moments", "today --json"])
def test_after_one_later_command_on_each_no_byte_of_it_is_on_any_disk(
    family: Family, moment: str, later: str
) -> None:
    assert GONE not in family(FIRST, "purge", moment, "--yes").err
    family.keep_in_step()
    assert family.where_it_stands()
    for name in (SECOND, THIRD):
        assert GONE in family(name, *later.split()).err
    assert family.where_it_stands() == []
    for name in NAMES:
        assert GONE not in family(name, "moments").err
        assert "erased content" not in family(name, "doctor").out


@pytest.mark.parametrize("wins", [FIRST, SECOND])
def test_so_it_is_where_somebody_wrote_meanwhile_and_a_sync_tool_kept_both(
    family: Family, moment: str, wins: str
) -> None:
    family(FIRST, "purge", moment, "--yes")
    family(SECOND, "log", "tired", "comfort", "--note", "meanwhile")
    family.keep_in_step(wins)
    for name in (*NAMES, FIRST):
        family(name, "moments")
        family.keep_in_step(name)
    assert family.where_it_stands() == []
    for name in NAMES:
        assert "meanwhile" in family(name, "moments", "--all", "--json").out
        assert len(json.loads(family(name, "moments", "--all", "--json").out)) == 3


def test_an_older_copy_of_ones_own_file_that_comes_back_is_emptied_again(
    family: Family, moment: str
) -> None:
    older = {path: path.read_bytes() for path in family.own_files(SECOND)}
    family(FIRST, "purge", moment, "--yes")
    family.keep_in_step()
    family(SECOND, "moments")
    for path, content in older.items():
        path.unlink()
        path.write_bytes(content)
    assert f"{SECOND}/home" in str(family.where_it_stands())
    family(SECOND, "log", "tired", "comfort")
    assert [path for path in family.where_it_stands() if path.startswith(SECOND)] == []


def test_what_cannot_be_emptied_is_named_and_tried_again(
    family: Family, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    family(FIRST, "purge", moment, "--yes")
    older = {path: path.read_bytes() for path in family.own_files(SECOND)}
    family.keep_in_step()
    for path, content in older.items():
        path.write_bytes(content)  # the sync has not reached this one yet

    def refuses(path: str, _new: object) -> bool:
        raise PermissionError(13, "Permission denied", path)

    with monkeypatch.context() as patch:
        patch.setattr(erase, "rewrite", refuses)
        said = family(SECOND, "moments").err
    assert "What another device erased still stands in " in said
    assert "(Permission denied). The next command tries again." in " ".join(said.split())
    assert GONE in family(SECOND, "moments").err
    family(THIRD, "moments")
    assert family.where_it_stands() == []


def test_what_was_looked_at_may_be_lost_or_damaged(family: Family, moment: str) -> None:
    for content in (b"", b"[]", b'{"files":{"a":"b"},"erased":[]}'):
        family(SECOND, "moments")
        (kept,) = (family.root / SECOND / "state" / "erased").iterdir()
        kept.write_bytes(content)
    shutil.rmtree(family.root / SECOND / "state" / "erased")
    (family.root / SECOND / "state" / "erased").write_text("in the way")
    family(FIRST, "purge", moment, "--yes")
    family.keep_in_step()
    for name in (SECOND, THIRD):
        assert GONE in family(name, "moments").err
    assert family.where_it_stands() == []


def test_a_device_that_is_alone_looks_at_nothing(family: Family) -> None:
    family(FIRST, "log", "afraid", "comfort")
    family(FIRST, "moments")
    assert not (family.root / FIRST / "state" / "erased").exists()

"""What single faults have led to once, each as small as it can be."""

from __future__ import annotations

import errno
import os
import shutil
from typing import Any

CANARY = "nobody-may-see-this"


def unread(scene: Any, words: str, call: str, before: str = "") -> list[Any]:
    """How a command ends where one of its calls after the other cannot be answered."""
    scene.anew(before)
    calls = scene.run(words).calls
    ended = []
    for at, name in enumerate(calls):
        if name == call:
            scene.anew(before)
            ended.append(scene.run(words, fault=scene.fault(at, errno.EIO)))
    assert ended
    return ended


def test_backups_whose_folder_cannot_be_opened_are_not_called_none(scene: Any) -> None:
    first, *_ = unread(scene, "backup --list", "opendir reads")
    assert first.code == 3
    assert "cannot be opened" in first.heard
    assert "There is no backup" not in first.said


def test_a_moment_whose_file_could_not_be_read_for_a_moment_is_not_called_missing(
    scene: Any,
) -> None:
    for done in unread(scene, "edit {one} --fit partial", "open reads"):
        assert done.code in (0, 3), done
        assert "There is no" not in done.heard


def test_a_backup_of_which_a_file_cannot_be_read_is_not_said_to_hold_nothing(scene: Any) -> None:
    for done in unread(scene, "restore --dry-run", "open reads", before="lost"):
        assert "0 entries" not in done.said or "cannot be read" in done.said + done.heard, done


def test_a_doctor_who_cannot_list_the_backups_goes_on(scene: Any) -> None:
    for done in unread(scene, "doctor", "opendir reads"):
        assert done.code in (0, 3), done
        assert "Traceback" not in done.heard


def test_what_was_erased_does_not_come_back_where_the_file_that_says_so_cannot_be_read(
    program: Any, at_home: Any, tmp_path: Any
) -> None:
    identity = program.run("log", "sad", "comfort", "--note", CANARY).stdout.split()[1]
    program.run("log", "afraid", "comfort")
    program.run("backup")
    backups, old = os.path.join(program.state, "backups"), str(tmp_path / "old")
    shutil.copytree(backups, old)
    assert program.run("purge", identity, "--yes").returncode == 0
    shutil.rmtree(backups)
    shutil.copytree(old, backups)
    for path in at_home.files():
        os.rename(path, f"{path}.aside")
        os.mkdir(path)  # even an administrator cannot read a folder as a file
    done = program.run("restore")
    assert done.returncode == 3
    assert "cannot be read" in done.stderr
    found = [os.path.join(at, name) for at, _, names in os.walk(program.home) for name in names]
    assert found
    for path in found:
        with open(path, encoding="utf-8") as file:
            assert CANARY not in file.read()

"""A machine that was copied, cloned or restored becomes another device of the family: both go on,
and nothing of either is lost.
"""

from __future__ import annotations

import json
import os
import shutil
from typing import Any

import pytest

from parentkit.journal.log import device as device_module


def logged(done: Any) -> str:
    """The id that a call of `log` has acknowledged."""
    assert done.returncode == 0, done.stderr
    first, identity = done.stdout.split()[:2]
    assert first == "Logged"
    return str(identity)


def assert_one_writer_per_file(home: Any) -> None:
    """Each file was written by the device whose folder it is in, in order, without a hole."""
    for path, lines in home.lines().items():
        assert {line["device"] for line in lines} == {os.path.basename(os.path.dirname(path))}
        assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))


def devices(home: Any) -> set[str]:
    """The devices that have written into a home."""
    return {line["device"] for line in home.stored()}


def moments(home: Any) -> set[str]:
    """The ids of the moments that are read."""
    return {record.id for record in home.journal().read()}


def test_a_copied_state_that_shares_the_synced_home_is_another_device(
    tools: Any, tmp_path: Any
) -> None:
    first = tools.Program(tmp_path)
    before = logged(first.run("log", "afraid", "comfort"))
    second = tools.Program(tmp_path)
    second.state = second.environment["PARENTKIT_STATE"] = str(tmp_path / "copied state")
    shutil.copytree(first.state, second.state, copy_function=shutil.copy2)
    acknowledged = {before}
    for _ in range(3):
        acknowledged |= {logged(one.run("log", "sad", "comfort")) for one in (second, first)}
    home = tools.Home(tmp_path)
    assert moments(home) == acknowledged
    assert {document["id"] for document in second.moments()} == acknowledged
    assert len(acknowledged) == 7
    assert len(devices(home)) == 2
    assert_one_writer_per_file(home)


def test_a_copied_state_takes_one_new_name_and_keeps_what_was_chosen_on_it(
    tools: Any, tmp_path: Any
) -> None:
    home = tools.Home(tmp_path / "one")
    journal = home.journal()
    journal.append([home.moment()])
    journal.remember(child=home.new_id(), caregiver=home.new_id())
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    copied = tools.Home(tmp_path / "two")
    names = {copied.journal().device.id for _ in range(3)}
    assert len(names) == 1
    assert names != {journal.device.id}
    assert copied.journal().device.child == journal.device.child
    assert copied.journal().device.caregiver == journal.device.caregiver
    assert home.journal().device.id == journal.device.id


def test_two_copies_of_one_family_that_share_files_later_have_lost_nothing(
    tools: Any, tmp_path: Any
) -> None:
    one = tools.Program(tmp_path / "one")
    os.mkdir(one.root)
    acknowledged = {logged(one.run("log", "afraid", "comfort"))}
    shutil.copytree(one.root, tmp_path / "two", copy_function=shutil.copy2)
    two = tools.Program(tmp_path / "two")
    for program in (one, two, two, one):
        acknowledged.add(logged(program.run("log", "sad", "comfort")))
    homes = [tools.Home(program.root) for program in (one, two)]
    tools.share(*homes)
    tools.share(*reversed(homes))
    for home in homes:
        assert moments(home) == acknowledged
        assert len(devices(home)) == 2
        assert_one_writer_per_file(home)


def test_a_state_on_another_machine_is_another_device_although_its_file_is_the_same(
    tools: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk image carries the file with its inode."""
    machine = tmp_path / "machine-id"
    monkeypatch.setattr(device_module, "_MACHINE_FILES", (str(machine),))
    home = tools.Home(tmp_path)
    names = []
    for name in ("first machine", "first machine", "second machine", "second machine"):
        machine.write_text(f"{name}\n", encoding="ascii")
        journal = home.journal()
        journal.append([home.moment()])
        names.append(journal.device.id)
    assert names[0] == names[1] != names[2] == names[3]
    assert len(moments(home)) == 4
    assert_one_writer_per_file(home)


def test_clones_that_cannot_be_told_apart_lose_nothing_when_a_sync_tool_keeps_both_files(
    tools: Any, tmp_path: Any
) -> None:
    """A virtual machine that was duplicated has the same inodes and the same machine id."""
    one = tools.Home(tmp_path / "one", seed=1)
    one.journal().append([one.moment()])
    shutil.copytree(one.root, tmp_path / "two")
    two = tools.Home(tmp_path / "two", seed=2)
    path = os.path.join(two.state, "device.json")
    with open(path, "r+", encoding="ascii") as file:
        document = json.load(file)
        file.seek(0)
        json.dump({**document, "inode": os.fstat(file.fileno()).st_ino}, file)
        file.truncate()
    assert two.journal().device.id == one.journal().device.id
    acknowledged = moments(one)
    for home in (one, two):
        acknowledged.add(home.journal().append([home.moment()])[0].id)
    (theirs,), (ours,) = two.files(), one.files()
    shutil.copyfile(theirs, ours.replace(".jsonl", " (conflicted copy 2026-11-22).jsonl"))
    assert len(acknowledged) == 3
    assert moments(one) == acknowledged
    acknowledged.add(one.journal().append([one.moment()])[0].id)
    assert moments(one) == acknowledged


@pytest.mark.parametrize(
    "content", ["", "{", '{"id":"x"}', "[]", "\0" * 100, '{"id":null,"inode":1}', "ÿ"]
)
def test_a_device_file_that_cannot_be_read_stands_in_nobodys_way(
    tools: Any, tmp_path: Any, content: str
) -> None:
    program, home = tools.Program(tmp_path), tools.Home(tmp_path)
    acknowledged = {logged(program.run("log", "afraid", "comfort"))}
    path = os.path.join(program.state, "device.json")
    with open(path, "w", encoding="latin-1") as file:
        file.write(content)
    done = program.run("log", "sad", "comfort")
    acknowledged |= {logged(done), logged(program.run("log", "sad", "comfort"))}
    assert path in done.stderr
    assert moments(home) == acknowledged
    assert len(devices(home)) == 2
    assert_one_writer_per_file(home)

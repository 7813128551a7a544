import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from parentkit.domain.ulid import is_ulid
from parentkit.journal.log.device import remember, this_device

NOW = 1_795_348_800_000


@pytest.fixture
def path(tmp_path: Path) -> str:
    return os.fspath(tmp_path / "state" / "device.json")


def test_a_device_keeps_its_id(path: str) -> None:
    device = this_device(path, NOW)
    assert is_ulid(device.id)
    assert device.notice == ""
    assert this_device(path, NOW + 5000).id == device.id


def test_what_was_chosen_is_remembered_one_by_one(path: str) -> None:
    device = this_device(path, NOW)
    remember(path, device, child="C")
    remember(path, device, caregiver="A")
    again = this_device(path, NOW)
    assert (again.id, again.child, again.caregiver) == (device.id, "C", "A")


def test_two_processes_that_remember_do_not_undo_each_other(path: str) -> None:
    one, other = this_device(path, NOW), this_device(path, NOW)
    remember(path, one, child="C")
    remember(path, other, caregiver="A")
    assert (other.child, other.caregiver) == ("C", "A")
    assert this_device(path, NOW).child == "C"


def test_a_copied_state_takes_a_new_id_and_keeps_the_choices(path: str, tmp_path: Path) -> None:
    device = this_device(path, NOW)
    remember(path, device, child="C", caregiver="A")
    shutil.copytree(os.path.dirname(path), tmp_path / "copy", copy_function=shutil.copy2)
    copied = this_device(os.fspath(tmp_path / "copy" / "device.json"), NOW)
    assert copied.id != device.id
    assert (copied.child, copied.caregiver) == ("C", "A")
    assert this_device(os.fspath(tmp_path / "copy" / "device.json"), NOW).id == copied.id
    assert this_device(path, NOW).id == device.id


def test_a_state_from_another_machine_takes_a_new_id(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = tmp_path / "machine-id"
    monkeypatch.setattr("parentkit.journal.log.device._MACHINE_FILES", (os.fspath(machine),))
    machine.write_text("one\n")
    first = this_device(path, NOW).id
    assert this_device(path, NOW).id == first
    machine.write_text("another\n")
    second = this_device(path, NOW).id
    assert second != first
    machine.unlink()
    assert this_device(path, NOW).id == second


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\0" * 90, b"[]", b'{"id":"me"}', b"\xff", b'{"id":1,"id":2}']
)
def test_a_file_that_says_nothing_usable_is_set_aside_and_named(path: str, content: bytes) -> None:
    os.mkdir(os.path.dirname(path))
    Path(path).write_bytes(content)
    device = this_device(path, NOW)
    (aside,) = [name for name in os.listdir(os.path.dirname(path)) if "unreadable" in name]
    assert aside in device.notice
    assert Path(os.path.dirname(path), aside).read_bytes() == content
    assert this_device(path, NOW).id == device.id
    assert this_device(path, NOW).notice == ""


def test_a_file_that_was_broken_meanwhile_is_set_aside_before_something_is_remembered(
    path: str,
) -> None:
    device = this_device(path, NOW)
    Path(path).write_bytes(b"{")
    remember(path, device, child="C")
    assert "unreadable" in device.notice
    again = this_device(path, NOW)
    assert (again.id, again.child) == (device.id, "C")


@pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")
def test_a_folder_that_stands_in_the_way_is_set_aside(path: str) -> None:
    os.makedirs(path)
    device = this_device(path, NOW)
    assert this_device(path, NOW).id == device.id
    assert "unreadable" in device.notice


def test_a_state_that_cannot_be_written_costs_the_memory_and_not_the_logging(
    tmp_path: Path,
) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    path = os.fspath(tmp_path / "state" / "device.json")
    device = this_device(path, NOW)
    assert is_ulid(device.id)
    assert path in device.notice
    device.notice = ""
    remember(path, device, child="C")
    assert device.child == "C"
    assert path in device.notice


def test_processes_that_start_together_agree_on_one_id(path: str) -> None:
    program = (
        "import sys\nfrom parentkit.journal.log.device import this_device\n"
        "sys.stdin.readline()\n"
        "print(this_device(sys.argv[1], 1_795_348_800_000).id)"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program, path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    for process in started:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    ids = {process.communicate()[0].strip() for process in started}
    assert len(ids) == 1
    assert ids == {this_device(path, NOW).id}


@pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")
def test_the_state_is_private_whatever_the_umask(path: str) -> None:
    before = os.umask(0)
    try:
        remember(path, this_device(path, NOW), child="C")
    finally:
        os.umask(before)
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(os.path.dirname(path)).st_mode) == 0o700


def test_the_file_is_json_that_names_its_own_inode(path: str) -> None:
    device = this_device(path, NOW)
    stored = json.loads(Path(path).read_bytes())
    assert stored["id"] == device.id
    assert stored["inode"] == os.stat(path).st_ino
    assert sorted(os.listdir(os.path.dirname(path))) == ["device.json", "device.lock"]

"""Guesses lose, and children who were taken for one are told apart: by the program, on two homes.

Each device is a folder of its own in which `python -m parentkit` runs; the folders are kept in step
by copying what each device wrote, as sync tools do.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from parentkit.domain.codes import FIRST_CHILD
from parentkit.journal import Journal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.real_clock("programs of their own write, and the test beside them")

ERROR_ONCE = """
import errno, os, sys
turns = iter([True])
def refuse(event, given):
    if event == "open" and str(given[0]).endswith("family.jsonl") and next(turns, False):
        raise OSError(errno.EIO, os.strerror(errno.EIO), given[0])
sys.addaudithook(refuse)
from parentkit.__main__ import main
code = main()
assert next(turns, None) is None
sys.exit(code)
"""
"""The program on a disk that cannot read the family's file the first time."""


class Done(NamedTuple):
    """What a call of the program gave back."""

    code: int
    out: str
    err: str


class Device:
    """A machine of the family, with a home of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.state = root / "state"

    def __call__(self, *words: str, program: tuple[str, ...] = ("-m", "parentkit")) -> Done:
        places = {
            "PARENTKIT_HOME": str(self.root / "home"),
            "PARENTKIT_STATE": str(self.state),
            "HOME": str(self.root / "nowhere"),
        }
        done = subprocess.run(
            [sys.executable, *program, *words],
            env={**os.environ, **places},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr
        return Done(done.returncode, done.stdout, done.stderr)

    def log(self, *words: str) -> Done:
        """Writes a moment down; that must always work."""
        done = self("log", "sad", "comfort", *words)
        assert done.code == 0, done.err
        return done

    def names(self, kind: str) -> list[str]:
        """The children or caregivers as they are listed, sorted."""
        return sorted(self(kind).out.splitlines())

    def told(self) -> list[tuple[str, str]]:
        """About whom and by whom the moments are, by name, in the order of writing."""
        names = {
            one["id"]: one["name"]
            for kind in ("child", "caregiver")
            for one in json.loads(self(kind, "--json").out)
        }
        moments = json.loads(self("moments", "--all", "--json").out)
        moments = moments["moments"] if isinstance(moments, dict) else moments
        moments.sort(key=lambda moment: moment["id"])
        return [(names.get(one["child"], "?"), names.get(one["caregiver"], "?")) for one in moments]

    def about(self) -> list[str]:
        """About whom the moments are, sorted."""
        return sorted(child for child, _ in self.told())

    @property
    def journal(self) -> Path:
        """The folder with a folder for each device."""
        return self.root / "home" / "families" / "own" / "journal"

    @property
    def id(self) -> str:
        """The id of this device."""
        return str(json.loads((self.state / "device.json").read_text())["id"])

    @property
    def family(self) -> Path:
        """Where this device keeps the people that it wrote down."""
        return self.journal / self.id / "family.jsonl"

    def name_in_place(self, name: str) -> None:
        """Names the child of the first moment, as versions before this one did."""
        journal = Journal(str(self.root / "home"), str(self.state))
        journal.amend(journal.get(FIRST_CHILD, "child"), {"name": name})
        journal.close()


def keep_in_step(*devices: Device) -> None:
    """What each device wrote reaches all others."""
    for sender in devices:
        for receiver in devices:
            if receiver is not sender and (sender.journal / sender.id).exists():
                target = receiver.journal / sender.id
                shutil.copytree(sender.journal / sender.id, target, dirs_exist_ok=True)


@pytest.fixture
def two(home: Path) -> tuple[Device, Device]:
    return Device(home / "anna"), Device(home / "ben")


@pytest.fixture
def here(two: tuple[Device, Device]) -> Device:
    """A device on which Anna has written about Mia."""
    one, _ = two
    one("child", "add", "Mia")
    one("caregiver", "add", "Anna")
    one.log()
    return one


def lost_and_restored(here: Device) -> Callable[[], None]:
    aside = here.root / "aside"
    path = here.family
    path.rename(aside)
    return lambda: aside.rename(path) and None


def renamed_away(here: Device) -> Callable[[], None]:
    path = here.family
    other = path.with_suffix(".jsonl.bak")
    path.rename(other)
    return lambda: other.rename(path) and None


def unreadable(here: Device) -> Callable[[], None]:
    back = lost_and_restored(here)
    path = here.family
    path.mkdir()

    def restore() -> None:
        path.rmdir()
        back()

    return restore


@pytest.mark.parametrize("state", ["kept", "lost"])
@pytest.mark.parametrize("trouble", [lost_and_restored, renamed_away, unreadable])
def test_nobody_is_made_while_the_family_is_not_there(
    here: Device, trouble: Callable[[Device], Callable[[], None]], state: str
) -> None:
    restore = trouble(here)
    if state == "lost":
        shutil.rmtree(here.state)
    for _ in range(2):
        assert "Nobody was added" in here.log().err
    restore()
    here.log()
    assert here.names("child") == ["Mia"]
    assert here.names("caregiver") == ["Anna"]
    assert here.about() == ["Mia"] * 4
    by = {caregiver for _, caregiver in here.told()}
    assert by == ({"Anna"} if state == "kept" else {"Anna", "?"})


def test_one_error_of_the_disk_makes_nobody(here: Device) -> None:
    done = here("log", "sad", "comfort", program=("-c", ERROR_ONCE))
    assert done.code == 0, done.err
    here.log()
    assert here.names("child") == ["Mia"]
    assert here.names("caregiver") == ["Anna"]
    assert here.told() == [("Mia", "Anna")] * 3


def test_people_who_are_lost_for_good_are_added_by_name(here: Device) -> None:
    here.family.unlink()
    here.log()
    assert here("child", "add", "Mia").code == 0
    assert here("caregiver", "add", "Anna").code == 0
    assert here.log().err.count("Nobody was added") == 0
    assert here.told()[-1] == ("Mia", "Anna")


def no_folder(here: Device) -> None:
    here.state.write_text("a file stands where the folder should be")


def nothing_kept(here: Device) -> None:
    shutil.rmtree(here.state, ignore_errors=True)


def unreadable_device(here: Device) -> None:
    here.state.mkdir(exist_ok=True)
    (here.state / "device.json").write_text("not a device")


def moved_device(here: Device) -> None:
    if (here.state / "device.json").exists():
        (here.state / "device.json").rename(here.state / "device.json.old")


@pytest.mark.parametrize(
    "spoil",
    [no_folder, nothing_kept, unreadable_device, moved_device],
    ids=lambda one: one.__name__,
)
def test_me_does_not_grow_by_runs(
    two: tuple[Device, Device], spoil: Callable[[Device], None]
) -> None:
    here, _ = two
    if spoil is no_folder:
        here.root.mkdir()
        no_folder(here)
    for _ in range(3):
        here.log()
        if spoil is not no_folder:
            spoil(here)
    assert here.names("caregiver") == ["me"]
    assert here.names("child") == ["my child (no name yet)"]
    assert here.told() == [("my child", "me")] * 3


def test_a_name_stands_whatever_was_written_elsewhere_before_the_sync(
    two: tuple[Device, Device],
) -> None:
    one, other = two
    one.log()
    one("child", "rename", "my child", "Mia")
    other.log()
    keep_in_step(*two)
    for device in two:
        device.log()
        keep_in_step(*two)
    for device in two:
        assert device.names("child") == ["Mia"]
        assert device.about() == ["Mia"] * 4


@pytest.mark.parametrize("verb", ["add", "rename"])
def test_two_first_children_of_two_names_are_two(two: tuple[Device, Device], verb: str) -> None:
    for device, name in zip(two, ("Mia", "Ben"), strict=True):
        device("child", "add", name) if verb == "add" else device.log()
        device("child", "rename", "my child", name)
        device.log()
    keep_in_step(*two)
    for device in two:
        assert device.names("child") == ["Ben", "Mia"]
        assert set(device.about()) == {"Ben", "Mia"}
        assert device("child", "split").code == 1


@pytest.fixture
def merged(two: tuple[Device, Device]) -> tuple[Device, Device]:
    """An earlier version's first child, named Mia on one device and Ben on the other."""
    for device, name in zip(two, ("Mia", "Ben"), strict=True):
        device.log()
        device.name_in_place(name)
        device.log()
    keep_in_step(*two)
    return two


@pytest.mark.parametrize("who", [0, 1])
def test_children_who_were_taken_for_one_are_taken_apart_by_who_wrote_what(
    merged: tuple[Device, Device], who: int
) -> None:
    merged[0].log()
    keep_in_step(*merged)
    splitter = merged[who]
    assert len(splitter.names("child")) == 1
    assert splitter("child", "split", "--dry-run").out.splitlines() == [
        "2 moments stay with Ben.",
        "3 moments go to Mia.",
    ]
    assert len(splitter.names("child")) == 1
    refused = splitter("child", "split")
    assert refused.code == 2
    assert "--yes" in refused.err
    done = splitter("child", "split", "--yes")
    assert done.out.splitlines()[-1] == "Taken apart: Ben and Mia"
    assert splitter.about() == ["Ben"] * 2 + ["Mia"] * 3
    # The other device writes on before it knows, then hears of it and goes on with its own child.
    merged[1 - who].log()
    keep_in_step(*merged)
    for device in merged:
        device.log()
        keep_in_step(*merged)
    for device in merged:
        assert device.names("child") == ["Ben", "Mia"]
        assert device.about().count("Mia") == (5 if who else 4)
        assert device.about().count("Ben") == (3 if who else 4)
        assert device("child", "split").code == 1


def test_one_undo_takes_it_back(merged: tuple[Device, Device]) -> None:
    one, _ = merged
    listed, told = one.names("child"), one.told()
    one("child", "split", "--yes")
    assert one("undo").out == "Taken back: the child Mia, and 2 moments moved to Mia.\n"
    assert one.names("child") == listed
    assert one.told() == told
    one.log()
    assert one.about() == ["Ben"] * 5
    told_again: dict[str, Any] = json.loads(one("child", "split", "--yes", "--json").out)
    assert told_again["stays"] == {"name": "Ben", "id": FIRST_CHILD, "moments": 2}
    assert [(each["name"], each["moments"]) for each in told_again["goes"]] == [("Mia", 3)]
    assert [each["name"] for each in told_again["children"]] == ["Ben", "Mia"]


def test_three_names_are_three_children_and_one_undo(home: Path) -> None:
    three = [Device(home / name) for name in ("anna", "ben", "granny")]
    for device, name in zip(three, ("Mia", "Ben", "Tom"), strict=True):
        device.log()
        device.name_in_place(name)
    keep_in_step(*three)
    one = three[0]
    assert one("child", "split", "--yes").out.splitlines()[-1] == "Taken apart: Tom, Mia and Ben"
    assert one.about() == ["Ben", "Mia", "Tom"]
    said = one("undo").out
    assert said == "Taken back: the children Mia and Ben, and 2 moments moved to Mia and Ben.\n"
    assert one.about() == ["Tom"] * 3


def test_what_a_third_device_wrote_goes_by_who_wrote_it(
    merged: tuple[Device, Device], home: Path
) -> None:
    third = Device(home / "kitchen")
    for device, name in zip(merged, ("Anna", "Jo"), strict=True):
        device("caregiver", "rename", "me", name)
    keep_in_step(*merged)
    shutil.copytree(merged[0].root / "home", third.root / "home")
    third("caregiver", "add", "Granny")
    for name in ("Anna", "Jo", "Granny"):
        third("caregiver", "use", name)
        third.log()
    keep_in_step(*merged, third)
    one, _ = merged
    one("child", "split", "--yes")
    assert sorted(one.told()) == [
        *[("Ben", "Granny")],
        *[("Ben", "Jo")] * 3,
        *[("Mia", "Anna")] * 3,
    ]


def test_who_writes_about_the_other_child_says_so_once(merged: tuple[Device, Device]) -> None:
    one, other = merged
    other("child", "split", "--yes")
    keep_in_step(*merged)
    assert "this device goes on with Mia" in one.log().err
    one("child", "use", "Ben")
    for _ in range(2):
        assert "two children now" not in one.log().err
    assert one.about() == ["Ben"] * 4 + ["Mia"] * 3
    assert one("child", "split").code == 1


def test_what_was_imported_stays_with_the_first(
    merged: tuple[Device, Device], tmp_path: Path
) -> None:
    one, _ = merged
    diary = tmp_path / "diary.csv"
    diary.write_text("Date,Time,Child,Cue,Response\n2026-10-05,07:40,Ben,afraid,comfort\n")
    assert one("import", str(diary)).code == 0
    assert one("child", "split", "--dry-run").out.splitlines() == [
        "3 moments stay with Ben.",
        "2 moments go to Mia.",
    ]


def test_a_child_of_that_name_gets_them(merged: tuple[Device, Device]) -> None:
    one, _ = merged
    one("child", "add", "mia")
    one.log("--child", "mia")
    one("child", "split", "--yes")
    assert one.names("child") == ["Ben", "mia"]
    assert one.about() == ["Ben"] * 2 + ["mia"] * 3


def test_a_child_who_was_renamed_by_somebody_who_knew_is_one(two: tuple[Device, Device]) -> None:
    one, other = two
    one.log()
    one.name_in_place("Mia")
    other.log()
    keep_in_step(*two)
    other("child", "rename", "Mia", "Mila")
    keep_in_step(*two)
    for device in two:
        told = device("child", "split")
        assert (told.code, told.out) == (1, "")
        assert "nothing to take apart" in told.err
        assert device.names("child") == ["Mila"]


def test_nothing_is_taken_apart_while_moments_cannot_be_read(
    merged: tuple[Device, Device],
) -> None:
    one, other = merged
    (path,) = (one.journal / other.id).glob("2*.jsonl")
    path.rename(one.root / "aside")
    path.mkdir()
    refused = one("child", "split", "--yes")
    assert refused.code == 3
    assert len(one.names("child")) == 1

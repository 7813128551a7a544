"""What the program guesses gives way to every word of a person's, in whatever order words arrive.

Devices here are real homes, the program is called as a shell calls it, and the folder is kept in
step by copying, as sync tools do.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from parentkit import clock
from parentkit.domain.codes import FIRST_CHILD, SOMEBODY
from parentkit.journal.journal import Journal
from parentkit.journal.log import scan
from parentkit.journal.log.writer import Draft

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Called

NOON = 1_795_348_800
"""2026-11-22 12:00 UTC in seconds, when every test begins."""

HOUR = 3600
YEARS = 2 * 365 * 24 * HOUR


class Device:
    """A machine of the family: its folders, its clock, and the program on it."""

    def __init__(self, call: Callable[..., Called], patch: pytest.MonkeyPatch, root: Path) -> None:
        self._call = call
        self._patch = patch
        self.root = root
        self.now = NOON

    def __call__(self, *words: str) -> Called:
        """Calls the program, a minute later by this machine's clock."""
        self.now += 60
        with self._patch.context() as patch:
            patch.setenv("PARENTKIT_HOME", str(self.root / "home"))
            patch.setenv("PARENTKIT_STATE", str(self.root / "state"))
            patch.setattr(clock, "now", lambda: float(self.now))
            patch.setattr(clock, "now_ms", lambda: self.now * 1000)
            return self._call(*words)

    @property
    def journal(self) -> Journal:
        """The journal here, as another program would open it."""
        home, state = str(self.root / "home"), str(self.root / "state")
        return Journal(home, state, lambda: self.now * 1000)

    def log(self, *words: str) -> Called:
        """Writes a moment down; that must always work."""
        called = self("log", "sad", "comfort", *words)
        assert called.code == 0, called.err
        return called

    def children(self) -> list[str]:
        """The children as they are listed."""
        return self("child", "list").out.splitlines()

    def caregivers(self) -> list[str]:
        """The caregivers as they are listed."""
        return self("caregiver", "list").out.splitlines()

    def told(self) -> list[tuple[str, str]]:
        """About whom and by whom the moments are, by name, in their order."""
        names = {one.id: one.fields["name"] for one in self.journal.lasting()}
        moments = sorted(self.journal.read(), key=lambda record: record.id)
        return [
            (names.get(one.fields["child"], "?"), names.get(one.fields["caregiver"], "?"))
            for one in moments
        ]

    def about(self) -> list[str]:
        """About whom the moments are."""
        return [child for child, _ in self.told()]

    def family_files(self) -> list[Path]:
        """Where children and caregivers are kept."""
        return sorted((self.root / "home").rglob("family.jsonl"))


@pytest.fixture
def device(
    call: Callable[..., Called], home: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Device]:
    return lambda name: Device(call, monkeypatch, home / name)


def carry(sender: Device, receiver: Device) -> None:
    """Everything that stands in one home's folder reaches the other's."""
    shutil.copytree(sender.root / "home", receiver.root / "home", dirs_exist_ok=True)


def keep_in_step(*devices: Device) -> None:
    """Everything reaches everybody; nobody's own files are written over by older copies."""
    for receiver in devices:
        own = receiver.journal.device.id
        for sender in devices:
            journal = sender.root / "home" / "families" / "own" / "journal"
            for folder in journal.iterdir() if journal.exists() and sender is not receiver else ():
                if folder.name == sender.journal.device.id != own:
                    target = receiver.root / "home" / "families" / "own" / "journal" / folder.name
                    shutil.copytree(folder, target, dirs_exist_ok=True)


Two = tuple[Device, Device]


@pytest.fixture(
    params=[0, 3 * HOUR, -3 * HOUR, YEARS, -YEARS],
    ids=["same clock", "3 h ahead", "3 h behind", "years ahead", "years behind"],
)
def two(device: Callable[[str], Device], request: pytest.FixtureRequest) -> Two:
    """Two machines that do not know of each other yet; the second one's clock may be wrong."""
    one, other = device("anna"), device("ben")
    other.now += request.param
    return one, other


orders = pytest.mark.parametrize("turn", [1, -1], ids=["one way first", "the other way first"])


@orders
def test_a_childs_name_stands_whatever_another_device_wrote_before_it_knew(
    two: Two, turn: int
) -> None:
    one, other = two
    one.log()
    one("child", "rename", "my child", "Mia")
    other.log()
    keep_in_step(*two[::turn])
    for here in two:
        assert here.children() == ["Mia"]
        here.log()
    keep_in_step(*two[::turn])
    assert one.about() == other.about() == ["Mia"] * 4


def test_a_name_that_an_older_guess_had_written_over_comes_back(two: Two) -> None:
    one, other = two
    one.log()
    one("child", "rename", "my child", "Mia", "--json")
    # As earlier versions wrote it: stamped like anything a person says.
    other.journal.append([Draft("child", FIRST_CHILD, {"name": "my child"})])
    other.log()
    keep_in_step(*two)
    for here in two:
        assert here.children() == ["Mia"]
        assert "also called" not in here("child", "list").out
        assert "Mia" in here.log().out


def test_a_child_who_was_named_in_place_stays_as_it_is(device: Callable[[str], Device]) -> None:
    two = one, other = device("anna"), device("ben")
    one.log()
    # As earlier versions named it.
    one.journal.amend(one.journal.get(FIRST_CHILD, "child"), {"name": "Mia"})
    one.log()
    other.log()
    other("child", "rename", "my child", "Ben")
    keep_in_step(*two)
    for here in two:
        assert sorted(here.children()) == ["Ben", "Mia"]
        assert sorted(here.about()) == ["Ben", "Mia", "Mia"]
    assert one("child", "rename", "Mia", "Mila").code == 0
    assert sorted(one.about()) == ["Ben", "Mila", "Mila"]


@orders
def test_first_children_of_two_names_stay_two(two: Two, turn: int) -> None:
    for here, name in zip(two[::turn], ("Mia", "Ben"), strict=True):
        here("child", "add", name)
        here.log()
    keep_in_step(*two)
    for here in two:
        assert sorted(here.children()) == ["Ben", "Mia"]
    for here, name in zip(two[::turn], ("Mia", "Ben"), strict=True):
        here.log()
        assert here.about().count(name) == 2
    keep_in_step(*two[::turn])
    for here in two:
        assert sorted(here.about()) == ["Ben", "Ben", "Mia", "Mia"]


@orders
@pytest.mark.parametrize("who", [0, 1], ids=["the one who named", "the one who guessed"])
def test_what_was_written_before_a_child_was_named_elsewhere_becomes_that_childs(
    two: Two, turn: int, who: int
) -> None:
    one, other = two
    one("child", "add", "Mia")
    for _ in range(3):
        other.log()
    keep_in_step(*two[::turn])
    assert other.children() == ["my child (no name yet)", "Mia"]
    said = two[who].log()
    assert "3 moments that were written before Mia had a name here are now Mia's" in said.err
    assert two[who].children() == ["Mia"]
    assert two[who].about() == ["Mia"] * 4
    keep_in_step(*two[::turn])
    two[1 - who].log()
    keep_in_step(*two[::turn])
    for here in two:
        assert here.children() == ["Mia"]
        assert here.about() == ["Mia"] * 5
        assert here.log().err.count("are now") == 0


def test_what_arrives_late_becomes_that_childs_too(two: Two) -> None:
    one, other = two
    one("child", "add", "Mia")
    other.log()
    carry(other, one)
    assert "1 moment that was written before Mia had a name here is now Mia's" in one.log().err
    late = other.log("--json").json()  # not yet knowing
    carry(other, one)
    assert "my child" in one("show", late["id"]).out
    assert one.children() == ["Mia"]
    problems = one("doctor", "--json").json()["problems"]
    assert {each["kind"] for each in problems} <= {"ahead_of_time"}
    keep_in_step(*two)
    assert "1 moment that was written before Mia had a name here is now Mia's" in other.log().err
    keep_in_step(*two)
    assert one.about() == other.about() == ["Mia"] * 4
    assert one.children() == other.children() == ["Mia"]


def test_taking_that_back_puts_it_back_and_it_is_not_done_again(two: Two) -> None:
    one, other = two
    one("child", "add", "Mia")
    other.log()
    keep_in_step(*two)
    other.log()
    other("undo")
    assert other.about() == ["Mia"]
    other("undo")
    assert other.about() == ["my child"]
    assert other.children() == ["my child (no name yet)", "Mia"]
    keep_in_step(*two)
    for here in (*two, *two):
        assert "now Mia's" not in here.log().err
    keep_in_step(*two)
    for here in two:
        assert here.about().count("my child") == 1
        assert "(no name yet)" in here("child", "list").out


def test_whom_a_person_gave_a_moment_to_keeps_it(two: Two) -> None:
    one, other = two
    one("child", "add", "Mia")
    moment = other.log("--json").json()
    keep_in_step(*two)
    other("child", "add", "Ben")
    other("edit", moment["id"], "--child", "Ben")
    one.now = max(one.now, other.now) + HOUR
    one.log()  # makes it Mia's, not knowing what was said
    keep_in_step(*two)
    for here in two:
        (record,) = (record for record in here.journal.read() if record.id == moment["id"])
        ben = next(one.id for one in here.journal.lasting() if one.fields.get("name") == "Ben")
        assert record.fields["child"] == ben


def test_with_two_named_children_nothing_is_guessed(two: Two) -> None:
    one, other = two
    other.log()
    one("child", "add", "Mia")
    one("child", "add", "Ben")
    keep_in_step(*two)
    assert len(one.children()) == 3
    said = other.log().err
    assert "parentkit edit ID --child NAME" in said
    assert other.about() == ["my child", "my child"]
    unsaid = one.log("--json")
    assert "nobody's name" not in unsaid.err
    assert unsaid.json()["child"] != FIRST_CHILD
    # Whoever knows says it once for all of them.
    other("child", "rename", "my child", "mia")
    assert other.about()[:2] == ["Mia", "Mia"]
    assert sorted(other.children()) == ["Ben", "Mia"]
    other("undo")
    assert other.about()[:2] == ["my child", "my child"]


@orders
def test_one_child_named_on_two_devices_is_one(two: Two, turn: int) -> None:
    for here, name in zip(two, ("Zoë", "ZOE\u0308"), strict=True):
        here("child", "add", name)
        here.log()
    keep_in_step(*two[::turn])
    for here in two[::turn]:
        here.log()
    keep_in_step(*two)
    for here in two:
        here.log()
    keep_in_step(*two)
    for here in two:
        assert len(here.children()) == 1
        assert len(set(here.about())) == 1
        assert len(here.about()) == 6


def test_one_name_with_two_months_of_birth_stays_two_children(two: Two) -> None:
    for here, month in zip(two, ("2020-01", "2023-04"), strict=True):
        here("child", "add", "Mia", "--born", month)
    keep_in_step(*two)
    for here in two:
        here.log()
        assert len(here.children()) == 2


@orders
def test_two_names_for_what_was_one_guess_are_two_children(two: Two, turn: int) -> None:
    for here, name in zip(two, ("Mia", "Ben"), strict=True):
        here.log()
        here.log()
        said = here("child", "rename", "my child", name)
        assert said.out == f"Changed {name}\n"
        assert f"2 moments written before there was a name are {name}'s now" in said.err
    keep_in_step(*two[::turn])
    for here in two:
        assert sorted(here.children()) == ["Ben", "Mia"]
        assert sorted(here.about()) == ["Ben", "Ben", "Mia", "Mia"]
    for here, name in zip(two, ("Mia", "Ben"), strict=True):
        assert name in here.log().out
    keep_in_step(*two[::turn])
    for here in two:
        assert sorted(here.about()) == ["Ben"] * 3 + ["Mia"] * 3


@orders
@pytest.mark.parametrize("names", [("Mia", "mia"), ("Zoë", "Zoe\u0308")], ids=["case", "form"])
def test_one_name_for_what_was_one_guess_is_one_child(
    two: Two, turn: int, names: tuple[str, str]
) -> None:
    for here, name in zip(two, names, strict=True):
        here.log()
        here("child", "rename", "my child", name)
    for _ in range(2):
        keep_in_step(*two[::turn])
        for here in two[::turn]:
            here.log()
    keep_in_step(*two)
    for here in two:
        assert len(here.children()) == 1
        assert len(set(here.about())) == 1
        assert len(here.about()) == 6


def test_a_first_name_is_taken_back_with_one_undo(device: Callable[[str], Device]) -> None:
    here = device("anna")
    here.log()
    here.log()
    here("child", "rename", "my child", "Mai")
    assert here.about() == ["Mai", "Mai"]
    here("undo")
    assert here.about() == ["my child", "my child"]
    assert here.children() == ["my child (no name yet)"]
    here("child", "rename", "my child", "Mia")
    here.log()
    assert here.about() == ["Mia"] * 3
    assert here.children() == ["Mia"]


def test_undo_says_in_words_what_was_taken_back(device: Callable[[str], Device]) -> None:
    here = device("anna")
    here.log()
    here.log()
    here("child", "rename", "my child", "Mia")
    assert here("undo").out == "Taken back: the child Mia, and 2 moments moved to Mia.\n"
    here("child", "add", "Mia")
    here("child", "join", "my child", "Mia")
    assert here("undo").out == "Taken back: 2 moments moved to Mia.\n"
    here("child", "add", "Ben")
    here("child", "join", "Ben", "Mia")
    assert here("undo").out == "Taken back: two children were made one, Mia.\n"


@pytest.mark.parametrize("who", [0, 1])
def test_undo_of_what_two_devices_did_says_what_stays(
    device: Callable[[str], Device], who: int
) -> None:
    two = one, other = device("anna"), device("ben")
    one("child", "add", "Mia")
    other.log()
    other.log()
    keep_in_step(*two)
    for here in two:
        here.log("--child", "Mia")
        assert "now Mia's" in here.log().err
    keep_in_step(*two)
    undone = [two[who]("undo") for _ in range(2)]
    said = "".join(each.out + each.err for each in undone)
    for word in ("joined", "deleted", FIRST_CHILD):
        assert word not in said
    assert "2 moments stay with Mia" in said
    assert two[who].children() == ["Mia"]
    assert two[who].about().count("Mia") == len(two[who].about())


def test_a_third_device_is_not_told_which_of_two_names_its_moments_have(
    device: Callable[[str], Device],
) -> None:
    three = one, other, third = device("anna"), device("ben"), device("granny")
    for here in three:
        here.log()
    one("child", "rename", "my child", "Mia")
    other("child", "rename", "my child", "Ben")
    keep_in_step(*three)
    one.log()
    keep_in_step(*three)
    assert "If it was about" in third.log().err
    keep_in_step(*three)
    for here in three:
        assert sorted(here.children()) == ["Ben", "Mia", "my child (no name yet)"]
    third("child", "rename", "my child", "Mia")
    keep_in_step(*three)
    for here in three:
        here.log()
        assert sorted(here.children()) == ["Ben", "Mia"]
        assert "my child" not in here.about()


@orders
@pytest.mark.parametrize("count", [2, 3])
def test_joins_in_a_circle_leave_one_child(
    device: Callable[[str], Device], turn: int, count: int
) -> None:
    devices = [device(name) for name in ("anna", "ben", "granny")[:count]]
    names = ("Mia", "Mimi", "Mi")[:count]
    for here, name in zip(devices, names, strict=True):
        here("child", "add", name)
        here.log()
    keep_in_step(*devices)
    for here, name, other in zip(devices, names, (*names[1:], names[0]), strict=True):
        assert here("child", "join", name, other).code == 0
    keep_in_step(*devices[::turn])
    assert len({tuple(here.children()) for here in devices}) == 1
    for here in devices[::turn]:
        here.log()
        keep_in_step(*devices)
    for here in devices:
        (name,) = here.children()
        assert here.about() == [name] * 2 * count


def test_what_comes_from_a_device_that_writes_no_more_follows_too(two: Two) -> None:
    one, other = two
    one.log()
    one("child", "rename", "my child", "Mia")
    one.log()
    for _ in range(3):
        other.log()
    carry(other, one)
    assert "3 moments that were written before Mia had a name here are now Mia's" in one.log().err
    assert one.about() == ["Mia"] * 6
    assert one.log().err == ""


def test_what_is_late_follows_on_a_third_device_and_once(device: Callable[[str], Device]) -> None:
    three = one, other, third = device("anna"), device("ben"), device("granny")
    one("child", "add", "Mia")
    one("child", "add", "Mimi")
    one("child", "use", "Mimi")
    keep_in_step(*three)
    third("child", "use", "Mia")
    one("child", "join", "Mimi", "Mia")
    other("child", "use", "Mimi")
    other.log()
    keep_in_step(*three)
    assert "1 moment about Mimi is now Mia's" in third.log().err
    one.log()
    keep_in_step(*three)
    for here in three:
        assert here.about() == ["Mia"] * 3
        assert "now Mia's" not in here.log().err


def test_what_is_late_is_found_under_the_name_it_has(two: Two) -> None:
    one, other = two
    one("child", "add", "Mia")
    one.log()
    other.log()
    keep_in_step(*two)
    one.log()
    other.log("--child", "my child")
    keep_in_step(*two)
    assert one.children() == ["Mia"]
    assert one("child", "join", "my child", "Mia").code == 0
    assert "my child" not in one.about()
    assert one("child", "rename", "my child", "Ben").code == 2


def test_children_are_not_joined_while_moments_cannot_be_read(two: Two) -> None:
    one, other = two
    one("child", "add", "Mia")
    one.log()
    other.log()
    keep_in_step(*two)
    (path,) = (one.root / "home").rglob(f"{other.journal.device.id}/2*.jsonl")
    aside = one.root / "aside"
    path.rename(aside)
    path.mkdir()
    said = one.log().err
    assert "are still apart" in said
    assert path.name in said
    assert len(one.children()) == 2
    refused = one("child", "rename", "my child", "Mia")
    assert refused.code == 3
    assert "Nothing was changed" in refused.err
    assert len(one.children()) == 2
    path.rmdir()
    aside.rename(path)
    assert "1 moment that was written before Mia had a name here is now Mia's" in one.log().err
    assert one.about() == ["Mia"] * 4
    assert one.children() == ["Mia"]


def test_first_names_may_be_said_before_anything_is_written(
    device: Callable[[str], Device],
) -> None:
    here = device("anna")
    assert here("child", "rename", "my child", "Mia").code == 0
    assert here("caregiver", "rename", "me", "Anna").code == 0
    here.log()
    assert here.told() == [("Mia", "Anna")]
    assert here.children() == ["Mia"]
    assert here.caregivers() == ["Anna"]
    there = device("ben")
    there("child", "add", "Mia")
    assert there("caregiver", "rename", "Me", "Ben").code == 0
    there.log()
    assert there.told() == [("Mia", "Ben")]


def test_me_on_a_second_device_is_nobody_who_has_a_name(two: Two) -> None:
    one, other = two
    one("caregiver", "add", "Meg")
    keep_in_step(*two)
    other("caregiver", "rename", "me", "Ben")
    keep_in_step(*two)
    for here in two:
        assert sorted(here.caregivers()) == ["Ben", "Meg"]
    other.log()
    assert other.told() == [("my child", "Ben")]


def test_me_is_whoever_logs_on_this_device(device: Callable[[str], Device]) -> None:
    two = one, other = device("anna"), device("ben")
    for here in two:
        here.log()
    keep_in_step(*two)
    assert one("caregiver", "rename", "me", "Anna").code == 0
    other.log("--caregiver", "me")
    assert other("caregiver", "use", "me").code == 0
    keep_in_step(*two)
    assert other("caregiver", "rename", "ME", "Ben").code == 0
    keep_in_step(*two)
    for here in two:
        assert sorted(here.caregivers()) == ["Anna", "Ben"]
    assert sorted(by for _, by in one.told()) == ["Anna", "Ben", "Ben"]


def test_of_two_spellings_the_one_that_was_typed_is_meant(
    device: Callable[[str], Device],
) -> None:
    two = one, other = device("anna"), device("ben")
    for here, name in zip(two, ("Mia", "mia"), strict=True):
        here("child", "add", name)
    keep_in_step(*two)
    assert other("child", "rename", "Mia", "Mila").code == 0
    keep_in_step(*two)
    assert sorted(one.children()) == ["Mila", "mia"]


def test_a_person_says_that_two_names_are_one_child(two: Two) -> None:
    for here, name in zip(two, ("Mia", "Mimi"), strict=True):
        here("child", "add", name)
        here.log()
    keep_in_step(*two)
    one, other = two
    refused = one("child", "rename", "Mimi", "Mia")
    assert refused.code == 2
    assert "parentkit child join" in refused.err
    assert one("child", "join", "mimi", "mia").out == "One child now: Mia\n"
    other.log()  # not yet knowing
    keep_in_step(*two)
    other.log()
    keep_in_step(*two)
    for here in two:
        assert here.children() == ["Mia"]
        assert here.about() == ["Mia"] * 4


def test_two_who_were_said_to_be_one_are_two_again_with_undo(
    device: Callable[[str], Device],
) -> None:
    here = device("anna")
    for name in ("Mia", "Mimi"):
        here("child", "add", name)
        here.log("--child", name)
    assert here("child", "join", "Mia", "Mia").code == 2
    here("child", "join", "Mia", "Mimi")
    assert here.about() == ["Mimi", "Mimi"]
    assert "Mimi" in here.log().out
    here("undo")
    here("undo")
    assert here.children() == ["Mia", "Mimi"]
    assert here.about() == ["Mia", "Mimi"]


def test_three_devices_that_meet_late_agree(device: Callable[[str], Device]) -> None:
    three = one, other, third = device("anna"), device("ben"), device("granny")
    one("child", "add", "Mia")
    for here in three:
        here.log()
    keep_in_step(one, third)
    third.log()
    other.log()
    keep_in_step(*three)
    for _ in range(2):
        for here in three:
            here.log()
        keep_in_step(*three)
    for here in three:
        assert here.children() == ["Mia"]
        assert here.about() == ["Mia"] * 11


def test_a_single_caregiver_is_known_again_where_only_the_state_was_lost(
    device: Callable[[str], Device],
) -> None:
    here = device("anna")
    for _ in range(3):
        here.log()
        shutil.rmtree(here.root / "state")
    assert here.told() == [("my child", "me")] * 3
    assert here.caregivers() == ["me"]
    here("caregiver", "rename", "me", "Anna")
    shutil.rmtree(here.root / "state")
    assert "takes you for Anna" in here.log().err
    assert "takes you" not in here.log().err
    assert here.caregivers() == ["Anna"]


def test_of_several_caregivers_none_is_guessed_and_none_added(
    device: Callable[[str], Device],
) -> None:
    here = device("anna")
    for name in ("Anna", "Jo"):
        here("caregiver", "add", name)
    for _ in range(2):
        shutil.rmtree(here.root / "state")
        said = here.log("--json")
        assert "parentkit caregiver use NAME" in said.err
        assert said.json()["caregiver"] == SOMEBODY
    assert sorted(here.caregivers()) == ["Anna", "Jo"]
    shown = here("show", said.json()["id"])
    assert "someone\n" in shown.out
    assert here("edit", said.json()["id"], "--caregiver", "Jo").code == 0
    assert here("doctor").code == 0


def test_a_person_who_was_named_is_not_guessed_beside(device: Callable[[str], Device]) -> None:
    here = device("anna")
    here("caregiver", "add", "Anna")
    here("child", "add", "Mia")
    shutil.rmtree(here.root / "state")
    here.log("--child", "Mia", "--caregiver", "Anna")
    assert here.told() == [("Mia", "Anna")]


@pytest.fixture
def unread(device: Callable[[str], Device]) -> tuple[Device, Callable[[], None]]:
    """A home whose family cannot be read, and what makes it readable again."""
    here = device("anna")
    here("child", "add", "Mia")
    here("caregiver", "add", "Anna")
    here.log()
    (path,) = here.family_files()
    aside = here.root / "aside"
    path.rename(aside)
    path.mkdir()

    def restore() -> None:
        path.rmdir()
        aside.rename(path)

    return here, restore


def test_while_the_family_cannot_be_read_moments_are_whose_they_were(
    unread: tuple[Device, Callable[[], None]],
) -> None:
    here, restore = unread
    for _ in range(2):
        said = here.log().err
        assert "family.jsonl cannot be read" in said
        assert "Nobody was added" in said
    restore()
    assert here.log().err == ""
    assert here.told() == [("Mia", "Anna")] * 4
    assert here.children() == ["Mia"]
    assert here.caregivers() == ["Anna"]


def test_while_the_family_cannot_be_read_nobody_is_made_who_may_stand_there(
    unread: tuple[Device, Callable[[], None]],
) -> None:
    here, restore = unread
    shutil.rmtree(here.root / "state")
    for _ in range(2):
        said = here.log().err
        assert 'under "my child" for now, and who was there is left open' in said
    assert [one.kind for one in here.journal.lasting()] == []
    assert "someone" in here("moments", "--all").out
    restore()
    assert "2 moments that were written before Mia had a name here are now Mia's" in here.log().err
    assert here.about() == ["Mia"] * 4
    assert here.children() == ["Mia"]
    assert here.caregivers() == ["Anna"]


def test_one_error_while_reading_makes_nobody(
    device: Callable[[str], Device], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = device("anna")
    here("child", "add", "Mia")
    here("caregiver", "add", "Anna")
    here.log()
    real, turns = scan.read_file, iter([True])

    def once(path: str) -> Any:
        if path.endswith("family.jsonl") and next(turns, False):
            found = scan.Scan()
            problem = scan.Problem(scan.UNREADABLE, path, 0, 0, 0, "Input/output error")
            found.problems.append(problem)
            return found
        return real(path)

    monkeypatch.setattr(scan, "read_file", once)
    here.log()
    assert next(turns, None) is None
    assert here.told() == [("Mia", "Anna")] * 2
    assert len(here.journal.lasting()) == 2


def test_an_import_makes_nobody_while_the_family_cannot_be_read(
    unread: tuple[Device, Callable[[], None]], tmp_path: Path
) -> None:
    here, restore = unread
    diary = tmp_path / "diary.csv"
    diary.write_text("Date,Time,Child,Cue,Response\n2026-10-05,07:40,Mia,afraid,comfort\n")
    called = here("import", str(diary))
    assert called.code == 3
    assert "cannot be read" in called.err
    restore()
    assert here("import", str(diary)).code == 0
    assert here.children() == ["Mia"]


def test_one_name_in_two_spellings_is_one_child(
    device: Callable[[str], Device], tmp_path: Path
) -> None:
    here = device("anna")
    here("child", "add", "Zoë")
    for spelling in ("Zoe\u0308", "ZOË", "Zoë\u200b", " Zoë "):
        assert here("child", "add", spelling).code == 2
        here.log("--child", spelling)
    diary = tmp_path / "diary.csv"
    diary.write_text(
        "Date,Time,Child,Cue,Response\n2026-10-05,07:40,Zoe\u0308,afraid,comfort\n", "utf-8"
    )
    assert here("import", str(diary)).code == 0
    assert here.children() == ["Zoë"]
    assert here.about() == ["Zoë"] * 5

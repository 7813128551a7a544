"""Forgetting a family leaves nothing of it, and does not undo what it withdrew."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from parentkit.domain.errors import DataProblem
from parentkit.services.coach.caseload import caseload
from parentkit.services.coach.forget import forget
from parentkit.services.coach.inbox import find_moment, see
from parentkit.services.coach.recent import recent
from parentkit.services.coach.write import write_note
from parentkit.sharing.envelope import Refused
from parentkit.storage import disk, whole_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Coach, Parent

SECRET = "by-the-window"


def holding(folder: str, word: str) -> list[str]:
    """Files and folders below a folder that hold a word, in their name or their content."""
    found = []
    for parent, folders, names in os.walk(folder):
        found += [name for name in (*folders, *names) if word in name]
        for name in names:
            with open(os.path.join(parent, name), "rb") as file:
                found += [name] if word.encode() in file.read() else []
    return found


def test_nothing_of_the_family_is_left(coach: Coach, parent: Parent, another: Parent) -> None:
    coach.add(parent.file(one := parent.moment(note=SECRET)))
    coach.add(another.file(other := another.moment()), "Abel")
    opened = coach.open()
    write_note(opened.journal, coach.coder, SECRET, "2026-11-22")
    for moment in (one[0], other[0]):
        see(coach.practice, *find_moment(coach.practice, moment), coach.coder)
    caseload(coach.practice)
    forget(coach.practice, opened.family)
    for folder in coach.practice:
        for word in (SECRET, "Rivera", one[0], parent.identity.fingerprint):
            assert holding(folder, word) == []
    assert [case.family.name for case in caseload(coach.practice)] == ["Abel"]
    assert recent(coach.practice) == [[another.identity.fingerprint, other[0]]]


def test_what_an_earlier_version_or_damage_left_of_its_openings_goes_too(
    coach: Coach, parent: Parent, another: Parent
) -> None:
    coach.add(parent.file(one := parent.moment()))
    coach.add(another.file(other := another.moment()), "Abel")
    ids = parent.identity.fingerprint, another.identity.fingerprint
    os.makedirs(coach.practice.state, exist_ok=True)
    earlier = os.path.join(coach.practice.state, "recent.json")
    with open(earlier, "w", encoding="utf-8") as file:
        json.dump([[ids[0], one[0]], [ids[1], other[0]]], file)
    with open(os.path.join(coach.practice.state, "local.json"), "w", encoding="utf-8") as file:
        file.write(f'{{"opened": {{"1": {{"family": "{ids[0]}"')
    assert recent(coach.practice) == [[ids[0], one[0]], [ids[1], other[0]]]
    forget(coach.practice, coach.open().family)
    assert recent(coach.practice) == [[ids[1], other[0]]]
    assert holding(coach.practice.state, ids[0]) == []


@pytest.mark.parametrize("cut", [True, False])
def test_openings_go_from_a_damaged_file_and_from_one_that_an_earlier_version_made_later(
    coach: Coach, parent: Parent, cut: object
) -> None:
    coach.add(parent.file(one := parent.moment()))
    see(coach.practice, *find_moment(coach.practice, one[0]), coach.coder)
    here = os.path.join(coach.practice.state, "local.json")
    if cut:
        with open(here, "r+b") as file:
            file.truncate(os.path.getsize(here) - 3)
    with open(os.path.join(coach.practice.state, "recent.json"), "w", encoding="utf-8") as file:
        json.dump([[parent.identity.fingerprint, one[0]]], file)
    forget(coach.practice, coach.open().family)
    assert recent(coach.practice) == []
    assert holding(coach.practice.state, parent.identity.fingerprint) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
@pytest.mark.parametrize("name", ["family.json", "received/*.receipt.json", "keys.json"])
def test_a_pipe_in_the_place_of_a_small_file_holds_nobody_up(
    coach: Coach, parent: Parent, name: str
) -> None:
    coach.add(parent.file(first := parent.moment(hours_ago=2)))
    family = coach.open().family
    where = Path(coach.practice.folder if name == "keys.json" else family.folder)
    (path,) = where.glob(name)
    path.unlink()
    os.mkfifo(path)
    more = parent.file(one := parent.moment())
    if name == "keys.json":
        with pytest.raises(DataProblem, match=r"cannot be read"):
            coach.add(more)
        return
    coach.add(more, "")
    (case,) = caseload(coach.practice)
    assert [each.path for each in case.unreadable] == [str(path)]
    assert coach.moments(case.family.name) == {one[0]} | (
        {first[0]} if name == "family.json" else set()
    )


def test_where_its_openings_cannot_be_forgotten_that_is_said(
    coach: Coach, parent: Parent, monkeypatch: pytest.MonkeyPatch
) -> None:
    coach.add(parent.file(one := parent.moment()))
    see(coach.practice, *find_moment(coach.practice, one[0]), coach.coder)
    family = coach.open().family
    real = disk.write_whole

    def full(path: str, content: Callable[[int], bytes]) -> None:
        if path.endswith("local.json"):
            raise OSError(28, "No space left on device", path)
        real(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(disk, "write_whole", full)
        with pytest.raises(DataProblem, match=r"local\.json cannot be erased"):
            forget(coach.practice, family)
    assert recent(coach.practice) == [[family.id, one[0]]]
    forget(coach.practice, family)
    assert recent(coach.practice) == []


def test_what_was_withdrawn_stays_withdrawn(coach: Coach, parent: Parent, frozen: Any) -> None:
    data = parent.file(parent.moment())
    coach.add(data)
    frozen.tick(60)
    added = coach.add(parent.notice())
    assert added.family
    forget(coach.practice, added.family)
    with pytest.raises(Refused):
        coach.add(data)


def test_a_family_that_did_not_withdraw_can_come_again(coach: Coach, parent: Parent) -> None:
    data = parent.file(one := parent.moment())
    coach.add(data)
    forget(coach.practice, coach.open().family)
    coach.add(data)
    assert coach.moments() == {one[0]}


def test_forgetting_goes_on_after_it_was_interrupted(
    coach: Coach, parent: Parent, monkeypatch: pytest.MonkeyPatch
) -> None:
    coach.add(parent.file(parent.moment()))
    caseload(coach.practice)
    family = coach.open().family

    def refused(_folder: str) -> None:
        raise OSError(13, "Permission denied", family.folder)

    with monkeypatch.context() as patch:
        patch.setattr(whole_files, "remove_tree", refused)
        with pytest.raises(DataProblem, match="Permission denied"):
            forget(coach.practice, family)
    forget(coach.practice, family)
    assert not os.listdir(coach.practice.families)
    assert holding(coach.practice.state, family.id) == []

"""What of a family's files cannot be read stands above every list and beside its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from parentkit.tui.widgets.unread_line import UnreadLine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    DriveCoach = Callable[..., None]

NARROW = (60, 30)
ROOMS = ("families", "inbox", "agreement")


@pytest.fixture
def month(coach: Any, family: Any) -> Path:
    """The file that holds what the family sent: four moments, one to a line."""
    for _ in range(4):
        family.log("afraid", "comfort")
    coach("coach", "add", family.share(), "--name", "Rivera")
    (path,) = coach.folder.rglob("2026-11.jsonl")
    found: Path = path
    return found


def damage_lines(path: Path) -> None:
    """Lines 2 and 3 are not what was sent."""
    lines = path.read_bytes().splitlines(keepends=True)
    changed = [line.replace(b'"set":{"', b'"set":{"x', 1) for line in lines[1:3]]
    path.write_bytes(b"".join([lines[0], *changed, *lines[3:]]))


async def enter(ui: Any, room: str) -> None:
    ui.app.switch_mode(room)
    await ui.settle()


@pytest.mark.parametrize("room", ROOMS)
def test_damaged_lines_are_counted(drive_coach: DriveCoach, month: Path, room: str) -> None:
    damage_lines(month)

    async def scenario(ui: Any) -> None:
        await enter(ui, room)
        assert "Without 2 lines that could not be read: parentkit doctor" in ui.words
        assert ui.app.screen.query_one(UnreadLine).size.height == 1
        if room == "families":
            assert "2 unread of 2 moments" in ui.words
            assert "Without 2 lines that could not be read." in ui.words  # beside the figures
        if room == "inbox":
            assert "Rivera: 2 unread" in ui.words

    drive_coach(scenario, NARROW)


@pytest.mark.parametrize("room", ROOMS)
def test_where_nothing_can_be_read_nobody_says_that_there_is_nothing(
    drive_coach: DriveCoach, month: Path, room: str
) -> None:
    month.unlink()
    month.mkdir()  # nobody can read it as a file, root included

    async def scenario(ui: Any) -> None:
        await enter(ui, room)
        assert "Without one file that could not be read" in ui.words
        assert "Gaps are normal" not in ui.words
        assert "Nothing here." not in ui.words
        assert "blind yet" not in ui.words

    drive_coach(scenario, NARROW)


@pytest.mark.parametrize("room", ROOMS)
def test_no_line_where_everything_was_read(drive_coach: DriveCoach, month: Path, room: str) -> None:
    assert month.is_file()

    async def scenario(ui: Any) -> None:
        await enter(ui, room)
        assert not ui.app.screen.query_one(UnreadLine).display
        assert "could not be read" not in ui.words

    drive_coach(scenario, NARROW)


@pytest.mark.parametrize("room", ["families", "inbox"])
def test_a_family_that_is_closed_for_its_receipt_is_not_said_to_hold_nothing(
    drive_coach: DriveCoach, month: Path, room: str
) -> None:
    (receipt,) = month.parents[4].glob("received/*.json")
    receipt.write_text("{", encoding="utf-8")

    async def scenario(ui: Any) -> None:
        await enter(ui, room)
        told = " ".join(ui.words.split())
        assert "Without one shared file whose receipt could not be read" in told
        assert "Nothing here." not in told
        if room == "families":
            assert "Rivera" in told
            assert ui.words.count("Without one shared file whose") == 2  # the room's, and its own

    drive_coach(scenario, (120, 36))


def test_a_family_without_a_name_is_said_to_have_none(drive_coach: DriveCoach, month: Path) -> None:
    (month.parents[4] / "family.json").write_text("{", encoding="utf-8")

    async def scenario(ui: Any) -> None:
        await enter(ui, "families")
        assert "A family's name could not be read: parentkit coach families" in ui.words
        assert "4 unread of 4 moments" in ui.words

    drive_coach(scenario, (120, 36))

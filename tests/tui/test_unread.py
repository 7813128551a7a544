"""What cannot be read is said on every screen that shows figures, lists or records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from parentkit import clock
from parentkit.journal.log.writer import Draft
from parentkit.services.family import people
from parentkit.services.family.household import new_id, read_household
from parentkit.tui.widgets.unread_line import UnreadLine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from parentkit.journal.journal import Journal

    Drive = Callable[..., None]

NARROW = (60, 30)
MONTH, FAMILY = "2026-11.jsonl", "family.jsonl"
ROOMS = {"today": ("t",), "rates": ("r",), "moments": ("m",), "reflect": ("w",), "people": ("f4",)}
"""The keys that open each screen."""

STILL_THERE = {
    "today": "scared",
    "rates": "6 of 6",
    "moments": "Mia: 6 moments",
    "reflect": "moments on 1 day",
    "people": "Mia, child",
}
EMPTY = ("Gaps are normal", "written down yet", "Nothing written down", "Nothing is here yet")


def log(journal: Journal, count: int) -> None:
    family = {record.kind: record.id for record in journal.lasting().records}
    for minute in range(count):
        fields = {
            "child": family["child"],
            "caregiver": family["caregiver"],
            "observed_at": f"2026-11-22T10:{minute:02}+01:00",
            "cue": "afraid",
            "responses": ["comfort"],
            "fit": "matched",
        }
        journal.append([Draft("moment", new_id(clock.now_ms()), fields)])


def file_of(home: Path, name: str) -> Path:
    (path,) = (home / "home").rglob(name)
    return path


def damage_lines(path: Path) -> None:
    """Lines 2 and 3 are not what was written."""
    lines = path.read_bytes().splitlines(keepends=True)
    changed = [line.replace(b'"set":{"', b'"set":{"x', 1) for line in lines[1:3]]
    path.write_bytes(b"".join([lines[0], *changed, *lines[3:]]))


def line_of(ui: Any) -> str:
    """What the line says that is in sight; empty where there is none."""
    line = ui.app.screen.query_one(UnreadLine)
    return str(line.render()) if line.display else ""


@pytest.mark.parametrize("room", ROOMS)
def test_damaged_lines_are_counted_above_what_could_be_read(
    journal: Journal, drive: Drive, home: Path, room: str
) -> None:
    log(journal, 8)
    damage_lines(file_of(home, MONTH if room != "people" else FAMILY))

    async def scenario(ui: Any) -> None:
        await ui.press(*ROOMS[room])
        assert line_of(ui).startswith("◌ Without 2 lines that could not be read: parentkit doctor")
        assert "Without 2 lines that could not be read: parentkit doctor" in ui.words
        if room != "people":
            assert ui.app.screen.query_one(UnreadLine).size.height == 1
            assert STILL_THERE[room] in ui.words

    drive(scenario, NARROW)


@pytest.mark.parametrize("room", ROOMS)
def test_where_nothing_can_be_read_nobody_says_that_there_is_nothing(
    journal: Journal, drive: Drive, home: Path, room: str
) -> None:
    log(journal, 8)
    name = MONTH
    if room == "people":
        (file_of(home, FAMILY).parent.parent / "tablet").symlink_to("tablet")
    else:
        path = file_of(home, name)
        path.unlink()
        path.mkdir()  # nobody can read it as a file, root included

    async def scenario(ui: Any) -> None:
        await ui.press(*ROOMS[room])
        what = "folder" if room == "people" else "file"
        assert f"Without one {what} that could not be read: parentkit doctor" in ui.words
        for empty in EMPTY:
            assert empty not in ui.words

    drive(scenario, NARROW)


@pytest.mark.parametrize("room", ROOMS)
def test_no_line_where_everything_was_read(journal: Journal, drive: Drive, room: str) -> None:
    log(journal, 8)

    async def scenario(ui: Any) -> None:
        await ui.press(*ROOMS[room])
        assert line_of(ui) == ""
        assert "could not be read" not in ui.words

    drive(scenario, NARROW)


def test_another_view_of_the_same_figures_keeps_the_line(
    journal: Journal, drive: Drive, home: Path
) -> None:
    log(journal, 8)
    damage_lines(file_of(home, MONTH))

    async def scenario(ui: Any) -> None:
        await ui.press("r", "2")
        assert "Without 2 lines" in line_of(ui)

    drive(scenario, NARROW)


def test_the_line_goes_with_the_damage(journal: Journal, drive: Drive, home: Path) -> None:
    log(journal, 8)
    path = file_of(home, MONTH)
    whole = path.read_bytes()
    damage_lines(path)

    async def scenario(ui: Any) -> None:
        await ui.press("m")
        assert "Without 2 lines" in line_of(ui)
        path.write_bytes(whole)
        await ui.press("t", "m")
        ui.app.reread()
        await ui.settle()
        assert line_of(ui) == ""
        assert "Mia: 8 moments" in ui.words

    drive(scenario, NARROW)


def test_signs_of_the_line_are_ascii_where_asked_for(
    journal: Journal, drive: Drive, home: Path
) -> None:
    log(journal, 8)
    damage_lines(file_of(home, MONTH))

    async def scenario(ui: Any) -> None:
        await ui.press("m", "f6")
        assert line_of(ui).startswith("~ Without 2 lines")

    drive(scenario, NARROW)


def test_looking_back_says_so_too(journal: Journal, drive: Drive, home: Path) -> None:
    log(journal, 8)
    damage_lines(file_of(home, MONTH))

    async def scenario(ui: Any) -> None:
        await ui.press("w", "b")
        assert "Without 2 lines that could not be read" in ui.words
        assert "Nothing that could be read" in ui.words

    drive(scenario)


@pytest.mark.parametrize("room", [name for name in ROOMS if name != "people"])
def test_a_damaged_line_of_the_family_counts_once_however_often_it_was_read(
    journal: Journal, drive: Drive, home: Path, room: str
) -> None:
    log(journal, 8)
    path = file_of(home, FAMILY)
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b'"Mia"', b'"Mja"'))
    people.add(journal, read_household(journal), "child", "Ben", {})

    async def scenario(ui: Any) -> None:
        await ui.press(*ROOMS[room])
        assert line_of(ui).startswith("◌ Without one line that could not be read")
        path.write_bytes(b"\n" + path.read_bytes())  # it stands in another line from now on
        ui.app.reread()
        await ui.settle()
        assert line_of(ui).startswith("◌ Without one line that could not be read")

    drive(scenario, NARROW)

"""The box in which a moment is written down, with real keys over a real journal."""

from __future__ import annotations

import errno
import json
from typing import TYPE_CHECKING, Any

import pytest

from parentkit.domain.codes import CAREGIVER, CHILD, TEMPLATE
from parentkit.services.family.household import read_household
from parentkit.services.family.people import add
from parentkit.services.log.capture import capture
from parentkit.storage import disk
from parentkit.tui.help.help_now import HelpNowPage
from parentkit.tui.log.log import LogBox
from parentkit.tui.log.rescue import RescueBox
from parentkit.tui.screens.today import TodayRoom

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from parentkit.journal.journal import Journal

    Drive = Callable[..., None]


def moments(journal: Journal) -> list[dict[str, Any]]:
    """What stands in the journal."""
    return [record.fields for record in journal.read().records]


def test_four_keystrokes_store_a_moment_and_u_takes_it_back(journal: Journal, drive: Drive) -> None:
    async def scenario(ui: Any) -> None:
        await ui.quickly("l", "g", "d")
        assert "Suggested: met" in ui.words
        assert "usually answers" in ui.words
        await ui.press("enter")
        assert isinstance(ui.app.screen, TodayRoom)
        assert "u takes it back" in ui.words
        (moment,) = moments(journal)
        assert (moment["cue"], moment["responses"]) == ("afraid", ["comfort"])
        assert (moment["fit"], moment["fit_source"]) == ("matched", "person")
        assert moment["observed_at"] == "2026-11-22T18:07+01:00"
        await ui.press("u")
        assert moments(journal) == []

    drive(scenario)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
def test_every_step_can_be_read_at_every_size(drive: Drive, size: tuple[int, int]) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("l")
        assert "A moment with Mia" in ui.words
        assert "now, 18:07" in ui.words
        assert "r can't tell" in ui.words
        assert "At 3 years: calls" in ui.words
        await ui.press("g")
        assert "q left, went silent" in ui.words
        await ui.press("d")
        assert "a ● met" in ui.words
        assert "enter save" in ui.words
        assert "fear." in ui.text

    drive(scenario, size)


def test_a_second_response_another_fit_and_steps_back(journal: Journal, drive: Drive) -> None:
    async def scenario(ui: Any) -> None:
        await ui.quickly("l", "a", "backspace", "g", "k", "space", "c", "f", "c", "enter")
        (moment,) = moments(journal)
        assert moment["cue"] == "afraid"
        assert moment["responses"] == ["fix_advise", "listen_ask"]
        assert (moment["fit"], moment["suggested_fit"]) == ("partial", "misread")
        assert moment["repair"] == {"state": "repaired", "source": "suggested"}

    drive(scenario)


def test_a_typed_word_narrows_and_enter_takes_the_first(journal: Journal, drive: Drive) -> None:
    async def scenario(ui: Any) -> None:
        await ui.quickly("l", "slash")
        await ui.type("worr")
        assert "scared, worried" in ui.words
        assert "shared a look" not in ui.words
        await ui.press("enter", "H", "e", "l", "d", "enter", "enter")
        assert moments(journal)[0]["responses"] == ["comfort"]
        await ui.quickly("l", "slash", "x", "q")
        assert "Nothing is called that" in ui.words
        await ui.press("escape")
        assert "a shared a look" in ui.words

    drive(scenario)


def test_arrows_choose_too_and_the_right_arrow_never_saves(journal: Journal, drive: Drive) -> None:
    async def scenario(ui: Any) -> None:
        await ui.quickly("l", "end", "up", "enter", "home", "pagedown", "right", "right", "right")
        assert isinstance(ui.app.screen, LogBox)
        await ui.press("enter")
        assert moments(journal)[0]["cue"] == "stop_break"
        assert moments(journal)[0]["responses"] == ["scaffold"]

    drive(scenario)


def test_the_mouse_chooses_and_saves(journal: Journal, drive: Drive) -> None:
    async def scenario(ui: Any) -> None:
        async def click(text: str) -> None:
            lines = ui.text.splitlines()
            y = next(place for place, line in enumerate(lines) if text in line)
            await ui.pilot.click(offset=(lines[y].index(text), y))
            await ui.settle()

        await ui.press("l")
        await click("scared, worried")
        await click("jumped to a fix")
        await click("held, soothed")
        await click("partly")
        await click("enter save")
        (moment,) = moments(journal)
        assert moment["responses"] == ["fix_advise", "comfort"]
        assert moment["fit"] == "partial"

    drive(scenario)


def test_a_draft_is_kept_and_stays_at_its_hour(journal: Journal, drive: Drive, frozen: Any) -> None:
    async def scenario(ui: Any) -> None:
        await ui.quickly("l", "g", "d", "escape")
        assert isinstance(ui.app.screen, TodayRoom)
        assert "Kept for later" in ui.words
        assert moments(journal) == []
        frozen.tick(3 * 60 * 60)
        await ui.press("l")
        assert "today 18:07" in ui.words
        await ui.press("enter")
        (moment,) = moments(journal)
        assert moment["observed_at"] == "2026-11-22T18:07+01:00"
        assert moment["logged_at"].startswith("2026-11-22T21:07")
        assert moment["sampling"] == "recall"
        await ui.press("l")
        assert "now, 21:07" in ui.words
        await ui.press("escape")
        assert ui.app.draft is None
        await ui.press("l", "g", "d", "escape", "l", "ctrl+n")
        assert ui.app.screen.draft.cue == ""
        await ui.press("escape", "l")
        assert ui.app.screen.draft.cue == ""

    drive(scenario)


def test_number_keys_take_templates_and_habits(journal: Journal, drive: Drive) -> None:
    details = {"cue": "sad", "context": "bedtime"}
    add(journal, read_household(journal), TEMPLATE, "bedtime tears", details)
    household = read_household(journal)
    for _ in range(2):
        capture(journal, household, {"cue": "tired", "responses": ["meet_need", "comfort"]})

    async def scenario(ui: Any) -> None:
        await ui.press("l")
        assert "1 bedtime tears" in ui.words
        assert "2 tired" in ui.words
        await ui.quickly("1", "d", "enter")
        (sad,) = (moment for moment in moments(journal) if moment["cue"] == "sad")
        assert (sad["context"], sad["responses"]) == ("bedtime", ["comfort"])
        await ui.press("l", "2", "enter")
        tired = [moment for moment in moments(journal) if moment["cue"] == "tired"]
        assert [moment["responses"] for moment in tired] == [["meet_need", "comfort"]] * 3

    drive(scenario)


def test_child_and_caregiver_change_for_this_moment_alone(journal: Journal, drive: Drive) -> None:
    ben = add(journal, read_household(journal), CHILD, "Ben", {"birth_month": "2026-01"})
    jo = add(journal, read_household(journal), CAREGIVER, "Jo", {})

    async def scenario(ui: Any) -> None:
        await ui.quickly("l", "f8", "f9")
        assert "A moment with Ben, logged by Jo" in ui.words
        assert "At 10 months" in ui.words
        await ui.quickly("g", "d", "enter")
        (moment,) = moments(journal)
        assert (moment["child"], moment["caregiver"]) == (ben["id"], jo["id"])
        assert ui.app.family.household.name(ui.app.family.child) == "Mia"

    drive(scenario)


def test_a_hostile_note_is_stored_clean_and_a_hostile_name_is_inert(
    journal: Journal, drive: Drive
) -> None:
    hostile = "\x1b]0;x\x07[bold]hi[/]"
    (record,) = (each for each in journal.lasting().records if each.kind == CHILD)
    journal.amend(record, {"name": "[red]M[/]"})

    async def scenario(ui: Any) -> None:
        await ui.quickly("l", "g", "d")
        assert "A moment with [red]M[/]" in ui.words
        await ui.press("tab")
        note = ui.app.screen.query_one("#note")
        note.focus()
        note.insert(hostile)
        await ui.settle()
        await ui.press("ctrl+s")
        (moment,) = moments(journal)
        assert moment["note"] == "]0;x[bold]hi[/]"
        assert isinstance(ui.app.screen, TodayRoom)

    drive(scenario)


def test_a_moment_set_apart_gets_no_fit_and_opens_the_help_page(
    journal: Journal, drive: Drive
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.quickly("l", "i", "p", "tab")
        ui.app.screen.query_one("#flag").focus()
        await ui.press("space", "enter")
        assert isinstance(ui.app.screen, HelpNowPage)
        assert "safely stored" in ui.words
        (moment,) = moments(journal)
        assert "fit" not in moment
        await ui.press("escape")
        assert isinstance(ui.app.screen, TodayRoom)

    drive(scenario)


async def write_harm(ui: Any) -> None:
    """A moment with words of harm in it, up to the question that follows."""
    await ui.quickly("l", "g", "d", "tab")
    ui.app.screen.query_one("#need").focus()
    await ui.type("I shook him")
    await ui.press("enter")
    assert "Keep this apart from the figures?" in ui.words


@pytest.mark.parametrize("key", ["enter", "y", "escape"])
def test_words_of_harm_set_apart_and_the_numbers_are_in_sight(
    journal: Journal, drive: Drive, key: str
) -> None:
    async def scenario(ui: Any) -> None:
        await write_harm(ui)
        (moment,) = moments(journal)
        assert moment["flag"] is True
        await ui.press(key)
        assert isinstance(ui.app.screen, HelpNowPage)
        ui.app.say("Another device wrote something.\nIt is here now.")
        ui.app.say("No backup could be made.\nThe disk is full.", kind="warning")
        await ui.settle()
        for number in ("911", "988", "1-800-422-4453", "1-833-852-6262"):
            assert number in ui.text
        assert moments(journal) == [moment]
        assert "fit" not in moment
        await ui.press("escape")
        assert isinstance(ui.app.screen, TodayRoom)
        await ui.press("u")
        assert moments(journal) == []

    drive(scenario, (80, 24))


def test_a_no_lets_the_moment_count_and_one_undo_takes_it_back(
    journal: Journal, drive: Drive
) -> None:
    async def scenario(ui: Any) -> None:
        await write_harm(ui)
        await ui.press("n")
        assert isinstance(ui.app.screen, TodayRoom)
        (moment,) = moments(journal)
        assert (moment["flag"], moment["fit"], moment["fit_source"]) == (False, "matched", "person")
        await ui.press("u")
        assert moments(journal) == []

    drive(scenario)


def test_nothing_is_stored_without_a_sign_and_a_response(journal: Journal, drive: Drive) -> None:
    async def scenario(ui: Any) -> None:
        await ui.quickly("l", "ctrl+s")
        assert "Choose the sign first" in ui.words
        await ui.quickly("g", "ctrl+s")
        assert "Choose what you did first" in ui.words
        assert moments(journal) == []

    drive(scenario)


def test_the_backups_complaint_is_shown(drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    from parentkit.services.upkeep import upkeep

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(upkeep, "backup_if_due", full)

    async def scenario(ui: Any) -> None:
        await ui.quickly("l", "g", "d", "enter")
        assert "backup could not be made" in ui.words

    drive(scenario)


def test_a_full_disk_keeps_everything_saves_it_aside_and_stores_it_later(
    journal: Journal, drive: Drive, call: Callable[..., Any], tmp_path: Path
) -> None:
    write = disk.write_all
    full = True

    def write_all(descriptor: int, data: bytes) -> None:
        if full and b'"kind":"moment","device"' in data:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(descriptor, data)

    async def scenario(ui: Any) -> None:
        nonlocal full
        await ui.quickly("l", "g", "d", "tab")
        ui.app.screen.query_one("#need").focus()
        await ui.type("closer")
        await ui.press("enter")
        assert isinstance(ui.app.screen, RescueBox)
        assert "disk is full" in ui.words
        ui.app.screen.query_one("#path").value = str(tmp_path / "aside.jsonl")
        await ui.press("enter")
        assert "Once there is room" in ui.words
        await ui.press("enter")
        assert "File exists" in ui.words
        await ui.press("escape")
        assert isinstance(ui.app.screen, LogBox)
        assert ui.app.screen.draft.words["need"] == "closer"
        assert moments(journal) == []
        full = False
        await ui.press("enter")
        assert [moment["need"] for moment in moments(journal)] == ["closer"]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(disk, "write_all", write_all)
        drive(scenario)
    saved = json.loads((tmp_path / "aside.jsonl").read_text())
    assert (saved["kind"], saved["cue"], saved["need"]) == ("moment", "afraid", "closer")
    assert "0 imported, 1 here already" in (call("import", str(tmp_path / "aside.jsonl")).out)
    assert len(moments(journal)) == 1


def test_trying_again_stores_the_moment_once(journal: Journal, drive: Drive) -> None:
    write = disk.write_all
    failures = [OSError(errno.ENOSPC, "No space left on device")]

    def write_all(descriptor: int, data: bytes) -> None:
        if failures and b'"kind":"moment","device"' in data:
            raise failures.pop()
        write(descriptor, data)

    async def scenario(ui: Any) -> None:
        await ui.press("l", "g", "d", "enter", "ctrl+r")
        assert isinstance(ui.app.screen, TodayRoom)
        assert len(moments(journal)) == 1

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(disk, "write_all", write_all)
        drive(scenario)


def test_enter_while_it_is_still_being_written_stores_nothing_twice(
    journal: Journal, drive: Drive
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.quickly("l", "g", "d")
        with ui.app.turn:
            await ui.pilot.press("enter", "enter", "enter")
        await ui.settle()
        assert len(moments(journal)) == 1

    drive(scenario)

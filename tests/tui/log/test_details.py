"""The details of a moment: optional, each read on its own, nothing typed is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.tui.log.details import DetailsBox
from parentkit.tui.log.log import LogBox
from parentkit.tui.screens.today import TodayRoom

if TYPE_CHECKING:
    from collections.abc import Callable

    from parentkit.journal.journal import Journal

    Drive = Callable[..., None]


def only_moment(journal: Journal) -> dict[str, Any]:
    (record,) = journal.read().records
    return record.fields


async def fill(ui: Any, **typed: str) -> None:
    """Types into fields by their names; a space alone is pressed."""
    for name, text in typed.items():
        ui.app.screen.query_one(f"#{name}").focus()
        await ui.type(text)


def test_every_detail_can_be_said_and_is_stored(journal: Journal, drive: Drive) -> None:
    async def scenario(ui: Any) -> None:
        await ui.quickly("l", "g", "k", "tab")
        await fill(
            ui,
            observed_at="yesterday 14:05",
            clarity="qui",
            miscue=" ",
            need="a hand",
            repair="came",
            repaired_after="1h30m",
            repaired_by="chi",
            slip="read",
            child_after="set",
            context="bed",
            parent_state="rush",
            tags="stairs, dark",
            note="first line\nsecond",
        )
        assert "= yesterday 14:05" in ui.words
        assert "= 90 minutes" in ui.words
        await ui.press("ctrl+s")
        moment = only_moment(journal)
        assert moment["observed_at"] == "2026-11-21T14:05+01:00"
        assert moment["sampling"] == "recall"
        assert (moment["clarity"], moment["miscue"], moment["need"]) == ("subtle", True, "a hand")
        assert moment["repair"] == {
            "state": "repaired",
            "source": "person",
            "by": "child",
            "after_minutes": 90,
        }
        assert (moment["slip"], moment["child_after"]) == ("read", "settled_engaged")
        assert (moment["context"], moment["parent_state"]) == ("bedtime", "rushed")
        assert moment["tags"] == ["stairs", "dark"]
        assert moment["note"] == "first line\nsecond"

    drive(scenario, (100, 40))


def test_a_time_is_echoed_as_it_is_typed(drive: Drive) -> None:
    async def scenario(ui: Any) -> None:
        await ui.quickly("l", "tab")
        assert "= now" in ui.words
        await ui.type("10m ago")
        assert "= today 17:57" in ui.words
        await ui.press("escape")
        assert "today 17:57" in ui.words

    drive(scenario, (80, 24))


def test_what_cannot_be_read_is_said_beside_it_and_keeps_the_rest(
    journal: Journal, drive: Drive
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.quickly("l", "g", "d", "tab")
        await fill(ui, observed_at="3/4", need="quiet")
        assert "? '3/4' can be" in ui.words
        await ui.press("enter")
        assert isinstance(ui.app.screen, DetailsBox)
        assert ui.app.focused.id == "observed_at"
        await ui.press("escape", "enter")
        assert isinstance(ui.app.screen, DetailsBox)
        assert ui.app.screen.query_one("#need").value == "quiet"
        assert not journal.read().records
        ui.app.focused.value = "14:05"
        await ui.press("enter")
        assert isinstance(ui.app.screen, TodayRoom)
        assert only_moment(journal)["need"] == "quiet"
        assert only_moment(journal)["observed_at"] == "2026-11-22T14:05+01:00"

    drive(scenario)


def test_a_repair_that_contradicts_itself_is_said_beside_it(drive: Drive) -> None:
    async def scenario(ui: Any) -> None:
        await ui.quickly("l", "g", "d", "tab")
        await fill(ui, repair="not y", repaired_after="10")
        ui.app.screen.query_one("#repair").focus()
        await ui.settle()
        assert "belong to a repair that took place" in ui.words

    drive(scenario)


def test_saving_from_the_details_without_a_sign_goes_back_to_choose_one(
    journal: Journal, drive: Drive
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.quickly("l", "tab")
        await fill(ui, need="quiet")
        await ui.press("enter")
        assert isinstance(ui.app.screen, LogBox)
        assert "Choose the sign first" in ui.words
        await ui.quickly("g", "d")
        assert "+ need" in ui.words
        await ui.press("enter")
        assert only_moment(journal)["need"] == "quiet"

    drive(scenario)


def test_choices_go_by_letters_arrows_and_backspace(drive: Drive) -> None:
    async def scenario(ui: Any) -> None:
        await ui.quickly("l", "tab")
        where = ui.app.screen.query_one("#context")
        where.focus()
        await ui.settle()
        assert "washing, dressing" in ui.words
        await ui.quickly("m", "e")
        assert where.value == "meal"
        await ui.press("z")
        assert where.value == "meal"
        await ui.press("right")
        assert where.value == "play"
        await ui.quickly("left", "left", "left")
        assert where.value == ""
        await ui.quickly("b", "backspace")
        assert where.value == ""
        child = ui.app.screen.query_one("#child")
        child.focus()
        await ui.quickly("backspace", "right")
        assert ui.app.family.household.name(child.value) == "Mia"

    drive(scenario)


def test_yes_and_no_are_told_in_words_and_enter_on_them_saves(
    journal: Journal, drive: Drive
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.quickly("l", "g", "d", "tab")
        tick = ui.app.screen.query_one("#miscue")
        tick.focus()
        await ui.settle()
        line = ui.text.splitlines()[tick.region.y]
        assert "[ ] no" in line
        for key in ("space", "x", "left", "right", "y"):
            await ui.press(key)
        line = ui.text.splitlines()[tick.region.y]
        assert "[x] yes" in line
        await ui.pilot.click("#miscue")
        await ui.settle()
        assert "[ ] no" in ui.text.splitlines()[tick.region.y]
        await ui.press("space", "enter")
        assert isinstance(ui.app.screen, TodayRoom)
        assert only_moment(journal)["miscue"] is True

    drive(scenario, (100, 40))


def test_a_draft_keeps_what_was_typed_readable_or_not(drive: Drive) -> None:
    async def scenario(ui: Any) -> None:
        await ui.quickly("l", "g", "tab")
        await fill(ui, observed_at="3/4", note="soft light")
        await ui.press("escape", "escape", "l")
        words = ui.app.screen.draft.words
        assert (words["observed_at"], words["note"]) == ("3/4", "soft light")
        assert "3/4 ?" in ui.words

    drive(scenario)


def test_the_form_can_be_walked_through_at_60_columns(drive: Drive) -> None:
    async def scenario(ui: Any) -> None:
        await ui.quickly("l", "tab")
        names = []
        for _ in range(16):
            names.append(ui.app.focused.id)
            await ui.pilot.press("tab")
        await ui.settle()
        assert names[0] == "observed_at"
        assert names[-1] == "note"
        assert len(set(names)) == 16
        assert ui.app.focused.id == "observed_at"
        assert "ctrl+s save" in ui.words

    drive(scenario, (60, 20))

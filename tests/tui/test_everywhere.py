"""What works on every screen: hiding, help, keys, palette, colours, signs, undo, and a crash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.worker import WorkerFailed
from tinydb import TinyDB

from parentkit.services.family.household import read_household
from parentkit.services.log.capture import capture
from parentkit.tui.actions import EVERYWHERE
from parentkit.tui.crash import crash_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from parentkit.journal.journal import Journal


def log(journal: Journal, **fields: Any) -> dict[str, Any]:
    """Stores a moment of today."""
    fields = {"cue": "afraid", "responses": ["comfort"], **fields}
    return capture(journal, read_household(journal), fields).document


@pytest.mark.parametrize("key", ["f2", "ctrl+l"])
def test_the_screen_goes_blank_at_once_and_comes_back(
    journal: Journal, drive: Callable[..., None], key: str
) -> None:
    log(journal)

    async def scenario(ui: Any) -> None:
        assert "scared" in ui.words
        await ui.press(key)
        assert ui.text.strip() == ""
        await ui.press("x", "m")
        assert ui.text.strip() == ""
        await ui.press(key)
        assert "scared" in ui.words

    drive(scenario)


def test_hiding_works_while_something_is_being_typed(
    drive: Callable[..., None], journal: Journal
) -> None:
    assert journal

    async def scenario(ui: Any) -> None:
        await ui.press("f4", "n")
        await ui.type("Be")
        await ui.press("f2")
        assert ui.text.strip() == ""
        await ui.press("enter")
        await ui.type("n")
        assert ui.app.screen.query_one("Input").value == "Ben"

    drive(scenario)


@pytest.mark.parametrize("key", ["h", "f3"])
def test_the_page_for_hard_moments_is_one_key_away(drive: Callable[..., None], key: str) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press(key)
        assert "988" in ui.words
        await ui.press("escape")
        assert "988" not in ui.words

    drive(scenario, (100, 50))


def test_the_page_of_keys_names_every_action_that_works_everywhere(
    drive: Callable[..., None],
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("question_mark")
        for action in EVERYWHERE:
            assert action.help in ui.words

    drive(scenario, (100, 60))


@pytest.mark.parametrize(
    ("room", "shown"), [("w", f"{'[':14}"), ("r", f"{'[':14}"), ("m", f"{'/':14}")]
)
def test_the_page_of_keys_shows_keys_as_they_stand_on_a_keyboard(
    drive: Callable[..., None], room: str, shown: str
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press(room)
        await ui.press("question_mark")
        rows = [line.partition("\u2502    ")[2][:14] for line in ui.text.split("\n")]
        keys = [row for row in rows if row.strip()]
        assert shown in keys
        assert all(key.endswith(" ") and "_" not in key for key in keys)

    drive(scenario, (100, 60))


def test_every_action_has_an_id_of_its_own() -> None:
    ids = [action.id for action in EVERYWHERE]
    assert len(set(ids)) == len(ids)


def test_help_is_about_what_is_in_focus(drive: Callable[..., None]) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("f4", "f1")
        assert "never leaves this" in ui.words

    drive(scenario)


def test_the_palette_finds_an_action_by_its_words(drive: Callable[..., None]) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("ctrl+p")
        await ui.type("hard moments")
        await ui.until(lambda: "hard moments: what to do" in ui.words)
        await ui.press("enter")
        assert "988" in ui.words

    drive(scenario, (100, 50))


def test_colours_and_signs_chosen_with_a_key_are_there_next_time(
    drive: Callable[..., None], home: Path, journal: Journal
) -> None:
    log(journal)

    async def choose(ui: Any) -> None:
        await ui.press("f5", "f6")
        assert "* met" in ui.words

    async def look(ui: Any) -> None:
        assert ui.app.theme == "calm-light"

    drive(choose)
    drive(look)
    with TinyDB(home / "state" / "local.json") as database:
        assert database.table("look").all() == [{"theme": "calm-light", "signs": "ascii"}]


def test_own_keys_and_colours_are_read_and_what_cannot_be_read_is_said(
    drive: Callable[..., None], home: Path
) -> None:
    (home / "home" / "ui.toml").write_text(
        'theme = "dusk"\n[keys]\nhelp_now = "z"\n'
        '[themes.dusk]\nbackground = "#102030"\nmet = "no"\n'
    )

    async def scenario(ui: Any) -> None:
        assert ui.app.theme == "dusk"
        assert "'no' for met in 'dusk' is not a colour" in ui.words
        await ui.press("z")
        assert "988" in ui.words

    drive(scenario, (100, 60))


def test_undo_says_what_it_took_back(journal: Journal, drive: Callable[..., None]) -> None:
    log(journal)

    async def scenario(ui: Any) -> None:
        await ui.press("u")
        assert "Taken back: the moment" in ui.words
        assert "Gaps are normal" in ui.words

    drive(scenario)
    assert journal.read().records == []


def test_undo_with_nothing_left_says_so(drive: Callable[..., None], journal: Journal) -> None:
    while True:
        try:
            journal.undo()
        except Exception:  # noqa: BLE001 until nothing is left
            break

    async def scenario(ui: Any) -> None:
        await ui.press("escape", "u", "u", "u")
        assert "undo" in ui.text.lower() or "taken back" in ui.words.lower()

    drive(scenario)


def test_markup_and_steering_characters_in_a_name_are_inert(
    drive: Callable[..., None], journal: Journal
) -> None:
    child = journal.lasting().records[0]
    journal.amend(child, {"name": "[bold]Mia[/bold]\x1b]0;owned\x07"})

    async def scenario(ui: Any) -> None:
        assert "[bold]Mia[/bold]" in ui.words
        assert "\x1b" not in ui.words

    drive(scenario)


def test_a_crash_names_places_in_the_code_and_nothing_that_was_written() -> None:
    def breaks(note: str) -> None:
        raise ValueError(f"cannot handle {note}")

    try:
        breaks("he cried all night")
    except ValueError as error:
        text = crash_text(error).plain
    assert "ValueError" in text
    assert "in breaks" in text
    assert "cried" not in text


def test_a_crash_in_the_background_names_the_places_of_its_cause() -> None:
    try:
        int("he cried all night")
    except ValueError as error:
        text = crash_text(WorkerFailed(error)).plain
    assert "ValueError" in text
    assert "in test_a_crash_in_the_background" in text
    assert "cried" not in text


def test_every_set_of_colours_can_be_put_on_and_taken_off(
    drive: Callable[..., None], journal: Journal
) -> None:
    log(journal)

    async def scenario(ui: Any) -> None:
        seen = []
        for _ in range(7):
            await ui.press("f5")
            seen.append(ui.app.theme)
            assert "scared" in ui.words
        assert seen[0] == seen[6]
        assert len(set(seen)) == 6

    drive(scenario)


def test_nothing_lights_up_while_the_screen_is_hidden(drive: Callable[..., None]) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("f2", "f1", "f3", "f4", "f7", "l", "h", "ctrl+p")
        assert ui.text.strip() == ""
        await ui.press("f2")
        assert "This week" in ui.words

    drive(scenario)


def test_what_there_is_to_say_waits_until_the_screen_is_shown_again(
    drive: Callable[..., None],
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("f2")
        ui.app.say("Stored: scared")
        await ui.settle()
        assert ui.text.strip() == ""
        await ui.press("f2")
        assert "Stored: scared" in ui.words

    drive(scenario)


def test_a_moment_can_be_begun_while_something_else_is_being_typed(
    drive: Callable[..., None],
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("f4", "n")
        await ui.type("Be")
        await ui.press("f7")
        assert "scared, worried" in ui.words
        await ui.press("f7", "escape")
        assert ui.app.screen.query_one("Input").value == "Be"

    drive(scenario)


def test_a_key_at_the_foot_can_be_clicked(drive: Callable[..., None]) -> None:
    async def scenario(ui: Any) -> None:
        line = ui.text.splitlines()[-1]
        await ui.pilot.click("KeysBar", offset=(line.index("h help now") + 2, 1))
        await ui.settle()
        assert "988" in ui.words

    drive(scenario, (100, 50))


@pytest.mark.parametrize("width", [40, 60, 80])
def test_help_is_named_at_the_foot_however_narrow_it_is(
    drive: Callable[..., None], width: int
) -> None:
    async def scenario(ui: Any) -> None:
        line = ui.text.splitlines()[-1]
        assert line.endswith("h help now  ? keys")
        assert len(line) <= width

    drive(scenario, (width, 24))

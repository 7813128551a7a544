"""What holds on every screen and box alike: hiding, help, a resize, and keys that have ids."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Any

import pytest
from textual.widget import Widget

import parentkit.tui
from parentkit.services.family.household import read_household
from parentkit.services.log.capture import capture
from parentkit.tui.palette import actions_of
from parentkit.tui.screens.room import Room

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from parentkit.journal.journal import Journal

WAYS = {
    "today": {"today": (), "a line for today": ("enter",)},
    "log": {"log": ("l",), "log, a sign chosen": ("l", "g"), "details": ("l", "tab")},
    "moments": {
        "moments": ("m",),
        "moments, finding": ("m", "slash"),
        "a moment": ("m", "enter"),
        "a field of a moment": ("m", "enter", "enter"),
        "came back": ("m", "b"),
        "history": ("m", "y"),
    },
    "rates": {"rates": ("r",), "rates, figures": ("r", "v"), "why": ("r", "y")},
    "reflect": {
        "reflect": ("w",),
        "a question": ("w", "n"),
        "looking back": ("w", "b"),
        "check-in": ("w", "i"),
    },
    "practise": {
        "practise": ("p",),
        "an exercise": ("p", "e"),
        "an exercise, begun": ("p", "e", "enter"),
        "cards": ("p", "b"),
        "a card": ("p", "b", "enter"),
        "practised": ("p", "o"),
    },
    "everywhere": {
        "help now": ("h",),
        "keys": ("question_mark",),
        "people": ("f4",),
        "a name": ("f4", "n"),
        "about": ("f1",),
        "palette": ("ctrl+p",),
    },
}
"""Screens and boxes by their rooms, and the keys that lead there from Today."""

PALETTE = "palette"
"""Textual's own box, about which nothing is said here."""


async def screens(ui: Any, room: str) -> AsyncIterator[str]:
    """Goes to one screen of a room after the other, back to Today in between."""
    for name, way in WAYS[room].items():
        await ui.press(*way)
        yield name
        while not isinstance(ui.app.screen, Room):
            await ui.press("escape")
        await ui.press("escape", "t")


@pytest.fixture(autouse=True)
def some_moments(journal: Journal) -> None:
    """Two moments of today, so that there is something to open."""
    for cue in ("afraid", "sad"):
        capture(journal, read_household(journal), {"cue": cue, "responses": ["comfort"]})


@pytest.mark.parametrize("room", WAYS)
def test_hiding_leaves_nothing_and_help_is_one_key_away(
    drive: Callable[..., None], room: str
) -> None:
    async def scenario(ui: Any) -> None:
        async for name in screens(ui, room):
            before = ui.app.screen, ui.app.focused
            await ui.press("f2")
            assert ui.text.strip() == "", name
            await ui.press("f2")
            assert (ui.app.screen, ui.app.focused) == before, name
            await ui.press("f3")
            assert "Nobody has been told" in ui.words, name

    drive(scenario)


def test_boxes_name_the_key_for_help_at_their_foot(drive: Callable[..., None]) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("m", "b")
        assert ui.text.splitlines()[-1].endswith("f3 help now")

    drive(scenario, (60, 20))


def test_the_palette_lists_every_action_of_a_screen_once(drive: Callable[..., None]) -> None:
    async def scenario(ui: Any) -> None:
        screen = ui.app.screen
        titles = [command.title for command in ui.app.get_system_commands(screen)]
        does = [action.does for action in (*actions_of(screen), *ui.app.ACTIONS)]
        assert len(titles) == len(set(titles)) == len(set(does))

    drive(scenario)


@pytest.mark.slow
@pytest.mark.parametrize("room", WAYS)
def test_help_is_there_for_everything_that_can_be_in_focus(
    drive: Callable[..., None], room: str
) -> None:
    async def scenario(ui: Any) -> None:
        async for name in screens(ui, room):
            for widget in ui.app.screen.focus_chain if name != PALETTE else ():
                widget.focus()
                await ui.press("f1")
                assert "Nothing is said about this" not in ui.words, (name, widget)
                await ui.press("escape")

    drive(scenario)


@pytest.mark.slow
@pytest.mark.parametrize("room", WAYS)
def test_a_resize_is_survived(drive: Callable[..., None], room: str) -> None:
    async def scenario(ui: Any) -> None:
        async for name in screens(ui, room):
            here = ui.app.screen
            for size in ((60, 20), (200, 60), (40, 12), (20, 5), (100, 30)):
                await ui.pilot.resize_terminal(*size)
                await ui.settle()
            assert ui.app.screen is here, name

    drive(scenario)


def test_every_key_has_an_id_so_that_it_can_be_another() -> None:
    for module in pkgutil.walk_packages(parentkit.tui.__path__, "parentkit.tui."):
        for owner in vars(importlib.import_module(module.name)).values():
            if isinstance(owner, type) and issubclass(owner, Widget) and "parentkit" in repr(owner):
                for binding in owner.__dict__.get("BINDINGS", ()):
                    assert getattr(binding, "id", None), (owner.__name__, binding)

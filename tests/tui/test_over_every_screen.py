"""What holds on every screen and box alike: hiding, help, where a resize leads, keys with ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from parentkit.services.capture import capture
from parentkit.services.household import read_household

if TYPE_CHECKING:
    from collections.abc import Callable

    from parentkit.journal.journal import Journal

WAYS = {
    "today": (),
    "a line for today": ("enter",),
    "log": ("l",),
    "log, a sign chosen": ("l", "g"),
    "details": ("l", "tab"),
    "moments": ("m",),
    "moments, finding": ("m", "slash"),
    "a moment": ("m", "enter"),
    "a field of a moment": ("m", "enter", "enter"),
    "came back": ("m", "b"),
    "history": ("m", "y"),
    "rates": ("r",),
    "rates, figures": ("r", "v"),
    "why": ("r", "y"),
    "reflect": ("w",),
    "a question": ("w", "n"),
    "looking back": ("w", "b"),
    "check-in": ("w", "i"),
    "practise": ("p",),
    "an exercise": ("p", "e"),
    "an exercise, begun": ("p", "e", "enter"),
    "cards": ("p", "b"),
    "a card": ("p", "b", "enter"),
    "practised": ("p", "o"),
    "help now": ("h",),
    "keys": ("question_mark",),
    "people": ("f4",),
    "a name": ("f4", "n"),
    "about": ("f1",),
    "palette": ("ctrl+p",),
}
"""Screens and boxes, and the keys that lead there from Today."""

every_screen = pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))


@pytest.fixture(autouse=True)
def some_moments(journal: Journal) -> None:
    """Two moments of today, so that there is something to open."""
    for cue in ("afraid", "sad"):
        fields = {"cue": cue, "responses": ["comfort"]}
        capture(journal, read_household(journal), fields)


@every_screen
def test_hiding_leaves_nothing_on_the_screen_and_brings_it_back_as_it_was(
    drive: Callable[..., None], way: tuple[str, ...]
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press(*way)
        before = type(ui.app.screen), ui.app.focused
        await ui.press("f2")
        assert ui.text.strip() == ""
        await ui.press("f2")
        assert (type(ui.app.screen), ui.app.focused) == before

    drive(scenario)


@every_screen
def test_help_for_hard_moments_is_one_key_away(
    drive: Callable[..., None], way: tuple[str, ...]
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press(*way)
        await ui.press("f3")
        assert "Nobody has been told" in ui.words

    drive(scenario)


@every_screen
def test_help_is_there_for_everything_that_can_be_in_focus(
    drive: Callable[..., None], way: tuple[str, ...]
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press(*way)
        for widget in ui.app.screen.focus_chain:
            widget.focus()
            await ui.press("f1")
            assert "Nothing is said about this" not in ui.words, widget
            await ui.press("escape")

    drive(scenario)


@every_screen
def test_a_resize_is_survived(drive: Callable[..., None], way: tuple[str, ...]) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press(*way)
        here = type(ui.app.screen)
        for size in ((60, 20), (200, 60), (40, 12), (20, 5), (100, 30)):
            await ui.pilot.resize_terminal(*size)
            await ui.settle()
        assert type(ui.app.screen) is here

    drive(scenario)


@every_screen
def test_every_key_has_an_id_so_that_it_can_be_another(
    drive: Callable[..., None], way: tuple[str, ...]
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press(*way)
        for node in ui.app.screen.walk_children(with_self=True):
            for owner in type(node).__mro__:
                if owner.__module__.startswith("parentkit."):
                    for binding in owner.__dict__.get("BINDINGS", ()):
                        assert binding.id, (owner.__name__, binding)

    drive(scenario)

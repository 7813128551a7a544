"""The page of keys: everything that can be done here and everywhere, with its command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.containers import VerticalScroll
from textual.content import Content
from textual.keys import REPLACED_KEYS, key_to_character
from textual.widgets import Static

from parentkit.tui.palette import actions_of
from parentkit.tui.screens.box import Overlay
from parentkit.tui.widgets.keys_bar import KeysBar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.app import ComposeResult
    from textual.screen import Screen

    from parentkit.tui.actions import Action


class KeysPage(Overlay[None]):
    """Keys of the screen below, then those that work everywhere."""

    HELP = "Every key, and the same as a command in a shell. Arrow keys move the page."

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__()
        self._below = below

    def compose(self) -> ComposeResult:
        """Two lists; own keys from `ui.toml` are shown as they are."""
        with VerticalScroll(classes="page"):
            here = actions_of(self._below)
            if here:
                yield Static("Here", classes="heading")
                yield Static(Content("\n").join(self._lines(here)))
                yield Static("")
            yield Static("Everywhere", classes="heading")
            yield Static(Content("\n").join(self._lines(self.shell.ACTIONS)))
        yield KeysBar()

    def _lines(self, actions: Iterable[Action]) -> Iterator[Content]:
        own = self.shell.settings.keys
        for action in actions:
            shown = ", ".join(map(shown_key, own.get(action.id, action.key).split(",")))
            yield Content.assemble((f"  {shown:<13} ", "bold $primary"), action.help)
            if action.command:
                yield Content.styled(f"{'':16}{action.command}", "$soft")


def shown_key(key: str) -> str:
    """A key as it stands on a keyboard: `[` for `left_square_bracket`; `enter` is as it is."""
    name = key.strip()
    character = key_to_character(REPLACED_KEYS.get(name, name))
    return character if character and character.isprintable() and character != " " else name

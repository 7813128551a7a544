"""The page of keys: everything that can be done here and everywhere, with its command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.containers import VerticalScroll
from textual.content import Content
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
            shown = ", ".join(map(self._shown, own.get(action.id, action.key).split(",")))
            yield Content.assemble((f"  {shown:<14}", "bold $primary"), action.help)
            if action.command:
                yield Content.styled(f"{'':16}{action.command}", "$soft")

    def _shown(self, key: str) -> str:
        return {"question_mark": "?"}.get(key.strip(), key.strip())

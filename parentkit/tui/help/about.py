"""Help about the one thing in focus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.containers import VerticalScroll
from textual.widgets import Static

from parentkit.tui.screens.box import Overlay
from parentkit.tui.widgets.keys_bar import KeysBar

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.screen import Screen
    from textual.widget import Widget


class AboutBox(Overlay[None]):
    """What the thing in focus is, and what can be done with it; else what the screen is for."""

    HELP = "F1 says what the thing in focus is for. Escape closes this."

    def __init__(self, focused: Widget | None, below: Screen[Any]) -> None:
        super().__init__()
        self._focused = focused
        self._below = below

    def compose(self) -> ComposeResult:
        """The nearest help there is, from the thing in focus outwards."""
        with VerticalScroll(classes="page"):
            yield Static(self._text(), markup=False)
        yield KeysBar()

    def _text(self) -> str:
        start = self._focused or self._below
        for node in start.ancestors_with_self:
            if text := getattr(node, "HELP", None):
                return str(text)
        return "Nothing is said about this yet. ? lists every key."

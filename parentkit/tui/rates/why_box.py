"""The box that answers why there is no verdict yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Static

from parentkit.tui.screens.box import Box
from parentkit.tui.widgets.keys_bar import KeysBar

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content


class WhyBox(Box[None]):
    """What a verdict takes, and what there is; the key that opened it closes it too."""

    HELP = "What it takes before this log says above, below or around the 30 % mark."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "close", "close", id="rates_why_close", show=False),
    ]

    def __init__(self, answer: Content) -> None:
        super().__init__()
        self._answer = answer

    def compose(self) -> ComposeResult:
        """The answer, which scrolls where it is longer than the terminal."""
        with VerticalScroll(classes="page"):
            yield Static(self._answer)
        yield KeysBar()

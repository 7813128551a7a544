"""Something to read: a title and text in a scrolling page."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Static

from parentkit.tui.screens.box import Overlay
from parentkit.tui.widgets.keys_bar import KeysBar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.binding import BindingType


class ReadingBox(Overlay[None]):
    """A page that is read and closed."""

    HELP = "A page to read. Arrow keys and page up or down move it; Escape closes it."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "move(1)", "down", show=False, id="read_down"),
        Binding("k", "move(-1)", "up", show=False, id="read_up"),
    ]

    def __init__(self, title: str, lines: Iterable[str]) -> None:
        super().__init__()
        self._title = title
        self._text = "\n".join(lines)

    def compose(self) -> ComposeResult:
        """The title, then the text."""
        with VerticalScroll(classes="page"):
            yield Static(self._title, classes="heading", markup=False)
            yield Static(f"\n{self._text}", markup=False)
        yield KeysBar()

    def action_move(self, by: int) -> None:
        """Moves the page by a line."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)

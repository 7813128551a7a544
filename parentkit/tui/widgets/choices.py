"""A list to choose from, by arrow keys, j and k, or the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.content import Content


class Choices(OptionList):
    """Options with ids; what is highlighted stays so when they are shown anew."""

    DEFAULT_CSS = """
    Choices, Choices:focus { border: none; background: transparent; padding: 0; height: auto; }
    Choices > .option-list--option { padding: 0 1; }
    Choices > .option-list--option-highlighted,
    Choices:focus > .option-list--option-highlighted {
        background: $panel; color: $foreground; text-style: none;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "open", id="open"),
        Binding("j", "cursor_down", "down", show=False, id="down"),
        Binding("k", "cursor_up", "up", show=False, id="up"),
    ]

    class Resized(Message):
        """The list has another width, so that its lines may have to be told anew."""

    def on_resize(self) -> None:
        """Says so."""
        self.post_message(self.Resized())

    def present(self, options: Iterable[tuple[str, Content]]) -> None:
        """Shows options: (id, text); the one that was highlighted stays highlighted."""
        self.present_options(Option(text, id=identity) for identity, text in options)

    def present_options(self, options: Iterable[Option]) -> None:
        """Shows options, disabled ones as headings; the one that was highlighted stays so."""
        before = self.chosen
        self.clear_options()
        self.add_options(options)
        ids = [option.id for option in self.options]
        open_to = [at for at, option in enumerate(self.options) if not option.disabled]
        if before and before in ids:
            self.highlighted = ids.index(before)
        elif open_to:
            self.highlighted = open_to[0]

    @property
    def chosen(self) -> str:
        """The id of what is highlighted; empty where nothing is."""
        option = self.highlighted_option
        return option.id or "" if option is not None else ""

"""Fields of one line: one word out of a list, and yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Checkbox

from parentkit.domain.text import one_line

if TYPE_CHECKING:
    from textual.binding import BindingType
    from textual.events import Key

    from parentkit.domain.log.vocabulary import Vocabulary


class FieldChanged(Message):
    """A field holds something else than before."""


class ChoiceLine(Widget, can_focus=True):
    """One of a vocabulary's words: left and right go through them, letters find one.

    Textual's `Select` takes ten times as long to be drawn and two keys more for each word
    (benchmarks/widgets.py), and refuses a word that is no longer offered.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "previous", show=False, id="choice_previous"),
        Binding("right,space", "step(1)", "next", show=False, id="choice_next"),
        Binding("backspace,delete", "clear", "nothing", show=False, id="choice_clear"),
    ]

    HELP = "Left and right go through the words, letters find one, Backspace empties it."

    value: reactive[str] = reactive("")

    def __init__(self, words: Vocabulary, value: str, *, needed: bool, field: str) -> None:
        super().__init__(id=field)
        self.words = words
        self.needed = needed
        self._typed = ""
        self.set_reactive(ChoiceLine.value, value)

    def render(self) -> Content:
        """The word, between two small arrows while in focus."""
        room = max(self.size.width - 4, 1)
        label = one_line(self.words.label(self.value), room) if self.value else ""
        if not self.has_focus:
            return Content(f"  {label}") if label else Content.styled("  -", "$soft")
        return Content.assemble(("< ", "$primary"), (label or "-", "bold"), (" >", "$primary"))

    def on_key(self, event: Key) -> None:
        """Letters find the first word that they could mean."""
        letter = event.character or ""
        if not letter.isalnum() and not (letter == " " and self._typed):
            return
        event.stop()
        event.prevent_default()
        found = self.words.matching(self._typed + letter)
        if not found:
            self._typed = ""
            found = self.words.matching(letter)
        if found:
            self._typed += letter
            self.value = found[0]

    def on_blur(self) -> None:
        """A word is found anew the next time."""
        self._typed = ""

    def on_click(self) -> None:
        """The next word."""
        self.action_step(1)

    def action_step(self, by: int) -> None:
        """The next word or the one before; past the ends, nothing."""
        self._typed = ""
        codes = self.words.offered() if self.needed else ("", *self.words.offered())
        place = codes.index(self.value) if self.value in codes else 0
        if codes:
            self.value = codes[(place + by) % len(codes)]

    def action_clear(self) -> None:
        """One typed letter less; without any, nothing is chosen."""
        self._typed = self._typed[:-1]
        if self._typed:
            self.value = self.words.matching(self._typed)[0]
        elif not self.needed:
            self.value = ""

    def watch_value(self) -> None:
        """Tells the form."""
        self.post_message(FieldChanged())


class Tick(Checkbox, inherit_bindings=False):
    """Yes or no, told by sign and word: Textual's own box shows its cross in both states.

    Enter is left to the form, which saves by it.
    """

    DEFAULT_CSS = """
    Tick, Tick:focus { width: 100%; border: none; padding: 0; background-tint: transparent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,left,right,x,y", "toggle_button", "yes or no", show=False, id="tick_toggle"),
    ]

    HELP = "Space says yes or no."

    def render(self) -> Content:
        """A box with or without a cross, and the word for it."""
        style = "bold" if self.has_focus or self.value else "$soft"
        return Content.styled("  [x] yes" if self.value else "  [ ] no", style)

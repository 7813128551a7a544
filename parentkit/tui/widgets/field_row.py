"""One field of a moment: its words, and the line in which they are written anew, in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widgets import Input, Label, Static, TextArea

from parentkit.domain.errors import ParentkitError
from parentkit.services.log.field_words import LONG, SEPARATOR, Change
from parentkit.tui.actions import Action, bindings

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult

    from parentkit.services.log.field_words import Field

NOT_SAID = "-"
POINTER = ">"
EDITOR_ACTIONS = (
    Action("field_keep", "ctrl+s", "store", "Store what is written in this field.", "keep(False)"),
    Action(
        "field_keep_next",
        "tab",
        "store, next",
        "Store this field and go to the next one.",
        "keep(True)",
    ),
    Action("field_leave", "escape", "as it was", "Leave this field as it was.", "leave"),
)


class Editor(Vertical):
    """A line (or several, for a note) with the field's words; below it, what they may become."""

    BINDINGS = bindings(EDITOR_ACTIONS)
    HELP = (
        "Write the field anew. Below the line stands how it is read. Enter stores it (ctrl+s in a "
        "note, where Enter begins a new line), tab stores it and goes on, Escape leaves it as it "
        "was. An empty line takes the field away."
    )

    class Given(Message):
        """The words are to be stored; `onward` says that the next field is to follow."""

        def __init__(self, words: str, *, onward: bool) -> None:
            super().__init__()
            self.words = words
            self.onward = onward

    class Left(Message):
        """The field stays as it was."""

    def __init__(
        self, field: Field, words: str, offered: tuple[str, ...], read: Callable[[str], Change]
    ) -> None:
        super().__init__()
        self._field = field
        self._words = words
        self._offered = offered
        self._read = read

    def compose(self) -> ComposeResult:
        """The line and its echo."""
        if self._field.name in LONG:
            yield TextArea(self._words, compact=True, soft_wrap=True, show_line_numbers=False)
        else:
            suggester = SuggestFromList(self._offered, case_sensitive=False)
            yield Input(self._words, compact=True, suggester=suggester, select_on_focus=True)
        yield Static(self._choices(self._words), id="echo", classes="soft", markup=False)

    def on_mount(self) -> None:
        """Begins to type: over a line that is there, at the end of a longer text."""
        line = self.query_one("TextArea, Input")
        if isinstance(line, TextArea):
            line.move_cursor(line.document.end)
        self.start()

    def start(self) -> None:
        """Goes (back) to the line."""
        self.query_one("TextArea, Input").focus()

    @property
    def typed(self) -> str:
        """What stands in the line now."""
        line = self.query_one("TextArea, Input")
        return line.value if isinstance(line, Input) else str(getattr(line, "text", ""))

    def complain(self, problem: ParentkitError) -> None:
        """Says why the words cannot be stored; they stay."""
        self._echo(" ".join(filter(None, (problem.message, problem.hint))))
        self.start()

    def action_keep(self, onward: bool) -> None:  # noqa: FBT001 as the key binding gives it
        """Gives the words to be stored."""
        self.post_message(self.Given(self.typed, onward=onward))

    def action_leave(self) -> None:
        """Leaves the field as it was."""
        self.post_message(self.Left())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter stores a line."""
        event.stop()
        self.action_keep(onward=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Says how the words are read so far."""
        event.stop()
        if event.value.strip() == self._words:
            self._echo(self._choices(event.value))
            return
        try:
            self._read(event.value)
        except ParentkitError as problem:
            self._echo(self._choices(event.value) or problem.hint or problem.message)
        else:
            self._echo(self._choices(event.value) if event.value.strip() else "(taken away)")

    def _echo(self, text: str) -> None:
        self.query_one("#echo", Static).update(text)

    def _choices(self, typed: str) -> str:
        """The words that the last part of what is typed may become; a free field's own hint."""
        last = typed.rsplit(SEPARATOR, 1)[-1].strip().casefold()
        fitting = [words for words in self._offered if words.casefold().startswith(last)]
        chosen = typed.strip() == self._words or not fitting
        shown = self._offered if chosen and typed.strip() == self._words else fitting
        return "   ".join(filter(None, (self._field.hint, " · ".join(shown))))


class FieldRow(Horizontal, can_focus=True):
    """A field's label and its words; Enter writes it anew."""

    HELP = (
        "One field of the moment. Enter or e writes it anew, in place; up and down go to the "
        "other fields. Every field is stored by itself, and u takes the last one back."
    )

    class Begun(Message):
        """The field is to be written anew."""

        def __init__(self, row: FieldRow) -> None:
            super().__init__()
            self.row = row

    def __init__(self, field: Field) -> None:
        super().__init__(id=f"field-{field.name}")
        self.field = field
        self._value = Static("", markup=False, classes="value")

    def compose(self) -> ComposeResult:
        """Label and words."""
        yield Label("", classes="pointer")
        yield Label(self.field.label, classes="label soft")
        yield self._value

    def on_focus(self) -> None:
        """Points at the field, by more than a colour."""
        self.query_one(".pointer", Label).update(POINTER)

    def on_blur(self) -> None:
        """Points at it no longer, but while it is being written."""
        if self.editor is None:
            self.query_one(".pointer", Label).update("")

    @property
    def editor(self) -> Editor | None:
        """The line in which it is being written anew, None where it is not."""
        return next(iter(self.query(Editor)), None)

    def show(self, words: Content | str, beside: str = "") -> None:
        """Shows the field's words, softly that there are none, and a sentence below them."""
        value = Content(words) if isinstance(words, str) else words
        if not value:
            value = Content.styled(NOT_SAID, "$soft")
        if beside:
            value = Content.assemble(value, "\n", (beside, "$soft"))
        self._value.update(value)

    def begin(self, editor: Editor) -> None:
        """Puts the line in the place of the words."""
        self._value.display = False
        self.mount(editor)

    async def end(self) -> None:
        """Puts the words back in their place."""
        if (editor := self.editor) is not None:
            await editor.remove()
        self._value.display = True

    def on_click(self, event: events.Click) -> None:
        """A second click writes the field anew."""
        if event.chain > 1 and self.editor is None:
            self.post_message(self.Begun(self))

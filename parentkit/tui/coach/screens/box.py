"""Boxes over a coach's rooms: the form in which something is written, and a list to pick from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, NamedTuple, TypeVar, cast

from textual import on, work
from textual.containers import VerticalScroll
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Input, OptionList, Static, TextArea

from parentkit.domain.errors import ParentkitError
from parentkit.domain.text import clean
from parentkit.journal import WriteProblem
from parentkit.tui.actions import Action, bindings
from parentkit.tui.screens.box import Overlay
from parentkit.tui.widgets.choices import Choices
from parentkit.tui.widgets.keys_bar import KeysBar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.widget import Widget

    from parentkit.tui.coach.app import CoachApp

T = TypeVar("T")


class CoachBox(Overlay[T], Generic[T]):
    """An overlay over a coach's room."""

    CSS_PATH = "../../styles/coach_boxes.tcss"

    @property
    def desk(self) -> CoachApp:
        """The application, by the type that it has here."""
        return cast("CoachApp", self.app)

    def complain(self, problem: ParentkitError) -> None:
        """Says in the box what did not work; everything typed stays."""
        if self.is_left:
            self.desk.say_problem(problem)
            return
        said = " ".join(filter(None, (problem.message, problem.hint)))
        found = self.query_one("#problem", Static)
        found.update(Content(clean(said)))
        found.add_class("-said")


class Field(NamedTuple):
    """Something to be typed.

    Attributes:
        name: under which it is given to whoever stores it.
        label: the question.
        text: what stands in it to begin with.
        long: whether it may have several lines.
        offered: words to be completed while they are typed.
    """

    name: str
    label: str
    text: str = ""
    long: bool = False
    offered: Sequence[str] = ()


class FormBox(CoachBox[None]):
    """A few fields, stored together; what was typed waits where the box is left without storing.

    Args:
        title: what is written, and for whom.
        fields: what is asked.
        store: stores the texts, by the names of the fields; runs in a thread.
        about: what the texts are about: under this they are kept until they are stored.
        after: called with what `store` gave back.
    """

    ACTIONS: ClassVar = (
        Action("form_store", "ctrl+s", "store", "Store this.", "store", first=True),
        Action(
            "form_close", "escape", "later", "Close; what you typed waits until you leave.", "close"
        ),
        Action(
            "form_aside",
            "ctrl+o",
            "as a file",
            "Save what you typed as a text file.",
            "aside",
            shown=False,
            first=True,
        ),
    )
    BINDINGS = bindings(ACTIONS)
    AUTO_FOCUS = "Input, TextArea"
    HELP = (
        "Tab goes from field to field, ctrl+s stores, Escape closes: what you typed waits as long "
        "as the program runs. A field may stay empty where it says so."
    )

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        store: Callable[[dict[str, str]], object],
        about: str = "",
    ) -> None:
        super().__init__()
        self._title = title
        self._fields = fields
        self._store = store
        self._about = about

    def compose(self) -> ComposeResult:
        """The fields below each other."""
        waiting = self.desk.kept.get(self._about, {})
        with VerticalScroll(classes="page", can_focus=False) as page:
            page.border_title = Content(f" {self._title} ")
            for field in self._fields:
                yield Static(field.label, classes="question", markup=False)
                yield _widget(field, waiting.get(field.name, field.text))
            yield Static(id="problem", classes="problem", markup=False)
        yield KeysBar()

    @property
    def texts(self) -> dict[str, str]:
        """What stands in the fields now."""
        return {field.name: _text(self.query_one(f"#{field.name}")) for field in self._fields}

    @on(Input.Submitted)
    def onward(self, event: Input.Submitted) -> None:
        """Enter goes to the next field, and stores after the last."""
        if event.input.id == self._fields[-1].name:
            self.action_store()
        else:
            self.focus_next()

    @work(exclusive=True, group="store")
    async def action_store(self) -> None:
        """Stores what was typed; where that does not work, it stays."""
        texts = self.texts
        try:
            await self.desk.write(lambda: self._store(texts))
        except WriteProblem as problem:
            hint = f"{problem.hint} ctrl+o saves what you typed as a file."
            self.complain(ParentkitError(problem.message, hint))
            return
        except ParentkitError as problem:
            self.complain(problem)
            return
        self.desk.kept.pop(self._about, None)
        self.dismiss(None)

    def action_close(self) -> None:
        """Leaves; what was typed waits."""
        begun = {field.name: field.text for field in self._fields}
        if self.texts != begun:
            self.desk.kept[self._about] = self.texts
            self.desk.say("What you typed waits here until you leave parentkit.")
        self.dismiss(None)

    @work(exclusive=True, group="aside")
    async def action_aside(self) -> None:
        """Saves what was typed as plain text in the person's own folder."""
        from parentkit import clock
        from parentkit.services.upkeep.save_aside import save_aside

        texts = {name: text for name, text in self.texts.items() if text}
        path = f"~/parentkit-coach-{clock.local_now():%Y-%m-%d-%H%M%S}.txt"
        try:
            saved = await self.desk.in_background(lambda: save_aside(path, "text", texts))
        except ParentkitError as problem:
            self.complain(problem)
            return
        self.desk.say(f"Saved as {saved}")


def _widget(field: Field, text: str) -> Widget:
    if field.long:
        return TextArea(
            text,
            id=field.name,
            soft_wrap=True,
            tab_behavior="focus",
            highlight_cursor_line=False,
        )
    offered = SuggestFromList(field.offered, case_sensitive=False) if field.offered else None
    return Input(text, id=field.name, compact=True, suggester=offered)


def _text(widget: Widget) -> str:
    text = widget.text if isinstance(widget, TextArea) else cast("Input", widget).value
    return clean(text).strip()


class PickBox(CoachBox[str | None]):
    """One of a few things to do; gives back its id, None where nothing was picked."""

    HELP = "Up and down go through the list, Enter picks, Escape closes."

    def __init__(self, title: str, text: str, offered: Mapping[str, str]) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._offered = offered

    def compose(self) -> ComposeResult:
        """What it is about, then the list."""
        with VerticalScroll(classes="page", can_focus=False) as page:
            page.border_title = Content(f" {self._title} ")
            yield Static(clean(self._text), classes="soft", markup=False)
            yield Choices()
        yield KeysBar()

    def on_mount(self) -> None:
        """Fills the list."""
        found = self.query_one(Choices)
        found.present((name, Content(words)) for name, words in self._offered.items())
        found.focus()

    @on(OptionList.OptionSelected)
    def picked(self, event: OptionList.OptionSelected) -> None:
        """Gives back what was picked."""
        self.dismiss(event.option_id)

"""The first minute: who there is, when to be reminded, where the files are, and what leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Button, Input, Static

from parentkit.domain.errors import ParentkitError
from parentkit.services.start.setup import Arrival, arrive, complaints
from parentkit.tui.paths import short_path
from parentkit.tui.screens.box import Box
from parentkit.tui.screens.leaving import STORE

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import DescendantFocus

    from parentkit.tui.family import Family

FIELDS = (
    ("child", "A nickname for your child", "my child"),
    ("born", "Month of birth, so that descriptions fit the age", "2023-04, or leave it out"),
    ("caregiver", "And what are you called here?", "me"),
    ("rhythm", "When would you like to look back on a week?", "every sunday 19:30"),
)
WHAT_IT_IS = (
    "Write down a sign your child gave and what you did; that takes seconds. After some days you "
    "see roughly how often it met, how often you found your way back, and you are asked a good "
    "question. Nothing here is a grade or a test."
)
WHAT_LEAVES = "Nothing leaves this machine unless you export or share it yourself."


class WelcomePage(Box[None]):
    """A short form; everything in it may be left empty and changed later."""

    CSS_PATH = "../styles/people.tcss"
    AUTO_FOCUS = "Input"
    HELP = "Everything here is optional. Enter goes on to the next line; F4 opens it again later."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "begin", "begin", id="welcome_begin"),
    ]

    def __init__(self, family: Family) -> None:
        super().__init__()
        self._family = family

    def compose(self) -> ComposeResult:
        """What it is, four lines to fill in, where things are, and a button."""
        with VerticalScroll(classes="page"):
            yield Static("Welcome", classes="heading")
            yield Static(WHAT_IT_IS, markup=False)
            for field, question, example in FIELDS:
                with Vertical(id=f"{field}-field", classes="field"):
                    yield Static(question, classes="question", markup=False)
                    yield Input(id=field, placeholder=example, compact=True)
                    yield Static(id=f"{field}-problem", classes="problem", markup=False)
            home = short_path(self._family.journal.places.home)
            yield Static(f"Your files: {home}", classes="soft after", markup=False)
            yield Static(WHAT_LEAVES, classes="soft", markup=False)
            yield Button("Begin", id="begin", compact=True)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Keeps the question in sight above its line, also where the terminal is low."""
        if isinstance(event.widget, Input):
            field = self.query_one(f"#{event.widget.id}-field")
            self.call_after_refresh(field.scroll_visible, animate=False)

    @on(Input.Changed)
    def check(self, event: Input.Changed) -> None:
        """Says beside a line what cannot be read of it, as soon as it is there."""
        field = str(event.input.id)
        found = complaints(self._family.household, self._arrival())
        says = found[field].message if field in found else ""
        told = self.query_one(f"#{field}-problem", Static)
        told.update(says)
        told.set_class(bool(says), "-said")

    @on(Input.Submitted)
    def go_on(self, event: Input.Submitted) -> None:
        """Enter goes to the next line, and from the last one begins."""
        if event.input.id == FIELDS[-1][0]:
            self.action_begin()
        else:
            self.focus_next()

    @on(Button.Pressed, "#begin")
    def begin(self) -> None:
        """The button does what Enter on the last line does."""
        self.action_begin()

    def action_begin(self) -> None:
        """Stores it and opens the first room; what cannot be read stays on the page."""
        if not self.is_storing:
            self._begin()

    @work(group=STORE)
    async def _begin(self) -> None:
        arrival = self._arrival()
        found = complaints(self._family.household, arrival)
        if found:
            self.query_one(f"#{next(iter(found))}", Input).focus()
            return
        family = self._family
        try:
            notices = await self.desk.write(
                lambda: arrive(family.journal, family.household, arrival)
            )
        except ParentkitError as problem:
            self.desk.say_problem(problem)
            return
        self.dismiss(None)
        for notice in notices:
            self.desk.say(notice, kind="warning")
        self.desk.say("l writes your first moment down: two letters and Enter. ? lists all keys.")

    def _arrival(self) -> Arrival:
        return Arrival(*(self.query_one(f"#{field}", Input).value for field, _, _ in FIELDS))

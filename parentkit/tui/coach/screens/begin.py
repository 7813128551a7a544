"""Before coding blind: how large a sample is to be, and whether the rubric is asked for too."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from parentkit.content import load
from parentkit.domain.coaching.rubric import pairs_of
from parentkit.domain.coaching.sampling import read_size
from parentkit.domain.errors import ParentkitError, UsageProblem
from parentkit.report.coach.blind import sample_words
from parentkit.services.coach.blind import sample
from parentkit.tui.actions import Action, bindings
from parentkit.tui.coach.drawn import Drawn
from parentkit.tui.coach.screens.box import CoachBox
from parentkit.tui.widgets.choice import Tick
from parentkit.tui.widgets.keys_bar import KeysBar

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from parentkit.services.coach.workspace import OpenFamily

ABOUT = (
    "A sample is drawn by chance, from every family of signs as many as there are of it. What was "
    "judged at home stays hidden until your own coding is stored. What you have coded is not "
    "asked for again, so the same sample goes on where you stopped."
)
USUAL = "20%"


class BeginBox(CoachBox[None]):
    """Draws the sample and opens the page on which it is coded."""

    HELP = ABOUT
    AUTO_FOCUS = "#size"
    ACTIONS: ClassVar = (
        Action(
            "begin_coding", "ctrl+s", "begin", "Draw the sample and begin.", "begin", first=True
        ),
        Action("begin_close", "escape", "close", "Close.", "close"),
    )
    BINDINGS = bindings(ACTIONS)

    def __init__(self, opened: OpenFamily) -> None:
        super().__init__()
        self._opened = opened

    def compose(self) -> ComposeResult:
        """Size, seed and rubric."""
        with VerticalScroll(classes="page", can_focus=False) as page:
            page.border_title = Content(f" Code {self._opened.family.name} blind ")
            yield Static(ABOUT, classes="soft", markup=False)
            yield Static("How many? Per cent of the moments, or a number", classes="question")
            yield Input(USUAL, id="size", compact=True)
            yield Static("Which draw? Another number is another draw", classes="question")
            yield Input("1", id="seed", compact=True, type="integer")
            yield Static("Ask for the four pairs of the rubric too?", classes="question")
            yield Tick(id="rubric")
            yield Static(id="problem", classes="problem", markup=False)
        yield KeysBar()

    @on(Input.Submitted)
    def begun(self) -> None:
        """Enter begins."""
        self.action_begin()

    @work(exclusive=True, group="begin")
    async def action_begin(self) -> None:
        """Draws the sample; opens the page where there is something to code."""
        from parentkit.tui.coach.screens.blind import BlindPage

        try:
            drawn = await self._drawn()
        except ParentkitError as problem:
            self.complain(problem)
            return
        if not drawn.sample.to_code:
            found = drawn.sample
            numbers = len(found.moments), found.frame, len(found.coded), found.opened
            words = sample_words(*numbers, whole=not found.problems)
            self.complain(UsageProblem(f"{words} Nothing of it is left to code."))
            return
        self.app.switch_screen(BlindPage(drawn))

    async def _drawn(self) -> Drawn:
        size = read_size(self.query_one("#size", Input).value)
        seed = _seed(self.query_one("#seed", Input).value)
        pairs = pairs_of(load("rubric")) if self.query_one(Tick).value else ()
        coder = self.desk.coder

        def draw(opened: OpenFamily) -> Drawn:
            found = sample(opened.journal, opened.household, coder, size, seed)
            return Drawn(opened, found, pairs)

        return await self.desk.in_background(self.desk.of(self._opened.family.id, draw))


def _seed(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise UsageProblem("A draw is named by a whole number.", "For example 1.") from None

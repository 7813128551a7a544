"""One question with one line for an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from parentkit.domain.errors import ParentkitError
from parentkit.tui.screens.box import Box
from parentkit.tui.screens.leaving import STORE
from parentkit.tui.widgets.keys_bar import KeysBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult


class LineBox(Box[None]):
    """Asks, stores what was typed by `keep`, and stays open with it where that did not work."""

    CSS_PATH = "../styles/people.tcss"
    AUTO_FOCUS = "Input"
    HELP = "One line to fill in. Enter stores it, Escape leaves everything as it was."

    def __init__(self, question: str, begin_with: str, keep: Callable[[str], object]) -> None:
        super().__init__()
        self._question = question
        self._begin_with = begin_with
        self._keep = keep

    def compose(self) -> ComposeResult:
        """The question, the line, and what could not be read of it."""
        with VerticalScroll(classes="page"):
            yield Static(self._question, classes="question", markup=False)
            yield Input(self._begin_with, compact=True)
            yield Static(id="problem", classes="problem", markup=False)
        yield KeysBar()

    @on(Input.Submitted)
    def given(self, event: Input.Submitted) -> None:
        """Stores the line; Enter does it."""
        if not self.is_storing:
            self._store(event.value)

    @work(group=STORE)
    async def _store(self, text: str) -> None:
        try:
            await self.desk.write(lambda: self._keep(text))
        except ParentkitError as problem:
            said = " ".join(filter(None, (problem.message, problem.hint)))
            self.query_one("#problem", Static).update(said)
            self.query_one("#problem").add_class("-said")
            return
        self.dismiss(None)

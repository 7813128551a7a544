"""How a moment came to be what it is: every change, when, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from parentkit.domain.errors import ParentkitError
from parentkit.tui.screens.box import Box
from parentkit.tui.widgets.keys_bar import KeysBar

if TYPE_CHECKING:
    from textual.app import ComposeResult


class HistoryPage(Box[None]):
    """Every operation on one record, the oldest first."""

    HELP = (
        "Everything that was ever written about this moment, on any device. Times are UTC. A "
        "change that was taken back stands here too."
    )

    def __init__(self, identifier: str) -> None:
        super().__init__()
        self._identifier = identifier

    def compose(self) -> ComposeResult:
        """The changes, which scroll where they are many."""
        with VerticalScroll(classes="page"):
            yield Static("How this moment came to be", classes="heading")
            yield Static("\nReading …", id="changes", markup=False)
        yield KeysBar()

    def on_mount(self) -> None:
        """Begins to read."""
        self._fill()

    @work
    async def _fill(self) -> None:
        from parentkit.report.log.operation import history_lines

        family = self.desk.family
        if family is None:
            return
        try:
            operations = await self.desk.in_background(
                lambda: family.journal.history(self._identifier)
            )
        except ParentkitError as problem:
            self.desk.say_problem(problem)
            return
        if self.is_left:
            return
        lines = []
        for line in history_lines(operations, family.household):
            begins = not line.startswith(" ")
            lines += [Content(""), Content.styled(line, "bold")] if begins else [Content(line)]
        self.query_one("#changes", Static).update(Content("\n").join(lines))

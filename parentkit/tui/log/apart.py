"""A moment whose words sound as if somebody was hurt: whether it stays apart from the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.widgets import Static

from parentkit.report.safety import SOUNDS_HURT
from parentkit.tui.actions import Action, bindings
from parentkit.tui.screens.box import Box
from parentkit.tui.widgets.keys_bar import KeysBar

if TYPE_CHECKING:
    from textual.app import ComposeResult


class ApartBox(Box[bool]):
    """Asks whether a moment, which is stored and set apart already, stays so; True: it does."""

    CSS_PATH = "../styles/moment.tcss"
    HELP = (
        "A moment in which somebody was frightened or hurt says nothing about how well you two are "
        "tuned to each other. Kept apart, it is in no figure and in nothing that you share unless "
        "you include it."
    )
    ACTIONS: ClassVar = (
        Action("apart_yes", "enter,y,escape", "keep it apart", "Keep it apart.", "answer(True)"),
        Action("apart_no", "n", "count it", "Let it count like any other.", "answer(False)"),
    )
    BINDINGS = bindings(ACTIONS)

    def compose(self) -> ComposeResult:
        """The question, and what it means."""
        with VerticalScroll(classes="page came-back", can_focus=False):
            yield Static("Keep this apart from the figures?", classes="heading")
            yield Static(
                f"It is stored. {SOUNDS_HURT} Kept apart, it counts in no figure and leaves with "
                "nothing you share.",
                classes="soft",
            )
        yield KeysBar()

    def action_answer(self, apart: bool) -> None:  # noqa: FBT001 as Textual calls it
        """Gives the answer back."""
        self.dismiss(apart)

"""A moment whose words sound as if somebody was hurt: whether it stays apart from the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import VerticalScroll
from textual.widgets import Static

from parentkit.domain.errors import ParentkitError
from parentkit.report.safety import SOUNDS_HURT
from parentkit.services.log.revise import put_back
from parentkit.tui.actions import Action, bindings
from parentkit.tui.screens.box import Box
from parentkit.tui.widgets.keys_bar import KeysBar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from parentkit.tui.base import JournalApp


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


def ask_apart(
    desk: JournalApp, identifier: str, fields: Mapping[str, Any], *, as_one: bool
) -> None:
    """Asks about a moment that its words have just set apart, and does what is answered.

    Args:
        desk: the application.
        identifier: the moment.
        fields: what to store with it where it counts after all, such as a fit that was chosen.
        as_one: undone together with the moment itself, which was written just now.
    """

    async def count_it() -> None:
        family = desk.family
        if family is None:
            return
        try:
            await desk.write(
                lambda: put_back(
                    family.journal, family.household, identifier, fields, as_one=as_one
                )
            )
        except ParentkitError as problem:
            desk.say_problem(problem)
            return
        desk.say("All right, it counts with the others. h shows where to ring, at any time.")

    def closed(apart: bool | None) -> None:  # noqa: FBT001 as Textual calls it
        if apart is False:
            desk.run_worker(count_it(), group="apart")
            return
        from parentkit.tui.help.help_now import HelpNowPage

        desk.push_screen(HelpNowPage(stored=True))

    desk.push_screen(ApartBox(), closed)

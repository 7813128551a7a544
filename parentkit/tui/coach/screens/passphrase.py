"""The passphrase of the coach's keys, typed unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from parentkit.domain.errors import ParentkitError
from parentkit.services.coach.workspace import identity_of
from parentkit.sharing.keys import Identity
from parentkit.tui.coach.screens.box import CoachBox
from parentkit.tui.widgets.keys_bar import KeysBar

if TYPE_CHECKING:
    from textual.app import ComposeResult


class PassphraseBox(CoachBox[Identity | None]):
    """Gives back the keys that the passphrase opens; None where the box was left."""

    AUTO_FOCUS = "Input"
    HELP = (
        "Your key is locked by a passphrase. It is asked for once, and again after the screen was "
        "hidden (F2). It is kept nowhere."
    )

    def compose(self) -> ComposeResult:
        """One masked line."""
        with VerticalScroll(classes="page", can_focus=False) as page:
            page.border_title = Content(" Your key ")
            yield Static("Passphrase of your key", classes="question", markup=False)
            yield Input(password=True, compact=True)
            yield Static(id="problem", classes="problem", markup=False)
        yield KeysBar()

    @on(Input.Submitted)
    @work(exclusive=True)
    async def unlock(self, event: Input.Submitted) -> None:
        """Opens the keys; Enter does it."""
        typed = event.value
        try:
            identity = await self.desk.in_background(
                lambda: identity_of(self.desk.practice, lambda: typed)
            )
        except ParentkitError as problem:
            self.query_one(Input).clear()
            self.complain(problem)
            return
        self.dismiss(identity)

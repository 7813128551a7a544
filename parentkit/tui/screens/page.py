"""A whole page over a room, on which somebody may write: it is left when everything is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.screen import Screen

from parentkit.services.log.apart import harm_words
from parentkit.tui.actions import Action, bindings
from parentkit.tui.screens.leaving import LeftOnce
from parentkit.tui.widgets.keys_bar import KeysBar
from parentkit.tui.widgets.own_words import OwnWords
from parentkit.tui.widgets.who import WhoBar

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from parentkit.tui.base import JournalApp

QUIT = Action(
    "quit_after",
    "ctrl+q",
    "quit",
    "Leave parentkit, when everything here is stored.",
    "quit_stored",
    shown=False,
)
LEAVE = Action("leave", "escape", "back", "Leave this page; everything written is stored.", "leave")
UNDO = Action(
    "undo_after",
    "u",
    "undo",
    "Leave first: then u takes back what was written.",
    "undo_later",
    shown=False,
)


class Page(LeftOnce, Screen[None]):
    """A page with the bar of names and the keys; Escape leaves it, and loses nothing."""

    ACTIONS: ClassVar[tuple[Action, ...]] = (LEAVE, UNDO, QUIT)
    BINDINGS = bindings(ACTIONS)

    _helped = False

    @property
    def desk(self) -> JournalApp:
        """The application, by the type that it has here."""
        return cast("JournalApp", self.app)

    def compose(self) -> ComposeResult:
        """The bar with names, the body, the keys."""
        yield WhoBar()
        yield from self.body()
        yield KeysBar()

    def body(self) -> ComposeResult:
        """The widgets between the two bars."""
        raise NotImplementedError

    async def all_stored(self) -> bool:
        """Stores what is not stored yet; False where that did not work or the help page opened."""
        for field in self.query(OwnWords):
            if not await field.store():
                self._offer_rescue(field)
                return False
        return not self._offers_help()

    def _offer_rescue(self, field: OwnWords) -> None:
        """Opens the box with another place for words that cannot be stored."""
        from parentkit.tui.changing import AGAIN
        from parentkit.tui.rooms import page

        def closed(answer: str | None) -> None:
            if answer == AGAIN:
                self.action_leave()

        if field.problem is not None:
            kind, document = field.record
            rescue = page("RescueBox")(field.problem, kind, document)
            self.app.push_screen(rescue, closed)

    def on_own_words_paused(self) -> None:
        """Opens the help page where the words call for it."""
        self._offers_help()

    @work(exclusive=True, group="leave")
    async def action_leave(self) -> None:
        """Leaves when everything is stored."""
        if await self.all_stored():
            self.dismiss(None)

    @work(exclusive=True, group="leave")
    async def action_quit_stored(self) -> None:
        """Leaves the program when everything is stored."""
        if await self.all_stored():
            self.app.exit()

    def action_undo_later(self) -> None:
        """Says how what is written here can be taken back."""
        self.desk.say("Esc leaves this page; there, u takes back what was written on it.")

    def _offers_help(self) -> bool:
        """Opens the help page, once, where something new calls for it; whether it did."""
        written = [field.words for field in self.query(OwnWords) if field.is_new]
        if self._helped or not any(written):
            return False
        family = self.desk.family
        told = harm_words(family.household if family else None)
        if not any(told.found_in({"note": each}) for each in written):
            return False
        from parentkit.tui.rooms import page

        self._helped = True
        self.desk.say("What you wrote is stored.")
        self.app.push_screen(page("HelpNowPage")(stored=False))
        return True

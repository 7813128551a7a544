"""The application: wires rooms, boxes, colours and keys together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from parentkit.domain.errors import ParentkitError
from parentkit.tui.actions import EVERYWHERE, bindings
from parentkit.tui.base import JournalApp
from parentkit.tui.rooms import ROOMS

if TYPE_CHECKING:
    from parentkit.tui.family import Family

SOMEBODY_UNREAD = (
    "Some of what is written about this family could not be read, and somebody may be in it. "
    "Nothing was changed. parentkit doctor names it, and parentkit restore brings a backup back."
)


class ParentkitApp(JournalApp):
    """The UI over one journal: its rooms, and what the keys that work everywhere do."""

    TITLE = "parentkit"
    CSS_PATH = "styles/app.tcss"
    ACTIONS = EVERYWHERE
    BINDINGS = bindings(EVERYWHERE)
    MODES = ROOMS
    DEFAULT_MODE = "today"

    def on_mount(self) -> None:
        """What the first room shows is read when it is on the screen already."""
        self.call_after_refresh(self.follow)
        self.complain()

    def on_family_known(self, family: Family) -> None:
        """Somebody who has just arrived is welcomed, where nobody can be among what is unread."""
        if family.misses_somebody:
            self._say_once(SOMEBODY_UNREAD)
        elif family.is_new:
            from parentkit.tui.people.welcome import WelcomePage

            self.push_screen(WelcomePage(family))

    def action_go(self, room: str) -> None:
        """Enters a room."""
        self.switch_mode(room)

    def action_log(self) -> None:
        """Opens the box in which a moment is written down, where it is not open already."""
        if self.family is None or self.family.is_new:
            return
        from parentkit.tui.log.details import DetailsBox
        from parentkit.tui.log.log import LogBox

        if any(isinstance(screen, LogBox | DetailsBox) for screen in self.screen_stack):
            return
        self.push_screen(LogBox(self.family))

    def action_people(self) -> None:
        """Opens the page of names and ages."""
        from parentkit.tui.people.people import PeoplePage

        if self.family is not None:
            self.push_screen(PeoplePage(self.family))

    @work
    async def action_next_child(self) -> None:
        """Looks at the next child, and writes about that one from now on."""
        from parentkit.tui.switch_person import next_child

        await next_child(self)

    @work
    async def action_next_caregiver(self) -> None:
        """Logs as the next caregiver from now on."""
        from parentkit.tui.switch_person import next_caregiver

        await next_caregiver(self)

    @work
    async def action_undo(self) -> None:
        """Takes back what was written last on this device."""
        from parentkit.report.log.operation import left_lines, undone_lines

        try:
            undone = await self.write(self.journal.undo)
        except ParentkitError as problem:
            self.say_problem(problem)
            return
        if self.family is not None:
            family = self.family.household
            self.say("\n".join((*undone_lines(undone, family), *left_lines(undone, family))))

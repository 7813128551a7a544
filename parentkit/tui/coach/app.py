"""The coach's application: wires rooms and boxes to the practice, the coach's own folder."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from textual import work
from textual.reactive import reactive

from parentkit.domain.errors import DataProblem, ParentkitError
from parentkit.services.coach.changes import traces
from parentkit.services.coach.workspace import coder_of, identity_of, is_locked, open_family
from parentkit.tui.actions import bindings
from parentkit.tui.coach.actions import EVERYWHERE
from parentkit.tui.coach.rooms import ROOMS, coach_page
from parentkit.tui.shell import Shell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from parentkit.journal import Places
    from parentkit.services.coach.changes import Traces
    from parentkit.services.coach.workspace import OpenFamily, Practice
    from parentkit.sharing.keys import Identity
    from parentkit.tui.settings import Settings

T = TypeVar("T")

LOOK_EVERY_SECONDS = 2.0


class CoachApp(Shell):
    """The UI over one practice.

    `revision` grows with everything written or taken in, here or in another shell; screens watch it
    and read anew. `family` is the id of the family that is looked at, empty for all of them.
    """

    TITLE = "parentkit coach"
    CSS_PATH = "../styles/app.tcss"
    ACTIONS = EVERYWHERE
    BINDINGS = bindings(EVERYWHERE)
    MODES = ROOMS

    revision: reactive[int] = reactive(0, init=False)

    def __init__(
        self, practice: Practice, places: Places, settings: Settings, *, ascii_only: bool = False
    ) -> None:
        super().__init__(places, settings, ascii_only=ascii_only)
        self.practice = practice
        self.coder = coder_of(practice)
        self.turn = Lock()
        """Held while something is written: one thread at a time."""
        self.family = ""
        self.kept: dict[str, Mapping[str, str]] = {}
        """What was typed in boxes that were left, by what it is about; as long as this runs."""
        self._identity: Identity | None = None
        self._traces: Traces | None = None

    def on_mount(self) -> None:
        """Opens the first room, and follows what other shells write."""
        self.switch_mode("families")
        self.revision = 1
        self.set_interval(LOOK_EVERY_SECONDS, self.look)
        self.look()
        self.complain()

    async def write(self, job: Callable[[], T]) -> T:
        """Runs a job that writes, in its turn; afterwards every screen reads anew.

        Raises:
            ParentkitError: it could not be stored; whoever called keeps what was typed.
        """

        def in_turn() -> T:
            with self.turn:
                return job()

        written = await self.in_background(in_turn)
        self.revision += 1
        return written

    def of(self, family: str, job: Callable[[OpenFamily], T]) -> Callable[[], T]:
        """The job, done with a family that is opened for it and closed again.

        Each time anew, so that a consent that has ended meanwhile is honoured. The job raises
        `ConsentOver` where no consent holds.
        """

        def done() -> T:
            opened = open_family(self.practice, family)
            try:
                return job(opened)
            finally:
                opened.journal.close()

        return done

    @work(exclusive=True, group="keys")
    async def with_keys(self, then: Callable[[Identity], object]) -> None:
        """Does something with the coach's keys; asks for their passphrase where there is one."""
        try:
            if self._identity is None and await self.in_background(
                lambda: is_locked(self.practice)
            ):
                box = coach_page("PassphraseBox")()
                self.push_screen(box, lambda identity: self._unlocked(identity, then))
                return
            identity = self._identity
            if identity is None:
                identity = await self.in_background(lambda: identity_of(self.practice))
        except ParentkitError as problem:
            self.say_problem(problem)
            return
        self._unlocked(identity, then)

    def _unlocked(self, identity: Identity | None, then: Callable[[Identity], object]) -> None:
        if identity is not None:
            self._identity = identity
            then(identity)

    def action_go(self, room: str) -> None:
        """Enters a room; the inbox as that of all families."""
        if room == "inbox":
            self.enter_inbox("")
        else:
            self.switch_mode(room)

    def enter_inbox(self, family: str) -> None:
        """Enters the inbox of one family or of all; a moment that lies open there is closed."""
        self.family = family
        self.switch_mode("inbox")
        while isinstance(self.screen, coach_page("MomentPage")):
            self.pop_screen()
        if isinstance(self.screen, coach_page("InboxRoom")) and self.screen.is_mounted:
            self.screen.look_again()

    def action_add(self) -> None:
        """Opens the box that reads what a family sent."""
        self.with_keys(lambda identity: self.push_screen(coach_page("AddBox")(identity)))

    def action_hide(self) -> None:
        """Blanks the screen; the passphrase of the keys is asked for anew afterwards."""
        self._identity = None
        super().action_hide()

    def look(self) -> None:
        """Looks for what another shell has added or written."""

        def look() -> None:
            try:
                found = traces(self.practice)
            except DataProblem:
                return  # reading says what is the matter, and where
            self.call_from_thread(self._found, found)

        self.run_worker(look, thread=True, group="traces", exclusive=True)

    def _found(self, found: Traces) -> None:
        before, self._traces = self._traces, found
        if before is not None and before != found:
            self.revision += 1

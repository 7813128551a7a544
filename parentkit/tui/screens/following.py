"""A screen that shows something read in the background, and reads anew when it has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from textual.screen import Screen
from textual.worker import get_current_worker

from parentkit.domain.errors import ParentkitError
from parentkit.tui.widgets.bar import TopBar
from parentkit.tui.widgets.keys_bar import KeysBar
from parentkit.tui.widgets.unread_line import UnreadLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from parentkit.report.unreadable import Place
    from parentkit.tui.actions import Action
    from parentkit.tui.shell import Shell

S = TypeVar("S")
T = TypeVar("T")


class Following(Screen[None], Generic[S, T]):
    """A bar on top, keys below, and between them what was read.

    Subclasses give `bar`, `body` (its widgets), `subject` (what is to be read from, None for
    nothing yet), `gather` (reads, in a thread; touches no widget) and `present` (shows what was
    gathered). One that is out of sight reads when it is entered again.
    """

    ACTIONS: ClassVar[tuple[Action, ...]] = ()
    """What can be done here beside what works everywhere; BINDINGS = bindings(ACTIONS)."""

    FOLLOWED: ClassVar[str]
    """The name of the application's reactive value that tells of changes."""

    unread: Sequence[Place] = ()
    """What could not be read of what is presented; known before `present` is called."""

    _presented: object = None

    @property
    def shell(self) -> Shell:
        """The application, whether a parent's or a coach's."""
        return cast("Shell", self.app)

    def compose(self) -> ComposeResult:
        """The bar, the body, the keys."""
        yield self.bar()
        yield UnreadLine()
        yield from self.body()
        yield KeysBar()

    def bar(self) -> TopBar:
        """The bar on top."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """The widgets between the two bars."""
        raise NotImplementedError

    def subject(self) -> S | None:
        """What is read from; equal to the one before where nothing has changed."""
        raise NotImplementedError

    def gather(self, subject: S, /) -> T:
        """Reads what this screen shows; runs in a thread."""
        raise NotImplementedError

    def look(self, subject: S, /) -> tuple[T, Sequence[Place]]:
        """What was gathered, and what could not be read for it; runs in a thread."""
        raise NotImplementedError

    def present(self, subject: S, gathered: T, /) -> None:
        """Shows what was gathered."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Follows what is read from, and the set of signs."""
        self.watch(self.app, self.FOLLOWED, self._follow)
        self.watch(self.app, "glyphs", self.look_again, init=False)

    def on_screen_resume(self) -> None:
        """Catches up with what was written while another screen was open."""
        self._follow()

    def look_again(self) -> None:
        """Gathers and presents anew, although nothing was written: something else was asked for."""
        self._presented = None
        self._follow()

    def _follow(self) -> None:
        subject = self.subject()
        if subject is None or not self.is_current or self._presented == subject:
            return
        self._presented = subject
        self.query_one(TopBar).reading = True

        def read() -> None:
            worker = get_current_worker()
            try:
                gathered, unread = self.look(subject)
            except ParentkitError as problem:
                self.app.call_from_thread(self.shell.say_problem, problem)
                self.app.call_from_thread(self._done)
                return
            if not worker.is_cancelled:
                self.app.call_from_thread(self._present, subject, gathered, unread)

        self.run_worker(read, thread=True, group="gather", exclusive=True)

    def _present(self, subject: S, gathered: T, unread: Sequence[Place]) -> None:
        if self.is_attached:
            self._done()
            self.unread = unread
            self.query_one(UnreadLine).present(unread, self.shell.glyphs)
            self.present(subject, gathered)

    def _done(self) -> None:
        self.query_one(TopBar).reading = False

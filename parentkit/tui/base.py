"""The application under the screens: it reads, writes and follows the journal in the background."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from textual.reactive import reactive

from parentkit.domain.errors import ParentkitError
from parentkit.services.upkeep.upkeep import erase_what_others_erased, keep_safe, missing_words
from parentkit.tui.family import Family, read_family
from parentkit.tui.shell import Shell

if TYPE_CHECKING:
    from collections.abc import Callable

    from parentkit.journal import Journal
    from parentkit.tui.log.draft import MomentDraft
    from parentkit.tui.settings import Settings

T = TypeVar("T")

LOOK_EVERY_SECONDS = 0.5


class JournalApp(Shell):
    """An application over one journal.

    `family` is None until it has been read; screens watch it and read anew when it changes.
    """

    family: reactive[Family | None] = reactive(None, init=False)

    def __init__(self, journal: Journal, settings: Settings, *, ascii_only: bool = False) -> None:
        super().__init__(journal.places, settings, ascii_only=ascii_only)
        self.journal = journal
        self.turn = Lock()
        """Held while the journal is written or its news are read: one thread at a time."""
        self.draft: MomentDraft | None = None
        """A moment that was begun and put aside; it lives as long as the program runs."""
        self._follower = journal.follow()
        self._said: set[str] = set()

    def follow(self) -> None:
        """Reads the family, and from now on whatever is written to its journal anywhere."""
        self.set_interval(LOOK_EVERY_SECONDS, self._look)
        self.reread()

    def on_family_known(self, family: Family) -> None:
        """Called when the family has been read for the first time, or anew after damage."""

    def knows_who_logs(self) -> bool:
        """Whether it is known whose words are about to be written; says where it is not."""
        if self.family is not None and self.family.caregiver:
            return True
        self.say("It is not known yet who writes here: F4 says who logs.")
        return False

    async def write(self, job: Callable[[], T]) -> T:
        """Runs a job that writes to the journal, in its turn; afterwards every screen reads anew.

        The day's backup is made in the background where it is due.

        Raises:
            ParentkitError: it could not be stored; whoever called keeps what was typed.
        """

        def in_turn() -> T:
            with self.turn:
                return job()

        try:
            return await self.in_background(in_turn)
        finally:
            self.reread()
            self.run_worker(self._look_after, thread=True, group="upkeep")

    def reread(self) -> None:
        """Reads the family again, in the background; what has changed reaches every screen."""
        revision = 1 if self.family is None else self.family.revision + 1

        def read() -> None:
            try:
                family = read_family(self.journal, revision)
            except ParentkitError as problem:
                self.call_from_thread(self.say_problem, problem)
                return
            self.call_from_thread(self._take, family)
            missing = missing_words(self.journal)
            self.call_from_thread(self._say_once, missing)

        self.run_worker(read, thread=True, group="family")

    def _look_after(self) -> None:
        """In a thread: makes the day's backup where it is due; says what could not be done."""
        erased = erase_what_others_erased(self.journal)
        unsafe = keep_safe(self.journal) if self.journal.wrote else ""
        for words in (self.journal.notice, erased, unsafe):
            self.call_from_thread(self._say_once, words)

    def _say_once(self, words: str) -> None:
        """Says what is amiss with the files, the first time that it is so."""
        if words and words not in self._said:
            self._said.add(words)
            self.say(words, kind="warning")

    def _take(self, family: Family) -> None:
        before = self.family
        if before is not None and family.revision < before.revision:
            return
        self.family = family
        if before is None or before.unread:
            self.on_family_known(family)

    def _look(self) -> None:
        """Looks for what another shell, window or device has appended."""

        def look() -> None:
            with self.turn:
                news = self._follower.poll()
            if news.operations or news.reread:
                self.call_from_thread(self.reread)

        self.run_worker(look, thread=True, group="news", exclusive=True)

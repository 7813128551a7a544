"""A field for a person's own words: whatever is typed is on the disk a second later."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.binding import Binding
from textual.message import Message
from textual.widgets import TextArea

from parentkit.domain.errors import ParentkitError
from parentkit.domain.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual import events
    from textual.binding import BindingType
    from textual.timer import Timer

    from parentkit.tui.base import JournalApp

STORED_AFTER = 1.0
"""Seconds after which what was typed is stored; a crash loses no more than this."""

QUIET_AFTER = 2.0
"""Seconds without a key after which somebody counts as having stopped to think."""


class OwnWords(TextArea):
    """Keeps what is written in it, again and again while it is written.

    Args:
        keep: stores the whole text, cleaned; called in a thread, never twice at once.
        whole: the kind and the whole record with a text in it, for where it cannot be stored.
        text: what stands in it to begin with, as it is stored.
        placeholder: said where nothing is written.
    """

    HELP = (
        "Your own words. They are stored by themselves while you write, and can be changed later. "
        "Tab leaves the field."
    )

    DEFAULT_CSS = """
    OwnWords, OwnWords:focus {
        border: round $panel; border-subtitle-color: $soft; background: $background;
        height: 1fr; min-height: 4; padding: 0 1;
    }
    OwnWords:focus { border: round $primary; }
    """

    class Paused(Message):
        """Somebody has stopped typing, and what they wrote is stored."""

        def __init__(self, field: OwnWords) -> None:
            super().__init__()
            self.field = field

        @property
        def control(self) -> OwnWords:
            """The field."""
            return self.field

    def __init__(
        self,
        keep: Callable[[str], object],
        whole: Callable[[str], tuple[str, Mapping[str, Any]]],
        text: str = "",
        *,
        placeholder: str = "",
        **given: Any,
    ) -> None:
        super().__init__(
            clean(text),
            soft_wrap=True,
            tab_behavior="focus",
            highlight_cursor_line=False,
            placeholder=placeholder,
            **given,
        )
        self._keep = keep
        self._whole = whole
        self.problem: ParentkitError | None = None
        self._stored = self._begun_with = self.words
        self._soon: Timer | None = None
        self._quiet: Timer | None = None

    @property
    def words(self) -> str:
        """What stands in it now, fit to be stored."""
        return clean(self.text).rstrip()

    @property
    def record(self) -> tuple[str, Mapping[str, Any]]:
        """The kind and the whole record with what stands in it now."""
        return self._whole(self.words)

    @property
    def is_stored(self) -> bool:
        """Whether all of it is on the disk."""
        return self.words == self._stored

    @property
    def is_new(self) -> bool:
        """Whether something else stands in it than to begin with."""
        return self.words != self._begun_with

    async def store(self) -> bool:
        """Stores what is not stored yet; False where that did not work, which is then said once."""
        while not self.is_stored:
            try:
                await self._desk.write(partial(self._keep_in_turn, self.words))
            except ParentkitError as problem:
                self.border_subtitle = "not stored yet"
                if self.problem is None:
                    self._desk.say_problem(problem)
                self.problem = problem
                return False
        self.problem = None
        self.border_subtitle = "stored" if self.words else ""
        return True

    def on_mount(self) -> None:
        """Puts the cursor behind what is written already."""
        self.move_cursor(self.document.end)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Sees to it that what was typed is stored soon."""
        if event.text_area is not self:
            return
        if self._quiet is not None:
            self._quiet.stop()
        self._quiet = self.set_timer(QUIET_AFTER, self._pause)
        if self._soon is None and not self.is_stored:
            self.border_subtitle = ""
            self._soon = self.set_timer(STORED_AFTER, self.store_soon)

    def on_blur(self) -> None:
        """Stores when the field is left."""
        self.store_soon()

    def on_paste(self, event: events.Paste) -> None:
        """Lets nothing in that could steer the terminal."""
        event.text = clean(event.text)

    def store_soon(self) -> None:
        """Stores in the background."""
        if self._soon is not None:
            self._soon.stop()
            self._soon = None
        self.app.run_worker(self.store(), group="own words")

    def on_unmount(self) -> None:
        """Stores the last second where the whole program is left in the middle of a word."""
        if self.is_stored:
            return
        try:
            with self._desk.turn:
                self._keep_in_turn(self.words)
        except ParentkitError as problem:
            self.app.exit(message=problem.message)

    @property
    def _desk(self) -> JournalApp:
        return cast("JournalApp", self.app)

    def _keep_in_turn(self, words: str) -> None:
        """Stores unless the same was stored meanwhile; runs while the journal's turn is held."""
        if words != self._stored:
            self._keep(words)
            self._stored = words

    def _pause(self) -> None:
        self.app.run_worker(self._store_and_tell(), group="own words")

    async def _store_and_tell(self) -> None:
        if await self.store():
            self.post_message(self.Paused(self))


class OneLine(OwnWords):
    """A field for a line or two, which Enter leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "app.focus_next", "next field", id="next_field", priority=True),
    ]

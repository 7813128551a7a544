"""The application that parents and coaches share: help, colours, signs, hiding, background work."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import App
from textual.reactive import reactive
from textual.worker import WorkerCancelled, WorkerFailed

from parentkit.report.glyphs import ASCII, UNICODE
from parentkit.tui.actions import SHARED
from parentkit.tui.crash import crash_text
from parentkit.tui.paths import folded
from parentkit.tui.rooms import page
from parentkit.tui.settings import keep_choice
from parentkit.tui.themes import SOFT, STATES, own, shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import SystemCommand
    from textual.screen import Screen

    from parentkit.domain.errors import ParentkitError
    from parentkit.journal import Places
    from parentkit.tui.actions import Action
    from parentkit.tui.settings import Settings

T = TypeVar("T")

_CORNER, _CORNER_FRAME = 60, 3
"""Columns that a sentence in the corner takes at most, and those of its frame (see Toast)."""


class Shell(App[None]):
    """What needs no journal: `ACTIONS` are what its keys do on every screen."""

    ACTIONS: ClassVar[tuple[Action, ...]] = SHARED
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-usual"), (140, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-tall")]  # noqa: RUF012

    glyphs: reactive[dict[str, str]] = reactive(UNICODE, init=False)

    def __init__(self, places: Places, settings: Settings, *, ascii_only: bool = False) -> None:
        super().__init__()
        self.places = places
        self.settings = settings
        self.set_reactive(Shell.glyphs, ASCII if ascii_only else UNICODE)
        self.complaints = list(settings.problems)
        for theme in (*shipped(), *own(settings.themes, self.complaints)):
            self.register_theme(theme)
        self.theme = (
            settings.theme if settings.theme in self.available_themes else shipped()[0].name
        )
        self.set_keymap(settings.keys)
        self._unsaid: list[tuple[str, str]] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Themes that are not this program's own show every state in the colour of text."""
        text = self.current_theme.foreground or "#dddddd"
        return {SOFT: text, **{f"sign-{state}": text for state in STATES}}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the screen is hidden nothing but hiding works: nothing may light up."""
        if self.is_hidden and action not in ("hide", "screen.back", "back"):
            return False
        return super().check_action(action, parameters)

    def get_system_commands(self, screen: Screen[None]) -> Iterable[SystemCommand]:
        """Every action that works here, for the command palette."""
        from parentkit.tui.palette import commands

        return commands(self, self.ACTIONS, screen)

    def complain(self) -> None:
        """Says what could not be read of the settings."""
        for complaint in self.complaints:
            self.say(complaint, kind="warning")

    def say(self, text: str, *, kind: str = "information") -> None:
        """Shows a sentence in a corner for a while; nothing in it is read as markup.

        While the screen is hidden it waits.
        """
        if self.is_hidden:
            self._unsaid.append((text, kind))
            return
        text = folded(text, min(_CORNER, self.size.width // 2) - _CORNER_FRAME)
        self.notify(text, severity=kind, markup=False)  # type: ignore[arg-type]

    def say_problem(self, problem: ParentkitError) -> None:
        """Shows what did not work and what to do about it."""
        self.say("\n".join(filter(None, (problem.message, problem.hint))), kind="warning")

    async def in_background(self, job: Callable[[], T]) -> T:
        """What `job` gives back; it runs in a thread, so that nothing on the screen waits for it.

        Raises:
            ParentkitError: what the job says did not work.
        """
        worker = self.run_worker(job, thread=True, exit_on_error=False)
        try:
            return await worker.wait()
        except WorkerFailed as failure:
            raise failure.error from None

    def action_help_now(self) -> None:
        """Opens the page for hard moments."""
        if not isinstance(self.screen, page("HelpNowPage")):
            self.push_screen(page("HelpNowPage")(stored=False))

    def action_keys(self) -> None:
        """Opens the page of keys."""
        self.push_screen(page("KeysPage")(self.screen))

    def action_about_this(self) -> None:
        """Says what the widget in focus is for."""
        self.push_screen(page("AboutBox")(self.focused, self.screen))

    @property
    def is_hidden(self) -> bool:
        """Whether the screen is blank at somebody's wish."""
        return bool(self.screen_stack) and isinstance(self.screen_stack[-1], page("Hidden"))

    def action_hide(self) -> None:
        """Blanks the screen, or shows again what was there and says what has waited."""

        def shown_again(_: None) -> None:
            unsaid, self._unsaid = self._unsaid, []
            for text, kind in unsaid:
                self.say(text, kind=kind)

        if isinstance(self.screen, page("Hidden")):
            self.screen.action_back()
        else:
            self.push_screen(page("Hidden")(self.settings.hide_minutes), shown_again)

    def action_next_theme(self) -> None:
        """Changes the colours, and keeps the choice."""
        names = [theme.name for theme in (*shipped(), *own(self.settings.themes, []))]
        here = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(here + 1) % len(names)]
        self._keep_choice()

    def action_next_signs(self) -> None:
        """Changes the set of signs, and keeps the choice."""
        self.glyphs = UNICODE if self.glyphs is ASCII else ASCII
        self._keep_choice()

    def _keep_choice(self) -> None:
        signs = "ascii" if self.glyphs is ASCII else "unicode"
        try:
            keep_choice(self.places, self.theme, signs)
        except OSError as problem:
            self.say(f"This holds until you leave; it could not be kept ({problem.strerror}).")

    def _handle_exception(self, error: Exception) -> None:
        """Whoever leaves while something is being read has not met an error."""
        if isinstance(error, WorkerFailed) and isinstance(error.error, WorkerCancelled):
            return
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Leaves with a few plain lines: Textual's own would show variables, and so notes."""
        self.bell()
        self._exit_renderables.append(crash_text(self._exception))
        self._close_messages_no_wait()

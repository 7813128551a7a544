"""A page or box that lies over a room until it is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from textual.binding import Binding
from textual.screen import ModalScreen

from parentkit.tui.actions import HELP_AT_ONCE
from parentkit.tui.screens.leaving import LeftOnce

if TYPE_CHECKING:
    from textual.binding import BindingType

    from parentkit.tui.base import JournalApp
    from parentkit.tui.shell import Shell

T = TypeVar("T")

CLOSE = Binding("escape", "close", "close", id="close")


class Overlay(LeftOnce, ModalScreen[T], Generic[T]):
    """A modal screen that Escape closes without a result."""

    BINDINGS: ClassVar[list[BindingType]] = [CLOSE, HELP_AT_ONCE.binding]

    @property
    def shell(self) -> Shell:
        """The application, whether a parent's or a coach's."""
        return cast("Shell", self.app)

    def action_close(self) -> None:
        """Closes without a result."""
        self.dismiss(None)


class Box(Overlay[T], Generic[T]):
    """An overlay over a parent's room."""

    @property
    def desk(self) -> JournalApp:
        """The application, by the type that it has here."""
        return cast("JournalApp", self.app)

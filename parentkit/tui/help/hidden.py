"""A blank screen, for when somebody comes near."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.screen import ModalScreen

if TYPE_CHECKING:
    from textual.binding import BindingType


class Hidden(ModalScreen[None]):
    """Nothing at all; the key that hid it all, Enter or Escape bring it back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape", "back", "back", id="unhide"),
    ]

    def __init__(self, minutes: int) -> None:
        super().__init__()
        self._minutes = minutes

    def on_mount(self) -> None:
        """Takes notices off the screen too, and comes back by itself where that was set."""
        self.app.clear_notifications()
        if self._minutes:
            self.set_timer(self._minutes * 60, self.action_back)

    def action_back(self) -> None:
        """Shows what was there before."""
        if self.is_current:
            self.dismiss(None)

"""Leaving a screen: once, from the top, and not while it stores something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.await_complete import AwaitComplete

if TYPE_CHECKING:
    from textual.screen import Screen

    _Screen = Screen[Any]
else:
    _Screen = object  # Textual looks for styles by the first base that is a screen

STORE = "store"
"""The group of a screen's workers that write."""


class LeftOnce(_Screen):
    """A screen that several things may want to leave: a key, a write that ends, a reading.

    The first of them leaves it; where something lies over it, as soon as that is gone.
    """

    _was_left = False
    _leaves_with: tuple[Any] | None = None

    @property
    def is_left(self) -> bool:
        """Whether nothing may be shown or asked here any more."""
        return self._was_left or not self.is_attached

    @property
    def is_storing(self) -> bool:
        """Whether something is being written for this screen."""
        return any(
            each.node is self and each.group == STORE and not each.is_finished
            for each in self.workers
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing works on a screen that was left; closing waits for what is being written."""
        if self._was_left or (action == "close" and self.is_storing):
            return False
        return super().check_action(action, parameters)

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Leaves, if that was not done already; Textual would take away whatever is on top."""
        if self._was_left:
            return AwaitComplete()
        if not self.is_active:
            self._leaves_with = (result,)
            return AwaitComplete()
        self._was_left = True
        return super().dismiss(result)

    def on_screen_resume(self) -> None:
        """Leaves now where that was wanted while something lay over it."""
        if self._leaves_with is not None:
            self.dismiss(*self._leaves_with)

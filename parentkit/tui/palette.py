"""The command palette: every action of the app and of the screen, with its command beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import SystemCommand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from functools import partial
    from typing import Any

    from textual.app import App
    from textual.screen import Screen

    from parentkit.tui.actions import Action


def actions_of(screen: Screen[Any]) -> tuple[Action, ...]:
    """The actions that a screen adds to those that work everywhere."""
    return tuple(getattr(screen, "ACTIONS", ()))


def commands(
    app: App[Any], everywhere: Iterable[Action], screen: Screen[Any]
) -> Iterator[SystemCommand]:
    """What the palette lists, the screen's own actions first, what has two keys once.

    The palette searches titles alone, so the sentence about an action is part of its title.
    """
    from functools import partial

    listed = {action.does: action for action in reversed((*actions_of(screen), *everywhere))}
    for action in reversed(listed.values()):
        run: partial[Any] = partial(app.run_action, action.does, screen)
        title = f"{action.label.capitalize()}: {action.help}"
        yield SystemCommand(title, action.command or " ", run)

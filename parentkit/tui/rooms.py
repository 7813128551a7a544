"""The rooms of the UI, and the pages and boxes that are opened from below them, by name.

Each is imported when it is first entered: start-up time is a feature. What stands below the screens
knows their names from here alone.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.screen import Screen

CLASSES = {
    "today": "screens.today:TodayRoom",
    "moments": "moments.moments:MomentsRoom",
    "rates": "rates.rates:RatesRoom",
    "reflect": "reflection.reflect:ReflectRoom",
    "practise": "exercises.practise:PractiseRoom",
}
"""The room's name, its module below `parentkit.tui`, and its class."""


def openers(classes: Mapping[str, str]) -> dict[str, str | Callable[[], Screen[Any]]]:
    """For each room what opens it: its class, found in its module when it is entered."""
    return {name: partial(_open, where) for name, where in classes.items()}


def _open(where: str) -> Screen[Any]:
    module, _, kind = where.partition(":")
    screen: Screen[Any] = getattr(import_module(f"parentkit.tui.{module}"), kind)()
    return screen


ROOMS = openers(CLASSES)

PAGES = {
    "AboutBox": "help.about",
    "ApartBox": "log.apart",
    "HelpNowPage": "help.help_now",
    "Hidden": "help.hidden",
    "KeysPage": "help.keys",
    "RescueBox": "log.rescue",
}
"""Pages and boxes that may lie over any room, each with the module that has it."""


def page(name: str, modules: Mapping[str, str] = PAGES) -> Any:
    """The page or box of that name, imported where it was not."""
    return getattr(import_module(f"parentkit.tui.{modules[name]}"), name)

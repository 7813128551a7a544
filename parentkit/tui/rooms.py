"""The rooms of the UI. Each is imported when it is first entered: start-up time is a feature."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.screen import Screen

CLASSES = {
    "today": "parentkit.tui.screens.today:TodayRoom",
    "moments": "parentkit.tui.moments.moments:MomentsRoom",
    "rates": "parentkit.tui.rates.rates:RatesRoom",
    "reflect": "parentkit.tui.reflection.reflect:ReflectRoom",
    "practise": "parentkit.tui.exercises.practise:PractiseRoom",
}
"""The room's name, its module and its class."""


def openers(classes: Mapping[str, str]) -> dict[str, str | Callable[[], Screen[Any]]]:
    """For each room what opens it: its class, found in its module when it is entered."""
    return {name: partial(_open, where) for name, where in classes.items()}


def _open(where: str) -> Screen[Any]:
    module, _, kind = where.partition(":")
    screen: Screen[Any] = getattr(import_module(module), kind)()
    return screen


ROOMS = openers(CLASSES)

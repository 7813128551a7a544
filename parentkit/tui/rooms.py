"""The rooms of the UI. Each is imported when it is first entered: start-up time is a feature."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.screen import Screen

CLASSES = {
    "today": "TodayRoom",
    "moments": "MomentsRoom",
    "rates": "RatesRoom",
    "reflect": "ReflectRoom",
    "practise": "PractiseRoom",
}
"""The room's name, also that of its module, and its class."""


def openers(package: str, classes: Mapping[str, str]) -> dict[str, str | Callable[[], Screen[Any]]]:
    """For each room what opens it: the class of that name, in the package's module of that name."""
    return {name: partial(_open, f"{package}.{name}", kind) for name, kind in classes.items()}


def _open(module: str, kind: str) -> Screen[Any]:
    screen: Screen[Any] = getattr(import_module(module), kind)()
    return screen


ROOMS = openers("parentkit.tui.screens", CLASSES)

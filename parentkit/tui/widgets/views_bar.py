"""Two lines on top of a chart: its views, and the stretch of time; both can be clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Tab, Tabs

from parentkit.domain.text import shown_width

if TYPE_CHECKING:
    from collections.abc import Mapping

GAP = 2
"""Columns between two names: one on each side of a tab."""

POINTER = ">"
"""Stands before the chosen one, in the room that a tab has on its left."""


class ViewsBar(Tabs, can_focus=False):
    """The names of the views; where they do not fit, numbers and the name of the chosen one.

    Args:
        labels: what the views are called, by the ids of their tabs.
    """

    DEFAULT_CSS = """
    ViewsBar { height: 1; }
    ViewsBar Underline { display: none; }
    ViewsBar Tab, ViewsBar Tab:ansi { color: $soft; text-style: none; }
    ViewsBar Tab.-active, ViewsBar Tab.-active:ansi { color: $primary; text-style: bold; }
    ViewsBar Tab.-active { padding: 0 1 0 0; }
    """

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._names = {
            name: f"{place} {label}" for place, (name, label) in enumerate(labels.items(), 1)
        }
        super().__init__(*(Tab(Content(text), id=name) for name, text in self._names.items()))

    def on_resize(self) -> None:
        """Names the views as there is room."""
        self._relabel()

    def on_tabs_tab_activated(self) -> None:
        """Where there is no room for all, the chosen one has its name."""
        self._relabel()

    def _relabel(self) -> None:
        fits = sum(shown_width(text) + GAP for text in self._names.values()) <= self.size.width
        for tab in self.query(Tab):
            text = self._names[str(tab.id)]
            shown = text if fits else text.split(" ")[0]
            tab.label = Content(f"{POINTER}{text}" if tab.id == self.active else shown)


class StretchBar(Widget):
    """The stretch of time that is shown, and whether there is a shorter and a longer one."""

    DEFAULT_CSS = "StretchBar { link-color: $soft; link-style: none; }"

    title: reactive[str] = reactive("")
    ways: reactive[tuple[bool, bool]] = reactive((True, True))
    """Whether fewer, and whether more weeks can be shown."""

    def render(self) -> Content:
        """One line; the ways can be clicked."""
        both = (("[ fewer", -1), ("] more", 1))
        offered = [
            Content(text).stylize(Style.from_meta({"@click": f"screen.weeks({step})"}))
            for (text, step), there in zip(both, self.ways, strict=True)
            if there
        ]
        return Content("   ").join([Content.styled(self.title, "bold"), *offered])

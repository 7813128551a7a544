"""The keys at the foot: what can be done here, in one line, each also a place to click.

Textual's own footer is a widget for every key: it takes six times as long to be drawn, and leaves
out the last ones where it is narrow, which are the page for hard moments and the keys
(benchmarks/widgets.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.style import Style
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.binding import Binding

ALWAYS = frozenset(("help_now", "help_now_at_once", "keys"))
"""Ids of bindings that are named however narrow it is."""

GAP = "  "


class KeysBar(Widget):
    """One line of keys and words; what there is no room for stands on the page of keys.

    A key that is clicked is pressed.
    """

    ALLOW_SELECT = False

    auto_links = False  # a key and its word keep the colours of their own

    def on_mount(self) -> None:
        """Follows what can be done: it depends on what is in focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._renew)

    def render(self) -> Content:
        """As many keys as there is room for, and those of ALWAYS in any case."""
        keys = [self._text(each).stylize(_pressing(each.key)) for each in self._fitting()]
        return Content(GAP).join(keys).pad_left(1)

    def _fitting(self) -> list[Binding]:
        """The bindings that are named, from the left; each action once."""
        shown: dict[str, Binding] = {}
        for _, binding, enabled, _ in self.screen.active_bindings.values():
            if binding.show and enabled:
                shown.setdefault(binding.action, binding)
        last = [each for each in shown.values() if each.id in ALWAYS]
        room = self.size.width - 1 - sum(map(self._width, last))
        fitting = []
        for binding in shown.values():
            if binding.id not in ALWAYS:
                room -= self._width(binding)
                if room < 0:
                    break
                fitting.append(binding)
        return [*fitting, *last]

    def _width(self, binding: Binding) -> int:
        return self._text(binding).cell_length + len(GAP)

    def _text(self, binding: Binding) -> Content:
        key = self.app.get_key_display(binding)
        return Content.assemble((key, "bold $primary"), (f" {binding.description}", "$soft"))

    def _renew(self, _screen: object) -> None:
        self.refresh()


def _pressing(key: str) -> Style:
    return Style.from_meta({"@click": f"app.simulate_key({key!r})"})

"""Two lines on top of a chart: its views, and the stretch of time; both can be clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from parentkit.domain.text import shown_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.events import Click

GAP = 2


class ViewsBar(Widget):
    """The names of the views; where they do not fit, numbers and the name of the chosen one."""

    HELP = "The views of the rates: 1 to 7, or left and right."

    chosen: reactive[int] = reactive(0)

    class Picked(Message):
        """A view was clicked; `place` counts from 0."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self, labels: Sequence[str]) -> None:
        super().__init__()
        self._labels = tuple(labels)

    def render(self) -> Content:
        """One line."""
        texts = views_texts(self._labels, self.chosen, self.size.width)
        parts: list[str | tuple[str, str]] = []
        for place, text in enumerate(texts):
            parts += [(text, "bold $primary" if place == self.chosen else "$soft"), " " * GAP]
        return Content.assemble(*parts)

    def on_click(self, event: Click) -> None:
        """Says which one is under the pointer."""
        texts = views_texts(self._labels, self.chosen, self.size.width)
        offset = event.get_content_offset(self)
        end = 0
        for place, text in enumerate(texts):
            end += len(text) + GAP
            if offset is not None and offset.x < end:
                self.post_message(self.Picked(place))
                return


class StretchBar(Widget):
    """The stretch of time that is shown, and whether there is a shorter and a longer one."""

    HELP = "How many weeks are shown: [ for fewer, ] for more, in the end everything."

    title: reactive[str] = reactive("")
    ways: reactive[tuple[bool, bool]] = reactive((True, True))
    """Whether fewer, and whether more weeks can be shown."""

    class Moved(Message):
        """Fewer (-1) or more (1) weeks were asked for."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    def render(self) -> Content:
        """One line."""
        ways = "   ".join(text for text, _ in self._offered())
        return Content.assemble((self.title, "bold"), "   ", (ways, "$soft"))

    def on_click(self, event: Click) -> None:
        """Says which way is under the pointer."""
        offset = event.get_content_offset(self)
        end = shown_width(self.title)
        for text, step in self._offered():
            begin, end = end + 3, end + 3 + len(text)
            if offset is not None and begin <= offset.x < end:
                self.post_message(self.Moved(step))

    def _offered(self) -> list[tuple[str, int]]:
        both = (("[ fewer", -1), ("] more", 1))
        return [way for way, there in zip(both, self.ways, strict=True) if there]


def views_texts(labels: Sequence[str], chosen: int, width: int) -> list[str]:
    """`1 Weeks`, `2 Signs` ..., or `1`, `2 Signs`, `3` ... where not all names fit."""
    full = [f"{place} {label}" for place, label in enumerate(labels, 1)]
    if sum(len(text) + GAP for text in full) - GAP <= width:
        return full
    return [text if place == chosen else text.split(" ")[0] for place, text in enumerate(full)]

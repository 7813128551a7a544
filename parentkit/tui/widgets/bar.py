"""The bar on top: what is looked at, the day, and whether something is being read."""

from __future__ import annotations

from datetime import date

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from parentkit import clock
from parentkit.domain.text import shown_width
from parentkit.domain.time.period import week_of


class TopBar(Widget):
    """The program's name, what is looked at, and on the right the day."""

    reading: reactive[bool] = reactive(default=False)

    def render(self) -> Content:
        """One line, shortened from the right where it is narrow."""
        width = self.size.width
        left = Content.assemble((f" {self.app.title}", "bold $primary"), "   ", *self.about())
        told = "reading …" if self.reading else _day_title(width)
        right = f"{told} "
        space = width - left.cell_length - shown_width(right)
        return Content.assemble(left, " " * space, (right, "$soft")) if space > 0 else left

    def about(self) -> list[str | tuple[str, str]]:
        """What is looked at, in pieces with their styles."""
        raise NotImplementedError


def _day_title(width: int) -> str:
    now = clock.local_now()
    today: date = now.date()
    if width < 80:  # noqa: PLR2004 the usual width of a terminal
        return f"{today:%a} {today.day} {today:%b}"
    week = week_of(today).start.isocalendar().week
    return f"{today:%A} {today.day} {today:%B}, week {week}"

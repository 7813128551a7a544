"""A list of moments, day by day, as long as it may be: what is drawn are the lines in sight."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

from textual.cache import LRUCache
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from parentkit.domain.text import one_line
from parentkit.domain.time.period import day_only
from parentkit.services.log.search import NOTHING
from parentkit.tui.widgets.ladder import Ladder
from parentkit.tui.widgets.moment_text import NARROW, moment_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events

    from parentkit.domain.log.household import Household
    from parentkit.services.log.search import Found
    from parentkit.tui.base import JournalApp

POINTER = "> "
_MARKER = 2
_TITLE = -1
_NAME_WIDTH = 12


class MomentList(ScrollView, can_focus=True, inherit_bindings=False):
    """Moments, latest first; one of them is selected."""

    HELP = (
        "Moments, the latest on top. Up and down (or k and j) go from one to the next, left and "
        "right from day to day, page up and page down by a screen, home and end to both ends. "
        "Enter opens one, to read and to change it."
    )
    COMPONENT_CLASSES = {"moments--title", "moments--selected"}  # noqa: RUF012
    ALLOW_SELECT = False
    auto_links = False

    class Selected(Message):
        """Another moment is selected; `opened` says that it is to be shown in full."""

        def __init__(self, *, opened: bool = False) -> None:
            super().__init__()
            self.opened = opened

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 as Textual calls it
        super().__init__(id=id)
        self.found: Found = NOTHING
        self.place = 0
        self._ladder = Ladder((), ())
        self._household: Household | None = None
        self._with_names = False
        self._today = date.min
        self._drawn: LRUCache[tuple[int, bool], list[Strip]] = LRUCache(1024)

    @property
    def selected(self) -> str | None:
        """The id of the selected moment, None where there is none."""
        return self.found.id_at(self.place) if len(self.found) else None

    def show(
        self,
        found: Found,
        ladder: Ladder,
        household: Household,
        today: date,
        *,
        with_names: bool,
    ) -> None:
        """Shows other moments; the selection stays on the same one, and in the same line.

        Args:
            found: the moments.
            ladder: their lines.
            household: the family's people and words.
            today: titles of days of its year leave the year out.
            with_names: whether each moment says whose it is.
        """
        before = self.selected
        was_on_top = self.scroll_offset.y == 0
        depth = self._ladder.body(self.place, narrow=self._narrow) if before else 0
        depth -= self.scroll_offset.y
        self.found, self._ladder, self._household = found, ladder, household
        self._today, self._with_names = today, with_names
        place = found.place_of(before) if before else None
        gone = place is None
        self.place = max(0, min(self.place, len(found) - 1)) if place is None else place
        self._measure()
        if len(found) and not was_on_top:
            line = ladder.body(self.place, narrow=self._narrow)
            self.scroll_to(y=max(0, line - depth), animate=False)
        self._keep_in_sight()
        if gone or not before:
            self.post_message(self.Selected())

    def go_to_top(self) -> None:
        """Selects the latest moment: something else is being looked for."""
        self.place = 0
        self.scroll_to(y=0, animate=False)

    def move(self, how: str) -> None:
        """Selects another moment; `how` is one of MOVES."""
        if len(self.found):
            last = len(self.found) - 1
            self._select(max(0, min(last, MOVES[how](self))))

    def on_resize(self) -> None:
        """Draws everything anew, for another width."""
        self._measure()
        self._keep_in_sight()

    def notify_style_update(self) -> None:
        """Draws everything anew, in other colours."""
        super().notify_style_update()
        self._drawn.clear()

    def on_click(self, event: events.Click) -> None:
        """Selects the moment that was clicked; a second click opens it."""
        rung = self._ladder.at(event.y + self.scroll_offset.y, narrow=self._narrow)
        if rung is not None and rung.line >= 0:
            self._select(rung.place)
            if event.chain > 1:
                self.post_message(self.Selected(opened=True))

    def render_line(self, y: int) -> Strip:
        """One line of those in sight."""
        width = self.scrollable_content_region.width
        rung = self._ladder.at(y + self.scroll_offset.y, narrow=self._narrow)
        if rung is None or rung.line < _TITLE:
            return Strip.blank(width, self.rich_style)
        if rung.line == _TITLE:
            return self._title(self.found.day_at(rung.place), width)
        lines = self._lines(rung.place, width)
        return lines[rung.line] if rung.line < len(lines) else Strip.blank(width, self.rich_style)

    @property
    def _narrow(self) -> bool:
        return self.scrollable_content_region.width - _MARKER < NARROW

    def _measure(self) -> None:
        self._drawn.clear()
        height = self._ladder.height(narrow=self._narrow)
        self.virtual_size = Size(self.scrollable_content_region.width, height)
        self.refresh()

    def _select(self, place: int) -> None:
        before, self.place = self.place, place
        for changed in {before, place}:
            start = self._ladder.body(changed, narrow=self._narrow)
            self.refresh_lines(start, self._ladder.end(changed, narrow=self._narrow) - start)
        self._keep_in_sight()
        if before != place:
            self.post_message(self.Selected())
            self.call_after_refresh(self._draw_ahead)

    def _keep_in_sight(self) -> None:
        if not len(self.found):
            return
        start = self._ladder.body(self.place, narrow=self._narrow)
        start -= self._ladder.starts[self.place]
        end = self._ladder.end(self.place, narrow=self._narrow)
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        if start < top:
            self.scroll_to(y=start, animate=False)
        elif end > top + height:
            self.scroll_to(y=end - height, animate=False)

    def _draw_ahead(self) -> None:
        """Draws a screen above and below what is in sight, so that paging finds it ready."""
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        first = self._ladder.at(max(0, top - height), narrow=self._narrow)
        if first is None or not self.scrollable_content_region.width:
            return
        last = self._ladder.at(top + 2 * height, narrow=self._narrow)
        end = last.place if last else len(self.found) - 1
        for place in range(first.place, end + 1):
            if place != self.place:
                self._lines(place, self.scrollable_content_region.width)

    def _title(self, day: str, width: int) -> Strip:
        title = day_only(date.fromisoformat(day)).title(self._today)
        style = self.get_visual_style("moments--title")
        return Visual.to_strips(self, Content(f" {title}"), width, 1, style, pad=True)[0]

    def _lines(self, place: int, width: int) -> list[Strip]:
        selected = place == self.place
        lines = self._drawn.get((place, selected))
        if lines is None:
            lines = self._drawn[place, selected] = self._draw(place, width, selected=selected)
        return lines

    def _draw(self, place: int, width: int, *, selected: bool) -> list[Strip]:
        household = cast("Household", self._household)
        document = self.found.document(place)
        who = one_line(household.name(document["child"]), _NAME_WIDTH) if self._with_names else ""
        glyphs = cast("JournalApp", self.app).glyphs
        text = moment_text(document, household, glyphs, width - _MARKER, who)
        style = self.get_visual_style(*(("moments--selected",) if selected else ()))
        drawn = []
        for number, line in enumerate(text.split("\n")):
            marker = POINTER if selected and not number else " " * _MARKER
            whole = Content.assemble((marker, "bold $primary"), line)
            whole = whole.truncate(width, ellipsis=True)
            drawn += Visual.to_strips(self, whole, width, 1, style, pad=True)[:1]
        return drawn

    def _by_lines(self, lines: int) -> int:
        """The moment so many lines below or above the selected one, at least the next one."""
        start = self._ladder.body(self.place, narrow=self._narrow)
        rung = self._ladder.at(start + lines, narrow=self._narrow)
        if lines > 0:
            return max(rung.place, self.place + 1) if rung else len(self.found) - 1
        return min(rung.place, self.place - 1) if rung else 0

    def _by_day(self, step: int) -> int:
        """The first moment shown of the next day, or of the same day or the one before it."""
        starts, place = self._ladder.starts, self.place
        found = starts.find(1, place + 1) if step > 0 else starts.rfind(1, 0, place)
        return found if found >= 0 else (len(starts) - 1 if step > 0 else 0)

    def _page(self) -> int:
        return max(1, self.scrollable_content_region.height - 1)


MOVES: dict[str, Callable[[MomentList], int]] = {
    "up": lambda self: self.place - 1,
    "down": lambda self: self.place + 1,
    "page_up": lambda self: self._by_lines(-self._page()),
    "page_down": lambda self: self._by_lines(self._page()),
    "first": lambda _: 0,
    "last": lambda self: len(self.found) - 1,
    "later_day": lambda self: self._by_day(-1),
    "earlier_day": lambda self: self._by_day(1),
}

"""A list of things to read; Enter opens one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import work
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from parentkit.domain.errors import ParentkitError
from parentkit.domain.text import one_line
from parentkit.tui.screens.box import Box, Overlay
from parentkit.tui.widgets.choices import Choices
from parentkit.tui.widgets.keys_bar import KeysBar
from parentkit.tui.widgets.unread_line import UnreadLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from parentkit.tui.family import Family


class Leaf(NamedTuple):
    """Something to read: its title, a line about it, and what it says."""

    title: str
    about: str
    lines: list[str]


class LeavesBox(Box[None]):
    """What there is to read, and Enter.

    Args:
        title: what the list is called.
        family: whose leaves they are.
        read: gives them; runs in a thread.
    """

    CSS_PATH = "../styles/reflect.tcss"
    HELP = "A list of things to read. Enter opens the one under the cursor, Escape goes back."

    def __init__(self, title: str, family: Family, read: Callable[[Family], list[Leaf]]) -> None:
        super().__init__()
        self._title = title
        self._family = family
        self._read = read
        self._leaves: list[Leaf] = []

    def compose(self) -> ComposeResult:
        """The list, filled as soon as it has been read."""
        with Vertical(classes="page"):
            yield Static(self._title, classes="heading", markup=False)
            yield UnreadLine()
            yield Static("Reading …", id="nothing", classes="soft", markup=False)
            yield Choices(id="leaves")
        yield KeysBar()

    def on_mount(self) -> None:
        """Reads, in the background."""
        self._fill()

    @work(exclusive=True)
    async def _fill(self) -> None:
        fresh = self._family.afresh()
        try:
            self._leaves = await self.desk.in_background(lambda: self._read(fresh))
        except ParentkitError as problem:
            self.desk.say_problem(problem)
        if self.is_left:
            return
        nothing = self.query_one("#nothing", Static)
        unread = fresh.problems
        self.query_one(UnreadLine).present(unread, self.desk.glyphs)
        nothing.update("Nothing that could be read." if unread else "Nothing is here yet.")
        nothing.display = not self._leaves
        choices = self.query_one("#leaves", Choices)
        choices.present([(str(place), _row(leaf)) for place, leaf in enumerate(self._leaves)])
        choices.focus()

    def on_option_list_option_selected(self, event: Choices.OptionSelected) -> None:
        """Opens what is under the cursor."""
        leaf = self._leaves[int(event.option.id or 0)]
        self.app.push_screen(ReadingBox(leaf.title, leaf.lines))


class ReadingBox(Overlay[None]):
    """A page that is read and closed."""

    HELP = "A page to read. Arrow keys and page up or down move it; Escape closes it."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "move(1)", "down", show=False, id="read_down"),
        Binding("k", "move(-1)", "up", show=False, id="read_up"),
    ]

    def __init__(self, title: str, lines: Iterable[str]) -> None:
        super().__init__()
        self._title = title
        self._text = "\n".join(lines)

    def compose(self) -> ComposeResult:
        """The title, then the text."""
        with VerticalScroll(classes="page"):
            yield Static(self._title, classes="heading", markup=False)
            yield Static(f"\n{self._text}", markup=False)
        yield KeysBar()

    def action_move(self, by: int) -> None:
        """Moves the page by a line."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)


def _row(leaf: Leaf) -> Content:
    lines = [Content(one_line(leaf.title))]
    if leaf.about:
        lines.append(Content.styled(f"  {one_line(leaf.about)}", "$soft"))
    return Content("\n").join(lines)

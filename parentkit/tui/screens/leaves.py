"""A list of things to read; Enter opens one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on, work
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from parentkit.domain.errors import ParentkitError
from parentkit.domain.log.wanted import Has
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


def with_words(leaves: list[Leaf], text: str) -> list[Leaf]:
    """Those of some leaves in which words stand, in any case and however their lines are broken."""
    words = " ".join(text.split())
    if not words:
        return leaves
    from parentkit.journal import among

    return among(leaves, _fields, Has(("title", "said"), words))


def _fields(leaf: Leaf) -> dict[str, str]:
    return {"title": leaf.title, "said": " ".join(" ".join(leaf.lines).split())}


class LeavesBox(Box[None]):
    """What there is to read, a line to look for words in it, and Enter.

    Args:
        title: what the list is called.
        family: whose leaves they are.
        read: gives them; runs in a thread.
    """

    CSS_PATH = "../styles/reflect.tcss"
    HELP = (
        "A list of things to read. Enter opens the one under the cursor, / looks for words in all "
        "of them, Escape shows everything again or goes back."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "words", tooltip="Those with words in them.", id="leaves_words")
    ]

    def __init__(self, title: str, family: Family, read: Callable[[Family], list[Leaf]]) -> None:
        super().__init__()
        self._title = title
        self._family = family
        self._read = read
        self._leaves: list[Leaf] = []
        self._found: list[Leaf] = []
        self._unread = False

    def compose(self) -> ComposeResult:
        """The list, filled as soon as it has been read."""
        with Vertical(classes="page"):
            yield Static(self._title, classes="heading", markup=False)
            yield UnreadLine()
            yield Input(
                placeholder="words to look for", id="words", compact=True, select_on_focus=False
            )
            yield Static("Reading …", id="nothing", classes="soft", markup=False)
            yield Choices(id="leaves")
        yield KeysBar()

    def on_mount(self) -> None:
        """Reads, in the background."""
        self.query_one("#words").display = False
        self._fill()

    def action_search(self) -> None:
        """Begins to type the words that are looked for."""
        words = self.query_one("#words", Input)
        words.display = True
        words.focus()

    def action_close(self) -> None:
        """Shows everything again where words were looked for, else closes."""
        words = self.query_one("#words", Input)
        if not words.display:
            self.dismiss(None)
            return
        words.value = ""
        words.display = False
        self.query_one("#leaves").focus()

    @on(Input.Changed)
    def narrow(self) -> None:
        """Shows what the words stand in."""
        self._list()

    @on(Input.Submitted)
    def go_to_list(self) -> None:
        """Goes to what was found."""
        self.query_one("#leaves").focus()

    @work(exclusive=True)
    async def _fill(self) -> None:
        fresh = self._family.afresh()
        try:
            self._leaves = await self.desk.in_background(lambda: self._read(fresh))
        except ParentkitError as problem:
            self.desk.say_problem(problem)
        if self.is_left:
            return
        self._unread = bool(fresh.problems)
        self.query_one(UnreadLine).present(fresh.problems, self.desk.glyphs)
        self._list()
        self.query_one("#leaves").focus()

    def _list(self) -> None:
        text = self.query_one("#words", Input).value
        self._found = with_words(self._leaves, text)
        nothing = self.query_one("#nothing", Static)
        nothing.update(self._nothing(text))
        nothing.display = not self._found
        choices = self.query_one("#leaves", Choices)
        choices.present([(str(place), _row(leaf)) for place, leaf in enumerate(self._found)])

    def _nothing(self, text: str) -> str:
        """What is said where the list is empty."""
        if self._unread:
            return "Nothing that could be read."
        return "These words stand in none of it." if text.strip() else "Nothing is here yet."

    def on_option_list_option_selected(self, event: Choices.OptionSelected) -> None:
        """Opens what is under the cursor."""
        leaf = self._found[int(event.option.id or 0)]
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

"""Moments: every one of them, day by day; found, read, changed and mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import work
from textual.containers import Container
from textual.widgets import Static
from textual.worker import get_current_worker

from parentkit import clock
from parentkit.domain.errors import NothingFound, ParentkitError
from parentkit.domain.text import one_line
from parentkit.report import amounts
from parentkit.services.log.query import query_words, read_query
from parentkit.services.log.search import Found, Pages, Query, latest
from parentkit.tui.actions import bindings
from parentkit.tui.moments.keys import ACTIONS
from parentkit.tui.screens.room import Room
from parentkit.tui.widgets.filter_bar import FilterBar
from parentkit.tui.widgets.ladder import Ladder
from parentkit.tui.widgets.moment_list import MomentList
from parentkit.tui.widgets.moment_preview import MomentPreview

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.screen import Screen

    from parentkit.services.log.revise import Shown
    from parentkit.tui.family import Family

PREVIEW = "preview"


class Listed(NamedTuple):
    """What the room shows: what was asked for, what was found, and the lines that it takes."""

    query: Query
    problems: Mapping[str, ParentkitError]
    found: Found
    ladder: Ladder


class MomentsRoom(Room[Listed]):
    """All moments as a list, and what can be done with the selected one."""

    CSS_PATH = "../styles/moments.tcss"
    HELP = (
        "Every moment that was written down, the latest on top. Enter opens the selected one; / "
        "and f say which ones to show. Nothing is lost: u takes back what was done last."
    )
    ACTIONS: ClassVar = ACTIONS
    BINDINGS = bindings(ACTIONS)
    AUTO_FOCUS = "MomentList"

    def __init__(self) -> None:
        super().__init__()
        self._words: dict[str, str] = {}
        self._pages: Pages | None = None
        self._child = ""
        self._listed: Listed | None = None
        self._wanted: str | None = None
        self._taken_out = ""

    def body(self) -> ComposeResult:
        """What is asked for, what was found, and the words of the selected moment."""
        bar = FilterBar(id="filter")
        bar.display = False
        yield bar
        yield Static(id="summary", markup=False)
        with Container(id="found"):
            yield MomentList(id="list")
            yield MomentPreview(id="preview")

    @property
    def _list(self) -> MomentList:
        return self.query_one(MomentList)

    def on_mount(self) -> None:
        """Begins in the list."""
        super().on_mount()
        self._list.focus()

    def gather(self, family: Family) -> Listed:
        """Finds the moments; shows those of these weeks before all have been read once."""
        worker = get_current_worker()
        words, today = dict(self._words), clock.local_now().date()
        query, problems = read_query(family.household, words, family.child, today)
        pages = self._pages = self._pages or Pages(family.journal)

        def show(found: Found) -> None:
            if not worker.is_cancelled:
                self.app.call_from_thread(
                    self._present_part, family, _listed(query, problems, found)
                )

        if not pages.ready:
            show(latest(family.journal, query, today))
        found = pages.find(query, lambda: worker.is_cancelled, show)
        family.journal.note(found.problems)
        return _listed(query, problems, found)

    def present(self, family: Family, gathered: Listed) -> None:
        """Shows what was found; a notice where something of it could not be asked for."""
        self._listed, self._taken_out = gathered, ""
        if self._child != family.child:
            self._child = family.child
            self._list.go_to_top()
        self.query_one(FilterBar).know(family.household)
        query, _, found, ladder = gathered
        self._list.show(
            found,
            ladder,
            family.household,
            clock.local_now().date(),
            with_names=query.selection.child is None,
        )
        self.query_one("#summary", Static).update(self._summary(family, gathered))
        self._preview()

    def _present_part(self, family: Family, listed: Listed) -> None:
        if self.is_attached:
            self.present(family, listed)

    def _summary(self, family: Family, listed: Listed) -> str:
        query, problems, found, _ = listed
        if problems:
            problem = next(iter(problems.values()))
            return " ".join(filter(None, (problem.message, problem.hint)))
        child = query.selection.child
        whose = one_line(family.household.name(child)) if child else "All children"
        words = query_words(query, family.household, clock.local_now().date())
        asked = "".join(f", {each}" for each in words)
        if not len(found):
            if not found.complete:
                return "Reading …"
            return _nothing(f"{whose}{asked}", narrowed=bool(words), whole=not found.problems)
        count = amounts.moments_found(len(found))
        if not found.complete:
            return f"{whose}{asked}: {count} so far, reading on …"
        return f"{whose}{asked}: {count}   (esc: everything)" if words else f"{whose}: {count}"

    def on_filter_bar_asked(self, event: FilterBar.Asked) -> None:
        """Shows what is asked for now."""
        if event.words != self._words:
            self._words = event.words
            self._list.go_to_top()
            self.look_again()

    def on_filter_bar_left(self) -> None:
        """Goes to the list; a bar in which nothing is asked for goes away."""
        self.query_one(FilterBar).display = any(self._words.values())
        self._list.focus()

    def on_moment_list_selected(self, event: MomentList.Selected) -> None:
        """Shows the words of the selected moment, or all of it."""
        if event.opened:
            self.action_open()
        else:
            self._preview()

    def action_move(self, how: str) -> None:
        """Goes to another moment."""
        self._list.move(how)

    def action_find(self, name: str) -> None:
        """Opens the bar and begins to type in one of its fields."""
        bar = self.query_one(FilterBar)
        bar.display = True
        bar.start(name)

    def action_everything(self) -> None:
        """Asks for nothing in particular any more."""
        bar = self.query_one(FilterBar)
        bar.empty()
        bar.display = False
        self._list.focus()
        if any(self._words.values()):
            self._words = {}
            self.look_again()

    def action_open(self) -> None:
        """Opens the selected moment."""
        from parentkit.tui.moments.moment import MomentBox

        if (identifier := self._list.selected) is not None:
            self._over(MomentBox(identifier, self._read))

    def action_came_back(self) -> None:
        """Asks how long it took to come back."""
        from parentkit.tui.moments.came_back import CameBackBox

        if self._list.selected is not None:
            self._over(CameBackBox(self._list.found.document(self._list.place)))

    def action_history(self) -> None:
        """Shows how the selected moment came to be what it is."""
        from parentkit.tui.moments.history import HistoryPage

        if (identifier := self._list.selected) is not None:
            self._over(HistoryPage(identifier))

    @work
    async def action_take_out(self) -> None:
        """Takes the selected moment out of the log."""
        from parentkit.tui.changing import take_out_of_log

        identifier = self._list.selected
        if identifier is None or identifier == self._taken_out:
            return  # nothing is there, or the list does not know yet that it is gone
        self._taken_out = identifier
        if not await take_out_of_log(self.desk, identifier):
            self._taken_out = ""

    def _over(self, box: Screen[None]) -> None:
        if self.desk.family is not None:
            self.app.push_screen(box)

    def _read(self, identifier: str) -> Shown:
        """Everything about a moment; runs in a thread."""
        family = self.desk.family
        if self._pages is None or family is None:
            raise NothingFound("No moments have been read yet.")
        return self._pages.shown(identifier)

    def _preview(self) -> None:
        """Reads the words of the selected moment, one reading at a time."""
        reads = self._wanted is not None
        self._wanted = self._list.selected or ""
        if not reads:
            self._read_words()

    @work(group=PREVIEW)
    async def _read_words(self) -> None:
        preview = self.query_one(MomentPreview)
        try:
            while self._wanted is not None:
                identifier = self._wanted
                shown = await self._words_of(identifier)
                if self._wanted == identifier:
                    self._wanted = None
                    family = self.desk.family
                    if family is not None:
                        preview.present(shown, family.household)
        finally:
            self._wanted = None

    async def _words_of(self, identifier: str) -> Shown | None:
        if not identifier:
            return None
        try:
            return await self.desk.in_background(lambda: self._read(identifier))
        except ParentkitError:
            return None  # it was taken out meanwhile; the list is being read anew


def _nothing(whose: str, *, narrowed: bool, whole: bool) -> str:
    """That there is nothing; `whole` says that everything was read."""
    if narrowed and whole:
        return f"{whose}: nothing written down like that. esc shows everything."
    if narrowed:
        return f"{whose}: nothing that could be read. esc shows everything."
    if whole:
        return f"{whose}: nothing written down yet. l writes a moment."
    return f"{whose}: nothing that could be read. l writes a moment."


def _listed(query: Query, problems: Mapping[str, ParentkitError], found: Found) -> Listed:
    return Listed(query, problems, found, Ladder(found.days(), found.marks()))

"""Today: this week's two figures, the day's moments, one question, and what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual import work
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from parentkit import clock
from parentkit.domain.errors import ParentkitError
from parentkit.domain.time.period import day_only, week_of
from parentkit.report.glyphs import ASCII
from parentkit.tui.actions import Action, bindings
from parentkit.tui.screens.room import Room
from parentkit.tui.widgets.offer import Offer
from parentkit.tui.widgets.share import ShareBar

if TYPE_CHECKING:
    from datetime import date

    from textual.app import ComposeResult

    from parentkit.domain.log.moment import Document
    from parentkit.domain.reflection.choosing import Asked
    from parentkit.figures.summary import Summary
    from parentkit.services.reflection.of_the_day import OfTheDay
    from parentkit.tui.family import Family


MOVES = tuple(
    Action(
        f"today_{how}", keys, label, f"{label.capitalize()}.", f"screen.move('{how}')", shown=False
    )
    for how, keys, label in (
        ("up", "up,k", "a line up"),
        ("down", "down,j", "a line down"),
        ("page_up", "pageup", "a screen up"),
        ("page_down", "pagedown", "a screen down"),
        ("home", "home", "to the top"),
        ("end", "end", "to the end"),
    )
)


class Gathered(NamedTuple):
    """What the room shows at once; the question of the day comes after it."""

    week: Summary
    moments: list[Document]
    due: date | None


class TodayRoom(Room[Gathered]):
    """The first room."""

    CSS_PATH = "../styles/today.tcss"
    HELP = (
        "This week's two figures and today's moments. l writes a moment down; the question may be "
        "answered in a line, passed on or left alone."
    )
    ACTIONS: ClassVar = (
        Action(
            "today_answer",
            "enter",
            "answer",
            "Write a line about the question of the day.",
            "screen.answer",
            "parentkit reflect",
            shown=False,
        ),
        Action(
            "today_another",
            "tab",
            "another",
            "Another question.",
            "screen.another",
            shown=False,
        ),
        Action(
            "today_not",
            "escape",
            "not today",
            "No question today.",
            "screen.not_today",
            shown=False,
        ),
        *MOVES,
    )
    BINDINGS = bindings(ACTIONS)

    _left_alone: date | None = None

    def body(self) -> ComposeResult:
        """The week on the left, the day on the right; below each other where it is narrow."""
        with Horizontal(id="halves"):
            with VerticalScroll(id="week", can_focus=False):
                yield Static("This week", classes="heading")
                yield ShareBar("Met", mark=True, id="met")
                yield Static(id="verdict", markup=False, classes="soft")
                yield ShareBar("Came back", mark=False, id="came-back")
                yield Static(id="repair", markup=False, classes="soft")
                yield Static(id="due", markup=False)
            with VerticalScroll(id="day", can_focus=False):
                yield Static("Today", classes="heading")
                yield Static(id="moments")
                yield Offer(id="offer")

    def gather(self, family: Family) -> Gathered:
        """Reads the week's figures, the day's moments and what is due."""
        from parentkit.domain.log.selection import Selection
        from parentkit.services.log.browse import Filters, browse
        from parentkit.services.rates.review import look_at
        from parentkit.services.reminders.reminders import standing

        today = clock.local_now().date()
        child = family.child or None
        week = look_at(family.journal, family.household, Selection(week_of(today), child))
        found = browse(family.journal, Selection(day_only(today), child), Filters())
        due = standing(family.journal).due
        monday = due[0].week.start if due else None
        return Gathered(week.review.summary, found.documents, monday)

    def present(self, family: Family, gathered: Gathered) -> None:
        """Fills the two halves, and looks for a question."""
        from parentkit.report.rates.rates import repair_lines, verdict_lines

        summary, ascii_only = gathered.week, self.desk.glyphs is ASCII
        self.query_one("#met", ShareBar).present(summary.match, ascii_only=ascii_only)
        self.query_one("#came-back", ShareBar).present(summary.came_back, ascii_only=ascii_only)
        self._put("verdict", " ".join(verdict_lines(summary.match.verdict)))
        self._put("repair", " ".join(repair_lines(summary.repair, summary.match)))
        self._put("due", "A weekly reflection is ready: w." if gathered.due else "")
        self._put("moments", self._moments(family, gathered.moments))
        self._offer(family)

    @work(exclusive=True, group="offer")
    async def _offer(self, family: Family) -> None:
        from parentkit.report.exercise import practise_words
        from parentkit.services.reflection.of_the_day import of_the_day

        today = clock.local_now().date()
        offer = self.query_one(Offer)
        if self._left_alone == today:
            offer.present(None, "")
            return

        def choose() -> OfTheDay:
            return of_the_day(
                family.journal, family.household, family.child, family.caregiver, today
            )

        try:
            chosen = await self.desk.in_background(choose)
        except ParentkitError as problem:
            offer.present(None, problem.message)
            return
        exercise = chosen.exercise
        words = f"{practise_words(exercise)}: p" if exercise else ""
        offer.present(chosen.questions, words)

    def action_move(self, how: str) -> None:
        """Moves what is longer than the terminal: both halves, or all of it where it is narrow."""
        for name in ("halves", "week", "day"):
            getattr(self.query_one(f"#{name}"), f"scroll_{how}")(animate=False)

    def action_answer(self) -> None:
        """Asks for a line about the question, and stores it as part of the week's reflection."""
        from parentkit.tui.screens.line import LineBox

        asked, family = self.query_one(Offer).asked, self.desk.family
        if asked is not None and family is not None and self.desk.knows_who_logs():
            self.app.push_screen(LineBox(asked.text, "", lambda line: _keep(family, asked, line)))

    def action_another(self) -> None:
        """Shows the next question."""
        self.query_one(Offer).another()

    def action_not_today(self) -> None:
        """Asks nothing more today."""
        self._left_alone = clock.local_now().date()
        self.query_one(Offer).present(None, "")

    def _moments(self, family: Family, moments: list[dict[str, Any]]) -> Content:
        if not moments and self.unread:
            return Content("Nothing of today that could be read; l writes a moment.")
        if not moments:
            return Content("Nothing written down today. Gaps are normal; l writes a moment.")
        from parentkit.tui.widgets.moment_text import moment_text

        width = self.query_one("#moments").size.width
        lines = [moment_text(each, family.household, self.desk.glyphs, width) for each in moments]
        return Content("\n").join(lines)

    def _put(self, name: str, text: str | Content) -> None:
        found = self.query_one(f"#{name}", Static)
        found.update(text)
        found.display = bool(text)


def _keep(family: Family, asked: Asked, line: str) -> None:
    from parentkit.services.reflection.answers import Writing

    if line.strip():
        monday = week_of(clock.local_now().date()).start
        Writing(family.journal, monday, family.caregiver, asked).put(line)

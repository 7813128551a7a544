"""Rates: the two figures from several sides, with their ranges and in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from parentkit import clock
from parentkit.domain.time.period import Period, last_weeks
from parentkit.report.rates.charts import stretch_title
from parentkit.tui.actions import Action, bindings
from parentkit.tui.rates.picture import Frame
from parentkit.tui.rates.views import VIEWS
from parentkit.tui.screens.room import Room
from parentkit.tui.widgets.views_bar import StretchBar, ViewsBar

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from parentkit.domain.log.selection import Selection
    from parentkit.journal import Problem
    from parentkit.services.rates.rates import Basis
    from parentkit.tui.family import Family
    from parentkit.tui.rates.picture import Picture

WEEKS = (4, 12, 26, 52, None)
"""The stretches that can be shown; None is everything."""
AT_FIRST = 1

READING = "Reading what was written down. Nothing waits for it: every other key works."


COMMAND = "parentkit rates"
ACTIONS = (
    Action("rates_values", "v", "figures", "The chart as a table of figures, and back.", "values"),
    Action("rates_why", "y", "why", "Why there is no verdict yet.", "why", COMMAND),
    Action(
        "rates_fewer",
        "left_square_bracket",
        "fewer weeks",
        "Fewer weeks.",
        "weeks(-1)",
        f"{COMMAND} --weeks 4",
        shown=False,
    ),
    Action(
        "rates_more",
        "right_square_bracket",
        "more weeks",
        "More weeks, in the end everything.",
        "weeks(1)",
        f"{COMMAND} --all",
        shown=False,
    ),
    Action("rates_next", "right", "next view", "The next view.", "next_view", shown=False),
    Action(
        "rates_previous", "left", "view before", "The view before.", "previous_view", shown=False
    ),
    *(
        Action(
            f"rates_{view.id}",
            str(place + 1),
            view.label.lower(),
            f"{view.label}: {view.help.split('.')[0]}.",
            f"view({place})",
            view.command,
            shown=False,
        )
        for place, view in enumerate(VIEWS)
    ),
)
"""What can be done here; the line of views and the stretch of time name most of the keys."""


class Gathered(NamedTuple):
    """What the room shows: of a view and a stretch of time, its title and everything under it."""

    view: int
    title: str
    basis: Basis
    picture: Picture
    facts: str
    statements: str


class _Kept(NamedTuple):
    """What was read last, and for whom and when: another view needs no new reading.

    `unread` is what could not be read then.
    """

    wanted: tuple[int, Selection]
    basis: Basis
    unread: tuple[Problem, ...]


class RatesPage(VerticalScroll, inherit_bindings=False):
    """The part that scrolls; left and right are left to the views."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", show=False, id="rates_page_up"),
        Binding("down,j", "scroll_down", show=False, id="rates_page_down"),
        Binding("pageup", "page_up", show=False, id="rates_page_page_up"),
        Binding("pagedown", "page_down", show=False, id="rates_page_page_down"),
        Binding("home", "scroll_home", show=False, id="rates_page_first"),
        Binding("end", "scroll_end", show=False, id="rates_page_last"),
    ]


class RatesRoom(Room[Gathered]):
    """The room of the figures."""

    CSS_PATH = "../styles/rates.tcss"
    HELP = "How often signs were met and how often you came back, from several sides."
    ACTIONS: ClassVar = ACTIONS
    BINDINGS = bindings(ACTIONS)

    _view = 0
    _reach = AT_FIRST
    _as_values = False
    _kept: _Kept | None = None
    _shown: Gathered | None = None

    def body(self) -> ComposeResult:
        """The names of the views, the stretch of time, and the page."""
        yield ViewsBar({view.id: view.label for view in VIEWS})
        yield StretchBar()
        with RatesPage(id="page"):
            yield Static(READING, id="drawing", markup=False)
            yield Static(id="words", markup=False)
            yield Static(id="said", markup=False, classes="soft")

    def gather(self, family: Family) -> Gathered:
        """Reads the stretch of time, unless it was read already, and makes the picture."""
        from parentkit.content import load
        from parentkit.report.rates.rates import moments_facts
        from parentkit.report.rates.statements import statements_for

        view, weeks = self._view, WEEKS[self._reach]
        today = clock.local_now().date()
        basis = self._basis(family, weeks, today)
        review, warm_up_until = basis.review, basis.window.warm_up_until
        warm_up = warm_up_until is not None
        said = load("statements")["statements"]
        told = moments_facts(review.summary, whole=not family.problems)
        facts = [each.removesuffix(".") for each in told]
        if warm_up:
            facts.append(f"Days before {warm_up_until} are a warm-up: writing down is new")
        return Gathered(
            view=view,
            title=_title(basis, weeks, today),
            basis=basis,
            picture=VIEWS[view].make(basis, family.household),
            facts=f"{'. '.join(facts)}.",
            statements=" ".join(statements_for(review, said, warm_up=warm_up, brief=True)),
        )

    def present(self, _family: Family, gathered: Gathered) -> None:
        """Shows the view that was gathered."""
        self._shown = gathered
        self._draw()

    def on_resize(self) -> None:
        """Draws anew into another size, once everything has its place."""
        self.call_after_refresh(self._draw)

    @on(ViewsBar.TabActivated)
    def turn_page(self) -> None:
        """Shows the view that is chosen in the bar, by a key or by the mouse."""
        view = [view.id for view in VIEWS].index(self.query_one(ViewsBar).active)
        if view != self._view:
            self._view = view
            self.query_one(RatesPage).scroll_home(animate=False)
            self.look_again()

    def action_view(self, place: int) -> None:
        """Chooses one of the views."""
        self.query_one(ViewsBar).active = VIEWS[place].id

    def action_next_view(self) -> None:
        """Chooses the next view, after the last one the first."""
        self.query_one(ViewsBar).action_next_tab()

    def action_previous_view(self) -> None:
        """Chooses the view before, before the first one the last."""
        self.query_one(ViewsBar).action_previous_tab()

    def action_weeks(self, step: int) -> None:
        """Shows a longer or shorter stretch; stays where there is none."""
        reach = min(max(0, self._reach + step), len(WEEKS) - 1)
        if reach != self._reach:
            self._reach = reach
            self.look_again()

    def action_values(self) -> None:
        """Turns the chart into its figures, or back."""
        self._as_values = not self._as_values
        self.query_one(RatesPage).scroll_home(animate=False)
        self._draw()

    def action_why(self) -> None:
        """Answers why there is no verdict yet."""
        from parentkit.tui.rates.why import WhyBox, why_content

        if self._shown is None:
            return
        summary = self._shown.basis.review.summary
        longer = self._reach < len(WEEKS) - 1
        self.app.push_screen(WhyBox(why_content(summary, self.desk.glyphs, longer=longer)))

    def _basis(self, family: Family, weeks: int | None, today: date) -> Basis:
        from parentkit.domain.log.selection import Selection
        from parentkit.services.rates.rates import read_basis

        selection = Selection(last_weeks(weeks, today) if weeks else None, family.child or None)
        kept, wanted = self._kept, (family.revision, selection)
        if kept is None or kept.wanted != wanted:
            basis = read_basis(family.journal, family.household, selection)
            kept = self._kept = _Kept(wanted, basis, tuple(family.journal.problems))
        family.journal.note(kept.unread)
        return kept.basis

    def _draw(self) -> None:
        """Puts what was gathered into the room there is; cheap."""
        shown = self._shown
        if shown is None or not self.is_attached:
            return
        page = self.query_one(RatesPage)
        region = page.scrollable_content_region
        frame = Frame(max(region.width, 40), page.size.height, self.desk.glyphs)
        empty = not shown.basis.review.summary.match.n
        lines = [] if empty else self._lines(shown.picture, frame)
        words = () if empty or self._as_values else shown.picture.words
        for name, text in (
            ("#drawing", Content("\n").join(lines)),
            ("#words", Content("\n\n".join(words))),
            ("#said", Content("\n\n".join(filter(None, (shown.facts, shown.statements))))),
        ):
            self.query_one(name, Static).update(text)
            self.query_one(name).display = bool(text)
        stretch = self.query_one(StretchBar)
        stretch.title = shown.title
        stretch.ways = self._reach > 0, self._reach < len(WEEKS) - 1
        # Declared for classes; here it is about what the page shows at the moment.
        page.HELP = VIEWS[shown.view].help  # type: ignore[misc]

    def _lines(self, picture: Picture, frame: Frame) -> list[Content]:
        return picture.values(frame) if self._as_values else picture.chart(frame)


def _title(basis: Basis, weeks: int | None, today: date) -> str:
    """`12 weeks, 31 August to 22 November`."""
    days = Period(date.fromisoformat(basis.window.start), date.fromisoformat(basis.window.end))
    return stretch_title(weeks, days.title(today))

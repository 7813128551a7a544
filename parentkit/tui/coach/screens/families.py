"""All families at a glance: what asks for attention comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Container, Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from parentkit.content import load
from parentkit.report.coach.caseload import ORDER, families_words
from parentkit.services.coach.caseload import FamiliesWanted, caseload, found_cases
from parentkit.services.coach.own_files import own_problems
from parentkit.tui.actions import Action, bindings
from parentkit.tui.coach.actions import OF_FAMILY
from parentkit.tui.coach.of_family import OfFamily
from parentkit.tui.coach.screens.room import CoachRoom
from parentkit.tui.coach.widgets.case import CasePanel, case_text
from parentkit.tui.widgets.choices import Choices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult

    from parentkit.report.unreadable import Place
    from parentkit.services.coach.caseload import Case

BESIDE = 104
"""Columns from which on the figures stand beside the list, not below it."""

SAID = ("what_it_is", "not_a_test")
EMPTY = (
    "No family has shared anything with you yet.\n\nGive families your card (parentkit coach card "
    "--to FILE). When one has sent a file, + reads it."
)
NONE_LIKE_THAT = "No family is like that. v shows another view."

VIEWS = {
    "": FamiliesWanted(),
    "something is waiting": FamiliesWanted(waiting=True),
    "a consent ends soon": FamiliesWanted(ending=True),
    "a consent is over": FamiliesWanted(over=True),
}
"""What the list is narrowed to, by the words for it."""


class FamiliesRoom(OfFamily, CoachRoom["list[Case]"]):
    """The first room of a coach."""

    HELP = (
        "Every family that has shared something, what asks for attention first and then by name, "
        "never by a figure. Enter shows a family's moments, + reads a file that was sent, v shows "
        "those in which something is waiting or a consent ends."
    )
    ACTIONS: ClassVar = (
        Action(
            "families_view",
            "v",
            "view",
            "All; those with something waiting; those whose consent ends soon, or is over.",
            "view",
            "parentkit coach families --waiting",
        ),
        *OF_FAMILY,
    )
    BINDINGS = bindings(ACTIONS)

    def __init__(self) -> None:
        super().__init__()
        self._every: list[Case] = []
        self._cases: dict[str, Case] = {}
        self._view = ""

    def body(self) -> ComposeResult:
        """The list, and the figures of the one that is highlighted."""
        with Container(id="caseload"):
            with Vertical(id="list"):
                yield Choices(id="families")
                yield Static(EMPTY, id="empty", markup=False)
            with Vertical(id="beside"):
                yield CasePanel()
                yield Static(
                    "\n".join((ORDER, *_statements())), id="said", classes="soft", markup=False
                )

    def gather(self, _revision: int, /) -> list[Case]:
        """Looks at every family; what has not changed is not read again."""
        return caseload(self.desk.practice)

    def left_out_of(self, gathered: list[Case], /) -> list[Place]:
        """What could not be read of any family, and of the coach's own files."""
        of_families = [place for case in gathered for place in case.unreadable]
        return [*of_families, *own_problems(self.desk.practice)]

    def present(self, _revision: int, gathered: list[Case], /) -> None:
        """Fills the list; the family that was highlighted stays so."""
        self._every = gathered
        self._list()
        if self._cases:
            self.query_one(Choices).focus()

    def action_view(self) -> None:
        """The next view."""
        views = list(VIEWS)
        self._view = views[(views.index(self._view) + 1) % len(views)]
        self._list()

    def _list(self) -> None:
        """Shows the families of the view, and how many of all they are."""
        found = found_cases(self._every, VIEWS[self._view])
        self._cases = {case.family.id: case for case in found}
        count, of = len(found), len(self._every)
        words = families_words(of) if of else ""
        self.show_looked_at(f"{count} of {words}: {self._view}" if self._view and of else words)
        empty = self.query_one("#empty", Static)
        empty.update(NONE_LIKE_THAT if of else EMPTY)
        empty.display = not found
        self.query_one("#families").display = self.query_one("#beside").display = bool(found)
        self._draw()
        self.on_resize()

    def on_resize(self) -> None:
        """Draws the rows for the room there is."""
        self.set_class(self.size.width >= BESIDE, "-beside")
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        found = self.query_one(Choices)
        width = max(found.size.width - 3, 20)
        found.present_options(self._options(width))
        self._show_figures()

    def _options(self, width: int) -> Iterator[Option]:
        for place, (key, case) in enumerate(self._cases.items()):
            if place:
                yield Option("", disabled=True)
            yield Option(case_text(case, self.desk.glyphs, width), id=key)

    def family_in_sight(self) -> str:
        """The one that is highlighted."""
        return self.query_one(Choices).chosen

    @on(OptionList.OptionHighlighted)
    def _show_figures(self) -> None:
        case = self._cases.get(self.family_in_sight())
        self.query_one(CasePanel).present(case, self.desk.glyphs)

    @on(OptionList.OptionSelected)
    def open_inbox(self, event: OptionList.OptionSelected) -> None:
        """Shows the family's moments; of one whose consent is over, that it is."""
        case = self._cases.get(event.option_id or "")
        if case is None:
            return
        if case.is_open:
            self.desk.enter_inbox(case.family.id)
            return
        told = "; ".join(standing.words for standing in case.standings)
        self.desk.say(
            f"{case.family.name}: {told}. Nothing of theirs is opened or counted.\n"
            "parentkit coach forget erases what is here."
        )


def _statements() -> list[str]:
    return [str(one["short"]) for one in load("statements")["statements"] if one["id"] in SAID]

"""How far coders agree about what is written: counts before coefficients, no grades."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from parentkit.domain.errors import NothingFound, ParentkitError
from parentkit.domain.text import clean, one_line
from parentkit.report.coach.agreement import (
    agreement_lines,
    coder_names,
    left_out_lines,
    suggestion_lines,
)
from parentkit.report.unreadable import left_out_words
from parentkit.services.coach.agreement import agreed, gather
from parentkit.services.coach.workspace import all_open, families, open_family, unread_of
from parentkit.tui.actions import Action, bindings
from parentkit.tui.coach.screens.room import ALL, CoachRoom

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult

    from parentkit.journal import Problem
    from parentkit.services.coach.workspace import ConsentOver, OpenFamily


class Read(NamedTuple):
    """Whose agreement it is, its lines, who is left out, and what could not be read."""

    name: str
    lines: list[str]
    left_out: list[str]
    unread: list[Problem]


class AgreementRoom(CoachRoom[Read]):
    """The agreement in one family, or in all of them together."""

    HELP = (
        "How far you, other coaches and people at home agree about what is written, from moments "
        "that were coded blind. Figures come from 30 moments on. Tab goes through the families."
    )
    ACTIONS: ClassVar = (
        Action(
            "agreement_next_family",
            "tab,right",
            "family",
            "The next family, or all of them together.",
            "next_family(1)",
            "parentkit coach agreement FAMILY",
        ),
        Action(
            "agreement_previous_family",
            "shift+tab,left",
            "family before",
            "The family before.",
            "next_family(-1)",
            shown=False,
        ),
        Action(
            "agreement_with_seen",
            "v",
            "with seen",
            "Count judgements that were made after the other was seen, too.",
            "with_seen",
            "parentkit coach agreement FAMILY --with-seen",
        ),
        Action("agreement_down", "j", "down", "Down.", "move(1)", shown=False),
        Action("agreement_up", "k", "up", "Up.", "move(-1)", shown=False),
    )
    BINDINGS = bindings(ACTIONS)

    _with_seen = False

    def body(self) -> ComposeResult:
        """The lines, in a page that scrolls."""
        with VerticalScroll(id="agreement"):
            yield Static(id="lines", markup=False)

    def gather(self, _revision: int, /) -> Read:
        """Reads everybody's codings."""
        practice, chosen = self.desk.practice, self.desk.family
        over: list[str] = []
        closed: list[ConsentOver] = []
        try:
            if chosen:
                opened = [open_family(practice, chosen)]
            else:
                opened, closed = all_open(practice)
                over = [f"Left out. {each.message}" for each in closed]
        except ParentkitError as problem:
            name = next((one.name for one in families(practice) if one.id == chosen), ALL)
            said = [problem.message, *([] if isinstance(problem, NothingFound) else [problem.hint])]
            return Read(name, said, over, [])
        name = opened[0].family.name if chosen else ALL
        lines = list(self._lines(opened))
        unread = [problem for one in opened for problem in one.journal.problems]
        unread += unread_of(closed)
        return Read(name, lines, over, unread)

    def left_out_of(self, gathered: Read, /) -> list[Problem]:
        """What could not be read of these families."""
        return gathered.unread

    def present(self, _revision: int, gathered: Read, /) -> None:
        """Shows the lines as they are: they read well at any width."""
        self.show_looked_at(one_line(gathered.name))
        text = "\n".join(map(clean, (*gathered.lines, *gathered.left_out)))
        self.query_one("#lines", Static).update(Content(text))
        self.query_one("#agreement").focus()

    def action_with_seen(self) -> None:
        """Counts judgements made after the other was seen as well, or leaves them out again."""
        self._with_seen = not self._with_seen
        self.look_again()

    def action_move(self, by: int) -> None:
        """Moves the page by a line."""
        self.query_one("#agreement").scroll_relative(y=by, animate=False)

    def _lines(self, opened: list[OpenFamily]) -> Iterator[str]:
        with_seen = self._with_seen
        found = agreed(gather(one.journal, one.household, with_seen=with_seen) for one in opened)
        household = opened[0].household
        names = coder_names(household, self.desk.coder)
        left_out = left_out_words([one for each in opened for one in each.journal.problems])
        yield from agreement_lines(found.double_coding, household, names, left_out)
        yield from suggestion_lines(found.suggestion)
        yield from left_out_lines(
            not_blind=found.not_blind,
            later=found.later,
            unjudged=found.unjudged,
            with_seen=with_seen,
        )

"""Reflect: a week in a few lines, what is asked about it, and what was answered."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from parentkit import clock
from parentkit.domain.errors import DataProblem
from parentkit.domain.reflection.reflection import (
    ANSWER,
    FOLLOW_UP_ANSWER,
    answered,
    question_in,
    settled,
    week_to_reflect,
)
from parentkit.domain.text import one_line
from parentkit.domain.time.period import Period, week_of
from parentkit.tui.actions import Action, bindings
from parentkit.tui.reflection.asking import AskingPage, answer_to, the_reflection
from parentkit.tui.screens.room import Room
from parentkit.tui.widgets.choices import Choices

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from parentkit.domain.reflection.choosing import Asked
    from parentkit.services.reflection.reflect import Reflection
    from parentkit.tui.family import Family


class Gathered(NamedTuple):
    """What the room shows.

    Attributes:
        reflection: the week, its questions and its answers.
        figures: the week in a few lines; the first is its title.
        beside: what must be said beside figures.
        waiting: other weeks that are there to be taken up, the latest first.
        rhythm: when a reflection is due, in words.
    """

    reflection: Reflection
    figures: list[str]
    beside: str
    waiting: list[Period]
    rhythm: str


class ReflectRoom(Room[Gathered]):
    """A week at a time; the latest one to think about where none was chosen."""

    CSS_PATH = "../styles/reflect.tcss"
    HELP = (
        "A week in a few lines, and up to five questions about it, one at a time. Every one may be "
        "passed over, and an answer can be changed whenever you like."
    )
    ACTIONS: ClassVar = (
        Action(
            "reflect_begin",
            "n",
            "begin",
            "The first question that waits for an answer.",
            "begin",
            "parentkit reflect",
        ),
        Action(
            "reflect_week_before",
            "left_square_bracket",
            "week before",
            "The week before this one.",
            "week(-1)",
            "parentkit reflect --week DATE",
            shown=False,
        ),
        Action(
            "reflect_week_after",
            "right_square_bracket",
            "week after",
            "The week after this one.",
            "week(1)",
            "parentkit reflect --week DATE",
            shown=False,
        ),
        Action(
            "reflect_waiting",
            "g",
            "waiting week",
            "A week that is there to be taken up as well.",
            "waiting",
            "parentkit reminders",
        ),
        Action(
            "reflect_look_back",
            "b",
            "look back",
            "What you wrote a month and three months ago.",
            "look_back",
            "parentkit reflect --look-back",
        ),
        Action(
            "reflect_check_in",
            "i",
            "check in",
            "A check-in with yourself, in a minute.",
            "check_in",
            "parentkit checkin",
        ),
    )
    BINDINGS = bindings(ACTIONS)

    _asked_for: Period | None = None
    _gathered: Gathered | None = None
    _family: Family | None = None

    def body(self) -> ComposeResult:
        """The week, and below it its questions."""
        with VerticalScroll(id="reflecting", can_focus=False):
            yield Static(id="title", classes="heading", markup=False)
            yield Static(id="figures", markup=False)
            yield Static(id="beside", classes="soft", markup=False)
            yield Static(id="begin")
            yield Choices(id="questions")
            yield Static(id="due", classes="soft", markup=False)

    def gather(self, family: Family) -> Gathered:
        """Reads the week's moments, its questions and answers, and what else is due."""
        from parentkit.content import load
        from parentkit.domain.log.selection import Selection
        from parentkit.report.reflection.reflection import said_beside, week_lines
        from parentkit.services.rates.review import look_at

        now = clock.local_now()
        period = self._asked_for or week_to_reflect(now)
        reflection = the_reflection(family, period)
        selection = Selection(period, None, family.caregiver)
        summary = look_at(family.journal, family.household, selection).review.summary
        who = f"with {family.household.name(family.caregiver)}"
        waiting, rhythm = _due(family, reflection)
        return Gathered(
            reflection,
            list(week_lines(period.title(now.date()), who, summary, whole=not family.problems)),
            said_beside(load("statements")["statements"]) if summary.match.n else "",
            waiting,
            rhythm,
        )

    def present(self, family: Family, gathered: Gathered) -> None:
        """Shows the week; the question under the cursor stays there."""
        first = self._gathered is None
        self._family, self._gathered = family, gathered
        title, *figures = gathered.figures
        self.query_one("#title", Static).update(
            Content.assemble(title, ("    [ ] other weeks", "$soft not bold"))
        )
        self.query_one("#figures", Static).update("\n".join(figures))
        self.query_one("#beside", Static).update(gathered.beside)
        self.query_one("#begin", Static).update(_how_far(gathered.reflection))
        questions = self.query_one("#questions", Choices)
        shown = _shown(gathered.reflection)
        questions.present([(each.id, _row(gathered.reflection, each)) for each in shown])
        self.query_one("#due", Static).update(_due_words(gathered, clock.local_now().date()))
        if first:
            questions.focus()

    def on_option_list_option_selected(self, event: Choices.OptionSelected) -> None:
        """Opens the question under the cursor."""
        self._ask(event.option.id or "")

    def action_begin(self) -> None:
        """Opens the first question that waits, else the one under the cursor."""
        if self._gathered is None:
            return
        waiting = self._gathered.reflection.unanswered
        self._ask(waiting[0].id if waiting else self.query_one("#questions", Choices).chosen)

    def action_week(self, by: int) -> None:
        """Goes to another week, up to the one that runs."""
        today = clock.local_now()
        here = self._asked_for or week_to_reflect(today)
        week = week_of(here.start + timedelta(weeks=by))
        if week.start > today.date():
            self.desk.say("That week has not begun.")
            return
        self._go_to(week)

    def action_waiting(self) -> None:
        """Goes to the latest other week that is there to be taken up."""
        waiting = self._gathered.waiting if self._gathered else []
        if waiting:
            self._go_to(waiting[0])
        else:
            self.desk.say("No other week waits.")

    def action_check_in(self) -> None:
        """Opens the three questions about oneself."""
        from parentkit.tui.reflection.check_in import CheckInPage

        if self._family is not None and self.desk.knows_who_logs():
            self.app.push_screen(CheckInPage(self._family))

    def action_look_back(self) -> None:
        """Opens earlier answers."""
        from parentkit.tui.reflection.look_back import leaves
        from parentkit.tui.screens.leaves import LeavesBox

        if self._family is not None and self._gathered is not None:
            monday = self._gathered.reflection.period.start
            self.app.push_screen(LeavesBox("Looking back", self._family, partial(leaves, monday)))

    def _go_to(self, week: Period) -> None:
        self._asked_for = week
        self.look_again()

    def _ask(self, identity: str) -> None:
        family, gathered = self._family, self._gathered
        if family is None or gathered is None or not self.desk.knows_who_logs():
            return
        for question in _shown(gathered.reflection):
            if question.id == identity:
                self.app.push_screen(AskingPage(family, gathered.reflection, question))


def _shown(reflection: Reflection) -> list[Asked]:
    """The week's questions, and those that exercises of the week ended with."""
    ids = {question.id for question in reflection.questions}
    written = [question_in(each.document) for each in reflection.answers if answered(each.document)]
    return [*reflection.questions, *(each for each in written if each.id not in ids)]


def _row(reflection: Reflection, question: Asked) -> Content:
    lines = [Content(one_line(question.text))]
    if question.because:
        lines.append(Content.styled(f"  {one_line(question.because)}", "$soft"))
    answer = answer_to(reflection, question)
    document = answer.document if answer else {}
    if answered(document):
        words = document.get(ANSWER) or document.get(FOLLOW_UP_ANSWER)
        lines.append(Content.styled(f"  You wrote: {one_line(str(words), 50)}", "$primary"))
    elif settled(document):
        lines.append(Content.styled("  passed over", "$soft"))
    return Content("\n").join(lines)


def _how_far(reflection: Reflection) -> str:
    from parentkit.report.reflection.reflection import waiting_sentence

    count, waiting = len(reflection.questions), len(reflection.unanswered)
    if not count:
        return "Nothing is asked about this week."
    return waiting_sentence(count, waiting)


def _due(family: Family, reflection: Reflection) -> tuple[list[Period], str]:
    """Other weeks that wait, and when a reflection is due or what cannot be read about it."""
    from parentkit.domain.time.rhythm import described
    from parentkit.services.reflection.reflect import week_left_over
    from parentkit.services.reminders.reminders import standing

    left_over = week_left_over(family.journal, reflection.period, reflection.caregiver)
    waiting = {left_over} if left_over else set()
    try:
        current = standing(family.journal)
    except DataProblem as problem:
        rhythm = problem.message
    else:
        waiting |= {due.week for due in current.due}
        reminder = current.reminder
        rhythm = f"A reflection is due {described(reminder.rule, reminder.begins)}."
        if reminder.paused:
            rhythm = "Reminders are paused."
    return sorted(waiting - {reflection.period}, reverse=True), rhythm


def _due_words(gathered: Gathered, today: date) -> str:
    if not gathered.waiting:
        return gathered.rhythm
    title = gathered.waiting[0].title(today)
    return f"There is the {title[0].lower()}{title[1:]} as well: g goes there. {gathered.rhythm}"

"""Practise: one exercise for today with its reason, and all the others to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import work
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from parentkit import clock
from parentkit.domain.errors import ParentkitError
from parentkit.domain.exercises.exercise import BANDS, SCENES, TRAINS, WHO, Wanted
from parentkit.domain.text import one_line
from parentkit.report.exercise import card_lines, practised_lines
from parentkit.services.exercises import library, sessions
from parentkit.tui.actions import Action, bindings
from parentkit.tui.paths import folded
from parentkit.tui.screens.leaves import Leaf, LeavesBox
from parentkit.tui.screens.room import Room
from parentkit.tui.widgets.choices import Choices
from parentkit.tui.widgets.exercise_text import (
    NARROWING,
    about_text,
    exercise_row,
    narrowing_words,
    today_text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.widgets import OptionList

    from parentkit.domain.exercises.exercise import Exercise
    from parentkit.domain.exercises.suggest import Suggestion
    from parentkit.tui.family import Family

LENGTHS = (None, 3, 5, 10)
"""Minutes that an exercise may take at most; None is any."""


class Gathered(NamedTuple):
    """What the room shows.

    Attributes:
        exercises: every one that can be read.
        suggestion: today's; None where there is none at all.
        band: the age band of the child, None where it is not known.
        problems: what is the matter with files that cannot be read.
    """

    exercises: list[Exercise]
    suggestion: Suggestion | None
    band: str | None
    problems: list[str]


class PractiseRoom(Room[Gathered]):
    """Today's exercise on top, the list below; beside it, where it is wide, what one is about."""

    CSS_PATH = "../styles/practise.tcss"
    HELP = (
        "Short exercises. One is offered today, chosen by what slipped lately; e begins it. The "
        "list shows what suits your child's age; f, n, y and v ask for others."
    )
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-narrow"),
        (80, "-usual"),
        (110, "-beside"),
        (140, "-wide"),
    ]
    ACTIONS: ClassVar = (
        Action(
            "practise_today",
            "e",
            "today's",
            "Look at today's exercise.",
            "open_todays",
            "parentkit practise",
        ),
        Action(
            "practise_topic",
            "f",
            "what for",
            "Those that train something: noticing, repair …",
            "narrow('trains')",
            "parentkit practise --list --for WHAT",
        ),
        Action(
            "practise_length",
            "n",
            "how long",
            "Those that take no longer.",
            "narrow('minutes')",
            "parentkit practise --list --minutes N",
            shown=False,
        ),
        Action(
            "practise_ages",
            "y",
            "which age",
            "Those for another age, or for any.",
            "narrow('band')",
            "parentkit practise --list --age AGE",
            shown=False,
        ),
        Action(
            "practise_with",
            "v",
            "with whom",
            "Those that are done alone, with the child, with a co-parent.",
            "narrow('who')",
            "parentkit practise --list --who WHO",
            shown=False,
        ),
        Action(
            "practise_cards",
            "b",
            "background",
            "Cards: what is known, and where from.",
            "cards",
            "parentkit practise --cards",
        ),
        Action(
            "practise_log",
            "o",
            "practised",
            "What you practised, and what you wrote about it.",
            "practised",
            "parentkit practise --log",
        ),
    )
    BINDINGS = bindings(ACTIONS)

    _gathered: Gathered | None = None
    _family: Family | None = None
    _wanted = Wanted()

    def body(self) -> ComposeResult:
        """Today's, what the list is narrowed to, the list, and what the one under the cursor is."""
        with Vertical(id="practising"):
            yield Static("For today", classes="heading")
            yield Static(id="todays")
            with Horizontal(id="narrowing"):
                for name in NARROWING:
                    yield Static(id=name, classes="narrowing", markup=False)
                yield Static(id="count", classes="soft", markup=False)
            yield Static(id="problems", classes="soft", markup=False)
            with Horizontal(id="shelf"):
                yield Choices(id="exercises")
                with VerticalScroll(id="about", can_focus=False):
                    yield Static(id="about-text", markup=False)

    def gather(self, family: Family) -> Gathered:
        """Reads every exercise, and chooses today's."""
        journal, household = family.journal, family.household
        today = clock.local_now().date()
        band = sessions.band_of(journal, household, family.child, today)
        shelf = library.exercises(journal)
        fitting = sessions.for_age(shelf.items, band) or shelf.items
        suggestion = None
        if fitting:
            offered = sessions.suited(household, fitting, band, None)
            suggestion = sessions.todays(journal, household, offered, today)
        problems = [f"{each.message} {each.hint}" for each in shelf.problems]
        return Gathered(shelf.items, suggestion, band, problems)

    def present(self, family: Family, gathered: Gathered) -> None:
        """Shows them; an age that was asked for stays, else it is the child's."""
        before = self._gathered
        if before is None or before.band != gathered.band:
            self._wanted = self._wanted._replace(band=gathered.band)
        self._family, self._gathered = family, gathered
        suggestion = gathered.suggestion
        self.query_one("#todays", Static).update(
            today_text(suggestion) if suggestion else Content("No exercise is here.")
        )
        self.query_one("#problems").display = bool(gathered.problems)
        self._list()
        if before is None:
            self.query_one("#exercises").focus()

    def on_choices_resized(self) -> None:
        """Lines are as long as there is room."""
        self._list()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Opens the exercise under the cursor."""
        self._open(self._called(event.option.id or ""))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Says what the exercise under the cursor is about."""
        exercise = self._called(event.option.id or "")
        self.query_one("#about-text", Static).update(about_text(exercise) if exercise else "")

    def on_click(self, event: events.Click) -> None:
        """A click on what the list is narrowed to asks for the next of it."""
        if event.widget is not None and event.widget.id in NARROWING:
            self.action_narrow(event.widget.id)

    def action_open_todays(self) -> None:
        """Opens today's exercise."""
        if self._gathered is not None and self._gathered.suggestion is not None:
            self._open(self._gathered.suggestion.exercise)

    def action_narrow(self, name: str) -> None:
        """Narrows the list to the next topic, length, age or company."""
        choices: dict[str, Sequence[str | int | None]] = {
            "trains": (None, *TRAINS),
            "minutes": LENGTHS,
            "band": (None, *BANDS),
            "who": (None, *WHO),
        }
        here = choices[name].index(getattr(self._wanted, name))
        following = choices[name][(here + 1) % len(choices[name])]
        self._wanted = Wanted(**{**self._wanted._asdict(), name: following})
        self._list()

    def action_cards(self) -> None:
        """Opens the background cards."""
        family = self._family
        if family is not None:
            self.app.push_screen(LeavesBox("Background", family, card_leaves))

    def action_practised(self) -> None:
        """Opens what was practised."""
        family = self._family
        if family is not None:
            self.app.push_screen(LeavesBox("Practised", family, practised_leaves))

    @work(exclusive=True, group="open")
    async def _open(self, exercise: Exercise | None) -> None:
        family = self._family
        if family is None or exercise is None:
            return
        from parentkit.tui.exercises.exercise import ExercisePage

        scenes = None
        if exercise.kind == SCENES:
            try:
                scenes = await self.desk.in_background(
                    lambda: library.scenes_of(family.journal, family.household, exercise)
                )
            except ParentkitError as problem:
                self.desk.say_problem(problem)
                return
        self.app.push_screen(ExercisePage(family, exercise, scenes))

    def _called(self, identity: str) -> Exercise | None:
        exercises = self._gathered.exercises if self._gathered else []
        return next((each for each in exercises if each.id == identity), None)

    def _list(self) -> None:
        """Shows what cannot be read, what the list is narrowed to, and what is left of it."""
        if self._gathered is None:
            return
        room = self.query_one("#practising").content_size.width
        told = (folded(one_line(each), room) for each in self._gathered.problems)
        self.query_one("#problems", Static).update("\n".join(told))
        for name, words in narrowing_words(self._wanted).items():
            self.query_one(f"#{name}", Static).update(words)
        choices = self.query_one("#exercises", Choices)
        width = choices.scrollable_content_region.width - 2
        fitting = library.fitting(self._gathered.exercises, self._wanted)
        choices.present([(each.id, exercise_row(each, width)) for each in fitting])
        count = f"{len(fitting)} of {len(self._gathered.exercises)}"
        self.query_one("#count", Static).update(count)


def card_leaves(family: Family) -> list[Leaf]:
    """The background cards; reads files."""
    cards = library.cards(family.journal).items
    return [Leaf(card.title, "", list(card_lines(card))[2:]) for card in cards]


def practised_leaves(family: Family) -> list[Leaf]:
    """What was practised in the last year, the latest first; reads files."""
    today = clock.local_now().date()
    found = sessions.practised(family.journal, today)
    leaves = []
    for document in reversed(found):
        head, *lines = practised_lines([document], family.household)
        leaves.append(Leaf(head, "", lines or ["Nothing was written about it."]))
    return leaves

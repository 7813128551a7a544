"""Coding blind: one moment at a time, and how it was judged at home once one's own is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static

from parentkit.domain.errors import ParentkitError, UsageProblem
from parentkit.domain.text import one_line
from parentkit.report.coach.blind import (
    NOT_BLIND,
    blind_lines,
    rating_lines,
    sample_words,
    side_by_side,
)
from parentkit.services.coach.blind import code
from parentkit.services.coach.workspace import ConsentOver
from parentkit.tui.actions import Action, bindings
from parentkit.tui.coach.steps import FIT, LEFT_OUT, Steps
from parentkit.tui.coach.widgets.bar import CoachBar
from parentkit.tui.coach.widgets.lines import labelled
from parentkit.tui.screens.leaving import LeftOnce
from parentkit.tui.widgets.choices import Choices
from parentkit.tui.widgets.keys_bar import KeysBar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult

    from parentkit.services.coach.blind import Coded
    from parentkit.tui.coach.app import CoachApp
    from parentkit.tui.coach.drawn import Drawn

BESIDE = 104
STORE, NEXT, DONE = "store", "next", "done"


class BlindPage(LeftOnce, Screen[None]):
    """Goes through a sample; leaving drops the moment that is being judged and nothing else."""

    CSS_PATH = "../../styles/coach.tcss"
    HELP = (
        "What was there to be seen. Judge it: Enter or a number answers, Backspace goes one back. "
        "How it was judged at home is shown once yours is stored, and then nothing is changed any "
        "more. Escape stops here; another time goes on from here."
    )
    ACTIONS: ClassVar = (
        Action("blind_back", "backspace", "one back", "Back to the question before.", "back"),
        Action("blind_leave", "escape", "stop here", "Stop; what is stored stays.", "leave"),
        *(
            Action(
                f"blind_pick_{key}",
                key,
                key,
                f"The answer with the number {key}.",
                f"pick({key})",
                shown=False,
            )
            for key in "1234567890"
        ),
    )
    BINDINGS = bindings(ACTIONS)

    def __init__(self, drawn: Drawn) -> None:
        super().__init__()
        self._drawn = drawn
        self._moments = drawn.sample.to_code
        self._place = 0
        self._coded: Coded | None = None
        self._steps = self._begin()
        self._numbers: list[int] = []

    @property
    def coach(self) -> CoachApp:
        """The application, by the type that it has here."""
        return cast("CoachApp", self.app)

    def compose(self) -> ComposeResult:
        """What was there to be seen, and the judgement."""
        yield CoachBar()
        with Container(id="sides"):
            with VerticalScroll(id="there", can_focus=False):
                yield Static(id="what", markup=False)
            with VerticalScroll(id="judging", can_focus=False):
                yield Static(id="answers", markup=False)
                yield Static(id="question", classes="question", markup=False)
                yield Static(id="about", classes="soft", markup=False)
                yield Choices()
        yield Static(id="sample", classes="soft", markup=False)
        yield KeysBar()

    def on_mount(self) -> None:
        """Shows the first moment."""
        found = self._drawn.sample
        numbers = len(found.moments), found.frame, len(found.coded), found.opened
        words = sample_words(*numbers, whole=not found.problems)
        self.query_one("#sample", Static).update(words)
        self.watch(self.app, "glyphs", self._present, init=False)
        self.query_one(Choices).focus()

    def on_resize(self) -> None:
        """Lays the two sides out anew."""
        self.set_class(self.size.width >= BESIDE, "-beside")
        self.call_after_refresh(self._present)

    def action_back(self) -> None:
        """Back to the question before."""
        if self._coded is None and self._steps.back():
            self._present()

    def action_pick(self, number: int) -> None:
        """Answers by the number that stands before an answer."""
        found = self.query_one(Choices)
        if self._coded is None and number in self._numbers:
            found.highlighted = self._numbers.index(number)
            found.action_select()

    def action_leave(self) -> None:
        """Leaves the sample; it goes on from here another time."""
        left = len(self._moments) - self._place - (self._coded is not None)
        if left:
            self.coach.say(f"{left} left for another time; the same sample goes on from here.")
        self.dismiss(None)

    @on(OptionList.OptionSelected)
    def answered(self, event: OptionList.OptionSelected) -> None:
        """Takes an answer; stores after the last, and goes on after both were seen."""
        code_given = (event.option_id or "").partition("=")[2]
        if self._coded is not None:
            self._onward()
        elif self._steps.question is None:
            self._store()
        else:
            self._steps.give(code_given)
            self._present()

    def _begin(self) -> Steps:
        return Steps(self._drawn.opened.household, self._drawn.pairs)

    def _onward(self) -> None:
        if self._place + 1 >= len(self._moments):
            self.coach.say("That was all of this sample. e shows how far you agree.")
            self.dismiss(None)
            return
        self._place += 1
        self._coded, self._steps = None, self._begin()
        self._present()
        self.query_one("#there").scroll_home(animate=False)

    @work(exclusive=True, group="store")
    async def _store(self) -> None:
        """Stores the coding, and shows the other judgement when that has worked."""
        moment, fields = str(self._moments[self._place]["id"]), self._steps.fields()
        family, coder = self._drawn.opened.family.id, self.coach.coder
        try:
            self._coded = await self.coach.write(
                self.coach.of(family, lambda one: code(one.journal, coder, moment, fields))
            )
        except ConsentOver as over:
            self.coach.say_problem(over)
            self.dismiss(None)
            return
        except UsageProblem as problem:
            self.coach.say_problem(problem)
            self._onward()
            return
        except ParentkitError as problem:
            self.coach.say_problem(problem)
            return
        if not self._coded.coding.get("blind"):
            self.coach.say(NOT_BLIND)
        self._present()

    def _present(self) -> None:
        if self.is_left:
            return
        household, moment = self._drawn.opened.household, self._moments[self._place]
        family = one_line(self._drawn.opened.family.name)
        self.query_one(CoachBar).looked_at = f"{family}   {self._place + 1} of {len(self._moments)}"
        self._put("what", labelled(blind_lines(moment, household), self._room("there")))
        self.set_class(self._coded is not None, "-both")
        if self._coded is not None:
            self._present_both(self._coded, self._room("judging"))
        else:
            self._present_question()
        self.call_after_refresh(self.query_one(Choices).scroll_visible, animate=False)

    def _room(self, name: str) -> int:
        """Columns for text in one of the two sides."""
        return max(self.query_one(f"#{name}").content_size.width - 1, 30)

    def _present_both(self, coded: Coded, width: int) -> None:
        from parentkit.services.log.capture import suggestion_for

        household = self._drawn.opened.household
        reason = suggestion_for(household, coded.moment).reason
        lines = side_by_side(coded.coding, coded.moment, household, self.coach.glyphs, reason)
        lines += rating_lines(coded.coding.get("rubric", {}), self._drawn.pairs)
        self._put("answers", labelled(lines, width))
        self._put("question", Content("Stored. Beside what was said at home."))
        self._put("about", Content(""))
        last = self._place + 1 == len(self._moments)
        self._offer({DONE: "that was all of this sample"} if last else {NEXT: "the next moment"})

    def _present_question(self) -> None:
        steps = self._steps
        given = [
            Content.assemble((f"{steps.label(name)}  ", "$soft"), steps.words(name, answer))
            for name, answer in steps.answers.items()
        ]
        self._put("answers", Content("\n").join(given))
        question = steps.question
        self.set_class(question is not None and bool(question.about), "-rubric")
        if question is None:
            self._put("question", Content("This is your judgement?"))
            self._put("about", Content("Once it is stored it stays as it is."))
            self._offer({STORE: "store it, and see how it was judged at home"})
            return
        self._put("question", Content(question.text))
        self._put("about", Content(question.about))
        self._offer(question.offered, question.name)

    def _offer(self, offered: dict[str, str], name: str = "") -> None:
        """Fills the list, numbered; what is asked is part of the id, so that it starts afresh."""
        self._numbers = _numbers(offered)
        found = self.query_one(Choices)
        found.present(
            (f"{self._place}{name}={key}", Content.assemble((f"{number} ", "$primary"), words))
            for number, (key, words) in zip(self._numbers, offered.items(), strict=True)
        )
        if name == FIT:
            found.highlighted = None  # nothing is proposed: whatever stood first would be chosen

    def _put(self, name: str, text: Content) -> None:
        found = self.query_one(f"#{name}", Static)
        found.update(text)
        found.display = bool(text.plain)


def _numbers(offered: Iterable[str]) -> list[int]:
    """The number keys of answers: 0 leaves out, and a point of a scale is its own number."""
    codes = list(offered)
    places = range(0 if LEFT_OUT in codes else 1, 10)
    return [
        int(code) if code.isdigit() else place for code, place in zip(codes, places, strict=False)
    ]

"""One question about a week, the moments that it is about beside it, and room for an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from parentkit import clock
from parentkit.domain.codes import REFLECTION
from parentkit.domain.errors import ParentkitError
from parentkit.domain.reflection.reflection import ANSWER, FOLLOW_UP_ANSWER, SKIPPED
from parentkit.domain.text import clean, one_line
from parentkit.services.reflection.answers import Writing
from parentkit.services.reflection.questions import all_questions
from parentkit.services.reflection.reflect import reflection_on
from parentkit.tui.actions import Action, bindings
from parentkit.tui.screens.page import LEAVE, QUIT, UNDO, Page
from parentkit.tui.widgets.dated import dated_text
from parentkit.tui.widgets.own_words import OwnWords

if TYPE_CHECKING:
    from typing import Any

    from textual.app import ComposeResult
    from textual.widgets import TextArea

    from parentkit.domain.reflection.choosing import Asked
    from parentkit.domain.time.period import Period
    from parentkit.services.reflection.answers import Answer
    from parentkit.services.reflection.reflect import Reflection
    from parentkit.tui.family import Family

MOMENTS_SHOWN = 6


class AskingPage(Page):
    """A question that may be answered, passed over, or answered anew."""

    CSS_PATH = "../styles/reflect.tcss"
    HELP = (
        "One question, with the reason why it is asked. Write as much or as little as you like: it "
        "is stored by itself. ctrl+n goes to the next one and passes this one over where nothing "
        "is written."
    )
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-narrow"),
        (80, "-usual"),
        (110, "-beside"),
        (140, "-wide"),
    ]
    ACTIONS: ClassVar = (
        Action(
            "asking_next",
            "ctrl+n",
            "next",
            "The next question; an empty one is passed over.",
            "next",
            first=True,
        ),
        Action("asking_back", "ctrl+b", "before", "The question before.", "back", first=True),
        LEAVE,
        UNDO,
        QUIT,
    )
    BINDINGS = bindings(ACTIONS)

    def __init__(self, family: Family, reflection: Reflection, question: Asked) -> None:
        super().__init__()
        self._family = family
        self._reflection = reflection
        self._question = question
        self._before = answer_to(reflection, question)
        monday = reflection.period.start
        self._writing = Writing(family.journal, monday, reflection.caregiver, question)

    def body(self) -> ComposeResult:
        """The question and its fields; the moments beside them where there is room."""
        document = self._before.document if self._before else {}
        with Container(id="asking", classes="" if self._behind() else "-alone"):
            with Container(id="asked"):
                yield Static(self._place(), classes="soft", markup=False)
                yield Static(one_line(self._question.text), id="text", markup=False)
                yield Static(one_line(self._question.because), classes="soft", markup=False)
            if behind := self._behind():
                with VerticalScroll(id="behind", can_focus=False):
                    yield Static(behind)
            with VerticalScroll(id="answering", can_focus=False):
                yield self._field(ANSWER, document, "Write as much or as little as you like")
                if self._question.follow_up:
                    with Container(id="further"):
                        yield Static(one_line(self._question.follow_up), id="step", markup=False)
                        yield self._field(FOLLOW_UP_ANSWER, document, "One step further")
                if self._before and self._before.conflicts:
                    yield Static(self._conflicts(self._before), classes="soft", markup=False)

    def on_mount(self) -> None:
        """Begins with the answer."""
        self.query_one(f"#{ANSWER}", OwnWords).focus()
        self._show_further()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Offers the step further as soon as there is an answer."""
        event.stop()
        self._show_further()

    @work(exclusive=True, group="turn")
    async def action_next(self) -> None:
        """Goes to the next question that waits; back to the week where none does."""
        if not await self.all_stored() or not await self._passed_over():
            return
        reflection = await self._read()
        question = following(reflection, self._question)
        if question is not None:
            self._turn_to(reflection, question)
            return
        self.desk.say("That was the week. Its answers can be changed whenever you like.")
        self.dismiss(None)

    @work(exclusive=True, group="turn")
    async def action_back(self) -> None:
        """Goes to the question before this one; its answer can be changed."""
        if not await self.all_stored():
            return
        reflection = await self._read()
        ids = [question.id for question in reflection.questions]
        place = ids.index(self._question.id) if self._question.id in ids else 0
        if place:
            self._turn_to(reflection, reflection.questions[place - 1])

    def _turn_to(self, reflection: Reflection, question: Asked) -> None:
        self.app.switch_screen(AskingPage(self._family, reflection, question))

    async def _passed_over(self) -> bool:
        """Stores that nothing was written here; False where that did not work."""
        before = self._before.document if self._before else {}
        if any(field.words for field in self.query(OwnWords)) or before.get(SKIPPED):
            return True
        try:
            await self.desk.write(self._writing.skip)
        except ParentkitError as problem:
            self.desk.say_problem(problem)
            return False
        return True

    async def _read(self) -> Reflection:
        period = self._reflection.period
        return await self.desk.in_background(lambda: the_reflection(self._family, period))

    def _place(self) -> str:
        title = self._reflection.period.title(clock.local_now().date())
        ids = [question.id for question in self._reflection.questions]
        if self._question.id not in ids:
            return title
        return f"{title}, question {ids.index(self._question.id) + 1} of {len(ids)}"

    def _field(self, name: str, document: dict[str, Any], placeholder: str) -> OwnWords:
        return OwnWords(
            lambda text: self._writing.put(text, name),
            lambda text: (REFLECTION, self._writing.whole(text, name)),
            str(document.get(name) or ""),
            placeholder=placeholder,
            id=name,
        )

    def _behind(self) -> Content | None:
        moments = [
            moment
            for moment in self._reflection.week.moments
            if moment["id"] in self._question.moments
        ]
        if not moments:
            return None
        household, glyphs = self._family.household, self.desk.glyphs
        today = clock.local_now().date()
        lines = [dated_text(moment, household, glyphs, today) for moment in moments[:MOMENTS_SHOWN]]
        if moments[MOMENTS_SHOWN:]:
            more = f"and {len(moments) - MOMENTS_SHOWN} more"
            lines.append(Content.styled(more, "$soft"))
        return Content("\n").join(lines)

    def _show_further(self) -> None:
        fields = list(self.query(OwnWords))
        for further in self.query("#further"):
            further.display = any(field.words for field in fields)

    def _conflicts(self, answer: Answer) -> str:
        told = (f"another device also has this: {clean(text)}" for _, text in answer.conflicts)
        return "\n".join(told)


def answer_to(reflection: Reflection, question: Asked) -> Answer | None:
    """What was stored about a question in this week; None where nothing was."""
    return next(
        (each for each in reflection.answers if each.document.get("question") == question.id), None
    )


def following(reflection: Reflection, question: Asked) -> Asked | None:
    """The next question that was neither answered nor passed over, else the first such one."""
    waiting = [each for each in reflection.unanswered if each.id != question.id]
    return next((each for each in waiting if each in _after(reflection, question)), None) or next(
        iter(waiting), None
    )


def _after(reflection: Reflection, question: Asked) -> list[Asked]:
    ids = [each.id for each in reflection.questions]
    place = ids.index(question.id) if question.id in ids else -1
    return reflection.questions[place + 1 :]


def the_reflection(family: Family, period: Period) -> Reflection:
    """The reflection of whoever logs here on a week; reads files."""
    questions, _ = all_questions(family.journal, family.household)
    today = clock.local_now().date()
    return reflection_on(
        family.journal, family.household, questions, period, family.caregiver, today
    )

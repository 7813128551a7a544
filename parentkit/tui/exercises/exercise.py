"""An exercise, step by step: timed where time matters, with one question and a line at its end."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import work
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from parentkit import clock
from parentkit.domain.codes import PRACTICE, REFLECTION
from parentkit.domain.errors import ParentkitError
from parentkit.domain.time.countdown import Countdown
from parentkit.report.glyphs import ASCII
from parentkit.services.exercises import sessions
from parentkit.tui.actions import Action, bindings
from parentkit.tui.screens.page import LEAVE, QUIT, UNDO, Page
from parentkit.tui.widgets.own_words import OwnWords
from parentkit.tui.widgets.passing import Passing
from parentkit.tui.widgets.scene_view import SceneView

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from parentkit.domain.exercises.exercise import Breath, Exercise, Scene, Scenes, Step
    from parentkit.services.exercises.sessions import Session
    from parentkit.tui.family import Family

LOOK_EVERY_SECONDS = 0.25
NO_MOTION = "NO_MOTION"
PLACEHOLDER = "As much or as little as you like"


class Stage(NamedTuple):
    """One thing after the other: the beginning, a step, how to read scenes, a scene, the end."""

    kind: str
    number: int = 0
    of: int = 0
    step: Step | None = None
    scene: Scene | None = None


BEGINNING, STEP, HOW, SCENE, CLOSING = "beginning", "step", "how", "scene", "closing"

ABOUT_SCENES = (
    Action(
        "scene_others", "o", "other answers", "What the other answers would be called.", "others"
    ),
    Action("scene_enough", "e", "enough", "No more scenes: on to the end.", "enough"),
)


class ExercisePage(Page):
    """One exercise under way; nothing is stored before it begins."""

    CSS_PATH = "../styles/practise.tcss"
    HELP = (
        "An exercise, one step at a time. Enter goes on, space holds the time, Escape stops here; "
        "what you write at the end is stored by itself."
    )
    ACTIONS: ClassVar = (
        Action(
            "exercise_on",
            "enter,n,ctrl+n",
            "go on",
            "The next step, also before its time is over.",
            "go_on",
        ),
        Action("exercise_hold", "space", "hold", "Hold the time, or let it pass on.", "hold"),
        Action("exercise_back", "backspace,ctrl+b", "before", "One step back.", "step_back"),
        Action("exercise_words", "v", "words only", "Show or hide the bar.", "words_only"),
        *ABOUT_SCENES,
        LEAVE,
        UNDO,
        QUIT,
    )
    BINDINGS = bindings(ACTIONS)

    def __init__(self, family: Family, exercise: Exercise, scenes: Scenes | None = None) -> None:
        super().__init__()
        self._family = family
        self._exercise = exercise
        self._scenes = scenes
        self._stages = stages_of(exercise, scenes)
        self._place = 0
        self._session: Session | None = None
        self._countdown: Countdown | None = None
        self._bar = not os.environ.get(NO_MOTION)

    def body(self) -> ComposeResult:
        """What is said, the time, a scene, and room to write; whatever of it belongs to a stage."""
        with VerticalScroll(id="exercise"):
            yield Static(id="head", classes="soft", markup=False)
            yield Static(id="words", markup=False)
            yield Passing(id="time")
            yield SceneView(self._family.household)
            yield Static(id="more", markup=False)
            yield Vertical(id="closing")

    def on_mount(self) -> None:
        """Begins with what is said before an exercise; a bar moves where motion is wanted."""
        self._bar = self._bar and self.app.animation_level != "none"
        self.set_interval(LOOK_EVERY_SECONDS, self.tick)
        self._show()

    def tick(self) -> None:
        """Shows how much time is left, and goes on when it has passed."""
        if self._countdown is None:
            return
        now = clock.steady()
        if self._countdown.left(now) <= 0:
            self._countdown = None
            self.action_go_on()
            return
        ascii_only = self.desk.glyphs is ASCII
        self.query_one(Passing).present(
            self._countdown, self._breath, now, ascii_only=ascii_only, bar=self._bar
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Which actions belong to this stage."""
        kind = self._stages[self._place].kind
        offered = {
            "hold": self._countdown is not None,
            "words_only": self._countdown is not None,
            "step_back": kind in (STEP, HOW, SCENE) and self._place > 1,
            "others": kind == SCENE,
            "enough": kind == SCENE,
        }
        return offered.get(action, super().check_action(action, parameters))

    @work(exclusive=True, group="step")
    async def action_go_on(self) -> None:
        """Goes on to what comes next; after the end, back to the list."""
        kind = self._stages[self._place].kind
        if kind == CLOSING:
            self.action_leave()
        elif kind != BEGINNING or await self._begun():
            await self._go_to(self._place + 1)

    @work(exclusive=True, group="step")
    async def action_step_back(self) -> None:
        """Goes one step back; its time begins anew."""
        await self._go_to(self._place - 1)

    @work(exclusive=True, group="step")
    async def action_enough(self) -> None:
        """Goes to the end."""
        await self._go_to(len(self._stages) - 1)

    def action_others(self) -> None:
        """Says what the other answers of the scene would be called."""
        self.query_one(SceneView).explain_others()

    def action_hold(self) -> None:
        """Holds the time, or lets it pass on."""
        if self._countdown is None:
            return
        if self._countdown.held:
            self._countdown.go_on(clock.steady())
        else:
            self._countdown.hold(clock.steady())
        self.tick()

    def action_words_only(self) -> None:
        """Shows or hides the bar."""
        self._bar = not self._bar
        self.tick()

    @property
    def _breath(self) -> Breath | None:
        """The breathing that belongs to this step."""
        step, breath = self._stages[self._place].step, self._exercise.breath
        return breath if breath and step and step.seconds == breath.seconds else None

    async def _go_to(self, place: int) -> None:
        if self._stages[place].kind == CLOSING:
            await self._finished()
        self._place = place
        self._show()

    async def _begun(self) -> bool:
        """Stores that the exercise was begun; False where that did not work."""
        if self._session is None:
            family = self._family
            try:
                self._session = await self.desk.write(
                    lambda: sessions.begin(family.journal, family.household, self._exercise)
                )
            except ParentkitError as problem:
                self.desk.say_problem(problem)
        return self._session is not None

    async def _finished(self) -> None:
        """Stores that its end was reached, and makes room to write."""
        session, journal = self._session, self._family.journal
        if session is None or self.query("#closing OwnWords"):
            return
        try:
            await self.desk.write(lambda: sessions.finish(journal, session))
            before = await self.desk.in_background(lambda: sessions.answer_so_far(journal, session))
        except ParentkitError as problem:
            self.desk.say_problem(problem)
            before = ""
        answer = OwnWords(
            lambda text: sessions.put_answer(journal, session, text),
            lambda text: (REFLECTION, sessions.whole_answer(session, text)),
            before,
            placeholder=PLACEHOLDER,
            id="answer",
        )
        words = OwnWords(
            lambda text: sessions.put_words(journal, session, text),
            lambda text: (PRACTICE, sessions.whole_words(session, text)),
            placeholder=PLACEHOLDER,
            id="own",
        )
        await self.query_one("#closing").mount(
            Static(self._exercise.question, classes="question", markup=False),
            answer,
            Static("How was it, in your words?", classes="question", markup=False),
            words,
        )

    def _show(self) -> None:
        """Shows the stage; whatever does not belong to it is hidden."""
        stage, exercise = self._stages[self._place], self._exercise
        seconds = stage.step.seconds if stage.step else 0
        self._countdown = Countdown(seconds, clock.steady()) if seconds else None
        self.query_one("#head", Static).update(_head(exercise, stage))
        for name, text in (("#words", _words(exercise, stage)), ("#more", self._more(stage))):
            self.query_one(name, Static).update(text)
            self.query_one(name).display = bool(text)
        self.query_one(Passing).display = self._countdown is not None
        self.query_one("#closing").display = stage.kind == CLOSING
        view = self.query_one(SceneView)
        view.display = stage.scene is not None
        if stage.scene is not None:
            view.present(stage.scene)
        elif stage.kind == CLOSING:
            self.query(OwnWords).first().focus()
        else:
            self.query_one("#exercise").focus()
        self.query_one("#exercise", VerticalScroll).scroll_home(animate=False)
        self.refresh_bindings()
        self.tick()

    def _more(self, stage: Stage) -> str:
        if stage.kind == BEGINNING:
            return "Enter begins. Nothing is stored before."
        if stage.kind == HOW and self._scenes is not None:
            return how_words(self._scenes)
        return ""


def stages_of(exercise: Exercise, scenes: Scenes | None) -> list[Stage]:
    """What comes after what in an exercise."""
    if scenes is None:
        of = len(exercise.steps)
        between = [Stage(STEP, at, of, step) for at, step in enumerate(exercise.steps, 1)]
    else:
        from parentkit.domain.exercises.suggest import from_another

        in_order = from_another(scenes, clock.local_now().date())
        of = len(in_order)
        between = [
            Stage(HOW),
            *(Stage(SCENE, at, of, None, each) for at, each in enumerate(in_order, 1)),
        ]
    return [Stage(BEGINNING), *between, Stage(CLOSING)]


def how_words(scenes: Scenes) -> str:
    """What is said before the first scene."""
    from parentkit.domain.exercises.exercise import ADULT
    from parentkit.report.exercise import BETWEEN_ADULTS

    between = [BETWEEN_ADULTS] if any(each.age == ADULT for each in scenes.scenes) else []
    return "\n\n".join([scenes.intro, *between])


def _head(exercise: Exercise, stage: Stage) -> str:
    if stage.kind in (STEP, SCENE):
        return f"{exercise.title}, {stage.kind} {stage.number} of {stage.of}"
    return f"{exercise.title}, about {exercise.minutes} min"


def _words(exercise: Exercise, stage: Stage) -> str:
    """What is said at a stage."""
    from parentkit.report.exercise import for_what

    if stage.kind == BEGINNING:
        return "\n".join(
            (
                for_what(exercise),
                *("", "When not to", exercise.when_not),
                *("", "Why it may help", exercise.why),
                *("", f"Source: {exercise.source}."),
            )
        )
    if stage.kind == HOW:
        return "\n".join(f"{at}. {step.text}" for at, step in enumerate(exercise.steps, 1))
    if stage.kind == CLOSING:
        return f"You may notice\n{exercise.notice}"
    return stage.step.text if stage.step else ""

"""A scene: a short story, answers to choose from, and what the tool calls the one chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from parentkit.domain.codes import SUGGESTED
from parentkit.domain.exercises.exercise import ADULT
from parentkit.domain.text import one_line
from parentkit.report.exercise import IN_THE_CHILDS_PLACE
from parentkit.report.glyphs import OF_FIT
from parentkit.report.log.moment import fit_words
from parentkit.services.log.capture import suggestion_for
from parentkit.tui.widgets.choices import Choices
from parentkit.tui.widgets.moment_text import sign_colour

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from parentkit.domain.exercises.exercise import Answer, Scene
    from parentkit.domain.log.household import Household
    from parentkit.tui.base import JournalApp


class SceneView(Vertical):
    """Nothing about the answers is stored or counted, and none of them is the right one."""

    HELP = (
        "A scene, and ways to answer it. Choose one by its number, or by the arrow keys and Enter; "
        "then it says what each would be called, and why. Nothing of this is stored."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(str(place), f"choose({place})", show=False, id=f"scene_answer_{place}")
        for place in range(1, 10)
    ]

    def __init__(self, household: Household) -> None:
        super().__init__()
        self._household = household
        self._scene: Scene | None = None
        self._chosen: Answer | None = None

    def compose(self) -> ComposeResult:
        """The story, the answers, the explanation."""
        yield Static(id="story", markup=False)
        yield Choices(id="answers")
        yield Static(id="explanation")

    def present(self, scene: Scene) -> None:
        """Shows a scene with nothing chosen yet."""
        self._scene, self._chosen = scene, None
        self.query_one("#story", Static).update(one_line(scene.story))
        answers = self.query_one("#answers", Choices)
        answers.present([])
        answers.present(
            [
                (str(number), Content(f"{number}  {one_line(answer.words)}"))
                for number, answer in enumerate(scene.answers, 1)
            ]
        )
        self.query_one("#explanation", Static).update("")
        answers.focus()

    def action_choose(self, place: int) -> None:
        """Says what an answer is called, by its number."""
        if self._scene is not None and place <= len(self._scene.answers):
            self.query_one("#answers", Choices).highlighted = place - 1
            self._chosen = self._scene.answers[place - 1]
            self._explain([self._chosen])

    def explain_others(self) -> None:
        """Says of every answer that was not chosen what it would be called."""
        if self._scene is not None and self._chosen is not None:
            self._explain([each for each in self._scene.answers if each is not self._chosen])

    def on_option_list_option_selected(self, event: Choices.OptionSelected) -> None:
        """Says what the answer is called, and why."""
        event.stop()
        self.action_choose(event.option_index + 1)

    def _explain(self, answers: list[Answer]) -> None:
        scene = self._scene
        if scene is None:
            return
        glyphs = cast("JournalApp", self.app).glyphs
        told = [explained(scene, answer, self._household, glyphs) for answer in answers]
        if scene.age == ADULT:
            told.append(Content.styled(IN_THE_CHILDS_PLACE, "$soft"))
        explanation = self.query_one("#explanation", Static)
        explanation.update(Content("\n\n").join(told))
        self.call_after_refresh(explanation.scroll_visible, animate=False)


def explained(
    scene: Scene, answer: Answer, household: Household, glyphs: Mapping[str, str]
) -> Content:
    """Which sign and response an answer is in the tool's terms, the suggested fit, and why."""
    fields = {"cue": scene.cue, "responses": [answer.code]}
    suggestion = suggestion_for(household, fields)
    judged = {"fit": suggestion.fit, "fit_source": SUGGESTED}
    sign = OF_FIT.get(suggestion.fit, "unsure")
    number = scene.answers.index(answer) + 1
    cue = household.vocabulary("cues").label(scene.cue)
    response = household.vocabulary("responses").label(answer.code)
    return Content("\n").join(
        [
            Content.styled(
                f"{number}  {one_line(cue)} {glyphs['then']} {one_line(response)}", "bold"
            ),
            Content.styled(fit_words(judged, household, glyphs), sign_colour(sign)),
            Content(one_line(suggestion.reason)),
            Content.styled(one_line(answer.why), "$soft"),
        ]
    )

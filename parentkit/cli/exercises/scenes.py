"""Goes through scenes with a person: a story, answers to choose from, and what the tool calls them.

Nothing about the answers is stored or counted, and none of them is the right one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.session import glyphs, put, say
from parentkit.domain.exercises.exercise import ADULT
from parentkit.domain.exercises.suggest import from_another
from parentkit.report.exercise import (
    BETWEEN_ADULTS,
    IN_THE_CHILDS_PLACE,
    chosen_lines,
    scene_lines,
)
from parentkit.report.layout import wrapped
from parentkit.services.log.capture import suggestion_for

if TYPE_CHECKING:
    from datetime import date

    from parentkit.cli.exercises.sitting import Sitting
    from parentkit.domain.exercises.exercise import Answer, Scene, Scenes
    from parentkit.domain.log.household import Household

ENOUGH = ("e", "enough")
OTHERS = ("o", "others")
GO_ON, ANOTHER = "go on", "another scene"


def go_through_scenes(sitting: Sitting, household: Household, scenes: Scenes, today: date) -> None:
    """Shows scene after scene, beginning with another one each day, until the person has enough.

    Raises:
        Left: the person wants to stop altogether.
    """
    put(["", *wrapped(scenes.intro)])
    if any(scene.age == ADULT for scene in scenes.scenes):
        put(["", *wrapped(BETWEEN_ADULTS)])
    for number, scene in enumerate(from_another(scenes, today), 1):
        put(scene_lines(scene))
        last = number == len(scenes.scenes)
        if _enough(sitting, household, scene, last=last):
            return


def _enough(sitting: Sitting, household: Household, scene: Scene, *, last: bool) -> bool:
    """One scene; True where the person has enough of them, or the input has ended."""
    numbers = {str(number): answer for number, answer in enumerate(scene.answers, 1)}
    onward = GO_ON if last else ANOTHER
    chosen: Answer | None = None
    while True:
        if chosen:
            say(f"(o: the other answers. Enter: {onward}. e: enough scenes. q: stop here.)")
        else:
            say(
                f"(1 to {len(numbers)}: choose an answer. Enter: {onward}. e: enough scenes. "
                "q: stop here.)"
            )
        line = sitting.line()
        if line is None or line.lower() in ENOUGH:
            return True
        if not line:
            return False
        if line in numbers:
            chosen = numbers[line]
            _explain(household, scene, [chosen])
        elif chosen and line.lower() in OTHERS:
            _explain(household, scene, [each for each in scene.answers if each != chosen])
        else:
            say(f"{line!r} is none of these.")


def _explain(household: Household, scene: Scene, answers: list[Answer]) -> None:
    for answer in answers:
        fields = {"cue": scene.cue, "responses": [answer.code]}
        suggestion = suggestion_for(household, fields)
        put(chosen_lines(scene, answer, suggestion, household, glyphs()))
    if scene.age == ADULT:
        put(["", IN_THE_CHILDS_PLACE])

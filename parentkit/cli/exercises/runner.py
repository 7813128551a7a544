"""Goes through an exercise with a person: step by step, timed where it is, to the last question.

Scenes are a story, answers to choose from, and what the tool calls them: nothing about the answers
is stored or counted, and none of them is the right one.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from parentkit import clock
from parentkit.cli.exercises.sitting import Left, Sitting
from parentkit.cli.session import glyphs, put, say
from parentkit.domain.exercises.exercise import ADULT, SCENES
from parentkit.domain.exercises.suggest import from_another
from parentkit.report.exercise import (
    BETWEEN_ADULTS,
    IN_THE_CHILDS_PLACE,
    breath_words,
    chosen_lines,
    closing_lines,
    intro_lines,
    scene_lines,
    step_lines,
)
from parentkit.report.layout import wrapped
from parentkit.services.exercises import sessions
from parentkit.services.exercises.library import scenes_of
from parentkit.services.log.capture import suggestion_for

if TYPE_CHECKING:
    from datetime import date

    from parentkit.cli.exercises.sitting import Pace
    from parentkit.domain.exercises.exercise import Answer, Exercise, Scene, Scenes, Step
    from parentkit.domain.log.household import Household
    from parentkit.journal import Journal


ENOUGH = ("e", "enough")
OTHERS = ("o", "others")
GO_ON, ANOTHER = "go on", "another scene"


def run_exercise(
    journal: Journal, household: Household, exercise: Exercise, pace: Pace | None
) -> None:
    """Practises an exercise; what is written is stored line by line, whatever happens after it.

    Args:
        journal: where it is kept.
        household: the family's words.
        exercise: what is practised.
        pace: the clock to keep to; None waits for nothing.

    Raises:
        NothingFound: scenes belong to it and are not there; nothing was stored.
        WriteProblem: something could not be stored.
    """
    scenes = scenes_of(journal, household, exercise) if exercise.kind == SCENES else None
    book = _Book(journal, household, sessions.begin(journal, household, exercise))
    sitting = Sitting(pace, book.write_words)
    try:
        _go_through(sitting, book, household, scenes)
    except Left:
        say("\nStopped here. What was written down is stored.")
        return
    if not sitting.ended:
        say("\nparentkit practise --log shows it again.")


class _Book:
    """Stores what is written in a session; the help page opens where the words call for it."""

    def __init__(self, journal: Journal, household: Household, session: sessions.Session) -> None:
        self._journal = journal
        self._household = household
        self.session = session
        self._helped = False

    def write_words(self, line: str) -> None:
        sessions.write_words(self._journal, self.session, line)
        self._look_at(line)

    def write_answer(self, line: str) -> None:
        sessions.write_answer(self._journal, self.session, line)
        self._look_at(line)

    def finish(self) -> None:
        sessions.finish(self._journal, self.session)

    def _look_at(self, line: str) -> None:
        from parentkit.services.log.apart import harm_words

        if not self._helped and harm_words(self._household).found_in({"note": line}):
            from parentkit.cli.help.help_now import page

            self._helped = True
            say(
                "\n".join(("", "What you wrote is stored.", "", *page(stored=False, on=sys.stderr)))
            )


def _go_through(sitting: Sitting, book: _Book, household: Household, scenes: Scenes | None) -> None:
    exercise = book.session.exercise
    put(intro_lines(exercise))
    sitting.go_on("begin")
    if scenes:
        put(line for step in _numbered(exercise) for line in step_lines(*step))
        _go_through_scenes(sitting, household, scenes, clock.local_now().date())
    else:
        for number, of, step in _numbered(exercise):
            put(step_lines(number, of, step))
            _take(sitting, exercise, step)
    if not sitting.ended:
        book.finish()
    put(closing_lines(exercise))
    if not sitting.ended:
        say("(Write as much as you like; an empty line ends it, and none at all is fine.)")
        sitting.write(book.write_answer)
    if not sitting.ended:
        say("How was it, in your words? (An empty line ends it, and none at all is fine.)")
        sitting.write(book.write_words)


def _numbered(exercise: Exercise) -> list[tuple[int, int, Step]]:
    steps = exercise.steps
    return [(number, len(steps), step) for number, step in enumerate(steps, 1)]


def _take(sitting: Sitting, exercise: Exercise, step: Step) -> None:
    """Waits as long as a step takes: its time, its breaths, or until the person goes on."""
    if exercise.breath and step.seconds == exercise.breath.seconds:
        put([f"  {breath_words(exercise.breath)}"])
        sitting.breathe(exercise.breath)
    elif step.seconds:
        sitting.wait(step.seconds)
    else:
        sitting.go_on()


def _go_through_scenes(sitting: Sitting, household: Household, scenes: Scenes, today: date) -> None:
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
        if _has_enough(sitting, household, scene, last=last):
            return


def _has_enough(sitting: Sitting, household: Household, scene: Scene, *, last: bool) -> bool:
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

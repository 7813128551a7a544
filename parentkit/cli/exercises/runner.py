"""Goes through an exercise with a person: step by step, timed where it is, to the last question."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from parentkit import clock
from parentkit.cli.exercises.scenes import go_through_scenes
from parentkit.cli.exercises.sitting import Left, Sitting
from parentkit.cli.session import put, say
from parentkit.domain.exercises.exercise import SCENES
from parentkit.report.exercise import breath_words, closing_lines, intro_lines, step_lines
from parentkit.services.exercises import sessions
from parentkit.services.exercises.library import scenes_of

if TYPE_CHECKING:
    from parentkit.cli.exercises.sitting import Pace
    from parentkit.domain.exercises.exercise import Exercise, Scenes, Step
    from parentkit.domain.log.household import Household
    from parentkit.journal import Journal


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
        go_through_scenes(sitting, household, scenes, clock.local_now().date())
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

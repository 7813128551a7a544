"""The forms in which a coach writes: a comment, a goal, a session note, something to take along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit import clock
from parentkit.domain.coaching.coaching import SORTS
from parentkit.domain.text import one_line
from parentkit.domain.time.period import parse_day
from parentkit.report.coach.inbox import ASKED
from parentkit.services.coach import write
from parentkit.tui.coach.screens.box import Field, FormBox

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from parentkit.services.coach.workspace import OpenFamily
    from parentkit.tui.coach.app import CoachApp


class CommentBox(FormBox):
    """What went well comes first, then what is worth wondering about, then a question."""

    HELP = (
        "What went well comes first; each of the three may stay empty. The family sees comments "
        "when you send an answer (s). ctrl+s stores, Escape closes and keeps what you typed."
    )


def comment_box(app: CoachApp, opened: OpenFamily, moment: str) -> FormBox:
    """Comments on one moment."""

    def store(texts: dict[str, str]) -> object:
        said = {sort: text for sort, text in texts.items() if text}
        return app.of(
            opened.family.id, lambda one: write.comment(one.journal, app.coder, moment, said)
        )()

    fields = [Field(sort, ASKED[sort], long=True) for sort in SORTS]
    return CommentBox(f"A comment for {opened.family.name}", fields, store, f"comment {moment}")


def goal_box(app: CoachApp, opened: OpenFamily) -> FormBox:
    """A goal, with the day by which to look at it again."""
    household = opened.household
    names = [one_line(household.name(str(child["id"]))) for child in household.children]
    fields = [
        Field("text", "The goal, in words the family would use", long=True),
        Field("by", "Look at it again by (a date; may stay empty)"),
    ]
    if len(names) > 1:
        fields.append(Field("child", "For which child (may stay empty)", offered=names))

    def store(texts: dict[str, str]) -> object:
        by_when = parse_day(texts["by"], _today()).isoformat() if texts["by"] else ""
        child = household.child(texts["child"]) if texts.get("child") else ""
        return app.of(
            opened.family.id,
            lambda one: write.set_goal(one.journal, app.coder, texts["text"], by_when, child),
        )()

    return FormBox(f"A goal with {opened.family.name}", fields, store, f"goal {opened.family.id}")


def note_box(app: CoachApp, opened: OpenFamily) -> FormBox:
    """A session note, for the coach alone."""
    fields = [
        Field("day", "The day of the session", "today"),
        Field("text", "Your note; it is in no answer and in no report", long=True),
    ]

    def store(texts: dict[str, str]) -> object:
        day = parse_day(texts["day"] or "today", _today()).isoformat()
        return app.of(
            opened.family.id,
            lambda one: write.write_note(one.journal, app.coder, texts["text"], day),
        )()

    title = f"A session note about {opened.family.name}"
    return FormBox(title, fields, store, f"note {opened.family.id}")


def exercise_ids(opened: OpenFamily) -> list[str]:
    """What can be given; reads files."""
    from parentkit.services.exercises.library import exercises

    return [exercise.id for exercise in exercises(opened.journal).items]


def assign_box(app: CoachApp, opened: OpenFamily, ids: Sequence[str]) -> FormBox:
    """An exercise or a question to take along."""
    from parentkit.services.exercises.library import exercise_called

    fields = [
        Field("exercise", "An exercise (typing finds one; right arrow takes it)", offered=ids),
        Field("question", "Or a question, in your words", long=True),
        Field("why", "Why this one, for the family to read (may stay empty)"),
    ]

    def store(texts: dict[str, str]) -> object:
        def given(one: OpenFamily) -> object:
            asked = texts["exercise"]
            exercise = exercise_called(one.journal, asked).id if asked else ""
            question, why = texts["question"], texts["why"]
            return write.assign(
                one.journal, app.coder, exercise=exercise, question=question, why=why
            )

        return app.of(opened.family.id, given)()

    title = f"To take along, for {opened.family.name}"
    return FormBox(title, fields, store, f"assign {opened.family.id}")


def _today() -> date:
    return clock.local_now().date()

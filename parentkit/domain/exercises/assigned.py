"""What a coach gave a family to take along: questions for the week, exercises to try."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from parentkit.domain.coaching.coaching import is_done
from parentkit.domain.codes import ASSIGNMENT
from parentkit.domain.reflection.choosing import MOST_QUESTIONS, Asked
from parentkit.domain.reflection.question import ABOUT_CHILD, ABOUT_REPAIR, ABOUT_SELF
from parentkit.domain.text import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from parentkit.domain.log.household import Household
    from parentkit.domain.time.period import Period

PREFIX = f"{ASSIGNMENT}:"
"""What the id of a coach's question begins with, as a question; the record's id follows."""

MOST_ASSIGNED = 2
"""So many of a coach's questions are asked in a week, so that the parent's own ones have room."""

_GRACE = timedelta(weeks=1)
_KEPT_LONGEST = (ABOUT_CHILD, ABOUT_SELF, ABOUT_REPAIR)


def assigned_questions(household: Household, period: Period) -> list[Asked]:
    """The questions that coaches asked and nobody has answered, oldest first.

    Weeks that were long over when a coach asked are left as they were.
    """
    return [
        Asked(
            PREFIX + str(each["id"]),
            one_line(clean(each["question"])),
            ASSIGNMENT,
            _because(household, each),
            (),
        )
        for each in _waiting(household.assignments)
        if isinstance(each.get("question"), str) and _is_recent(each, period)
    ]


def assigned_exercises(household: Household) -> dict[str, str]:
    """The exercises that coaches assigned and that were not done yet, oldest first, with why."""
    found: dict[str, str] = {}
    for each in _waiting(household.assignments):
        if isinstance(each.get("exercise"), str):
            found.setdefault(each["exercise"], _because(household, each))
    return found


def record_of(question: str) -> str:
    """The id of the record behind a question; nothing where no coach asked it."""
    return question.removeprefix(PREFIX) if question.startswith(PREFIX) else ""


def with_assigned(
    asked: Sequence[Asked], assigned: Iterable[Asked], begun: Collection[str]
) -> list[Asked]:
    """A week's questions with a coach's before them, MOST_QUESTIONS in all.

    Where there are too many, those go that can best be missed: none that was `begun`, and the ones
    about the child, oneself and repair last of all.
    """
    first = list(assigned)[:MOST_ASSIGNED]
    rest = list(asked)
    by_need = sorted(
        (question for question in asked if question.id not in begun),
        key=lambda question: question.kind in _KEPT_LONGEST,
    )
    for question in by_need[: max(0, len(first) + len(rest) - MOST_QUESTIONS)]:
        rest.remove(question)
    return [*first, *rest]


def _waiting(assignments: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    waiting = [each for each in assignments if not is_done(each)]
    return sorted(waiting, key=lambda each: (str(each.get("logged_at", "")), str(each["id"])))


def _is_recent(assignment: Mapping[str, Any], period: Period) -> bool:
    try:
        asked = date.fromisoformat(str(assignment.get("logged_at", ""))[:10])
    except ValueError:
        return True
    return asked < period.end + _GRACE


def _because(household: Household, assignment: Mapping[str, Any]) -> str:
    who = one_line(household.name(str(assignment.get("coder", ""))))
    why = one_line(clean(str(assignment.get("why") or "")))
    if "question" in assignment:
        return f"Your coach {who} asks this: {why}" if why else f"Your coach {who} asks this."
    return f"Your coach {who} suggests this: {why}" if why else f"Your coach {who} suggests this."

"""Every question that may be asked: the bank, and the packs that the family has beside it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.content import load
from parentkit.domain.log.wanted import EVERYTHING
from parentkit.domain.reflection.question import Question
from parentkit.domain.reflection.reflection import answered
from parentkit.domain.reflection.wanted import ANSWERED_IN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from parentkit.domain.log.household import Household
    from parentkit.domain.log.moment import Document
    from parentkit.domain.reflection.wanted import QuestionsWanted
    from parentkit.interchange.pages.question_pack import Pack, PackProblem
    from parentkit.journal import Journal

PACKS = "packs"


class Known(NamedTuple):
    """A question, how often it was answered, and the Monday of the latest week; empty for never."""

    question: Question
    answers: int = 0
    answered_in: str = ""


def bank() -> list[Question]:
    """The shipped questions."""
    return [Question(**question) for question in load("questions")["questions"]]


def all_questions(
    journal: Journal, household: Household
) -> tuple[list[Question], list[PackProblem]]:
    """The bank and what can be used of the family's packs, and what is the matter with the rest."""
    questions = bank()
    folder = os.path.join(journal.places.family, PACKS)
    try:
        names = sorted(os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return questions, []
    from parentkit.domain.reflection.question_check import known_codes
    from parentkit.interchange.pages.question_pack import may_hold_questions, read_pack

    known = known_codes(household)
    problems: list[PackProblem] = []
    for name in names:
        path = os.path.join(folder, name)
        if may_hold_questions(path):
            pack = read_pack(path, known, [question.id for question in questions])
            questions += pack.questions
            problems += pack.problems
    return questions, problems


def with_answers(questions: Iterable[Question], reflections: Iterable[Document]) -> list[Known]:
    """Questions, in their order, with when they were answered last.

    Args:
        questions: the bank and the packs.
        reflections: answers, in the order in which they were asked; those passed over are left out.
    """
    weeks: dict[str, list[str]] = {}
    for document in filter(answered, reflections):
        weeks.setdefault(str(document.get("question")), []).append(str(document.get("week")))
    return [
        Known(each, len(of := weeks.get(each.id, [])), max(of, default="")) for each in questions
    ]


def found_questions(known: Sequence[Known], wanted: QuestionsWanted) -> list[Known]:
    """Those of the questions that are wanted, in their order."""
    if wanted.tree == EVERYTHING:  # a list as it stands needs no database
        return list(known)
    from parentkit.journal import among

    return among(known, _fields, wanted.tree)


def _fields(known: Known) -> dict[str, Any]:
    return {**known.question._asdict(), ANSWERED_IN: known.answered_in}


def checked_pack(household: Household, path: str) -> Pack:
    """One file, read on its own beside the bank."""
    from parentkit.domain.reflection.question_check import known_codes
    from parentkit.interchange.pages.question_pack import read_pack

    return read_pack(path, known_codes(household), [question.id for question in bank()])

"""Every question that may be asked: the bank, and the packs that the family has beside it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from parentkit.content import load
from parentkit.domain.reflection.question import Question

if TYPE_CHECKING:
    from parentkit.domain.log.household import Household
    from parentkit.interchange.pages.question_pack import Pack, PackProblem
    from parentkit.journal import Journal

PACKS = "packs"


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


def checked_pack(household: Household, path: str) -> Pack:
    """One file, read on its own beside the bank."""
    from parentkit.domain.reflection.question_check import known_codes
    from parentkit.interchange.pages.question_pack import read_pack

    return read_pack(path, known_codes(household), [question.id for question in bank()])

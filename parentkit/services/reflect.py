"""A week's reflection: what is asked about it, and what was answered already."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.choosing import Asked, choose, together
from parentkit.domain.codes import MOMENT, REFLECTION
from parentkit.domain.question import KINDS
from parentkit.domain.reflection import question_in, settled, weeks_before
from parentkit.services.answers import Answer, answers_in
from parentkit.services.weeks import week_of_caregiver

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from parentkit.domain.condition import ReflectedWeek
    from parentkit.domain.household import Household
    from parentkit.domain.moment import Document
    from parentkit.domain.period import Period
    from parentkit.domain.question import Question
    from parentkit.journal.journal import Journal
    from parentkit.journal.scan import Problem


class Reflection(NamedTuple):
    """A caregiver's reflection on a week.

    Attributes:
        period: the week.
        caregiver: who reflects; empty where nobody is known yet.
        week: their moments in it, and what is counted of them.
        questions: in the order in which they are asked, those answered already among them.
        answers: what was written about the week, answers to exercises too.
        left_over: the latest of the three weeks before that has moments and no reflection yet.
        problems: what reading had to set aside.
    """

    period: Period
    caregiver: str
    week: ReflectedWeek
    questions: list[Asked]
    answers: list[Answer]
    left_over: Period | None
    problems: list[Problem]

    @property
    def unanswered(self) -> list[Asked]:
        """The questions that were neither answered nor passed over."""
        done = {
            answer.document.get("question") for answer in self.answers if settled(answer.document)
        }
        return [question for question in self.questions if question.id not in done]


def reflection_on(  # noqa: PLR0913, PLR0917 what a choice depends on
    journal: Journal,
    household: Household,
    questions: Iterable[Question],
    period: Period,
    caregiver: str,
    today: date,
) -> Reflection:
    """The reflection on a week; nothing is written.

    Args:
        journal: where moments and answers are kept.
        household: the family's people and words.
        questions: the bank and the packs.
        period: the week.
        caregiver: who reflects.
        today: days of the week after this one have not begun.
    """
    earliest = weeks_before(period)[-1].start
    reading = journal.read(earliest.isoformat(), kinds=(MOMENT, REFLECTION))
    moments = [record.document() for record in reading if record.kind == MOMENT]
    week = week_of_caregiver(moments, household, period, caregiver, today)
    answers = answers_in(reading, caregiver)
    now = _about(period, answers)
    before = [answer for each in weeks_before(period) for answer in _about(each, answers)]
    recent = {str(answer.document.get("question")) for answer in before}
    begun = [asked for each in now if (asked := question_in(each.document)).kind in KINDS]
    return Reflection(
        period,
        caregiver,
        week,
        together(begun, choose(questions, week, household, recent)),
        now,
        _left_over(period, caregiver, moments, answers),
        reading.problems,
    )


def _about(period: Period, answers: Iterable[Answer]) -> list[Answer]:
    week = period.start.isoformat()
    return [answer for answer in answers if answer.document.get("week") == week]


def _left_over(
    period: Period, caregiver: str, moments: Iterable[Document], answers: Sequence[Answer]
) -> Period | None:
    times = [
        moment["observed_at"]
        for moment in moments
        if moment.get("caregiver") == caregiver and not moment.get("flag")
    ]
    for week in weeks_before(period):
        if any(map(week.contains, times)) and not _about(week, answers):
            return week
    return None

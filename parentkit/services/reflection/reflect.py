"""A week's reflection: what is asked about it, and what was answered already."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.codes import COMMENT, MOMENT
from parentkit.domain.exercises.assigned import assigned_questions, record_of, with_assigned
from parentkit.domain.reflection.choosing import Asked, choose, together
from parentkit.domain.reflection.question import KINDS
from parentkit.domain.reflection.reflection import question_in, settled, weeks_before
from parentkit.services.rates.weeks import week_of_caregiver
from parentkit.services.reflection.answers import Answer, answers_of_weeks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from parentkit.domain.log.household import Household
    from parentkit.domain.log.moment import Document
    from parentkit.domain.reflection.condition import ReflectedWeek
    from parentkit.domain.reflection.question import Question
    from parentkit.domain.time.period import Period
    from parentkit.journal import Journal, Reading


class Reflection(NamedTuple):
    """A caregiver's reflection on a week.

    Attributes:
        period: the week.
        caregiver: who reflects; empty where nobody is known yet.
        week: their moments in it, and what is counted of them.
        questions: in the order in which they are asked, those answered already among them.
        answers: what was written about the week, answers to exercises too.
        comments: what coaches wrote about these moments, oldest first.
    """

    period: Period
    caregiver: str
    week: ReflectedWeek
    questions: list[Asked]
    answers: list[Answer]
    comments: list[Document]

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
    reading = journal.read(period.start.isoformat(), kinds=(MOMENT, COMMENT))
    moments = [record.document() for record in reading if record.kind == MOMENT]
    week = week_of_caregiver(moments, household, period, caregiver, today)
    answers = answers_of_weeks(journal, [period, *weeks_before(period)], caregiver)
    monday = period.start.isoformat()
    now = [answer for answer in answers if answer.document.get("week") == monday]
    recent = {str(answer.document.get("question")) for answer in answers if answer not in now}
    questions_begun = list(map(_question, now))
    begun = [each for each in questions_begun if each.kind in KINDS]
    asked = together(begun, choose(questions, week, household, recent))
    from_coach = [each for each in questions_begun if record_of(each.id)]
    known = {*recent, *(each.id for each in from_coach)}
    waiting = [each for each in assigned_questions(household, period) if each.id not in known]
    asked = with_assigned(asked, [*from_coach, *waiting], {each.id for each in begun})
    comments = _comments(reading, week)
    return Reflection(period, caregiver, week, asked, now, comments)


def _comments(reading: Reading, week: ReflectedWeek) -> list[Document]:
    """The comments on a week's moments."""
    own = {moment["id"] for moment in week.moments}
    found = [
        record.document()
        for record in reading
        if record.kind == COMMENT and record.fields.get("moment") in own
    ]
    return sorted(found, key=lambda each: (str(each.get("logged_at", "")), str(each["id"])))


def _question(answer: Answer) -> Asked:
    return question_in(answer.document)


def week_left_over(journal: Journal, period: Period, caregiver: str) -> Period | None:
    """The latest of the three weeks before that has moments and no reflection yet."""
    weeks = weeks_before(period)
    reading = journal.read(weeks[-1].start.isoformat(), kinds=(MOMENT,))
    times = [
        record.fields["observed_at"]
        for record in reading
        if caregiver in ("", record.fields.get("caregiver")) and not record.fields.get("flag")
    ]
    answers = answers_of_weeks(journal, weeks, caregiver)
    begun = {answer.document.get("week") for answer in answers}
    for week in weeks:
        if any(map(week.contains, times)) and week.start.isoformat() not in begun:
            return week
    return None

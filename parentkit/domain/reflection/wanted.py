"""Which answers, questions and check-ins are looked for, as trees that any list is asked by."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.log.wanted import Either, Has, Is, Not, Said, both, on_days
from parentkit.domain.reflection.reflection import ANSWER, CHECKIN_QUESTIONS, FOLLOW_UP_ANSWER
from parentkit.domain.time.period import week_of

if TYPE_CHECKING:
    from parentkit.domain.log.wanted import Wanted
    from parentkit.domain.time.period import Period

ANSWERED_IN = "answered_in"
"""The field of a question that has the Monday of the week in which it was answered last."""

_ANSWERS = (ANSWER, FOLLOW_UP_ANSWER)


class AnswersWanted(NamedTuple):
    """Which answers are looked for; what is not said lets all through that have words in them.

    Attributes:
        caregiver: whose, by id.
        period: about weeks that share a day with it.
        about: to questions of this kind.
        text: with these words in the answer or in the one to the follow-up, in any case.
    """

    caregiver: str = ""
    period: Period | None = None
    about: str = ""
    text: str = ""

    @property
    def narrows(self) -> bool:
        """Whether more is asked for than whose they are."""
        return bool(self.period or self.about or self.text)

    @property
    def tree(self) -> Wanted:
        """The same as a tree."""
        whose = [Is("caregiver", self.caregiver)] if self.caregiver else []
        about = [Is("about", self.about)] if self.about else []
        text = [Has(_ANSWERS, self.text)] if self.text else []
        days = [on_days(_whole_weeks(self.period), "week")] if self.period else []
        return both(Either(tuple(map(Said, _ANSWERS))), *whose, *days, *about, *text)


class QuestionsWanted(NamedTuple):
    """Which questions are looked for; what is not said lets all through.

    Attributes:
        about: of this kind.
        text: with these words in the question or its follow-up, in any case.
        answered: those that were answered ever, or with False those that were not.
    """

    about: str = ""
    text: str = ""
    answered: bool | None = None

    @property
    def tree(self) -> Wanted:
        """The same as a tree; a question was answered where ANSWERED_IN says when."""
        about = [Is("kind", self.about)] if self.about else []
        text = [Has(("text", "follow_up"), self.text)] if self.text else []
        said = Said(ANSWERED_IN)
        answered = [] if self.answered is None else [said if self.answered else Not(said)]
        return both(*about, *text, *answered)


class CheckInsWanted(NamedTuple):
    """Which check-ins are looked for; what is not said lets all through.

    Attributes:
        caregiver: whose, by id.
        period: of these days.
        text: with these words in one of the answers, in any case.
    """

    caregiver: str
    period: Period | None = None
    text: str = ""

    @property
    def narrows(self) -> bool:
        """Whether more is asked for than whose they are."""
        return bool(self.period or self.text)

    @property
    def tree(self) -> Wanted:
        """The same as a tree."""
        text = [Has(tuple(CHECKIN_QUESTIONS), self.text)] if self.text else []
        days = [on_days(self.period, "logged_at")] if self.period else []
        return both(Is("caregiver", self.caregiver), *days, *text)


def _whole_weeks(period: Period) -> Period:
    return period._replace(start=week_of(period.start).start)

"""Earlier answers, put in order for looking back over them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from parentkit.content import load
from parentkit.domain.reflection.looking_back import words_used_most
from parentkit.domain.reflection.reflection import ANSWER, FOLLOW_UP_ANSWER, answered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from parentkit.domain.log.moment import Document
    from parentkit.services.reflection.answers import Answer


def by_week(answers: Iterable[Answer]) -> dict[date, list[Answer]]:
    """Answers by the Monday of their week, latest week first; weeks without any are left out.

    Args:
        answers: in the order in which they were asked.
    """
    grouped = groupby(answers, key=lambda answer: str(answer.document.get("week")))
    weeks = {date.fromisoformat(week): list(of_week) for week, of_week in grouped if _is_day(week)}
    return {
        monday: weeks[monday]
        for monday in sorted(weeks, reverse=True)
        if any(answered(answer.document) for answer in weeks[monday])
    }


def answered_before(weeks: Iterable[date], monday: date, back: int) -> date | None:
    """The latest of these Mondays that is `back` weeks or more before another; None without one."""
    latest = monday - timedelta(weeks=back)
    return max((each for each in weeks if each <= latest), default=None)


def words_in(documents: Iterable[Document]) -> list[str]:
    """The words that come up most in what was answered, common words left out."""
    texts = [
        str(document.get(field, ""))
        for document in documents
        for field in (ANSWER, FOLLOW_UP_ANSWER)
    ]
    return words_used_most(texts, frozenset(load("common_words")["words"]))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True

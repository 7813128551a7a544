"""Earlier answers, put in order."""

from __future__ import annotations

from datetime import date

from parentkit.services.reflection.answers import Answer
from parentkit.services.reflection.look_back import answered_before, by_week, words_in


def answer(week: str, text: str | None) -> Answer:
    return Answer({"id": week, "week": week, "answer": text}, [])


def test_weeks_come_latest_first_and_those_without_an_answer_not_at_all() -> None:
    answers = [
        answer("2026-11-02", "one"),
        answer("2026-11-09", None),
        answer("2026-11-16", "two"),
        answer("some week", "three"),
    ]
    assert list(by_week(answers)) == [date(2026, 11, 16), date(2026, 11, 2)]


def test_a_month_ago_is_the_latest_answered_week_that_is_four_weeks_back_or_more() -> None:
    weeks = [date(2026, 10, 26), date(2026, 10, 19), date(2026, 8, 3)]
    assert answered_before(weeks, date(2026, 11, 16), 4) == date(2026, 10, 19)
    assert answered_before(weeks, date(2026, 11, 23), 4) == date(2026, 10, 26)
    assert answered_before(weeks, date(2026, 11, 16), 13) == date(2026, 8, 3)
    assert answered_before(weeks, date(2026, 8, 10), 4) is None


def test_words_that_came_up_leave_common_ones_out() -> None:
    documents = [{"answer": "the garden and the rain", "follow_up_answer": "garden"}]
    assert words_in(documents) == ["garden"]

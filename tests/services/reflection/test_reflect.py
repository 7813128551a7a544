"""Twelve weeks of the sample family, reflected on one after the other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from freezegun import freeze_time

from parentkit import clock
from parentkit.domain.codes import CAREGIVER
from parentkit.domain.time.period import week_of
from parentkit.journal.journal import Journal
from parentkit.services.family.household import read_household
from parentkit.services.rates.weeks import who_reflects
from parentkit.services.reflection.answers import Writing, all_answers, answers_of_weeks
from parentkit.services.reflection.questions import bank
from parentkit.services.reflection.reflect import reflection_on, week_left_over
from parentkit.services.start.demo import Places, make_demo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from parentkit.domain.log.household import Household
    from parentkit.services.reflection.reflect import Reflection

    Look = Callable[[date], Reflection]

FIRST, LAST = date(2026, 8, 31), date(2026, 11, 16)
WEEKS = [FIRST + timedelta(weeks=number) for number in range(12)]


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with freeze_time("2026-11-22 19:00"):
        make_demo(Places(str(tmp_path / "home"), str(tmp_path / "state")))
        journal = Journal(str(tmp_path / "home"), str(tmp_path / "state"), clock.now_ms)
        yield journal
        journal.close()


@pytest.fixture
def household(journal: Journal) -> Household:
    return read_household(journal)


@pytest.fixture
def look(journal: Journal, household: Household) -> Look:
    anna = who_reflects(journal, household)
    questions = bank()

    def at(monday: date) -> Reflection:
        period = week_of(monday)
        return reflection_on(journal, household, questions, period, anna, period.last_day)

    return at


def answer(journal: Journal, reflection: Reflection, count: int) -> None:
    for question in reflection.unanswered[:count]:
        writing = Writing(journal, reflection.period.start, reflection.caregiver, question)
        writing.add(f"an answer to {question.id}")


def test_however_far_a_week_was_answered_its_questions_stay_the_same(
    journal: Journal, look: Look
) -> None:
    for monday in WEEKS[::3]:
        before = look(monday)
        for answered in range(len(before.questions)):
            now = look(monday)
            assert now.questions == before.questions
            assert now.unanswered == before.questions[answered:]
            answer(journal, now, 1)
        assert look(monday).unanswered == []


def test_through_twelve_weeks_nothing_comes_again_within_three(
    journal: Journal, look: Look
) -> None:
    asked: list[set[str]] = []
    for monday in WEEKS:
        reflection = look(monday)
        kinds = [question.kind for question in reflection.questions]
        assert {"child", "self_attunement"} <= set(kinds)
        assert "repair" in kinds or not reflection.week.something_to_repair
        assert len(kinds) == len(set(kinds)) <= 5
        ids = {question.id for question in reflection.questions}
        assert not ids.intersection(set().union(*asked[-3:]))
        asked.append(ids)
        answer(journal, reflection, len(kinds))
    assert len(set().union(*asked)) > 30


def test_the_moments_behind_a_question_are_moments_of_that_week_and_of_that_caregiver(
    look: Look,
) -> None:
    for monday in WEEKS:
        reflection = look(monday)
        moments = {moment["id"]: moment for moment in reflection.week.moments}
        for question in reflection.questions:
            for identity in question.moments:
                moment = moments[identity]
                assert reflection.period.contains(moment["observed_at"])
                assert moment["caregiver"] == reflection.caregiver
                assert not moment.get("flag")


def test_a_week_in_which_nothing_was_logged_has_gentle_questions(look: Look) -> None:
    reflection = look(date(2026, 8, 17))
    kinds = {question.kind for question in reflection.questions}
    assert {"child", "self_attunement", "week"} <= kinds
    assert "repair" not in kinds


def test_answers_are_found_by_week_as_among_all_of_them(journal: Journal, look: Look) -> None:
    for monday in WEEKS[:4]:
        answer(journal, look(monday), 2)
    anna = look(FIRST).caregiver
    weeks = [week_of(monday) for monday in WEEKS[:4]]
    found = answers_of_weeks(journal, weeks, anna)
    assert found == all_answers(journal, anna)
    assert len(found) == 8
    assert [each.document["week"] for each in found] == [
        monday.isoformat() for monday in WEEKS[:4] for _ in range(2)
    ]
    assert answers_of_weeks(journal, weeks, "somebody else") == []
    assert answers_of_weeks(journal, weeks, "") == found


def test_the_latest_week_left_over_is_the_one_offered(journal: Journal, look: Look) -> None:
    anna, last = look(LAST).caregiver, week_of(LAST)
    assert week_left_over(journal, last, anna) == week_of(LAST - timedelta(weeks=1))
    answer(journal, look(LAST - timedelta(weeks=1)), 1)
    assert week_left_over(journal, last, anna) == week_of(LAST - timedelta(weeks=2))
    for back in (2, 3):
        answer(journal, look(LAST - timedelta(weeks=back)), 1)
    assert week_left_over(journal, last, anna) is None
    assert week_left_over(journal, week_of(date(2026, 7, 6)), anna) is None


def test_one_who_never_logged_here_is_the_familys_one_caregiver_or_nobody(
    journal: Journal, household: Household, tmp_path: Path
) -> None:
    other_state = tmp_path / "other"
    other = Journal(str(tmp_path / "home"), str(other_state), clock.now_ms)
    assert who_reflects(other, household) == ""
    assert not other_state.exists()
    jo, anna = (
        journal.get(str(person["id"]), CAREGIVER) for person in reversed(household.caregivers)
    )
    journal.amend(jo, {"deleted": True})
    assert who_reflects(other, read_household(journal)) == anna.id


def test_nobody_in_particular_sees_everybodys_moments(
    journal: Journal, household: Household
) -> None:
    period = week_of(LAST)
    whole: dict[str, Any] = {}
    for who in ("", *(str(person["id"]) for person in household.caregivers)):
        seen = reflection_on(journal, household, bank(), period, who, period.last_day)
        whole[who] = {moment["id"] for moment in seen.week.moments}
    everybody = whole.pop("")
    assert everybody == set().union(*whole.values())
    assert all(moments < everybody for moments in whole.values())

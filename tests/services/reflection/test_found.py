"""Answers, check-ins and questions that are looked for, held against a plain search by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.domain.reflection.question import KINDS, Question
from parentkit.domain.reflection.wanted import AnswersWanted, CheckInsWanted, QuestionsWanted
from parentkit.domain.time.period import Period
from parentkit.domain.ulid import ulid
from parentkit.journal.journal import Journal
from parentkit.journal.log.writer import Draft
from parentkit.services.reflection.answers import all_answers, found_answers
from parentkit.services.reflection.checkin import check_ins, found_check_ins
from parentkit.services.reflection.questions import bank, found_questions, with_answers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from parentkit.domain.log.moment import Document

MONDAY = date(2026, 10, 5)
NOON_MS = 1_795_348_800_000
WORDS = ("", "the BLUE cup", "Straße", "blue\nand tired")
WHO = ("A", "B")
DAYS = st.integers(0, 50).map(lambda number: MONDAY + timedelta(days=number))


def written() -> Iterator[Draft]:
    """Six weeks of two people: answered, followed up, passed over, of a foreign form, taken out."""
    for number in range(60):
        week = MONDAY + timedelta(weeks=number % 6)
        fields: dict[str, Any] = {
            "week": week.isoformat(),
            "caregiver": WHO[number % 2],
            "question": f"q{number % 7}",
            "about": KINDS[number % len(KINDS)],
            "answer": WORDS[number % 4],
            "follow_up_answer": WORDS[number // 4 % 4],
            "asked_at": f"{week}T20:00:00+01:00",
        }
        if number % 9 == 0:
            fields |= {"skipped": True, "answer": "", "follow_up_answer": ""}
        if number % 10 == 0:
            del fields["about"]
        if number % 13 == 0:
            fields["answer"] = 5
        said = {name: value for name, value in fields.items() if value != ""}
        yield Draft("reflection", ulid(NOON_MS + number, bytes(10)), said)
    for number in range(30):
        day = MONDAY + timedelta(days=number)
        fields = {
            "caregiver": WHO[number % 2],
            "logged_at": f"{day}T23:30:00+01:00",
            "feeling": WORDS[number % 4],
            "need": WORDS[number // 4 % 4],
        }
        said = {name: value for name, value in fields.items() if value}
        yield Draft("checkin", ulid(NOON_MS + 100 + number, bytes(10)), said)


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Journal:
    folder = tmp_path_factory.mktemp("answers")
    made = Journal(str(folder / "home"), str(folder / "state"), lambda: NOON_MS)
    drafts = list(written())
    made.append(drafts)
    made.amend(made.get(drafts[5].id, "reflection"), {"deleted": True})
    made.amend(made.get(drafts[6].id, "reflection"), {"answer": "a blue ball"})
    made.close()
    return made


def has(document: Document, text: str, *fields: str) -> bool:
    said = [document.get(field) for field in fields]
    return any(isinstance(one, str) and text.casefold() in one.casefold() for one in said)


def periods() -> st.SearchStrategy[Period | None]:
    return st.none() | st.builds(
        lambda day, days: Period(day, day + timedelta(days=days)), DAYS, st.integers(1, 30)
    )


TEXTS = st.sampled_from(("", "blue", "STRASSE", "q", "ball"))


@given(
    wanted=st.builds(
        AnswersWanted, st.sampled_from(("", *WHO)), periods(), st.sampled_from(("", *KINDS)), TEXTS
    )
)
def test_answers_are_found_as_by_hand(journal: Journal, wanted: AnswersWanted) -> None:
    def is_wanted(document: Document) -> bool:
        monday = date.fromisoformat(document["week"])
        period = wanted.period
        return (
            has(document, wanted.text, "answer", "follow_up_answer")
            and wanted.about in ("", document.get("about"))
            and (not period or (monday < period.end and period.start < monday + timedelta(7)))
        )

    every = all_answers(journal, wanted.caregiver)
    expected = [each for each in every if is_wanted(each.document)]
    assert found_answers(journal, wanted) == expected


def test_a_list_as_it_stands_is_what_a_search_for_all_of_it_finds(journal: Journal) -> None:
    found = found_answers(journal, AnswersWanted())
    assert 40 < len(found) < len(all_answers(journal, ""))
    whole = Period(MONDAY, MONDAY + timedelta(weeks=6))
    assert found == found_answers(journal, AnswersWanted(period=whole))


@given(wanted=st.builds(CheckInsWanted, st.sampled_from((*WHO, "C")), periods(), TEXTS))
def test_check_ins_are_found_as_by_hand(journal: Journal, wanted: CheckInsWanted) -> None:
    expected = [
        each
        for each in check_ins(journal, wanted.caregiver)
        if (not wanted.text or has(each, wanted.text, "feeling", "body", "need"))
        and (not wanted.period or wanted.period.contains(each["logged_at"]))
    ]
    assert found_check_ins(journal, wanted) == expected


def answered_ones(questions: Sequence[Question]) -> list[Document]:
    """Each third question was answered, some twice, and each fifth was passed over."""
    told = []
    for number, question in enumerate(questions):
        week = (MONDAY + timedelta(weeks=number % 6)).isoformat()
        asked: Document = {"question": question.id, "week": week}
        if number % 3 == 0:
            told += [{**asked, "answer": "so"}, {**asked, "week": "2026-09-28", "answer": "oh"}]
        elif number % 5 == 0:
            told.append({**asked, "skipped": True})
    return told


@given(
    wanted=st.builds(
        QuestionsWanted,
        st.sampled_from(("", *KINDS)),
        st.sampled_from(("", "LAUGH", "week", "nobody says this")),
        st.sampled_from((None, True, False)),
    )
)
def test_questions_are_found_as_by_hand(wanted: QuestionsWanted) -> None:
    questions = bank()
    known = with_answers(questions, answered_ones(questions))
    expected = [
        each
        for number, each in enumerate(known)
        if wanted.about in ("", each.question.kind)
        and has(each.question._asdict(), wanted.text, "text", "follow_up")
        and wanted.answered in (None, number % 3 == 0)
    ]
    assert found_questions(known, wanted) == expected


def test_a_question_knows_how_often_and_when_it_was_answered() -> None:
    questions = bank()[:6]
    known = with_answers(questions, answered_ones(questions))
    assert [each.question for each in known] == questions
    told = [(each.answers, each.answered_in) for each in known]
    assert told == [(2, "2026-10-05"), (0, ""), (0, ""), (2, "2026-10-26"), (0, ""), (0, "")]

"""Looking back: one question through the weeks, and the words that come up most."""

from __future__ import annotations

from typing import Any

import pytest

from parentkit.content import load
from parentkit.domain.errors import AmbiguousCode, UnknownCode
from parentkit.domain.reflection.looking_back import thread_called, threads, words_used_most

COMMON = frozenset(load("common_words")["words"])


def answer(question: str, week: str, **fields: Any) -> dict[str, Any]:
    return {"id": f"{question}{week}", "question": question, "week": week, **fields}


ANSWERS = [
    answer("child-laugh", "2026-08-31", text="What made you laugh?", answer="The hat."),
    answer("child-at-ease", "2026-09-07", text="When was it easy?", answer="At breakfast."),
    answer("child-laugh", "2026-10-05", text="What made you two laugh?", answer="The dog."),
    answer("child-laugh", "2026-11-02", text="What made you two laugh?", skipped=True),
    answer("week-title", "2026-11-09", text="What is its title?", follow_up_answer="Rain."),
]


def test_a_thread_holds_a_questions_answers_in_their_order_and_its_latest_wording() -> None:
    first, *others = threads(ANSWERS)
    assert first.question == "child-laugh"
    assert first.text == "What made you two laugh?"
    assert [each["week"] for each in first.answers] == ["2026-08-31", "2026-10-05"]
    assert [thread.question for thread in others] == ["child-at-ease", "week-title"]


def test_a_thread_is_found_by_a_beginning_of_its_id_or_of_its_words() -> None:
    found = threads(ANSWERS)
    assert thread_called(found, "child-l").question == "child-laugh"
    assert thread_called(found, "what is").question == "week-title"
    with pytest.raises(AmbiguousCode):
        thread_called(found, "child")
    with pytest.raises(UnknownCode) as raised:
        thread_called(found, "child-luagh")
    assert "child-laugh" in raised.value.nearest


def test_the_words_used_most_are_listed_without_the_common_ones() -> None:
    texts = ["The snail and the rain.", "Rain again, and a Snail!", "Snail; breakfast it was"]
    assert words_used_most(texts, COMMON) == ["snail", "rain"]


def test_words_keep_their_apostrophes_and_hyphens_inside() -> None:
    texts = ["Mia\N{RIGHT SINGLE QUOTATION MARK}s ice-cream - 'so good'", "mia's ICE-CREAM"]
    assert words_used_most(texts, frozenset(["so"])) == ["mia's", "ice-cream"]


def test_no_more_than_twenty_words_are_listed() -> None:
    text = " ".join(f"word{number}" for number in range(30))
    assert len(words_used_most([text, text], COMMON)) == 20


def test_common_words_are_lower_case_and_stand_once() -> None:
    words = load("common_words")["words"]
    assert words == sorted(set(words))
    assert all(word == word.casefold() for word in words)

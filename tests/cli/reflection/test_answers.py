"""Finding answers, questions and check-ins again, through the program's own door."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from freezegun import freeze_time

from parentkit.domain.reflection.question import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Called

    Call = Callable[..., Called]


@pytest.fixture
def weeks(call: Call) -> None:
    """Two weeks with two answers each, one question passed over, an exercise and check-ins."""
    for day, first, second in (
        ("2026-11-15 18:30", "the Blue cup at bedtime", "she sang"),
        ("2026-11-22 18:30", "a walk in the rain", "my sister, at BEDTIME"),
    ):
        with freeze_time(day, auto_tick_seconds=0.001):
            call("log", "sad", "comfort", "--at", "10:00")
            call("reflect", typed=f"{first}\n\n{second}\n\n\n")
            call("checkin", typed=f"{first}\nshoulders\n\n")


def texts(called: Called) -> list[str]:
    return [document["answer"] for document in called.json()]


@pytest.mark.usefixtures("weeks")
def test_answers_are_shown_latest_week_first_and_without_what_was_passed_over(call: Call) -> None:
    called = call("answers")
    assert called.code == 0
    lines = called.out.splitlines()
    assert lines[0] == "Week of 16 November 2026"
    assert lines.index("    my sister, at BEDTIME") < lines.index("Week of 9 November 2026")
    assert "passed over" not in called.out
    assert texts(call("answers", "--json")) == [
        *("the Blue cup at bedtime", "she sang"),
        *("a walk in the rain", "my sister, at BEDTIME"),
    ]


@pytest.mark.usefixtures("weeks")
def test_answers_are_found_by_words_by_days_and_by_what_was_asked(call: Call) -> None:
    found = call("answers", "--text", "bedtime")
    assert "the Blue cup at bedtime" in found.out
    assert "my sister, at BEDTIME" in found.out
    assert "she sang" not in found.out
    assert texts(call("answers", "--text", "bedtime", "--since", "2026-11-16", "--json")) == [
        "my sister, at BEDTIME"
    ]
    # A day in the middle of a week is a day of that week.
    early = call("answers", "--since", "2026-11-12", "--until", "2026-11-16", "--json")
    assert texts(early) == ["the Blue cup at bedtime", "she sang"]
    every = call("answers", "--json").json()
    for kind in KINDS:
        expected = [one["answer"] for one in every if one["about"] == kind]
        assert texts(call("answers", "--about", kind, "--json")) == expected


@pytest.mark.usefixtures("weeks")
def test_where_nothing_is_found_it_says_how_to_see_all(call: Call) -> None:
    called = call("answers", "--text", "no such words")
    assert (called.code, called.out) == (0, "")
    assert "parentkit answers shows all there are" in called.err


def test_before_the_first_answer_it_says_so(call: Call) -> None:
    called = call("answers")
    assert (called.code, called.out) == (0, "")
    assert "No answers yet." in called.err


@pytest.mark.parametrize("command", ["answers", "checkin --list"])
def test_days_that_cannot_be_read_are_a_usage_error(call: Call, command: str) -> None:
    assert call(*command.split(), "--since", "the other day").code == 2
    called = call(*command.split(), "--until", "today")
    assert called.code == 2
    assert "--until needs --since" in called.err


@pytest.mark.usefixtures("weeks")
def test_questions_say_when_they_were_answered_and_can_be_narrowed(call: Call) -> None:
    every = call("questions", "--json").json()
    assert len(every) > 100
    asked = {one["question"]: one["week"] for one in call("answers", "--json").json()}
    assert {one["id"]: one["answered_in"] for one in every if one["answers"]} == asked
    answered = call("questions", "--answered", "--json").json()
    assert {one["id"] for one in answered} == set(asked)
    rest = call("questions", "--not-answered", "--json").json()
    assert [one for one in every if one not in answered] == rest
    repair = call("questions", "--about", "repair", "--text", "AGAIN", "--json").json()
    assert repair == [
        one
        for one in every
        if one["kind"] == "repair" and "again" in f"{one['text']}{one['follow_up']}".casefold()
    ]
    assert repair
    told = call("questions", "--answered")
    assert all(f"[{identity}] about " in told.out for identity in asked)
    assert "answered once, last in the week of 2026-11-09" in " ".join(told.out.split())
    assert f"{len(asked)} of {len(every)}." in told.err
    assert call("questions").err == ""


def test_a_question_that_was_passed_over_was_not_answered(call: Call) -> None:
    call("reflect", typed="\n\n\n\n\n")
    assert call("questions", "--answered", "--json").json() == []


def test_a_question_of_a_pack_is_listed_and_a_damaged_one_is_named(call: Call, home: Path) -> None:
    folder = home / "home" / "families" / "own" / "packs"
    folder.mkdir(parents=True)
    (folder / "ours.md").write_text(
        "# Ours\n\n## our-snail\ntext: What slowed you down like a snail?\nkind: week\n\n"
        "## our-wrong\ntext: And this?\nkind: nothing\n",
        encoding="utf-8",
    )
    called = call("questions", "--text", "snail")
    assert "[our-snail] about the week as a whole" in called.out
    assert "our-wrong" not in called.out
    assert "ours.md" in called.err


@pytest.mark.usefixtures("weeks")
def test_check_ins_are_found_by_words_and_days(call: Call) -> None:
    def found(*words: str) -> list[str]:
        return [one["feeling"] for one in call("checkin", "--list", "--json", *words).json()]

    assert found() == ["the Blue cup at bedtime", "a walk in the rain"]
    assert found("--text", "BLUE") == ["the Blue cup at bedtime"]
    assert found("--since", "2026-11-16") == ["a walk in the rain"]
    assert found("--text", "shoulders", "--since", "2026-11-01", "--until", "2026-11-16") == [
        "the Blue cup at bedtime"
    ]
    assert "No check-ins like that." in call("checkin", "--list", "--text", "xyz").err
    called = call("checkin", "--text", "blue")
    assert called.code == 2
    assert "--list" in called.err

"""Thinking about a week: what is asked, what is written, and that none of it is lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from textual import events

from parentkit.domain.codes import CAREGIVER, REFLECTION
from parentkit.journal.journal import Journal
from parentkit.journal.log.write_problem import WriteProblem
from parentkit.services.family.household import read_household
from parentkit.services.family.people import add
from parentkit.services.log.capture import capture
from parentkit.tui.reflection import asking
from parentkit.tui.reflection.asking import AskingPage
from parentkit.tui.widgets import own_words
from parentkit.tui.widgets.own_words import OwnWords

if TYPE_CHECKING:
    from collections.abc import Callable

Drive = Callable[..., None] if TYPE_CHECKING else Any


def log(journal: Journal, day: str, **fields: Any) -> None:
    """Stores a moment of a day of this November."""
    fields = {
        "cue": "sad",
        "responses": ["fix_advise"],
        "slip": "read",
        "observed_at": f"{day}T18:05+01:00",
        **fields,
    }
    capture(journal, read_household(journal), fields)


@pytest.fixture
def week(journal: Journal) -> Journal:
    """A week in which something was puzzling."""
    for day in ("2026-11-17", "2026-11-18", "2026-11-19"):
        log(journal, day)
    return journal


def answers(journal: Journal) -> list[dict[str, Any]]:
    """What is stored, in the order of its making."""
    return [record.document() for record in journal.read(kinds=(REFLECTION,))]


def field(ui: Any) -> OwnWords:
    """The field for the answer."""
    found: OwnWords = ui.app.screen.query_one("#answer", OwnWords)
    return found


async def write(ui: Any, text: str) -> None:
    """Writes into the field that has the focus, all at once: each key takes a test its time."""
    ui.app.focused.insert(text)
    await ui.settle()


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
@pytest.mark.usefixtures("week")
def test_a_week_stands_there_with_its_figures_and_its_questions(
    drive: Drive, size: tuple[int, int]
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("w")
        assert "Week of 16 November, with Anna" in ui.words
        assert "3 moments on 3 days" in ui.words
        assert "not your child and not every moment" in ui.words
        assert "questions, one at a time" in ui.words

    drive(scenario, size)


def test_a_week_without_moments_says_that_gaps_are_normal(drive: Drive) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("w")
        assert "Gaps are normal" in ui.words

    drive(scenario)


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
@pytest.mark.usefixtures("week")
def test_a_question_stands_with_its_reason_and_the_moments_behind_it(
    drive: Drive, size: tuple[int, int]
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("w", "n")
        seen = ""
        while isinstance(ui.app.screen, AskingPage):
            seen += ui.words
            await ui.press("ctrl+n")
        assert "question 1 of" in seen
        assert "asked because three moments slipped at reading the sign" in seen
        assert "Tue 17 Nov 18:05" in seen

    drive(scenario, size)


def test_letters_that_are_typed_are_words_and_no_keys(week: Journal, drive: Drive) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("w", "n")
        await ui.type("ltmrwpcauhqn")
        assert field(ui).text == "ltmrwpcauhqn"
        await ui.press("escape")

    drive(scenario)
    assert [each["answer"] for each in answers(week)] == ["ltmrwpcauhqn"]


def test_an_answer_is_stored_by_itself_while_it_is_written(
    week: Journal, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_words, "STORED_AFTER", 0.01)

    async def scenario(ui: Any) -> None:
        await ui.press("w", "n")
        await ui.pilot.press("R")
        await ui.until(lambda: answers(week))
        assert answers(week)[0]["answer"] == "R"
        assert isinstance(ui.app.screen, AskingPage)
        await ui.settle()

    drive(scenario)


def test_what_was_typed_last_is_stored_when_the_program_is_left(
    week: Journal, drive: Drive
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("w", "n")
        await ui.pilot.press(*"No", "ctrl+q")

    drive(scenario)
    assert [each["answer"] for each in answers(week)] == ["No"]


def test_what_was_typed_last_is_stored_when_the_program_is_closed_from_outside(
    week: Journal, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OwnWords, "store_soon", lambda _: None)

    async def scenario(ui: Any) -> None:
        await ui.press("w", "n")
        await ui.pilot.press("N")
        ui.app.exit()

    drive(scenario)
    assert [each["answer"] for each in answers(week)] == ["N"]


def test_an_empty_question_is_passed_over_and_the_next_one_asked(
    week: Journal, drive: Drive
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("w", "n")
        first = ui.app.screen._question.id
        await ui.press("ctrl+n")
        assert ui.app.screen._question.id != first
        assert [(each["question"], each["skipped"]) for each in answers(week)] == [(first, True)]
        await ui.press("ctrl+b")
        assert ui.app.screen._question.id == first
        await write(ui, "After all")
        await ui.press("escape")
        assert "You wrote: After all" in ui.words

    drive(scenario)
    assert [(each.get("skipped"), each["answer"]) for each in answers(week)] == [
        (None, "After all")
    ]


def test_after_the_last_question_the_week_is_answered(week: Journal, drive: Drive) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("w", "n")
        while isinstance(ui.app.screen, AskingPage):
            await write(ui, "A line")
            await ui.press("ctrl+n")
        assert "Everything asked about this week is answered" in ui.words

    drive(scenario)
    assert len(answers(week)) >= 3
    assert {each["answer"] for each in answers(week)} == {"A line"}


def test_an_earlier_answer_is_changed_in_place_and_one_undo_takes_the_change_back(
    week: Journal, drive: Drive
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("w", "enter")
        await write(ui, "First words")
        await ui.press("escape", "enter")
        assert field(ui).text == "First words"
        await write(ui, " and more")
        await ui.press("escape")
        assert answers(week)[0]["answer"] == "First words and more"
        await ui.press("u")
        assert answers(week)[0]["answer"] == "First words"
        await ui.press("u")

    drive(scenario)
    assert answers(week) == []


def test_one_question_goes_a_step_further_once_there_is_an_answer(
    week: Journal, drive: Drive
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("w", "n")
        while not ui.app.screen._question.follow_up:
            await ui.press("ctrl+n")
        further = ui.app.screen.query_one("#further")
        assert not further.display
        await write(ui, "Yes")
        assert further.display
        await ui.press("tab")
        await write(ui, "Further")
        await ui.press("escape")

    drive(scenario)
    assert any(
        (each.get("answer"), each.get("follow_up_answer")) == ("Yes", "Further")
        for each in answers(week)
    )


def test_words_that_call_for_help_open_the_help_page_after_they_are_stored(
    week: Journal, drive: Drive
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("w", "n")
        await write(ui, "I can't go on")
        await ui.press("escape")
        assert "Help, now" in ui.words
        assert answers(week)[0]["answer"] == "I can't go on"
        await ui.press("escape", "escape")
        assert "You wrote: I can't go on" in ui.words

    drive(scenario)


def test_stopping_to_think_is_enough_for_the_help_page(
    week: Journal, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_words, "QUIET_AFTER", 0.01)

    async def scenario(ui: Any) -> None:
        await ui.press("w", "n")
        field(ui).insert("I can't go on")
        await ui.until(lambda: "Help, now" in ui.words)
        assert answers(week)[0]["answer"] == "I can't go on"

    drive(scenario)


@pytest.mark.usefixtures("week")
def test_another_week_is_chosen_with_brackets_and_none_that_has_not_begun(drive: Drive) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("w", "left_square_bracket")
        assert "Week of 9 November, with Anna" in ui.words
        await ui.press("right_square_bracket")
        assert "Week of 16 November, with Anna" in ui.words
        await ui.press("right_square_bracket")
        assert "That week has not begun" in ui.words
        assert "Week of 16 November, with Anna" in ui.words

    drive(scenario)


def test_a_week_that_waits_is_taken_up_without_a_word_about_it(
    journal: Journal, drive: Drive
) -> None:
    log(journal, "2026-11-10")

    async def scenario(ui: Any) -> None:
        await ui.press("w")
        assert "There is the week of 9 November as well: g goes there." in ui.words
        assert "A reflection is due every Sunday at 19:30." in ui.words
        await ui.press("g")
        assert "Week of 9 November, with Anna" in ui.words
        for word in ("missed", "late", "overdue"):
            assert word not in ui.words

    drive(scenario)


def test_what_was_written_a_month_ago_is_found_again(drive: Drive, frozen: Any) -> None:
    frozen.move_to("2026-10-18T17:07:00+00:00")

    async def before(ui: Any) -> None:
        await ui.press("w", "n")
        await write(ui, "Leaves everywhere")
        await ui.press("escape")

    drive(before)
    frozen.move_to("2026-11-22T17:07:00+00:00")

    async def now(ui: Any) -> None:
        await ui.press("w", "b")
        assert "A month ago, or before" in ui.words
        assert "Week of 12 October 2026" in ui.words
        assert "answered once" in ui.words
        await ui.press("enter")
        assert "Leaves everywhere" in ui.words

    drive(now)


def test_words_are_looked_for_in_all_that_there_is_to_look_back_at(
    journal: Journal, drive: Drive, call: Any
) -> None:
    assert journal

    def titles(ui: Any) -> list[str]:
        return [
            str(one.prompt).split("\n")[0] for one in ui.app.screen.query_one("Choices").options
        ]

    call(
        "reflect", typed="a walk in the rain, and then some words that go on and on\n\nshe sang\n\n"
    )
    call("checkin", typed="tired\nshoulders\n\n")

    async def scenario(ui: Any) -> None:
        await ui.press("w", "b")
        every = titles(ui)
        assert len(every) > 2
        await ui.press("slash")
        await ui.type("SHE sang")
        (found,) = titles(ui)
        assert found in every
        await ui.press("enter", "enter")
        assert "she sang" in ui.words
        await ui.press("escape", "slash")
        await ui.type(" and")
        assert titles(ui) == []
        assert "These words stand in none of it." in ui.words
        await ui.press("escape")
        assert titles(ui) == every
        await ui.press("slash")
        await ui.type("words that go on and")  # however the lines are broken
        assert len(titles(ui)) == 1
        await ui.press("escape", "escape")
        assert not ui.app.screen.query("LeavesBox Choices")

    drive(scenario)


def test_a_full_disk_keeps_every_word_and_offers_a_file_for_them(
    week: Journal, drive: Drive, monkeypatch: pytest.MonkeyPatch, home: Any
) -> None:
    aside = home / "aside.jsonl"

    async def scenario(ui: Any) -> None:
        await ui.press("w", "n")
        with monkeypatch.context() as full:

            def no_room(*_: Any, **__: Any) -> None:
                raise WriteProblem("The disk is full.", "Make room and try again.")

            full.setattr(asking.Writing, "put", no_room)
            await write(ui, "Precious")
            await ui.press("escape")
            assert "Not stored yet" in ui.words
            assert "The disk is full." in ui.words
            ui.app.screen.query_one("#path").value = str(aside)
            await ui.press("enter", "escape")
            assert isinstance(ui.app.screen, AskingPage)
            assert field(ui).text == "Precious"
            await ui.press("escape")
            assert "Not stored yet" in ui.words
        await ui.press("ctrl+r")
        assert "You wrote: Precious" in ui.words

    drive(scenario)
    assert [each["answer"] for each in answers(week)] == ["Precious"]
    rescued = json.loads(aside.read_text().splitlines()[-1])
    assert {"answer": "Precious", "week": "2026-11-16"}.items() <= rescued.items()


def test_what_is_pasted_is_stored_clean_and_shown_as_it_is(week: Journal, drive: Drive) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("w", "n")
        ui.app.post_message(events.Paste("\x1b]0;x\x07[bold]hi[/] \u202eyou"))
        await ui.settle()
        await ui.press("escape")
        assert "You wrote: ]0;x[bold]hi[/] you" in ui.words

    drive(scenario)
    assert [each["answer"] for each in answers(week)] == ["]0;x[bold]hi[/] you"]


def test_two_caregivers_have_a_reflection_each(week: Journal, drive: Drive) -> None:
    add(week, read_household(week), CAREGIVER, "Ben", {})

    async def scenario(ui: Any) -> None:
        await ui.press("w", "n")
        await write(ui, "Mine")
        await ui.press("escape", "a")
        assert "Week of 16 November, with Ben" in ui.words
        assert "No moments are written down in this week" in ui.words
        assert "You wrote" not in ui.words

    drive(scenario)

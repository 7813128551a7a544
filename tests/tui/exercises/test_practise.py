"""Practising: the list, an exercise step by step, and what is kept of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from parentkit import clock
from parentkit.domain.codes import PRACTICE, REFLECTION
from parentkit.domain.errors import DataProblem
from parentkit.journal.journal import Journal
from parentkit.services.exercises import library
from parentkit.services.family.household import read_household
from parentkit.services.family.present import with_people
from parentkit.services.log.capture import capture
from parentkit.tui.app import ParentkitApp
from parentkit.tui.exercises.exercise import ExercisePage
from parentkit.tui.settings import read_settings
from parentkit.tui.widgets.passing import Passing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Drive = Callable[..., None] if TYPE_CHECKING else Any


class Steady:
    """A clock that goes forward when it is told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def steady(monkeypatch: pytest.MonkeyPatch) -> Steady:
    """The clock by which exercises are timed."""
    made = Steady()
    monkeypatch.setattr(clock, "steady", made)
    return made


def stored(journal: Journal, kind: str) -> list[dict[str, Any]]:
    """The records of a kind."""
    return [record.document() for record in journal.read(kinds=(kind,))]


async def look_at(ui: Any, journal: Journal, name: str) -> None:
    """Opens an exercise by its id."""
    household = read_household(journal)
    exercise = library.exercise_called(journal, name)
    scenes = library.scenes_of(journal, household, exercise) if exercise.scenes else None
    ui.app.push_screen(ExercisePage(ui.app.family, exercise, scenes))
    await ui.settle()


async def after(ui: Any, steady: Steady, seconds: float) -> None:
    """Lets a time pass, and shows where things are."""
    steady.seconds += seconds
    ui.app.screen.tick()
    await ui.settle()


def shown_time(ui: Any) -> str:
    """What is said about the time."""
    return str(ui.app.screen.query_one(Passing).content)


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
def test_todays_exercise_stands_above_the_list_with_its_reason(
    journal: Journal, drive: Drive, size: tuple[int, int]
) -> None:
    moment = {"cue": "sad", "responses": ["fix_advise"], "slip": "read"}
    capture(journal, read_household(journal), moment)

    async def scenario(ui: Any) -> None:
        await ui.press("p")
        because = "Offered because one moment in the last seven days slipped at reading the sign."
        assert because in ui.words
        assert "for anything" in ui.words
        assert "A late answer" in ui.words
        assert ("Why it may help" in ui.words) == (size[0] > 100)

    drive(scenario, size)


def test_the_list_suits_the_childs_age_and_is_narrowed_by_keys(drive: Drive) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("p")
        choices = ui.app.screen.query_one("#exercises")
        for_her_age = choices.option_count
        assert "y child" in ui.words
        await ui.press("f", "n")
        assert "for noticing" in ui.words
        assert "up to 3 min" in ui.words
        narrowed = {option.id for option in choices.options}
        assert 0 < len(narrowed) < for_her_age
        for name in narrowed:
            exercise = library.exercise_called(ui.app.journal, name)
            assert exercise.minutes <= 3
            assert "notice" in exercise.trains
            assert "child" in exercise.ages

    drive(scenario)


def test_looking_at_an_exercise_stores_nothing_and_beginning_does(
    journal: Journal, drive: Drive
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("p", "e")
        assert "When not to" in ui.words
        assert stored(journal, PRACTICE) == []
        await ui.press("enter")
        assert [each["done"] for each in stored(journal, PRACTICE)] == [False]
        await ui.press("escape")
        assert "For today" in ui.words

    drive(scenario)
    assert [each["done"] for each in stored(journal, PRACTICE)] == [False]


def test_steps_take_their_time_and_breathing_grows_and_shrinks(
    journal: Journal, drive: Drive, steady: Steady
) -> None:
    async def scenario(ui: Any) -> None:
        await look_at(ui, journal, "longer-out-than-in")
        await ui.press("enter")
        assert "step 1 of 3" in ui.words
        assert shown_time(ui).startswith("20 seconds left")
        await after(ui, steady, 6)
        assert shown_time(ui).startswith("15 seconds left")
        await ui.press("space")
        await after(ui, steady, 600)
        assert "held" in shown_time(ui)
        assert shown_time(ui).startswith("15 seconds left")
        await ui.press("space")
        await after(ui, steady, 14)
        assert "step 2 of 3" in ui.words
        await after(ui, steady, 2)
        assert shown_time(ui).startswith("breathe in\n████████████████████░")
        assert "1 of 12" in shown_time(ui)
        await after(ui, steady, 2)
        assert shown_time(ui).startswith("breathe out\n████████████████████████████████████████\n")
        await ui.press("v")
        assert "█" not in shown_time(ui)
        assert shown_time(ui).startswith("breathe out\n1 of 12")
        await ui.press("enter")
        assert "step 3 of 3" in ui.words
        await ui.press("backspace")
        assert "step 2 of 3" in ui.words
        await after(ui, steady, 120)
        await after(ui, steady, 30)
        assert "You may notice" in ui.words

    drive(scenario)
    assert [each["done"] for each in stored(journal, PRACTICE)] == [True]


def test_what_is_written_at_the_end_is_stored_and_found_again(
    journal: Journal, drive: Drive
) -> None:
    async def scenario(ui: Any) -> None:
        await look_at(ui, journal, "longer-out-than-in")
        await ui.press("enter", "enter", "enter", "enter")
        await ui.type("Warm q")
        await ui.press("tab")
        await ui.type("Good")
        await ui.press("escape")
        await ui.press("p", "o")
        assert "Longer out than in" in ui.words
        await ui.press("enter")
        assert "Warm q" in ui.words
        await ui.press("escape", "escape", "w")
        assert "You wrote: Warm q" in ui.words

    drive(scenario)
    assert [each["words"] for each in stored(journal, PRACTICE)] == ["Good"]
    answer = stored(journal, REFLECTION)[0]
    assert (answer["week"], answer["answer"]) == ("2026-11-16", "Warm q")
    assert journal.undo().taken_back
    assert stored(journal, PRACTICE) == []
    assert stored(journal, REFLECTION) == []


def test_a_second_time_in_a_week_goes_on_from_the_first_answer(
    journal: Journal, drive: Drive
) -> None:
    async def scenario(ui: Any) -> None:
        for text in ("Warm", " and light"):
            await look_at(ui, journal, "longer-out-than-in")
            await ui.press("enter", "enter", "enter", "enter")
            await ui.type(text)
            await ui.press("escape")

    drive(scenario)
    assert [each["answer"] for each in stored(journal, REFLECTION)] == ["Warm and light"]


@pytest.mark.parametrize("size", [(60, 20), (100, 30)])
def test_a_scene_is_answered_by_its_number_and_nothing_of_it_is_kept(
    journal: Journal, drive: Drive, size: tuple[int, int]
) -> None:
    async def scenario(ui: Any) -> None:
        await look_at(ui, journal, "scenes-toddler")
        await ui.press("enter", "enter")
        assert "scene 1 of" in ui.words
        await ui.press("1")
        explanation = str(ui.app.screen.query_one("#explanation").content)
        assert explanation.startswith("1  ")
        assert "(suggested)" in explanation
        await ui.press("o")
        others = str(ui.app.screen.query_one("#explanation").content)
        assert others.startswith("2  ")
        assert others.count("(suggested)") > 1
        await ui.press("n")
        assert "scene 2 of" in ui.words
        assert str(ui.app.screen.query_one("#explanation").content) == ""
        await ui.press("e")
        assert "In which scene did your first impulse" in ui.words

    drive(scenario, size)
    practised = stored(journal, PRACTICE)
    assert [each["done"] for each in practised] == [True]
    assert set(practised[0]) == {
        *("id", "exercise", "title", "caregiver", "started_at", "done"),
    }


def test_background_cards_are_read(drive: Drive) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("p", "b", "end")
        assert "What the 30 % is" in ui.words
        await ui.press("enter")
        assert '"Thirty per cent is enough" is often said.' in ui.words

    drive(scenario)


NAME = "an-exercise-of-our-own-that-is-broken.md"


@pytest.mark.parametrize("columns", range(60, 81, 4))
def test_a_file_that_cannot_be_read_is_named_whole_and_hides_nothing_else(
    home: Path, drive_app: Drive, frozen: Any, columns: int
) -> None:
    assert frozen
    folder = home.joinpath(*(f"folder-{number}" * 2 for number in range(9)))  # of several lines
    journal = Journal(str(folder), str(home / "state"), clock.now_ms)
    with_people(journal, read_household(journal))
    own = library.own_folder(journal)
    os.makedirs(own)
    with open(os.path.join(own, NAME), "w", encoding="utf-8") as file:
        file.write("no exercise")

    async def scenario(ui: Any) -> None:
        await ui.press("p")
        assert NAME in ui.words
        assert "A late answer" in ui.words
        ui.app.say_problem(
            DataProblem(f"{folder / 'photographs.jsonl'} is in the way.", "Move it.")
        )
        await ui.settle()
        assert "photographs.jsonl" in ui.words

    def app() -> ParentkitApp:
        return ParentkitApp(journal, read_settings(journal.places))

    drive_app(app, scenario, (columns, 40))  # room for the folders, wherever the tests run
    journal.close()

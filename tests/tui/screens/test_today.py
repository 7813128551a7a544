"""The first room: the week's two figures and the day's moments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from parentkit.services.family.household import read_household
from parentkit.services.log.capture import capture

if TYPE_CHECKING:
    from collections.abc import Callable

    from parentkit.journal.journal import Journal


def log(journal: Journal, **fields: Any) -> None:
    """Stores a moment of today."""
    fields = {"cue": "afraid", "responses": ["comfort"], **fields}
    capture(journal, read_household(journal), fields)


def test_an_empty_day_says_that_gaps_are_normal(drive: Callable[..., None]) -> None:
    async def scenario(ui: Any) -> None:
        assert "Mia" in ui.words
        assert "logging as Anna" in ui.words
        assert "Gaps are normal" in ui.words

    drive(scenario)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
def test_the_two_figures_stand_over_their_counts(
    journal: Journal, drive: Callable[..., None], size: tuple[int, int]
) -> None:
    for _ in range(5):
        log(journal)
    log(journal, cue="sad", responses=["fix_advise"], repair={"state": "repaired"})

    async def scenario(ui: Any) -> None:
        assert "5 of 6" in ui.words
        assert "about 83 %" in ui.words
        if size[1] > 20:
            assert "6 of 6" in ui.words

    drive(scenario, size)


def test_what_another_shell_logs_appears_by_itself(
    journal: Journal, drive: Callable[..., None], home: Any
) -> None:
    from parentkit import clock
    from parentkit.journal.journal import Journal

    assert not journal.read().records

    async def scenario(ui: Any) -> None:
        other = Journal(str(home / "home"), str(home / "state"), clock.now_ms)
        log(other, note="from another shell")
        ui.app._look()
        await ui.settle()
        assert "scared, worried" in ui.words

    drive(scenario)


def test_a_line_about_the_question_of_the_day_is_part_of_the_weeks_reflection(
    journal: Journal, drive: Callable[..., None]
) -> None:
    log(journal)

    async def scenario(ui: Any) -> None:
        assert "A question" in ui.words
        await ui.press("enter")
        await ui.type("he reached for me")
        await ui.press("enter")

    drive(scenario)
    (answer,) = journal.read(kinds=("reflection",)).records
    assert answer.fields["answer"] == "he reached for me"
    assert answer.fields["week"] == "2026-11-16"


def test_another_question_is_one_key_away_and_none_is_asked_once_it_is_left_for_today(
    journal: Journal, drive: Callable[..., None]
) -> None:
    log(journal)

    async def scenario(ui: Any) -> None:
        first = ui.app.screen.query_one("#offer").asked
        await ui.press("tab")
        assert ui.app.screen.query_one("#offer").asked != first
        await ui.press("escape", "m", "t")
        assert "A question" not in ui.words

    drive(scenario)
    assert journal.read(kinds=("reflection",)).records == []


def test_due_reflection_and_an_exercise_are_offered(
    journal: Journal, drive: Callable[..., None], frozen: Any
) -> None:
    log(journal, cue="sad", responses=["fix_advise"])
    frozen.move_to("2026-11-22T20:00:00+00:00")

    async def scenario(ui: Any) -> None:
        assert "A weekly reflection is ready: w" in ui.words
        assert "Practise: " in ui.words

    drive(scenario)


def test_arrow_keys_move_the_page_where_it_is_longer_than_the_terminal(
    drive: Callable[..., None],
) -> None:
    async def scenario(ui: Any) -> None:
        assert "Practise:" not in ui.words
        await ui.press("end")
        assert "Practise:" in ui.words
        await ui.press("home")
        assert "This week" in ui.words

    drive(scenario, (40, 12))

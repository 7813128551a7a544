"""Nothing tells how a moment was judged at home before it is opened or coded, and both are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

JUDGED = ("misread", "noticing", "more upset", "came back", "(suggested)", "partly")
LOGGED = ("--fit", "misread", "--slip", "notice", "--after", "escalated", "--repair", "repaired")


@pytest.fixture
def shared(family: Any, coach: Any) -> str:
    """A family whose only moment was judged in every respect; the moment's id."""
    moment = family.log("afraid", "fix_advise", *LOGGED)
    coach("coach", "add", family.share(), "--name", "Rivera")
    return str(moment)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (160, 50)])
def test_the_list_shows_nothing_of_a_judgement_before_the_moment_is_opened(
    shared: str, coach: Any, drive_coach: Callable[..., None], size: tuple[int, int]
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("enter")
        assert "scared" in ui.words
        for words in JUDGED:
            assert words not in ui.words
        assert not coach.records("read")
        await ui.press("enter")
        assert "misread" in ui.words
        (read,) = coach.records("read")
        assert read["moment"] == shared

    drive_coach(scenario, size)


def test_the_judgement_is_shown_only_once_the_own_one_is_stored(
    shared: str, coach: Any, drive_coach: Callable[..., None]
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("b")
        ui.app.screen.query_one("#size").value = "100%"
        await ui.press("ctrl+s")
        for key in ("3", "2", "0", "2"):
            assert "at home" not in ui.words.replace("what was said at home", "")
            for words in ("misread", "noticing it ", "more upset"):
                given = str(ui.app.screen.query_one("#what").content)
                assert words not in given
            assert not coach.records("coding")
            await ui.press(key)
        assert "This is your judgement?" in ui.words
        assert not coach.records("coding")
        await ui.press("enter")
        assert "at home: ○ misread" in ui.words
        (coding,) = coach.records("coding")
        assert coding["blind"] is True
        assert (coding["moment"], coding["fit"], coding["slip"]) == (shared, "partial", "read")
        assert "repair" not in coding
        assert coding["child_after"] == "unchanged"
        await ui.press("enter")
        assert "That was all" in ui.words
        await ui.press("b", "ctrl+s")
        assert "Nothing of it is left to code" in ui.words

    drive_coach(scenario)


def test_leaving_in_the_middle_of_a_judgement_stores_nothing_and_goes_on_later(
    shared: str, coach: Any, drive_coach: Callable[..., None]
) -> None:
    assert shared

    async def scenario(ui: Any) -> None:
        await ui.press("b", "ctrl+s", "1", "escape")
        assert "1 left for another time" in ui.words
        assert not coach.records("coding")
        await ui.press("b", "ctrl+s")
        assert "How did it fit?" in ui.words
        await ui.press("1", "backspace", "4")
        assert "misread" in ui.words
        assert "Where did it slip?" in ui.words

    drive_coach(scenario)


def test_no_answer_about_the_fit_is_proposed(shared: str, drive_coach: Callable[..., None]) -> None:
    assert shared

    async def scenario(ui: Any) -> None:
        await ui.press("b", "ctrl+s")
        assert ui.app.screen.query_one("Choices").highlighted is None
        await ui.press("enter")
        assert "How did it fit?" in ui.words

    drive_coach(scenario)


def test_the_number_of_a_point_is_the_point(
    shared: str, coach: Any, drive_coach: Callable[..., None]
) -> None:
    assert shared

    async def scenario(ui: Any) -> None:
        await ui.press("b", "tab", "tab", "space", "ctrl+s", "1", "0")
        assert "engaged, or distracted?" in ui.words
        await ui.press("5", "4", "0", "1", "enter")
        (coding,) = coach.records("coding")
        assert coding["rubric"] == {"engaged": 5, "modulated": 4, "opens_up": 1}

    drive_coach(scenario)


def test_a_moment_put_back_among_the_unread_ones_is_not_blind_any_more(
    shared: str, coach: Any, drive_coach: Callable[..., None]
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("enter", "enter", "r")
        assert "Rivera: 1 unread" in ui.words
        for words in JUDGED[:4]:
            assert words not in ui.words
        await ui.press("b", "ctrl+s")
        assert "could not be drawn" in ui.words
        await ui.press("escape", "r")
        assert "Rivera: 1 read" in ui.words
        await ui.press("r", "enter")
        assert "misread" in ui.words
        await ui.press("escape")
        assert "Rivera: 1 read" in ui.words

    drive_coach(scenario)
    assert [read["moment"] for read in coach.records("read")] == [shared]

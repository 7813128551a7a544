"""A check-in with oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.services.reflection.checkin import check_ins

if TYPE_CHECKING:
    from collections.abc import Callable

    from parentkit.journal.journal import Journal

Drive = Callable[..., None] if TYPE_CHECKING else Any


def told(journal: Journal) -> list[tuple[str | None, str | None, str | None]]:
    """What was answered, check-in by check-in."""
    found = check_ins(journal, journal.device.caregiver or "")
    return [(each.get("feeling"), each.get("body"), each.get("need")) for each in found]


def test_three_lines_are_one_check_in_and_one_undo(journal: Journal, drive: Drive) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("w", "i")
        assert "What am I feeling now?" in ui.words
        await ui.type("tired\n")
        await ui.press("tab")
        await ui.type("quiet")
        await ui.press("escape")
        assert told(journal) == [("tired", None, "quiet")]
        await ui.press("b", "enter")
        assert "tired" in ui.words
        await ui.press("escape", "escape", "u")

    drive(scenario, (60, 20))
    assert told(journal) == []


def test_a_check_in_without_a_word_stores_nothing(journal: Journal, drive: Drive) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("w", "i", "enter", "enter", "escape")

    drive(scenario)
    assert told(journal) == []

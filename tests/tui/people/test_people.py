"""The page of people: adding, renaming, choosing, hiding, and the reminder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from parentkit.journal.journal import Journal


def named(journal: Journal, kind: str) -> dict[str, dict[str, Any]]:
    """People of a kind by name."""
    return {
        record.fields["name"]: record.fields
        for record in journal.lasting().records
        if record.kind == kind
    }


def test_a_second_child_is_added_and_chosen_with_one_key(
    journal: Journal, drive: Callable[..., None]
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("f4", "n")
        await ui.type("Ben")
        await ui.press("enter")
        assert "Ben, child" in ui.words
        await ui.press("escape", "c")
        assert "Ben logging as Anna" in ui.words
        await ui.press("c")
        assert "Mia logging as Anna" in ui.words

    drive(scenario)
    assert set(named(journal, "child")) == {"Mia", "Ben"}


def test_a_name_that_is_taken_stays_in_the_line_with_the_reason(
    journal: Journal, drive: Callable[..., None]
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("f4", "n")
        await ui.type("mia")
        await ui.press("enter")
        assert "There is a child called Mia already" in ui.words
        assert ui.app.screen.query_one("Input").value == "mia"

    drive(scenario)
    assert set(named(journal, "child")) == {"Mia"}


def test_enter_renames_and_b_sets_the_month_of_birth(
    journal: Journal, drive: Callable[..., None]
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("f4", "enter", "end", *["backspace"] * 3)
        await ui.type("Mila")
        await ui.press("enter", "b")
        await ui.type("2025-04")
        await ui.press("enter")
        assert "Mila, child, 19 months, in use here" in ui.words

    drive(scenario)
    assert named(journal, "child")["Mila"]["birth_month"] == "2025-04"


def test_hiding_takes_somebody_out_of_turn(
    journal: Journal, drive: Callable[..., None], frozen: Any
) -> None:
    assert set(named(journal, "caregiver")) == {"Anna"}

    async def scenario(ui: Any) -> None:
        frozen.tick(60)  # whoever is added later stands below
        await ui.press("f4", "v")
        await ui.type("Jo")
        await ui.press("enter", "end", "x")
        assert "Jo, caregiver, hidden" in ui.words
        await ui.press("escape", "a")
        assert "logging as Anna" in ui.words

    drive(scenario)


def test_the_reminder_is_set_in_words(drive: Callable[..., None]) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("f4", "w", *["backspace"] * len("every sunday 19:30"))
        await ui.type("daily 21:00")
        await ui.press("enter")
        assert "21:00" in ui.words

    drive(scenario)

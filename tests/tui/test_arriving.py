"""The first minute: somebody who has just arrived says who there is, or nothing at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from parentkit import clock
from parentkit.journal.journal import Journal
from parentkit.services import people
from parentkit.services.capture import capture
from parentkit.services.household import read_household, with_people

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def journal(home: Path, frozen: Any) -> Iterator[Journal]:
    """A home in which nothing was ever written."""
    assert frozen
    made = Journal(str(home / "home"), str(home / "state"), clock.now_ms)
    yield made
    made.close()


def people_in(journal: Journal) -> dict[str, dict[str, Any]]:
    """The family's people and reminders by kind."""
    return {record.kind: record.fields for record in journal.lasting().records}


def test_who_there_is_and_when_to_look_back_are_asked_and_kept(
    journal: Journal, drive: Callable[..., None]
) -> None:
    async def scenario(ui: Any) -> None:
        assert "Nothing leaves this machine" in ui.words
        for line in ("Mia", "2023-04", "Anna", "every saturday 20:00"):
            await ui.type(line)
            await ui.press("enter")
        assert "Mia logging as Anna" in ui.words

    drive(scenario)
    people = people_in(journal)
    assert people["child"] == {"name": "Mia", "birth_month": "2023-04"}
    assert people["caregiver"]["name"] == "Anna"
    assert "SA" in people["reminder"]["rrule"]


def test_who_arrives_in_a_family_that_is_there_renames_nobody(
    journal: Journal, home: Path, drive: Callable[..., None]
) -> None:
    other = Journal(str(home / "home"), str(home / "elsewhere"), clock.now_ms)
    for kind, name in (("child", "Mia"), ("caregiver", "Anna")):
        people.add(other, read_household(other), kind, name, {})

    async def scenario(ui: Any) -> None:
        for line in ("Ben", "", "Jo", ""):
            await ui.type(line)
            await ui.press("enter")
        assert "Ben logging as Jo" in ui.words

    drive(scenario)
    names = sorted(record.fields["name"] for record in journal.lasting() if "name" in record.fields)
    assert names == ["Anna", "Ben", "Jo", "Mia"]


def test_who_arrives_may_name_somebody_who_is_there(
    journal: Journal, home: Path, drive: Callable[..., None]
) -> None:
    other = Journal(str(home / "home"), str(home / "elsewhere"), clock.now_ms)
    for kind, name in (("child", "Mia"), ("caregiver", "Anna")):
        people.add(other, read_household(other), kind, name, {})

    async def scenario(ui: Any) -> None:
        for line in ("mia", "2023-04", "ANNA", ""):
            await ui.type(line)
            await ui.press("enter")
        assert "Mia logging as Anna" in ui.words

    drive(scenario)
    assert people_in(journal)["child"] == {"name": "Mia", "birth_month": "2023-04"}


def test_a_moment_is_the_childs_who_was_named_elsewhere_while_the_screens_were_open(
    journal: Journal, home: Path, drive: Callable[..., None]
) -> None:
    here = with_people(journal, read_household(journal)).household
    capture(journal, here, {"cue": "sad", "responses": ["comfort"]})
    other = Journal(str(home / "home"), str(home / "elsewhere"), clock.now_ms)

    async def scenario(ui: Any) -> None:
        await ui.press("l")
        people.add(other, here, "child", "Mia", {})
        await ui.press("g", "d", "enter")
        assert "Stored" in ui.words
        assert "1 moment that was written before Mia had a name here is now Mia's" in ui.words
        assert "Mia logging as me" in ui.words

    drive(scenario)
    names = {record.id: record.fields.get("name") for record in journal.lasting()}
    assert [names[record.fields["child"]] for record in journal.read()] == ["Mia", "Mia"]


def test_everything_may_be_left_out(journal: Journal, drive: Callable[..., None]) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("escape")
        assert "my child logging as me" in ui.words

    drive(scenario)
    assert set(people_in(journal)) == {"child", "caregiver"}


def test_the_line_that_is_being_typed_is_in_sight_however_low_the_terminal_is(
    drive: Callable[..., None],
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.type("Mia")
        assert "A nickname for your child Mia" in ui.words
        await ui.press("enter")
        await ui.type("2023")
        assert "2023" in ui.words

    drive(scenario, (40, 12))


def test_what_cannot_be_read_is_said_beside_its_line_and_keeps_the_rest(
    journal: Journal, drive: Callable[..., None]
) -> None:
    async def scenario(ui: Any) -> None:
        await ui.type("Mia")
        await ui.press("enter")
        await ui.type("2023-13")
        assert "month" in ui.app.screen.query_one("#born-problem").content
        await ui.press("escape")
        assert "Nothing leaves this machine" in ui.words
        assert people_in(journal) == {}
        await ui.press(*["backspace"] * 7, "escape")
        assert "Mia logging as me" in ui.words

    drive(scenario, (80, 24))
    assert people_in(journal)["child"]["name"] == "Mia"

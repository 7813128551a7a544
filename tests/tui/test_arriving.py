"""The first minute: somebody who has just arrived says who there is, or nothing at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from parentkit import clock
from parentkit.domain.errors import DataProblem
from parentkit.journal.journal import Journal
from parentkit.services.family import people
from parentkit.services.family.household import read_household
from parentkit.services.family.present import with_people
from parentkit.services.log.capture import capture
from parentkit.services.start.setup import Arrival, arrive
from parentkit.tui.app import ParentkitApp
from parentkit.tui.settings import read_settings

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


def mia_and_her_moments(journal: Journal) -> None:
    arrive(journal, read_household(journal), Arrival(child="Mia", caregiver="Anna"))
    for _ in range(6):
        capture(journal, read_household(journal), {"cue": "sad", "responses": ["comfort"]})


def damage(home: Path, what: str) -> Callable[[], None]:
    """Damages a file of the family's; what is returned puts it back as it was."""
    name, how = what.split(", ")
    (path,) = (home / "home").rglob(f"{name}.jsonl")
    whole = path.read_bytes()
    path.unlink()
    if how == "a folder":
        path.mkdir()
    else:
        path.write_bytes(whole.replace(b'"Mia"', b'"Mja"').replace(b'"sad"', b'"sbd"', 1))

    def put_back() -> None:
        if path.is_dir():
            path.rmdir()
        path.write_bytes(whole)

    return put_back


def files_in(home: Path) -> dict[str, bytes]:
    found = (home / "home").rglob("*.jsonl")
    return {path.name: path.read_bytes() for path in found if path.is_file()}


@pytest.mark.parametrize("device", ["state", "elsewhere"])
@pytest.mark.parametrize("what", ["family, a byte", "family, a folder"])
def test_nobody_is_asked_who_there_is_while_whoever_is_cannot_be_read(
    journal: Journal, home: Path, drive_app: Callable[..., None], what: str, device: str
) -> None:
    mia_and_her_moments(journal)
    put_back = damage(home, what)
    before = files_in(home)
    here = Journal(str(home / "home"), str(home / device), clock.now_ms)

    async def scenario(ui: Any) -> None:
        assert "A nickname" not in ui.words
        assert "that could not be read: parentkit doctor" in ui.words
        assert "parentkit restore brings a backup back" in ui.words
        await ui.press("m")
        assert "6 moments" in ui.words
        assert "that could not be read: parentkit doctor" in ui.words
        assert files_in(home) == before
        put_back()
        ui.app.reread()
        await ui.settle()
        assert ("A nickname" in ui.words) == (device == "elsewhere")
        assert ("Mia logging as Anna" in ui.words) == (device == "state")

    drive_app(lambda: ParentkitApp(here, read_settings(here.places)), scenario)


def test_nobody_is_asked_who_there_is_where_moments_are_damaged(
    journal: Journal, home: Path, drive_app: Callable[..., None]
) -> None:
    mia_and_her_moments(journal)
    (path,) = (home / "home").rglob("family.jsonl")
    path.unlink()
    damage(home, f"{clock.local_now():%Y-%m}, a byte")
    here = Journal(str(home / "home"), str(home / "elsewhere"), clock.now_ms)

    async def scenario(ui: Any) -> None:
        assert "A nickname" not in ui.words
        assert "Without one line that could not be read: parentkit doctor" in ui.words

    drive_app(lambda: ParentkitApp(here, read_settings(here.places)), scenario)


def test_words_of_nobody_known_are_not_begun_but_a_moment_is(
    journal: Journal, home: Path, drive_app: Callable[..., None]
) -> None:
    mia_and_her_moments(journal)
    damage(home, "family, a folder")
    here = Journal(str(home / "home"), str(home / "elsewhere"), clock.now_ms)

    async def scenario(ui: Any) -> None:
        await ui.press("w", "i")
        assert "It is not known yet who writes here" in ui.words
        assert "A check-in with yourself" not in ui.words
        await ui.press("t", "l", "g", "d", "enter")
        assert len(journal.read().records) == 7

    drive_app(lambda: ParentkitApp(here, read_settings(here.places)), scenario)


@pytest.mark.parametrize("what", ["family, a byte", "family, a folder"])
def test_nobody_is_made_of_an_arrival_while_part_of_the_family_cannot_be_read(
    journal: Journal, home: Path, what: str
) -> None:
    mia_and_her_moments(journal)
    damage(home, what)
    before = files_in(home)
    with pytest.raises(DataProblem, match="nothing was stored") as told:
        arrive(journal, read_household(journal), Arrival(child="Mia", caregiver="Anna"))
    assert "parentkit restore" in told.value.hint
    assert files_in(home) == before


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

"""The coach's rooms and boxes: order, consent, hostile text, passphrase, nothing typed is lost."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from parentkit.services.coach.write import mark_read
from parentkit.storage import disk

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def shared(family: Any, coach: Any) -> str:
    """A family with one moment; the moment's id."""
    moment = family.log("afraid", "comfort", "--fit", "matched")
    coach("coach", "add", family.share(), "--name", "Rivera")
    return str(moment)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (160, 50)])
def test_families_are_shown_with_attention_consent_and_figures(
    shared: str, drive_coach: Callable[..., None], size: tuple[int, int]
) -> None:
    assert shared

    async def scenario(ui: Any) -> None:
        words = ui.words
        assert "1 unread of 1 moment" in words
        assert "consent until 2027-02-14" in words
        assert "Last 28 days: 1 moment on 1 day" in words
        assert "Met 1 of 1" in words
        assert "%" not in words.replace("30 %", "")

    drive_coach(scenario, size)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
def test_that_a_file_was_refused_stands_with_its_family(
    shared: str, coach: Any, drive_coach: Callable[..., None], size: tuple[int, int]
) -> None:
    assert shared
    why = "It holds moments, and \x1b[2JSam's key may send a coach's words alone."
    write_refused(coach.open().family.folder, why)

    async def scenario(ui: Any) -> None:
        assert "A file was refused on 2026-11-22" in ui.words
        assert "\x1b" not in ui.words

    drive_coach(scenario, size)


def write_refused(folder: str, why: str) -> None:
    told = [{"day": "2026-11-22", "why": why, "share": "01M823G3MS008J4CT4ANK7F24S"}]
    with open(os.path.join(folder, "refused.json"), "w", encoding="utf-8") as file:
        json.dump(told, file)


def test_the_family_that_asks_for_attention_comes_first(
    shared: str, family: Any, coach: Any, drive_coach: Callable[..., None], tmp_path: Any
) -> None:
    other = type(family)(family._call, family._patch, tmp_path / "other")
    other.meet(str(coach.folder / "dana.card"))
    other.log("sad", "comfort")
    coach("coach", "add", other.share(), "--name", "Adler")

    async def scenario(ui: Any) -> None:
        assert ui.words.index("Adler") < ui.words.index("Rivera")
        adler = coach.open("Adler").journal
        mark_read(adler, ui.app.coder, [one.id for one in adler.read()])
        ui.app.look()
        await ui.settle()
        listed = [option.id for option in ui.app.screen.query_one("Choices").options if option.id]
        assert [coach.open(one).family.name for one in listed] == ["Rivera", "Adler"]
        await ui.press("i")
        assert "all families" in ui.words
        assert ui.words.index("Rivera: 1 unread") < ui.words.index("Adler: 1 read")
        await ui.press("tab")
        assert "Rivera: 1" not in ui.words
        assert "Adler: 1 read" in ui.words

    assert shared
    drive_coach(scenario)


def test_a_family_whose_consent_was_withdrawn_is_shown_and_not_opened(
    shared: str, family: Any, coach: Any, drive_coach: Callable[..., None]
) -> None:
    notice = str(family.folder / "notice.age")
    family("consent", "withdraw", "Dana", "--yes", "--to", notice)

    async def scenario(ui: Any) -> None:
        await ui.press("enter")
        await ui.press("enter")
        assert "1 of 1" in ui.words
        coach("coach", "add", notice)
        ui.app.look()
        await ui.settle()
        assert "scared" not in ui.words
        assert "consent withdrawn" in ui.words
        await ui.press("f")
        await ui.settle()
        assert "consent withdrawn on 2026-11-22" in ui.words
        assert "Met" not in ui.words
        await ui.press("enter")
        assert "Nothing of theirs is opened" in ui.words
        await ui.press("g")
        assert not ui.app.screen.query("TextArea")

    assert shared
    drive_coach(scenario)


def test_markup_and_escapes_from_a_family_are_inert(
    family: Any, coach: Any, drive_coach: Callable[..., None]
) -> None:
    note = "[bold]x[/bold] \x1b[31mred\u202e [@click=app.quit]go[/] $primary"
    family.log("afraid", "comfort", "--note", note)
    coach("coach", "add", family.share("--include", "note"), "--name", "[b]R[/b]")

    async def scenario(ui: Any) -> None:
        assert "[b]R[/b]" in ui.words
        await ui.press("enter")
        assert "[bold]x[/bold] [31mred [@click=app.quit]go[/] $primary" in ui.words
        await ui.press("enter")
        assert "[@click=app.quit]go[/]" in str(ui.app.screen.query_one("#what").content)
        assert "\x1b" not in str(ui.app.screen.query_one("#what").content)

    drive_coach(scenario)


def test_a_key_with_a_passphrase_is_asked_for_unseen_and_once(
    coach: Any, drive_coach: Callable[..., None]
) -> None:
    from parentkit.sharing import keys

    path = coach.practice.key_file
    keys.put(path, keys.load(path), "a long way home")

    async def scenario(ui: Any) -> None:
        await ui.press("plus")
        await ui.type("a long way off")
        assert "long" not in ui.words
        await ui.press("enter")
        assert "does not open the key" in ui.words
        await ui.type("a long way home\n")
        assert "The file that a family sent" in ui.words
        await ui.press("escape", "plus")
        assert "The file that a family sent" in ui.words
        await ui.press("escape", "f2", "f2", "plus")
        assert "Passphrase of your key" in ui.words

    drive_coach(scenario)


def test_what_was_typed_stays_where_it_cannot_be_stored(
    shared: str, coach: Any, drive_coach: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int, _data: bytes) -> None:
        raise OSError(28, "No space left on device")

    async def scenario(ui: Any) -> None:
        await ui.press("enter", "enter", "c")
        await ui.type("You stayed")
        with monkeypatch.context() as patched:
            patched.setattr(disk, "write_all", full)
            await ui.press("ctrl+s")
        assert "ctrl+o saves what you typed as a file" in ui.words
        assert ui.app.screen.query_one("#strength").text == "You stayed"
        await ui.press("escape", "c")
        assert ui.app.screen.query_one("#strength").text == "You stayed"
        await ui.press("ctrl+s")
        (comment,) = coach.records("comment")
        assert (comment["moment"], comment["text"]) == (shared, "You stayed")
        await ui.press("c")
        assert not ui.app.screen.query_one("#strength").text

    drive_coach(scenario)


def test_a_field_that_cannot_be_read_keeps_the_others(
    shared: str, coach: Any, drive_coach: Callable[..., None]
) -> None:
    assert shared

    async def scenario(ui: Any) -> None:
        await ui.press("g")
        await ui.type("Wait")
        await ui.press("tab")
        await ui.type("soonish\n")
        assert "not a day that can be read" in ui.words
        assert ui.app.screen.query_one("#text").text == "Wait"
        ui.app.screen.query_one("#by").value = "2027-01-31"
        await ui.press("ctrl+s")
        (goal,) = coach.records("goal")
        assert (goal["text"], goal["by_when"]) == ("Wait", "2027-01-31")

    drive_coach(scenario)


def test_goals_and_comments_are_moved_and_taken_back(
    shared: str, coach: Any, drive_coach: Callable[..., None]
) -> None:
    coach("coach", "goal", "Rivera", "Wait for the look")
    coach("coach", "assign", "Rivera", "--question", "What helped?")
    coach("coach", "note", "Rivera", "Slowly.")
    coach("coach", "comment", "Rivera", shared, "--strength", "You stayed")

    async def scenario(ui: Any) -> None:
        await ui.press("w")
        assert "Goals" in ui.words
        await ui.press("enter", "enter")
        assert "reached" in ui.words
        await ui.press("j", "enter", "enter")
        assert "done with" in ui.words
        await ui.press("j", "enter", "enter")
        assert "Slowly" not in ui.words
        await ui.press("escape", "enter", "enter", "x", "enter")
        assert "No comment yet" in str(ui.app.screen.query_one("#comments").content)

    drive_coach(scenario)
    assert [goal["state"] for goal in coach.records("goal")] == ["reached"]
    assert coach.records("assignment")[0]["done_at"]
    assert coach.records("session") == coach.records("comment") == []


def test_agreement_is_told_in_counts_and_withheld_below_thirty(
    shared: str, coach: Any, drive_coach: Callable[..., None], frozen: Any
) -> None:
    frozen.tick(60)
    coach("coach", "code", "Rivera", "--moment", shared, "--fit", "partial")

    async def scenario(ui: Any) -> None:
        await ui.press("e")
        assert "not about what happened" in ui.words
        assert "1 moment coded by both" in ui.words
        assert "Figures come from 30 moments on" in ui.words
        await ui.press("tab")
        assert "Rivera" in ui.words

    drive_coach(scenario)


def test_every_key_of_a_coach_is_on_the_page_of_keys_and_a_parents_are_not(
    shared: str, drive_coach: Callable[..., None]
) -> None:
    assert shared

    async def scenario(ui: Any) -> None:
        titles = [each.title for each in ui.app.get_system_commands(ui.app.screen)]
        assert any("Set a goal" in title for title in titles)
        assert not any("Write a moment down" in title for title in titles)
        await ui.press("question_mark")
        assert "parentkit coach code FAMILY" in ui.words
        assert "parentkit log" not in ui.words
        await ui.press("escape", "f1")
        assert "Every family that has shared" in ui.words

    drive_coach(scenario, (120, 60))


def test_families_are_narrowed_to_what_waits_or_ends_and_all_come_back(
    shared: str, family: Any, coach: Any, drive_coach: Callable[..., None], tmp_path: Any
) -> None:
    other = type(family)(family._call, family._patch, tmp_path / "other")
    other.meet(str(coach.folder / "dana.card"))
    other.log("sad", "comfort")
    coach("coach", "add", other.share(), "--name", "Adler")

    async def scenario(ui: Any) -> None:
        assert "2 families" in ui.words
        journal = coach.open("Adler").journal
        mark_read(journal, ui.app.coder, [one.id for one in journal.read()])
        await ui.press("v")
        assert "something is waiting" in ui.words
        ui.app.look()
        await ui.settle()
        assert "1 of 2 families" in ui.words
        assert "Rivera" in ui.words
        assert "Adler" not in ui.words
        await ui.press("v")
        assert "0 of 2 families: a consent ends soon" in ui.words
        assert "No family is like that" in ui.words
        await ui.press("enter")
        await ui.press("v")
        await ui.press("v")
        assert "2 families" in ui.words
        assert "Adler" in ui.words

    assert shared
    drive_coach(scenario)

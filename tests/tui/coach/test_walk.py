"""A coach and a family, end to end: one shares, the other reads, comments, codes and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

SAW = "You waited until she looked back."


def test_a_new_family_is_taken_in_once_its_words_were_compared(
    family: Any, coach: Any, drive_coach: Callable[..., None]
) -> None:
    family.log("afraid", "comfort")
    path = family.share()
    words = " ".join(family("key", "show").out.split())

    async def scenario(ui: Any) -> None:
        assert "No family has shared anything" in ui.words
        await ui.press("plus")
        await ui.type(f"{path}\n")
        assert "A new family" in ui.words
        assert str(ui.app.screen.query_one("#words").content) in words
        assert not list(coach.folder.glob("home/coach/families/*"))
        await ui.press("enter")
        assert "A name is needed" in ui.words
        await ui.type("Rivera\n")
        assert "Rivera: a new family" in ui.words
        assert "1 unread of 1 moment" in ui.words

    drive_coach(scenario)


def test_a_family_reads_what_the_coach_answers(
    family: Any, coach: Any, drive_coach: Callable[..., None]
) -> None:
    moment = family.log("afraid", "fix_advise", "--note", "The dog barked.", "--at", "09:00")
    family.log("sad", "comfort")
    coach("coach", "add", family.share("--include", "note"), "--name", "Rivera")
    answer = coach.folder / "answer.age"

    async def scenario(ui: Any) -> None:
        await ui.press("enter")
        assert "Rivera: 2 unread" in ui.words
        assert "The dog barked." in ui.words
        await ui.press("enter", "c")
        await ui.type(SAW)
        await ui.press("ctrl+s")
        said = str(ui.app.screen.query_one("#comments").content)
        assert said == f"went well  you, 2026-11-22\n{SAW}"
        await ui.press("j")
        assert "2 of 2" in ui.words
        await ui.press("escape")
        assert "Rivera: 2 read" in ui.words
        await ui.press("g")
        await ui.type("Wait for the look")
        await ui.press("tab")
        await ui.type("2027-01-31\n")
        await ui.press("a", "tab")
        await ui.type("What helped you to wait?")
        await ui.press("ctrl+s", "n", "tab")
        await ui.type("Privately: go slowly.")
        await ui.press("ctrl+s", "s")
        assert "1 comment, 1 goal, 1 assignment" in ui.words
        ui.app.screen.query_one("Input").value = str(answer)
        await ui.press("enter")
        assert "Written. Send it" in ui.words

    drive_coach(scenario)
    assert len(coach.records("read")) == 2
    assert len(coach.records("session")) == 1
    assert "From Dana Reed" in family("feedback", str(answer)).out
    assert SAW in family("show", moment).out
    everything = family("feedback").out
    for words in ("Wait for the look", "2027-01-31", "What helped you to wait?"):
        assert words in everything
    assert "Privately" not in everything


def test_a_file_signed_with_another_key_waits_for_a_decision(
    family: Any, coach: Any, drive_coach: Callable[..., None], tmp_path: Any
) -> None:
    family.log("afraid", "comfort")
    coach("coach", "add", family.share(), "--name", "Rivera")
    other = type(family)(family._call, family._patch, tmp_path / "other")
    other.meet(str(coach.folder / "dana.card"))
    other.log("sad", "comfort")
    path = other.share()

    async def scenario(ui: Any) -> None:
        await ui.press("plus")
        await ui.type(path)
        await ui.press("enter")
        await ui.type("rivera\n")
        assert "A family of that name is here already" in ui.words
        await ui.press("escape")
        assert "1 unread of 1 moment" in ui.text
        await ui.press("enter", "enter")
        assert "2 unread of 2 moments" in ui.words

    drive_coach(scenario)


def test_a_file_that_cannot_be_opened_says_so_and_the_path_stays(
    coach: Any, drive_coach: Callable[..., None]
) -> None:
    path = coach.folder / "broken.age"
    path.write_bytes(b"age-encryption.org/v1\nbroken")

    async def scenario(ui: Any) -> None:
        await ui.press("plus")
        await ui.type(f"{path}\n")
        assert ui.app.screen.query_one("#problem").display
        assert ui.app.screen.query_one("#path").value == str(path)
        assert not ui.app.screen.query_one("#name").display

    drive_coach(scenario)


def test_what_another_shell_adds_appears_by_itself(
    family: Any, coach: Any, drive_coach: Callable[..., None]
) -> None:
    family.log("afraid", "comfort")
    path = family.share()
    coach.enter()

    async def scenario(ui: Any) -> None:
        assert "No family has shared anything" in ui.words
        coach("coach", "add", path, "--name", "Rivera")
        ui.app.look()
        await ui.settle()
        assert "1 unread of 1 moment" in ui.words

    drive_coach(scenario)

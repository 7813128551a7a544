"""The room of all moments: finding, reading, changing and mending them with real keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from parentkit import clock
from parentkit.domain.log.selection import Selection
from parentkit.journal.journal import Journal
from parentkit.services.family.household import read_household
from parentkit.services.log.browse import Filters, browse
from parentkit.services.log.capture import capture
from parentkit.services.log.revise import edit
from parentkit.tui.screens.room import Room
from parentkit.tui.widgets.moment_list import MomentList

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Drive = Callable[..., None]


def log(journal: Journal, at: str = "2026-11-22T18:05+01:00", **fields: Any) -> str:
    """Stores a moment; returns its id."""
    fields = {"cue": "afraid", "responses": ["comfort"], "observed_at": at, **fields}
    return str(capture(journal, read_household(journal), fields).document["id"])


def stored(journal: Journal) -> list[dict[str, Any]]:
    """Every moment in the journal, earliest first."""
    return browse(journal, Selection(), Filters()).documents


def fill(journal: Journal) -> None:
    """Stores three moments."""
    for day in ("20", "21", "22"):
        log(journal, f"2026-11-{day}T18:05+01:00")


def listed(ui: Any) -> MomentList:
    """The list on the screen."""
    found: MomentList = ui.app.screen.query_one(MomentList)
    return found


def test_an_empty_journal_says_how_to_begin(drive: Drive) -> None:
    async def scenario(ui: Any) -> None:
        await ui.press("m")
        assert "nothing written down yet. l writes a moment." in ui.words

    drive(scenario)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (160, 50)])
def test_moments_stand_under_their_days_the_latest_on_top(
    journal: Journal, drive: Drive, size: tuple[int, int]
) -> None:
    log(journal, "2026-11-20T07:40+01:00", cue="sad", responses=["fix_advise"])
    log(journal, "2026-11-22T12:15+01:00", cue="tired", flag=True)
    log(journal, repair={"state": "repaired", "after_minutes": 10})

    async def scenario(ui: Any) -> None:
        await ui.press("m")
        lines = [line.strip() for line in ui.text.splitlines() if line.strip()]
        wanted = (
            "Mia: 3 moments",
            "> 18:05",
            "↺ came back after 10 minutes",
            "12:15",
            "⚑ set apart",
            "Friday 20 November",
        )
        places = [next(at for at, line in enumerate(lines) if each in line) for each in wanted]
        assert places == sorted(places)
        assert lines[places[1] - 1].startswith("Sunday 22 November")

    drive(scenario, size)


def test_years_are_shown_from_both_ends(journal: Journal, drive: Drive) -> None:
    for month in range(1, 12):
        log(journal, f"2025-{month:02}-03T08:00+01:00")
        log(journal, f"2026-{month:02}-03T08:00+01:00", cue="sad")

    async def scenario(ui: Any) -> None:
        await ui.press("m")
        assert "Mia: 22 moments" in ui.words
        await ui.press("end")
        assert "Friday 3 January 2025" in ui.words
        assert listed(ui).place == 21
        await ui.press("home", "right", "j")
        assert listed(ui).place == 2
        await ui.press("left", "k")
        assert listed(ui).place == 0
        await ui.press("pagedown")
        below = listed(ui).place
        assert below > 2
        await ui.press("pageup")
        assert listed(ui).place < below

    drive(scenario, (80, 24))


def test_the_words_of_the_selected_moment_stand_below_the_list(
    journal: Journal, drive: Drive
) -> None:
    log(journal, "2026-11-22T12:00+01:00", note="the blue cup", tags=["nursery"])
    log(journal)

    async def scenario(ui: Any) -> None:
        await ui.press("m")
        assert "the blue cup" not in ui.words
        await ui.press("down")
        assert "the blue cup" in ui.words
        assert "#nursery" in ui.text

    drive(scenario)


def test_the_bar_finds_moments_while_one_types(journal: Journal, drive: Drive) -> None:
    log(journal, note="the blue cup")
    log(journal, "2026-11-20T12:00+01:00", tags=["Nursery"], responses=["distract_minimise"])
    log(journal, "2026-11-03T12:00+01:00", cue="sad", fit="missed")
    log(journal, "2026-10-03T12:00+02:00", cue="sad")

    async def scenario(ui: Any) -> None:
        await ui.press("m", "slash")
        for typed, count in (("CUP", 1), ("sad", 2), ("", 2), ("", 2), ("month", 1)):
            if typed == "sad":
                await ui.press("escape", "f")
            await ui.type(typed)
            assert len(listed(ui).found) == count, typed
            await ui.press("tab")
        await ui.press("enter")
        assert "Mia, sad, left out, November 2026: 1 moment" in ui.words
        await ui.press("escape")
        assert len(listed(ui).found) == 4

    drive(scenario)


def test_what_the_bar_cannot_read_is_said_and_hides_nothing(journal: Journal, drive: Drive) -> None:
    log(journal)

    async def scenario(ui: Any) -> None:
        await ui.press("m", "f")
        await ui.type("zebra")
        assert "'zebra' is not a known cue" in ui.words
        assert len(listed(ui).found) == 1

    drive(scenario)


def test_a_field_is_written_anew_in_its_place(journal: Journal, drive: Drive) -> None:
    log(journal, fit="missed")

    async def scenario(ui: Any) -> None:
        await ui.press("m", "enter", "down", "down", "down", "enter")
        assert "wanted to play" in ui.words
        await ui.type("angr")
        await ui.press("enter")
        assert "angry, frustrated" in ui.words
        await ui.press("escape")
        assert "> 18:05  angry" in ui.text

    drive(scenario)
    (moment,) = stored(journal)
    assert (moment["cue"], moment["fit"]) == ("angry", "missed")


def test_a_field_that_cannot_be_read_keeps_its_words_and_the_others(
    journal: Journal, drive: Drive
) -> None:
    log(journal)

    async def scenario(ui: Any) -> None:
        await ui.press("m", "enter", "e")
        await ui.type("25:99")
        await ui.press("enter")
        await ui.press("down")
        assert "25:99" in ui.text
        assert "'25:99' is not a time of day" in ui.words
        assert stored(journal)[0]["observed_at"] == "2026-11-22T18:05+01:00"
        await ui.press("ctrl+u")
        await ui.type("14:05")
        await ui.press("enter")
        assert "2026-11-22 14:05" in ui.words

    drive(scenario)
    assert stored(journal)[0]["observed_at"] == "2026-11-22T14:05+01:00"


def test_tab_stores_a_field_and_goes_on(journal: Journal, drive: Drive) -> None:
    log(journal, note="first")

    async def scenario(ui: Any) -> None:
        await ui.press("m", "e", "end", "up", "enter")
        await ui.type(" of\nall")
        await ui.press("tab")
        assert ui.app.focused.id == "field-flag"

    drive(scenario)
    assert stored(journal)[0]["note"] == "first of\nall"


def test_escape_leaves_a_field_as_it_was(journal: Journal, drive: Drive) -> None:
    log(journal)

    async def scenario(ui: Any) -> None:
        await ui.press("m", "e", "enter")
        await ui.type("14:05")
        await ui.press("escape")
        assert "2026-11-22 18:05" in ui.words
        assert ui.app.focused.id == "field-observed_at"

    drive(scenario)
    assert len(journal.history(stored(journal)[0]["id"])) == 1


def test_setting_a_moment_apart_opens_the_page_for_hard_moments(
    journal: Journal, drive: Drive
) -> None:
    log(journal)

    async def scenario(ui: Any) -> None:
        await ui.press("m", "enter", "end", "enter")
        assert type(ui.app.screen).__name__ == "HelpNowPage"
        await ui.press("escape")
        assert "⚑ set apart" in ui.words
        await ui.press("enter")
        assert "⚑ set apart" not in ui.words

    drive(scenario)
    assert stored(journal)[0]["flag"] is False  # somebody said so, and is not asked again


def test_words_of_a_hard_moment_open_its_page(journal: Journal, drive: Drive) -> None:
    log(journal)

    async def scenario(ui: Any) -> None:
        await ui.press("m", "enter", "end", "up", "enter")
        await ui.type("I shook her")
        await ui.press("ctrl+s")
        assert "Keep this apart from the figures?" in ui.words
        assert stored(journal)[0]["flag"] is True
        await ui.press("enter")
        assert type(ui.app.screen).__name__ == "HelpNowPage"
        await ui.press("escape")
        assert "⚑ set apart" in ui.words

    drive(scenario)
    assert stored(journal)[0]["note"] == "I shook her"
    assert "fit" not in stored(journal)[0]


def test_a_no_is_remembered_while_the_same_words_stay(journal: Journal, drive: Drive) -> None:
    log(journal)

    async def scenario(ui: Any) -> None:
        await ui.press("m", "enter", "end", "up", "enter")
        await ui.type("I shook her.")
        await ui.press("ctrl+s", "n")
        assert stored(journal)[0]["flag"] is False
        assert stored(journal)[0]["fit"]
        await ui.press("end", "up", "enter")
        await ui.type(" We cried.")
        await ui.press("ctrl+s")
        assert "Keep this apart" not in ui.words

    drive(scenario)
    assert stored(journal)[0]["note"] == "I shook her. We cried."
    assert stored(journal)[0]["flag"] is False


def test_b_says_that_you_came_back(journal: Journal, drive: Drive) -> None:
    log(journal, fit="missed")
    log(journal, "2026-11-21T12:00+01:00", fit="missed")

    async def scenario(ui: Any) -> None:
        await ui.press("m", "b", "enter")
        assert "↺ came back" in ui.words
        await ui.press("down", "b")
        await ui.type("soon")
        await ui.press("enter")
        assert "'soon' is not a length of time" in ui.words
        await ui.press("ctrl+u")
        await ui.type("10m")
        await ui.press("tab")
        await ui.type("the ch")
        await ui.press("enter")
        assert "↺ came back after 10 minutes" in ui.words

    drive(scenario)
    second, first = ({**each["repair"], "at": ""} for each in stored(journal))
    assert first == {"state": "repaired", "source": "person", "at": ""}
    assert second == {**first, "after_minutes": 10, "by": "child"}


@pytest.mark.parametrize("opened", [(), ("enter",)])
def test_a_moment_taken_out_comes_back_with_u(
    journal: Journal, drive: Drive, opened: tuple[str, ...]
) -> None:
    log(journal)
    log(journal, "2026-11-21T18:05+01:00", cue="sad")

    async def scenario(ui: Any) -> None:
        await ui.press("m", *opened, "d")
        assert [moment["cue"] for moment in stored(journal)] == ["sad"]
        assert "Taken out: 18:05 scared, worried" in ui.words
        assert "Mia: 1 moment" in ui.words
        await ui.press("u")
        assert "Mia: 2 moments" in ui.words

    drive(scenario)
    assert len(stored(journal)) == 2


@pytest.mark.parametrize(
    "after", [("b",), ("d",), ("y",), ("e",), ("question_mark",), ("d", "d"), ("escape",)]
)
def test_keys_right_after_d_stop_nothing_and_take_out_one_moment_a_press(
    journal: Journal, drive: Drive, after: tuple[str, ...]
) -> None:
    fill(journal)

    async def scenario(ui: Any) -> None:
        await ui.press("m", "enter")
        await ui.quickly("d", *after)
        while not isinstance(ui.app.screen, Room):
            await ui.press("escape")  # what opened was of another moment, or the page of keys
        assert "There is no moment" not in ui.words
        # A d that comes when the list is there again is for the list: one press, one moment.
        left = len(journal.read().records)
        assert 2 - after.count("d") <= left <= 2

    drive(scenario)
    assert len(stored(journal)) >= 2 - after.count("d")


def test_d_twice_in_the_list_asks_for_no_moment_that_is_gone(
    journal: Journal, drive: Drive
) -> None:
    fill(journal)

    async def scenario(ui: Any) -> None:
        await ui.press("m")
        await ui.quickly("d", "d")
        assert "There is no moment" not in ui.words
        await ui.press("u", "d")
        assert "There is no moment" not in ui.words

    drive(scenario)
    # The second key takes out the next one where the list was drawn anew before it.
    assert len(stored(journal)) in (1, 2)


@pytest.mark.parametrize(
    "keys", [("b", "enter", "escape"), ("b", "enter", "enter"), ("y", "escape")]
)
def test_a_box_that_is_left_at_once_leaves_the_list_as_it_was(
    journal: Journal, drive: Drive, keys: tuple[str, ...]
) -> None:
    fill(journal)

    async def scenario(ui: Any) -> None:
        await ui.press("m")
        await ui.quickly(*keys)
        # A second Enter may come after the box has gone: then it opens the moment.
        if type(ui.app.screen).__name__ == "MomentBox":
            await ui.press("escape")
        assert type(ui.app.screen).__name__ == "MomentsRoom"
        assert ("Came back: stored" in ui.words) == (keys[0] == "b")

    drive(scenario)


def test_the_history_tells_every_change(journal: Journal, drive: Drive) -> None:
    moment = log(journal, note="first")
    edit(journal, read_household(journal), moment, {"note": "second"})

    async def scenario(ui: Any) -> None:
        await ui.press("m", "y")
        assert "written by Anna" in ui.words
        assert "changed by Anna" in ui.words
        assert "note: second" in ui.words

    drive(scenario, (100, 50))


def test_a_full_disk_loses_nothing_that_was_typed(
    journal: Journal, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    from parentkit.journal.log.write_problem import WriteProblem

    log(journal)

    def full(*_: Any, **__: Any) -> None:
        raise WriteProblem("The disk is full.", "Everything stored before is safe.")

    async def scenario(ui: Any) -> None:
        await ui.press("m", "enter", "end", "up", "enter")
        await ui.type("kept")
        with monkeypatch.context() as broken:
            broken.setattr(journal, "amend", full)
            await ui.press("ctrl+s")
            assert "The disk is full." in ui.words
            await ui.press("escape")
        assert "kept" in ui.text
        await ui.press("ctrl+s")

    drive(scenario)
    assert stored(journal)[0]["note"] == "kept"


def test_the_selection_stays_where_it_is_when_another_shell_writes(
    journal: Journal, drive: Drive, home: Any
) -> None:
    for minute in range(40):
        log(journal, f"2026-11-21T18:{minute:02}+01:00")

    async def scenario(ui: Any) -> None:
        await ui.press("m", "pagedown", "pagedown", *"kkkkk")
        before, row = listed(ui).selected, ui.text.splitlines()
        place = next(at for at, line in enumerate(row) if line.startswith(">"))
        other = Journal(str(home / "home"), str(home / "state"), clock.now_ms)
        log(other, cue="sad")
        ui.app._look()
        await ui.settle()
        assert "Mia: 41 moments" in ui.words
        assert listed(ui).selected == before
        assert ui.text.splitlines()[place].startswith(">")

    drive(scenario)


def test_a_moment_changed_elsewhere_is_shown_anew_while_it_is_open(
    journal: Journal, drive: Drive, home: Any
) -> None:
    moment = log(journal)

    async def scenario(ui: Any) -> None:
        await ui.press("m", "enter", "down", "down", "down", "enter")
        await ui.type("ang")
        other = Journal(str(home / "home"), str(home / "state"), clock.now_ms)
        edit(other, read_household(other), moment, {"note": "from elsewhere"})
        ui.app._look()
        await ui.settle()
        assert "ang" in ui.text
        await ui.press("enter", "end")
        assert "from elsewhere" in ui.words

    drive(scenario)
    assert (stored(journal)[0]["cue"], stored(journal)[0]["note"]) == ("angry", "from elsewhere")


def test_a_hostile_note_is_inert(journal: Journal, drive: Drive) -> None:
    moment = log(journal)
    record = journal.get(moment)
    journal.amend(record, {"note": "\x1b]0;x\x07[bold]hi[/]", "tags": ["[red]\x1b[2J"]})

    async def scenario(ui: Any) -> None:
        await ui.press("m")
        assert "[bold]hi[/]" in ui.text
        assert "\x1b" not in ui.text
        await ui.press("enter", "end")
        assert "[bold]hi[/]" in ui.text
        assert "\x1b" not in ui.text

    drive(scenario)


def test_other_peoples_views_stand_below_the_moment(journal: Journal, drive: Drive) -> None:
    from parentkit.journal.log.writer import Draft
    from parentkit.services.family.household import new_id

    moment = log(journal)
    journal.append(
        [
            Draft(
                "coding", new_id(journal.now_ms()), {"moment": moment, "coder": "", "fit": "missed"}
            ),
            Draft(
                "comment",
                new_id(journal.now_ms()),
                {"moment": moment, "coder": "", "sort": "wondering", "text": "what came before?"},
            ),
        ]
    )

    async def scenario(ui: Any) -> None:
        await ui.press("m")
        assert "2 views of others" in ui.words
        await ui.press("enter")
        assert "as someone sees it" in ui.words
        assert "what came before?" in ui.words

    drive(scenario, (100, 60))


def test_the_other_child_has_a_list_of_its_own(journal: Journal, drive: Drive) -> None:
    from parentkit.services.family.people import add

    log(journal)
    other = add(journal, read_household(journal), "child", "Ben", {})
    log(journal, child=other["id"], cue="sad")

    async def scenario(ui: Any) -> None:
        await ui.press("m")
        assert "Mia: 1 moment" in ui.words
        await ui.press("c")
        assert "Ben: 1 moment" in ui.words
        await ui.press("f", "tab", "tab", "tab", "tab")
        await ui.type("all")
        assert "All children: 2 moments" in ui.words
        assert "Mia: scared" in ui.words

    drive(scenario)


def test_a_click_selects_and_a_second_one_opens(journal: Journal, drive: Drive) -> None:
    log(journal)
    log(journal, "2026-11-22T12:00+01:00", cue="sad")

    async def scenario(ui: Any) -> None:
        await ui.press("m")
        await ui.pilot.click(MomentList, offset=(10, 2))
        await ui.settle()
        assert listed(ui).place == 1
        await ui.pilot.click(MomentList, offset=(10, 2), times=2)
        await ui.settle()
        assert "sad, left out, disappointed" in ui.words

    drive(scenario)


def test_signs_change_to_ascii_at_once(journal: Journal, drive: Drive) -> None:
    log(journal)
    log(journal, flag=True)

    async def scenario(ui: Any) -> None:
        await ui.press("m", "f6")
        assert "! set apart" in ui.words
        assert "* met" in ui.words

    drive(scenario)


def test_a_key_right_after_entering_is_for_the_list_and_never_typed_unseen(
    journal: Journal, drive: Drive
) -> None:
    log(journal)

    async def scenario(ui: Any) -> None:
        await ui.pilot.press("m", "y")
        await ui.settle()
        await ui.press("escape")
        assert '"y"' not in ui.words

    drive(scenario)


def test_a_line_that_cannot_be_read_is_said_above_the_rest(
    journal: Journal, drive: Drive, home: Path
) -> None:
    for _ in range(3):
        log(journal)
    (path,) = (home / "home").rglob("2026-11.jsonl")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], b"not a line of ours\n", *lines[2:]]))

    async def scenario(ui: Any) -> None:
        await ui.press("m")
        assert "Mia: 2 moments" in ui.words
        assert ui.words.count("Without one line that could not be read") == 1

    drive(scenario, (120, 40))

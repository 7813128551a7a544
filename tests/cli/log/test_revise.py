"""Listing, showing, changing, taking out and taking back, through the program's own door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from freezegun import freeze_time

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Called

    Call = Callable[..., Called]

EVENING = freeze_time("2026-11-22 17:05:33", auto_tick_seconds=0.001)


def logged(call: Call, *words: str) -> dict[str, Any]:
    record: dict[str, Any] = call("log", *words, "--json").json()
    return record


@EVENING
def test_a_list_holds_the_weeks_moments_in_the_order_of_their_times(call: Call) -> None:
    later = logged(call, "afraid", "comfort")
    earlier = logged(call, "sad", "validate", "--at", "yesterday 10:00")
    logged(call, "sad", "validate", "--at", "2026-11-01 10:00")
    found = call("moments", "--json").json()
    assert [moment["id"] for moment in found] == [earlier["id"], later["id"]]
    text = call("moments").out
    assert text.index("Saturday 21 November 2026") < text.index("Sunday 22 November 2026")
    assert max(map(len, text.splitlines())) <= 60


@EVENING
def test_a_list_can_be_narrowed_by_code_tag_and_words(call: Call) -> None:
    kept = logged(call, "sad", "comfort", "--tag", "Nursery", "--note", "the Blue cup")
    logged(call, "sad", "comfort")
    logged(call, "angry", "comfort", "--tag", "nursery", "--note", "the blue cup")
    narrowed = call("moments", "--cue", "sad", "--tag", "nursery", "--text", "blue CUP", "--json")
    assert [moment["id"] for moment in narrowed.json()] == [kept["id"]]


@EVENING
def test_an_empty_week_is_said_kindly_and_is_no_problem(call: Call) -> None:
    called = call("moments")
    assert (called.code, called.out) == (0, "")
    assert "Gaps are normal" in called.err


@EVENING
def test_a_moment_is_found_by_the_beginning_of_its_id(call: Call) -> None:
    record = logged(call, "afraid", "comfort")
    shown = call("show", record["id"][:20].lower(), "--json")
    assert shown.json()["id"] == record["id"]


@EVENING
def test_an_id_that_nothing_has_is_not_found(call: Call) -> None:
    logged(call, "afraid", "comfort")
    called = call("show", "01AAAAAAAA")
    assert called.code == 1
    assert "01AAAAAAAA" in called.err


@EVENING
def test_a_beginning_that_several_have_names_them(call: Call) -> None:
    records = [logged(call, "afraid", "comfort") for _ in range(2)]
    called = call("show", "01M8")
    assert called.code == 2
    assert all(record["id"] in called.err for record in records)


def test_saying_the_fit_that_was_suggested_is_a_judgement(call: Call) -> None:
    moment = call("log", "afraid", "comfort", "--json").json()
    assert (moment["fit"], moment["fit_source"]) == ("matched", "suggested")
    said = call("edit", moment["id"], "--fit", "matched", "--json").json()
    assert (said["fit"], said["fit_source"]) == ("matched", "person")
    again = call("edit", moment["id"], "--note", "x", "--json").json()
    assert again["fit_source"] == "person"
    other = call("log", "afraid", "comfort", "--json").json()
    assert call("edit", other["id"], "--note", "x", "--json").json()["fit_source"] == "suggested"


@EVENING
def test_the_fit_follows_a_changed_response_until_somebody_judges(call: Call) -> None:
    record = logged(call, "sad", "fix_advise", "listen_ask")
    changed = call("edit", record["id"], "--response", "comfort", "--json").json()
    assert (changed["fit"], changed["fit_source"]) == ("matched", "suggested")
    assert "repair" not in changed
    judged = call("edit", record["id"], "--fit", "partial", "--json").json()
    assert (judged["fit"], judged["fit_source"]) == ("partial", "person")
    kept = call("edit", record["id"], "--response", "withdrew", "--json").json()
    assert (kept["fit"], kept["suggested_fit"]) == ("partial", "missed")
    stored = call("show", record["id"], "--json").json()
    assert {name: stored[name] for name in kept} == kept


@EVENING
def test_clearing_empties_a_field_and_never_one_that_is_needed(call: Call) -> None:
    record = logged(call, "sad", "comfort", "--context", "bedtime", "--fit", "missed")
    cleared = call("edit", record["id"], "--clear", "context", "--clear", "fit", "--json").json()
    assert "context" not in cleared
    assert (cleared["fit"], cleared["fit_source"]) == ("matched", "suggested")
    assert call("edit", record["id"], "--clear", "cue").code == 2


@EVENING
def test_an_edit_that_names_nothing_says_so(call: Call) -> None:
    record = logged(call, "sad", "comfort")
    assert call("edit", record["id"]).code == 2


@EVENING
def test_an_edit_to_what_stands_already_writes_nothing(call: Call) -> None:
    record = logged(call, "sad", "comfort")
    assert call("edit", record["id"], "--cue", "sad").code == 0
    assert len(call("history", record["id"], "--json").json()) == 1


@EVENING
def test_moving_a_moment_keeps_it_whole_and_derives_its_sampling_anew(call: Call) -> None:
    record = logged(call, "sad", "comfort", "--note", "kept")
    moved = call("edit", record["id"], "--at", "2026-10-24 10:00", "--json").json()
    assert moved["sampling"] == "recall"
    assert moved["observed_at"] == "2026-10-24T10:00+02:00"
    assert call("moments", "--json").json() == []
    assert call("moments", "--month", "2026-10", "--json").json()[0]["note"] == "kept"


@EVENING
def test_repair_says_how_and_when_the_way_back_was_found(call: Call) -> None:
    record = logged(call, "sad", "withdrew", "--repair", "not_yet")
    mended = call("repair", record["id"], "--after", "1h", "--by", "child", "--json").json()
    repair = mended["repair"]
    assert (repair["state"], repair["after_minutes"], repair["by"]) == ("repaired", 60, "child")
    assert "came back after 60 minutes" in call("moments").out


@EVENING
def test_a_deleted_moment_is_gone_and_undo_brings_it_back(call: Call) -> None:
    record = logged(call, "sad", "comfort")
    assert call("delete", record["id"]).code == 0
    assert call("moments", "--all", "--json").json() == []
    assert call("show", record["id"]).code == 1
    assert call("undo").code == 0
    assert call("moments", "--all", "--json").json() == [
        {name: value for name, value in record.items() if name != "reason"}
    ]


@EVENING
def test_undo_goes_back_step_by_step(call: Call) -> None:
    first = logged(call, "sad", "comfort")
    logged(call, "angry", "comfort")
    call("edit", first["id"], "--fit", "missed")
    assert "fit" in call("undo").out
    assert call("show", first["id"], "--json").json()["fit"] == "matched"
    assert "angry" in call("undo").out
    assert [moment["id"] for moment in call("moments", "--json").json()] == [first["id"]]


@EVENING
def test_history_names_every_change_and_who_made_it(call: Call) -> None:
    record = logged(call, "sad", "comfort")
    call("caregiver", "rename", "me", "Anna")
    call("edit", record["id"], "--fit", "missed")
    call("delete", record["id"])
    call("undo")
    operations = call("history", record["id"], "--json").json()
    assert [next(iter(each["set"])) for each in operations[1:]] == ["fit", "deleted", "deleted"]
    text = call("history", record["id"]).out
    assert "written by Anna" in text
    assert "taken out by Anna" in text
    assert "undone by Anna" in text


@EVENING
def test_a_second_judgement_stands_beside_the_first(call: Call) -> None:
    record = logged(call, "sad", "comfort")
    call("caregiver", "add", "Jo")
    coded = call("code", record["id"], "--fit", "partial", "--caregiver", "Jo")
    assert coded.code == 0
    shown = call("show", record["id"], "--json").json()
    assert shown["fit"] == "matched"
    assert [coding["fit"] for coding in shown["codings"]] == ["partial"]
    assert "as Jo sees it" in call("show", record["id"]).out
    assert call("code", record["id"], "--fit", "partial").code == 2

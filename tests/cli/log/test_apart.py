"""Words of harm set a moment apart in every door; it is said, and can be put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from freezegun import freeze_time

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Called

    Call = Callable[..., Called]

EVENING = freeze_time("2026-11-22 17:05:33")
PUT_BACK = "--clear flag"


@pytest.fixture
def apart(call: Call) -> str:
    """The id of a moment that its words have set apart."""
    with EVENING:
        call("log", "sad", "comfort", "--note", "I smacked him")
    (moment,) = call("moments", "--all", "--json").json()
    assert moment["flag"] is True
    return str(moment["id"])


@EVENING
@pytest.mark.parametrize("field", ["--note", "--need"])
def test_a_moment_with_words_of_harm_is_in_no_figure_and_gets_no_fit(
    call: Call, field: str
) -> None:
    called = call("log", "sad", "comfort", field, "I smacked him")
    assert called.code == 0
    assert " met" not in called.out
    assert "usually answers" not in called.out + called.err
    assert "Help, now" in called.err
    (moment,) = call("moments", "--json").json()
    assert not {"fit", "suggested_fit", "fit_source"} & moment.keys()
    assert f"parentkit edit {moment['id']} {PUT_BACK}" in called.err
    figures = call("rates", "--week", "--json").json()
    assert (figures["flagged"], figures["match"]["n"]) == (1, 0)
    assert call("export", "--format", "jsonl").out.count('"note"') == 0


@EVENING
def test_a_note_from_a_pipe_and_json_say_so_on_the_error_stream(call: Call) -> None:
    called = call("log", "sad", "comfort", "--note", "-", "--json", typed="I shook her\n")
    record = called.json()
    assert (record["flag"], record["reason"]) == (True, "")
    assert PUT_BACK in called.err


def test_it_is_put_back_with_a_suggestion_and_not_asked_again(call: Call, apart: str) -> None:
    back = call("edit", apart, "--clear", "flag", "--json").json()
    assert (back["flag"], back["fit"], back["fit_source"]) == (False, "matched", "suggested")
    called = call("edit", apart, "--note", "I smacked him. Then we read.", "--json")
    assert called.json()["flag"] is False
    assert called.err == ""
    called = call("edit", apart, "--note", "I smacked him. I hit her too.", "--json")
    assert called.json()["flag"] is True
    assert PUT_BACK in called.err
    assert "fit" not in called.json()


def test_a_changed_note_sets_apart_and_undo_puts_back(call: Call) -> None:
    with EVENING:
        call("log", "sad", "comfort", "--note", "We read.")
        (moment,) = call("moments", "--json").json()
        called = call("edit", moment["id"], "--note", "I threw him on the bed")
        assert "Help, now" in called.err
        assert call("moments", "--json").json()[0]["flag"] is True
        call("undo")
        assert call("moments", "--json").json() == [moment]


def test_a_judgement_of_ones_own_stays_on_it(call: Call) -> None:
    with EVENING:
        called = call("log", "sad", "comfort", "--fit", "missed", "--flag", "--json")
    assert called.json()["fit"] == "missed"


def test_a_child_who_hits_is_everyday(call: Call) -> None:
    with EVENING:
        call("log", "angry", "kind_limit", "--note", "he hit his sister, and she bit me")
        called = call("log", "angry", "comfort", "--note", "white wit, a hitch")
    assert "Help, now" not in called.err
    assert not any("flag" in moment for moment in call("moments", "--all", "--json").json())


def test_the_familys_own_names_are_known(call: Call) -> None:
    with EVENING:
        call("log", "sad", "comfort")
        call("child", "rename", "my child", "Mia")
        call("caregiver", "rename", "me", "Jo")
        assert call("log", "sad", "comfort", "--note", "I shook mia", "--json").json()["flag"]
        assert call("log", "sad", "comfort", "--note", "Jo hit her", "--json").json()["flag"]


DIARY = """when,cue,response,flag,note
2026-11-20 08:00,sad,comfort,,I smacked him
2026-11-20 09:00,sad,comfort,,she threw the blue cup
2026-11-20 10:00,sad,comfort,no,I smacked him
"""


def test_an_imported_diary_says_which_moments_are_kept_apart(call: Call, home: Path) -> None:
    path = home / "diary.csv"
    path.write_text(DIARY)
    with EVENING:
        dry = call("import", str(path), "--dry-run", "--json").json()
        called = call("import", str(path))
        again = call("import", str(path), "--json").json()
    found = {moment["observed_at"][11:13]: moment for moment in moments_of(call)}
    assert [found[hour].get("flag") for hour in ("08", "09", "10")] == [True, None, False]
    assert "1 of the new ones is kept apart" in called.err
    assert f"{found['08']['id']}  2026-11-20  I smacked him" in called.err
    assert "parentkit help-now shows where to ring." in called.err
    assert PUT_BACK in called.err
    assert dry["set_apart"] == [found["08"]["id"]]
    assert (again["set_apart"], again["duplicates"]) == ([], 3)


def moments_of(call: Call) -> list[dict[str, str]]:
    found: list[dict[str, str]] = call("moments", "--all", "--json").json()
    return found


def test_words_in_a_check_in_open_the_help_page_alone(call: Call) -> None:
    called = call("checkin", typed="I want to disappear\nknees\nsleep\n")
    assert called.err.count("Help, now") == 1
    assert "Help, now" not in call("checkin", typed="shaken but fine\n\n\n").err


@EVENING
def test_a_tag_counts_like_a_note(call: Call) -> None:
    logged = call("log", "sad", "comfort", "--tag", "smacked him", "--json").json()
    other = call("log", "sad", "comfort", "--tag", "park", "--at", "10:00", "--json").json()
    assert "flag" not in other
    assert logged["flag"] is True
    edited = call("edit", other["id"], "--tag", "I shook her", "--json")
    assert edited.json()["flag"] is True, edited.err


def test_a_tag_of_a_diary_counts_like_its_note(call: Call, home: Path) -> None:
    path = home / "diary.csv"
    path.write_text("when,cue,response,tags\n2026-11-20 08:00,sad,comfort,smacked him\n")
    with EVENING:
        assert len(call("import", str(path), "--json").json()["set_apart"]) == 1


def test_a_region_is_two_letters_and_a_country_that_is_not_known_is_said(call: Call) -> None:
    called = call("help-now", "--region", "Germany")
    assert called.code == 2
    assert "Two letters, for example DE." in called.err
    assert "your country is not known here" in " ".join(
        call("help-now", "--region", "XX").out.split()
    )
    assert call("help-now", "--region", "us").out.count("988 (call or text)") == 1

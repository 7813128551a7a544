"""Logging a moment through the program's own door."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from freezegun import freeze_time

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Called

    Call = Callable[..., Called]

EVENING = freeze_time("2026-11-22 17:05:33")  # 18:05:33 in Berlin


def stored_lines(home: Path) -> list[dict[str, object]]:
    files = sorted((home / "home").glob("families/own/journal/*/????-??.jsonl"))
    return [json.loads(line) for path in files for line in path.read_text().splitlines()]


@EVENING
def test_a_first_moment_in_an_empty_home_is_stored_and_told(call: Call, home: Path) -> None:
    called = call("log", "afraid", "comfort")
    assert called.code == 0
    assert "2026-11-22 18:05" in called.out
    assert "met (suggested)" in called.out
    assert "my child" in called.out
    (line,) = stored_lines(home)
    assert str(line["id"]) in called.out
    assert line["set"]["cue"] == "afraid"  # type: ignore[index]


@EVENING
def test_the_json_is_the_stored_record_with_the_reason(call: Call, home: Path) -> None:
    record = call("log", "sad", "fix_advise", "listen_ask", "--json").json()
    assert record["observed_at"] == "2026-11-22T18:05+01:00"
    assert (record["fit"], record["fit_source"], record["suggested_fit"]) == (
        "misread",
        "suggested",
        "misread",
    )
    assert record["repair"] == {"state": "repaired", "source": "suggested"}
    assert record["reason"].endswith(".")
    (line,) = stored_lines(home)
    stored = line["set"]
    assert isinstance(stored, dict)
    assert {**stored, "id": line["id"]} == {
        name: value for name, value in record.items() if name != "reason"
    }


@EVENING
def test_a_persons_own_fit_wins_and_the_suggestion_is_kept(call: Call) -> None:
    record = call("log", "afraid", "comfort", "--fit", "partly", "--json").json()
    assert (record["fit"], record["fit_source"], record["suggested_fit"]) == (
        "partial",
        "person",
        "matched",
    )


@EVENING
def test_a_moment_called_met_has_nothing_to_mend(call: Call) -> None:
    record = call("log", "sad", "fix_advise", "listen_ask", "--fit", "matched", "--json").json()
    assert "repair" not in record


@pytest.mark.parametrize(
    ("said", "code"),
    [("afraid", "afraid"), ("AFR", "afraid"), ("scared, worried, separating", "afraid")],
)
@EVENING
def test_signs_are_understood_by_id_label_and_beginning(call: Call, said: str, code: str) -> None:
    assert call("log", said, "comfort", "--json").json()["cue"] == code


@EVENING
def test_every_option_reaches_the_record(call: Call) -> None:
    call("log", "tired", "meet_need")
    call("child", "rename", "my child", "Mia")
    call("caregiver", "rename", "me", "Anna")
    call("caregiver", "add", "Jo")
    record = call(
        *("log", "angry", "own_upset", "--at", "yesterday 18:05", "--child", "mia"),
        *("--caregiver", "Jo", "--repair", "repaired", "--repaired-after", "1h30m"),
        *("--repaired-by", "child", "--slip", "respond", "--after", "escalated"),
        *("--clarity", "potent", "--miscue", "--context", "bedtime", "--state", "exhausted"),
        *("--tag", "nursery", "--tag", "late", "--need", "to be heard", "--json"),
    ).json()
    assert record["observed_at"] == "2026-11-21T18:05+01:00"
    assert record["repair"] == {
        "state": "repaired",
        "source": "person",
        "by": "child",
        "after_minutes": 90,
    }
    told = ("slip", "child_after", "clarity", "miscue", "context", "parent_state", "tags", "need")
    assert [record[name] for name in told] == [
        "respond",
        "escalated",
        "potent",
        True,
        "bedtime",
        "exhausted",
        ["nursery", "late"],
        "to be heard",
    ]
    assert record["sampling"] == "recall"
    people = {person["name"]: person["id"] for person in call("caregiver", "list", "--json").json()}
    assert record["caregiver"] == people["Jo"]


@EVENING
def test_a_note_can_come_from_standard_input(call: Call) -> None:
    record = call("log", "sad", "comfort", "--note", "-", "--json", typed="two\nlines\n").json()
    assert record["note"] == "two\nlines"


@EVENING
def test_an_unknown_sign_names_the_nearest_and_stores_nothing(call: Call, home: Path) -> None:
    called = call("log", "afrade", "comfort")
    assert called.code == 2
    assert "afraid" in called.err
    assert called.out == ""
    assert not stored_lines(home) if (home / "home").exists() else True


@EVENING
def test_every_unreadable_word_is_named_at_once(call: Call) -> None:
    called = call("log", "afrade", "comfort", "--slip", "slippery", "--at", "3/4")
    assert called.code == 2
    assert all(word in called.err for word in ("afrade", "slippery", "3/4"))


@EVENING
def test_a_time_to_come_is_refused(call: Call) -> None:
    called = call("log", "afraid", "comfort", "--at", "23:30")
    assert called.code == 2
    assert "yesterday 23:30" in called.err


@pytest.mark.parametrize("extra", [["--flag"], ["--note", "I shook him"]])
@EVENING
def test_the_help_page_comes_after_the_moment_is_stored(
    call: Call, home: Path, extra: list[str]
) -> None:
    called = call("log", "angry", "own_upset", *extra)
    assert called.code == 0
    assert "Help, now" in called.err
    assert "Nobody has been told" in called.err
    assert "988" in called.err
    assert len(stored_lines(home)) == 1


@EVENING
def test_an_ordinary_note_brings_no_help_page(call: Call) -> None:
    assert "Help, now" not in call("log", "angry", "comfort", "--note", "white wit, a hitch").err


@EVENING
def test_asked_step_by_step_from_a_pipe_it_stores_the_answers(call: Call) -> None:
    called = call("log", "--json", typed="afraid\nlevitated\nheld, soothed\n\n")
    assert called.code == 0
    assert "levitated" in called.err
    assert called.json()["responses"] == ["comfort"]


@EVENING
def test_input_that_ends_after_the_first_response_is_kept(call: Call) -> None:
    assert call("log", "--json", typed="7\n4").json()["responses"] == ["comfort"]


@EVENING
def test_input_that_ends_before_a_response_says_how_to_go_on(call: Call) -> None:
    called = call("log", typed="afraid\n")
    assert called.code == 2
    assert "Nothing was stored" in called.err


@EVENING
def test_control_characters_in_a_note_are_inert(call: Call) -> None:
    called = call("log", "sad", "comfort", "--note", "a\x1b[31mred\x07 \u202enote")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", called.out)
    assert "red" in called.out


@EVENING
def test_a_template_brings_its_sign_and_context(call: Call) -> None:
    call("template", "add", "bedtime tears", "--cue", "sad", "--context", "bedtime")
    record = call("log", "--template", "bedtime tears", "comfort", "--json").json()
    assert (record["cue"], record["context"], record["responses"]) == (
        "sad",
        "bedtime",
        ["comfort"],
    )


@EVENING
def test_after_everything_was_taken_back_the_next_moment_begins_anew(call: Call) -> None:
    call("log", "sad", "comfort")
    for _ in range(4):
        call("undo")
    called = call("log", "sad", "comfort")
    assert called.code == 0
    assert "my child" in called.out


@EVENING
def test_another_fit_than_the_suggested_one_shows_both(call: Call) -> None:
    out = call("log", "sad", "comfort", "--fit", "misread").out
    assert "○ misread" in out
    assert "suggested   ● met" in out


@EVENING
def test_what_is_no_text_is_refused_rather_than_spoilt(call: Call, home: Path) -> None:
    called = call("log", "sad", "comfort", "--note", "Gr\udcf6\udcdfe")
    assert called.code == 2
    assert "UTF-8" in called.err
    assert not (home / "home").exists() or not stored_lines(home)


@EVENING
def test_how_long_it_took_belongs_to_a_repair_that_took_place(call: Call) -> None:
    called = call("log", "sad", "withdrew", "--repair", "not_yet", "--repaired-after", "10m")
    assert called.code == 2

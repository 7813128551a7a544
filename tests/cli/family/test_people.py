"""Children, caregivers, templates and words of one's own, through the program's own door."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from freezegun import freeze_time

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Called

    Call = Callable[..., Called]

EVENING = freeze_time("2026-11-22 17:05:33", auto_tick_seconds=0.001)


@EVENING
def test_people_named_before_the_first_moment_are_those_of_the_moment(call: Call) -> None:
    call("child", "add", "Mia", "--born", "2023-04")
    call("caregiver", "add", "Anna")
    out = call("log", "afraid", "comfort").out
    assert "Mia" in out
    assert "Anna" in out
    assert call("child", "list").out == "Mia, 3 years (born 2023-04)\n"


@EVENING
def test_use_chooses_whom_this_device_writes_about_and_for(call: Call) -> None:
    for kind, names in (("child", ("Mia", "Ben")), ("caregiver", ("Anna", "Jo"))):
        for name in names:
            call(kind, "add", name)
    call("child", "use", "ben")
    call("caregiver", "use", "jo")
    out = call("log", "afraid", "comfort").out
    assert "Ben" in out
    assert "Jo" in out


@EVENING
@pytest.mark.parametrize("kind", ["child", "caregiver"])
def test_two_of_a_kind_cannot_share_a_name(call: Call, kind: str) -> None:
    call(kind, "add", "Mia")
    assert call(kind, "add", "MIA").code == 2
    call(kind, "add", "Ben")
    assert call(kind, "rename", "Ben", "mia").code == 2
    assert call(kind, "rename", "Ben", "BEN").code == 0


@EVENING
def test_a_hidden_child_is_left_out_of_lists_and_keeps_its_moments(call: Call) -> None:
    call("child", "add", "Mia")
    call("log", "afraid", "comfort")
    call("child", "hide", "Mia")
    assert call("child", "list", "--json").json() == []
    assert "Mia" in call("child", "list", "--hidden").out
    assert "Mia" in call("moments").out
    call("child", "unhide", "Mia")
    assert call("child", "list").out == "Mia\n"


@EVENING
@pytest.mark.parametrize("month", ["2030-01", "13-2023", "last spring"])
def test_a_birth_month_that_cannot_be_is_refused(call: Call, month: str) -> None:
    assert call("child", "add", "Mia", "--born", month).code == 2
    assert call("child", "list", "--json").json() == []


@EVENING
def test_a_birth_month_can_be_set_and_forgotten(call: Call) -> None:
    call("child", "add", "Mia")
    call("child", "born", "Mia", "2023-04")
    assert call("child", "list").out == "Mia, 3 years (born 2023-04)\n"
    call("child", "born", "Mia", "-")
    assert call("child", "list").out == "Mia\n"


@EVENING
def test_a_word_of_ones_own_is_offered_and_suggests_by_its_group(call: Call) -> None:
    added = call("vocabulary", "add", "cues", "wants the Blue cup", "--group", "exploration")
    assert added.out == "Added my:wants_the_blue_cup\n"
    record = call("log", "wants the blue", "watch_wait", "--json").json()
    assert record["cue"] == "my:wants_the_blue_cup"
    assert record["fit"] == "matched"
    assert "wants the Blue cup" in call("moments").out


@EVENING
def test_a_word_of_ones_own_needs_a_group_and_a_name_nobody_has(call: Call) -> None:
    called = call("vocabulary", "add", "responses", "sang")
    assert called.code == 2
    assert "supportive" in called.err
    assert call("vocabulary", "add", "cues", "Sad", "--group", "distress").code == 2


@EVENING
def test_a_shipped_word_can_be_called_something_else_and_hidden(call: Call) -> None:
    call("vocabulary", "rename", "cues", "afraid", "frightened")
    record = call("log", "frightened", "comfort", "--json").json()
    call("vocabulary", "hide", "cues", "frightened")
    offered = call("vocabulary", "list", "cues", "--json").json()
    assert "afraid" not in [term["id"] for term in offered]
    assert "frightened" in call("show", record["id"]).out
    call("vocabulary", "unhide", "cues", "afraid")
    assert "frightened" in call("vocabulary", "list", "cues").out


NOT_KNOWN = [
    ("log", "sad", "comfort", "--child", "Zoe"),
    ("log", "sad", "comfort", "--caregiver", "Zoe"),
    ("moments", "--child", "Zoe"),
    ("rates", "--child", "Zoe"),
    ("child", "rename", "Zoe", "Zora"),
    ("caregiver", "use", "Zoe"),
    ("purge", "--child", "Zoe"),
    ("child", "hide", "M"),
    ("child", "add", "Mia"),
    ("child", "join", "Mia", "Mia"),
    ("practise", "--child", "Zoe"),
    ("export", "--format", "jsonl", "--out", "there", "--child", "Zoe"),
]
NAMES = ("Zoe", "Mia", "Max")


@pytest.mark.parametrize("words", NOT_KNOWN)
def test_an_error_names_somebody_at_a_terminal_and_nobody_in_a_log(
    call: Call, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    call("child", "add", "Mia")
    call("child", "add", "Max")
    in_log = call(*words)
    assert in_log.code == 2
    assert in_log.err.startswith("parentkit: ")
    assert not [name for name in NAMES if name in in_log.err]
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    at_terminal = call(*words)
    assert at_terminal.code == 2
    assert [name for name in NAMES if name in at_terminal.err]


@EVENING
@pytest.mark.parametrize("command", ["child", "caregiver", "template"])
def test_a_command_of_people_alone_lists_them(call: Call, command: str) -> None:
    empty = call(command)
    assert (empty.code, empty.out) == (0, "")
    assert f"There is no {command} yet" in empty.err
    more = ("--cue", "sad") if command == "template" else ()
    for name in ("Mia", "Ben"):
        call(command, "add", name, *more)
    call(command, "hide", "Ben")
    listed = call(command)
    assert listed.code == 0
    assert "Ben (hidden)" in listed.out
    assert [one["name"] for one in call(command, "--json").json()] == ["Mia", "Ben"]
    assert "Ben" not in call(command, "list").out
    assert [one["name"] for one in call(command, "list", "--json").json()] == ["Mia"]


@EVENING
def test_children_are_listed_with_the_month_of_birth_that_was_said(call: Call) -> None:
    call("child", "add", "Mia", "--born", "2023-04")
    call("child", "add", "Ben")
    assert call("child").out == "Mia, 3 years (born 2023-04)\nBen\n"

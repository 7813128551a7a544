"""Finding moments by what stands in them, as a person types it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from parentkit import open_log, read_export
from parentkit.cli.log.moments import CODES
from parentkit.services.log.find_words import FIELDS, OTHER_NAMES
from parentkit.tui.widgets.filter_bar import SLOTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Called

    Call = Callable[..., Called]

PAGE = (Path(__file__).parents[3] / "docs" / "finding.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def family(call: Call) -> None:
    """Two children, a word of their own, and moments of which no two are alike."""
    for name in ("Mia", "Ben"):
        call("child", "add", name)
    call("caregiver", "rename", "me", "Anna")
    call("vocabulary", "add", "contexts", "at the dentist")
    at = ("--child", "Mia", "--at", "2026-11-20 10:00", "--context", "at the dentist")
    call(
        "log",
        "afraid",
        "comfort",
        *at,
        "--note",
        "The dentist\nagain",
        "--context",
        "at the dentist",
    )
    at = ("--child", "Ben", "--at", "2026-11-02 10:00")
    call(
        "log",
        "afraid",
        "fix_advise",
        *at,
        "--fit",
        "missed",
        "--need",
        "a blue cup",
        "--tag",
        "Rain",
    )
    at = ("--child", "Ben", "--at", "2026-10-20 10:00")
    call("log", "sad", "fix_advise", "comfort", *at, "--state", "stressed", "--slip", "in_time")
    call("log", "angry", "comfort", "--child", "Mia", "--at", "2026-11-22 10:00", "--flag")


def days(found: list[dict[str, Any]]) -> list[str]:
    return [document["observed_at"][5:10] for document in found]


FINDS = (
    ("cue is afraid", ["11-02", "11-20"]),
    ("cue is afraid and note has DENTIST and when since 3 weeks", ["11-20"]),
    ("context is at the dentist", ["11-20"]),
    ("child is ben and not cue is sad", ["11-02"]),
    ("by is Anna and when before 2026-11", ["10-20"]),
    ("tag is rain or state is stressed", ["10-20", "11-02"]),
    ("(tag is rain or state is stressed) and when since 2026-11", ["11-02"]),
    ("words has 'blue cup'", ["11-02"]),
    ("note has cup", []),
    ("flag is yes", ["11-22"]),
    ("context is unsaid", ["10-20", "11-02", "11-22"]),
    ("fit is missed", ["11-02"]),
    ("response is comfort and response is fix_advise", ["10-20"]),
)


@pytest.mark.parametrize(("words", "expected"), FINDS)
def test_it_finds_what_is_like_that(call: Call, words: str, expected: list[str]) -> None:
    whole, single = call("find", words, "--json"), call("find", *words.split(), "--json")
    assert days(whole.json()) == expected
    assert single.out == whole.out
    assert whole.code == 0


def test_it_lists_as_moments_does(call: Call) -> None:
    assert call("find", "when since 2020").out == call("moments", "--all").out
    everything = call("find", "not cue is tired", "--json")
    assert everything.json() == call("moments", "--all", "--json").json()
    assert call("find", "cue", "is", "tired").err == "No moments match.\n"


OPTIONS = {
    "cue": "afraid",
    "fit": "missed",
    "context": "at the dentist",
    "state": "stressed",
    "slip": "in_time",
    "tag": "RAIN",
    "text": "blue",
    "child": "Ben",
    "caregiver": "Anna",
}


@pytest.mark.parametrize(("name", "value"), OPTIONS.items())
def test_the_options_of_moments_ask_in_the_same_words(call: Call, name: str, value: str) -> None:
    listed = call("moments", "--all", f"--{name}", value, "--json")
    assert listed.json()
    assert (
        call("find", f"{name} {'has' if name == 'text' else 'is'} {value}", "--json").out
        == listed.out
    )


def test_every_option_and_every_slot_of_the_bar_is_a_field_of_that_name() -> None:
    known = {*FIELDS, *OTHER_NAMES}
    assert {option.removeprefix("--") for option, _, _ in CODES.values()} <= known & set(OPTIONS)
    assert {slot.label for slot in SLOTS} <= known


def test_what_cannot_be_read_is_pointed_at(call: Call) -> None:
    said = call("find", "cue is afriad and note has dentist")
    assert said.code == 2
    assert said.out == ""
    assert said.err.splitlines() == [
        "parentkit: After 'cue is': 'afriad' is not a known cue.",
        "  cue is afriad and note has .......",
        "         ^",
        "  Nearest: afraid, angry, sad. parentkit vocabulary list cues shows all.",
    ]


def test_a_script_finds_by_the_same_words(call: Call, tmp_path: Path) -> None:
    log = open_log()
    for words, expected in FINDS:
        found = log.moments(find=words, include_flagged=True)
        assert [f"{moment.observed_at:%m-%d}" for moment in found] == expected
        assert log.tinydb().count(log.query(words)) == len(expected)
    assert [one.child for one in log.moments("2026-11-01", child="Ben", find="cue is afraid")] == [
        "Ben"
    ]
    call("export", "--all", "--out", str(tmp_path / "out"))
    (moment,) = read_export(tmp_path / "out").moments(find="note has dentist")
    assert moment.note == "The dentist\nagain"


def test_the_page_shows_what_can_be_asked() -> None:
    rows = re.findall(r"^\| (`.*?) \| `", PAGE, re.MULTILINE)
    shown = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert set(FIELDS) <= shown <= {*FIELDS, *OTHER_NAMES}


@pytest.mark.parametrize("words", re.findall(r'^parentkit find "(.*)"', PAGE, re.MULTILINE))
def test_what_the_page_writes_can_be_read(call: Call, words: str) -> None:
    assert call("find", words).code == 0


def test_completion_offers_its_words(call: Call) -> None:
    (row,) = (line for line in call("completion", "bash").out.splitlines() if "'find:'*" in line)
    assert {"cue", "since", "and"} <= set(re.findall(r"\w+", row))


def test_what_the_shell_kept_together_behind_a_verb_is_a_value(call: Call) -> None:
    call("log", "afraid", "comfort", "--note", "bread and butter")
    call("log", "sad", "comfort", "--note", "bread")
    found = call("find", "note", "has", "bread and butter", "--json")
    assert [moment["note"] for moment in json.loads(found.out)] == ["bread and butter"]
    found = call("find", "fit is missed", "or", "note has butter", "--json")
    assert len(json.loads(found.out)) == 2

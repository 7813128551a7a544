"""Finding moments by what stands in them, as a person types it."""

from __future__ import annotations

import json
import re
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from parentkit import open_log, read_export
from parentkit.cli.log.moments import CODES
from parentkit.cli.session import open_journal
from parentkit.domain.time.stretch import first_day
from parentkit.services.family.household import read_household
from parentkit.services.log.browse import browse
from parentkit.services.log.find_fields import FIELDS, OTHER_NAMES
from parentkit.services.log.query import read_query
from parentkit.tui.widgets.filter_bar import SLOTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Called

    from parentkit.tui.widgets.filter_bar import Slot

    Call = Callable[..., Called]

PAGE = (Path(__file__).parents[3] / "docs" / "finding.md").read_text(encoding="utf-8")
TODAY = date(2026, 11, 22)


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
    assert whole.code == (0 if expected else 1)


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


IN_THE_BAR = {
    "text": ("has", ("blue cup", "DENTIST", "dentist again")),
    "cue": ("is", ("sad", "scared, worried", "AFRA")),
    "fit": ("is", ("missed", "met")),
    "tag": ("is", ("nursery", "RAIN")),
    "period": (
        "is",
        (
            *("today", "last week", "4 weeks", "2026-11", "since 3 nov", "1 nov to 14 nov"),
            *("november", "in oct 2026", "since 3 weeks ago", "1 to 14 nov", "last 10 days"),
        ),
    ),
    "child": ("is", ("all", "Ben", "mi")),
    "caregiver": ("is", ("Anna",)),
}
"""For every slot of the bar of filters, the verb that says the same, and words for both."""

PAIRS = [(slot, typed) for slot in SLOTS for typed in IN_THE_BAR[slot.name][1]]


@pytest.mark.parametrize(("slot", "typed"), PAIRS)
def test_the_bar_of_filters_and_a_sentence_take_the_same_words(
    call: Call, slot: Slot, typed: str
) -> None:
    journal = open_journal([])
    query, problems = read_query(read_household(journal), {slot.name: typed}, "", TODAY)
    assert not problems
    shown = browse(journal, query.selection, query.filters).documents
    sentence = f"{slot.label} {IN_THE_BAR[slot.name][0]} {typed}"
    assert call("find", sentence, "--json").json() == shown


def test_the_bar_has_no_other_slots_and_its_examples_are_tried() -> None:
    assert set(IN_THE_BAR) == {slot.name for slot in SLOTS}
    examples = {(slot.name, slot.example) for slot in SLOTS}
    assert examples <= {(slot.name, typed) for slot, typed in PAIRS}


def test_nothing_found_ends_with_one_and_an_empty_list(call: Call) -> None:
    said = call("find", "cue is tired", "--json")
    assert (said.code, said.out) == (1, "[]\n")
    assert call("find", "cue is afraid", "--json").code == 0
    help_text = call("find", "--help").out
    assert "with 1 where nothing was" in " ".join(help_text.split())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("when since 3 weeks ago and child is all", "from Sun 1 Nov on"),
        ("when in october or when on fri", "October 2026; Friday 20 November"),
    ],
)
def test_days_in_words_are_said_as_they_were_taken(call: Call, words: str, told: str) -> None:
    assert call("find", words).err == f"Looked at: {told}.\n"
    assert call("find", words, "--json").err == ""


@pytest.mark.parametrize("option", ["--since", "--week", "--month"])
@pytest.mark.parametrize("words", ["november", "3 weeks ago", "in nov 2026", "last month", "mon"])
def test_options_for_days_take_the_same_words(call: Call, option: str, words: str) -> None:
    start = first_day(words, TODAY)
    figures = call("moments", option, start.isoformat(), "--json")
    assert call("moments", option, words, "--json").out == figures.out
    said = call("moments", option, words)
    assert said.err.startswith("Looked at: ")
    assert call("moments", option, start.isoformat()).err in ("", NO_MOMENTS)


NO_MOMENTS = "No moments here. Gaps are normal; --all shows everything there is.\n"


@pytest.mark.parametrize(
    ("zone", "now", "day"),
    [
        ("Europe/Berlin", "2026-03-29 00:30", "2026-03-29"),  # half an hour before 02:00 is 03:00
        ("Europe/Berlin", "2026-10-25 00:30", "2026-10-25"),  # the first of two 02:30
        ("Asia/Kathmandu", "2026-03-01 18:20", "2026-03-02"),
        ("Pacific/Apia", "2026-02-28 11:00", "2026-03-01"),
        ("America/St_Johns", "2028-03-01 02:00", "2028-02-29"),
        ("America/St_Johns", "2027-02-01 02:00", "2027-01-31"),
    ],
)
def test_days_are_those_of_the_place_where_one_is(
    call: Call, monkeypatch: pytest.MonkeyPatch, zone: str, now: str, day: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    today = date.fromisoformat(day)
    with freeze_time(now):
        call("log", "tired", "comfort")
        assert days(call("find", "when on today and cue is tired", "--json").json()) == [day[5:]]
    back = relativedelta(months=1)
    with freeze_time(f"{today + back} 10:00"):  # in UTC: the same day in all of these
        said = call("find", "when since 1 month ago and cue is tired", "--json")
        assert days(said.json()) == [day[5:]]


@pytest.mark.parametrize("words", [(), ("-",)])
def test_what_is_looked_for_can_come_from_a_pipe(call: Call, words: tuple[str, ...]) -> None:
    said = call("find", *words, "--json", typed="cue is afraid\nand note has dentist\n")
    assert days(said.json()) == ["11-20"]
    said = call("find", *words, typed=" \n")
    assert said.code == 2
    assert said.err.startswith("parentkit: Nothing was asked for.")


NEAREST = "Nearest: scared, worried; angry; sad, left out."


def test_what_cannot_be_read_is_pointed_at(call: Call) -> None:
    said = call("find", "cue is afriad and note has dentist")
    assert said.code == 2
    assert said.out == ""
    assert said.err.splitlines() == [
        "parentkit: After 'cue is': 'afriad' is not one of the words for it.",
        "  cue is afriad and note has .......",
        "         ^",
        f"  {NEAREST} parentkit vocabulary list cues shows all.",
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
    assert {"cue", "since", "and", "unsaid"} <= set(re.findall(r"\w+", row))


def test_what_the_shell_kept_together_behind_a_verb_is_a_value(call: Call) -> None:
    call("log", "afraid", "comfort", "--note", "bread and butter")
    call("log", "sad", "comfort", "--note", "bread")
    found = call("find", "note", "has", "bread and butter", "--json")
    assert [moment["note"] for moment in json.loads(found.out)] == ["bread and butter"]
    found = call("find", "fit is missed", "or", "note has butter", "--json")
    assert len(json.loads(found.out)) == 2

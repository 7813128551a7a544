"""`parentkit coach code`: nothing about the judgement at home before one's own is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from parentkit.domain.coaching.blinding import SHOWN_FIELDS
from parentkit.domain.ulid import ulid_named

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Called

    from parentkit.services.coach.family import Family

    Call = Callable[..., Called]
    Make = Callable[..., Family]
    Fields = Callable[[int], dict[str, Any]]
    Codings = Callable[[Family], list[dict[str, Any]]]

MS = 1_795_000_000_000
MANY = 48


def identity(number: int) -> str:
    return ulid_named(f"moment {number}", MS + number)


@pytest.fixture
def rivera(make_family: Make, seen: Fields, hidden: Fields) -> Family:
    """A family of twenty moments that were all judged at home."""
    judged = {"fit": "misread", "fit_source": "person", "suggested_fit": "partial", "slip": "read"}
    return make_family(
        "Rivera", [{**seen(number), **hidden(number), **judged} for number in range(20)]
    )


LOOKS = [
    (("--list",), "", 0),
    (("--list", "--json"), "", 0),
    (("--list", "--json", "--sample", "100%", "--seed", "4"), "", 0),
    (("--sample", "7"), "", 0),
    (("--sample", "100%"), "q\n", 0),
    (("--sample", "100%", "--rubric"), "misread\nread\nnonsense\n\n\n3\n", 0),
    (("--moment", identity(3)), "4\n2\nwhat\n", 0),
    (("--moment", identity(5), "--rubric"), "matched\n\n5\n", 0),
    (("--moment", identity(6), "--fit", "nonsense"), "", 2),
    (("--moment", identity(6), "--slip", "read"), "", 2),
    (("--moment", identity(6), "--fit", "missed", "--rubric", "engaged=9"), "", 2),
    (("--moment", identity(6), "--fit", "missed", "--slip", "nowhere"), "", 2),
]


@pytest.fixture
def twin(make_family: Make, seen: Fields, hidden: Fields) -> Callable[[str, int], Family]:
    """Makes families that look alike and were judged differently, by a seed."""

    def make(name: str, seed: int) -> Family:
        documents = [{**seen(number), **hidden(seed + number)} for number in range(MANY)]
        return make_family(name, documents)

    return make


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: " ".join(look[0]))
def test_before_saving_nothing_depends_on_the_judgement_at_home(
    call: Call,
    twin: Callable[[str, int], Family],
    codings: Codings,
    look: tuple[tuple[str, ...], str, int],
) -> None:
    words, typed, code = look
    told = set()
    for name, seed in (("Ash", 1000), ("Elm", 5000), ("Oak", 9000)):
        family = twin(name, seed)
        called = call("coach", "code", name, *words, typed=typed)
        assert (called.code, codings(family)) == (code, [])
        told.add((called.out.replace(name, ""), called.err.replace(name, "")))
    assert len(told) == 1


def test_after_saving_both_judgements_are_shown(
    call: Call, rivera: Family, codings: Codings
) -> None:
    said = call("coach", "code", "Rivera", "--moment", identity(3), "--fit", "missed").out
    assert "you: " in said
    assert "at home: " in said
    assert "misread" in said
    assert "suggested" in said
    (coding,) = codings(rivera)
    assert (coding["fit"], coding["blind"]) == ("missed", True)


def test_a_list_of_the_sample_as_json_holds_blinded_moments(call: Call, rivera: Family) -> None:
    assert rivera.name == "Rivera"
    listed = call("coach", "code", "riv", "--list", "--json", "--sample", "25%").json()
    assert listed["drawn_from"] == 20
    assert len(listed["moments"]) == 5
    for moment in listed["moments"]:
        assert set(moment) <= {*SHOWN_FIELDS, "coded"}
        assert {"cue", "responses", "note", "observed_at"} <= set(moment)


def test_a_sample_goes_on_where_it_stopped_and_asks_nothing_twice(
    call: Call, rivera: Family, codings: Codings
) -> None:
    words = ("coach", "code", "Rivera", "--sample", "3")
    first = call(*words, typed="matched\nsettled\nmissed\nnotice\n")
    assert first.code == 0
    assert "1 coded now. 2 left for another time." in first.err
    second = call(*words, typed="missed\nnotice\nnot yet\n\nunsure\n\n\n")
    assert "1 of it coded already" in second.err
    assert "That was all." in second.err
    coded = codings(rivera)
    assert [coding["fit"] for coding in coded] == ["matched", "missed", "unsure"]
    assert len({coding["moment"] for coding in coded}) == 3
    assert coded[0]["child_after"] == "settled_engaged"
    assert coded[1]["repair"] == {"state": "not_yet", "source": "person"}
    third = call(*words)
    assert (third.code, third.out) == (0, "")
    listed = call(*words, "--list", "--json").json()
    assert [moment["coded"] for moment in listed["moments"]] == [True] * 3


def test_the_rubric_is_asked_on_request_and_stored_with_the_coding(
    call: Call, rivera: Family, codings: Codings
) -> None:
    typed = "matched\n\n4\n\n5\n1\n"
    called = call("coach", "code", "Rivera", "--sample", "1", "--rubric", typed=typed)
    (coding,) = codings(rivera)
    assert coding["rubric"] == {"engaged": 4, "stays_close": 5, "opens_up": 1}
    assert "stays close: 5 of 5" in called.out


def test_one_moment_is_coded_without_a_terminal_and_shown_as_json(
    call: Call, rivera: Family, codings: Codings
) -> None:
    words = ("--fit", "partly", "--slip", "read", "--repair", "not_yet", "--after", "unchanged")
    ratings = ("--rubric", "engaged=2,opens_up=5")
    called = call("coach", "code", "Rivera", "--moment", identity(7), *words, *ratings, "--json")
    both = called.json()
    (stored,) = codings(rivera)
    assert {name: value for name, value in both["coding"].items() if name != "id"} == stored
    assert stored["fit"] == "partial"
    assert stored["rubric"] == {"engaged": 2, "opens_up": 5}
    assert stored["coder"].startswith("coach:")
    assert both["moment"]["fit"] == "misread"


def test_a_moment_is_coded_once(call: Call, rivera: Family, codings: Codings) -> None:
    words = ("coach", "code", "Rivera", "--moment", identity(7))
    assert call(*words, "--fit", "partial").code == 0
    again = call(*words, "--fit", "matched")
    assert again.code == 2
    assert "already" in again.err
    assert call(*words, typed="1\n\n").code == 2
    assert len(codings(rivera)) == 1


def test_a_coding_after_the_moment_was_opened_says_that_it_is_not_blind(
    call: Call, rivera: Family, codings: Codings
) -> None:
    from parentkit.journal.log.writer import Draft
    from parentkit.services.coach.workspace import journal_of

    read = {"moment": identity(7), "at": "2026-11-22T10:00:00+01:00"}
    journal = journal_of(rivera)
    journal.append([Draft("read", ulid_named("opened", MS + 900), read)])
    journal.close()
    listed = call("coach", "code", "Rivera", "--list", "--json", "--sample", "100%").json()
    assert listed["opened"] == 1
    assert identity(7) not in [moment["id"] for moment in listed["moments"]]
    called = call("coach", "code", "Rivera", "--moment", identity(7), "--fit", "partial")
    assert "does not count as blind" in called.err
    assert "blind" not in codings(rivera)[0]


@pytest.mark.parametrize(
    "words",
    [
        ("--sample", "0"),
        ("--fit", "matched"),
        ("--moment", "01M8", "--slip", "read"),
        ("--moment", "01M8", "--list"),
        ("--json",),
        ("--rubric", "engaged=3"),
        ("--seed", "x"),
    ],
)
def test_options_that_do_not_go_together_are_named(
    call: Call, rivera: Family, codings: Codings, words: tuple[str, ...]
) -> None:
    assert call("coach", "code", "Rivera", *words).code == 2
    assert codings(rivera) == []


def test_notes_that_would_steer_a_terminal_are_shown_as_inert_text(
    call: Call, make_family: Make, seen: Fields
) -> None:
    note = "\x1b[2Jgone \u202eback \x9b31m <b>=1+1</b>"
    make_family("Vale", [{**seen(1), "note": note, "age_band": "\x1b]0;x\x07"}])
    for words in (("--list",), ("--moment", identity(0), "--fit", "matched")):
        called = call("coach", "code", "Vale", *words)
        assert called.code == 0
        assert not set("\x1b\x9b\x07\u202e").intersection(called.out + called.err)


def test_lines_fit_into_sixty_columns(call: Call, rivera: Family) -> None:
    assert rivera.name == "Rivera"
    listed = call("coach", "code", "Rivera", "--list").out
    both = call("coach", "code", "Rivera", "--moment", identity(2), "--fit", "missed").out
    assert max(map(len, (listed + both).splitlines())) <= 60

"""Whose moments and which days leave, at their edges."""

from __future__ import annotations

from typing import Any

from freezegun import freeze_time

from parentkit.domain.coaching.scope import INCLUDABLE
from parentkit.journal.log.writer import Draft

NEXT_MONDAY = "2026-11-23"


def two_caregivers(sharing: Any) -> tuple[str, str]:
    """A moment of Anna's and one of Jo's, each with a judgement by the other."""
    assert sharing.call("caregiver", "add", "Anna").code == 0
    assert sharing.call("caregiver", "add", "Jo").code == 0
    anna = sharing.log("afraid", "comfort", "--caregiver", "Anna")
    jo = sharing.log("sad", "comfort", "--caregiver", "Jo")
    assert sharing.call("code", anna, "--fit", "missed", "--caregiver", "Jo").code == 0
    assert sharing.call("code", jo, "--fit", "partial", "--caregiver", "Anna").code == 0
    return anna, jo


def codings(sharing: Any) -> dict[str, str]:
    """What moments the coach has judgements of, and how they fitted."""
    return {
        one.fields["moment"]: one.fields["fit"]
        for one in sharing.coach.journal.read(kinds=("coding",))
    }


def reflected(sharing: Any, *, answer: str, day: str) -> None:
    done = sharing.call("reflect", "--week", day, typed=f"{answer}\n\n")
    assert done.code == 0, done.err


def test_one_caregivers_moments_leave_alone_with_what_others_said_of_them(sharing: Any) -> None:
    anna, jo = two_caregivers(sharing)
    opened = sharing.coach.add(sharing.share("--caregiver", "Anna"))
    assert set(sharing.coach.moments()) == {anna}
    assert jo.encode() not in opened.body
    assert codings(sharing) == {anna: "missed"}


def test_one_caregivers_answers_leave_alone(sharing: Any) -> None:
    anna, _ = two_caregivers(sharing)
    of_anna = sharing.journal().get(anna).fields["caregiver"]
    for number, (caregiver, text) in enumerate(((of_anna, "hers"), ("0" * 26, "his"))):
        reflection = {
            "week": "2026-11-16",
            "caregiver": caregiver,
            "question": "q",
            "question_text": "What?",
            "text": f"an answer of {text}",
            "logged_at": "2026-11-22T12:00:00+01:00",
        }
        identity = f"01M9ZZZZZZ000000000000000{number}"
        sharing.journal().append([Draft("reflection", identity, reflection)])
    words = ("--caregiver", "Anna", "--include", "reflections")
    body = sharing.coach.open(sharing.share(*words)).body
    assert b"an answer of hers" in body
    assert b"an answer of his" not in body


def test_the_first_day_after_the_period_stays_with_what_was_said_of_its_week(sharing: Any) -> None:
    sharing.log("afraid", "comfort")
    reflected(sharing, answer="of this week", day="2026-11-16")
    with freeze_time(f"{NEXT_MONDAY} 12:00", auto_tick_seconds=0.001):
        after = sharing.log("sad", "comfort", "--at", f"{NEXT_MONDAY} 00:00")
        reflected(sharing, answer="of the week after", day=NEXT_MONDAY)
        words = ("--since", "2026-11-16", "--until", NEXT_MONDAY, "--include", "reflections")
        opened = sharing.coach.add(sharing.share(*words))
    assert b"of this week" in opened.body
    assert b"of the week after" not in opened.body
    assert after.encode() not in opened.body
    assert len(sharing.coach.moments()) == 1


def test_judgements_leave_beside_answers(sharing: Any) -> None:
    anna, jo = two_caregivers(sharing)
    reflected(sharing, answer="an answer", day="today")
    opened = sharing.coach.add(sharing.share("--include", "reflections"))
    assert b"an answer" in opened.body
    assert codings(sharing) == {anna: "missed", jo: "partial"}


def test_what_an_earlier_file_held_and_this_one_leaves_out_is_said(sharing: Any) -> None:
    def told(*words: str) -> str:
        shown = sharing.call("share", "--with", "Dana", "--preview", *words).out
        return " ".join(shown.split()).partition("Earlier files held ")[2].partition(".")[0]

    sharing.log("afraid", "comfort", "--note", "the blue cup", "--need", "closeness")
    assert told() == ""
    sharing.share("--include", "note,need")
    assert told("--include", "need") == INCLUDABLE["note"]
    assert told("--include", "note,need") == ""


def test_a_moment_of_which_a_part_cannot_be_read_leaves_whole_or_not_at_all(sharing: Any) -> None:
    whole = sharing.log("afraid", "comfort")
    for field, value in (("observed_at", "some day"), ("cue", ["sad"]), ("responses", "comfort")):
        odd = sharing.log("sad", "comfort")
        journal = sharing.journal()
        journal.amend(journal.get(odd), {field: value})
    sharing.coach.add(sharing.share("--all"))
    assert set(sharing.coach.moments()) == {whole}

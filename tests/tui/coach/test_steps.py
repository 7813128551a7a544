"""A judgement in the making, and rows that fit where they stand: without a terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parentkit.content import load
from parentkit.domain.coaching.rubric import pairs_of
from parentkit.domain.log.household import Household
from parentkit.report.layout import row
from parentkit.tui.coach.steps import Steps
from parentkit.tui.coach.widgets.lines import fitted


def steps(*, rubric: bool = False) -> Steps:
    return Steps(Household((), load), pairs_of(load("rubric")) if rubric else ())


def test_what_is_asked_depends_on_how_it_fitted() -> None:
    asked = {}
    for fit in ("matched", "partial", "unsure"):
        each = steps()
        each.give(fit)
        asked[fit] = each.asked
    assert asked == {
        "matched": ("fit", "child_after"),
        "partial": ("fit", "slip", "repair", "child_after"),
        "unsure": ("fit", "repair", "child_after"),
    }


def test_what_was_left_out_is_not_stored() -> None:
    each = steps(rubric=True)
    for code in ("missed", "read", "", "unchanged", "4", "", "", "1"):
        each.give(code)
    assert each.question is None
    assert each.fields() == {
        "fit": "missed",
        "slip": "read",
        "child_after": "unchanged",
        "rubric": {"engaged": 4, "opens_up": 1},
    }


def test_going_back_asks_again_and_another_fit_asks_other_things() -> None:
    each = steps()
    assert not each.back()
    each.give("missed")
    each.give("read")
    assert each.back()
    assert each.back()
    each.give("matched")
    assert each.asked == ("fit", "child_after")


@given(st.lists(st.text("ab é", max_size=9), max_size=40), st.integers(30, 100))
def test_rows_wrapped_anew_say_the_same_and_fit(words: list[str], width: int) -> None:
    text = " ".join(words)
    lines = fitted(row("note", text), width)
    assert " ".join(" ".join(lines).split()[1:]) == " ".join(text.split())
    assert all(len(line) <= width for line in lines)


def test_breaks_that_somebody_made_stay() -> None:
    assert fitted(row("note", "one\ntwo"), 40) == ["  note        one", "              two"]

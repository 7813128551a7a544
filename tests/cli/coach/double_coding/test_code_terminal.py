"""Coding blind at a real terminal: one key each, judgements side by side, leaving and going on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from parentkit.services.coach.family import Family

    Make = Callable[..., Family]
    Fields = Callable[[int], dict[str, Any]]
    Codings = Callable[[Family], list[dict[str, Any]]]
    Start = Callable[..., Any]

HIDDEN = {"fit": "overrode", "fit_source": "person", "suggested_fit": "overrode"}
SECRET = "pushed through"
ASKS_FIT, ASKS_AFTER, ASKS_MORE = "How did it fit? ", "afterwards? (Enter", "q: stop here) "


@pytest.fixture
def rivera(make_family: Make, seen: Fields) -> Family:
    return make_family("Rivera", [{**seen(number), **HIDDEN} for number in range(6)])


@pytest.mark.parametrize("leave", ["q", "\x03", "\x04"], ids=["q", "ctrl+c", "ctrl+d"])
def test_one_key_each_then_both_judgements_and_a_later_call_goes_on(
    terminal: Start, rivera: Family, codings: Codings, leave: str
) -> None:
    here = terminal("coach", "code", "Rivera", "--sample", "2")
    before = here.until("1 met; 2 met, kind no")
    assert SECRET not in before.replace("6 pushed through", "")
    here.until(ASKS_FIT)
    here.press("5")
    here.until("Where did it slip?")
    here.press("1")
    here.until("way back?")
    here.press("\r")
    here.until(ASKS_AFTER)
    assert codings(rivera) == []
    here.press("2")
    here.until("Stored.")
    (coding,) = codings(rivera)
    assert (coding["fit"], coding["slip"]) == ("missed", "notice")
    assert (coding["child_after"], coding["blind"]) == ("unchanged", True)
    assert SECRET in here.until(ASKS_MORE)
    here.press("n")
    here.until(ASKS_FIT)
    here.press(leave)
    here.until("1 coded now. 1 left for another time.")
    assert here.code() == 0
    again = terminal("coach", "code", "Rivera", "--sample", "2")
    again.until("1 of it coded already")
    again.until("1 of 1")
    again.until(ASKS_FIT)
    again.press("1")
    again.until(ASKS_AFTER)
    again.press("\r")
    again.until("That was all.")
    assert again.code() == 0
    assert [coding["fit"] for coding in codings(rivera)] == ["missed", "matched"]


def test_a_key_that_means_nothing_is_asked_for_again_and_the_rubric_takes_single_keys(
    terminal: Start, rivera: Family, codings: Codings
) -> None:
    here = terminal("coach", "code", "Rivera", "--sample", "1", "--rubric")
    here.until(ASKS_FIT)
    here.press("9")
    here.until("'9' is not a known fit")
    here.until(ASKS_FIT)
    here.press("7")
    here.until("way back?")
    here.press("\r")
    here.until(ASKS_AFTER)
    here.press("\r")
    for pole, key in (("engaged", "4"), ("modulated", "\r"), ("stays close", "5"), ("opens", "1")):
        here.until(pole)
        here.until("5 to 1?")
        here.press(key)
    here.until("That was all.")
    (coding,) = codings(rivera)
    assert coding["fit"] == "unsure"
    assert coding["rubric"] == {"engaged": 4, "stays_close": 5, "opens_up": 1}
    assert "slip" not in coding
    assert here.code() == 0


def test_leaving_after_a_coding_keeps_it(terminal: Start, rivera: Family, codings: Codings) -> None:
    here = terminal("coach", "code", "Rivera", "--sample", "2")
    here.until(ASKS_FIT)
    here.press("1")
    here.until(ASKS_AFTER)
    here.press("\r")
    here.until(ASKS_MORE)
    here.press("q")
    here.until("1 coded now. 1 left for another time.")
    assert len(codings(rivera)) == 1

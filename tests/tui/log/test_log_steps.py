"""The steps of the box for a moment, without a screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.content import load
from parentkit.domain.log.household import Household
from parentkit.report.glyphs import ASCII, UNICODE
from parentkit.tui.choosing import CUE, FIT, RESPONSE, Choosing
from parentkit.tui.log import steps
from parentkit.tui.log.draft import MomentDraft
from parentkit.tui.log.keys import hints_for
from parentkit.tui.widgets.moment_board import Shown, board_block

HOUSEHOLD = Household((), load)


def beginning() -> Choosing:
    return Choosing(HOUSEHOLD, MomentDraft())


def after(keys: str) -> Choosing:
    """The state after keys: letters, `<` for a step back, `+` for one more, `/` for a word."""
    state = beginning()
    for key in keys:
        if key == "<":
            state = steps.back(state)
        elif key == "+":
            state = steps.another(state)
        elif key == "/":
            state = steps.typing(state, "")
        elif key == "!":
            state = steps.take(state, state.highlighted)
        else:
            state = steps.letter(state, key)
    return state


def test_two_letters_choose_a_sign_and_a_response() -> None:
    state = after("gd")
    assert (state.draft.cue, state.draft.responses) == ("afraid", ("comfort",))
    assert state.step == FIT


def test_a_letter_beyond_the_list_does_nothing() -> None:
    assert after("z") == beginning()


@pytest.mark.parametrize(
    ("keys", "cue", "responses", "step"),
    [
        ("gd<", "afraid", (), RESPONSE),
        ("gd<<", "", (), CUE),
        ("gd+", "afraid", ("comfort",), RESPONSE),
        ("gd+<", "afraid", ("comfort",), FIT),
        ("gk+c", "afraid", ("fix_advise", "listen_ask"), FIT),
        ("gk+c<", "afraid", ("fix_advise",), RESPONSE),
        ("gk+c<<<", "afraid", (), RESPONSE),
        ("gd+d", "afraid", ("comfort",), FIT),
        ("<", "", (), CUE),
    ],
)
def test_back_takes_one_step_and_another_adds_a_response(
    keys: str, cue: str, responses: tuple[str, ...], step: str
) -> None:
    state = after(keys)
    assert (state.draft.cue, state.draft.responses, state.step) == (cue, responses, step)


def test_a_word_narrows_and_the_first_match_is_taken() -> None:
    assert after("/wor").offered(CUE) == ("afraid",)
    assert after("/wor!").draft.cue == "afraid"
    assert after("/xx").highlighted == ""
    assert after("/xx!").draft.cue == ""


def test_a_capital_letter_begins_a_word() -> None:
    assert after("Wor!").draft.cue == "afraid"


def test_backspace_takes_typed_letters_and_then_lets_letters_choose() -> None:
    assert after("/w<").typed == ""
    assert after("/w<<").typed is None
    assert after("/w<<g").draft.cue == "afraid"


def test_another_fit_is_the_persons_own_and_goes_when_the_response_changes() -> None:
    assert after("gdc").draft.fit == "partial"
    assert after("gdc+k").draft.fit == ""
    assert after("gd+ce<<").draft.fit == ""


def test_arrows_among_the_fits_choose() -> None:
    state = steps.suggesting(after("gd"), "matched")
    assert state.highlighted == "matched"
    moved = steps.move(state, 1)
    assert moved.draft.fit == "kind_limit_matched"
    assert steps.move(state, 999).highlighted == "unsure"
    assert steps.move(beginning(), -5) == beginning()


def test_a_template_goes_on_at_the_response_and_a_habit_at_the_fit() -> None:
    state = steps.pick(beginning(), {"cue": "sad", "context": "bedtime"})
    assert (state.step, state.draft.cue, state.draft.words["context"]) == (
        RESPONSE,
        "sad",
        "bedtime",
    )
    habit = steps.pick(beginning(), {"cue": "sad", "responses": ("comfort",)})
    assert (habit.step, habit.draft.responses) == (FIT, ("comfort",))


@given(
    st.text(alphabet="abcdgrW/<+!", max_size=12),
    st.integers(20, 150),
    st.integers(8, 50),
    st.sampled_from((ASCII, UNICODE)),
)
def test_the_board_always_fills_its_room_exactly(
    keys: str, width: int, height: int, glyphs: dict[str, str]
) -> None:
    state = after(keys)
    shown = Shown(
        state=state,
        shortcuts=(("bedtime tears", "sad, left out"), ("angry", "kind no")) * 4,
        reason="You held and soothed; that usually answers fear. " * 6,
        age=("child", "3 years"),
        added="note, where it slipped",
        hints=hints_for(state, {}),
    )
    block = board_block(shown, glyphs, width, height)
    assert [line.cell_length for line in block.lines] == [width] * len(block.lines)
    assert len(block.lines) == height
    assert all(
        0 <= each.line < height and each.left < each.right <= width for each in block.targets
    )
    if glyphs is ASCII:
        assert "\u2039" not in "".join(line.plain for line in block.lines)

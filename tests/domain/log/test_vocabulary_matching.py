"""Words being typed, and the terms that they could mean."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parentkit.content import load
from parentkit.domain.log.vocabulary import Vocabulary

CUES = Vocabulary("cue", load("cues")["terms"], ())


def test_names_that_begin_so_come_before_words_that_do() -> None:
    found = CUES.matching("wanted")
    assert set(found[:5]) == {"play_invite", "help_task", "autonomy", "closeness", "mend_bid"}
    assert CUES.matching("worr")[0] == "afraid"
    own = Vocabulary("cue", [{"id": name, "label": name} for name in ("ab", "x b", "ba")], ())
    assert own.matching("b") == ("ba", "x b", "ab")


def test_case_and_hyphens_make_no_difference() -> None:
    assert CUES.matching("CAN'T-T") == CUES.matching("can\u2019t t") == ("unsure",)


def test_nothing_typed_matches_all_in_order_and_nonsense_none() -> None:
    assert CUES.matching("") == CUES.offered()
    assert CUES.matching("xyzzy") == ()


def test_hidden_terms_are_not_offered_and_renamed_ones_are_found_by_both_names() -> None:
    changes = ({"code": "sad", "hidden": True}, {"code": "tired", "label": "sleepy"})
    changed = Vocabulary("cue", load("cues")["terms"], changes)
    assert "sad" not in changed.matching("sad")
    assert changed.matching("sleepy") == ("tired",)
    assert "tired" in changed.matching("tired")


@given(st.text(max_size=8))
def test_what_is_resolved_is_matched_too(text: str) -> None:
    assert set(CUES.matching(text)) <= set(CUES.offered())
    for code in CUES.offered():
        assert code in CUES.matching(CUES.short(code)[: len(text)])

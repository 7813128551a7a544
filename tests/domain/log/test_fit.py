import re
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.content import load
from parentkit.domain.codes import FITS, MET
from parentkit.domain.log.fit import Suggestion, suggest

TABLE = """
| cue row | watch_wait | join_mirror | listen_ask | comfort | validate | meet_need | scaffold | give_room | kind_limit | half_there | fix_advise | no_response | distract_minimise | take_over | scold_punish | own_upset | withdrew |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| share_look, play_invite, proud, disclose, mend_bid | M | M | M | R | M | R | P | R | K | P | R | X | R | O | O | O | X |
| help_task | P | P | M | P | P | M | M | R | K | P | P | X | R | O | O | O | X |
| autonomy, slow_down, stop_break | M | R | P | R | M | R | R | M | K | P | O | X | O | O | O | O | X |
| afraid, sad | P | M | M | M | M | P | P | R | K | P | R | X | O | O | O | O | X |
| hurt_body | P | P | P | M | M | M | P | R | P | P | P | X | O | O | O | O | X |
| angry | M | P | M | M | M | P | P | P | K | P | R | X | O | O | O | O | X |
| closeness | P | M | M | M | M | P | R | R | K | P | R | X | O | O | O | O | X |
| hungry, tired | P | P | P | P | P | M | P | R | K | P | P | X | O | O | O | O | X |
| overloaded | P | P | P | M | P | M | P | M | K | P | P | X | O | O | O | O | X |
| unsure | M | unsure | M | unsure | unsure | unsure | unsure | unsure | unsure | P | unsure | X | unsure | O | O | O | X |
"""  # noqa: E501
NAMES = {
    "M": "matched",
    "K": "kind_limit_matched",
    "P": "partial",
    "R": "misread",
    "X": "missed",
    "O": "overrode",
    "unsure": "unsure",
}
BLAME = re.compile(r"\b(fail|wrong|bad|should|must|only|never|fault|blame)", re.IGNORECASE)
OWN_POLES = {"my:sang": "supportive", "my:hummed": "mixed", "my:bribed": "unsupportive"}


def cells() -> Iterator[tuple[str, str, str]]:
    header, _, *rows = [
        [cell.strip() for cell in line.strip("| ").split("|")]
        for line in TABLE.strip().splitlines()
    ]
    for cues, *letters in rows:
        for cue in cues.split(", "):
            for response, letter in zip(header[1:], letters, strict=True):
                yield cue, response, NAMES[letter]


CELLS = {(cue, response): fit for cue, response, fit in cells()}
CUES = list(dict.fromkeys(cue for cue, _ in CELLS))
RESPONSES = list(dict.fromkeys(response for _, response in CELLS))
FAMILY = {term["id"]: term["group"] for term in load("cues")["terms"]}
POLE = {term["id"]: term["group"] for term in load("responses")["terms"]} | OWN_POLES
MATRIX = load("fit_matrix")


def ask(cue: str, *responses: str, family: str = "") -> Suggestion:
    return suggest(MATRIX, cue, responses, lambda code: POLE.get(code, ""), lambda _: family)


def test_the_table_covers_every_shipped_sign_and_response() -> None:
    assert len(CELLS) == 18 * 17
    assert sorted(CUES) == sorted(FAMILY)
    assert [term["id"] for term in load("responses")["terms"]] == RESPONSES


@pytest.mark.parametrize(("cue", "response"), CELLS)
def test_each_pair_suggests_what_the_table_says(cue: str, response: str) -> None:
    suggestion = ask(cue, response)
    assert suggestion.fit == CELLS[cue, response]
    assert suggestion.repair is None


@given(st.sampled_from(CUES), st.lists(st.sampled_from(RESPONSES), min_size=1, max_size=5))
def test_the_first_response_suggests_the_fit_and_a_later_match_the_repair(
    cue: str, responses: list[str]
) -> None:
    suggestion = ask(cue, *responses)
    fits = [CELLS[cue, response] for response in responses]
    came_back = fits[0] not in MET and any(fit in MET for fit in fits[1:])
    assert suggestion.fit == fits[0]
    assert suggestion.repair == ("repaired" if came_back else None)


def test_a_match_that_is_followed_by_a_miss_needs_no_repair() -> None:
    suggestion = ask("sad", "comfort", "scold_punish", "comfort")
    assert (suggestion.fit, suggestion.repair) == ("matched", None)


def test_a_kind_no_counts_as_coming_back() -> None:
    suggestion = ask("tired", "scold_punish", "kind_limit")
    assert (suggestion.fit, suggestion.repair) == ("overrode", "repaired")


def test_a_reason_names_what_happened_and_what_is_usually_wanted() -> None:
    assert ask("sad", "fix_advise").reason == (
        "You jumped to a fix or advice; a sad child usually wants to be heard first."
    )


def test_a_reason_says_how_you_came_back() -> None:
    assert ask("sad", "fix_advise", "scold_punish", "comfort").reason == (
        "You jumped to a fix or advice; a sad child usually wants to be heard first, "
        "and then you came back: you held and soothed."
    )


@pytest.mark.parametrize("later", [(), ("watch_wait",), ("kind_limit",), ("comfort",)])
@pytest.mark.parametrize("response", [*RESPONSES, *OWN_POLES])
def test_every_reason_is_one_kind_sentence(response: str, later: tuple[str, ...]) -> None:
    for cue in CUES:
        reason = ask(cue, response, *later).reason
        assert re.fullmatch(r"[A-Z][^.!?{}]*\.", reason), reason
        assert "  " not in reason
        assert len(reason) <= 260
        assert not BLAME.search(reason), reason


def test_reasons_for_different_fits_of_a_sign_differ() -> None:
    for cue in CUES:
        reasons = {ask(cue, response).reason for response in RESPONSES}
        assert len(reasons) == len(RESPONSES)


@pytest.mark.parametrize(
    ("response", "fit"),
    [("my:sang", "partial"), ("my:hummed", "partial"), ("my:bribed", "misread")],
)
def test_a_response_of_ones_own_suggests_by_its_pole(response: str, fit: str) -> None:
    for cue in CUES:
        assert ask(cue, response).fit == fit


def test_a_response_of_ones_own_can_be_followed_by_coming_back() -> None:
    suggestion = ask("sad", "my:bribed", "comfort")
    assert (suggestion.fit, suggestion.repair) == ("misread", "repaired")


@pytest.mark.parametrize("family", ["exploration", "distress", "connection", "body", "pause"])
def test_a_sign_of_ones_own_follows_the_row_that_most_signs_of_its_family_have(family: str) -> None:
    rows = Counter(
        tuple(CELLS[cue, response] for response in RESPONSES)
        for cue in CUES
        if FAMILY[cue] == family
    )
    (common, times), *others = rows.most_common()
    assert all(times > fewer for _, fewer in others)
    assert tuple(ask("my:own", r, family=family).fit for r in RESPONSES) == common


def test_a_sign_of_ones_own_has_reasons_of_its_family() -> None:
    assert ask("my:own", "fix_advise", family="distress").reason == (
        "You jumped to a fix or advice; a child in distress usually wants to be heard "
        "and comforted first."
    )


@pytest.mark.parametrize("family", ["", "weather"])
def test_a_sign_that_nobody_knows_suggests_nothing(family: str) -> None:
    suggestion = ask("levitates", "comfort", family=family)
    assert (suggestion.fit, suggestion.repair) == ("unsure", None)
    assert suggestion.reason.endswith("so it suggests nothing.")


def test_a_response_that_nobody_knows_suggests_nothing() -> None:
    suggestion = ask("sad", "teleported")
    assert (suggestion.fit, suggestion.repair) == ("unsure", None)
    assert suggestion.reason.endswith("so it suggests nothing.")


def test_no_response_at_all_suggests_nothing() -> None:
    assert ask("sad").fit == "unsure"


@given(st.text(), st.lists(st.text(), max_size=4), st.text())
def test_any_codes_at_all_are_answered(cue: str, responses: list[str], family: str) -> None:
    suggestion = ask(cue, *responses, family=family)
    assert suggestion.fit in FITS
    assert suggestion.reason.endswith(".")


def test_another_matrix_suggests_in_its_own_way() -> None:
    matrix = load("fit_matrix")
    matrix["rows"]["sorrow"] = " ".join(["K"] * 17)
    assert (
        suggest(matrix, "sad", ["withdrew"], POLE.__getitem__, FAMILY.__getitem__).fit
        == "kind_limit_matched"
    )
    assert ask("sad", "withdrew").fit == "missed"

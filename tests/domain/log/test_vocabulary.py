from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.content import load
from parentkit.domain.errors import AmbiguousCode, UnknownCode
from parentkit.domain.log.vocabulary import Vocabulary

JUDGEMENTS = [name for name, terms in load("judgements").items() if isinstance(terms, list)]
SHIPPED = {
    **{name: load(name)["terms"] for name in ("cues", "responses", "contexts", "parent_states")},
    **{name: load("judgements")[name] for name in JUDGEMENTS},
}
EVERY_TERM = [(name, term["id"]) for name, terms in SHIPPED.items() for term in terms]

DIARY_CUES = {
    "tired": "tired",
    "help_task": "help_task",
    "hungry": "hungry",
    "play_invite": "play_invite",
    "too much going on": "overloaded",
    "SAD": "sad",
    "hurt_body": "hurt_body",
    "AUTONOMY": "autonomy",
    "afraid": "afraid",
    "share_look": "share_look",
    "comes back after trouble": "mend_bid",
    "stop_break": "stop_break",
    "PROUD": "proud",
    "can't tell": "unsure",
    "MEND_BID": "mend_bid",
    "hurt or ill": "hurt_body",
    "SHARE_LOOK": "share_look",
    "hungry or thirsty": "hungry",
    "a clear sign: stop": "stop_break",
    "closeness": "closeness",
    "wants to do it alone, wants room": "autonomy",
    "wants to share something with me": "share_look",
    "angry": "angry",
    "wants closeness, greets": "closeness",
    "wants to play or joke": "play_invite",
    "wants me to delight in it": "proud",
    "angry, frustrated, protesting": "angry",
    "overloaded": "overloaded",
    "slow_down": "slow_down",
    "OVERLOADED": "overloaded",
    "disclose": "disclose",
    "scared, worried, separating": "afraid",
    "wants help to do something": "help_task",
}
DIARY_RESPONSES = {
    "told off, argued, punished": "scold_punish",
    "kind_limit": "kind_limit",
    "meet_need": "meet_need",
    "give_room": "give_room",
    "noticed, stayed near, waited": "watch_wait",
    "listened and asked about it": "listen_ask",
    "held, soothed": "comfort",
    "fed, changed, put to rest, took the pain away": "meet_need",
    "joined in, mirrored it, named it": "join_mirror",
    "I got upset or shouted": "own_upset",
    "saw the wish, said a kind no, offered another way": "kind_limit",
    "answered while elsewhere (phone, work)": "half_there",
    "did it for them, pushed on": "take_over",
    "left, went silent": "withdrew",
    "named and accepted the feeling": "validate",
    "jumped to a fix or advice": "fix_advise",
    "did not notice or did not answer": "no_response",
    'cheered up, changed the subject, "it\'s nothing"': "distract_minimise",
    "helped just enough": "scaffold",
}


def words(name: str, *changes: dict[str, Any]) -> Vocabulary:
    return Vocabulary(name, SHIPPED[name], changes)


def reading(vocabulary: Vocabulary, text: str) -> tuple[str, ...]:
    """What a text leads to: one code, several, or none."""
    try:
        return (vocabulary.resolve(text),)
    except AmbiguousCode as problem:
        return problem.candidates
    except UnknownCode:
        return ()


def names_of(term: dict[str, Any]) -> list[str]:
    return [term["id"], term["label"], term.get("short", term["label"]), *term.get("aliases", ())]


@pytest.mark.parametrize(("name", "code"), EVERY_TERM)
def test_every_shipped_term_is_found_by_its_id_label_short_form_and_aliases(
    name: str, code: str
) -> None:
    vocabulary = words(name)
    (term,) = [term for term in SHIPPED[name] if term["id"] == code]
    for text in names_of(term):
        assert vocabulary.resolve(text) == code, text


@given(
    st.sampled_from(EVERY_TERM),
    st.sampled_from([str.upper, str.title, str.swapcase, str.lower]),
    st.sampled_from(["", " ", "\t", "\n  "]),
)
def test_case_and_space_around_make_no_difference(
    where: tuple[str, str], recase: Callable[[str], str], space: str
) -> None:
    name, code = where
    vocabulary = words(name)
    for text in (code, vocabulary.label(code), vocabulary.short(code)):
        assert vocabulary.resolve(f"{space}{recase(text)}{space}") == code


@given(st.sampled_from(EVERY_TERM), st.data())
def test_a_beginning_leads_to_its_term_or_names_it_among_several(
    where: tuple[str, str], data: st.DataObject
) -> None:
    name, code = where
    vocabulary = words(name)
    full = data.draw(st.sampled_from([code, vocabulary.label(code)]))
    start = full[: data.draw(st.integers(1, len(full)))]
    found = reading(vocabulary, start)
    called_so = [term["id"] for term in SHIPPED[name] if start.strip() in names_of(term)]
    assert code in found or (called_so and found == tuple(called_so))


@given(st.text(max_size=40))
def test_anything_else_leads_to_terms_on_offer_or_is_refused(text: str) -> None:
    for name in SHIPPED:
        vocabulary = words(name)
        assert set(reading(vocabulary, text)) <= set(vocabulary.offered())


@pytest.mark.parametrize(("written", "code"), DIARY_CUES.items())
def test_signs_as_a_hand_kept_diary_has_them_are_read(written: str, code: str) -> None:
    assert words("cues").resolve(written) == code


@pytest.mark.parametrize(("written", "code"), DIARY_RESPONSES.items())
def test_responses_as_a_hand_kept_diary_has_them_are_read(written: str, code: str) -> None:
    assert words("responses").resolve(written) == code


@pytest.mark.parametrize("written", ["levitates", "", "  "])
def test_signs_that_do_not_exist_are_refused(written: str) -> None:
    with pytest.raises(UnknownCode):
        words("cues").resolve(written)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("afr", "afraid"),
        ("scar", "afraid"),
        ("Angr", "angry"),
        ("slow", "slow_down"),
        ("slow-down", "slow_down"),
        ("Slow  Down", "slow_down"),
        ("can\u2019t tell", "unsure"),
        ("clos", "closeness"),
        ("thirst", "hungry"),
    ],
)
def test_signs_can_be_shortened(typed: str, code: str) -> None:
    assert words("cues").resolve(typed) == code


def test_an_exact_name_beats_a_longer_one_that_begins_with_it() -> None:
    fits = words("fits")
    assert fits.label("kind_limit_matched").startswith("met")
    assert fits.resolve("met") == "matched"


def test_a_beginning_that_several_have_names_them_in_the_order_offered() -> None:
    with pytest.raises(AmbiguousCode) as raised:
        words("responses").resolve("hel")
    assert raised.value.candidates == ("comfort", "scaffold")


@pytest.mark.parametrize(
    ("name", "typed", "near"),
    [
        ("cues", "scard", "afraid"),
        ("cues", "hungy", "hungry"),
        ("cues", "overloded", "overloaded"),
        ("responses", "withdraw", "withdrew"),
        ("responses", "confort", "comfort"),
        ("fits", "mached", "matched"),
    ],
)
def test_a_slip_of_the_finger_names_the_nearest_first(name: str, typed: str, near: str) -> None:
    with pytest.raises(UnknownCode) as raised:
        words(name).resolve(typed)
    assert raised.value.nearest[0] == near
    assert len(raised.value.nearest) <= 3


def test_nearest_terms_are_ids_that_can_be_typed() -> None:
    vocabulary = words("cues")
    with pytest.raises(UnknownCode) as raised:
        vocabulary.resolve("worryed")
    assert all(vocabulary.resolve(code) == code for code in raised.value.nearest)


def test_a_very_long_value_is_compared_by_its_beginning() -> None:
    with pytest.raises(UnknownCode) as raised:
        words("responses").resolve(
            "saw the wish, said a kind no, offered another way" + " and so on" * 20_000
        )
    assert raised.value.nearest[0] == "kind_limit"


def test_words_of_a_term_are_given_for_each_place_they_are_shown_in() -> None:
    cues = words("cues")
    assert cues.label("closeness") == "wants closeness, greets"
    assert cues.short("closeness") == "wanted closeness"
    assert cues.group("closeness") == "connection"
    assert cues.group("unsure") == ""
    assert "don't go" in cues.describe("afraid", "toddler")
    assert words("contexts").describe("meal", "teen") == "at the table, a feed, a snack"


def test_a_term_without_a_short_form_shows_its_label() -> None:
    assert words("contexts").short("meal") == words("contexts").label("meal") == "meal"


def test_a_code_from_elsewhere_is_shown_as_itself() -> None:
    cues = words("cues")
    assert cues.label("new_sign") == cues.short("new_sign") == "new_sign"
    assert cues.group("new_sign") == cues.describe("new_sign", "teen") == ""
    assert "new_sign" not in cues
    assert not cues.hidden("new_sign")


def test_a_code_from_elsewhere_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in words("cues").label("\x1b]0;title\x07sad")


def test_shipped_terms_are_offered_in_their_order() -> None:
    assert words("cues").offered() == tuple(term["id"] for term in SHIPPED["cues"])


def own(label: str = "wants the blue cup", group: str = "exploration") -> dict[str, Any]:
    code = "my:" + label.replace(" ", "_")
    return {"vocabulary": "cues", "code": code, "label": label, "group": group}


def test_a_term_of_ones_own_is_offered_last_and_found_like_any_other() -> None:
    cues = words("cues", own())
    code = "my:wants_the_blue_cup"
    assert cues.offered()[-1] == code
    assert code in cues
    for typed in (code, code.upper(), "wants the blue cup", "wants_the_blue", "my:wants"):
        assert cues.resolve(typed) == code
    assert cues.group(code) == "exploration"
    assert cues.label(code) == cues.short(code) == "wants the blue cup"
    assert cues.describe(code, "toddler") == ""


def test_a_label_of_ones_own_beats_an_alias_that_was_shipped() -> None:
    assert words("cues").resolve("alone") == "autonomy"
    assert words("cues", own("alone")).resolve("alone") == "my:alone"


def test_a_renamed_term_has_its_new_words_and_is_still_found_by_the_old_ones() -> None:
    cues = words("cues", {"code": "afraid", "label": "scared of something"})
    assert cues.label("afraid") == cues.short("afraid") == "scared of something"
    assert cues.group("afraid") == "distress"
    for typed in (
        "scared of something",
        "scared, worried, separating",
        "scared, worried",
        "afraid",
    ):
        assert cues.resolve(typed) == "afraid"
    assert cues.offered() == words("cues").offered()


def test_a_renamed_term_of_ones_own_is_still_found_by_the_name_it_began_with() -> None:
    cues = words("cues", {"code": "my:blue_cup", "label": "mug", "group": "exploration"})
    assert cues.label("my:blue_cup") == "mug"
    assert cues.resolve("blue cup") == "my:blue_cup"


def test_a_later_change_stands_over_an_earlier_one_and_leaves_its_name() -> None:
    cues = words("cues", own("cup"), {"code": "my:cup", "label": "mug"})
    assert cues.label("my:cup") == "mug"
    assert cues.group("my:cup") == "exploration"
    assert cues.resolve("cup") == "my:cup"


def test_a_short_form_of_ones_own_stands_beside_a_new_label() -> None:
    cues = words("cues", {"code": "sad", "label": "very sad about it", "short": "sad"})
    assert (cues.label("sad"), cues.short("sad")) == ("very sad about it", "sad")


def test_a_hidden_term_is_not_offered_and_stays_readable() -> None:
    cues = words("cues", {"code": "overloaded", "hidden": True})
    assert cues.hidden("overloaded")
    assert "overloaded" not in cues.offered()
    assert "overloaded" in cues.codes()
    assert cues.label("overloaded") == "too much going on"
    assert cues.resolve("overloaded") == cues.resolve("OVERLOADED") == "overloaded"
    assert cues.resolve("too much going on") == "overloaded"


def test_a_hidden_term_is_not_found_by_its_beginning_nor_named_as_near() -> None:
    cues = words("cues", {"code": "overloaded", "hidden": True})
    with pytest.raises(UnknownCode) as raised:
        cues.resolve("overl")
    assert "overloaded" not in raised.value.nearest


def test_a_hidden_term_leaves_its_words_to_another() -> None:
    hidden = {"code": "angry", "hidden": True}
    cues = words("cues", hidden, own("angry, frustrated, protesting", "distress"))
    assert cues.resolve("Angry, frustrated, protesting") == "my:angry,_frustrated,_protesting"


def test_a_hidden_term_can_be_offered_again() -> None:
    cues = words("cues", {"code": "sad", "hidden": True}, {"code": "sad", "hidden": False})
    assert cues.offered() == words("cues").offered()


def test_a_change_that_arrived_in_part_waits_for_the_rest() -> None:
    cues = words("cues", {"label": "half of a record", "hidden": True})
    assert cues.offered() == words("cues").offered()


def test_a_family_s_words_cannot_steer_the_terminal() -> None:
    cues = words("cues", {"code": "sad", "label": "so \x1b[2Jsad\u202e\nand more"})
    assert cues.label("sad") == "so [2Jsad and more"


def test_changes_leave_the_shipped_terms_untouched() -> None:
    terms = load("cues")["terms"]
    Vocabulary("cue", terms, [{"code": "sad", "label": "low", "hidden": True}, own()])
    assert terms == load("cues")["terms"]


@given(
    st.lists(
        st.fixed_dictionaries(
            {"code": st.sampled_from(["sad", "my:a", "my:b", "newer"])},
            optional={"label": st.text(), "hidden": st.booleans(), "group": st.text()},
        ),
        max_size=6,
    )
)
def test_any_changes_leave_every_id_resolvable_and_every_term_readable(
    changes: list[dict[str, Any]],
) -> None:
    cues = words("cues", *changes)
    for code in cues.codes():
        assert cues.resolve(code) == code
        assert cues.label(code)
        assert cues.hidden(code) != (code in cues.offered())
    assert set(cues.codes()) >= {term["id"] for term in SHIPPED["cues"]}

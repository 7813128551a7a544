import json
import os
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest

from parentkit.content import load
from parentkit.domain import codes
from parentkit.domain.log.safety import HarmWords

BANDS = ["infant", "toddler", "child", "teen"]
LISTS = {
    "fits": codes.FITS,
    "slips": codes.SLIPS,
    "repair_states": codes.REPAIR_STATES,
    "repair_starters": codes.REPAIR_STARTERS,
    "child_after": codes.CHILD_AFTER,
    "clarities": codes.CLARITIES,
    "samplings": codes.SAMPLINGS,
}
VOCABULARIES = ["cues", "responses", "contexts", "parent_states"]
FILES = [*VOCABULARIES, "judgements", "fit_matrix", "statements", "safety"]

CUES = """
share_look | wants to share something with me | exploration
play_invite | wants to play or joke | exploration
proud | wants me to delight in it | exploration
help_task | wants help to do something | exploration
autonomy | wants to do it alone, wants room | exploration
hurt_body | hurt or ill | distress
afraid | scared, worried, separating | distress
sad | sad, left out, disappointed | distress
angry | angry, frustrated, protesting | distress
closeness | wants closeness, greets | connection
disclose | tells or asks something that matters | connection
mend_bid | comes back after trouble | connection
hungry | hungry or thirsty | body
tired | tired | body
overloaded | too much going on | body
slow_down | a quiet sign: less, please | pause
stop_break | a clear sign: stop | pause
unsure | can't tell |
"""
RESPONSES = """
watch_wait | noticed, stayed near, waited | supportive
join_mirror | joined in, mirrored it, named it | supportive
listen_ask | listened and asked about it | supportive
comfort | held, soothed | supportive
validate | named and accepted the feeling | supportive
meet_need | fed, changed, put to rest, took the pain away | supportive
scaffold | helped just enough | supportive
give_room | backed off, gave a pause | supportive
kind_limit | saw the wish, said a kind no, offered another way | supportive
half_there | answered while elsewhere (phone, work) | mixed
fix_advise | jumped to a fix or advice | mixed
no_response | did not notice or did not answer | unsupportive
distract_minimise | cheered up, changed the subject, "it's nothing" | unsupportive
take_over | did it for them, pushed on | unsupportive
scold_punish | told off, argued, punished | unsupportive
own_upset | I got upset or shouted | unsupportive
withdrew | left, went silent | unsupportive
"""

GRADING = re.compile(
    r"\b(fail(s|ed|ing|ure|ures)?|scor(e|es|ed|ing)|bad(ly)?|only|wrong(ly)?|grad(e|es|ed|ing)|"
    r"rank(s|ed|ing)?|streaks?|badges?|poor(ly)?|should|must)\b",
    re.IGNORECASE,
)


def texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)
    elif isinstance(value, str):
        yield value


def rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in table.strip().splitlines()]


def terms_of(name: str) -> list[dict[str, Any]]:
    content = load(name)
    return content["terms"] if "terms" in content else [t for key in LISTS for t in content[key]]


@pytest.mark.parametrize(("name", "table"), [("cues", CUES), ("responses", RESPONSES)])
def test_signs_and_responses_have_the_ids_labels_and_groups_of_the_design(
    name: str, table: str
) -> None:
    shipped = [(term["id"], term["label"], term["group"]) for term in load(name)["terms"]]
    assert shipped == rows(table)


@pytest.mark.parametrize("name", ["cues", "responses"])
def test_every_sign_and_response_says_what_it_looks_like_at_each_age(name: str) -> None:
    described = []
    for term in load(name)["terms"]:
        assert list(term["descriptions"]) == BANDS
        described += term["descriptions"].values()
        assert term["standard_term"]
        assert term["source"]
    assert len(set(described)) == len(described)
    for line in described:
        assert 15 <= len(line) <= 90, line
        assert line[0].islower(), line
        assert not line.endswith("."), line


@pytest.mark.parametrize("name", ["cues", "responses"])
def test_every_group_in_use_is_explained(name: str) -> None:
    content = load(name)
    explained = [group["id"] for group in content["groups"]]
    used = dict.fromkeys(term["group"] for term in content["terms"] if term["group"])
    assert explained == list(used)
    assert all(group["label"] and group["description"] for group in content["groups"])


@pytest.mark.parametrize("key", LISTS)
def test_judgements_have_exactly_the_codes_that_the_rules_speak_of(key: str) -> None:
    assert tuple(term["id"] for term in load("judgements")[key]) == LISTS[key]


def test_the_fits_that_count_as_met_are_those_of_the_figures() -> None:
    groups = {term["id"]: term["group"] for term in load("judgements")["fits"]}
    assert {fit for fit, group in groups.items() if group == "met"} == codes.MET
    assert {fit for fit, group in groups.items() if group == "partial"} == {"partial"}
    assert groups["unsure"] == ""


@pytest.mark.parametrize("name", [*VOCABULARIES, "judgements"])
def test_every_term_can_be_read_by_a_person(name: str) -> None:
    for term in terms_of(name):
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", term["id"])
        assert term["label"]
        assert len(term.get("short", term["label"])) <= 22, term
        assert term.get("description") or term.get("descriptions"), term


@pytest.mark.parametrize("name", VOCABULARIES)
def test_ids_are_unique(name: str) -> None:
    ids = [term["id"] for term in load(name)["terms"]]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", FILES)
def test_texts_are_clean_and_never_grade(name: str) -> None:
    for text in texts(load(name)):
        assert text.isprintable(), text
        assert text == " ".join(text.split()), text
        assert not GRADING.search(text), text


@pytest.mark.parametrize("name", FILES)
def test_files_are_plain_json_without_repeated_keys(name: str) -> None:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        assert len(set(keys)) == len(keys)
        return dict(pairs)

    folder = os.path.dirname(load.__code__.co_filename)
    with open(os.path.join(folder, f"{name}.json"), encoding="utf-8") as file:
        json.load(file, object_pairs_hook=unique)


def test_content_is_read_anew_so_that_no_caller_can_change_it_for_another() -> None:
    load("cues")["terms"].clear()
    assert load("cues")["terms"]


def test_content_that_is_not_shipped_is_not_found() -> None:
    with pytest.raises(FileNotFoundError):
        load("horoscopes")


def test_all_statements_that_have_to_be_said_are_there() -> None:
    statements = load("statements")["statements"]
    assert [statement["id"] for statement in statements] == [
        "what_it_is",
        "what_30_is",
        "no_pass_mark",
        "repair",
        "missing_by_design",
        "range",
        "not_a_target",
        "not_a_test",
        "reactivity",
        "never_averaged",
        "before_sharing",
    ]
    known = {"moments": "21 moments", "met": 9, "low": 25, "high": 63, "days": "6 days"}
    for statement in statements:
        assert statement["source"]
        for form in ("short", "long"):
            said = statement[form].format(**known)
            assert said.endswith(".")
            assert "{" not in said
        assert len(statement["short"]) < len(statement["long"])


def test_the_range_says_how_many_moments_on_how_many_days_and_between_what() -> None:
    (statement,) = [s for s in load("statements")["statements"] if s["id"] == "range"]
    said = statement["short"].format(moments="21 moments", low=25, high=63, days="6 days")
    assert said == "With 21 moments on 6 days the share could be anywhere from 25 to 63 %."


def test_where_the_30_percent_comes_from_is_said_with_its_study() -> None:
    (statement,) = [s for s in load("statements")["statements"] if s["id"] == "what_30_is"]
    assert "Tronick and Cohn 1989" in statement["source"]
    for fact in ("3 to 9 months", "filmed", "trained coders", "never tested as a minimum"):
        assert fact in statement["long"]


def test_what_may_not_be_printed_is_not() -> None:
    said = " ".join(text for name in FILES for text in texts(load(name)))
    for myth in ("34 %", "3-5 seconds", "86 %", "33 %", "EPDS"):
        assert myth not in said


def test_the_help_page_says_that_nobody_has_been_told() -> None:
    page = " ".join(load("safety")["page"]["lines"])
    assert "Nobody has been told" in page
    assert "Never shake" in page


HARM = os.path.join(os.path.dirname(__file__), "harm")
NAMES = {"somebody": ["Mia", "Ben"], "grown_ups": ["Anna"]}


def sentences(name: str) -> list[str]:
    with open(os.path.join(HARM, name), encoding="utf-8") as file:
        return file.read().splitlines()


@cache
def words_of_harm() -> HarmWords:
    return HarmWords(load("harm_en"), NAMES)


def tells_of_harm(sentence: str) -> bool:
    return bool(words_of_harm().found_in({"note": sentence}))


@pytest.mark.parametrize("sentence", sentences("en_must_fire.txt"))
def test_harm_is_heard(sentence: str) -> None:
    assert tells_of_harm(sentence)
    assert tells_of_harm(sentence.upper().replace("'", "\N{RIGHT SINGLE QUOTATION MARK}"))


@pytest.mark.parametrize("sentence", sentences("en_must_not.txt"))
def test_everyday_words_are_no_harm(sentence: str) -> None:
    assert not tells_of_harm(sentence)


def test_harm_is_heard_within_a_longer_note() -> None:
    note = "A long day, she bit me twice.\nAt bedtime I lost it and smacked her. We both cried."
    found = HarmWords(load("harm_en")).found_in({"note": note})
    assert found == {"at bedtime i lost it and smacked her"}


def test_every_pattern_is_made_of_lists_that_are_there_and_each_is_needed() -> None:
    table = load("harm_en")
    parts = [part for pattern in table["patterns"] for part in pattern["says"].split()]
    parts += [part for says in table["everyday"] for part in says.split()]
    used = {part[1:-1] for part in parts if part[:1] == "{"}
    used |= {pattern["unless"] for pattern in table["patterns"] if "unless" in pattern}
    assert used | {"breaks", table["before"]["comes"]} == set(table["lists"])
    assert set(table["before"]["in"]) <= used
    fires = sentences("en_must_fire.txt")
    for pattern in table["patterns"]:
        alone = HarmWords({**table, "patterns": [pattern]}, NAMES)
        assert any(alone.found_in({"note": each}) for each in fires), pattern
    everyday = sentences("en_must_not.txt")
    for says in table["everyday"]:
        less = [each for each in table["everyday"] if each != says]
        without = HarmWords({**table, "everyday": less}, NAMES)
        assert any(without.found_in({"note": each}) for each in everyday), says


def test_each_place_has_an_emergency_line_and_the_day_on_which_it_was_looked_up() -> None:
    safety = load("safety")
    for place in [*safety["places"], safety["elsewhere"]]:
        assert date.fromisoformat(place["checked"]) <= date(2026, 11, 22)
        assert place["lines"][0]["name"] == "Emergency"
        assert all(line["how"] and line["for"] for line in place["lines"])
    assert "{checked}" in safety["page"]["check"]


def test_a_region_belongs_to_one_place() -> None:
    regions = [region for place in load("safety")["places"] for region in place["regions"]]
    assert len(set(regions)) == len(regions)
    assert all(re.fullmatch("[A-Z]{2}", region) for region in regions)


def test_numbers_are_those_of_the_design() -> None:
    numbers = {
        place["id"]: [line["number"] for line in place["lines"] if line["number"]]
        for place in load("safety")["places"]
    }
    assert numbers == {
        "us": ["911", "988", "1-800-422-4453", "1-833-852-6262"],
        "gb": ["999", "116 123", "0808 800 5000"],
        "eu": ["112"],
    }

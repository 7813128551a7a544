"""Tables for statistics programs and REDCap, read back as those programs would read them."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parentkit import __version__
from parentkit.content import load
from parentkit.domain.log.household import Household
from parentkit.domain.text import clean
from parentkit.figures.account import Told
from parentkit.interchange.records.flat import FORMULA_STARTS, unguarded
from parentkit.interchange.research import long_format, redcap
from parentkit.interchange.research.dataset import Dataset, Named, dataset

RUBRIC = [("engaged", "distracted (1) to engaged (5)"), ("stays_close", "distances to stays close")]
COACH = "coach:" + "ab" * 16
OWN = {"vocabulary": "cues", "code": "my:größe", "label": "[x] a | <b>, y", "group": "distress"}

MOMENT = {
    "id": "01M828XP0009MHDFS1KZCPTJ75",
    "observed_at": "2026-11-22T19:40+01:00",
    "logged_at": "2026-11-22T19:45:10+01:00",
    "child": "0" * 25 + "1",
    "caregiver": "0" * 25 + "2",
    "age_band": "toddler",
    "cue": "sad",
    "responses": ["fix_advise", "comfort"],
    "fit": "missed",
    "fit_source": "person",
    "suggested_fit": "misread",
    "slip": "read",
    "repair": {"state": "repaired", "after_minutes": 5, "by": "child"},
    "sampling": "event",
    "tags": ["one", "two"],
    "note": 'a "note",\nof two lines',
}
CODING = {
    "id": "01M828XP0009MHDFS1KZC0D1NG",
    "coder": COACH,
    "fit": "partial",
    "blind": True,
    "rubric": {"engaged": 4, "other": 9},
}
COMMENT = {
    "id": "01M828XP0009MHDFS1KC0MMENT",
    "text": "You went back.",
    "sort": "strength",
    "coder": COACH,
}
GOAL = {
    "id": "01M828XP0009MHDFS1KZCPG0A1",
    "text": "Wait",
    "state": "open",
    "by_when": "2026-12-20",
    "coder": COACH,
}

# As REDCap writes the header of a data dictionary that it exports.
HEADER = (
    "Variable / Field Name,Form Name,Section Header,Field Type,Field Label,"
    '"Choices, Calculations, OR Slider Labels",Field Note,'
    "Text Validation Type OR Show Slider Number,Text Validation Min,Text Validation Max,"
    "Identifier?,Branching Logic (Show field only if...),Required Field?,Custom Alignment,"
    "Question Number (surveys only),Matrix Group Name,Matrix Ranking?,Field Annotation"
)
VALIDATED = {
    "integer": r"\d+",
    "date_ymd": r"\d{4}-\d\d-\d\d",
    "datetime_ymd": r"\d{4}-\d\d-\d\d \d\d:\d\d",
    "": r"[\s\S]*",
}


def data_of(*told: Told, goals: Any = (), covered: bool = False) -> Dataset:
    household = Household([("term", {"id": "1", **OWN})], load)
    names = {MOMENT["child"]: "Mia", MOMENT["caregiver"]: "Anna", COACH: "Dana Reed"}
    named = Named(
        "k7xa2bqm4dzr6yfw",
        "Rivera",
        "sam ono",
        lambda kind, one: f"{kind}-{one[-4:]}",
        lambda one: names.get(one, "someone"),
        RUBRIC,
        covered,
    )
    return dataset(named, household, ("2026-10-26", "2026-11-23"), told, goals)


def project(data: Dataset) -> dict[str, Any]:
    """A REDCap project whose rows are numbered from 11 on."""
    keys = redcap.keys(data)
    return redcap.files(data, {form: range(11, 11 + len(rows)) for form, rows in keys.items()})


def read(files: dict[str, Any], name: str) -> list[dict[str, str]]:
    text = "".join(files[name]).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


FULL = Told(MOMENT, [CODING], [COMMENT])


def test_a_moment_is_a_row() -> None:
    [row] = read(long_format.files(data_of(FULL)), "moments.csv")
    expected = {
        "family": "k7xa2bqm4dzr6yfw",
        "family_name": "Rivera",
        "moment": "moment-TJ75",
        "moment_id": MOMENT["id"],
        "week": "2026-W47",
        "child": "person-0001",
        "child_name": "Mia",
        "observed_at": "2026-11-22 19:40",
        "day": "2026-11-22",
        "cue": "sad",
        "cue_family": "distress",
        "miscue": "0",
        "responses": "fix_advise > comfort",
        "response_1": "fix_advise",
        "response_2": "comfort",
        "response_3": "",
        "response_pole": "mixed",
        "fit": "missed",
        "met": "0",
        "met_or_partial": "0",
        "came_back": "1",
        "repair_after": "5",
        "repair_by": "child",
        "tags": "one; two",
        "note": MOMENT["note"],
    }
    assert {name: row[name] for name in expected} == expected


def test_the_long_table_has_a_row_for_each_coder() -> None:
    rows = read(long_format.files(data_of(FULL)), "judgements.csv")
    told = [
        (row["role"], row["coder"], row["coder_name"], row["fit"], row["blind"]) for row in rows
    ]
    assert told == [
        ("parent", "person-0002", "Anna", "missed", ""),
        ("suggestion", "", "", "misread", ""),
        ("coach", "person-abab", "Dana Reed", "partial", "1"),
    ]
    assert [row["rubric_engaged"] for row in rows] == ["", "", "4"]
    assert [row["came_back"] for row in rows] == ["1", "", ""], "nobody else spoke of a repair"


@pytest.mark.parametrize(
    ("fit", "state", "met", "partly", "back"),
    [
        ("matched", None, "1", "1", "1"),
        ("kind_limit_matched", "not_needed", "1", "1", "1"),
        ("partial", "repaired", "0", "1", "1"),
        ("missed", "not_yet", "0", "0", "0"),
        ("missed", None, "0", "0", "0"),
        ("unsure", "repaired", "", "", ""),
        ("of_a_newer_version", "repaired", "", "", ""),
    ],
)
def test_met_and_came_back_are_counted_as_in_the_rates(
    fit: str, state: str | None, met: str, partly: str, back: str
) -> None:
    repair = {"repair": {"state": state}} if state else {"repair": None}
    [row] = read(long_format.files(data_of(Told({**MOMENT, "fit": fit, **repair}))), "moments.csv")
    assert (row["met"], row["met_or_partial"], row["came_back"]) == (met, partly, back)


def test_a_parents_judgement_is_one_only_where_a_person_judged() -> None:
    suggested = Told({**MOMENT, "fit_source": "suggested"})
    rows = read(long_format.files(data_of(suggested)), "judgements.csv")
    assert [row["role"] for row in rows] == ["suggestion"]


def test_the_codebook_explains_every_column_of_every_table_once() -> None:
    files = {name: "".join(text) for name, text in long_format.files(data_of(FULL)).items()}
    explained = [(row["table"], row["name"]) for row in read(files, "codebook.csv")]
    columns = [
        (name, column)
        for name in ("moments.csv", "judgements.csv")
        for column in next(csv.reader(io.StringIO(files[name].removeprefix("\ufeff"))))
    ]
    assert explained == columns
    book = {(row["table"], row["name"]): row for row in read(files, "codebook.csv")}
    assert book["moments.csv", "repair_after"]["unit"] == "minutes"
    assert "matched = met | " in book["moments.csv", "fit"]["values"]
    assert "my:größe = [x] a | <b>, y" in book["moments.csv", "cue"]["values"]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(("", *FORMULA_STARTS, "'=", "'")),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)
def test_no_cell_of_any_file_can_run_and_words_come_back(start: str, text: str) -> None:
    words = start + text
    moment = {**MOMENT, "note": words, "need": words, "tags": [words], "cue": words or "sad"}
    told = Told(moment, [{**CODING, "coder": words}], [{**COMMENT, "text": words}])
    goal = {**GOAL, "text": words, "state": words}
    data = data_of(told, goals=[goal])
    for name, text_of_it in {**long_format.files(data), **project(data)}.items():
        for row in csv.reader(io.StringIO("".join(text_of_it).removeprefix("\ufeff"), newline="")):
            assert not [cell for cell in row if cell.startswith(FORMULA_STARTS)], name
    [row] = read(long_format.files(data), "moments.csv")
    assert unguarded(row["note"]) == clean(words)


def test_the_dictionary_has_the_header_that_redcap_expects() -> None:
    files = project(data_of(FULL, goals=[GOAL]))
    lines = "".join(files["data_dictionary.csv"]).split("\r\n")
    assert lines[0] == HEADER
    assert {len(row) for row in csv.reader(lines[:-1])} == {18}


def test_the_dictionarys_fields_are_named_and_typed_as_redcap_allows() -> None:
    fields = read(project(data_of(FULL, goals=[GOAL])), "data_dictionary.csv")
    names = [field["Variable / Field Name"] for field in fields]
    assert names[0] == "record_id"
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z](_?[a-z0-9])*", name) and len(name) <= 26 for name in names)
    forms = [field["Form Name"] for field in fields]
    assert list(dict.fromkeys(forms)) == ["family", "moment", "coding", "comment", "goal"]
    assert forms == sorted(forms, key=list(dict.fromkeys(forms)).index), "forms are not interleaved"
    for field in fields:
        kind = field["Field Type"]
        assert kind in {"text", "notes", "radio", "dropdown", "yesno"}
        choices = field["Choices, Calculations, OR Slider Labels"]
        assert bool(choices) == (kind in {"radio", "dropdown"})
        validation = field["Text Validation Type OR Show Slider Number"]
        assert validation in VALIDATED
        assert kind == "text" or not validation


def test_what_may_tell_who_somebody_is_is_flagged_as_an_identifier() -> None:
    fields = read(project(data_of(FULL, goals=[GOAL])), "data_dictionary.csv")
    flagged = {field["Variable / Field Name"] for field in fields if field["Identifier?"] == "y"}
    assert {
        *("family_name", "family_from", "moment_id", "moment_child_name", "moment_need"),
        *("moment_note", "moment_tags", "moment_observed_at", "moment_day", "moment_logged_at"),
        *("coding_coder_name", "coding_judged_at", "comment_text", "goal_text", "goal_by_when"),
    } <= flagged
    assert not {"record_id", "moment_fit", "moment_week", "coding_role"} & flagged
    covered = read(
        project(data_of(Told({"id": "a", "week": "2026-W47"}), covered=True)), "data_dictionary.csv"
    )
    assert {field["Identifier?"] for field in covered} == {""}


def test_the_data_fits_its_dictionary() -> None:
    own = Told({**MOMENT, "cue": "my:größe", "context": "of_a_newer_version"})
    files = project(data_of(FULL, own, goals=[GOAL]))
    texts = {name: "".join(pieces) for name, pieces in files.items()}
    fields = {field["Variable / Field Name"]: field for field in read(texts, "data_dictionary.csv")}
    forms = {field["Form Name"] for field in fields.values()}
    rows = read(texts, "data.csv")
    assert set(rows[0]) == {
        *fields,
        "redcap_repeat_instrument",
        "redcap_repeat_instance",
        *(f"{form}_complete" for form in forms),
    }
    for row in rows:
        form = row["redcap_repeat_instrument"] or "family"
        for name, value in row.items():
            if not value or name.startswith("redcap_") or name.endswith("_complete"):
                continue
            field = fields[name]
            assert name == "record_id" or field["Form Name"] == form
            choices = field["Choices, Calculations, OR Slider Labels"]
            codes = [each.split(",")[0].strip() for each in choices.split(" | ")] if choices else ()
            assert not choices or value in codes
            assert all(re.fullmatch(r"[a-z0-9_]+", code) for code in codes)
            validation = field["Text Validation Type OR Show Slider Number"]
            assert re.fullmatch(VALIDATED[validation], value), name
            assert field["Field Type"] != "yesno" or value in ("0", "1")


def test_instances_of_each_instrument_have_the_numbers_that_they_are_given() -> None:
    rows = read(project(data_of(FULL, FULL, goals=[GOAL])), "data.csv")
    places = [(row["redcap_repeat_instrument"], row["redcap_repeat_instance"]) for row in rows]
    assert places == [
        ("", ""),
        *(("moment", f"{number}") for number in (11, 12)),
        *(("coding", f"{number}") for number in range(11, 17)),
        *(("comment", f"{number}") for number in (11, 12)),
        ("goal", "11"),
    ]
    assert {row["record_id"] for row in rows} == {"k7xa2bqm4dzr6yfw"}
    assert rows[0]["family_name"] == "Rivera"
    assert {row["coding_moment"] for row in rows} == {"", rows[1]["moment_pseudonym"]}
    assert rows[0]["family_to"] == "2026-11-22"


def test_a_label_of_the_familys_own_stays_one_choice_and_no_markup() -> None:
    own = Told({**MOMENT, "cue": "my:größe"})
    fields = read(project(data_of(own)), "data_dictionary.csv")
    [choices] = [
        field["Choices, Calculations, OR Slider Labels"]
        for field in fields
        if field["Variable / Field Name"] == "moment_cue"
    ]
    assert choices.split(" | ")[-1].partition(", ")[2] == "(x) a / \u2039b\u203a, y"


@given(st.text(max_size=50), st.text(max_size=50))
def test_choices_are_legal_and_stay_apart(one: str, other: str) -> None:
    first, second = redcap.choice(one), redcap.choice(other)
    assert re.fullmatch(r"[a-z0-9_]+", first)
    assert (first == second) == (one == other)


def test_the_tables_come_with_a_description_that_says_for_whom_they_are() -> None:
    package = json.loads("".join(long_format.files(data_of(FULL))["datapackage.json"]))
    assert package["audience"] == "sam ono"
    assert package["version"] == __version__
    for resource in package["resources"]:
        [header] = [
            next(csv.reader(io.StringIO("".join(pieces).removeprefix("\ufeff"))))
            for name, pieces in long_format.files(data_of(FULL)).items()
            if name == resource["path"]
        ]
        assert [field["name"] for field in resource["schema"]["fields"]] == header

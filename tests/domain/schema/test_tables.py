"""The tables of fields and kinds: what they say of privacy, and that they agree with the words."""

from __future__ import annotations

import os
import re

from parentkit.content import load
from parentkit.domain.coaching.scope import INCLUDABLE
from parentkit.domain.codes import COACH_ROLE, FAMILY_ROLE
from parentkit.domain.log.episode import Episode, EpisodeColumns
from parentkit.domain.log.household import VOCABULARIES
from parentkit.domain.log.moment import JUDGEMENT_FIELDS
from parentkit.domain.reflection.question import LISTS
from parentkit.domain.schema.field import (
    ALWAYS,
    BY_COACH,
    CODE,
    CODES,
    NEVER,
    TEXT,
    TEXTS,
    Field,
)
from parentkit.domain.schema.fields import (
    MOMENT_FIELDS,
    REPAIR_PARTS,
    REST,
    arranged,
    said_fields,
)
from parentkit.domain.schema.kind_facts import is_kept_text, is_lasting
from parentkit.domain.schema.kinds import (
    KINDS,
    Kind,
    kept_texts,
    lasting_kinds,
    sent_kinds,
    template_fields,
)
from parentkit.services.log.find_fields import FIELDS as FIND

ROOT = os.path.join(os.path.dirname(__file__), "..", "..", "..")
FIELDS = [field for kind in KINDS for field in kind.fields]


def named(fields: list[Field]) -> set[str]:
    return {field.name for field in fields}


def test_a_field_that_says_nothing_stays_is_hidden_and_is_dropped() -> None:
    field = Field("anything", TEXT)
    assert (field.leaves, field.blind, field.deidentified) == (NEVER, False, False)


def test_a_kind_that_says_nothing_is_sent_by_nobody_and_erased_with_its_moment() -> None:
    kind = Kind("anything")
    assert (kind.sent_by, kind.lasting, kind.erased) == ((), False, True)


def test_what_leaves_without_being_asked_for_is_this_and_no_more() -> None:
    """Whoever lets another field leave changes this line, and has thought about it."""
    leaving = {field.name for field in MOMENT_FIELDS if field.leaves == ALWAYS}
    assert leaving == {
        *("observed_at", "child", "caregiver", "cue", "clarity", "miscue", "responses", "fit"),
        *("fit_source", "suggested_fit", "slip", "repair", "child_after", "context"),
        *("parent_state", "sampling", "logged_at"),
    }
    asked_for = {field.name: field.leaves for field in MOMENT_FIELDS if field.leaves in INCLUDABLE}
    assert asked_for == {"note": "note", "need": "need", "tags": "tag", "flag": "flagged"}


def test_what_is_seen_blind_and_for_supervision_is_this_and_no_more() -> None:
    assert named([field for field in MOMENT_FIELDS if field.blind]) == {
        *("id", "observed_at", "child", "caregiver", "cue", "clarity", "miscue", "responses"),
        *("context", "parent_state", "note"),
    }
    assert named([field for field in MOMENT_FIELDS if field.deidentified]) == {
        *("cue", "clarity", "miscue", "responses", "fit", "fit_source", "suggested_fit", "slip"),
        *("repair", "child_after", "context", "parent_state", "sampling"),
    }
    parts = named([part for part in REPAIR_PARTS if part.deidentified])
    assert parts == {"state", "after_minutes", "by", "source"}


def test_what_others_judge_and_what_a_template_fills_in_is_this_and_no_more() -> None:
    assert JUDGEMENT_FIELDS == ("fit", "slip", "repair", "child_after")
    assert template_fields() == ("cue", "context", "parent_state", "child")


NOT_ASKED_ABOUT = {
    "fit_source": "who judged is nothing to wonder about",
    "suggested_fit": "the suggestion is a table's, and not what was lived",
    "source": "as fit_source",
}
ASKED_AS = {"responses": "response", "state": "repair_state", "by": "repair_by"}
NO_FIGURE = {
    *("id", "clarity", "miscue", "need", "slip", "parent_state", "tags", "note"),
    "logged_at",  # what comes of it are the minutes of a repair
}


def test_a_code_is_asked_about_or_it_is_said_why_not() -> None:
    """A new code is closed to questions until it has a phrase; then it is named in LISTS."""
    fields = [each for each in (*MOMENT_FIELDS, *REPAIR_PARTS) if each.sort in (CODE, CODES)]
    asked = {each.name: ASKED_AS.get(each.name, each.name) for each in fields}
    assert {name for name, key in asked.items() if key not in LISTS} == NOT_ASKED_ABOUT.keys()


def test_what_the_figures_read_is_in_both_forms_of_an_episode_and_nothing_else_is() -> None:
    """A new field is in no figure until an episode has it."""
    assert Episode._fields == EpisodeColumns._fields
    read = {name for name in Episode._fields if not name.startswith("repair_")} | {"repair"}
    assert named(list(MOMENT_FIELDS)) - read == NO_FIGURE


def test_a_field_can_be_looked_for_or_it_is_said_why_not() -> None:
    looked_for = {name for each in FIND.values() for name in each.fields}
    others = {"id", "fit_source", "suggested_fit", "logged_at"}  # what nobody says of a moment
    assert named(list(MOMENT_FIELDS)) - looked_for == others


def test_who_sends_what_is_this_and_no_more() -> None:
    assert set(sent_kinds(FAMILY_ROLE)) == {
        *("moment", "coding", "reflection", "child", "caregiver", "term")
    }
    assert set(sent_kinds(COACH_ROLE)) == {"coding", "comment", "goal", "assignment"}


def test_no_words_of_a_person_are_for_supervision() -> None:
    assert not [each for each in FIELDS if each.sort in (TEXT, TEXTS) and each.deidentified]


def test_every_field_leaves_in_a_way_that_is_known() -> None:
    assert {field.leaves for field in FIELDS} <= {NEVER, ALWAYS, BY_COACH, *INCLUDABLE}


def test_every_code_has_its_words() -> None:
    judgements = load("judgements")
    for field in (*MOMENT_FIELDS, *REPAIR_PARTS):
        if field.vocabulary and field.choices:
            assert field.choices == tuple(one["id"] for one in judgements[field.vocabulary])
        elif field.vocabulary:
            assert field.vocabulary in VOCABULARIES


def test_an_order_leaves_no_field_out() -> None:
    fields = list(said_fields())
    assert set(arranged(fields, ("note", REST, "child"))) == set(fields)
    assert [each.said for each in arranged(fields, ("note", REST, "child"))][
        :: len(fields) - 1
    ] == [
        "note",
        "child",
    ]


def test_the_page_of_the_file_format_names_the_lasting_kinds() -> None:
    with open(os.path.join(ROOT, "docs", "file-format.md"), encoding="utf-8") as file:
        (said,) = re.findall(r"Lasting kinds \((.*?)\)", file.read(), re.DOTALL)
    assert set(re.findall("`(.+?)`", said)) == lasting_kinds()


def test_what_is_answered_without_the_table_is_what_the_table_says() -> None:
    names = {kind.name for kind in KINDS}
    fields = {field.name for kind in KINDS for field in kind.fields}
    assert set(filter(is_lasting, names)) == lasting_kinds()
    assert set(filter(is_kept_text, fields)) == kept_texts()
    assert not is_lasting("a kind of a later version")

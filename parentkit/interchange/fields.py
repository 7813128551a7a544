"""The fields of every kind of record: what each means and what may stand in it.

Exports describe themselves by this, and what comes in is checked against it. Fields that are not
listed here pass through unchanged, so that records of a newer version survive.
"""

from __future__ import annotations

from typing import NamedTuple

from parentkit.domain import codes

ID = "id"
TIME = "time"
CODE = "code"
CODES = "codes"
TEXT = "text"
TEXTS = "texts"
FLAG = "flag"
COUNT = "count"
MONTH = "month"
REPAIR = "repair"


class Field(NamedTuple):
    """A field of a record.

    `sort` is one of the sorts above; where `choices` are given, nothing else may stand in it;
    `required` fields stand in every record of their kind.
    """

    name: str
    sort: str
    meaning: str
    choices: tuple[str, ...] = ()
    required: bool = False


SOURCES = (codes.PERSON, codes.SUGGESTED)

REPAIR_PARTS = (
    Field("state", CODE, "whether they found their way back", codes.REPAIR_STATES, required=True),
    Field("after_minutes", COUNT, "minutes until they did"),
    Field("by", CODE, "who began it", codes.REPAIR_STARTERS),
    Field("source", CODE, "whether a person said so or the tool suggested it", SOURCES),
    Field("at", TIME, "when the state was said"),
)
"""What a repair is made of."""

CODER = "coder"
"""The one field with an id that may be a coach's."""

_FIT = Field("fit", CODE, "how the response fitted, the judgement that counts", codes.FITS)
_SLIP = Field("slip", CODE, "where it slipped, if it did", codes.SLIPS)
_REPAIR = Field("repair", REPAIR, "whether and how they found their way back")
_CHILD_AFTER = Field("child_after", CODE, "how the child was afterwards", codes.CHILD_AFTER)
_LOGGED_AT = Field(
    "logged_at", TIME, "when it was written down, local time with UTC offset", required=True
)
_NAME = Field("name", TEXT, "the name or nickname")
_HIDDEN = Field("hidden", FLAG, "left out of lists")

MOMENT = (
    Field("id", ID, "the record's identity everywhere, a ULID", required=True),
    Field("observed_at", TIME, "when it happened, local time with UTC offset", required=True),
    Field("child", ID, "id of the child", required=True),
    Field("caregiver", ID, "id of who was there", required=True),
    Field("cue", CODE, "the child's sign", required=True),
    Field("clarity", CODE, "how clear the sign was", codes.CLARITIES),
    Field("miscue", FLAG, "the child showed the opposite of the need"),
    Field("need", TEXT, "what the caregiver thinks was needed, in words"),
    Field("responses", CODES, "what the caregiver did, in order", required=True),
    _FIT,
    Field("fit_source", CODE, "whether a person judged or the suggestion stands", SOURCES),
    Field("suggested_fit", CODE, "the fit that the tool suggested", codes.FITS),
    _SLIP,
    _REPAIR,
    _CHILD_AFTER,
    Field("context", CODE, "where or when it was"),
    Field("parent_state", CODE, "how the caregiver was"),
    Field("tags", TEXTS, "tags"),
    Field("note", TEXT, "a note"),
    Field("flag", FLAG, "somebody was frightened or hurt: kept apart from every figure"),
    Field("sampling", CODE, "written as it happened, when asked, or later", codes.SAMPLINGS),
    _LOGGED_AT,
)
"""A moment: the child gave a sign, a caregiver responded."""

CODING = (
    Field("id", ID, "the record's identity, a ULID", required=True),
    Field("moment", ID, "id of the moment that is judged", required=True),
    Field(CODER, ID, "id of who judged: a caregiver's, or a coach's", required=True),
    _FIT,
    _SLIP,
    _REPAIR,
    _CHILD_AFTER,
    _LOGGED_AT,
)
"""A coding: one more person's judgement of a moment."""

FAMILY = (
    Field("id", ID, "the record's identity, a ULID", required=True),
    _NAME,
    _HIDDEN,
    Field("birth_month", MONTH, "a child's month of birth"),
    Field("child", ID, "id of the child that a template is about"),
    Field("cue", CODE, "the sign of a template"),
    Field("context", CODE, "the context of a template"),
    Field("parent_state", CODE, "the caregiver's state of a template"),
    Field("vocabulary", CODE, "the vocabulary that an own term belongs to"),
    Field("code", CODE, "the id of an own term"),
    Field("label", TEXT, "the words of an own term"),
    Field("short", TEXT, "the short form of an own term"),
    Field("group", CODE, "a sign's family or a response's pole, of an own term"),
)
"""Children, caregivers, templates and own terms."""

FAMILY_KINDS = (codes.CHILD, codes.CAREGIVER, codes.TEMPLATE, codes.TERM)

_REQUIRED_IN_FAMILY = {
    codes.CHILD: ("id",),
    codes.CAREGIVER: ("id",),
    codes.TEMPLATE: ("id", "name", "cue"),
    codes.TERM: ("id", "vocabulary", "code"),
}


def fields_of(kind: str) -> tuple[Field, ...] | None:
    """The fields of a kind of record; None where the kind is not known."""
    if kind in FAMILY_KINDS:
        return FAMILY
    return {codes.MOMENT: MOMENT, codes.CODING: CODING}.get(kind)


def required_in(kind: str) -> tuple[str, ...]:
    """The names of the fields without which a record of a known kind cannot be taken."""
    if kind in FAMILY_KINDS:
        return _REQUIRED_IN_FAMILY[kind]
    return tuple(field.name for field in fields_of(kind) or () if field.required)

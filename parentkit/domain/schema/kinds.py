"""The one table of the kinds of records: where each stands, who may send it, and what it holds.

Journal, sharing, roles, import and export read it. Its defaults are closed: a kind that says
nothing about it is private to the machine that it was written on, and so is every field of it.
"""

from __future__ import annotations

from functools import cache

from parentkit.domain.codes import (
    ASSIGNMENT,
    CAREGIVER,
    CHECKIN,
    CHILD,
    COACH_ROLE,
    CODING,
    COMMENT,
    COMMENT_SORTS,
    CONSENT,
    CONTACT,
    FAMILY_ROLE,
    GOAL,
    GOAL_STATES,
    MOMENT,
    PRACTICE,
    READ,
    REFLECTION,
    REMINDER,
    SESSION,
    SHARE,
    TEMPLATE,
    TERM,
)
from parentkit.domain.schema.field import (
    ALWAYS,
    BY_COACH,
    CODE,
    DAY,
    FLAG,
    ID,
    KEPT,
    LATEST,
    MONTH,
    RATINGS,
    TEXT,
    TIME,
    Field,
)
from parentkit.domain.schema.fields import MOMENT_FIELDS, field_named, judged_fields

FAMILY_TABLE = "family"
"""The table of an export that children, caregivers, templates and own terms share."""

BY_ID, WITH_ALL, STAYS = "by id", "with all", "stays"
"""How a record goes that a person wants gone: by its id; with all that is theirs, being somebody;
or not, because it says what was agreed to or set, and another command ends that."""


class Kind:
    """A kind of records. Unchanging once made.

    Args:
        name: the kind, as it stands in the journal.
        fields: what its records hold.
        lasting: whether they stand in the file that every command reads; else by month.
        sent_by: who may send them in a file, FAMILY_ROLE or COACH_ROLE. Nobody else's are let in.
        needs: the fields without which one cannot be taken in, besides those required by table.
        about_moment: whether one belongs to a moment, which its field `moment` names.
        erased: whether what is about a moment is erased with it.
        goes: how one is taken out and erased: BY_ID, WITH_ALL or STAYS; every kind says it.
        table: the table of an export that they stand in, nothing where they are not exported.
        one, many: what one and what several of them are called; by itself the name for both.
        title: what stands above one of them in a preview.
    """

    __slots__ = (
        *("name", "fields", "lasting", "sent_by", "needs", "about_moment", "erased", "goes"),
        *("table", "one", "many", "_title"),
    )

    def __init__(  # noqa: PLR0913 one argument for each thing that is known of a kind
        self,
        name: str,
        fields: tuple[Field, ...] = (),
        *,
        lasting: bool = False,
        sent_by: tuple[str, ...] = (),
        needs: tuple[str, ...] = (),
        about_moment: bool = False,
        erased: bool = True,
        goes: str = "",
        table: str = "",
        one: str = "",
        many: str = "",
        title: str = "",
    ) -> None:
        self.name = name
        self.fields = fields
        self.lasting = lasting
        self.sent_by = sent_by
        self.needs = needs
        self.about_moment = about_moment
        self.erased = erased
        self.goes = goes
        self.table = table
        self.one = one or name
        self.many = many or self.one
        self._title = title

    @property
    def title(self) -> str:
        """What stands above one of them in a preview: `A goal`, where nothing else is given."""
        from parentkit.domain.sentence import with_article

        return self._title or with_article(self.one)

    def counted(self, number: int) -> str:
        """So many of them: `1 goal`, `2 goals`."""
        from parentkit.domain.sentence import plural

        forms = {"singular": self.one, "several": self.many}
        return plural(number, one="{n} {singular}", other="{n} {several}", **forms)

    def __repr__(self) -> str:
        return f"<kind {self.name}>"


_ID = Field("id", ID, "the record's identity, a ULID", required=True, filled_in=True)
_NAME = Field("name", TEXT, "the name or nickname", leaves=ALWAYS)
_HIDDEN = Field("hidden", FLAG, "left out of lists")
_OF_MOMENT = Field("moment", ID, "id of the moment that it is about", leaves=ALWAYS)
_CODER = Field("coder", ID, "id of who wrote it", leaves=ALWAYS)
_WRITTEN = Field("logged_at", TIME, "when it was written down", filled_in=True, leaves=ALWAYS)
_TEXT = Field("text", TEXT, "the words", leaves=ALWAYS)
_REFLECTIONS = "reflections"


def _shared(name: str) -> Field:
    field = field_named(name)
    if field is None:
        raise KeyError(name)
    return field


KINDS = (
    Kind(
        MOMENT,
        MOMENT_FIELDS,
        sent_by=(FAMILY_ROLE,),
        goes=BY_ID,
        table="moments",
        many="moments",
    ),
    Kind(
        CODING,
        (
            _ID,
            Field("moment", ID, "id of the moment that is judged", required=True, leaves=ALWAYS),
            Field(
                "coder",
                ID,
                "id of who judged: a caregiver's, or a coach's",
                required=True,
                leaves=ALWAYS,
            ),
            *judged_fields(),
            _shared("logged_at"),
            Field("rubric", RATINGS, "points on the pairs of the rubric", leaves=BY_COACH),
            Field("blind", FLAG, "judged before another judgement was seen", leaves=BY_COACH),
        ),
        sent_by=(FAMILY_ROLE, COACH_ROLE),
        needs=("moment", "coder"),
        about_moment=True,
        goes=BY_ID,
        table="codings",
        one="judgement",
        many="judgements",
        title="Another judgement of a moment",
    ),
    Kind(
        REFLECTION,
        (
            Field("week", DAY, "the Monday of the week", leaves=_REFLECTIONS),
            Field("caregiver", ID, "whose answer it is", leaves=_REFLECTIONS),
            Field("question", CODE, "id of the question", leaves=_REFLECTIONS),
            Field("about", ID, "the moment that was asked about", leaves=_REFLECTIONS),
            Field("text", TEXT, "the question", filled_in=True, leaves=_REFLECTIONS),
            Field("because", TEXT, "why it was asked", filled_in=True, leaves=_REFLECTIONS),
            Field("answer", TEXT, "the answer", leaves=_REFLECTIONS),
            Field("follow_up", TEXT, "what was asked then", filled_in=True, leaves=_REFLECTIONS),
            Field("follow_up_answer", TEXT, "what was said then", leaves=_REFLECTIONS),
            Field("asked_at", TIME, "when it was asked", filled_in=True, leaves=_REFLECTIONS),
            Field("answered_at", TIME, "when it was said", filled_in=True, leaves=_REFLECTIONS),
        ),
        sent_by=(FAMILY_ROLE,),
        goes=BY_ID,
        one="answer",
        many="answers",
    ),
    Kind(
        CHILD,
        (_ID, _NAME, _HIDDEN, Field("birth_month", MONTH, "a child's month of birth")),
        lasting=True,
        sent_by=(FAMILY_ROLE,),
        goes=WITH_ALL,
        table=FAMILY_TABLE,
        many="children",
    ),
    Kind(
        CAREGIVER,
        (_ID, _NAME, _HIDDEN),
        lasting=True,
        sent_by=(FAMILY_ROLE,),
        goes=WITH_ALL,
        table=FAMILY_TABLE,
        many="caregivers",
    ),
    Kind(
        TEMPLATE,
        (
            *(_ID, _NAME, _HIDDEN),
            Field("child", ID, "id of the child that a template is about"),
            Field("cue", CODE, "the sign of a template"),
            Field("context", CODE, "the context of a template"),
            Field("parent_state", CODE, "the caregiver's state of a template"),
        ),
        lasting=True,
        needs=("name", "cue"),
        goes=BY_ID,
        table=FAMILY_TABLE,
        many="templates",
    ),
    Kind(
        TERM,
        (
            *(_ID, _HIDDEN),
            Field("vocabulary", CODE, "the vocabulary that an own term belongs to", leaves=ALWAYS),
            Field("code", CODE, "the id of an own term", leaves=ALWAYS),
            Field("label", TEXT, "the words of an own term", merge=LATEST, leaves=ALWAYS),
            Field("short", TEXT, "the short form of an own term", merge=LATEST, leaves=ALWAYS),
            Field(
                "group", CODE, "a sign's family or a response's pole, of an own term", leaves=ALWAYS
            ),
        ),
        lasting=True,
        sent_by=(FAMILY_ROLE,),
        needs=("vocabulary", "code"),
        goes=BY_ID,
        table=FAMILY_TABLE,
        one="word of your own",
        many="words of your own",
    ),
    Kind(
        COMMENT,
        (
            *(_OF_MOMENT, _TEXT),
            Field("sort", CODE, "what sort", choices=COMMENT_SORTS, leaves=ALWAYS),
            *(_CODER, _WRITTEN),
        ),
        sent_by=(COACH_ROLE,),
        needs=("moment", "text", "coder"),
        about_moment=True,
        many="comments",
        goes=BY_ID,
    ),
    Kind(
        GOAL,
        (
            _TEXT,
            Field("child", ID, "the child that it is for", leaves=ALWAYS),
            Field("by_when", DAY, "by when", leaves=ALWAYS),
            Field("state", CODE, "how it stands", choices=GOAL_STATES, leaves=ALWAYS),
            *(_CODER, _WRITTEN),
        ),
        lasting=True,
        sent_by=(COACH_ROLE,),
        needs=("text", "coder"),
        many="goals",
        goes=BY_ID,
    ),
    Kind(
        ASSIGNMENT,
        (
            Field("exercise", CODE, "id of an exercise", leaves=ALWAYS),
            Field("question", TEXT, "a question to take along", merge=LATEST, leaves=ALWAYS),
            Field("why", TEXT, "why", leaves=ALWAYS),
            Field("done_at", TIME, "when it was done", leaves=ALWAYS),
            *(_CODER, _WRITTEN),
        ),
        lasting=True,
        sent_by=(COACH_ROLE,),
        goes=BY_ID,
        one="thing to take along",
        many="things to take along",
    ),
    Kind(
        SESSION,
        (Field("text", TEXT, "the note"), Field("day", DAY, "of which day it is")),
        lasting=True,
        needs=("text", "day"),
        goes=BY_ID,
        one="note",
        many="notes",
    ),
    Kind(
        READ,
        (
            Field("moment", ID, "id of the moment that was read"),
            Field("at", TIME, "when"),
            Field("unread", FLAG, "marked as not read"),
        ),
        needs=("moment",),
        about_moment=True,
        erased=False,
        goes=STAYS,
    ),
    Kind(REMINDER, (_NAME,), lasting=True, goes=STAYS),
    Kind(CONTACT, (_NAME,), lasting=True, goes=STAYS),
    Kind(CONSENT, lasting=True, goes=STAYS),
    Kind(SHARE, goes=STAYS),
    Kind(
        PRACTICE,
        (Field("words", TEXT, "how it was"),),
        goes=BY_ID,
        one="exercise practised",
        many="exercises practised",
    ),
    Kind(
        CHECKIN,
        (
            Field("feeling", TEXT, "what is felt, in words", merge=LATEST),
            Field("body", TEXT, "where in the body, in words", merge=LATEST),
            Field("need", TEXT, "what is needed, in words"),
        ),
        goes=BY_ID,
        one="check-in",
        many="check-ins",
    ),
)
"""Every kind of record that this version knows; any other is kept, and stays where it is."""


def kind_named(name: str) -> Kind | None:
    """The kind of this name, None where this version knows none."""
    return next((kind for kind in KINDS if kind.name == name), None)


def template_fields() -> tuple[str, ...]:
    """What a template fills in of a moment, the child last."""
    fields = (field for kind in KINDS if kind.name == TEMPLATE for field in kind.fields)
    filled = [field for field in fields if field_named(field.name) and not field.filled_in]
    return tuple(field.name for field in sorted(filled, key=lambda field: field.sort == ID))


@cache
def lasting_kinds() -> frozenset[str]:
    """The kinds whose records stand in the file that every command reads."""
    return frozenset(kind.name for kind in KINDS if kind.lasting)


def sent_kinds(role: str) -> tuple[str, ...]:
    """The kinds that a role may send, in the order of the table."""
    return tuple(kind.name for kind in KINDS if role in kind.sent_by)


def told_texts(name: str) -> frozenset[str]:
    """The names of a kind's fields that hold a person's own words; none of an unknown kind."""
    kind = kind_named(name)
    fields = kind.fields if kind else ()
    return frozenset(one.name for one in fields if one.sort == TEXT and not one.filled_in)


def kinds_that_go(*how: str) -> frozenset[str]:
    """The names of the kinds whose records go in one of these ways: BY_ID, WITH_ALL, STAYS."""
    return frozenset(kind.name for kind in KINDS if kind.goes in how)


@cache
def kept_texts() -> frozenset[str]:
    """The names of fields of which nothing is lost where two people wrote at the same time.

    A name that is KEPT in one kind is so in every kind: merging looks at names alone.
    """
    return frozenset(field.name for kind in KINDS for field in kind.fields if field.merge == KEPT)

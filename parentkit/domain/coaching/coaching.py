"""What a coach writes about a family: comments, goals, exercises and questions to take along.

A comment stands beside one moment; a goal and an assignment are for the family; session notes and
marks of reading stay with the coach.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.domain.coaching.rubric import HIGHEST, LOWEST
from parentkit.domain.codes import ASSIGNMENT, COACH_ROLE, COMMENT_SORTS, FAMILY_ROLE, GOAL_STATES
from parentkit.domain.schema.field import CODE, DAY, FLAG, ID, RATINGS, REPAIR, TEXT, TIME
from parentkit.domain.schema.kinds import kind_named, sent_kinds
from parentkit.domain.time.days import is_number
from parentkit.domain.time.localtime import is_time
from parentkit.domain.ulid import is_ulid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from parentkit.domain.schema.field import Field

    Form = Callable[[object], bool]

STRENGTH, WONDERING, QUESTION = SORTS = COMMENT_SORTS
"""What a comment is, in the order in which they are offered: strengths first."""

OPEN, REACHED, LET_GO = GOAL_STATES

LONGEST_TEXT = 20_000
LONGEST_WORD = 128

SENT_KINDS = sent_kinds(COACH_ROLE)
"""What goes back to a family."""


def ill_formed(kind: str, fields: Mapping[str, Any]) -> list[str]:
    """Names of the fields that hold something of another form than they should.

    Fields of a newer version pass; so does a null, which clears a field.
    """
    forms = _forms(kind)
    return [
        name
        for name, value in fields.items()
        if value is not None and name in forms and not forms[name](value)
    ]


def is_complete(kind: str, fields: Mapping[str, Any]) -> bool:
    """Whether a record has all that it cannot be without."""
    if kind == ASSIGNMENT:
        return ("exercise" in fields) != ("question" in fields)
    known = kind_named(kind)
    return known is None or all(name in fields for name in known.needs)


def is_done(assignment: Mapping[str, Any]) -> bool:
    """Whether what was assigned needs no offering any more."""
    return bool(assignment.get("done_at"))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_TEXT


def _is_word(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_WORD


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_day(value: object) -> bool:
    if not isinstance(value, str) or not all(map(is_number, value.split("-"))):
        return False
    from datetime import date

    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_repair(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(part, int if name == "after_minutes" else str) for name, part in value.items()
    )


def _is_rubric(value: object) -> bool:
    return isinstance(value, dict) and all(
        type(point) is int and LOWEST <= point <= HIGHEST for point in value.values()
    )


def _forms(kind: str) -> dict[str, Form]:
    """What may stand in the fields of a kind that a coach writes, by their sorts."""
    known = kind_named(kind)
    fields = known.fields if known and known.sent_by != (FAMILY_ROLE,) else ()
    return {field.name: _form(field) for field in fields if field.sort in _BY_SORT} | _ANY_KIND


def _form(field: Field) -> Form:
    if field.choices:
        return lambda value: isinstance(value, str) and value in field.choices
    return _BY_SORT[field.sort]


_BY_SORT: dict[str, Form] = {
    ID: is_ulid,
    CODE: _is_word,
    TEXT: _is_text,
    FLAG: _is_flag,
    TIME: is_time,
    DAY: _is_day,
    REPAIR: _is_repair,
    RATINGS: _is_rubric,
}
_ANY_KIND: dict[str, Form] = {
    "moment": is_ulid,
    "coder": _is_word,
    "logged_at": is_time,
    "deleted": _is_flag,
}

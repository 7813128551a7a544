"""What a coach writes about a family: comments, goals, exercises and questions to take along.

A comment stands beside one moment; a goal and an assignment are for the family; session notes and
marks of reading stay with the coach.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.domain.coaching.rubric import HIGHEST, LOWEST
from parentkit.domain.codes import (
    ASSIGNMENT,
    CHILD_AFTER,
    CODING,
    COMMENT,
    FITS,
    GOAL,
    READ,
    SESSION,
    SLIPS,
)
from parentkit.domain.errors import DataProblem
from parentkit.domain.time.days import is_number
from parentkit.domain.time.localtime import epoch_of
from parentkit.domain.ulid import is_ulid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

STRENGTH, WONDERING, QUESTION = "strength", "wondering", "question"
SORTS = (STRENGTH, WONDERING, QUESTION)
"""What a comment is, in the order in which they are offered: strengths first."""

OPEN, REACHED, LET_GO = "open", "reached", "let_go"
GOAL_STATES = (OPEN, REACHED, LET_GO)

LONGEST_TEXT = 20_000
LONGEST_WORD = 128

SENT_KINDS = (CODING, COMMENT, GOAL, ASSIGNMENT)
"""What goes back to a family."""

PRIVATE_KINDS = (SESSION, READ)
"""What never leaves the coach's folder."""


def ill_formed(kind: str, fields: Mapping[str, Any]) -> list[str]:
    """Names of the fields that hold something of another form than they should.

    Fields of a newer version pass; so does a null, which clears a field.
    """
    forms = _FORMS.get(kind, {})
    known = {**forms, **_ANY_KIND}
    return [
        name
        for name, value in fields.items()
        if value is not None and name in known and not known[name](value)
    ]


def is_complete(kind: str, fields: Mapping[str, Any]) -> bool:
    """Whether a record has all that it cannot be without."""
    if kind == ASSIGNMENT:
        return ("exercise" in fields) != ("question" in fields)
    return all(name in fields for name in _NEEDED.get(kind, ()))


def is_done(assignment: Mapping[str, Any]) -> bool:
    """Whether what was assigned needs no offering any more."""
    return bool(assignment.get("done_at"))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_TEXT


def _is_word(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_WORD


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_time(value: object) -> bool:
    try:
        return isinstance(value, str) and epoch_of(value) is not None
    except DataProblem:
        return False


def _is_day(value: object) -> bool:
    if not isinstance(value, str) or not all(map(is_number, value.split("-"))):
        return False
    from datetime import date

    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _one_of(codes: tuple[str, ...]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and value in codes


def _is_repair(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(part, int if name == "after_minutes" else str) for name, part in value.items()
    )


def _is_rubric(value: object) -> bool:
    return isinstance(value, dict) and all(
        type(point) is int and LOWEST <= point <= HIGHEST for point in value.values()
    )


_ANY_KIND: dict[str, Callable[[object], bool]] = {
    "moment": is_ulid,
    "coder": _is_word,
    "logged_at": _is_time,
    "deleted": _is_flag,
}
_FORMS: dict[str, dict[str, Callable[[object], bool]]] = {
    COMMENT: {"moment": is_ulid, "text": _is_text, "sort": _one_of(SORTS)},
    GOAL: {
        "text": _is_text,
        "child": is_ulid,
        "by_when": _is_day,
        "state": _one_of(GOAL_STATES),
    },
    ASSIGNMENT: {
        "exercise": _is_word,
        "question": _is_text,
        "why": _is_text,
        "done_at": _is_time,
    },
    SESSION: {"text": _is_text, "day": _is_day},
    READ: {"moment": is_ulid, "at": _is_time, "unread": _is_flag},
    CODING: {
        "moment": is_ulid,
        "fit": _one_of(FITS),
        "slip": _one_of(SLIPS),
        "child_after": _one_of(CHILD_AFTER),
        "repair": _is_repair,
        "rubric": _is_rubric,
        "blind": _is_flag,
    },
}
_NEEDED = {
    COMMENT: ("moment", "text", "coder"),
    GOAL: ("text", "coder"),
    SESSION: ("text", "day"),
    READ: ("moment",),
    CODING: ("moment", "coder"),
}

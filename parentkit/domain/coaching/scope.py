"""What leaves of a record when it is shared: a list of fields for each kind, and nothing else.

A field that is not listed stays, whatever a newer version may have put there. Free text, tags and
moments that are set apart leave where a person includes them by name. The month of birth never
leaves: the age band of the day stands in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.domain.codes import (
    ASSIGNMENT,
    CAREGIVER,
    CHILD,
    CODING,
    COMMENT,
    GOAL,
    MOMENT,
    REFLECTION,
    TERM,
)
from parentkit.domain.log.moment import readable
from parentkit.domain.log.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

NOTE, NEED, TAG = "note", "need", "tag"
REFLECTIONS, FLAGGED = "reflections", "flagged"

INCLUDABLE = {
    NOTE: "notes",
    NEED: "what you think was needed, in words",
    TAG: "tags",
    REFLECTIONS: "your answers to the weekly questions",
    FLAGGED: "moments in which somebody was frightened or hurt",
}
"""What stays unless it is included, with its words."""

AGE_BAND = "age_band"

_MOMENT = (
    *("observed_at", "child", "caregiver", "cue", "clarity", "miscue", "responses"),
    *("fit", "fit_source", "suggested_fit", "slip", "repair", "child_after"),
    *("context", "parent_state", "sampling", "logged_at"),
)
_LEAVING = {
    MOMENT: _MOMENT,
    CODING: ("moment", "coder", "fit", "slip", "repair", "child_after", "logged_at"),
    REFLECTION: (
        *("week", "caregiver", "question", "about", "text", "because"),
        *("answer", "follow_up", "follow_up_answer", "asked_at", "answered_at"),
    ),
    CHILD: ("name",),
    CAREGIVER: ("name",),
    TERM: ("vocabulary", "code", "label", "short", "group"),
}
_IN_A_MOMENT = {NOTE: "note", NEED: "need", TAG: "tags", FLAGGED: "flag"}
_BY_COACHES = {
    CODING: (*_LEAVING[CODING], "rubric", "blind"),
    COMMENT: ("moment", "text", "sort", "coder", "logged_at"),
    GOAL: ("text", "child", "by_when", "state", "coder", "logged_at"),
    ASSIGNMENT: ("exercise", "question", "why", "done_at", "coder", "logged_at"),
}
_ALSO_ARRIVING = {MOMENT: (AGE_BAND, *_IN_A_MOMENT.values()), CHILD: (AGE_BAND,)}
_NO_FIELDS: frozenset[str] = frozenset()
_ARRIVING = {
    False: {
        kind: frozenset((*names, *_ALSO_ARRIVING.get(kind, ()), "deleted"))
        for kind, names in _LEAVING.items()
    },
    True: {kind: frozenset((*names, "deleted")) for kind, names in _BY_COACHES.items()},
}

FREE_TEXT = frozenset(("note", "need", "tags", "answer", "follow_up_answer", "label", "short"))
"""Fields whose words are a person's own, so that a name may stand in them."""


def leaving(kind: str, include: Collection[str]) -> tuple[str, ...]:
    """The names of the fields of a kind of record that leave; none where the kind never does."""
    if kind == REFLECTION and REFLECTIONS not in include:
        return ()
    names = _LEAVING.get(kind, ())
    if kind == MOMENT:
        names = (*names, *(field for what, field in _IN_A_MOMENT.items() if what in include))
    return names


def leaves(kind: str, fields: Mapping[str, Any], include: Collection[str]) -> bool:
    """Whether a record may leave at all: never where its kind stays, or where it is set apart."""
    return bool(leaving(kind, include)) and (FLAGGED in include or not fields.get("flag"))


def shown_part(kind: str, fields: Mapping[str, Any], include: Collection[str]) -> dict[str, Any]:
    """The fields of a record that leave, those that hold what this version can read."""
    known = readable(fields) if kind == MOMENT else fields
    return {name: known[name] for name in leaving(kind, include) if name in known}


def arriving(kind: str, *, by_coach: bool) -> frozenset[str]:
    """The names of the fields that a record of a kind may bring, from a coach or from a family."""
    return _ARRIVING[by_coach].get(kind, _NO_FIELDS)


def read_include(texts: Iterable[str]) -> frozenset[str]:
    """What a person includes, by the words of INCLUDABLE, several in one text set off by commas.

    Raises:
        UnknownCode: a word is none of them; names the nearest.
        AmbiguousCode: it could be several.
    """
    words = Vocabulary("thing to include", [{"id": code, "label": code} for code in INCLUDABLE], ())
    parts = [part.strip() for text in texts for part in text.split(",")]
    return frozenset(words.resolve(part.removesuffix("s") or part) for part in parts if part)


def names_within(text: object, names: Iterable[str]) -> list[str]:
    """Those of the names that stand in a text, or in one of a list of texts, as whole words."""
    said = " ".join(text) if isinstance(text, list) else str(text)
    padded = f" {''.join(_letter_or_space(letter) for letter in said.casefold())} "
    return [name for name in names if f" {' '.join(name.casefold().split())} " in padded]


def _letter_or_space(letter: str) -> str:
    return letter if letter.isalnum() else " "

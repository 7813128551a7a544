"""What leaves of a record when it is shared: the fields whose table says so, and nothing else.

A field that says nothing about it stays, whatever a newer version may have put there. Free text,
tags and moments that are set apart leave where a person includes them by name. The month of birth
never leaves: the age band of the day stands in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.domain.codes import CHILD, COACH_ROLE, FAMILY_ROLE, MOMENT
from parentkit.domain.log.moment import readable
from parentkit.domain.log.vocabulary import Vocabulary
from parentkit.domain.schema.field import ALWAYS, BY_COACH, NEVER, TEXT, TEXTS
from parentkit.domain.schema.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from parentkit.domain.schema.kinds import Kind

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

_NO_FIELDS: frozenset[str] = frozenset()


def _arriving(kind: Kind, role: str) -> frozenset[str]:
    never = (NEVER, BY_COACH) if role == FAMILY_ROLE else (NEVER, *INCLUDABLE)
    aged = (AGE_BAND,) if role == FAMILY_ROLE and kind.name in (MOMENT, CHILD) else ()
    names = (field.name for field in kind.fields if field.leaves not in never)
    return frozenset((*names, *aged, "deleted"))


_ARRIVING = {
    role: {kind.name: _arriving(kind, role) for kind in KINDS if role in kind.sent_by}
    for role in (FAMILY_ROLE, COACH_ROLE)
}

_LEAVING = {
    kind.name: {
        what: [field.name for field in kind.fields if field.leaves == what]
        for what in (ALWAYS, *INCLUDABLE)
    }
    for kind in KINDS
    if FAMILY_ROLE in kind.sent_by
}

FREE_TEXT = frozenset(
    field.name
    for kind in KINDS
    if FAMILY_ROLE in kind.sent_by
    for field in kind.fields
    if field.sort in (TEXT, TEXTS) and not field.filled_in and field.name != "name"
)
"""Fields whose words are a person's own, so that a name may stand in them."""


def leaving(kind: str, include: Collection[str]) -> tuple[str, ...]:
    """The names of the fields of a kind of record that leave; none where the kind never does."""
    names = _LEAVING.get(kind, {})
    wanted = (what for what in names if what == ALWAYS or what in include)
    return tuple(name for what in wanted for name in names[what])


def leaves(kind: str, fields: Mapping[str, Any], include: Collection[str]) -> bool:
    """Whether a record may leave at all: never where its kind stays, or where it is set apart."""
    return bool(leaving(kind, include)) and (FLAGGED in include or not fields.get("flag"))


def shown_part(kind: str, fields: Mapping[str, Any], include: Collection[str]) -> dict[str, Any]:
    """The fields of a record that leave, those that hold what this version can read."""
    known = readable(fields) if kind == MOMENT else fields
    return {name: known[name] for name in leaving(kind, include) if name in known}


def arriving(kind: str, *, by_coach: bool) -> frozenset[str]:
    """The names of the fields that a record of a kind may bring, from a coach or from a family."""
    return _ARRIVING[COACH_ROLE if by_coach else FAMILY_ROLE].get(kind, _NO_FIELDS)


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

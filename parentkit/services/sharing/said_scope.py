"""What a file says of itself that it holds, and whether its lines keep to it.

A consent is signed with its scope: what of notes, needs, tags, answers and moments that are set
apart was included, of which days, of whom. What goes beyond that was not consented to, whatever
went wrong on its way; such a file is refused as a whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.coaching.scope import (
    AGE_BAND,
    FLAGGED,
    NEED,
    NOTE,
    REFLECTIONS,
    arriving,
    leaving,
)
from parentkit.domain.codes import CAREGIVER, CHILD, MOMENT, REFLECTION
from parentkit.domain.sentence import with_article
from parentkit.sharing.envelope import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parentkit.journal import Operation

_PEOPLE = (CHILD, CAREGIVER)


class SaidScope(NamedTuple):
    """The scope that a consent names; what it does not say holds nothing back.

    Attributes:
        include: what of INCLUDABLE is in it; None where that is not said.
        since, until: the first day, and the first day that is no longer in it; may be empty.
        people: by `child` and `caregiver`, whose moments alone are in it.
        moments: how many there are at most; None where that is not said.
    """

    include: frozenset[str] | None
    since: str
    until: str
    people: Mapping[str, str]
    moments: int | None


def said_scope(consent: Mapping[str, Any]) -> SaidScope:
    """The scope in the terms of a consent.

    Raises:
        Refused: it is there and cannot be read.
    """
    scope = consent.get("scope", {})
    if not isinstance(scope, dict):
        raise _unreadable()
    include, moments = scope.get("include"), scope.get("moments")
    if include is not None and not _is_texts(include):
        raise _unreadable()
    if moments is not None and type(moments) is not int:
        raise _unreadable()
    texts = {name: scope.get(name, "") for name in ("since", "until", *_PEOPLE)}
    if not all(isinstance(value, str) for value in texts.values()):
        raise _unreadable()
    people = {name: texts[name] for name in _PEOPLE if texts[name]}
    included = None if include is None else frozenset(include)
    return SaidScope(included, texts["since"], texts["until"], people, moments)


class WithinScope:
    """Looks at the lines of a family's file, one after the other."""

    def __init__(self, scope: SaidScope) -> None:
        self._scope = scope
        self._moments: set[str] = set()

    def check(self, operation: Operation) -> None:
        """Looks at one line.

        Raises:
            Refused: it goes beyond the scope.
        """
        fields = operation.set
        if fields.keys() == {"deleted"} and fields["deleted"] is True:
            return  # that something is gone may always be said
        if beyond := _beyond(self._scope, operation):
            raise Refused(
                f"{with_article(operation.kind)} in it {beyond}, which its own consent leaves out.",
                "Ask whoever sent it to share once more.",
            )
        if operation.kind == MOMENT:
            self._moments.add(operation.id)
            most = self._scope.moments
            if most is not None and len(self._moments) > most:
                raise Refused(
                    f"It holds more moments than the {most:,} that its consent speaks of.",
                    "Ask whoever sent it to share once more.",
                )


def _beyond(scope: SaidScope, operation: Operation) -> str:
    """What of a line goes beyond a scope, to follow "A <kind> in it"; empty where nothing does."""
    kind, fields = operation.kind, operation.set
    if scope.include is not None and (held := _held_back(scope.include, kind, fields)):
        return held
    if kind != MOMENT:
        return ""
    for name, person in scope.people.items():
        if fields.get(name) not in (None, person):
            return f"is of another {name}"
    day = str(fields.get("observed_at", ""))[:10]
    if day and ((scope.since and day < scope.since) or (scope.until and day >= scope.until)):
        return "is of another day"
    return ""


def _held_back(include: frozenset[str], kind: str, fields: Mapping[str, Any]) -> str:
    if FLAGGED not in include and fields.get("flag") is True:
        return "is set apart"
    if kind == REFLECTION and REFLECTIONS not in include:
        return "answers a weekly question"
    allowed = {*leaving(kind, include), AGE_BAND, "deleted"}
    known = arriving(kind, by_coach=False) & fields.keys()
    more = sorted(name for name in known - allowed if fields[name] not in (None, False, [], ""))
    return f"has {_WORDS.get(more[0], more[0])}" if more else ""


_WORDS = {NOTE: "a note", NEED: "a need in words", "tags": "tags"}


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _unreadable() -> Refused:
    return Refused("What its consent covers cannot be read.", "Ask for a new file.")

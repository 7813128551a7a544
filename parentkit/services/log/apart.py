"""Moments whose words tell of harm: kept apart from the figures until a person says otherwise.

A moment is set apart by its `flag`: True where somebody was frightened or hurt, False where a
person was shown such words and said that the moment belongs with the others, absent where nobody
asked. A False stays on the moment, so that the same words are not asked about again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.content import load
from parentkit.domain.log.household import YOU, name_of
from parentkit.domain.log.safety import TEXTS, HarmWords

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from parentkit.domain.log.household import Household, Person

TABLE = "harm_en"
"""The one language whose words are known so far."""

_NO_NAMES = frozenset(("me", "my", "our", "the", YOU))
"""What a person is called who has no name yet begins so; these words mean other people, too."""


def harm_words(household: Household | None = None) -> HarmWords:
    """What tells of harm, in the names of a family's people too where it is given."""
    if household is None:
        return HarmWords(load(TABLE))
    grown_ups = list(_names(household.caregivers))
    names = {"grown_ups": grown_ups, "somebody": [*_names(household.children), *grown_ups]}
    return HarmWords(load(TABLE), names)


def set_apart(words: HarmWords, fields: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Whether what is newly said about a moment sets it apart.

    Args:
        words: what tells of harm.
        fields: what is said now.
        before: the moment until now; empty where it is new.
    """
    said = any(fields.get(name) for name in TEXTS)
    if not said or fields.get("flag") is not None or before.get("flag") is True:
        return False
    known = words.found_in(before) if before.get("flag") is False else frozenset()
    return bool(words.found_in({**before, **fields}) - known)


def _names(people: Sequence[Person]) -> Iterator[str]:
    for person in people:
        name = name_of(person)
        if name.split() and name.split()[0].casefold() not in _NO_NAMES:
            yield name

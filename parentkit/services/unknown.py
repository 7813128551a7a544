"""Moments that name people or words which nobody here knows; kept and counted all the same."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from parentkit.journal.finding import UNKNOWN_PERSON, UNKNOWN_WORD, found

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from parentkit.domain.household import Household
    from parentkit.journal.finding import Finding
    from parentkit.journal.fold import Record

_WORD_FIELDS = {"cue": "cues", "context": "contexts", "parent_state": "parent_states"}
_JUDGED_FIELDS = ("fit", "slip", "child_after", "clarity", "sampling")


def unknown_words(folder: str, household: Household, moments: Iterable[Record]) -> list[Finding]:
    """People and words that moments name and that nobody here knows, each with how many do."""
    people = {
        "child": {person["id"] for person in household.children},
        "caregiver": {person["id"] for person in household.caregivers},
    }
    words: Counter[tuple[str, str]] = Counter()
    persons: Counter[tuple[str, str]] = Counter()
    for moment in moments:
        words.update(_unknown_in(household, moment.fields))
        for field, known in people.items():
            value = moment.fields.get(field)
            if isinstance(value, str) and value not in known:
                persons[field, value] += 1
    return [
        found(kind, folder, f"{count} moment{'s' * (count != 1)} with the {field} {value!r}")
        for kind, counted in ((UNKNOWN_PERSON, persons), (UNKNOWN_WORD, words))
        for (field, value), count in sorted(counted.items())
    ]


def _unknown_in(household: Household, fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Fields and words of a moment that no vocabulary here has."""
    for field, vocabulary in _WORD_FIELDS.items():
        value = fields.get(field)
        if isinstance(value, str) and value not in household.vocabulary(vocabulary):
            yield field, value
    responses = fields.get("responses")
    for value in responses if isinstance(responses, list) else ():
        if not isinstance(value, str) or value not in household.vocabulary("responses"):
            yield "response", str(value)
    for field in _JUDGED_FIELDS:
        value = fields.get(field)
        if isinstance(value, str) and value not in household.judgement(field):
            yield field, value

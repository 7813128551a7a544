"""Moments that name people or words which nobody here knows; kept and counted all the same."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from parentkit.domain.codes import MOMENT, SOMEBODY
from parentkit.domain.log.household import VOCABULARIES
from parentkit.journal import UNKNOWN_PERSON, UNKNOWN_WORD, found

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from parentkit.domain.log.household import Household
    from parentkit.journal import Finding, Operation, Record

_WORD_FIELDS = {"cue": "cues", "context": "contexts", "parent_state": "parent_states"}
_JUDGED_FIELDS = ("fit", "slip", "child_after", "clarity", "sampling")


class Known:
    """The people and words that a family knows, ready to be looked up for many moments."""

    def __init__(self, household: Household) -> None:
        words = {name: frozenset(household.vocabulary(name).codes()) for name in VOCABULARIES}
        self._people = {
            "child": frozenset(
                str(person["id"]) for person in (*household.children, *household.joined)
            ),
            "caregiver": frozenset((SOMEBODY, *(str(one["id"]) for one in household.caregivers))),
        }
        self._responses = words["responses"]
        self._words = {field: words[name] for field, name in _WORD_FIELDS.items()} | {
            field: frozenset(household.judgement(field).codes()) for field in _JUDGED_FIELDS
        }

    def is_odd(self, operation: Operation) -> bool:
        """Whether an operation sets a person or a word of a moment that is not known."""
        return operation.kind == MOMENT and any(True for _ in self.unknown(operation.set))

    def unknown(self, fields: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
        """The kind of finding, the field and the value of what is not known in a moment."""
        for kind, known in ((UNKNOWN_PERSON, self._people), (UNKNOWN_WORD, self._words)):
            for field, codes in known.items():
                value = fields.get(field)
                if isinstance(value, str) and value not in codes:
                    yield kind, field, value
        responses = fields.get("responses")
        for value in responses if isinstance(responses, list) else ():
            if not isinstance(value, str) or value not in self._responses:
                yield UNKNOWN_WORD, "response", str(value)

    def findings(self, folder: str, records: Iterable[Record]) -> list[Finding]:
        """What is not known in these moments as they stand, each with how many name it."""
        counts = Counter(
            one
            for record in records
            if record.kind == MOMENT and not record.deleted
            for one in self.unknown(record.fields)
        )
        return [
            found(kind, folder, f"{count} moment{'s' * (count != 1)} with the {field} {value!r}")
            for (kind, field, value), count in sorted(counts.items())
        ]

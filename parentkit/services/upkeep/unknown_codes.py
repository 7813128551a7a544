"""Moments that name people or words which nobody here knows; kept and counted all the same."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from parentkit.domain.codes import MOMENT, SOMEBODY
from parentkit.domain.schema.field import CODES
from parentkit.domain.schema.fields import MOMENT_FIELDS
from parentkit.domain.sentence import plural
from parentkit.journal import UNKNOWN_PERSON, UNKNOWN_WORD, found

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from parentkit.domain.log.household import Household
    from parentkit.domain.log.vocabulary import Vocabulary
    from parentkit.journal import Finding, Operation, Record


class Known:
    """The people and words that a family knows, ready to be looked up for many moments."""

    def __init__(self, household: Household) -> None:
        self._people = {
            "child": frozenset(
                str(person["id"]) for person in (*household.children, *household.joined)
            ),
            "caregiver": frozenset((SOMEBODY, *(str(one["id"]) for one in household.caregivers))),
        }
        self._words: dict[str, frozenset[str]] = {}
        self._lists: dict[str, Vocabulary] = {}
        for field in MOMENT_FIELDS:
            words = None if field.filled_in else household.words(field)
            if words and field.sort == CODES:
                self._lists[field.name] = words
            elif words:
                self._words[field.name] = frozenset(words.codes())

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
        for field, words in self._lists.items():
            values = fields.get(field)
            for value in values if isinstance(values, list) else ():
                if not isinstance(value, str) or value not in words:
                    yield UNKNOWN_WORD, words.what, str(value)

    def findings(self, folder: str, records: Iterable[Record]) -> list[Finding]:
        """What is not known in these moments as they stand, each with how many name it."""
        counts = Counter(
            one
            for record in records
            if record.kind == MOMENT and not record.deleted
            for one in self.unknown(record.fields)
        )
        return [
            found(kind, folder, _moments_with(field, value, count))
            for (kind, field, value), count in sorted(counts.items())
        ]


def _moments_with(field: str, value: str, count: int) -> str:
    one, other = "{n} moment with the {field} {value}", "{n} moments with the {field} {value}"
    return plural(count, one=one, other=other, field=field, value=repr(value))

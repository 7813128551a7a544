"""Which entries say the very words of others: named where those are erased, and left alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.codes import CAREGIVER, CHILD, FIRST_CHILD_NAME, TERM
from parentkit.domain.log.household import name_of
from parentkit.domain.schema.kinds import told_texts
from parentkit.domain.text import clean
from parentkit.journal import TELLING_LENGTH
from parentkit.services.family.household import FIRST_CAREGIVER_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from parentkit.journal import Operation, Record

_SHORTEST_NAME = 2
_MADE_UP = frozenset((FIRST_CHILD_NAME, FIRST_CAREGIVER_NAME))
_NOT_TOLD = frozenset(("id", "moment", "child", "caregiver", "coder"))


class Words(NamedTuple):
    """Words that are looked for, in small letters with single spaces.

    Attributes:
        texts: texts and their lines, of TELLING_LENGTH characters or more.
        names: names, looked for as whole words.
        codes: codes of words of one's own, looked for as they are.
    """

    texts: frozenset[str]
    names: frozenset[str]
    codes: frozenset[str]


def words_of(records: Iterable[Record], chosen: Record) -> Words:
    """The words of records, and of `chosen` the names and the code."""
    records = list(records)
    texts = {
        part
        for record in records
        if record.kind not in (CHILD, CAREGIVER)
        for text in _texts(record)
        for part in map(_plain, (text, *text.splitlines()))
        if len(part) >= TELLING_LENGTH
    }
    people = [
        one for one in records if chosen.kind in (CHILD, CAREGIVER) and one.kind == chosen.kind
    ]
    names = {_plain(name_of(person.fields)) for person in people}
    names |= {_plain(text) for person in people for text in _texts(person)}
    codes = {str(chosen.fields.get("code", ""))} if chosen.kind == TERM else set()
    return Words(
        frozenset(texts),
        frozenset(name for name in names - _MADE_UP if len(name) >= _SHORTEST_NAME),
        frozenset(filter(None, codes)),
    )


def quoting(operations: Iterable[Operation], words: Words) -> list[str]:
    """Ids of the records whose operations hold some of these words, in their order."""
    beginnings: dict[str, list[str]] = {}
    for text in words.texts:
        beginnings.setdefault(text[:TELLING_LENGTH], []).append(text)
    either = "|".join(map(re.escape, sorted(words.names)))
    name = re.compile(rf"(?:^|\W)(?:{either})(?:\W|$)") if either else None
    found: dict[str, None] = {}
    for operation in operations:
        if operation.id in found:
            continue
        said = {key: value for key, value in operation.set.items() if key not in _NOT_TOLD}
        for value in _strings(said):
            plain = _plain(value)
            named = name is not None and name.search(plain) is not None
            if named or value in words.codes or _holds(plain, beginnings):
                found[operation.id] = None
                break
    return list(found)


def _holds(plain: str, beginnings: dict[str, list[str]]) -> bool:
    """Whether a text holds one of those that begin in one of these ways."""
    places = range(len(plain) - TELLING_LENGTH + 1) if beginnings else ()
    return any(
        plain.startswith(text, place)
        for place in places
        for text in beginnings.get(plain[place : place + TELLING_LENGTH], ())
    )


def _texts(record: Record) -> list[str]:
    names = told_texts(record.kind)
    kept = [(one.field, one.value) for one in (*record.conflicts, *record.waiting)]
    values = [value for name, value in (*record.fields.items(), *kept) if name in names]
    return [value for value in values if isinstance(value, str)]


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def _plain(text: str) -> str:
    return " ".join(clean(text).split()).casefold()

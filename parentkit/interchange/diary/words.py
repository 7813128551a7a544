"""The words of a diary's cells as codes, each distinct text looked up once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.errors import ParentkitError, UnknownCode
from parentkit.domain.schema.fields import said_fields
from parentkit.interchange.rows import MOST_SHOWN, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from parentkit.domain.log.household import Household
    from parentkit.domain.log.vocabulary import Vocabulary

_FIELDS = {field.said: field for field in said_fields() if field.vocabulary}

MOST_REMEMBERED = 10_000
"""How many texts of cells are remembered with what they mean."""

LONGEST_WORDS = 2000
"""Characters of a cell that holds codes; a longer one is not looked up."""

MOST_GUESSED = 500
"""How many unknown words of one file are compared with those there are (1 to 3 ms each)."""

_SHORT_LIST = 8


class Unread(ValueError):
    """A cell that cannot be read; the text says why and what is near."""


class _Found(NamedTuple):
    """What a text was found to mean: its codes, or why it means none."""

    codes: tuple[str, ...]
    problem: str = ""


class Words:
    """Looks words up in a family's vocabularies."""

    def __init__(self, household: Household) -> None:
        self._household = household
        self._found: dict[tuple[str, str], _Found] = {}
        self._names: dict[str, dict[str, str]] = {}
        self._guessed = 0

    def code(self, field: str, text: str) -> str:
        """The code that the words stand for, in a field that has a vocabulary.

        Raises:
            Unread: they stand for none, or could stand for several.
        """
        return self._known(field, text, self._looked_up).codes[0]

    def codes(self, field: str, text: str) -> list[str]:
        """The codes in a cell with one or several, `>` or `;` or a line end between them.

        Labels have commas and quotation marks in them, and a family's own may have the others too:
        the whole cell is tried as one first.

        Raises:
            Unread: one of them cannot be read.
        """
        return list(self._known(field, text, self._split).codes)

    def _known(self, field: str, text: str, find: Callable[[str, str], _Found]) -> _Found:
        """What a text means, remembered: a diary says the same few things over and over."""
        key = (field, text)
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= MOST_REMEMBERED:
                self._found.clear()
            found = self._found[key] = find(field, text)
        if found.problem:
            raise Unread(found.problem)
        return found

    def _split(self, field: str, text: str) -> _Found:
        if len(text) > LONGEST_WORDS:
            return _Found((), "is too long for a list of responses.")
        for separator in (">", ";", "\n"):
            if separator in text and _plain(text) not in self._names_in(field):
                parts = [part.strip() for part in text.split(separator)]
                each = [self._split(field, part) for part in parts if part]
                problem = next((found.problem for found in each if found.problem), "")
                return _Found(tuple(code for found in each for code in found.codes), problem)
        return self._looked_up(field, text)

    def _looked_up(self, field: str, text: str) -> _Found:
        known = self._names_in(field).get(_plain(text[:LONGEST_WORDS]))
        if known:
            return _Found((known,))
        vocabulary = self._vocabulary(field)
        if self._guessed >= MOST_GUESSED or len(text) > LONGEST_WORDS:
            return _Found((), f"is not a known {vocabulary.what}.")
        try:
            return _Found((vocabulary.resolve(text),))
        except ParentkitError as problem:
            self._guessed += 1
            return _Found((), _told(problem, vocabulary, text))

    def _names_in(self, field: str) -> dict[str, str]:
        """Ids, labels and short forms with their codes: what can be looked up without comparing."""
        if field not in self._names:
            vocabulary = self._vocabulary(field)
            called: dict[str, set[str]] = {}
            for code in vocabulary.offered():
                for name in (vocabulary.label(code), vocabulary.short(code)):
                    called.setdefault(_plain(name), set()).add(code)
            labels = {name: min(codes) for name, codes in called.items() if len(codes) == 1}
            self._names[field] = labels | {_plain(code): code for code in vocabulary.codes()}
        return self._names[field]

    def _vocabulary(self, field: str) -> Vocabulary:
        words = self._household.words(_FIELDS[field])
        if words is None:
            raise KeyError(field)
        return words


def _told(problem: ParentkitError, vocabulary: Vocabulary, text: str) -> str:
    """What is the matter and the nearest values, in one line."""
    hint = problem.hint
    offered = vocabulary.offered()
    if not hint and isinstance(problem, UnknownCode) and len(offered) <= _SHORT_LIST:
        hint = f"It is one of: {', '.join(offered)}."
    message = problem.message
    if len(text) > MOST_SHOWN:
        message = f"{shown(text)!r} is not a known {vocabulary.what}."
    return " ".join(part for part in (message, hint) if part)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())

"""What somebody could have meant who wrote words that cannot be read: the nearest that can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.domain.errors import (
    SHOWN,
    AmbiguousCode,
    ParentkitError,
    UnknownCode,
    UsageProblem,
)
from parentkit.domain.log.household import VOCABULARIES, name_of
from parentkit.domain.text import name_key, one_line
from parentkit.domain.time.stretch import first_day, parse_stretch
from parentkit.services.log.find_fields import CODE, CODES, FIELDS, vocabulary_of
from parentkit.services.log.find_tokens import AND, BEFORE, IS, ON, SINCE, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from parentkit.domain.log.household import Household
    from parentkit.domain.log.vocabulary import Vocabulary
    from parentkit.services.log.find_fields import Field

MOST_WORDS = 8
"""Words without a field that are looked at: more are a sentence."""

LIKENESS = 0.7
"""Ratio of difflib from which a word counts as the name of a field, mistyped."""


def meant_by(words: str, household: Household, today: date) -> str:
    """What could be meant by words that begin with no field, and what else there is."""
    if conditions := _conditions(words.split(), household, today):
        return f"Perhaps: {f' {AND} '.join(conditions)}. For words in a note: note has ..."
    near = _nearest_field(words.partition(" ")[0])
    return f"{near}For words in a note: note has ... All fields: {', '.join(FIELDS)}."


def _conditions(words: list[str], household: Household, today: date) -> list[str]:
    """A condition for each of the words, or for several together; none where one has none."""
    if len(words) > MOST_WORDS:
        return []
    for end in range(len(words), 0, -1):
        condition = condition_for(" ".join(words[:end]), household, today)
        rest = _conditions(words[end:], household, today) if condition else []
        if condition and (rest or end == len(words)):
            return [condition, *rest]
    return []


def _nearest_field(word: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word.lower(), FIELDS, 1, LIKENESS)
    return f"Nearest: {near[0]}. " if near else ""


def condition_for(words: str, household: Household, today: date) -> str:
    """A condition that words without a field could be meant as, empty where there is none.

    Only words that the family has for signs, responses and the like, names, and days have one.
    """
    for name, field in FIELDS.items():
        if field.sort in (CODE, CODES) and vocabulary_of(field, household).named(words):
            return f"{name} {IS} {quoted(words)}"
        people = {"child": household.children, "by": household.caregivers}.get(name, [])
        if words and name_key(words) in (name_key(name_of(person)) for person in people):
            return f"{name} {IS} {quoted(words)}"
    verb, days = _apart(words)
    try:
        parse_stretch(days, today) if verb == IS else first_day(days, today)
    except ParentkitError:
        return ""
    return f"when {verb} {quoted(days)}"


def _apart(words: str) -> tuple[str, str]:
    """`since 3 nov` as its verb and its days."""
    first, _, rest = words.partition(" ")
    return (first.lower(), rest) if first.lower() in (SINCE, BEFORE, ON) else (IS, words)


def nobody(problem: UnknownCode) -> UsageProblem:
    """What to say where nobody has a name."""
    hint = f"Names: {', '.join(problem.nearest)}." if problem.nearest else ""
    return UsageProblem(f"nobody is called {one_line(problem.value, 40)!r}.", hint)


def no_word(
    problem: UnknownCode | AmbiguousCode, field: Field, vocabulary: Vocabulary
) -> UsageProblem:
    """What to say where a word has no code, or several: in the words that are read and written."""
    said = repr(one_line(problem.value, 40))
    if isinstance(problem, AmbiguousCode):
        message = f"{said} could be more than one."
        near = _named("Could be", problem.candidates[:SHOWN], vocabulary)
    else:
        message = f"{said} is not one of the words for it."
        near = _named("Nearest", problem.nearest, vocabulary)
    if field.words in VOCABULARIES:
        every = f"parentkit vocabulary list {field.words} shows all."
    else:
        every = _named("All", vocabulary.offered(), vocabulary)
    return UsageProblem(message, f"{near} {every}".strip())


def _named(what: str, codes: Iterable[str], vocabulary: Vocabulary) -> str:
    """Codes as they are read and can be written."""
    words = "; ".join(quoted(vocabulary.short(code)) for code in codes)
    return f"{what}: {words}." if words else ""

"""What is looked for, in a family's own words: from the tree that was read to what is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.errors import ParentkitError, UsageProblem
from parentkit.domain.log.household import VOCABULARIES
from parentkit.domain.log.wanted import Either, Has, Is, Not, Said, Within, both
from parentkit.domain.text import one_line
from parentkit.domain.time.stretch import OPEN_END, parse_stretch
from parentkit.services.log.find_grammar import (
    BEFORE,
    HAS,
    IS,
    ON,
    SAID,
    SINCE,
    All,
    AnyOf,
    FindProblem,
    No,
    parse,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from parentkit.domain.log.household import Household
    from parentkit.domain.log.vocabulary import Vocabulary
    from parentkit.domain.log.wanted import Wanted
    from parentkit.services.log.find_grammar import Ask, Tree

CODE = "code"
CODES = "codes"
PERSON = "person"
FLAG = "flag"
TEXT = "text"
TAG = "tag"
DAYS = "days"

_VERBS = {
    CODE: (IS,),
    CODES: (IS, HAS),
    PERSON: (IS,),
    FLAG: (IS,),
    TAG: (IS, HAS),
    TEXT: (HAS,),
    DAYS: (IS, ON, SINCE, BEFORE),
}
_YES = {"yes": True, "no": False}
_WORDS = "words"


class Field(NamedTuple):
    """Something that can be asked for: which fields of a moment, of what sort, in which words.

    `words` is the vocabulary of a code, or the judgement that it is.
    """

    sort: str
    fields: tuple[str, ...]
    words: str = ""


FIELDS: Mapping[str, Field] = {
    "cue": Field(CODE, ("cue",), "cues"),
    "response": Field(CODES, ("responses",), "responses"),
    "fit": Field(CODE, ("fit",), "fit"),
    "slip": Field(CODE, ("slip",), "slip"),
    "repair": Field(CODE, ("repair",), "repair"),
    "after": Field(CODE, ("child_after",), "child_after"),
    "context": Field(CODE, ("context",), "contexts"),
    "state": Field(CODE, ("parent_state",), "parent_states"),
    "clarity": Field(CODE, ("clarity",), "clarity"),
    "sampling": Field(CODE, ("sampling",), "sampling"),
    "child": Field(PERSON, ("child",)),
    "by": Field(PERSON, ("caregiver",)),
    "when": Field(DAYS, ("observed_at",)),
    "note": Field(TEXT, ("note",)),
    "need": Field(TEXT, ("need",)),
    _WORDS: Field(TEXT, ("note", "need")),
    "tag": Field(TAG, ("tags",)),
    "miscue": Field(FLAG, ("miscue",)),
    "flag": Field(FLAG, ("flag",)),
}
"""What can be asked for, under the names that lists and the bar of filters have for it."""

OTHER_NAMES: Mapping[str, str] = {
    "sign": "cue",
    "caregiver": "by",
    "responses": "response",
    "tags": "tag",
    "text": _WORDS,
}


def wanted_by(text: str, household: Household, today: date) -> Wanted:
    """What a line of words looks for.

    Args:
        text: as a person typed it; docs/finding.md tells what can be written.
        household: the family's people and words.
        today: the day that `last week` counts from.

    Raises:
        FindProblem: it cannot be read; its hint points at the place and says what is possible.
    """
    verbs = {name: _VERBS[field.sort] for name, field in FIELDS.items()}
    tree = parse(text, verbs, OTHER_NAMES)
    return _wanted(tree, one_line(text), household, today)


def _wanted(tree: Tree, line: str, household: Household, today: date) -> Wanted:
    match tree:
        case All(parts):
            return both(*(_wanted(part, line, household, today) for part in parts))
        case AnyOf(parts):
            return Either(tuple(_wanted(part, line, household, today) for part in parts))
        case No(part):
            return Not(_wanted(part, line, household, today))
    ask = _with_its_not(tree, household)
    try:
        found = _asked(ask, household, today)
    except ParentkitError as problem:
        verb = IS if ask.verb == SAID else ask.verb
        message = f"After '{ask.field} {verb}': {problem.message}"
        raise FindProblem(line, ask.at, message, problem.hint) from None
    return Not(found) if ask.negated else found


def _with_its_not(ask: Ask, household: Household) -> Ask:
    """`not yet` is what a repair is called: its `not` is a part of the name."""
    words = FIELDS[ask.field].words
    name = f"not {ask.value}"
    if ask.negated and ask.value and words and _vocabulary(words, household).named(name):
        return ask._replace(value=name, negated=False)
    return ask


def _asked(test: Ask, household: Household, today: date) -> Wanted:
    field = FIELDS[test.field]
    if test.verb == SAID:
        said = tuple(Said(name) for name in field.fields)
        return Either(said) if said[1:] else said[0]
    if not test.value.strip():
        raise UsageProblem("the quotation marks are empty.", "Say what it should be.")
    if field.sort == DAYS:
        return _days(test, today)
    if field.sort == TEXT:
        return Has(field.fields, test.value)
    if field.sort == FLAG:
        return _flag(field.fields[0], test.value)
    return Is(field.fields[0], _code(field, test.value, household))


def _days(test: Ask, today: date) -> Within:
    period = parse_stretch(test.value, today)
    start = period.start.isoformat()
    if test.verb == BEFORE:
        return Within("", start)
    if test.verb == SINCE or period.end == OPEN_END:
        return Within(start, "")
    return Within(start, period.end.isoformat())


def _flag(field: str, value: str) -> Wanted:
    answer = _YES.get(value.casefold())
    if answer is None:
        raise UsageProblem(f"{value!r} is neither yes nor no.", f"Possible: {', '.join(_YES)}.")
    return Said(field) if answer else Not(Said(field))


def _code(field: Field, value: str, household: Household) -> str:
    if field.sort == TAG:
        return value
    if field.sort == PERSON:
        return household.person(field.fields[0], value)
    words = field.words
    vocabulary = _vocabulary(words, household)
    try:
        return vocabulary.resolve(value)
    except ParentkitError as problem:
        every = f"All: {', '.join(vocabulary.offered())}."
        if words in VOCABULARIES:
            every = f"parentkit vocabulary list {words} shows all."
        problem.hint = f"{problem.hint} {every}".strip()
        raise


def _vocabulary(words: str, household: Household) -> Vocabulary:
    return household.vocabulary(words) if words in VOCABULARIES else household.judgement(words)

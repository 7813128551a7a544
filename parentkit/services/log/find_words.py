"""What is looked for, in a family's own words: from the tree that was read to what is wanted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.errors import AmbiguousCode, ParentkitError, UnknownCode, UsageProblem
from parentkit.domain.log.household import EVERYBODY
from parentkit.domain.log.wanted import EVERYTHING, Either, Has, Is, Not, Said, Within, both
from parentkit.domain.text import one_line
from parentkit.domain.time.days import is_number, short_day
from parentkit.domain.time.period import Period
from parentkit.domain.time.stretch import OPEN_END, first_day, parse_stretch
from parentkit.services.log.find_fields import (
    DAYS,
    FIELDS,
    FLAG,
    OTHER_NAMES,
    PERSON,
    TAG,
    TEXT,
    VERBS_OF,
    vocabulary_of,
)
from parentkit.services.log.find_grammar import parse
from parentkit.services.log.find_meant import meant_by, no_word, nobody
from parentkit.services.log.find_problem import FindProblem
from parentkit.services.log.find_tokens import BEFORE, IS, SAID, SINCE
from parentkit.services.log.find_tree import All, AnyOf, No, asks

if TYPE_CHECKING:
    from parentkit.domain.log.household import Household
    from parentkit.domain.log.wanted import Wanted
    from parentkit.services.log.find_tree import Ask, Tree

_YES = {"yes": True, "no": False}


class Reading(NamedTuple):
    """What a line of words looks for, and which days its words for days were taken as."""

    wanted: Wanted
    days: tuple[str, ...]


def wanted_by(text: str, household: Household, today: date) -> Wanted:
    """What a line of words looks for; see `read`."""
    return read(text, household, today).wanted


def read(text: str, household: Household, today: date) -> Reading:
    """Reads a line of words.

    Args:
        text: as a person typed it; docs/finding.md tells what can be written.
        household: the family's people and words.
        today: the day that `last week` counts from.

    Raises:
        FindProblem: it cannot be read; its hint points at the place and says what is possible.
    """
    verbs = {name: VERBS_OF[field.sort] for name, field in FIELDS.items()}
    tree = parse(text, verbs, OTHER_NAMES, lambda words: meant_by(words, household, today))
    wanted = _wanted(tree, one_line(text), household, today)
    days = (_taken_as(ask, today) for ask in asks(tree) if _says_days_in_words(ask))
    return Reading(wanted, tuple(dict.fromkeys(days)))


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
    field = FIELDS[ask.field]
    name = f"not {ask.value}"
    if ask.negated and ask.value and field.words and vocabulary_of(field, household).named(name):
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
    return _is(test, household)


def _is(test: Ask, household: Household) -> Wanted:
    field = FIELDS[test.field]
    if field.sort == FLAG:
        return _flag(field.fields[0], test.value)
    if test.field == "child" and test.value.casefold() in EVERYBODY:
        return EVERYTHING
    return Is(field.fields[0], test.value if field.sort == TAG else _code(test, household))


def _days(test: Ask, today: date) -> Within:
    if test.verb == BEFORE:
        return Within("", first_day(test.value, today).isoformat())
    if test.verb == SINCE:
        return Within(first_day(test.value, today).isoformat(), "")
    period = parse_stretch(test.value, today)
    end = "" if period.end == OPEN_END else period.end.isoformat()
    return Within(period.start.isoformat(), end)


def _says_days_in_words(ask: Ask) -> bool:
    """Whether days were said, and not by a date whose figures begin with the year."""
    said = FIELDS[ask.field].sort == DAYS and ask.verb != SAID
    return said and not is_number(ask.value.strip()[:4])


def _taken_as(ask: Ask, today: date) -> str:
    """`from Mon 2 Nov on`, `before Mon 9 Nov`, `November 2026`."""
    start, end, _ = _days(ask, today)
    if not start:
        return f"before {short_day(date.fromisoformat(end), today)}"
    if not end:
        return f"from {short_day(date.fromisoformat(start), today)} on"
    return Period(date.fromisoformat(start), date.fromisoformat(end)).title(today)


def _flag(field: str, value: str) -> Wanted:
    answer = _YES.get(value.casefold())
    if answer is None:
        raise UsageProblem(f"{value!r} is neither yes nor no.", f"Possible: {', '.join(_YES)}.")
    return Said(field) if answer else Not(Said(field))


def _code(ask: Ask, household: Household) -> str:
    field = FIELDS[ask.field]
    if field.sort == PERSON:
        try:
            return household.person(field.fields[0], ask.value)
        except UnknownCode as problem:
            raise nobody(problem) from None
    vocabulary = vocabulary_of(field, household)
    try:
        return vocabulary.resolve(ask.value)
    except (UnknownCode, AmbiguousCode) as problem:
        raise no_word(problem, field, vocabulary) from None

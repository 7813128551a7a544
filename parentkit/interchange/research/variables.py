"""The variables of tables for statistics programs: what each is, and its value in a row.

The same variables make the tables, their codebook, and the instruments of a REDCap project.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.codes import MET, PARTIAL, PERSON, SUGGESTED
from parentkit.domain.log.age import BANDS
from parentkit.domain.schema.field import CODES, FLAG, TEXTS
from parentkit.domain.schema.field import TEXT as SAID
from parentkit.domain.schema.fields import MOMENT_FIELDS
from parentkit.interchange.research import values
from parentkit.interchange.research.dataset import ROLES
from parentkit.interchange.research.values import case_of, fields_of, moment_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from parentkit.domain.log.household import Household
    from parentkit.domain.log.vocabulary import Vocabulary
    from parentkit.domain.schema.field import Field
    from parentkit.interchange.research.dataset import Case, Dataset
    from parentkit.interchange.research.values import Value

    Choices = Sequence[tuple[str, str]]
    Find = Callable[[Any], Mapping[str, Any]]

TEXT = "text"
LONG_TEXT = "long text"
CODE = "code"
WHOLE = "whole number"
YES_NO = "yes or no (1 or 0)"
DAY = "day (YYYY-MM-DD)"
TIME = "local time (YYYY-MM-DD HH:MM)"

RESPONSES = 4
"""How many responses of a moment have a variable of their own; all of them stand in `responses`."""

CAREGIVER, CODER, PROGRAM = "caregiver", "coder", "program"
"""Who says it. What follows from other variables says from which."""

_SORTS = (("strength", "a strength"), ("wondering", "a wondering"), ("question", "a question"))
_GOAL_STATES = (("open", "open"), ("reached", "reached"), ("let_go", "let go"))
_SOURCES = ((PERSON, "judged by a person"), (SUGGESTED, "as suggested"))


_ABOUT_THE_SIGN = ("cue", "clarity", "miscue", "need")
_NOT_AROUND = (
    *("id", "observed_at", "child", "caregiver", "responses", "fit", "fit_source"),
    *("suggested_fit", "slip", "repair", "child_after", "flag", "sampling", "logged_at"),
)
"""What has variables of another making, and the flag: no moment that is set apart is in a table."""

_LABELS = {
    "need": "what was needed, as the caregiver thinks",
    "tags": "tags, joined by a semicolon",
    "note": "note",
}
"""What a variable is called where that is not what its field means."""

_SORTS_OF = {SAID: LONG_TEXT, FLAG: YES_NO}


class Variable(NamedTuple):
    """A variable: a column of a table.

    Attributes:
        name: lower-case letters, digits and underscores.
        label: what it is.
        sort: one of the sorts above.
        source: who or what says it.
        value: its value in a row; None where nothing was said.
        choices: codes and labels, for a code.
        unit: of a number.
        identifies: whether it may tell who somebody is: names, words of people, days and times.
            None of these is in a version for supervision.
    """

    name: str
    label: str
    sort: str
    source: str
    value: Callable[[Any], Value]
    choices: Choices = ()
    unit: str = ""
    identifies: bool = False


def of_moments(data: Dataset) -> list[Variable]:
    """The variables of a moment."""
    words = data.household
    return _allowed(
        data,
        [*_place(data), *_when(words), *_what(words), *_how(words, moment_of), *_around(words)],
    )


def of_judgements(data: Dataset) -> list[Variable]:
    """The variables of a judgement: of its moment what tells which one it is about."""
    variables = [
        *_place(data, case_of),
        Variable("role", "in what role it was judged", CODE, PROGRAM, lambda row: row.role, ROLES),
        *_coder("the coder"),
        Variable("blind", "coded before the other was seen", YES_NO, PROGRAM, values.blind),
        *_how(data.household, fields_of),
    ]
    for pair, label in data.rubric:
        told, rated = f"rubric: {label}", values.rating(pair)
        variables.append(Variable(f"rubric_{pair}", told, WHOLE, CODER, rated, unit="1 to 5"))
    variables.append(_time("judged_at", "when it was judged", fields_of, "logged_at"))
    return _allowed(data, variables)


def of_remarks(data: Dataset) -> list[Variable]:
    """The variables of a comment."""
    sort, text = values.text("sort", fields_of), values.text("text", fields_of)
    return [
        *_place(data, case_of),
        *_coder("who wrote it"),
        Variable("sort", "what sort of comment", CODE, CODER, sort, _SORTS),
        Variable("text", "the comment", LONG_TEXT, CODER, text, identifies=True),
        _time("written_at", "when it was written", fields_of, "logged_at"),
    ]


def of_goals() -> list[Variable]:
    """The variables of a goal."""
    state, text = values.text("state", fields_of), values.text("text", fields_of)
    return [
        Variable("child", "pseudonym of the child", TEXT, PROGRAM, values.pseudonym("child")),
        *_coder("who set it"),
        Variable("state", "how it stands", CODE, CODER, state, _GOAL_STATES),
        Variable("text", "the goal", LONG_TEXT, CODER, text, identifies=True),
        Variable("by_when", "by when", DAY, CODER, values.by_when, identifies=True),
    ]


def _allowed(data: Dataset, variables: list[Variable]) -> list[Variable]:
    return [each for each in variables if not (data.covered and each.identifies)]


def _place(data: Dataset, case: Callable[[Any], Case] = lambda row: row) -> Iterator[Variable]:
    """Which moment a row is of, and whose."""
    yield Variable("family", "pseudonym of the family", TEXT, PROGRAM, lambda _: data.family)
    called = Variable("family_name", "name of the family", TEXT, CODER, lambda _: data.family_name)
    yield called._replace(identifies=True)
    label = "pseudonym of the moment"
    yield Variable("moment", label, TEXT, PROGRAM, lambda row: case(row).key)
    identity = values.text("id", lambda row: case(row).moment)
    label = "identity of the moment; tells when it was made"
    yield Variable("moment_id", label, TEXT, PROGRAM, identity, identifies=True)
    yield Variable("week", "ISO week (2026-W47)", TEXT, PROGRAM, lambda row: case(row).week)
    for name, label in (("child", "the child"), ("caregiver", "who was there")):
        yield from _person(name, label, case)
    cues = data.household.vocabulary("cues")

    def family_of(row: Any) -> Value:
        return cues.group(str(case(row).moment.get("cue", ""))) or None

    families = _groups(cues, data.household)
    yield Variable("cue_family", "family of the sign", CODE, "from cue", family_of, families)


def _person(name: str, label: str, case: Callable[[Any], Case]) -> Iterator[Variable]:
    pseudonym, called = values.pseudonym(name, case), values.name(name, case)
    yield Variable(name, f"pseudonym of {label}", TEXT, PROGRAM, pseudonym)
    named = Variable(f"{name}_name", f"name of {label}", TEXT, CAREGIVER, called)
    yield named._replace(identifies=True)


def _coder(label: str) -> Iterator[Variable]:
    pseudonym, called = values.pseudonym("coder"), values.name("coder")
    yield Variable("coder", f"pseudonym of {label}", TEXT, PROGRAM, pseudonym)
    yield Variable("coder_name", f"name of {label}", TEXT, CODER, called, identifies=True)


def _when(words: Household) -> Iterator[Variable]:
    bands = tuple((band, band) for band, _ in BANDS)
    yield _code("age_band", "age band of the child on that day", PROGRAM, bands)
    yield _time("observed_at", "when it happened", moment_of, "observed_at")
    yield Variable("day", "local day", DAY, "from observed_at", values.day, identifies=True)
    samplings = _codes(words.judgement("sampling"))
    yield _code("sampling", "how it came to be written down", PROGRAM, samplings)
    yield _time("logged_at", "when it was written down", moment_of, "logged_at")


def _what(words: Household) -> Iterator[Variable]:
    """The sign and the responses."""
    yield from _fields(words, _ABOUT_THE_SIGN)
    label = f"all responses in order, joined by{values.THEN}"
    yield Variable("responses", label, TEXT, CAREGIVER, values.responses)
    responses = words.vocabulary("responses")
    for place in range(RESPONSES):
        name, label = f"response_{place + 1}", f"response number {place + 1}"
        found = values.response(place)
        yield Variable(name, label, CODE, CAREGIVER, found, _codes(responses))
    first = values.response(0)
    yield Variable(
        "response_pole",
        "pole of the first response",
        CODE,
        "from response_1",
        lambda row: responses.group(str(first(row) or "")) or None,
        _groups(responses, words),
    )


def _how(words: Household, of: Find) -> Iterator[Variable]:
    """How it went, as somebody says: the variables that moments and judgements share."""
    fits = _codes(words.judgement("fit"))
    yield Variable("fit", "how the response fitted", CODE, CODER, values.text("fit", of), fits)
    for name, told, counted in (("met", "met", MET), ("met_or_partial", "met at least partly",
                                                       {*MET, PARTIAL})):  # fmt: skip
        label = f"{told}; empty where nobody can tell"
        yield Variable(name, label, YES_NO, "from fit", values.fit_among(counted, of))
    slips = _codes(words.judgement("slip"))
    yield Variable("slip", "where it slipped", CODE, CODER, values.text("slip", of), slips)
    after, terms = values.text("child_after", of), _codes(words.judgement("child_after"))
    yield Variable("child_after", "how the child was afterwards", CODE, CODER, after, terms)
    state, states = values.repair_part("state", of), _codes(words.judgement("repair"))
    yield Variable("repair_state", "whether they came back", CODE, CODER, state, states)
    # The rates take silence about a repair for none; another coder may just not have been asked.
    back = values.came_back(of, unsaid=False if of is moment_of else None)
    label, source = "met, or repaired; empty where nobody can tell", "from fit and repair_state"
    yield Variable("came_back", label, YES_NO, source, back)
    label, minutes = "how long until they came back", values.repair_minutes(of)
    yield Variable("repair_after", label, WHOLE, CODER, minutes, unit="minutes")
    begun, starters = values.repair_part("by", of), _codes(words.judgement("repaired_by"))
    yield Variable("repair_by", "who began to come back", CODE, CODER, begun, starters)


def _around(words: Household) -> Iterator[Variable]:
    """Where the judgement comes from, and what else was so."""
    yield _code("fit_source", "whether a person judged how it fitted", PROGRAM, _SOURCES)
    fits = _codes(words.judgement("fit"))
    yield _code("suggested_fit", "the fit that was suggested", PROGRAM, fits)
    names = [each.name for each in MOMENT_FIELDS if each.name not in _NOT_AROUND]
    yield from _fields(words, [name for name in names if name not in _ABOUT_THE_SIGN])


def _fields(words: Household, names: Collection[str]) -> Iterator[Variable]:
    """A variable for each of these fields, by what may stand in it.

    What is not for supervision may tell who somebody is, so that its table never has it there.
    """
    for field in MOMENT_FIELDS:
        if field.name in names:
            label = _LABELS.get(field.name, field.meaning)
            vocabulary = words.words(field)
            sort = CODE if vocabulary else _SORTS_OF.get(field.sort, TEXT)
            choices = _codes(vocabulary) if vocabulary else ()
            plain = Variable(field.name, label, sort, CAREGIVER, _value(field), choices)
            yield plain._replace(identifies=not field.deidentified)


def _value(field: Field) -> Callable[[Any], Value]:
    if field.sort == FLAG:
        return lambda row: row.moment.get(field.name) is True
    if field.sort in (TEXTS, CODES):
        return values.texts(field.name)
    return values.text(field.name, moment_of)


def _code(name: str, label: str, source: str, choices: Choices) -> Variable:
    return Variable(name, label, CODE, source, values.text(name, moment_of), choices)


def _time(name: str, label: str, of: Find, field: str) -> Variable:
    return Variable(name, label, TIME, PROGRAM, values.time(field, of), identifies=True)


def _codes(vocabulary: Vocabulary) -> Choices:
    return tuple((code, vocabulary.label(code)) for code in vocabulary.codes())


def _groups(vocabulary: Vocabulary, words: Household) -> Choices:
    groups = {vocabulary.group(code) for code in vocabulary.codes()} - {""}
    return tuple((group, words.label(group)) for group in sorted(groups))

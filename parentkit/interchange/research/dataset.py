"""A family's moments and judgements as rows for statistics programs, people by their pseudonyms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain import codes
from parentkit.figures.daily import iso_week

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from parentkit.domain.log.household import Household
    from parentkit.figures.account import Told

    Fields = Mapping[str, Any]

PARENT = "parent"
SUGGESTION = "suggestion"
CAREGIVER = "caregiver"
COACH = "coach"
ROLES = (
    (PARENT, "the judgement on the moment itself, made by a person"),
    (SUGGESTION, "what the table of fits suggested; nobody's judgement"),
    (CAREGIVER, "somebody else at home"),
    (COACH, "a coach"),
)

_COACH_ID = "coach:"
PERSON = "person"
"""What has a pseudonym besides records, which have theirs by their kind."""


class Person(NamedTuple):
    """Somebody, by pseudonym and by name; both are empty where nobody was named."""

    pseudonym: str
    name: str


class Case(NamedTuple):
    """A moment: its pseudonym, its week, its people, its document."""

    key: str
    week: str
    child: Person
    caregiver: Person
    moment: Fields


class Judgement(NamedTuple):
    """What one coder said about a case. `role` is one of ROLES; a suggestion has no coder.

    `key` stands for the judgement itself, here as in the rows below.
    """

    key: str
    case: Case
    role: str
    coder: Person
    fields: Fields


class Remark(NamedTuple):
    """A comment on a case, and who made it."""

    key: str
    case: Case
    coder: Person
    fields: Fields


class Goal(NamedTuple):
    """A goal, for whom it is and who set it."""

    key: str
    child: Person
    coder: Person
    fields: Fields


class Dataset(NamedTuple):
    """Everything that goes into tables.

    Attributes:
        family: the family's pseudonym.
        family_name: its name, empty in the version for supervision.
        audience: who gets it and what for, in words.
        start, end: the local days that it covers, half open.
        household: the words that codes are told by.
        rubric: the pairs of the rubric, id and label.
        covered: whether it is the version for supervision, without words, names, days and times.
        cases, judgements, remarks, goals: the rows.
    """

    family: str
    family_name: str
    audience: str
    start: str
    end: str
    household: Household
    rubric: Sequence[tuple[str, str]]
    covered: bool
    cases: list[Case]
    judgements: list[Judgement]
    remarks: list[Remark]
    goals: list[Goal]


class Named(NamedTuple):
    """What a data set goes by.

    Attributes:
        family, family_name, audience: as in `Dataset`.
        pseudonym: what stands for a PERSON or a record, by its kind and id.
        name: the name of a person, by id.
        rubric: as in `Dataset`.
        covered: as in `Dataset`.
    """

    family: str
    family_name: str
    audience: str
    pseudonym: Callable[[str, str], str]
    name: Callable[[str], str]
    rubric: Sequence[tuple[str, str]]
    covered: bool


def dataset(
    named: Named,
    household: Household,
    days: tuple[str, str],
    told: Sequence[Told],
    goals: Sequence[Fields],
) -> Dataset:
    """The rows of moments with what stands beside them.

    Args:
        named: what it goes by.
        household: the words that codes are told by.
        days: the local days that it covers, half open.
        told: the moments.
        goals: the goals.
    """
    rows = _Rows(named)
    data = Dataset(
        named.family,
        named.family_name,
        named.audience,
        *days,
        household,
        named.rubric,
        named.covered,
        *([], [], [], []),
    )
    for each in told:
        moment = each.moment
        week = str(moment.get("week") or iso_week(str(moment["observed_at"])[:10]))
        people = rows.person(moment.get("child")), rows.person(moment.get("caregiver"))
        case = Case(rows.key(codes.MOMENT, moment), week, *people, moment)
        data.cases.append(case)
        data.judgements.extend(rows.judgements(case, each))
        data.remarks.extend(
            Remark(rows.key(codes.COMMENT, one), case, rows.person(one.get("coder")), one)
            for one in each.comments
        )
    data.goals.extend(
        Goal(
            rows.key(codes.GOAL, one),
            rows.person(one.get("child")),
            rows.person(one.get("coder")),
            one,
        )
        for one in goals
    )
    return data


class _Rows:
    """Makes rows under pseudonyms; each person's is worked out once."""

    def __init__(self, named: Named) -> None:
        self._named = named
        self._people: dict[str, Person] = {}

    def key(self, kind: str, fields: Fields) -> str:
        return self._named.pseudonym(kind, str(fields["id"]))

    def person(self, identity: object) -> Person:
        if not isinstance(identity, str) or not identity:
            return Person("", "")
        if identity not in self._people:
            pseudonym = self._named.pseudonym(PERSON, identity)
            self._people[identity] = Person(pseudonym, self._named.name(identity))
        return self._people[identity]

    def judgements(self, case: Case, told: Told) -> Iterator[Judgement]:
        moment = told.moment
        if moment.get("fit") and moment.get("fit_source", codes.PERSON) == codes.PERSON:
            yield Judgement(f"{PARENT} {case.key}", case, PARENT, case.caregiver, moment)
        if moment.get("suggested_fit"):
            fields = {"fit": moment["suggested_fit"]}
            yield Judgement(f"{SUGGESTION} {case.key}", case, SUGGESTION, Person("", ""), fields)
        for coding in told.codings:
            coder = str(coding.get("coder", ""))
            role = COACH if coder.startswith((_COACH_ID, f"{COACH} ")) else CAREGIVER
            key = self.key(codes.CODING, coding)
            yield Judgement(key, case, role, self.person(coder), coding)

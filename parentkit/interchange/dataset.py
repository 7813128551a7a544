"""A family's moments and judgements as rows for statistics programs: one number for each person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.codes import PERSON
from parentkit.figures.daily import iso_week

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from parentkit.domain.household import Household
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


class Person(NamedTuple):
    """Somebody, by number and by name; both are empty where nobody was named."""

    number: int | None
    name: str


class Case(NamedTuple):
    """A moment: its number in the data set, its week, its people, its document."""

    number: int
    week: str
    child: Person
    caregiver: Person
    moment: Fields


class Judgement(NamedTuple):
    """What one coder said about a case. `role` is one of ROLES; a suggestion has no coder."""

    case: Case
    role: str
    coder: Person
    fields: Fields


class Remark(NamedTuple):
    """A comment on a case, and who made it."""

    case: Case
    coder: Person
    fields: Fields


class Goal(NamedTuple):
    """A goal, for whom it is and who set it."""

    child: Person
    coder: Person
    fields: Fields


class Dataset(NamedTuple):
    """Everything that goes into tables.

    Attributes:
        family: what the family goes by.
        start, end: the local days that it covers, half open.
        household: the words that codes are told by.
        rubric: the pairs of the rubric, id and label.
        covered: whether it is the version for supervision, without words, names, days and times.
        cases, judgements, remarks, goals: the rows.
    """

    family: str
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
        family: what stands for the family.
        name: the name of a person, by id.
        rubric: as in `Dataset`.
        covered: as in `Dataset`.
    """

    family: str
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
    """The rows of moments with what stands beside them; people are numbered as they turn up.

    Args:
        named: what it goes by.
        household: the words that codes are told by.
        days: the local days that it covers, half open.
        told: the moments.
        goals: the goals.
    """
    children, adults, coders = _Numbers(named), _Numbers(named), _Numbers(named)
    data = Dataset(named.family, *days, household, named.rubric, named.covered, [], [], [], [])
    for number, each in enumerate(told, 1):
        moment = each.moment
        week = str(moment.get("week") or iso_week(str(moment["observed_at"])[:10]))
        people = children.person(moment.get("child")), adults.person(moment.get("caregiver"))
        case = Case(number, week, *people, moment)
        data.cases.append(case)
        data.judgements.extend(_judgements(case, each, coders))
        data.remarks.extend(
            Remark(case, coders.person(one.get("coder")), one) for one in each.comments
        )
    data.goals.extend(
        Goal(children.person(one.get("child")), coders.person(one.get("coder")), one)
        for one in goals
    )
    return data


class _Numbers:
    """Numbers people in the order in which they turn up."""

    def __init__(self, named: Named) -> None:
        self._name = named.name
        self._known: dict[str, int] = {}

    def person(self, identity: object) -> Person:
        if not isinstance(identity, str) or not identity:
            return Person(None, "")
        number = self._known.setdefault(identity, len(self._known) + 1)
        return Person(number, self._name(identity))


def _judgements(case: Case, told: Told, coders: _Numbers) -> Iterator[Judgement]:
    moment = told.moment
    if moment.get("fit") and moment.get("fit_source", PERSON) == PERSON:
        yield Judgement(case, PARENT, coders.person(moment.get("caregiver")), moment)
    if moment.get("suggested_fit"):
        fields = {"fit": moment["suggested_fit"]}
        yield Judgement(case, SUGGESTION, Person(None, ""), fields)
    for coding in told.codings:
        coder = str(coding.get("coder", ""))
        role = COACH if coder.startswith((_COACH_ID, f"{COACH} ")) else CAREGIVER
        yield Judgement(case, role, coders.person(coder), coding)

"""Records for supervision: without words that people wrote, without names, and by week alone.

What may stay says so in the table of fields and everything else goes, so that fields of a newer
version, of a family's own making or of a hostile file stay out too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.domain.codes import (
    CAREGIVER,
    CHILD,
    CHILD_AFTER,
    CODING,
    MOMENT,
    SAMPLINGS,
    TERM,
)
from parentkit.domain.log.age import BANDS
from parentkit.domain.log.household import Household
from parentkit.domain.schema.field import CODES, COUNT, FLAG
from parentkit.domain.schema.fields import MOMENT_FIELDS, REPAIR_PARTS
from parentkit.figures.account import Told
from parentkit.figures.daily import iso_week
from parentkit.services.coach.pseudonyms import PERSON, SHORT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from parentkit.domain.log.episode import EpisodeColumns
    from parentkit.domain.log.household import Load, Person
    from parentkit.domain.schema.field import Field
    from parentkit.services.coach.pseudonyms import Pseudonyms

    Fields = Mapping[str, Any]

COACH = "coach"
OWN = "own"
"""What stands for a code of the family's own; a sign keeps its family, a response its pole."""

_KEPT = [field for field in MOMENT_FIELDS if field.deidentified]
_WORDS = {"cues": "sign", "responses": "response", "contexts": "context", "parent_states": "state"}


class Cover:
    """Replaces everything in a family's records that could tell who they are.

    People become `child k4v2qd`, `caregiver 7hx3mb`, `coach ...`: what they are, and the beginning
    of their pseudonym. Words and labels of the family's own become what kind of thing they are.

    Args:
        household: the family's people and words.
        load: loads shipped content, as `parentkit.content.load`.
        pseudonyms: what stands for people and records.
    """

    def __init__(self, household: Household, load: Load, pseudonyms: Pseudonyms) -> None:
        self._pseudonyms = pseudonyms
        self._own = household
        self._load = load
        self._shipped = Household((), load)
        self._people: dict[str, tuple[str, str]] = {}
        self._terms: dict[tuple[str, str], Person] = {}

    def household(self) -> Household:
        """The people and words by which the covered records are told."""
        people = (
            (CHILD if kind == CHILD else CAREGIVER, {"id": one, "name": f"{kind} {short(one)}"})
            for kind, one in self._people.values()
        )
        return Household([*people, *((TERM, term) for term in self._terms.values())], self._load)

    def columns(self, columns: EpisodeColumns) -> EpisodeColumns:
        """The episodes with covered people and codes; their days stay, for the figures alone."""
        return columns._replace(
            child=[self.person(each, CHILD) for each in columns.child],
            caregiver=[self.person(each, CAREGIVER) for each in columns.caregiver],
            cue=[self._code("cues", each) for each in columns.cue],
            responses=[
                tuple(self._code("responses", each) for each in said) for said in columns.responses
            ],
            context=[self._code("contexts", each) for each in columns.context],
            child_after=[_one_of(each, CHILD_AFTER) for each in columns.child_after],
            sampling=[_one_of(each, SAMPLINGS) for each in columns.sampling],
        )

    def told(self, told: Told) -> Told:
        """A moment and its codings; comments are words and go."""
        codings = sorted(map(self._coding, told.codings), key=lambda each: str(each["id"]))
        return Told(self._moment(told.moment), codings)

    def person(self, identity: str, kind: str) -> str:
        """What stands for a person: the kind and the pseudonym."""
        if not identity:
            return ""
        if identity not in self._people:
            self._people[identity] = kind, f"{kind} {self._pseudonyms.of(PERSON, identity)}"
        return self._people[identity][1]

    def coder(self, identity: str) -> str:
        """What stands for somebody who judged: a coach, or a caregiver of the family."""
        return self.person(identity, COACH if identity.startswith(f"{COACH}:") else CAREGIVER)

    def _moment(self, moment: Fields) -> Fields:
        covered: dict[str, Any] = {
            "id": self._pseudonyms.of(MOMENT, str(moment["id"])),
            "week": iso_week(str(moment["observed_at"])[:10]),
            "child": self.person(str(moment.get("child", "")), CHILD),
            "caregiver": self.person(str(moment.get("caregiver", "")), CAREGIVER),
            **{field.name: self._said(field, moment.get(field.name)) for field in _KEPT},
            "age_band": _one_of(moment.get("age_band"), [band for band, _ in BANDS]),
            **_judgement(moment),
        }
        return {name: value for name, value in covered.items() if value}

    def _said(self, field: Field, value: Any) -> Any:
        """What stays of a field that is no fixed choice: a code that is shipped, or a yes."""
        if field.sort == CODES:
            return [self._code(field.vocabulary, each) for each in value or ()]
        if field.sort == FLAG:
            return value is True
        return self._code(field.vocabulary, str(value or "")) if field.is_extended else None

    def _coding(self, coding: Fields) -> Fields:
        covered = {
            "id": self._pseudonyms.of(CODING, str(coding["id"])),
            "coder": self.coder(str(coding.get("coder", ""))),
            **_judgement(coding),
        }
        if isinstance(ratings := coding.get("rubric"), dict):
            pairs = [pair["id"] for pair in self._load("rubric")["pairs"]]
            covered["rubric"] = {pair: ratings[pair] for pair in pairs if _is_rating(ratings, pair)}
        return {**covered, "blind": coding.get("blind") is True}

    def _code(self, vocabulary: str, code: str) -> str:
        shipped = self._shipped.vocabulary(vocabulary)
        if not code or code in shipped:
            return code
        groups = {shipped.group(known) for known in shipped.codes()}
        group = self._own.vocabulary(vocabulary).group(code)
        if not group or group not in groups:
            group = ""
        covered = f"{OWN}_{group or _WORDS[vocabulary]}"
        label = f"a {_WORDS[vocabulary]} of the family's own"
        if group:
            label += f" ({self._shipped.label(group)})"
        term = {"id": f"{vocabulary}/{covered}", "vocabulary": vocabulary, "code": covered}
        self._terms[vocabulary, covered] = {**term, "label": label, "group": group}
        return covered


def short(covered: str) -> str:
    """The beginning of the pseudonym in what stands for a person; the tables have the rest."""
    return covered.rpartition(" ")[2][:SHORT]


def covered_pseudonym(_kind: str, covered: str) -> str:
    """The pseudonym in what stands for a person or a record."""
    return covered.rpartition(" ")[2]


def _judgement(fields: Fields) -> dict[str, Any]:
    """The judgement in a moment or a coding, as far as it is made of codes and counts."""
    kept: dict[str, Any] = {
        field.name: _one_of(fields.get(field.name), field.choices)
        for field in _KEPT
        if field.choices
    }
    if isinstance(repair := fields.get("repair"), dict):
        kept["repair"] = {
            part.name: value
            for part in REPAIR_PARTS
            if part.deidentified and _is_covered(part, value := repair.get(part.name))
        }
    return {name: value for name, value in kept.items() if value}


def _is_covered(part: Field, value: object) -> bool:
    return type(value) is int if part.sort == COUNT else bool(_one_of(value, part.choices))


def _one_of(value: object, choices: Iterable[str]) -> str:
    return value if isinstance(value, str) and value in choices else ""


def _is_rating(ratings: Mapping[str, Any], pair: str) -> bool:
    return type(ratings.get(pair)) is int

"""How far a coach and a family agree about what is written, from the codings that both made."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.codes import CODING, MOMENT, PERSON
from parentkit.domain.log.household import COACH
from parentkit.domain.log.moment import is_whole, readable
from parentkit.figures.agreement import Agreement, agreement
from parentkit.figures.double_coding import PARENT, DoubleCoding, Judged, double_coding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from parentkit.domain.log.household import Household
    from parentkit.journal import Journal, Record


class Gathered(NamedTuple):
    """One family's moments with everybody's fits, and what was left out of them.

    Attributes:
        judged: the moments that somebody judged; flagged ones are not among them.
        suggestions: (the parent's fit, the suggested fit) to how many moments.
        not_blind: codings that were made after the parent's judgement had been seen.
        later: parent's judgements left out because they were written after a coach's of the same
            moment, so that they may have been made knowing it.
        unjudged: coded moments for which nobody at home said how they fitted; the suggestion
            stands there, and a suggestion is nobody's judgement.
    """

    judged: list[Judged]
    suggestions: Counter[tuple[str, str]]
    not_blind: int
    later: int
    unjudged: int


class Agreed(NamedTuple):
    """The agreement in one family, or in several taken together.

    Attributes:
        double_coding: of all coders.
        suggestion: of the parent's own judgement with the suggestion it was made beside; without
            an implied accuracy, which supposes two people who judge alike.
        not_blind, later, unjudged: as in `Gathered`.
    """

    double_coding: DoubleCoding
    suggestion: Agreement
    not_blind: int
    later: int
    unjudged: int


def gather(journal: Journal, household: Household, *, with_seen: bool = False) -> Gathered:
    """Everybody's judgements of a family's moments.

    Of several codings of a moment by one coder the first counts. `with_seen` counts codings and
    judgements that were made knowing the other one too.
    """
    reading = journal.read(kinds=(MOMENT, CODING))
    moments = {one.id: one for one in reading.records if one.kind == MOMENT and _is_counted(one)}
    codings = [one for one in reading.records if one.fields.get("moment") in moments and _fit(one)]
    blind = [one for one in codings if one.fields.get("blind") is True]
    by_moment = _by_moment(codings if with_seen else blind)
    judged: list[Judged] = []
    suggestions: Counter[tuple[str, str]] = Counter()
    later = unjudged = 0
    family_of = household.vocabulary("cues").group
    for record in moments.values():
        fields = readable(record.fields)
        of_it = by_moment.get(record.id, [])
        fits = {str(one.fields["coder"]): _fit(one) for one in reversed(of_it)}
        if by_person := _own_fit(fields):
            if fields.get("suggested_fit"):
                suggestions[by_person, fields["suggested_fit"]] += 1
            after = bool(of_it) and (record.stamp_of("fit") or "") > of_it[0].created
            later += after
            if with_seen or not after:
                fits[PARENT] = by_person
        elif of_it:
            unjudged += 1
        if fits:
            judged.append(Judged(family_of(fields["cue"]), fits))
    not_blind = len(codings) - len(blind)
    return Gathered(judged, suggestions, not_blind, later, unjudged)


def agreed(gathered: Iterable[Gathered]) -> Agreed:
    """The agreement in these families, their moments taken together."""
    families: Sequence[Gathered] = list(gathered)
    suggestions: Counter[tuple[str, str]] = Counter()
    for family in families:
        suggestions.update(family.suggestions)
    return Agreed(
        double_coding([moment for family in families for moment in family.judged]),
        agreement(suggestions)._replace(implied_accuracy=None),
        sum(family.not_blind for family in families),
        sum(family.later for family in families),
        sum(family.unjudged for family in families),
    )


def _is_counted(moment: Record) -> bool:
    """Whether a moment stands in figures: whole, and not set apart by its flag."""
    fields = readable(moment.fields)
    return is_whole(fields) and not fields.get("flag")


def _own_fit(fields: Mapping[str, Any]) -> str:
    """The fit that a person at home gave; nothing where the suggestion stands."""
    by_person = fields.get("fit_source", PERSON) == PERSON
    return str(fields.get("fit", "")) if by_person else ""


def _fit(record: Record) -> str:
    """The fit of a coding that can be read and is its coder's own; nothing for any other record.

    What a coach codes, the coach writes: nobody else puts a judgement into a coach's mouth.
    """
    fit, coder = record.fields.get("fit"), record.fields.get("coder")
    if record.kind != CODING or not isinstance(fit, str) or not isinstance(coder, str):
        return ""
    borrowed = coder.startswith(COACH) and record.by != coder
    return "" if borrowed or coder == PARENT else fit


def _by_moment(codings: Iterable[Record]) -> dict[str, list[Record]]:
    """The codings of each moment, oldest first."""
    found: dict[str, list[Record]] = {}
    for coding in sorted(codings, key=lambda one: (one.created, one.id)):
        found.setdefault(coding.fields["moment"], []).append(coding)
    return found

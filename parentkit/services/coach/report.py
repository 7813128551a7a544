"""What a written report is made of, for a coach and for a family about its own log alike."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import compress
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit import clock
from parentkit.content import load
from parentkit.domain.codes import CODING, COMMENT, GOAL, MOMENT
from parentkit.domain.log.episode import EpisodeColumns
from parentkit.domain.log.moment import is_whole, lived_order, readable
from parentkit.domain.log.selection import Selection
from parentkit.domain.log.wanted import holds
from parentkit.figures.account import Account, Groups, Records, Told, account
from parentkit.figures.double_coding import PARENT, DoubleCoding, double_coding
from parentkit.services.coach.agreement import gather
from parentkit.services.coach.deidentify import Cover
from parentkit.services.log.document import document_of
from parentkit.services.rates.review import WARM_UP_DAYS, not_come_yet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from parentkit.domain.log.household import Household
    from parentkit.journal import Journal, Record
    from parentkit.services.coach.pseudonyms import Pseudonyms

    Fields = Mapping[str, Any]

COACH = "coach:"
_ONE_DAY = timedelta(days=1)


class Reported(NamedTuple):
    """What a report tells, and the people and words that it is told by.

    In a version for supervision both are covered: nothing in them was written by a person,
    names anybody, or tells a day or a time.
    """

    account: Account
    household: Household


class _Read(NamedTuple):
    """What was read: episodes, moments with what stands beside them, goals, double coding."""

    columns: EpisodeColumns
    told: list[Told]
    goals: list[Fields]
    double_coding: DoubleCoding


def report_on(
    journal: Journal,
    household: Household,
    selection: Selection,
    *,
    covered_by: Pseudonyms | None = None,
) -> Reported:
    """The figures and records of a selection, from a family's journal or from one's own.

    Moments that are set apart by their flag are counted and not shown. With pseudonyms to cover
    people and records by it is the version for supervision.
    """
    read = _read(journal, household, selection)
    if covered_by is not None:
        read, household = _covered(read, household, covered_by)
    groups = Groups(household.vocabulary("cues").group, household.vocabulary("responses").group)
    span = _span(selection, read.columns.observed_at)
    told = account(
        read.columns,
        groups,
        span,
        _warm_up_until(journal, read.columns.observed_at),
        Records(read.double_coding, read.told, read.goals),
    )
    return Reported(told, household)


def _read(journal: Journal, household: Household, selection: Selection) -> _Read:
    # A comment is of the day, in UTC, on which it was made: that may be the day before.
    start = (selection.period.start - _ONE_DAY).isoformat() if selection.period else None
    reading = journal.read(start, kinds=(MOMENT, CODING, COMMENT))
    lasting = journal.lasting()
    codings = _by_moment(reading.records, CODING)
    comments = _by_moment(reading.records, COMMENT)
    told = [
        Told(moment, codings.get(moment["id"], ()), comments.get(moment["id"], ()))
        for moment in _moments(reading.records, selection)
    ]
    goals = [
        _document(record) for record in lasting.records if record.kind == GOAL and _is_own(record)
    ]
    if selection.child:
        goals = [goal for goal in goals if goal.get("child") in (None, selection.child)]
    found = gather(journal, household).judged if codings else []
    return _Read(
        _columns(journal, selection),
        told,
        sorted(goals, key=_order),
        double_coding(found),
    )


def _covered(read: _Read, household: Household, pseudonyms: Pseudonyms) -> tuple[_Read, Household]:
    """The same without words, names and times, and the household that it is told by."""
    cover = Cover(household, load, pseudonyms)
    columns = cover.columns(read.columns)
    # In the order of time, or of ids, the rows of two audiences could be laid side by side.
    told = sorted((cover.told(each) for each in read.told), key=_week_and_pseudonym)
    between = tuple(
        each._replace(one=_coder(cover, each.one), other=_coder(cover, each.other), families=())
        for each in read.double_coding.between
    )
    coders = tuple(_coder(cover, coder) for coder in read.double_coding.coders)
    double = read.double_coding._replace(between=between, coders=coders)
    return read._replace(columns=columns, told=told, goals=[], double_coding=double), (
        cover.household()
    )


def _week_and_pseudonym(told: Told) -> tuple[str, str]:
    return str(told.moment["week"]), str(told.moment["id"])


def _coder(cover: Cover, coder: str) -> str:
    return coder if coder == PARENT else cover.coder(coder)


def _columns(journal: Journal, selection: Selection) -> EpisodeColumns:
    """The episodes of the selection, flagged ones too, earliest first."""
    period = selection.period
    columns = journal.episodes(period.start.isoformat() if period else None)
    rows = zip(columns.observed_at, columns.child, columns.caregiver, strict=True)
    ahead = set() if period else not_come_yet(columns.observed_at)
    wanted = [
        (period is None or period.contains(at))
        and at[:10] not in ahead
        and selection.child in (None, child)
        and selection.caregiver in (None, caregiver)
        for at, child, caregiver in rows
    ]
    return EpisodeColumns._make(list(compress(column, wanted)) for column in columns)


def _moments(records: Sequence[Record], selection: Selection) -> list[dict[str, Any]]:
    """The moments of the selection that are whole and not set apart, earliest first."""
    is_wanted = holds(selection.wanted)
    whole = [
        document
        for document in (document_of(record) for record in records if record.kind == MOMENT)
        if is_whole(document)
    ]
    times = () if selection.period else (document["observed_at"] for document in whole)
    ahead = not_come_yet(times)
    found = [
        document
        for document in whole
        if document.get("flag") is not True
        and document["observed_at"][:10] not in ahead
        and is_wanted(document)
    ]
    return sorted(found, key=lived_order)


def _by_moment(records: Sequence[Record], kind: str) -> dict[str, list[Fields]]:
    """Records about moments, by the moment's id, oldest first."""
    found: dict[str, list[Fields]] = {}
    of_kind = [_document(record) for record in records if record.kind == kind and _is_own(record)]
    for document in sorted(of_kind, key=_order):
        found.setdefault(str(document.get("moment")), []).append(document)
    return found


def _is_own(record: Record) -> bool:
    """Whether what a coach is said to have written was written by that coach."""
    coder = str(record.fields.get("coder", ""))
    return not coder.startswith(COACH) or record.by == coder


def _document(record: Record) -> dict[str, Any]:
    return {"id": record.id, **readable(record.fields)}


def _order(document: Fields) -> tuple[str, str]:
    return str(document.get("logged_at", "")), str(document["id"])


def _span(selection: Selection, times: Sequence[str]) -> tuple[str, str]:
    """The half-open days: the period, else from the first moment to the last."""
    if selection.period:
        return selection.period.start.isoformat(), selection.period.end.isoformat()
    today = clock.local_now().date().isoformat()
    first, last = (times[0][:10], times[-1][:10]) if times else (today, today)
    return first, (date.fromisoformat(last) + _ONE_DAY).isoformat()


def _warm_up_until(journal: Journal, times: Sequence[str]) -> str | None:
    first = journal.first_day() if times else None
    if first is None:
        return None
    over = (date.fromisoformat(first) + timedelta(days=WARM_UP_DAYS)).isoformat()
    return over if times[0] < over else None

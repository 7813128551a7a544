"""Practise: which exercise is offered today, and what is kept of every time that one was done."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit import clock
from parentkit.domain.codes import ASSIGNMENT, MOMENT, PRACTICE, REFLECTION
from parentkit.domain.errors import NothingFound
from parentkit.domain.exercises.assigned import assigned_exercises
from parentkit.domain.exercises.suggest import (
    LOOKED_AT_DAYS,
    NOT_AGAIN_DAYS,
    Suggestion,
    slips_of,
    suggest,
)
from parentkit.domain.log.age import age_band
from parentkit.domain.log.wanted import EVERYTHING
from parentkit.domain.text import clean
from parentkit.domain.time.localtime import stamp_local
from parentkit.domain.time.period import week_of
from parentkit.domain.ulid import ms_of
from parentkit.journal import Draft
from parentkit.services.family.household import current_child, new_id
from parentkit.services.family.present import somebody_here

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from parentkit.domain.exercises.exercise import Exercise, PractisedWanted
    from parentkit.domain.log.household import Household
    from parentkit.journal import Journal

WITH_CO_PARENT = ("co_parent",)
LOG_WEEKS = 52
"""How far back the log of what was practised goes where not everything is asked for."""


class Session(NamedTuple):
    """An exercise under way: the ids of its record and of the answer to its closing question."""

    id: str
    reflection: str
    exercise: Exercise
    caregiver: str
    week: str


def band_of(journal: Journal, household: Household, child: str | None, today: date) -> str | None:
    """The age band of a child, of this device's where none is named; None where it is not known."""
    if not household.children:
        return None
    wanted = child or current_child(journal, household)
    born = next(each.get("birth_month") for each in household.children if each["id"] == wanted)
    return age_band(born, today.isoformat())


def for_age(
    exercises: Iterable[Exercise], band: str | None, beside: Collection[str] = ()
) -> list[Exercise]:
    """Those that suit an age, all where it is not known; those `beside` by their ids always."""
    return [each for each in exercises if band in (None, *each.ages) or each.id in beside]


def suited(
    household: Household, exercises: Sequence[Exercise], band: str | None, who: str | None
) -> Sequence[Exercise]:
    """Those of these exercises that may be offered unasked; all of them where none may.

    Where the child's age is not known, these are the ones for any age. One that takes two adults is
    offered where two log, or where it was asked for; what a coach assigned, always.
    """
    assigned = assigned_exercises(household)
    offered = [
        each
        for each in exercises
        if each.id in assigned
        or (
            (band or each.for_any_age)
            and (who or each.who != WITH_CO_PARENT or len(household.caregivers) > 1)
        )
    ]
    return offered or exercises


def todays(
    journal: Journal, household: Household, exercises: Sequence[Exercise], today: date
) -> Suggestion:
    """One of these exercises for today, by what slipped lately in this caregiver's moments.

    Moments are those of the last LOOKED_AT_DAYS days; where nobody has logged on this device, they
    are everybody's. What a coach assigned comes first. There is one exercise at least to choose
    from.
    """
    known = {each.id: each for each in exercises}
    for assigned, because in assigned_exercises(household).items():
        if assigned in known:
            return Suggestion(known[assigned], because)
    since = today - timedelta(days=max(LOOKED_AT_DAYS, NOT_AGAIN_DAYS))
    lately = (today - timedelta(days=LOOKED_AT_DAYS - 1)).isoformat()
    me = journal.device.caregiver if household.caregivers else None
    moments: list[dict[str, Any]] = []
    last: dict[str, str] = {}
    for record in journal.read(since.isoformat(), kinds=(MOMENT, PRACTICE)):
        fields = record.fields
        if me not in (None, fields.get("caregiver")):
            continue
        if record.kind == PRACTICE:
            name, day = str(fields.get("exercise")), str(fields.get("started_at"))[:10]
            last[name] = max(day, last.get(name, ""))
        elif lately <= fields["observed_at"][:10] <= today.isoformat():
            moments.append(fields)
    return suggest(exercises, slips_of(moments), last, today)


def begin(journal: Journal, household: Household, exercise: Exercise) -> Session:
    """Stores that an exercise was begun; everything that follows is stored as it is written."""
    from parentkit.domain.reflection.reflection import reflection_id

    caregiver = somebody_here(journal, household)
    now = clock.now()
    started_at = stamp_local(now, seconds=True)
    monday = week_of(date.fromisoformat(started_at[:10])).start
    answer = reflection_id(monday, caregiver, question_id(exercise))
    session = Session(new_id(int(now * 1000)), answer, exercise, caregiver, monday.isoformat())
    fields = {
        "exercise": exercise.id,
        "title": exercise.title,
        "caregiver": caregiver,
        "started_at": started_at,
        "done": False,
    }
    journal.append([Draft(PRACTICE, session.id, fields)], batch=session.id)
    return session


def question_id(exercise: Exercise) -> str:
    """The id under which an exercise's closing question stands among the reflections."""
    return f"exercise:{exercise.id}"


def finish(journal: Journal, session: Session) -> None:
    """Stores that the exercise was gone through to its end."""
    record = journal.get(session.id, PRACTICE)
    journal.amend(record, {"done": True}, batch=session.id)
    now = stamp_local(clock.now(), seconds=True)
    for lasting in journal.lasting():
        fields = lasting.fields
        asked = lasting.kind == ASSIGNMENT and fields.get("exercise") == session.exercise.id
        if asked and not fields.get("done_at"):
            journal.amend(lasting, {"done_at": now}, batch=session.id)


def write_words(journal: Journal, session: Session, line: str) -> None:
    """Stores one more line of how it was, in the person's own words."""
    record = journal.get(session.id, PRACTICE)
    put_words(journal, session, _one_more(record.fields.get("words"), line))


def put_words(journal: Journal, session: Session, words: str) -> None:
    """Stores the whole of how it was, as it stands; empty clears it."""
    record = journal.get(session.id, PRACTICE)
    journal.amend(record, {"words": words or None}, batch=session.id)


def write_answer(journal: Journal, session: Session, line: str) -> None:
    """Stores one more line of the answer to the closing question.

    It is a reflection of the week. Where the same exercise has one in that week already, the line
    goes below it.
    """
    put_answer(journal, session, _one_more(answer_so_far(journal, session), line))


def answer_so_far(journal: Journal, session: Session) -> str:
    """What was answered to this exercise's closing question in this week already."""
    try:
        record = journal.get(session.reflection, REFLECTION)
    except NothingFound:
        return ""
    return "" if record.deleted else str(record.fields.get("answer") or "")


def put_answer(journal: Journal, session: Session, answer: str) -> None:
    """Stores the whole answer to the closing question, as it stands; empty clears it."""
    now = stamp_local(clock.now(), seconds=True)
    try:
        record = journal.get(session.reflection, REFLECTION)
    except NothingFound:
        fields = _reflection(session, answer, now)
        journal.append([Draft(REFLECTION, session.reflection, fields)], batch=session.id)
    else:
        changes: dict[str, Any] = {"answer": answer or None, "answered_at": now}
        changes |= dict.fromkeys(record.fields.keys() & {"skipped", "deleted"})
        journal.amend(record, changes, batch=session.id)
    practice = journal.get(session.id, PRACTICE)
    if "reflection" not in practice.fields:
        journal.amend(practice, {"reflection": session.reflection}, batch=session.id)


def whole_answer(session: Session, answer: str) -> dict[str, Any]:
    """The reflection as it would be with this answer, for keeping it elsewhere."""
    now = stamp_local(clock.now(), seconds=True)
    return {"id": session.reflection, **_reflection(session, answer, now)}


def whole_words(session: Session, words: str) -> dict[str, Any]:
    """The record of the exercise as it would be with these words, for keeping it elsewhere."""
    return {
        "id": session.id,
        "exercise": session.exercise.id,
        "title": session.exercise.title,
        "caregiver": session.caregiver,
        "started_at": stamp_local(ms_of(session.id) / 1000, seconds=True),
        "done": True,
        "words": words,
    }


def practised(journal: Journal, today: date, *, everything: bool = False) -> list[dict[str, Any]]:
    """What was practised in the last LOG_WEEKS weeks, or ever, earliest first.

    A document has the fields of the record and `answer`, what was written to the closing question.
    """
    since = today - timedelta(weeks=LOG_WEEKS)
    # An answer is of the Monday of its week, and an id of the day in UTC, which may be one earlier.
    start = week_of(since).start - timedelta(days=1)
    reading = journal.read(None if everything else start.isoformat(), kinds=(PRACTICE, REFLECTION))
    answers = {
        record.id: record.fields.get("answer") for record in reading if record.kind == REFLECTION
    }
    documents = [
        {
            "id": record.id,
            **record.fields,
            "answer": answers.get(str(record.fields.get("reflection"))),
        }
        for record in reading
        if record.kind == PRACTICE
        and (everything or str(record.fields.get("started_at")) >= since.isoformat())
    ]
    documents.sort(key=lambda each: (str(each.get("started_at")), each["id"]))
    return documents


def found_practised(
    journal: Journal, today: date, wanted: PractisedWanted, *, everything: bool = False
) -> list[dict[str, Any]]:
    """What is wanted of all that was practised, earliest first.

    Without a period it is looked for in what `practised` gives.
    """
    documents = practised(journal, today, everything=everything or wanted.period is not None)
    if wanted.tree == EVERYTHING:  # a list as it stands needs no database
        return documents
    from parentkit.journal import among

    return among(documents, dict, wanted.tree)


def _reflection(session: Session, answer: str, now: str) -> dict[str, Any]:
    return {
        "week": session.week,
        "question": question_id(session.exercise),
        "text": session.exercise.question,
        "because": f"asked at the end of the exercise {session.exercise.title!r}",
        "moments": [],
        "caregiver": session.caregiver,
        "answer": answer,
        "asked_at": now,
        "answered_at": now,
    }


def _one_more(text: str | None, line: str) -> str:
    written = clean(line).strip()
    return f"{text}\n{written}" if text else written

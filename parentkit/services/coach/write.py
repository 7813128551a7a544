"""What a coach writes: comments, goals, assignments, and session notes that never leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit import clock
from parentkit.domain.coaching.coaching import LONGEST_TEXT, OPEN, SORTS, is_done
from parentkit.domain.codes import ASSIGNMENT, COMMENT, GOAL, READ, SESSION
from parentkit.domain.errors import NothingFound, UsageProblem
from parentkit.domain.text import clean
from parentkit.domain.time.localtime import stamp_local
from parentkit.domain.ulid import ms_of, ulid_named
from parentkit.journal import Draft, amendment
from parentkit.services.family.household import new_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from parentkit.domain.log.moment import Document
    from parentkit.journal import Journal, Record

FEW = 8
"""So many records are looked up one by one sooner than by reading everything."""


def comment(journal: Journal, coder: str, prefix: str, texts: Mapping[str, str]) -> list[Document]:
    """Stores comments on one moment, undone together; the moment then counts as read.

    Args:
        journal: the family's.
        coder: the coach's id.
        prefix: the moment's id, or enough of its beginning.
        texts: by sort (one of SORTS), what is said.

    Raises:
        NothingFound: no moment's id begins with `prefix`.
        AmbiguousCode: several do.
        UsageProblem: nothing is said, or a text is too long.
    """
    moment = journal.find(prefix).id
    said = [(sort, _words(texts[sort], sort)) for sort in SORTS if texts.get(sort)]
    if not said:
        raise UsageProblem("No comment was given.", "See parentkit coach comment --help.")
    now = clock.now()
    drafts = [
        Draft(
            COMMENT,
            new_id(int(now * 1000)),
            {"moment": moment, "text": text, "sort": sort, "coder": coder, **_logged(now)},
            by=coder,
        )
        for sort, text in said
    ]
    journal.append([*drafts, *_readings(journal, coder, [moment], now)])
    return [{"id": draft.id, **draft.fields} for draft in drafts]


def comments_on(journal: Journal, moment: Mapping[str, Any]) -> list[Document]:
    """The comments on a moment, in the order of their sorts and then as they were written."""
    day = str(moment.get("observed_at", ""))[:10]
    found = [
        one.document()
        for one in journal.read(day or None, kinds=(COMMENT,))
        if one.fields.get("moment") == moment["id"]
    ]
    return sorted(found, key=lambda one: (_place_of_sort(one), one["id"]))


def mark_read(journal: Journal, coder: str, moments: Sequence[str]) -> int:
    """Marks moments as read, those that are not; returns how many that were.

    Who has read a moment has seen how it was judged, and can no longer code it blind.
    """
    drafts = _readings(journal, coder, moments, clock.now())
    if drafts:
        journal.append(drafts)
    return len(drafts)


def mark_unread(journal: Journal, coder: str, moment: str) -> None:
    """Puts a moment back among those to be read.

    That it was opened stays known: its judgement has been seen, and it cannot be coded blind.

    Raises:
        NothingFound: it was never read.
    """
    _change(journal, coder, journal.get(_reading_id(moment), READ), {"unread": True})


def set_goal(
    journal: Journal, coder: str, text: str, by_when: str = "", child: str = ""
) -> Document:
    """Stores a goal; `by_when` is a local day (`2026-12-31`), `child` an id.

    Raises:
        UsageProblem: there are no words, or too many.
    """
    fields = {"text": _words(text, "goal"), "child": child, "by_when": by_when, "state": OPEN}
    return _store(journal, coder, GOAL, fields)


def move_goal(journal: Journal, coder: str, prefix: str, state: str) -> Document:
    """Says that a goal is reached, let go of, or open again.

    Raises:
        NothingFound, AmbiguousCode: no goal's id begins with `prefix`, or several do.
    """
    return _change(journal, coder, journal.find(prefix, GOAL), {"state": state})


def write_note(journal: Journal, coder: str, text: str, day: str) -> Document:
    """Stores a session note of a local day; it never leaves this machine.

    Raises:
        UsageProblem: there are no words, or too many.
    """
    return _store(journal, coder, SESSION, {"text": _words(text, "note"), "day": day})


def assign(
    journal: Journal, coder: str, *, exercise: str = "", question: str = "", why: str = ""
) -> Document:
    """Stores what a family is given: an exercise by its id, or a question in the coach's words.

    Raises:
        UsageProblem: neither or both are given, or a text is too long.
    """
    if bool(exercise) == bool(question):
        raise UsageProblem(
            "An assignment is an exercise or a question.", "See parentkit coach assign --help."
        )
    fields = {"exercise": exercise, "question": _words(question, "question") if question else ""}
    return _store(
        journal, coder, ASSIGNMENT, {**fields, "why": _words(why, "reason") if why else ""}
    )


def finish(journal: Journal, coder: str, prefix: str) -> Document:
    """Says that an assignment is done with: practised, answered, or talked about.

    Raises:
        NothingFound, AmbiguousCode: no assignment's id begins with `prefix`, or several do.
    """
    done_at = stamp_local(clock.now(), seconds=True)
    return _change(journal, coder, journal.find(prefix, ASSIGNMENT), {"done_at": done_at})


def take_back(journal: Journal, coder: str, kind: str, prefix: str) -> Document:
    """Takes out a comment, a goal, an assignment or a note; a reply tells the family's side.

    Raises:
        NothingFound, AmbiguousCode: nothing's id begins with `prefix`, or several do.
        UsageProblem: another coach wrote it.
    """
    record = journal.find(prefix, kind)
    if record.fields.get("coder", coder) != coder:
        raise UsageProblem("Another coach wrote this; it stays.")
    _change(journal, coder, record, {"deleted": True})
    return record.document()


def written(journal: Journal, kind: str) -> list[Document]:
    """Goals, assignments or session notes, oldest first."""
    found = [one.document() for one in journal.lasting() if one.kind == kind]
    return sorted(found, key=lambda one: str(one["id"]))


def open_questions(journal: Journal) -> list[Document]:
    """Questions that a coach gave and that are not done with."""
    return [one for one in written(journal, ASSIGNMENT) if one.get("question") and not is_done(one)]


def read_moments(records: Iterable[Record]) -> set[str]:
    """Ids of the moments that these records say were read, and not put back since."""
    readings = (one for one in records if one.kind == READ and not one.fields.get("unread"))
    return {str(one.fields.get("moment")) for one in readings}


def _store(journal: Journal, coder: str, kind: str, fields: dict[str, str]) -> Document:
    now = clock.now()
    said = {name: value for name, value in fields.items() if value}
    document = {**said, "coder": coder, **_logged(now)}
    identity = new_id(int(now * 1000))
    journal.append([Draft(kind, identity, document, by=coder)])
    return {"id": identity, **document}


def _change(journal: Journal, coder: str, record: Record, changes: Mapping[str, Any]) -> Document:
    draft = amendment(record, changes)
    draft.by = coder
    journal.append([draft])
    return {**record.document(), **changes}


def _readings(journal: Journal, coder: str, moments: Sequence[str], now: float) -> list[Draft]:
    known = _known_readings(journal, moments)
    at = stamp_local(now, seconds=True)
    drafts = []
    for moment in dict.fromkeys(moments):
        if moment not in known:
            drafts.append(Draft(READ, _reading_id(moment), {"moment": moment, "at": at}, by=coder))
        elif known[moment].fields.get("unread"):
            again = amendment(known[moment], {"unread": None})
            again.by = coder
            drafts.append(again)
    return drafts


def _known_readings(journal: Journal, moments: Sequence[str]) -> dict[str, Record]:
    """The records of those moments that were opened, by moment."""
    if len(moments) > FEW:
        found = journal.read(None, kinds=(READ,)).records
    else:
        found = []
        for moment in moments:
            try:
                found.append(journal.get(_reading_id(moment), READ))
            except NothingFound:
                continue
    return {str(one.fields.get("moment")): one for one in found}


def _reading_id(moment: str) -> str:
    """The id of the record that says that a moment was read: one for each moment."""
    return ulid_named(f"{READ}/{moment}", ms_of(moment))


def _logged(now: float) -> dict[str, str]:
    return {"logged_at": stamp_local(now, seconds=True)}


def _place_of_sort(document: Mapping[str, Any]) -> int:
    sort = document.get("sort")
    return SORTS.index(sort) if sort in SORTS else len(SORTS)


def _words(text: str, what: str) -> str:
    words = clean(text).strip()
    if not words:
        raise UsageProblem(f"A {what} needs words.")
    if len(words) > LONGEST_TEXT:
        raise UsageProblem(
            f"A {what} has at most {LONGEST_TEXT:,} letters; this has {len(words):,}."
        )
    return words

"""Change what is written: edit, mark as repaired, judge, take out, take back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit import clock
from parentkit.domain.codes import CODING, COMMENT, SUGGESTED
from parentkit.domain.errors import DataProblem, UsageProblem
from parentkit.domain.log.moment import (
    JUDGEMENT_FIELDS,
    NEEDED,
    in_reading_order,
    is_whole,
    judged,
    readable,
    sampling_of,
)
from parentkit.domain.log.safety import TEXTS
from parentkit.domain.sentence import listed
from parentkit.domain.time.localtime import stamp_local
from parentkit.journal import Draft
from parentkit.services.family.household import new_id
from parentkit.services.log.capture import suggestion_for
from parentkit.services.log.document import document_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from parentkit.domain.log.household import Household
    from parentkit.domain.log.moment import Document
    from parentkit.journal import Journal, Record


class Shown(NamedTuple):
    """A moment with what stands beside it.

    Attributes:
        document: the moment.
        codings: other people's judgements of it, oldest first.
        conflicts: texts that lost against another device's, by field: (field, text).
        comments: what a coach wrote about it, oldest first.
    """

    document: Document
    codings: list[Document]
    conflicts: list[tuple[str, str]]
    comments: list[Document]


def shown(journal: Journal, prefix: str) -> Shown:
    """The moment whose id begins with `prefix`, and all that is known about it.

    Raises:
        NothingFound: no moment's id begins like that.
        AmbiguousCode: several do.
    """
    record = journal.find(prefix)
    return Shown(document_of(record), *beside(record, journal.about(record.id, (CODING, COMMENT))))


def beside(
    moment: Record, others: Iterable[Record]
) -> tuple[list[Document], list[tuple[str, str]], list[Document]]:
    """What stands beside a moment: codings, texts that lost, comments; as in Shown."""
    about: dict[str, list[Document]] = {CODING: [], COMMENT: []}
    for other in others:
        if other.fields.get("moment") == moment.id and not other.deleted:
            about[other.kind].append({"id": other.id, **other.fields})
    conflicts = [(conflict.field, conflict.value) for conflict in moment.conflicts]
    return about[CODING], conflicts, about[COMMENT]


def confirm_fit(journal: Journal, document: Document, fit: str, source: str) -> Document:
    """Writes a person's judgement on a moment just stored, undone together with it."""
    record = journal.get(document["id"])
    changes = {"fit": fit, "fit_source": source}
    journal.amend(record, changes, batch=record.id)
    return in_reading_order({**document, **changes})


def edit(
    journal: Journal,
    household: Household,
    prefix: str,
    fields: Mapping[str, Any],
    cleared: Collection[str] = (),
) -> Document:
    """Changes fields of a moment and returns it as it is now.

    A new sign or response brings a new suggestion; the fit follows it where nobody had judged. A
    fit that was suggested becomes a person's judgement when they say the same. New words that tell
    of harm set it apart (services.log.apart). Clearing `flag` puts it back with the others, and
    that somebody said so stays on it.

    Raises:
        NothingFound: no moment's id begins with `prefix`.
        UsageProblem: there is nothing to change, or a field that every moment needs would go.
        DataProblem: part of it could not be read.
    """
    record = journal.find(prefix)
    before = readable(record.fields)
    if not is_whole(before):
        raise DataProblem(
            f"Part of the moment {record.id} could not be read, so it cannot be changed.",
            "What is left of it stays. parentkit doctor says what is damaged.",
        )
    gone = [name for name in cleared if name in before]
    if kept := set(NEEDED).intersection(gone):
        raise UsageProblem(f"A moment cannot be without {listed(sorted(kept))}.")
    if not fields and not cleared:
        raise UsageProblem(
            "There is nothing to change.", "Name at least one field; see parentkit edit --help."
        )
    fields = {**fields, **_apart(household, before, fields, cleared)}
    gone = [name for name in gone if name not in fields]
    changes = {
        name: value
        for name, value in fields.items()
        if before.get(name) != value or (name == "fit" and before.get("fit_source") == SUGGESTED)
    }
    if not changes and not gone:
        return document_of(record)
    changes = _consequences(household, before, changes, gone)
    journal.amend(record, changes)
    now = {name: value for name, value in {**before, **changes}.items() if value is not None}
    return in_reading_order({"id": record.id, **now})


def put_back(
    journal: Journal,
    household: Household,
    identifier: str,
    fields: Mapping[str, Any],
    *,
    as_one: bool,
) -> Document:
    """Lets a moment count that its words had set apart; that a person said so stays on it.

    Args:
        journal: where it stands.
        household: the family's people and words.
        identifier: its whole id.
        fields: what is said about it besides, such as its fit.
        as_one: undone together with the moment itself, which was written just now.
    """
    record = journal.get(identifier)
    before = readable(record.fields)
    changes = _consequences(household, before, {**fields, "flag": False}, [])
    journal.amend(record, changes, record.id if as_one else None)
    now = {name: value for name, value in {**before, **changes}.items() if value is not None}
    return in_reading_order({"id": record.id, **now})


def _apart(
    household: Household,
    before: Mapping[str, Any],
    fields: Mapping[str, Any],
    cleared: Collection[str],
) -> dict[str, bool]:
    """The flag where it changes: put back by a person, or set because of what is said now."""
    if "flag" in cleared:
        return {"flag": False}
    if not any(fields.get(name) for name in TEXTS):
        return {}
    from parentkit.services.log.apart import harm_words, set_apart

    return {"flag": True} if set_apart(harm_words(household), fields, before) else {}


def _consequences(
    household: Household, before: Mapping[str, Any], changes: dict[str, Any], gone: list[str]
) -> dict[str, Any]:
    """The changes with what follows from them: suggestion, fit, time of a repair, sampling."""
    after = {name: value for name, value in {**before, **changes}.items() if name not in gone}
    if "fit" not in changes and (after.get("fit_source") == SUGGESTED or "fit" in gone):
        after.pop("fit", None)
    if "repair" not in changes and (after.get("repair") or {}).get("source") == SUGGESTED:
        after.pop("repair")
    if "observed_at" in changes and "sampling" not in changes:
        after["sampling"] = sampling_of(after["observed_at"], after["logged_at"])
    if "repair" in changes:
        after["repair"] = {**changes["repair"], "at": stamp_local(clock.now())}
    settled = judged(after, suggestion_for(household, after))
    names = {*before, *settled}
    return {
        name: settled.get(name) for name in sorted(names) if settled.get(name) != before.get(name)
    }


def judge(
    journal: Journal, household: Household, prefix: str, coder: str, fields: Mapping[str, Any]
) -> Document:
    """Stores one person's own judgement of a moment beside the judgement that is on it.

    Raises:
        NothingFound: no moment's id begins with `prefix`.
        UsageProblem: no judgement was given, or the moment itself has this coder's already.
    """
    record = journal.find(prefix)
    given = {name: value for name, value in fields.items() if name in JUDGEMENT_FIELDS}
    if not given:
        raise UsageProblem(
            "No judgement was given.", "Say at least --fit; see parentkit code --help."
        )
    if coder == record.fields.get("caregiver"):
        raise UsageProblem(
            f"{household.name(coder)} has judged this moment already, on the moment itself.",
            "parentkit edit changes that judgement.",
            "Who judges has judged this moment already, on the moment itself.",
        )
    now = clock.now()
    document = {
        "moment": record.id,
        "coder": coder,
        **given,
        "logged_at": stamp_local(now, seconds=True),
    }
    identity = new_id(int(now * 1000))
    journal.append([Draft(CODING, identity, document)])
    return {"id": identity, **document}


def take_out(journal: Journal, prefix: str) -> Document:
    """Takes a moment out of the log; undo brings it back, as long as it is not purged."""
    record = journal.find(prefix)
    journal.amend(record, {"deleted": True})
    return document_of(record)

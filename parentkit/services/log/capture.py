"""Write a moment down: resolve what is not said, suggest how it fitted, store it."""

from __future__ import annotations

from parentkit import clock
from parentkit.content import load
from parentkit.domain.codes import FIRST_CHILD, MOMENT, SOMEBODY
from parentkit.domain.log.fit import suggest
from parentkit.domain.log.moment import in_reading_order, judged, sampling_of
from parentkit.domain.schema.fields import written_fields
from parentkit.domain.time.localtime import stamp_local
from parentkit.journal import Draft
from parentkit.services.family.household import (
    current_caregiver,
    current_child,
    has,
    new_id,
    read_household,
)
from parentkit.services.family.present import with_people

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from parentkit.domain.log.fit import Suggestion
    from parentkit.domain.log.household import Household
    from parentkit.domain.log.moment import Document
    from parentkit.journal import Journal


class Captured:
    """A moment ready to be stored, or stored: its document and the suggestion made for it.

    `set_apart` says that its words set it apart, which a person may see otherwise.
    """

    __slots__ = ("document", "set_apart", "suggestion")

    def __init__(
        self, document: Document, suggestion: Suggestion, *, set_apart: bool = False
    ) -> None:
        self.document = document
        self.suggestion = suggestion
        self.set_apart = set_apart


def suggestion_for(household: Household, fields: Mapping[str, Any]) -> Suggestion:
    """How the cue and the responses of `fields` usually fit together, with the reason."""
    return suggest(
        load("fit_matrix"),
        fields["cue"],
        fields["responses"],
        household.vocabulary("responses").group,
        household.vocabulary("cues").group,
    )


def capture(
    journal: Journal,
    household: Household,
    fields: Mapping[str, Any],
    suggestion: Suggestion | None = None,
) -> Captured:
    """Stores a moment; when this returns, it is on disk.

    Arguments are those of `composed`.

    Raises:
        WriteProblem: it could not be stored; nothing of it is acknowledged.
    """
    captured = composed(journal, household, fields, suggestion)
    store(journal, captured)
    return captured


def composed(
    journal: Journal,
    household: Household,
    fields: Mapping[str, Any],
    suggestion: Suggestion | None = None,
) -> Captured:
    """A moment with its id and everything that is filled in; nothing is stored.

    Args:
        journal: whose child and caregiver are filled in.
        household: the family's people and words.
        fields: read fields of a moment, `cue` and `responses` among them; what is not said is
            filled in: now, this device's child and caregiver, the suggested fit. Words that tell of
            harm set it apart, and then no fit is suggested.
        suggestion: the suggestion, where it was already made.
    """
    suggestion = suggestion or suggestion_for(household, fields)
    now = clock.now()
    logged_at = stamp_local(now, seconds=True)
    apart = tells_of_harm(household, fields)
    document = judged({**fields, "flag": True} if apart else fields, suggestion)
    document.setdefault("observed_at", stamp_local(now))
    if "child" not in document:
        document["child"] = current_child(journal, household)
    if "caregiver" not in document:
        document["caregiver"] = current_caregiver(journal, household)
    document["logged_at"] = logged_at
    document.setdefault("sampling", sampling_of(document["observed_at"], logged_at))
    identity = new_id(int(now * 1000))
    whole = in_reading_order({"id": identity, **document})
    return Captured(whole, suggestion, set_apart=apart)


def tells_of_harm(household: Household, fields: Mapping[str, Any]) -> bool:
    """Whether the words of a new moment set it apart."""
    if not any(fields.get(name) for name in written_fields()):
        return False
    from parentkit.services.log.apart import harm_words, set_apart

    return set_apart(harm_words(household), fields, {})


def store_settled(journal: Journal, captured: Captured) -> tuple[str, ...]:
    """Stores a composed moment, about whoever its child has become since it was begun.

    Where it leaves open who was there, whoever logs on this device was, if that is known by now.

    Returns sentences for the person about what was found out on the way.

    Raises:
        WriteProblem: it could not be stored; nothing of it is acknowledged.
    """
    present = with_people(journal, read_household(journal))
    document, household = captured.document, present.household
    open_children = (FIRST_CHILD, *(child["id"] for child in household.joined))
    if document["child"] in open_children and not has(household.children, document["child"]):
        document["child"] = present.child
    if document["caregiver"] == SOMEBODY:
        document["caregiver"] = present.caregiver
    store(journal, captured)
    return present.notices


def store(journal: Journal, captured: Captured) -> None:
    """Stores a composed moment; when this returns, it is on disk.

    Raises:
        WriteProblem: it could not be stored; nothing of it is acknowledged.
    """
    fields = dict(captured.document)
    identity = fields.pop("id")
    journal.append([Draft(MOMENT, identity, fields)], batch=identity)

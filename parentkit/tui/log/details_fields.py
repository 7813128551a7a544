"""The details of a moment: which there are, what they are called, and what helps with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.log.household import name_of
from parentkit.domain.log.vocabulary import Vocabulary
from parentkit.domain.schema.field import FLAG, ID
from parentkit.domain.schema.fields import REST, arranged, said_fields

if TYPE_CHECKING:
    from parentkit.domain.log.household import Household
    from parentkit.domain.schema.field import Field

TEXT, CHOICE, TICK, NOTE = "text", "choice", "tick", "note"


class Detail(NamedTuple):
    """One field of the form.

    Attributes:
        name: the field, as services.log.parse_fields reads it.
        label: what stands before it.
        kind: TEXT, CHOICE, TICK or NOTE.
        help: one or two sentences.
        begins: whether there is air above it.
        ticked: what a tick says.
    """

    name: str
    label: str
    kind: str
    help: str
    begins: bool = False
    ticked: str = ""


_ORDER = (
    *("observed_at", "child", "caregiver", "clarity", "miscue", "need", "repair"),
    *("repaired_after", "repaired_by", "slip", "child_after", "context", "parent_state", REST),
    *("tags", "flag", "note"),
)
_BEGINNING = ("clarity", "repair", "context", "note")
_ELSEWHERE = ("cue", "responses", "fit", "sampling")
"""What is chosen before the form is opened, and what the times tell."""


def _detail(field: Field) -> Detail:
    kind = TICK if field.sort == FLAG else TEXT
    if field.choices or field.is_extended or field.sort == ID:
        kind = CHOICE
    if field.name == "note":
        kind = NOTE
    ticked = field.yes if kind == TICK else ""
    return Detail(field.said, field.form, kind, field.ask, field.said in _BEGINNING, ticked)


DETAILS = tuple(
    _detail(field) for field in arranged(said_fields(), _ORDER) if field.said not in _ELSEWHERE
)
"""In the order in which they stand below each other."""


def choices(household: Household, name: str) -> Vocabulary:
    """What a CHOICE field offers; people as if they were words."""
    field = next(each for each in said_fields() if each.said == name)
    if words := household.words(field):
        return words
    people = household.children if name == "child" else household.caregivers
    terms = [
        {"id": str(person["id"]), "label": name_of(person)}
        for person in people
        if not person.get("hidden")
    ]
    return Vocabulary(name, terms, ())

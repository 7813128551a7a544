"""The details of a moment: which there are, what they are called, and what helps with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.log.household import JUDGEMENTS, name_of
from parentkit.domain.log.vocabulary import Vocabulary

if TYPE_CHECKING:
    from parentkit.domain.log.household import Household

TEXT, CHOICE, TICK, NOTE = "text", "choice", "tick", "note"


class Detail(NamedTuple):
    """One field of the form.

    Attributes:
        name: the field, as services.words reads it.
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


DETAILS = (
    Detail(
        "observed_at",
        "When",
        TEXT,
        "now, 10m ago, 14:05, yesterday 14:05, mon 14:05, 16 nov 14:05.",
    ),
    Detail("child", "Child", CHOICE, "Whose sign it was."),
    Detail("caregiver", "Logged by", CHOICE, "Who was there and is writing this down."),
    Detail("clarity", "The sign was", CHOICE, "How clear the sign was.", begins=True),
    Detail(
        "miscue",
        "Miscue",
        TICK,
        "The sign showed the opposite of what was needed.",
        ticked="showed the opposite of the need",
    ),
    Detail("need", "Needed", TEXT, "What you think was needed, in your words."),
    Detail(
        "repair",
        "Coming back",
        CHOICE,
        "Whether you found your way back to each other.",
        begins=True,
    ),
    Detail(
        "repaired_after",
        "  after",
        TEXT,
        "How long that took: 10m, 1h30m, 2 hours, 1 day; figures alone are minutes.",
    ),
    Detail("repaired_by", "  begun by", CHOICE, "Who moved first."),
    Detail("slip", "Slipped at", CHOICE, "Where it slipped, if it did."),
    Detail("child_after", "Child after", CHOICE, "How your child was afterwards."),
    Detail("context", "Where", CHOICE, "Where or when it happened.", begins=True),
    Detail("parent_state", "I was", CHOICE, "How you were just then."),
    Detail("tags", "Tags", TEXT, "Words of your own, with commas between them."),
    Detail(
        "flag",
        "Set apart",
        TICK,
        "Somebody was frightened or hurt. It is in no share, and opens the page for hard moments.",
        ticked="somebody was frightened or hurt",
    ),
    Detail(
        "note",
        "Note",
        NOTE,
        "Anything; it stays on this machine. Enter begins a new line, ctrl+s saves.",
        begins=True,
    ),
)
"""In the order in which they stand below each other."""

_VOCABULARIES = {"context": "contexts", "parent_state": "parent_states"}


def choices(household: Household, name: str) -> Vocabulary:
    """What a CHOICE field offers; people as if they were words."""
    if name in JUDGEMENTS:
        return household.judgement(name)
    if name in _VOCABULARIES:
        return household.vocabulary(_VOCABULARIES[name])
    people = household.children if name == "child" else household.caregivers
    terms = [
        {"id": str(person["id"]), "label": name_of(person)}
        for person in people
        if not person.get("hidden")
    ]
    return Vocabulary(name, terms, ())

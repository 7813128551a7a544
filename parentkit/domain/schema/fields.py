"""The one table of the fields of a moment: what each is, how it is said, and who may see it.

Command line, screens, import, export, tables, sharing, blind coding and supervision read it.
"""

from __future__ import annotations

from parentkit.domain.codes import (
    CHILD_AFTER,
    CLARITIES,
    FITS,
    PERSON,
    REPAIR_STARTERS,
    REPAIR_STATES,
    SAMPLINGS,
    SLIPS,
    SUGGESTED,
)
from parentkit.domain.schema.field import (
    ALWAYS,
    CODE,
    CODES,
    COUNT,
    FLAG,
    ID,
    REPAIR,
    TEXT,
    TEXTS,
    TIME,
    Field,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

REST = "*"
"""In an order of fields, the place of all that it does not name."""

SOURCES = (PERSON, SUGGESTED)

REPAIR_PARTS = (
    Field(
        "state",
        CODE,
        "whether they found their way back",
        choices=REPAIR_STATES,
        vocabulary="repair_states",
        required=True,
        deidentified=True,
        said="repair",
        label="way back",
        form="Coming back",
        ask="Whether you found your way back to each other.",
        option=("--repair", "STATE", "repaired, not_yet, not_going_to, not_needed, unknown"),
        columns=("repair state",),
    ),
    Field(
        "after_minutes",
        COUNT,
        "minutes until they did",
        deidentified=True,
        said="repaired_after",
        label="after",
        hint="10m, 1h30m, 2 hours",
        form="  after",
        ask="How long that took: 10m, 1h30m, 2 hours, 1 day; figures alone are minutes.",
        option=("--repaired-after", "10m", "how long until you found your way back"),
        columns=("repaired after min", "repaired after mins", "repaired after minutes"),
    ),
    Field(
        "by",
        CODE,
        "who began it",
        choices=REPAIR_STARTERS,
        vocabulary="repair_starters",
        deidentified=True,
        said="repaired_by",
        label="begun by",
        form="  begun by",
        ask="Who moved first.",
        option=("--repaired-by", "WHO", "who began it: parent, child, both, other"),
    ),
    Field(
        "source",
        CODE,
        "whether a person said so or the tool suggested it",
        choices=SOURCES,
        filled_in=True,
        deidentified=True,
    ),
    Field("at", TIME, "when the state was said", filled_in=True),
)
"""What a repair is made of."""

MOMENT_FIELDS: tuple[Field, ...] = (
    Field(
        "id",
        ID,
        "the record's identity everywhere, a ULID",
        required=True,
        filled_in=True,
        blind=True,
    ),
    Field(
        "observed_at",
        TIME,
        "when it happened, local time with UTC offset",
        required=True,
        leaves=ALWAYS,
        blind=True,
        label="when",
        hint="now, 10m ago, 14:05, yesterday 14:05, mon 14:05, 22 nov 14:05",
        ask="now, 10m ago, 14:05, yesterday 14:05, mon 14:05, 16 nov 14:05.",
        option=(
            "--at",
            "WHEN",
            "when it happened: now, 10m ago, 14:05, yesterday 14:05, mon 14:05",
        ),
    ),
    Field(
        "child",
        ID,
        "id of the child",
        required=True,
        leaves=ALWAYS,
        blind=True,
        ask="Whose sign it was.",
        option=("--child", "C", "which child"),
        columns=("children", "kid"),
    ),
    Field(
        "caregiver",
        ID,
        "id of who was there",
        required=True,
        leaves=ALWAYS,
        blind=True,
        label="who",
        form="Logged by",
        ask="Who was there and is writing this down.",
        option=("--caregiver", "W", "who was there"),
        columns=("who", "who was there", "adult"),
    ),
    Field(
        "cue",
        CODE,
        "the child's sign",
        vocabulary="cues",
        required=True,
        leaves=ALWAYS,
        blind=True,
        deidentified=True,
        label="sign",
        columns=("sign", "cues"),
    ),
    Field(
        "clarity",
        CODE,
        "how clear the sign was",
        choices=CLARITIES,
        vocabulary="clarities",
        leaves=ALWAYS,
        blind=True,
        deidentified=True,
        form="The sign was",
        option=("--clarity", "C", "how clear the sign was: subtle, potent"),
    ),
    Field(
        "miscue",
        FLAG,
        "the child showed the opposite of the need",
        leaves=ALWAYS,
        blind=True,
        deidentified=True,
        hint="the child showed the opposite of the need",
        ask="The sign showed the opposite of what was needed.",
        yes="showed the opposite of the need",
        option=("--miscue", "", "the child showed the opposite of the need"),
    ),
    Field(
        "need",
        TEXT,
        "what the caregiver thinks was needed, in words",
        leaves="need",
        hint="what you think was needed",
        long=True,
        form="Needed",
        ask="What you think was needed, in your words.",
        option=("--need", "TEXT", "what you think was needed, in words"),
    ),
    Field(
        "responses",
        CODES,
        "what the caregiver did, in order",
        vocabulary="responses",
        required=True,
        leaves=ALWAYS,
        blind=True,
        deidentified=True,
        label="what you did",
        hint="several with ; between them",
        columns=("response",),
    ),
    Field(
        "fit",
        CODE,
        "how the response fitted, the judgement that counts",
        choices=FITS,
        vocabulary="fits",
        leaves=ALWAYS,
        deidentified=True,
        label="how it fitted",
        option=("--fit", "F", "how it fitted, in your own judgement"),
        judged=True,
    ),
    Field(
        "fit_source",
        CODE,
        "whether a person judged or the suggestion stands",
        choices=SOURCES,
        filled_in=True,
        leaves=ALWAYS,
        deidentified=True,
        label="judged by",
    ),
    Field(
        "suggested_fit",
        CODE,
        "the fit that the tool suggested",
        choices=FITS,
        vocabulary="fits",
        filled_in=True,
        leaves=ALWAYS,
        deidentified=True,
        label="suggested",
    ),
    Field(
        "slip",
        CODE,
        "where it slipped, if it did",
        choices=SLIPS,
        vocabulary="slips",
        leaves=ALWAYS,
        deidentified=True,
        label="slipped at",
        option=("--slip", "S", "where it slipped: notice, read, respond, in_time, could_not"),
        judged=True,
    ),
    Field(
        "repair",
        REPAIR,
        "whether and how they found their way back",
        leaves=ALWAYS,
        deidentified=True,
        judged=True,
    ),
    Field(
        "child_after",
        CODE,
        "how the child was afterwards",
        choices=CHILD_AFTER,
        vocabulary="child_after",
        leaves=ALWAYS,
        deidentified=True,
        ask="How your child was afterwards.",
        option=("--after", "A", "how the child was afterwards"),
        columns=("after",),
        judged=True,
    ),
    Field(
        "context",
        CODE,
        "where or when it was",
        vocabulary="contexts",
        leaves=ALWAYS,
        blind=True,
        deidentified=True,
        label="where",
        ask="Where or when it happened.",
        option=("--context", "X", "where or when: bedtime, meal ..."),
        columns=("where",),
    ),
    Field(
        "parent_state",
        CODE,
        "how the caregiver was",
        vocabulary="parent_states",
        leaves=ALWAYS,
        blind=True,
        deidentified=True,
        label="I was",
        ask="How you were just then.",
        option=("--state", "X", "how you were: rested, stressed ..."),
        columns=("state",),
    ),
    Field(
        "tags",
        TEXTS,
        "tags",
        leaves="tag",
        hint="several with ; between them",
        ask="Words of your own, with commas between them.",
        option=("--tag", "T", "a tag; may be repeated"),
        columns=("tag",),
    ),
    Field(
        "note",
        TEXT,
        "a note",
        leaves="note",
        blind=True,
        hint="in your own words",
        long=True,
        ask="Anything; it stays on this machine. Enter begins a new line, ctrl+s saves.",
        option=("--note", "TEXT", "a note; - or nothing: read it from input"),
        columns=("notes",),
    ),
    Field(
        "flag",
        FLAG,
        "somebody was frightened or hurt: kept apart from every figure",
        leaves="flagged",
        label="set apart",
        hint="somebody was frightened or hurt: kept apart from every figure",
        ask="Somebody was frightened or hurt. It is in no share, and opens the page for hard "
        "moments.",
        yes="somebody was frightened or hurt",
        option=(
            "--flag",
            "",
            "somebody was frightened or hurt: kept apart from every figure; shows where help is",
        ),
        columns=("flagged",),
    ),
    Field(
        "sampling",
        CODE,
        "written as it happened, when asked, or later",
        choices=SAMPLINGS,
        vocabulary="samplings",
        leaves=ALWAYS,
        deidentified=True,
        label="written",
        option=(
            "--sampling",
            "S",
            "event, prompt or recall, where it is not as the times suggest",
        ),
    ),
    Field(
        "logged_at",
        TIME,
        "when it was written down, local time with UTC offset",
        required=True,
        filled_in=True,
        leaves=ALWAYS,
        label="written at",
    ),
)
"""Every field of a moment, in the order in which a person reads them."""


def field_named(name: str) -> Field | None:
    """The field of a moment with this name, None where there is none."""
    return next((field for field in MOMENT_FIELDS if field.name == name), None)


def said_fields() -> Iterator[Field]:
    """What a person can say of a moment; a repair is said in parts, by their own names."""
    for field in MOMENT_FIELDS:
        if field.sort == REPAIR:
            yield from (part for part in REPAIR_PARTS if not part.filled_in)
        elif not field.filled_in:
            yield field


def judged_fields() -> tuple[Field, ...]:
    """What somebody judges of a moment, rather than what was observed; others may judge it, too."""
    return tuple(field for field in MOMENT_FIELDS if field.judged)


def written_fields(*sorts: str) -> tuple[str, ...]:
    """The names of the fields of a moment in which a person writes freely."""
    wanted = sorts or (TEXT, TEXTS)
    return tuple(field.name for field in MOMENT_FIELDS if field.sort in wanted)


def arranged(fields: Iterable[Field], order: Sequence[str]) -> list[Field]:
    """The fields in an order of names (`said`), others in the place of REST; none is left out."""
    place = {name: number for number, name in enumerate(order)}
    return sorted(fields, key=lambda field: place.get(field.said, place[REST]))

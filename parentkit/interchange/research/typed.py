"""Records and figures as typed, immutable tuples, and as plain rows: what programs are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

Kept = TypeVar("Kept")


class Unread(NamedTuple):
    """Something that is in none of the records: where it stands, and why it could not be read.

    `line` counts from 1; None where it is the whole file, or where the line is not known.
    """

    file: str
    line: int | None
    reason: str


class Records(tuple[Kept, ...], Generic[Kept]):  # noqa: SLOT001 a tuple cannot have any
    """Records in order, as a tuple that also knows what is not in it.

    Attributes:
        unreadable: what could not be read and may belong here; empty where everything was read.
        flagged: how many moments were left out because somebody was frightened or hurt.
    """

    unreadable: tuple[Unread, ...]
    flagged: int

    def __new__(
        cls, records: Iterable[Kept], unreadable: Iterable[Unread] = (), flagged: int = 0
    ) -> Records[Kept]:
        """The records, with what is not among them."""
        made = super().__new__(cls, records)
        made.unreadable = tuple(unreadable)
        made.flagged = flagged
        return made


class Moment(NamedTuple):
    """A moment: the child gave a sign, a caregiver responded. What was not said is None or empty.

    Codes are the ids of docs/vocabulary.md, `my:...` for a family's own words.

    Attributes:
        id: the record's identity everywhere, a ULID.
        observed_at: when it happened, on the clock where it was lived, with its UTC offset.
        child, caregiver: their names; `child_id` and `caregiver_id` tell people of one name apart.
        cue: the child's sign.
        responses: what the caregiver did, in order; one at least.
        fit: how the response fitted; `fit_source` is `person` or `suggested`.
        suggested_fit: what the table of fits suggests, whoever judged.
        slip: where it slipped.
        repair: `repaired`, `not_yet`, `not_going_to`, `not_needed` or `unknown`.
        repair_minutes: whole minutes from the moment until they found their way back.
        repair_by: who began it: `parent`, `child`, `both`, `other`.
        repair_source: `person` or `suggested`.
        clarity: how clear the sign was: `subtle` or `potent`.
        miscue: the child showed the opposite of the need.
        flag: somebody was frightened or hurt; such a moment is in no figure.
        sampling: `event`, `prompt` or `recall` (written down more than two hours later).
        logged_at: when it was written down.
        more: fields that this version does not know, as they stand in the journal.
    """

    id: str
    observed_at: datetime
    child: str
    caregiver: str
    cue: str
    responses: tuple[str, ...]
    fit: str | None
    fit_source: str | None
    suggested_fit: str | None
    slip: str | None
    repair: str | None
    repair_minutes: int | None
    repair_by: str | None
    repair_source: str | None
    child_after: str | None
    context: str | None
    parent_state: str | None
    clarity: str | None
    miscue: bool
    need: str | None
    tags: tuple[str, ...]
    note: str | None
    flag: bool
    sampling: str | None
    logged_at: datetime | None
    child_id: str
    caregiver_id: str
    more: Mapping[str, Any]


class Coding(NamedTuple):
    """One more person's judgement of a moment; it changes nothing in the moment itself.

    `moment` is the moment's id; `coder` a name, `coder_id` an id. Codes are as in Moment.
    """

    id: str
    moment: str
    coder: str
    fit: str | None
    slip: str | None
    repair: str | None
    child_after: str | None
    logged_at: datetime | None
    coder_id: str


class Reflection(NamedTuple):
    """What a caregiver answered to one question about one week.

    Attributes:
        week: the Monday of the week that it is about.
        question: the question's id; `text` is how it was asked, `about` its kind, `because` why.
        answer, follow_up_answer: in the caregiver's own words; None where nothing was said.
        skipped: the question was passed over.
        moments: ids of the moments that it was about.
    """

    id: str
    week: date | None
    caregiver: str
    question: str
    about: str | None
    text: str
    because: str | None
    answer: str | None
    follow_up: str | None
    follow_up_answer: str | None
    skipped: bool
    moments: tuple[str, ...]
    answered_at: datetime | None
    caregiver_id: str


class Share(NamedTuple):
    """`moments` of `n`. `rate`, `low` and `high` run from 0 to 1; None is withheld, never 0.

    A rate appears from the fifth moment. `low` to `high` is the 95 % range by days
    (docs/figures.md, section 2).
    """

    moments: int
    n: int
    rate: float | None
    low: float | None
    high: float | None


class Part(NamedTuple):
    """The figures of one part.

    `key` is a code, an id, an hour, a weekday or a week, empty where it was not said; `label` is
    what people call it.
    """

    key: str
    label: str
    match: Share
    came_back: Share


class Rates(NamedTuple):
    """The figures of a stretch of days (docs/figures.md). They describe a log, not a child.

    Attributes:
        start, end: local days; `end` is the first day that is not in it.
        match: how often a sign was met. `verdict` holds it against the 30 % mark: `too_few`,
            `cannot_tell`, `below`, `around` or `above`.
        came_back: how often it was met or mended.
        repaired, repair_open: of `repair_final` misses that were settled so many were mended; so
            many more are not mended yet.
        repair_median_minutes: when half of the misses were mended; None where that is withheld.
        judged, suggested: how many counted moments a person judged, how many stand as suggested.
        days: local days with at least one counted moment.
        flagged, unsure, uncoded: moments that are in no figure, and why.
        parts: the figures by what was asked for.
        unreadable: what could not be read and so is in no figure.
    """

    start: date
    end: date
    match: Share
    verdict: str
    came_back: Share
    repaired: int
    repair_final: int
    repair_open: int
    repair_median_minutes: int | None
    judged: int
    suggested: int
    days: int
    flagged: int
    unsure: int
    uncoded: int
    parts: tuple[Part, ...]
    unreadable: tuple[Unread, ...]

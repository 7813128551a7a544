"""When a reflection is due, and the record in which a family keeps that."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.errors import ParentkitError
from parentkit.domain.period import week_of
from parentkit.domain.prompting import Prompts
from parentkit.domain.recurrence import placed_after, placed_between, wall_at
from parentkit.domain.recurrence_rule import read_rule

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from parentkit.domain.period import Period

REMINDER = "reminder"

WEEKLY_ID = "00000000000000000000000000"
"""Id of every family's record of its weekly reflection: ulid_named("reminder/weekly")."""

DEFAULT_RULE = "FREQ=WEEKLY;BYDAY=SU"
DEFAULT_MINUTES = 19 * 60 + 30

RULE, BEGINS, PAUSED = "rrule", "begins", "paused"

WEEKS_OFFERED = 4
"""How many weeks, the latest one among them, may be taken up without being looked for."""

_BEFORE_THURSDAY = timedelta(days=3)


class Reminder(NamedTuple):
    """When the family is reminded.

    Attributes:
        rule: the recurrence rule.
        begins: local time without a zone, from which the rule holds.
        paused: whether nothing is said for now.
    """

    rule: str
    begins: datetime
    paused: bool = False


class Due(NamedTuple):
    """A week whose reflection is there to be taken up, and since when (seconds since 1970, UTC)."""

    week: Period
    since: int


class Standing(NamedTuple):
    """How things stand with the reminders.

    Attributes:
        reminder: when a reflection is due.
        due: weeks that wait for one, the latest first; none while paused.
        next_at: when the next will be due, in seconds since 1970, UTC; None while paused, or where
            the rule has come to its end.
        prompts: the random prompts; None where they are off.
        next_prompt: when the next of them comes, in seconds since 1970, UTC.
    """

    reminder: Reminder
    due: list[Due]
    next_at: int | None
    prompts: Prompts | None
    next_prompt: int | None

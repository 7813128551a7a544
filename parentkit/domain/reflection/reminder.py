"""When a reflection is due, and the record in which a family keeps that."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.time.period import week_of
from parentkit.domain.time.recurrence import placed, placed_after, placed_between
from parentkit.domain.time.recurrence_rule import UnreadableRule, read_rule

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Any

    from parentkit.domain.reflection.prompting import Prompts
    from parentkit.domain.time.period import Period

WEEKLY_ID = "0000000000F4JNBJ0FC01AY4BP"
"""Id of every family's record of its weekly reflection: ulid_named("reminder/weekly")."""

DEFAULT_RULE = "FREQ=WEEKLY;BYDAY=SU"
DEFAULT_MINUTES = 19 * 60 + 30

RULE, BEGINS, PAUSED = "rrule", "begins", "paused"

WEEKS_OFFERED = 4
"""How many weeks, the latest one among them, may be taken up without being looked for."""

_THREE_DAYS = timedelta(days=3)


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


def reminder_of(fields: Mapping[str, Any], since: datetime) -> Reminder:
    """The reminder that a record's fields describe; the usual one where they are empty.

    Args:
        fields: of the record, empty where there is none.
        since: local time without a zone, from which the usual reminder holds.

    Raises:
        UsageProblem: the rule or its beginning cannot be read.
    """
    paused = fields.get(PAUSED) is True
    if fields.get(RULE) is None:
        midnight = since.replace(hour=0, minute=0, second=0, microsecond=0)
        begins = midnight + timedelta(minutes=DEFAULT_MINUTES)
        return Reminder(DEFAULT_RULE, begins, paused)
    rule = read_rule(str(fields[RULE]))
    try:
        begins = datetime.fromisoformat(str(fields.get(BEGINS)))
    except ValueError as problem:
        raise UnreadableRule(f"{fields.get(BEGINS)!r} is no local time to begin at.") from problem
    return Reminder(rule, begins.replace(tzinfo=None), paused)


def week_meant(day: date) -> Period:
    """The week that a reminder of that day is about.

    From Thursday on it is the week of that day, before that the week that has just ended; ISO 8601
    draws the line between two years' weeks at the same place.
    """
    return week_of(day - _THREE_DAYS)


def weeks_passed(reminder: Reminder, now: int) -> list[Due]:
    """The weeks whose time has come, the latest first, WEEKS_OFFERED at most.

    `now` is in seconds since 1970, UTC.
    """
    back = now - int(timedelta(weeks=WEEKS_OFFERED).total_seconds())
    found: dict[Period, Due] = {}
    for time in placed_between(reminder.rule, reminder.begins, back, now):
        week = week_meant(time.date())
        found.setdefault(week, Due(week, placed(time)))
    return sorted(found.values(), reverse=True)[:WEEKS_OFFERED]


def next_reminder(reminder: Reminder, now: int) -> int | None:
    """When the next reminder comes, in seconds since 1970, UTC; None where no more will."""
    return placed_after(reminder.rule, reminder.begins, now)

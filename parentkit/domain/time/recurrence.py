"""When something recurs: an iCalendar recurrence rule on the clock of wherever this machine is.

A rule (RFC 5545, section 3.3.10, as `recurrence_rule.read_rule` returns it) is worked out on local
time without a zone, and only then placed on the machine's zone. So 19:30 stays 19:30 when the
clocks change, and after a journey it is 19:30 there.

Throughout, `rule` goes with `begins`: the local time, without a zone, before which no time lies,
from which intervals and COUNT run, and whose time of day holds where the rule names none.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from parentkit.domain.time.localtime import instants_at, offset_at
from parentkit.domain.time.recurrence_rule import (
    EXAMPLES,
    WEEKDAY_CODES,
    UnreadableRule,
    split_until,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

PLAIN_WEEKLY = "FREQ=WEEKLY;BYDAY="
"""With one weekday behind it, the rule that most families have. It does without dateutil.

Every command that shows what is due asks for it, and loading dateutil's rules takes 20 to 30 ms, as
long as Python takes to start.
"""

MOST_A_DAY = 24
FIRST_WITHIN = timedelta(days=3653)
"""A rule whose first time is further away than these ten years is taken for a slip."""

_1970 = datetime(1970, 1, 1)  # noqa: DTZ001 local times have no zone here
_WEEK = timedelta(weeks=1)
_DAY = timedelta(days=1)
_CALENDAR_REPEATS = 400
_LATEST_START = 9799
_LONGEST_GAP_MINUTES = 2 * 24 * 60


def times(rule: str, begins: datetime) -> Iterator[datetime]:
    """The times of a rule, earliest first, for 200 years at least; local, without a zone."""
    weekday = rule.removeprefix(PLAIN_WEEKLY)
    if weekday in WEEKDAY_CODES:
        return _weekly(WEEKDAY_CODES.index(weekday), begins)
    return _expanded(rule, begins)


def first_time(rule: str, begins: datetime) -> datetime:
    """The first time of a rule, after a look at how often it comes.

    Raises:
        UnreadableRule: it never comes, not within FIRST_WITHIN, or more than MOST_A_DAY times a
            day.
    """
    first = list(islice(times(rule, begins), MOST_A_DAY + 1))
    if not first or first[0] - begins > FIRST_WITHIN:
        raise UnreadableRule(f"{rule} does not come within the next ten years.", EXAMPLES)
    if len(first) > MOST_A_DAY and first[-1] - first[0] < _DAY:
        raise UnreadableRule(f"{rule} comes more than {MOST_A_DAY} times a day.", EXAMPLES)
    return first[0]


def occurrences(rule: str, begins: datetime, start: datetime, end: datetime) -> list[datetime]:
    """The times of a rule from `start` up to, and without, `end`; local, without a zone."""
    before_end = takewhile(lambda time: time < end, times(rule, begins))
    return [time for time in before_end if time >= start]


def placed(wall: datetime) -> int:
    """The instant at which this machine's clocks show a local time, in seconds since 1970, UTC.

    The first of the two where they show it twice; where they are put forward past it, the first
    minute that they show again.

    Raises:
        ValueError: the clocks show nothing for two days from then on.
    """
    seconds = (wall - _1970) // timedelta(seconds=1)
    for minutes in range(_LONGEST_GAP_MINUTES):
        if found := instants_at(seconds + minutes * 60):
            return found[0]
    raise ValueError(f"{wall} is on no clock of this zone.")


def wall_at(instant: int) -> datetime:
    """What this machine's clocks show at an instant (seconds since 1970, UTC), without a zone."""
    return _1970 + timedelta(seconds=instant + offset_at(instant))


def placed_between(rule: str, begins: datetime, after: int, until: int) -> list[datetime]:
    """The times of a rule whose instants lie after one instant and not after another.

    `after` and `until` are seconds since 1970, UTC; the times come as they stand in the rule.
    """
    # Clocks that were put back, by a day at most, have shown later times than they show now.
    shown = occurrences(rule, begins, wall_at(after), wall_at(until) + _DAY)
    return [time for time in shown if after < placed(time) <= until]


def placed_after(rule: str, begins: datetime, instant: int) -> int | None:
    """The first instant of a rule after another; both in seconds since 1970, UTC.

    None where the rule has come to its end.
    """
    start = wall_at(instant)
    instants = (placed(time) for time in times(rule, begins) if time >= start)
    return next((found for found in instants if found > instant), None)


def _weekly(weekday: int, begins: datetime) -> Iterator[datetime]:
    time = begins + timedelta(days=(weekday - begins.weekday()) % 7)
    while time.year <= begins.year + _CALENDAR_REPEATS // 2:
        yield time
        time += _WEEK


def _expanded(rule: str, begins: datetime) -> Iterator[datetime]:
    """The times of any rule, by dateutil.

    The calendar repeats every 400 years. What dateutil is asked about is moved to the last of these
    before the year 10000, where it stops: a rule that never comes ends there within a moment, where
    it would otherwise be looked for through eight thousand years.
    """
    from dateutil.rrule import rrulestr

    years = (_LATEST_START - begins.year) // _CALENDAR_REPEATS * _CALENDAR_REPEATS
    # UNTIL is held here: dateutil would read it with its parser, which costs 36 ms and guesses.
    rest, until = split_until(rule)
    week_start = "" if "WKST=" in rest else ";WKST=MO"
    try:
        found = rrulestr(rest + week_start, dtstart=begins.replace(year=begins.year + years))
    except ValueError:  # its word for a rule like every second hour, at 6, from 7:00 on
        return iter(())
    back = (time.replace(year=time.year - years) for time in found)
    return takewhile(lambda time: time <= until, back) if until else back

"""A rhythm as people say it, `every sunday 19:30`, and the recurrence rule that stands for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.errors import UsageProblem
from parentkit.domain.sentence import listed
from parentkit.domain.text import clean, one_line
from parentkit.domain.time.days import WEEKDAYS, is_number, place_of
from parentkit.domain.time.recurrence import PLAIN_WEEKLY
from parentkit.domain.time.recurrence_rule import WEEKDAY_CODES, read_rule

if TYPE_CHECKING:
    from datetime import datetime

LAST = "last"

_FILLERS = frozenset(("every", "each", "on", "at", "and", "day", "the", "weekly"))
_DAILY, _MONTHLY = "daily", "monthly"
_EVERY_DAY = "FREQ=DAILY"
_ON_DAY = "FREQ=MONTHLY;BYMONTHDAY="
_LAST_DAY = -1
_MOST_DAYS = 31
_EVERY_MONTH_HAS = 28
_LAST_HOUR, _LAST_MINUTE = 23, 59
_EXAMPLES = (
    "Examples: every sunday 19:30, weekly sun and wed 20:00, daily 21:00, monthly 1 20:00, "
    "monthly last 20:00, or a rule: FREQ=WEEKLY;INTERVAL=2;BYDAY=SU --at 19:30."
)


class UnreadableRhythm(UsageProblem):
    """Words for a rhythm or a time of day that have no reading."""


class Rhythm(NamedTuple):
    """A recurrence rule and a time of day, minutes after midnight; None where none was said."""

    rule: str
    minutes: int | None


def read_rhythm(text: str) -> Rhythm:
    """The rhythm that words or a recurrence rule name.

    Reads weekdays, `daily` and `monthly` with a day or `last`, each with a time of day behind it or
    not, and any rule that `recurrence_rule.read_rule` reads.

    Raises:
        UnreadableRhythm: no reading.
        UnreadableRule: a recurrence rule with something amiss.
    """
    if "=" in text:
        return Rhythm(read_rule(clean(text)), None)
    words = clean(text).lower().replace(",", " ").replace("every day", _DAILY).split()
    minutes = read_clock(words.pop()) if words and ":" in words[-1] else None
    rule = _rule([word for word in words if word not in _FILLERS])
    if rule is None:
        raise UnreadableRhythm(f"{_echo(text)} is not a rhythm that can be read.", _EXAMPLES)
    return Rhythm(rule, minutes)


def read_clock(text: str) -> int:
    """A time of day, `19:30`, in minutes after midnight.

    Raises:
        UnreadableRhythm: it is none.
    """
    hours, _, minutes = text.strip().partition(":")
    shaped = is_number(hours + minutes) and len(hours) in (1, 2) and len(minutes) == len("30")
    if not shaped or int(hours) > _LAST_HOUR or int(minutes) > _LAST_MINUTE:
        raise UnreadableRhythm(
            f"{_echo(text)} is not a time of day.", "Times run from 00:00 (midnight) to 23:59."
        )
    return int(hours) * 60 + int(minutes)


def clock_text(minutes: int) -> str:
    """Minutes after midnight as a time of day, `19:30`."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def described(rule: str, begins: datetime) -> str:
    """A rule in words where it is a plain one, `every Sunday at 19:30`; else the rule itself."""
    at = f"at {begins:%H:%M}"
    if rule == _EVERY_DAY:
        return f"every day {at}"
    days = rule.removeprefix(PLAIN_WEEKLY).split(",")
    if all(day in WEEKDAY_CODES for day in days):
        names = listed(WEEKDAYS[WEEKDAY_CODES.index(day)] for day in days)
        return f"every {names} {at}"
    number = rule.removeprefix(_ON_DAY)
    if number == str(_LAST_DAY):
        return f"on the last day of every month {at}"
    if is_number(number) and int(number) <= _EVERY_MONTH_HAS:
        return f"on day {number} of every month {at}"
    if is_number(number):
        return f"on day {number} of every month that has one {at}"
    return f"{rule} (since {begins:%Y-%m-%d %H:%M})"


def _rule(words: list[str]) -> str | None:
    if words == [_DAILY]:
        return _EVERY_DAY
    if words[:1] == [_MONTHLY]:
        return _monthly(words[1:])
    weekdays = [place_of(word, WEEKDAYS) for word in words]
    known = sorted({day for day in weekdays if day is not None})
    if not known or None in weekdays:
        return None
    return PLAIN_WEEKLY + ",".join(WEEKDAY_CODES[day] for day in known)


def _monthly(words: list[str]) -> str | None:
    if words == [LAST]:
        return f"{_ON_DAY}{_LAST_DAY}"
    if len(words) == 1 and is_number(words[0]) and 1 <= int(words[0]) <= _MOST_DAYS:
        return f"{_ON_DAY}{int(words[0])}"
    return None


def _echo(text: str) -> str:
    return repr(one_line(text, 40))

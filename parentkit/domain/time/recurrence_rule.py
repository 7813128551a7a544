"""The text of a recurrence rule (RFC 5545, section 3.3.10), and what keeps a text from being one.

dateutil passes over much that is amiss: a month 13 never comes, a day 0 counts as not said, an
interval of 0 never ends. So a rule is read here first.
"""

from __future__ import annotations

from datetime import date, datetime

from parentkit.domain.errors import UsageProblem
from parentkit.domain.text import one_line
from parentkit.domain.time.days import is_number

WEEKDAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY")
"""How often a rule may come; every minute or second is no reminder."""

LONGEST = 400

EXAMPLES = "Examples: FREQ=WEEKLY;BYDAY=SU, FREQ=MONTHLY;BYMONTHDAY=-1, FREQ=WEEKLY;INTERVAL=2."
_RANGES = {
    "INTERVAL": (1, 1000),
    "COUNT": (1, 10_000),
    "BYMONTH": (1, 12),
    "BYMONTHDAY": (-31, 31),
    "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53),
    "BYSETPOS": (-366, 366),
    "BYHOUR": (0, 23),
    "BYMINUTE": (0, 59),
    "BYSECOND": (0, 0),
}
"""The parts that take whole numbers, and which; 0 is none of those that may be negative."""

_ONE_NUMBER = ("INTERVAL", "COUNT")
_NAMES = ("FREQ", "UNTIL", "BYDAY", "WKST", *_RANGES)
_BELONGS = {
    "BYWEEKNO": ("YEARLY",),
    "BYYEARDAY": ("YEARLY", "HOURLY"),
    "BYMONTHDAY": ("YEARLY", "MONTHLY", "DAILY", "HOURLY"),
}
"""Parts that RFC 5545 allows beside some frequencies alone."""

_NUMBERED_DAY = ("YEARLY", "MONTHLY")
_MOST_DAYS = 53


class UnreadableRule(UsageProblem):
    """A text that is no recurrence rule, or one that could not serve as a reminder."""


def read_rule(text: str) -> str:
    """The rule in its usual form: upper case, without `RRULE:`, UNTIL as a local time.

    Raises:
        UnreadableRule: it is none, or RFC 5545 does not allow its parts together.
    """
    rule = "".join(text.split()).upper().removeprefix("RRULE:").strip(";")
    if len(rule) > LONGEST:
        raise UnreadableRule(f"A rule of {len(rule)} characters is too long.", EXAMPLES)
    parts = _parts(rule)
    for name, value in parts.items():
        _check_part(name, value)
    _check_together(parts)
    if len(parts.get("UNTIL", "")) == len("20271231"):
        parts["UNTIL"] += "T235959"
    return ";".join(f"{name}={value}" for name, value in parts.items())


def split_until(rule: str) -> tuple[str, datetime | None]:
    """A rule without its UNTIL, and that: the last local time that may still be one of its own."""
    parts = rule.split(";")
    until = [part.removeprefix("UNTIL=") for part in parts if part.startswith("UNTIL=")]
    rest = ";".join(part for part in parts if not part.startswith("UNTIL="))
    return rest, _local_time(until[0]) if until else None


def _parts(rule: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in rule.split(";"):
        name, sign, value = part.partition("=")
        if not (sign and value):
            raise UnreadableRule(f"{_echo(part)} is no part of a recurrence rule.", EXAMPLES)
        if name not in _NAMES:
            known = ", ".join(_NAMES)
            raise UnreadableRule(f"A recurrence rule has no {_echo(name)}.", f"It has: {known}.")
        if name in parts:
            raise UnreadableRule(f"{name} stands twice in this rule.", EXAMPLES)
        parts[name] = value
    if "FREQ" not in parts:
        raise UnreadableRule("A recurrence rule says how often: FREQ is missing.", EXAMPLES)
    return parts


def _check_part(name: str, value: str) -> None:
    if name == "FREQ":
        if value not in FREQUENCIES:
            known = ", ".join(FREQUENCIES)
            raise UnreadableRule(f"FREQ={one_line(value, 40)} is not offered.", f"One of: {known}.")
    elif name == "UNTIL":
        _local_time(value)
    elif name == "WKST":
        if value not in WEEKDAY_CODES:
            raise _unknown_day(value)
    elif name == "BYDAY":
        for day in value.split(","):
            _check_day(day)
    else:
        _check_numbers(name, value)


def _check_day(day: str) -> None:
    if day[-2:] not in WEEKDAY_CODES:
        raise _unknown_day(day)
    number = day[:-2]
    figures = number.removeprefix("-").removeprefix("+")
    if number and not (len(figures) in (1, 2) and _in_range(figures, 1, _MOST_DAYS)):
        raise UnreadableRule(f"{_echo(day)} is no numbered weekday.", "For example 1MO or -1SU.")


def _check_numbers(name: str, value: str) -> None:
    least, most = _RANGES[name]
    numbers = value.split(",")
    if name in _ONE_NUMBER and len(numbers) > 1:
        raise UnreadableRule(f"{name} takes one number.", EXAMPLES)
    for number in numbers:
        figures = number.removeprefix("-" if least < 0 else "").removeprefix("+")
        first = 1 if least < 0 else least
        if len(number) > len("-366") + 1 or not _in_range(figures, first, most):
            takes = f"{name} takes whole numbers from {least} to {most}"
            if least < 0:
                takes = f"{name} takes whole numbers from {least} to {most}, without 0"
            raise UnreadableRule(f"{takes}, not {_echo(number)}.", EXAMPLES)


def _check_together(parts: dict[str, str]) -> None:
    frequency = parts["FREQ"]
    if "COUNT" in parts and "UNTIL" in parts:
        raise UnreadableRule("A rule ends by COUNT or by UNTIL, not by both.", EXAMPLES)
    for name, allowed in _BELONGS.items():
        if name in parts and frequency not in allowed:
            raise UnreadableRule(
                f"{name} does not go with FREQ={frequency}.", f"It goes with {', '.join(allowed)}."
            )
    numbered = any(len(day) > len("SU") for day in parts.get("BYDAY", "").split(","))
    if numbered and (frequency not in _NUMBERED_DAY or "BYWEEKNO" in parts):
        raise UnreadableRule(
            f"Numbered weekdays ({one_line(parts['BYDAY'], 40)}) do not go with the rest.",
            "They count weekdays within a month or a year: FREQ=MONTHLY;BYDAY=1SU.",
        )
    by_others = [name for name in parts if name.startswith("BY") and name != "BYSETPOS"]
    if "BYSETPOS" in parts and not by_others:
        raise UnreadableRule("BYSETPOS chooses among days that another BY names.", EXAMPLES)


def _local_time(text: str) -> datetime:
    """`20271231` (the end of that day) or `20271231T200000`, on the clock of wherever one is."""
    day, sign, clock = text.partition("T")
    figures = clock or "235959"
    shaped = is_number(day + figures) and (len(day), len(figures)) == (8, 6)
    try:
        if not shaped or (sign and not clock):
            raise ValueError(text)  # noqa: TRY301 one sentence for all that is no such time
        whole = date(int(day[:4]), int(day[4:6]), int(day[6:]))
        hour, minute, second = (int(figures[at : at + 2]) for at in (0, 2, 4))
        return datetime(whole.year, whole.month, whole.day, hour, minute, second)  # noqa: DTZ001
    except ValueError as problem:
        raise UnreadableRule(
            f"UNTIL={one_line(text, 40)} is no last day or local time.",
            "Write UNTIL=20271231 or UNTIL=20271231T200000: local time, without a Z.",
        ) from problem


def _in_range(figures: str, least: int, most: int) -> bool:
    return is_number(figures) and least <= int(figures) <= most


def _unknown_day(day: str) -> UnreadableRule:
    return UnreadableRule(f"{_echo(day)} is no weekday.", f"One of: {', '.join(WEEKDAY_CODES)}.")


def _echo(text: str) -> str:
    return repr(one_line(text, 40))

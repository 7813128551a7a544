"""How things stand with the reminders, in plain text and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.domain.sentence import plural
from parentkit.domain.time.days import short_day
from parentkit.domain.time.localtime import stamp_local
from parentkit.domain.time.recurrence import wall_at
from parentkit.domain.time.rhythm import clock_text, described

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from parentkit.domain.reflection.prompting import Prompts
    from parentkit.domain.reflection.reminder import Standing

OFF = "off"
_WIDTH = 12


def standing_lines(standing: Standing, today: date) -> Iterator[str]:
    """What is due, what comes next, and whether anything is paused; a line each."""
    reminder = standing.reminder
    yield _line("Reflection", described(reminder.rule, reminder.begins))
    if reminder.paused:
        yield _line("Paused", "parentkit reminders resume goes on with it")
    for place, due in enumerate(standing.due):
        monday = due.week.start.isoformat()
        what = f"{due.week.title(today)}: parentkit reflect --week {monday}"
        yield _line("" if place else "Ready", what)
    if standing.next_at is not None:
        yield _line("Next", _when(standing.next_at, today))
    # When the next prompt comes is not said here: one that is expected is no random one.
    yield _line("Prompts", _prompts(standing.prompts))


def standing_json(standing: Standing) -> dict[str, Any]:
    """The same for another program; times are local, with their UTC offset."""
    reminder, prompts = standing.reminder, standing.prompts
    return {
        "rule": reminder.rule,
        "begins": reminder.begins.isoformat(timespec="minutes"),
        "words": described(reminder.rule, reminder.begins),
        "paused": reminder.paused,
        "due": [
            {"week": due.week.start.isoformat(), "since": stamp_local(due.since)}
            for due in standing.due
        ],
        "next": None if standing.next_at is None else stamp_local(standing.next_at),
        "prompts": prompts
        and {
            "per_day": prompts.per_day,
            "from": clock_text(prompts.start),
            "to": clock_text(prompts.end),
        },
        "next_prompt": None if standing.next_prompt is None else stamp_local(standing.next_prompt),
    }


def _line(name: str, text: str) -> str:
    return f"{name:<{_WIDTH}}{text}"


def _when(instant: int, today: date) -> str:
    wall = wall_at(instant)
    return f"{short_day(wall.date(), today)} {wall:%H:%M}"


def _prompts(prompts: Prompts | None) -> str:
    if prompts is None:
        return OFF
    return plural(
        prompts.per_day,
        one="once a day between {start} and {end}",
        other="{n} times a day between {start} and {end}",
        start=clock_text(prompts.start),
        end=clock_text(prompts.end),
    )

"""Reminders: when a reflection is due, what waits, and how a family changes that.

`due_line` is asked by other commands in passing, so what only changes something is imported where
it is used, and answers are looked for without reading them all.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from parentkit import clock
from parentkit.domain.codes import CAREGIVER, REFLECTION, REMINDER
from parentkit.domain.errors import DataProblem, UsageProblem
from parentkit.domain.reflection.reminder import (
    BEGINS,
    PAUSED,
    RULE,
    WEEKLY_ID,
    Due,
    Reminder,
    Standing,
    next_reminder,
    reminder_of,
    weeks_passed,
)
from parentkit.domain.time.localtime import epoch_of
from parentkit.domain.time.recurrence import wall_at
from parentkit.domain.ulid import first_of, is_ulid, ms_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parentkit.domain.reflection.prompting import Prompts
    from parentkit.domain.time.period import Period
    from parentkit.journal import Journal

_MONTH = len("2026-11")
_TIME_OF_ID = 10


class _Kept:
    """What the family's lasting records say: who reflects here, and both reminders' fields."""

    def __init__(self, journal: Journal) -> None:
        records = journal.lasting().records
        caregivers = sorted(record.id for record in records if record.kind == CAREGIVER)
        self.fields = {record.id: record.fields for record in records if record.kind == REMINDER}
        self.caregiver = _who(journal, caregivers)
        self.first_caregiver = caregivers[0] if caregivers else ""

    def weekly(self, now: int) -> Reminder:
        """When the family is reminded.

        Raises:
            DataProblem: what is stored about it cannot be read.
        """
        since = self.caregiver or self.first_caregiver
        began = ms_of(since) // 1000 if is_ulid(since) else now
        try:
            return reminder_of(self.fields.get(WEEKLY_ID, {}), wall_at(min(began, now)))
        except UsageProblem as problem:
            raise DataProblem(
                f"The reminder that this family has set cannot be read. {problem.message}",
                "parentkit reminders set weekly sun 19:30 sets it anew; nothing else is touched.",
            ) from problem

    def prompts(self) -> Prompts | None:
        """The random prompts; None where they are off.

        Raises:
            DataProblem: what is stored about them cannot be read.
        """
        from parentkit.domain.reflection.prompting import PROMPTS_ID, prompts_of

        try:
            return prompts_of(self.fields.get(PROMPTS_ID, {}))
        except UsageProblem as problem:
            raise DataProblem(
                f"The prompts that this family has set cannot be read. {problem.message}",
                "parentkit reminders prompts off ends them; nothing else is touched.",
            ) from problem


def standing(journal: Journal) -> Standing:
    """How things stand with the reminders; nothing is written.

    Raises:
        DataProblem: what is stored about them cannot be read.
    """
    now = int(clock.now())
    kept = _Kept(journal)
    reminder, prompts = kept.weekly(now), kept.prompts()
    if reminder.paused:
        return Standing(reminder, [], None, prompts, None)
    due = [
        due
        for due in _passed(kept, reminder, now)
        if not _taken_up(journal, due.week, kept.caregiver)
    ]
    from parentkit.domain.reflection.prompting import next_prompt

    asks_at = next_prompt(prompts, now) if prompts else None
    return Standing(reminder, due, next_reminder(reminder, now), prompts, asks_at)


def due_line(journal: Journal) -> str | None:
    """One sentence where the latest reflection is there to be taken up, else None.

    Never stands in the way: what cannot be read about the reminders is named in the sentence.
    """
    now = int(clock.now())
    kept = _Kept(journal)
    try:
        reminder = kept.weekly(now)
    except DataProblem as problem:
        return problem.message
    latest = None if reminder.paused else next(iter(_passed(kept, reminder, now)), None)
    if latest is None or _taken_up(journal, latest.week, kept.caregiver):
        return None
    week = latest.week
    title = week.title(wall_at(now).date())
    return f"{title}: a reflection is ready. parentkit reflect --week {week.start.isoformat()}"


def weekly(journal: Journal) -> Reminder:
    """When the family is reminded.

    Raises:
        DataProblem: what is stored about it cannot be read.
    """
    return _Kept(journal).weekly(int(clock.now()))


def set_rhythm(journal: Journal, text: str, at: str | None = None) -> None:
    """Sets when the family is reminded, from today on, and ends a pause.

    Args:
        journal: where it is kept.
        text: a rhythm in words or a recurrence rule, as `rhythm.read_rhythm` reads them.
        at: a time of day, `19:30`; the one that held so far where none is said at all.

    Raises:
        UsageProblem: one of them cannot be read, or the rule never comes.
        WriteProblem: it could not be stored.
    """
    from datetime import timedelta

    from parentkit.domain.time.recurrence import first_time
    from parentkit.domain.time.rhythm import read_clock, read_rhythm

    rhythm = read_rhythm(text)
    if at is not None and rhythm.minutes is not None:
        raise UsageProblem("The time of day is said twice.", "Leave --at out.")
    minutes = rhythm.minutes if at is None else read_clock(at)
    if minutes is None:
        minutes = _minutes_so_far(journal)
    today = wall_at(int(clock.now())).replace(hour=0, minute=0, second=0)
    begins = first_time(rhythm.rule, today + timedelta(minutes=minutes))
    changes = {RULE: rhythm.rule, BEGINS: begins.isoformat(timespec="minutes"), PAUSED: None}
    _write(journal, WEEKLY_ID, changes)


def pause(journal: Journal) -> None:
    """Says nothing more until `resume`."""
    _write(journal, WEEKLY_ID, {PAUSED: True})


def resume(journal: Journal) -> None:
    """Ends a pause; the rhythm is what it was."""
    _write(journal, WEEKLY_ID, {PAUSED: None})


def set_prompts(journal: Journal, per_day: int | None, start: str | None, end: str | None) -> None:
    """Turns random prompts on: so many a day between two times of day (`08:00`).

    What is None is as it was set last, the waking hours else WAKING_FROM and WAKING_TO.

    Raises:
        UsageProblem: a time cannot be read, so many do not fit in between, or it is not known how
            many.
        WriteProblem: it could not be stored.
    """
    from parentkit.domain.reflection.prompting import PROMPTS_ID, changed_prompts, fields_of
    from parentkit.services.family.household import new_id

    stored = _Kept(journal).fields.get(PROMPTS_ID, {})
    seed = new_id(clock.now_ms())
    prompts = changed_prompts(stored, per_day, start, end, seed)
    _write(journal, PROMPTS_ID, fields_of(prompts))


def stop_prompts(journal: Journal) -> None:
    """Turns random prompts off; when they would come is kept for another time."""
    from parentkit.domain.reflection.prompting import PER_DAY, PROMPTS_ID

    _write(journal, PROMPTS_ID, {PER_DAY: None})


def _who(journal: Journal, caregivers: list[str]) -> str:
    """Who reflects here: chosen on this device, else the family's one caregiver, else nobody.

    Asking must not give an id to a device that has written nothing yet.
    """
    if os.path.exists(journal.places.device_file) and journal.device.caregiver in caregivers:
        return journal.device.caregiver or ""
    return caregivers[0] if len(caregivers) == 1 else ""


def _passed(kept: _Kept, reminder: Reminder, now: int) -> list[Due]:
    """The weeks whose time has come; none for a family that has not written anything yet."""
    return weeks_passed(reminder, now) if kept.first_caregiver else []


def _taken_up(journal: Journal, week: Period, caregiver: str) -> bool:
    """Whether a caregiver has begun to reflect on a week.

    The closing question of an exercise is stored among the reflections too, without `about`; it is
    no reflection on the week.
    """
    from parentkit.journal import damage_in, dated_files, fold, ids_with_prefix, lines_of

    monday = week.start.isoformat()
    prefix = first_of(epoch_of(f"{monday}T00:00+00:00") * 1000)[:_TIME_OF_ID]
    files = dated_files(journal.places.journal, monday[:_MONTH])
    journal.note(damage_in(files))
    known = {identity for path in files for _, identity in ids_with_prefix(path, prefix)}
    if not known:
        return False
    operations = [operation for path in files for operation in lines_of(path, known).operations]
    return any(
        record.kind == REFLECTION
        and not record.deleted
        and record.fields.get("caregiver") == caregiver
        and "about" in record.fields
        for record in fold(operations, journal.now_ms()).values()
    )


def _minutes_so_far(journal: Journal) -> int:
    from parentkit.domain.reflection.reminder import DEFAULT_MINUTES

    try:
        begins = weekly(journal).begins
    except DataProblem:
        return DEFAULT_MINUTES
    return begins.hour * 60 + begins.minute


def _write(journal: Journal, identity: str, changes: Mapping[str, Any]) -> None:
    """Stores changes where one of them is none so far; None clears a field.

    They are stored all together, so that what two devices write at once is never mixed.
    """
    from parentkit.journal import Draft

    records = journal.lasting(deleted=True).records
    record = next((one for one in records if (one.kind, one.id) == (REMINDER, identity)), None)
    before = record.fields if record and not record.deleted else {}
    if all(before.get(name) == value for name, value in changes.items()):
        return
    if record is None:
        fields = {name: value for name, value in changes.items() if value is not None}
        journal.append([Draft(REMINDER, identity, fields)])
    elif record.deleted:
        journal.amend(record, {**dict.fromkeys(record.fields), **changes})
    else:
        journal.amend(record, changes)

"""Random prompts: at which times of a day a family is asked whether there was a sign.

Moments that are logged when one thinks of it are not a fair sample of a day; a few times drawn by
chance come closer (signal-contingent sampling, Wheeler & Reis 1991). The draw depends on the
family's seed and the day alone, so that all of its devices ask at the same times.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.errors import UsageProblem
from parentkit.domain.sentence import plural
from parentkit.domain.time.recurrence import placed, wall_at
from parentkit.domain.time.rhythm import UnreadableRhythm, clock_text, read_clock

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Any

PROMPTS_ID = "0000000000GYZTQ3T4HDZ45395"
"""Id of every family's record of its prompts: ulid_named("reminder/prompts")."""

APART_MINUTES = 45
OPEN_MINUTES = 20
"""How far back a prompt asks, and how long after its time it is still worth asking."""

WAKING_FROM, WAKING_TO = "08:00", "20:00"

PER_DAY, WAKING, SEED = "per_day", "waking", "seed"
FROM, TO = "from", "to"

_DAY = timedelta(days=1)


class Prompts(NamedTuple):
    """How often, and between which times of day.

    Attributes:
        per_day: how many prompts a day, at least 1.
        start: minutes after midnight before which none comes.
        end: minutes after midnight after which none comes.
        seed: any text of the family's own; the draw depends on it.
    """

    per_day: int
    start: int
    end: int
    seed: str

    def times_of(self, day: date) -> list[datetime]:
        """The day's prompts, earliest first, as local times without a zone."""
        from hashlib import sha256

        room = self.end - self.start - (self.per_day - 1) * APART_MINUTES
        names = (f"{self.seed}/{day.isoformat()}/{number}" for number in range(self.per_day))
        digests = (sha256(name.encode("utf-8", "surrogatepass")).digest() for name in names)
        drawn = sorted(int.from_bytes(digest[:8], "big") % (room + 1) for digest in digests)
        midnight = datetime.combine(day, time())
        return [
            midnight + timedelta(minutes=self.start + minutes + number * APART_MINUTES)
            for number, minutes in enumerate(drawn)
        ]


def read_prompts(per_day: int, start: str, end: str, seed: str) -> Prompts:
    """Prompts in the words of a person.

    Raises:
        UnreadableRhythm: a time of day cannot be read.
        UsageProblem: so many prompts do not fit between the two.
    """
    prompts = Prompts(per_day, read_clock(start), read_clock(end), seed)
    most = (prompts.end - prompts.start) // APART_MINUTES + 1
    if prompts.end <= prompts.start:
        raise UsageProblem(
            f"{end} does not come after {start} on the same day.",
            f"For example --from {WAKING_FROM} --to {WAKING_TO}.",
        )
    if not 1 <= per_day <= most:
        raise UsageProblem(
            plural(
                per_day,
                one="{n} prompt a day does not fit between {start} and {end}.",
                other="{n} prompts a day do not fit between {start} and {end}.",
                start=start,
                end=end,
            ),
            plural(
                most,
                one="They lie {apart} minutes apart or more: {n} of them fits.",
                other="They lie {apart} minutes apart or more: 1 to {n} of them fit.",
                apart=APART_MINUTES,
            ),
        )
    return prompts


def changed_prompts(
    fields: Mapping[str, Any], per_day: int | None, start: str | None, end: str | None, seed: str
) -> Prompts:
    """Prompts in the words of a person, where None stands for what a record's `fields` hold.

    Raises:
        UnreadableRhythm: a time of day cannot be read.
        UsageProblem: so many do not fit between the two, or it is not said how many.
    """
    waking = fields.get(WAKING)
    hours = waking if isinstance(waking, dict) else {}
    if per_day is None:
        per_day = fields.get(PER_DAY)
    if type(per_day) is not int:
        raise UsageProblem("How many prompts a day?", "For example --per-day 3.")
    start = start or str(hours.get(FROM, WAKING_FROM))
    end = end or str(hours.get(TO, WAKING_TO))
    return read_prompts(per_day, start, end, str(fields.get(SEED, seed)))


def prompts_of(fields: Mapping[str, Any]) -> Prompts | None:
    """The prompts that a record holds; None where they are off.

    Raises:
        UsageProblem: what stands in the record does not go together.
    """
    per_day, waking, seed = (fields.get(name) for name in (PER_DAY, WAKING, SEED))
    if per_day is None:
        return None
    if type(per_day) is not int or not isinstance(waking, dict):
        raise UnreadableRhythm("The prompts' record holds no number and waking hours.")
    return read_prompts(per_day, str(waking.get(FROM)), str(waking.get(TO)), str(seed))


def fields_of(prompts: Prompts) -> dict[str, Any]:
    """What is stored of prompts."""
    waking = {FROM: clock_text(prompts.start), TO: clock_text(prompts.end)}
    return {PER_DAY: prompts.per_day, WAKING: waking, SEED: prompts.seed}


def next_prompt(prompts: Prompts, now: int) -> int:
    """When the next prompt comes; `now` and the answer are seconds since 1970, UTC."""
    return min(instant for instant in _around(prompts, now) if instant > now)


def open_prompt(prompts: Prompts, now: int) -> int | None:
    """When the latest prompt came, where that is no more than OPEN_MINUTES ago; else None."""
    earliest = now - OPEN_MINUTES * 60
    return max(
        (instant for instant in _around(prompts, now) if earliest <= instant <= now), default=None
    )


def _around(prompts: Prompts, now: int) -> list[int]:
    """The instants of the prompts of yesterday, today and the two days after."""
    today = wall_at(now).date()
    days = (today + ahead * _DAY for ahead in range(-1, 3))
    return [placed(moment) for day in days for moment in prompts.times_of(day)]

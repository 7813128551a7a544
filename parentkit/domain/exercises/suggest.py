"""Which exercise is offered today, and why: by what slipped lately, and never soon again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from parentkit.domain.codes import MET, NOT_YET
from parentkit.domain.sentence import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from parentkit.domain.exercises.exercise import Exercise, Scene, Scenes

LOOKED_AT_DAYS = 7
"""How many days are looked at, today as the last: a calendar week would be empty on its Monday."""

NOT_AGAIN_DAYS = 14
"""An exercise is not offered again until so many days after it was last practised."""

COULD_NOT = "could_not"
OPEN = "open"

_TRAINED_BY = {
    "notice": "notice",
    "read": "read",
    "respond": "respond",
    "in_time": "in_time",
    COULD_NOT: "self",
    OPEN: "repair",
}
"""What is trained where moments slipped so; what was out of reach asks for some care of oneself."""

_SLIPPED = {
    "notice": "slipped at noticing the sign",
    "read": "slipped at reading the sign",
    "respond": "slipped at the answer",
    "in_time": "slipped at answering in time",
    COULD_NOT: "could not be answered as you would have liked",
    OPEN: "still waited to be mended",
}
_NOTHING = "Chosen from all that fit: the last seven days point to none of them in particular."
_AGAIN = "You have practised all that fit in the last two weeks; this one was the longest ago."


class Suggestion(NamedTuple):
    """An exercise for today, and the sentence that says why this one."""

    exercise: Exercise
    because: str


def slips_of(moments: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """How many of these moments slipped at what; moments set apart by the flag are not counted.

    The keys are the slips of the vocabulary and OPEN for moments not mended yet.
    """
    counts = dict.fromkeys(_TRAINED_BY, 0)
    for moment in moments:
        if moment.get("flag") or moment.get("fit") in MET:
            continue
        if moment.get("slip") in counts:
            counts[moment["slip"]] += 1
        if (moment.get("repair") or {}).get("state") == NOT_YET:
            counts[OPEN] += 1
    return counts


def from_another(scenes: Scenes, today: date) -> tuple[Scene, ...]:
    """All scenes in the file's order, from one on that the day decides."""
    first = crc32(f"{today.isoformat()}/{scenes.title}".encode()) % len(scenes.scenes)
    return scenes.scenes[first:] + scenes.scenes[:first]


def suggest(
    exercises: Sequence[Exercise], slips: Mapping[str, int], last: Mapping[str, str], today: date
) -> Suggestion:
    """The exercise for a day, always the same for the same log.

    What slipped most is trained first; an exercise that trains it above all comes before one that
    trains it too. Among equals the day decides, by a checksum and not by chance.

    Args:
        exercises: those that fit the child and the time there is, one at least.
        slips: how many moments slipped at what, as slips_of counts them.
        last: the local day (`2026-11-22`) on which each exercise was last practised, by id.
        today: the local day.
    """
    since = (today - timedelta(days=NOT_AGAIN_DAYS)).isoformat()
    fresh = [each for each in exercises if last.get(each.id, "") <= since]
    if not fresh:
        return Suggestion(min(exercises, key=lambda each: (last[each.id], each.id)), _AGAIN)
    for slip in sorted(_TRAINED_BY, key=lambda slip: -slips.get(slip, 0)):
        trained = _TRAINED_BY[slip]
        fitting = [each for each in fresh if trained in each.trains]
        if fitting and slips.get(slip, 0):
            chosen = min(fitting, key=lambda each: (each.trains.index(trained), _draw(each, today)))
            return Suggestion(chosen, _because(slip, slips[slip]))
    return Suggestion(min(fresh, key=lambda each: _draw(each, today)), _NOTHING)


def _draw(exercise: Exercise, today: date) -> tuple[int, str]:
    return crc32(f"{today.isoformat()}/{exercise.id}".encode()), exercise.id


def _because(slip: str, count: int) -> str:
    return plural(
        count,
        one="Offered because one moment in the last seven days {slipped}.",
        other="Offered because {word} moments in the last seven days {slipped}.",
        slipped=_SLIPPED[slip],
    )

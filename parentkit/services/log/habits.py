"""What this family writes down again and again: signs with their responses, for one-key logging."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from parentkit.domain.log.episode import EpisodeColumns
    from parentkit.journal import Journal

WEEKS_BACK = 8
"""How far back a habit is looked for: children grow, and so do their signs."""


class Habit(NamedTuple):
    """A sign and the responses that went with it, in order, and how many times."""

    cue: str
    responses: tuple[str, ...]
    times: int


def habits_of(episodes: EpisodeColumns, child: str, most: int) -> list[Habit]:
    """Up to `most` pairs of a child's moments: the frequent ones, and the latest in any case.

    The more frequent first, of equally frequent ones the later first. Moments that were set apart
    are left out: nobody wants those as a shortcut.

    Args:
        episodes: the moments to look at, earliest first.
        child: the id of the child.
        most: how many pairs at most.
    """
    times: dict[tuple[str, tuple[str, ...]], int] = {}
    columns = zip(episodes.child, episodes.cue, episodes.responses, episodes.flag, strict=True)
    for whose, cue, responses, flagged in columns:
        if whose == child and cue and responses and not flagged:
            pair = (cue, responses)
            times[pair] = times.pop(pair, 0) + 1  # put at the end: the latest stands last
    latest_first = [Habit(*pair, count) for pair, count in reversed(times.items())]
    frequent = sorted(latest_first, key=lambda habit: -habit.times)[:most]
    if latest_first and most and latest_first[0] not in frequent:
        frequent[-1] = latest_first[0]
    return frequent


def read_habits(journal: Journal, child: str, today: date, most: int) -> list[Habit]:
    """The habits of the last WEEKS_BACK weeks; reads files."""
    start = today - timedelta(weeks=WEEKS_BACK)
    return habits_of(journal.episodes(start.isoformat()), child, most)

"""What is kept of a record in one row of columns: none of its free text."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.codes import MOMENT
from parentkit.domain.errors import DataProblem
from parentkit.domain.log.episode import Episode, episode_of
from parentkit.domain.time.localtime import epoch_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    Row = tuple[Any, ...]

COLUMNS = (*Episode._fields, "kind", "deleted", "exact", "counts")
"""The episode of a moment that is not deleted; the record's kind and whether it is deleted; whether
the episode is `exact`, which is to say that the fields in TOLD can be told from it; whether it
`counts` in the figures."""

EPISODE = len(Episode._fields)
CUE = Episode._fields.index("cue")
OBSERVED_AT = Episode._fields.index("observed_at")
KIND, DELETED, EXACT, COUNTS = range(EPISODE, len(COLUMNS))

TOLD = {name: at for at, name in enumerate(Episode._fields) if not name.startswith("repair")}
"""The fields of a moment that an exact episode holds as they are, with their columns."""

_DAY = len("2026-11-22")
_NUMBERS = (Episode._fields.index("repair_minutes"), Episode._fields.index("flag"))
_NO_EPISODE = tuple(episode_of({}))


class UsualLine(NamedTuple):
    """What is kept of the one operation in a line that was taken apart by its form."""

    kind: str
    id: str
    stamp: str
    row: Row


def row_of(kind: str, fields: Mapping[str, Any], same: dict[Any, Any]) -> Row:
    """The row of a record; equal values are shared by way of `same`.

    A moment counts where it was observed at a stored time and is not deleted.
    """
    deleted = fields.get("deleted") is True
    if kind != MOMENT or deleted:
        return (*_NO_EPISODE, kind, deleted, False, False)
    episode = episode_of(fields)
    row = [episode.observed_at, *map(same.setdefault, episode[1:], episode[1:])]
    for at in _NUMBERS:  # True and 1 are the same to a dict
        row[at] = episode[at]
    counts = is_stored_time(episode.observed_at)
    return (*row, kind, deleted, _is_exact(fields, episode), counts)


def _is_exact(fields: Mapping[str, Any], episode: Episode) -> bool:
    """Whether every field in TOLD that there is has a value of its own in the episode."""
    repair = bool(episode.repair_state) + bool(episode.repair_minutes)
    said = sum(map(bool, episode)) - repair
    responses = fields.get("responses")
    return said == len(TOLD.keys() & fields.keys()) and (
        responses is None or responses == list(episode.responses)
    )


def is_stored_time(text: str) -> bool:
    """Whether a text is a time as moments hold it, on a day that exists."""
    return _is_sound(text[:_DAY] + "T00:00Z") and _is_sound("2000-01-01" + text[_DAY:])


@lru_cache(maxsize=10_000)
def _is_sound(text: str) -> bool:
    """The same of a day or an hour by itself: a journal has few of these, each of them often."""
    try:
        epoch_of(text)
    except DataProblem:
        return False
    return True

"""What is kept of a record in one row of columns: none of its free text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.domain.codes import MOMENT
from parentkit.domain.episode import Episode, episode_of
from parentkit.domain.errors import DataProblem
from parentkit.domain.localtime import epoch_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    Row = tuple[Any, ...]

COLUMNS = (*Episode._fields, "kind", "deleted", "exact", "counts")
"""A moment's episode; the record's kind and whether it is deleted; whether the episode is `exact`,
which is to say that the fields in TOLD can be told from it; whether it `counts` in the figures."""

EPISODE = len(Episode._fields)
OBSERVED_AT = Episode._fields.index("observed_at")
KIND, DELETED, EXACT, COUNTS = range(EPISODE, len(COLUMNS))

TOLD = {name: at for at, name in enumerate(Episode._fields) if not name.startswith("repair")}
"""The fields of a moment that an exact episode holds as they are, with their columns."""

_NO_EPISODE = tuple(episode_of({}))


def row_of(kind: str, fields: Mapping[str, Any], same: dict[Any, Any]) -> Row:
    """The row of a record; equal texts are shared by way of `same`.

    A moment counts where it is not deleted and was observed at a stored time.
    """
    deleted = fields.get("deleted") is True
    if kind != MOMENT:
        return (*_NO_EPISODE, kind, deleted, False, False)
    episode = episode_of(fields)
    at, *values = episode
    shared = [
        same.setdefault(value, value) if isinstance(value, (str, tuple)) else value
        for value in values
    ]
    exact = all(as_field(episode[at]) == fields.get(name) for name, at in TOLD.items())
    return (at, *shared, kind, deleted, exact, not deleted and is_stored_time(at))


def as_field(value: Any) -> Any:
    """A value of an exact episode as the field holds it; None where the field is absent."""
    if isinstance(value, tuple):
        return list(value) or None
    return value or None


def is_stored_time(text: str) -> bool:
    """Whether a text is a time as moments hold it, on a day that exists."""
    try:
        epoch_of(text)
    except DataProblem:
        return False
    return True

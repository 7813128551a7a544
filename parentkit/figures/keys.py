"""What the figures can be split by: the key of every moment, for `--by`."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from parentkit.figures.daily import iso_week

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from parentkit.domain.log.episode import EpisodeColumns

SPLITS = (
    "family",
    "cue",
    "response",
    "fit",
    "caregiver",
    "child",
    "context",
    "hour",
    "weekday",
    "week",
    "sampling",
)


def keys(columns: EpisodeColumns, by: str, family_of: Callable[[str], str]) -> Sequence[str]:
    """The key of every moment, in the order of the columns; "" where it was not said.

    Args:
        columns: the episodes.
        by: one of SPLITS. `response` is the first response, `hour` runs from "00" to "23",
            `weekday` from "1" (Monday) to "7", `week` is an ISO 8601 week such as "2026-W47".
        family_of: the family of a cue; "" for a cue outside the families.

    Raises:
        ValueError: `by` is none of SPLITS.
    """
    if by == "family":
        return list(map(cache(family_of), columns.cue))
    if by == "response":
        return [said[0] if said else "" for said in columns.responses]
    if by == "hour":
        return [at[11:13] for at in columns.observed_at]
    if by == "weekday":
        return _of_day(columns, _weekday)
    if by == "week":
        return _of_day(columns, iso_week)
    if by not in SPLITS:
        raise ValueError(f"{by!r} is none of {', '.join(SPLITS)}")
    column: Sequence[str] = getattr(columns, by)
    return column


def _of_day(columns: EpisodeColumns, key: Callable[[str], str]) -> list[str]:
    key = cache(key)
    return [key(at[:10]) for at in columns.observed_at]


def _weekday(day: str) -> str:
    return str(date.fromisoformat(day).isoweekday())

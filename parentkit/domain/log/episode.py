"""What the figures need of a moment: its codes and times, none of its free text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.codes import NOT_GOING_TO, NOT_YET, REPAIRED
from parentkit.domain.errors import DataProblem
from parentkit.domain.time.localtime import epoch_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Episode(NamedTuple):
    """One moment. What was not said is an empty text; `repair_minutes` is then None.

    `observed_at` is local time as text, so that `observed_at[:10]` is the day on which the moment
    was lived. `responses` stand in order. `repair_minutes` are minutes from the moment to its
    repair or, where it is not repaired, to when that was last said.
    """

    observed_at: str
    child: str
    caregiver: str
    cue: str
    responses: tuple[str, ...]
    fit: str
    fit_source: str
    suggested_fit: str
    repair_state: str
    repair_minutes: int | None
    child_after: str
    context: str
    sampling: str
    flag: bool


class EpisodeColumns(NamedTuple):
    """Many episodes, column by column: row i of every column belongs to the same moment.

    The figures read columns because counting a column takes a fraction of the time that building
    a record for each moment would.
    """

    observed_at: Sequence[str]
    child: Sequence[str]
    caregiver: Sequence[str]
    cue: Sequence[str]
    responses: Sequence[tuple[str, ...]]
    fit: Sequence[str]
    fit_source: Sequence[str]
    suggested_fit: Sequence[str]
    repair_state: Sequence[str]
    repair_minutes: Sequence[int | None]
    child_after: Sequence[str]
    context: Sequence[str]
    sampling: Sequence[str]
    flag: Sequence[bool]


def columns_of(episodes: Iterable[Episode]) -> EpisodeColumns:
    """The same episodes, column by column, in the order given."""
    rows = list(episodes)
    if not rows:
        return EpisodeColumns(*((),) * len(EpisodeColumns._fields))
    return EpisodeColumns(*zip(*rows, strict=True))


def episode_of(document: Mapping[str, Any]) -> Episode:
    """The episode in a moment's document; a field of another type counts as not said."""
    repair = document.get("repair")
    if not isinstance(repair, dict):
        repair = {}
    responses = document.get("responses")
    return Episode(
        observed_at=_text(document, "observed_at"),
        child=_text(document, "child"),
        caregiver=_text(document, "caregiver"),
        cue=_text(document, "cue"),
        responses=tuple(map(str, responses)) if isinstance(responses, (list, tuple)) else (),
        fit=_text(document, "fit"),
        fit_source=_text(document, "fit_source"),
        suggested_fit=_text(document, "suggested_fit"),
        repair_state=_text(repair, "state"),
        repair_minutes=repair_minutes(document, repair),
        child_after=_text(document, "child_after"),
        context=_text(document, "context"),
        sampling=_text(document, "sampling"),
        flag=document.get("flag") is True,
    )


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def repair_minutes(document: Mapping[str, Any], repair: Mapping[str, Any]) -> int | None:
    """Minutes to the repair, or to the last time somebody said that there was none.

    A state without a time of its own (`at`) was said when the moment was written down. A repair
    without `after_minutes` has no known time: when it was said is not when it happened.
    """
    state = repair.get("state")
    if state == REPAIRED:
        minutes = repair.get("after_minutes")
        return minutes if type(minutes) is int and minutes >= 0 else None
    said = _text(repair, "at") or _text(document, "logged_at")
    if state not in (NOT_YET, NOT_GOING_TO) or not said:
        return None
    try:
        seconds = epoch_of(said) - epoch_of(_text(document, "observed_at"))
    except DataProblem:
        return None
    return max(0, seconds // 60)

"""Look at a stretch of time: which moments, and the figures of them."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from parentkit import clock
from parentkit.domain.log.episode import EpisodeColumns
from parentkit.figures.review import Review, review

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from parentkit.domain.log.household import Household
    from parentkit.domain.log.selection import Selection
    from parentkit.journal import Journal


WARM_UP_DAYS = 3


class Reviewed(NamedTuple):
    """A review and the half-open local days that it is about, `start` up to and without `end`.

    `warm_up_until` is the day after the log's first three, where one of those is among them:
    writing things down is new then and changes most what one notices.
    """

    start: str
    end: str
    review: Review
    warm_up_until: str | None


class Window(NamedTuple):
    """The episodes of a selection, and the days as in Reviewed."""

    columns: EpisodeColumns
    start: str
    end: str
    warm_up_until: str | None


def look_at(
    journal: Journal, household: Household, selection: Selection, by: str | None = None
) -> Reviewed:
    """The figures of a selection, split by one of figures.keys.SPLITS where `by` names one."""
    window = read_window(journal, selection)
    figures = figures_of(window, household, by)
    return Reviewed(window.start, window.end, figures, window.warm_up_until)


def review_of(
    columns: EpisodeColumns, household: Household, selection: Selection, by: str | None = None
) -> Reviewed:
    """The same of episodes that come from elsewhere; which of them are chosen is seen to here.

    Args:
        columns: the episodes, by the text of their time.
        household: the family's words.
        selection: which of them.
        by: as in look_at.
    """
    chosen = _within(columns, selection)
    start, end = _span(selection, chosen.observed_at)
    return Reviewed(start, end, figures_of(Window(chosen, start, end, None), household, by), None)


def read_window(journal: Journal, selection: Selection) -> Window:
    """The episodes of a selection; reads files."""
    columns = _chosen(journal, selection)
    start, end = _span(selection, columns.observed_at)
    return Window(columns, start, end, _warm_up_until(journal, columns))


def figures_of(window: Window, household: Household, by: str | None = None) -> Review:
    """The figures of episodes that have been read."""
    family_of, pole_of = household.vocabulary("cues").group, household.vocabulary("responses").group
    return review(window.columns, family_of, pole_of, window.end, by)


def not_come_yet(times: Iterable[str]) -> set[str]:
    """Those of the local days of times that are later than tomorrow: no figure of all counts them.

    A clock that was years ahead must not stretch every figure over thousands of empty weeks.
    """
    from datetime import timedelta

    tomorrow = (clock.local_now().date() + timedelta(days=1)).isoformat()
    return {at[:10] for at in times if at[:10] > tomorrow}


def _chosen(journal: Journal, selection: Selection) -> EpisodeColumns:
    """The episodes of the selection, in the journal's order: earliest first."""
    start = selection.period.start.isoformat() if selection.period else None
    return _within(journal.episodes(start), selection)


def _within(columns: EpisodeColumns, selection: Selection) -> EpisodeColumns:
    period = selection.period
    wanted: list[Sequence[bool]] = []
    if period:
        end = period.end.isoformat()
        start = period.start.isoformat()
        wanted.append([start <= at < end for at in columns.observed_at])
    if selection.child:
        wanted.append([child == selection.child for child in columns.child])
    if selection.caregiver:
        wanted.append([who == selection.caregiver for who in columns.caregiver])
    if not period and (ahead := not_come_yet(columns.observed_at)):
        wanted.append([at[:10] not in ahead for at in columns.observed_at])
    if not wanted:
        return columns
    mask = list(map(all, zip(*wanted, strict=True)))
    return EpisodeColumns._make(list(compress(column, mask)) for column in columns)


def _warm_up_until(journal: Journal, columns: EpisodeColumns) -> str | None:
    earliest = columns.observed_at[0] if columns.observed_at else ""
    begun = journal.first_month()
    # Months tell from the files' names alone that a later week lies far behind the beginning.
    if not begun or not earliest or _months_between(begun, earliest) > 1:
        return None
    first = journal.first_day()
    if first is None:
        return None
    from datetime import date, timedelta

    over = (date.fromisoformat(first) + timedelta(days=WARM_UP_DAYS)).isoformat()
    return over if earliest < over else None


def _months_between(earlier: str, later: str) -> int:
    return (int(later[:4]) - int(earlier[:4])) * 12 + int(later[5:7]) - int(earlier[5:7])


def _span(selection: Selection, times: Sequence[str]) -> tuple[str, str]:
    """The half-open days of the selection: its period, else from the first moment to the last."""
    if selection.period:
        return selection.period.start.isoformat(), selection.period.end.isoformat()
    from datetime import date, timedelta

    today = clock.local_now().isoformat()
    first, last = (times[0], times[-1]) if times else (today, today)
    return first[:10], (date.fromisoformat(last[:10]) + timedelta(days=1)).isoformat()

"""The moments as episodes: a window by reading its few files, all of them through the snapshot."""

from __future__ import annotations

import os
from bisect import bisect_left
from typing import TYPE_CHECKING

from parentkit.domain.codes import MOMENT
from parentkit.domain.log.episode import EpisodeColumns, columns_of, episode_of
from parentkit.domain.ulid import is_ulid
from parentkit.journal.index.rows import is_stored_time
from parentkit.journal.log.fold import fold
from parentkit.journal.log.folders import dated_files, month_of_file, month_of_id
from parentkit.journal.log.glance import glance, operations_on
from parentkit.journal.log.scan import UNREADABLE
from parentkit.storage.gc_pause import CollectorPaused

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from parentkit.domain.log.episode import Episode
    from parentkit.journal.log.folders import Places
    from parentkit.journal.log.glance import GlancedLine
    from parentkit.journal.log.operation import Operation
    from parentkit.journal.log.scan import Problem

MOST_READ_DIRECTLY = 4 << 20
"""Bytes of candidate files up to which a window is read from its lines."""

_MONTH = len("2026-11")
_DAY = len("2026-11-22")
_NEVER = "9999-12"


def read_episodes(
    places: Places, now_ms: int, start_day: str | None
) -> tuple[EpisodeColumns, list[Problem]]:
    """The moments observed on `start_day` (local, `2026-11-22`) or later; all where it is None.

    Deleted ones and those that were not observed at a stored time are left out. Ordered by the text
    of their time, then by id. Beside them, what could not be read of the files that may hold some.
    """
    with CollectorPaused():
        if start_day:
            files = dated_files(places.journal, start_day[:_MONTH])
            if size_of(files) <= MOST_READ_DIRECTLY:
                episodes, problems = _window(places.journal, files, now_ms, start_day)
                return columns_of(episodes), problems
        from parentkit.journal.index.store import open_catalogue

        catalogue = open_catalogue(places, now_ms)
        columns, problems = catalogue.episodes(), catalogue.problems
        if not start_day:
            return columns, problems
        start = bisect_left(columns.observed_at, start_day)
        window = EpisodeColumns._make(column[start:] for column in columns)
        return window, [problem for problem in problems if _may_hold(problem.path, start_day)]


def _may_hold(path: str, start_day: str) -> bool:
    """Whether something observed on a day or later may stand in a file, or in a closed folder."""
    month = month_of_file(path)
    return not month or month >= start_day[:_MONTH]


def first_day(journal: str, now_ms: int) -> str | None:
    """The local day of the first moment in the journal's earliest month; None where there is none.

    What was written about that moment in a later month is not looked at. Where a folder or a
    file of a month cannot be read, no later one tells the first day.
    """
    with CollectorPaused():
        months: dict[str, list[str]] = {}
        for path in dated_files(journal):
            months.setdefault(month_of_file(path), []).append(path)
        for month in sorted(months):  # a folder that cannot be opened comes first: it has none
            lines, problems = glance(months[month])
            if any(problem.sort == UNREADABLE for problem in problems):
                return None
            found = _first_time(lines, now_ms)
            if found:
                return found[:_DAY]
    return None


def _first_time(lines: Sequence[GlancedLine], now_ms: int) -> str | None:
    """The time of the first moment in these lines."""
    days: dict[str, set[str]] = {}
    for day, identifier, *_ in lines:
        if day:
            days.setdefault(day, set()).add(identifier)
    wanted: set[str] = set()
    found: list[tuple[str, str, Episode]] = []
    for day in sorted(days):
        wanted |= days[day]
        found = _episodes(operations_on(wanted, lines)[0], now_ms)
        if found and min(found)[0][:_DAY] <= day:
            break
    return min(found)[0] if found else None


def size_of(files: Iterable[str]) -> int:
    """Bytes of some files together; one that cannot be looked at counts as empty."""
    size = 0
    for path in files:
        try:
            size += os.stat(path).st_size
        except OSError:
            continue  # reading it will come to the same
    return size


def _window(
    journal: str, files: list[str], now_ms: int, start_day: str
) -> tuple[list[Episode], list[Problem]]:
    """The episodes from a day on, and what could not be read.

    `files` are those of the day's month and later.
    """
    lines, problems = glance(files)
    wanted = {identifier for day, identifier, *_ in lines if day >= start_day}
    since = _month_of_first(wanted)
    if since < start_day[:_MONTH]:  # a time was corrected into the window, long after the moment
        lines, problems = glance(dated_files(journal, since))
    operations, odd = operations_on(wanted, lines)
    found = sorted(_episodes(operations, now_ms))
    return [episode for at, _, episode in found if at >= start_day], [*problems, *odd]


def _episodes(operations: Iterable[Operation], now_ms: int) -> list[tuple[str, str, Episode]]:
    """The moments that count in the figures, behind their time and id."""
    found = []
    for record in fold(operations, now_ms).values():
        if record.kind == MOMENT and not record.deleted:
            episode = episode_of(record.fields)
            if is_stored_time(episode.observed_at):
                found.append((episode.observed_at, record.id, episode))
    return found


def _month_of_first(identifiers: Collection[str]) -> str:
    """The month in which the first of these ids was made; nothing where one tells no month."""
    if not all(map(is_ulid, identifiers)):
        return ""
    return month_of_id(min(identifiers)) if identifiers else _NEVER

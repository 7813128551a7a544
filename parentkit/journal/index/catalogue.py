"""Which records stand in a journal's files, in which lines, and what the figures need of them.

A catalogue reads files once, and then what they have grown by; it goes on from a snapshot where
there is one. Rows do not change: a record that is written about again gets a new one, and the old
one is retired.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING, Any

from parentkit.domain.codes import MOMENT
from parentkit.domain.log.episode import EpisodeColumns
from parentkit.journal.index.lines import Lines, Moved
from parentkit.journal.index.rows import (
    COLUMNS,
    COUNTS,
    DELETED,
    EPISODE,
    KIND,
    OBSERVED_AT,
    UsualLine,
    row_of,
)
from parentkit.journal.index.tail_reader import Growth
from parentkit.journal.log.fold import fold
from parentkit.journal.log.stamp import ahead_limit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from parentkit.journal.index.rows import Row
    from parentkit.journal.index.stored import Snapshot
    from parentkit.journal.index.tail_reader import Mark
    from parentkit.journal.log.fold import Record
    from parentkit.journal.log.operation import Operation
    from parentkit.journal.log.scan import Problem

_AFTER_ALL_TIMES = "~"
_EPISODE = range(EPISODE)


class Catalogue:
    """The records of the files that `files_of` lists for the folder `journal`.

    `operations` counts those read since the catalogue was made. `newest` and `ahead` are the latest
    stamp that counts and the first that does not yet; `kinds` are the kinds of all records.
    """

    def __init__(
        self,
        journal: str,
        files_of: Callable[[str], list[str]],
        snapshot: Snapshot | None = None,
    ) -> None:
        self.operations = 0
        self.newest = snapshot.newest if snapshot else ""
        self.ahead = snapshot.ahead if snapshot else ""
        self.kinds = set(snapshot.table(KIND)) if snapshot else set()
        self._now_ms = 0
        marks, set_aside = (snapshot.marks, snapshot.set_aside) if snapshot else ({}, {})
        self._growth = Growth(journal, files_of, marks, set_aside)
        self._lines = Lines(journal, self._growth.names)
        self._old = snapshot
        self._old_count = snapshot.count if snapshot else 0
        self._new: tuple[list[Any], ...] = tuple([] for _ in COLUMNS)
        self._retired: set[int] = set()
        self._pending: dict[int, list[int]] = {}
        self._same: dict[Any, Any] = {}

    @property
    def count(self) -> int:
        """How many rows there are, retired ones among them."""
        return self._old_count + len(self._new[KIND])

    @property
    def marks(self) -> Mapping[str, Mark]:
        """How far each file was read, by its path below the journal's folder."""
        return self._growth.marks

    @property
    def set_aside(self) -> Mapping[str, Sequence[Problem]]:
        """What could not be read in the files that were, by their paths as in `marks`."""
        return self._growth.set_aside

    @property
    def problems(self) -> list[Problem]:
        """Everything in the files that could not be read and so is in none of the rows."""
        return self._growth.problems

    @property
    def remarked(self) -> bool:
        """Whether a file changed its date or its place on the disk although it did not grow."""
        return self._growth.remarked

    @property
    def reaches_back(self) -> int:
        """How many episodes of the snapshot stand behind the first one that changed since."""
        old = self._old
        return max(0, old.counting - min(self._retired, default=old.counting)) if old else 0

    @cached_property
    def ids(self) -> list[str]:
        """The record id of every row."""
        return self._old.ids() if self._old else []

    @cached_property
    def _spots(self) -> array[int]:
        """For every row the spot of the first line on its record."""
        return self._old.spots() if self._old else array("Q")

    @cached_property
    def _more_spots(self) -> dict[int, list[int]]:
        """Further spots of the rows whose records have several lines."""
        return self._old.more_spots() if self._old else {}

    @cached_property
    def _row_of(self) -> dict[str, dict[str, int]]:
        """The row of every record that is not retired, by kind and id."""
        old = self._old
        if old is None:
            return {}
        rows = {MOMENT: dict(zip(self.ids[: old.counting], range(old.counting), strict=True))}
        for row in range(old.counting, old.count):
            rows.setdefault(old.column(KIND)[row], {})[self.ids[row]] = row
        return rows

    def follow(self, now_ms: int) -> bool:
        """Read what the files have grown by; False where what was read before no longer stands.

        A catalogue that has answered False is of no more use: a new one is to be made.
        """
        self._now_ms = now_ms
        limit = ahead_limit(now_ms)
        if self.newest > limit or (self.ahead and self.ahead <= limit):
            return False
        try:
            for spot, found in self._growth.read():
                self._take(found, spot, limit)
            self._settle()
        except Moved:
            return False
        return True

    def rows(self, kind: str) -> list[int]:
        """The rows of the records of a kind that are not deleted."""
        standing = zip(self.column(KIND), self.column(DELETED), strict=True)
        wanted = [of == kind and not deleted for of, deleted in standing]
        rows = compress(range(self.count), wanted)
        return [row for row in rows if row not in self._retired] if self._retired else list(rows)

    def row(self, kind: str, identifier: str) -> int | None:
        """The row of a record, deleted or not; None where there is none."""
        return self._row_of.get(kind, {}).get(identifier)

    def deleted(self, row: int) -> bool:
        """Whether a row's record is deleted."""
        return self._value(row, DELETED) is True

    def record(self, row: int) -> Record:
        """A row's record, from its lines.

        Raises:
            Moved: they no longer stand where they were.
        """
        kind, identifier = self._value(row, KIND), self.ids[row]
        operations = self._lines.operations(kind, identifier, self._spots_of(row))
        return fold(operations, self._now_ms)[kind, identifier]

    def fields(self, row: int) -> dict[str, Any]:
        """The fields of a row's record, from its lines.

        Raises:
            Moved: they no longer stand where they were.
        """
        if row in self._more_spots:
            return self.record(row).fields
        return self._lines.fields(self._value(row, KIND), self.ids[row], self._spots[row])

    def episodes(self) -> EpisodeColumns:
        """Every moment that counts, by the text of its time and by id."""
        old = self._old
        if old is None:
            rows = self._counting(self._standing_rows())
            return EpisodeColumns(*(tuple(map(self._new[at].__getitem__, rows)) for at in _EPISODE))
        if not self._new[KIND]:
            return EpisodeColumns(*old.episodes())
        columns = list(map(list, old.episodes()))
        start, episodes = self._from_first_change(columns)
        for column in columns:
            del column[start:]
        for column, values in zip(columns, zip(*episodes, strict=True), strict=False):
            column.extend(values)
        return EpisodeColumns(*columns)

    def column(self, at: int) -> tuple[Any, ...]:
        """The values of a column of rows.COLUMNS, by row."""
        old = self._old_column(at)
        return old + tuple(self._new[at]) if self._new[at] else old

    def standing(self) -> list[int]:
        """All rows but the retired ones: those that count, as in `episodes`, then the others."""
        rows, counts = self._standing_rows(), self.column(COUNTS)
        return self._counting(rows) + [row for row in rows if not counts[row]]

    def _standing_rows(self) -> list[int]:
        return [row for row in range(self.count) if row not in self._retired]

    def _counting(self, rows: list[int]) -> list[int]:
        """Those of the rows that count, by the text of their time and by id."""
        counts = self.column(COUNTS)
        counting = [row for row in rows if counts[row]]
        counting.sort(key=self.ids.__getitem__)
        counting.sort(key=self.column(OBSERVED_AT).__getitem__)
        return counting

    def spots(self, rows: Sequence[int]) -> tuple[array[int], dict[int, list[int]]]:
        """The first spots of rows, and the further ones by position among these rows."""
        more = {at: self._more_spots[row] for at, row in enumerate(rows) if row in self._more_spots}
        return array("Q", map(self._spots.__getitem__, rows)), more

    def _from_first_change(self, columns: list[list[Any]]) -> tuple[int, list[Row]]:
        """Where the snapshot's episodes are first out of date, and the episodes from there on."""
        times = columns[OBSERVED_AT]
        changed = [
            (row[OBSERVED_AT], self.ids[number], row[:EPISODE])
            for number, row in enumerate(zip(*self._new, strict=True), self._old_count)
            if row[COUNTS] and number not in self._retired
        ]
        first = min(changed, default=(_AFTER_ALL_TIMES,))[0]
        start = min(
            [bisect_left(times, first), *(row for row in self._retired if row < len(times))]
        )
        changed += [
            (times[row], self.ids[row], tuple(column[row] for column in columns))
            for row in range(start, len(times))
            if row not in self._retired
        ]
        return start, [episode for _, _, episode in sorted(changed)]

    def _take(self, found: Operation | UsualLine, spot: int, limit: str) -> None:
        self.operations += 1
        if found.stamp <= limit:
            self.newest = max(self.newest, found.stamp)
        else:
            self.ahead = min(self.ahead or found.stamp, found.stamp)
        row = self.row(found.kind, found.id)
        if row is not None:
            self._pending.setdefault(row, []).append(spot)
        elif isinstance(found, UsualLine):
            self._add(found.kind, found.id, found.row, [spot])
        else:
            self._add(found.kind, found.id, row_of(found.kind, found.set, self._same), [spot])

    def _settle(self) -> None:
        """Fold the records again that were written about more than once."""
        for row, added in sorted(self._pending.items()):
            kind, identifier = self._value(row, KIND), self.ids[row]
            spots = [*self._spots_of(row), *added]
            operations = self._lines.operations(kind, identifier, spots)
            record = fold(operations, self._now_ms)[kind, identifier]
            self._retired.add(row)
            self._add(kind, identifier, row_of(kind, record.fields, self._same), spots)
        self._pending.clear()

    def _add(self, kind: str, identifier: str, values: Row, spots: list[int]) -> None:
        row = self.count
        self.kinds.add(kind)
        self._row_of.setdefault(kind, {})[identifier] = row
        self.ids.append(identifier)
        self._spots.append(spots[0])
        if len(spots) > 1:
            self._more_spots[row] = spots[1:]
        for column, value in zip(self._new, values, strict=True):
            column.append(value)

    def _spots_of(self, row: int) -> list[int]:
        return [self._spots[row], *self._more_spots.get(row, ())]

    def _value(self, row: int, column: int) -> Any:
        if row < self._old_count:
            return self._old_column(column)[row]
        return self._new[column][row - self._old_count]

    def _old_column(self, at: int) -> tuple[Any, ...]:
        return self._old.column(at) if self._old else ()

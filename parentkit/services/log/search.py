"""Moments as a list that may be ten years long: all of them in order, any of them when looked at.

What a list shows of a moment comes from the catalogue's columns; words are read from a moment's own
lines, when it is looked at or words are searched for.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.codes import CODING, COMMENT, MOMENT
from parentkit.domain.errors import NothingFound
from parentkit.domain.log.episode import EpisodeColumns, columns_of, episode_of
from parentkit.domain.log.moment import FIELD_ORDER
from parentkit.domain.log.selection import Selection
from parentkit.domain.log.wanted import EVERYTHING, both, holds, leaves
from parentkit.domain.time.period import Period
from parentkit.journal import COUNTS, Moved, RowFields, is_told, narrowed, open_catalogue
from parentkit.services.log.browse import Filters, browse
from parentkit.services.log.document import document_of
from parentkit.services.log.revise import Shown, beside, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from parentkit.domain.log.moment import Document
    from parentkit.domain.log.wanted import Wanted
    from parentkit.journal import Catalogue, Journal, Problem, Record

CHUNK = 500
"""Moments whose words are looked through before somebody else may read."""

_LAST_DAY = date.max

_IN_LINES = frozenset(FIELD_ORDER) - frozenset(EpisodeColumns._fields) - {"logged_at", "repair"}
"""The fields of a moment that stand in its own lines alone."""


class Query(NamedTuple):
    """Which moments are looked for; the tree that the lists are found by."""

    selection: Selection = Selection()
    filters: Filters = Filters()

    @property
    def wanted(self) -> Wanted:
        """The same as a tree."""
        return both(self.selection.wanted, self.filters.wanted)


class Found:
    """Moments that were found, latest first; unchanging, whatever is written later.

    Args:
        ids: the moments' ids, by row.
        columns: what the list shows of them, by row.
        rows: the rows that were found, in the order in which they are shown.
        complete: whether these are all; else earlier ones are still looked for.
        problems: lines that could not be read on the way, as far as they are known.
    """

    __slots__ = ("_columns", "_ids", "_rows", "complete", "problems")

    def __init__(
        self,
        ids: Sequence[str],
        columns: EpisodeColumns,
        rows: Sequence[int],
        *,
        complete: bool,
        problems: Sequence[Problem] = (),
    ) -> None:
        self._ids = ids
        self._columns = columns
        self._rows = rows
        self.complete = complete
        self.problems = problems

    def __len__(self) -> int:
        return len(self._rows)

    def id_at(self, place: int) -> str:
        """The id of the moment at a place in the list."""
        return self._ids[self._rows[place]]

    def place_of(self, identifier: str) -> int | None:
        """Where in the list a moment stands; None where it was not found."""
        ids = self._ids
        return next((at for at, row in enumerate(self._rows) if ids[row] == identifier), None)

    def day_at(self, place: int) -> str:
        """The local day of the moment at a place, `2026-11-22`."""
        return self._columns.observed_at[self._rows[place]][:10]

    def days(self) -> list[str]:
        """The local day of every moment, in the list's order."""
        times = self._columns.observed_at
        return [times[row][:10] for row in self._rows]

    def marks(self) -> Iterator[tuple[str, bool]]:
        """The state of its repair and whether it is set apart, for every moment in order."""
        states, flags = self._columns.repair_state, self._columns.flag
        return ((states[row], flags[row]) for row in self._rows)

    def document(self, place: int) -> Document:
        """What a list shows of the moment at a place: no words, no tags, no details."""
        row, columns = self._rows[place], self._columns
        document: Document = {
            "id": self._ids[row],
            "observed_at": columns.observed_at[row],
            "child": columns.child[row],
            "caregiver": columns.caregiver[row],
            "cue": columns.cue[row],
            "responses": columns.responses[row],
            "fit": columns.fit[row],
            "fit_source": columns.fit_source[row],
            "flag": columns.flag[row],
        }
        if columns.repair_state[row]:
            document["repair"] = {"state": columns.repair_state[row]}
            if columns.repair_minutes[row] is not None:
                document["repair"]["after_minutes"] = columns.repair_minutes[row]
        return document


NOTHING = Found((), columns_of(()), (), complete=True)


def latest(journal: Journal, query: Query, today: date) -> Found:
    """The moments of this month and the last one: read from few files, however many there are."""
    start = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    period, child, caregiver = query.selection
    end = _LAST_DAY
    if period:
        start, end = max(start, period.start), period.end
    if start >= end:
        return Found((), columns_of(()), (), complete=False)
    found = browse(journal, Selection(Period(start, end), child, caregiver), query.filters)
    documents = found.documents[::-1]
    columns = columns_of(map(episode_of, documents))
    ids = [str(document["id"]) for document in documents]
    return Found(ids, columns, range(len(ids)), complete=False, problems=found.problems)


class Pages:
    """The list of all moments; safe to ask from several threads, and always up to date."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._catalogue: Catalogue | None = None
        self._lock = Lock()
        self._known: tuple[Catalogue, int] | None = None
        self._order: list[int] = []
        self._said: dict[int, dict[str, Any]] = {}
        self._beside: dict[str, list[int]] = {}

    @property
    def ready(self) -> bool:
        """Whether all moments have been read once, so that finding them again takes no time."""
        return self._catalogue is not None

    def find(
        self,
        query: Query,
        cancelled: Callable[[], bool] = lambda: False,
        partly: Callable[[Found], None] = lambda _: None,
    ) -> Found:
        """The moments that a query asks for.

        Args:
            query: which ones.
            cancelled: asked now and then while words are looked through; True ends it early.
            partly: is given what was found so far, where words are looked through.
        """
        with self._lock:
            catalogue = self._followed()
            columns = EpisodeColumns(*map(catalogue.column, range(len(EpisodeColumns._fields))))
            rows, rest = narrowed(partial(getattr, columns), self._order, query.wanted)
        if rest != EVERYTHING:
            rows = self._with_words(catalogue, columns, rows, rest, cancelled, partly)
        problems = catalogue.problems
        return Found(catalogue.ids, columns, rows, complete=True, problems=problems)

    def shown(self, identifier: str) -> Shown:
        """A moment with what stands beside it.

        Raises:
            NothingFound: it is not in the log, or no longer.
        """
        if self._catalogue is None:
            return shown(self._journal, identifier)
        with self._lock:
            catalogue = self._followed()
            row = catalogue.row(MOMENT, identifier)
            if row is None or catalogue.deleted(row):
                raise NothingFound(
                    "This moment is no longer in the log.",
                    "It was taken out, here or on another device; its history is still there.",
                )
            record = self._record(catalogue, row, MOMENT)
            others = [
                self._record(catalogue, other, kind)
                for kind in (CODING, COMMENT)
                for other in self._rows_beside(catalogue, identifier, kind)
            ]
        return Shown(document_of(record), *beside(record, others))

    def _followed(self) -> Catalogue:
        now_ms = self._journal.now_ms()
        if self._catalogue is None or not self._catalogue.follow(now_ms):
            self._catalogue = open_catalogue(self._journal.places, now_ms)
        catalogue = self._catalogue
        if self._known is None or self._known[0] is not catalogue:
            self._said.clear()
        if self._known != (catalogue, catalogue.count):
            self._known = (catalogue, catalogue.count)
            self._order = _latest_first(catalogue)
            self._beside.clear()
        return catalogue

    def _rows_beside(self, catalogue: Catalogue, identifier: str, kind: str) -> list[int]:
        """The rows of the records of a kind that speak of a moment."""
        if not self._beside:
            for each in (CODING, COMMENT):
                for row in catalogue.rows(each):
                    about = self._fields(catalogue, row, each).get("moment")
                    self._beside.setdefault(f"{each} {about}", []).append(row)
        return self._beside.get(f"{kind} {identifier}", [])

    def _with_words(  # noqa: PLR0913, PLR0917 where to look, what for, and whom to tell
        self,
        catalogue: Catalogue,
        columns: EpisodeColumns,
        rows: list[int],
        rest: Wanted,
        cancelled: Callable[[], bool],
        partly: Callable[[Found], None],
    ) -> list[int]:
        kept: list[int] = []
        column = partial(getattr, columns)
        test = holds(rest)
        by_words = not any(is_told(leaf) for leaf in leaves(rest))
        for start in range(0, len(rows), CHUNK):
            if cancelled():
                break
            with self._lock:
                chunk = rows[start : start + CHUNK]
                for row in chunk:
                    said = self._said.get(row)
                    if said is None:
                        said = self._read_said(catalogue, row)
                    if test(said if by_words else RowFields(column, row, said)):
                        kept.append(row)
            if (start // CHUNK) % 20 == 0 and kept:
                partly(Found(catalogue.ids, columns, tuple(kept), complete=False))
        return kept

    def _read_said(self, catalogue: Catalogue, row: int) -> dict[str, Any]:
        """What no column tells of a moment, kept for the next time that somebody asks."""
        fields = self._fields(catalogue, row, MOMENT)
        said = {name: fields[name] for name in _IN_LINES if name in fields}
        self._said[row] = said
        return said

    def _fields(self, catalogue: Catalogue, row: int, kind: str) -> Mapping[str, Any]:
        try:
            return catalogue.fields(row)
        except Moved:
            return self._journal.get(catalogue.ids[row], kind).fields

    def _record(self, catalogue: Catalogue, row: int, kind: str) -> Record:
        try:
            return catalogue.record(row)
        except Moved:
            return self._journal.get(catalogue.ids[row], kind)


def _latest_first(catalogue: Catalogue) -> list[int]:
    """The rows of all whole moments, latest first."""
    columns = EpisodeColumns(*map(catalogue.column, range(len(EpisodeColumns._fields))))
    needed = (columns.child, columns.caregiver, columns.cue, columns.responses)
    counts, times, ids = catalogue.column(COUNTS), columns.observed_at, catalogue.ids
    rows = [
        row
        for row in catalogue.rows(MOMENT)
        if counts[row] and all(column[row] for column in needed)
    ]
    rows.sort(key=lambda row: (times[row], ids[row]), reverse=True)
    return rows

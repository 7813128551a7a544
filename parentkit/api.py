"""The log for programs: typed, immutable records to be counted, charted and handed on.

    import parentkit

    log = parentkit.open_log()
    for moment in log.moments(since="2026-11-01"):
        print(moment.observed_at, moment.cue, moment.responses)

Reading never writes: neither into the family's folder nor beside it. What could not be read is
never silent: every result has `unreadable`. docs/api.md shows all of it, and what is promised.
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from datetime import date
from typing import TYPE_CHECKING, Protocol

from parentkit import clock
from parentkit.content import load
from parentkit.domain.codes import CODING, MOMENT
from parentkit.domain.errors import NothingFound, UsageProblem
from parentkit.domain.log.episode import columns_of, episode_of
from parentkit.domain.log.household import Household
from parentkit.domain.log.moment import lived_order
from parentkit.domain.log.selection import Selection
from parentkit.domain.log.wanted import EVERYTHING, both, holds
from parentkit.domain.time.period import Period, between
from parentkit.domain.time.stretch import OPEN_END, first_day
from parentkit.figures.keys import SPLITS
from parentkit.interchange.research.typed import Records, Unread
from parentkit.interchange.research.typed_rows import (
    coding_of,
    moment_of,
    rates_of,
    reflection_of,
)
from parentkit.journal import Journal, default_places
from parentkit.report.rates.labels import label_of_key
from parentkit.services.exchange.read_export import read_export_files
from parentkit.services.family.household import read_household
from parentkit.services.log.browse import Filters, browse
from parentkit.services.log.find import find as find_wanted
from parentkit.services.log.find_words import wanted_by
from parentkit.services.rates.review import look_at, review_of
from parentkit.services.reflection.answers import all_answers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from parentkit.domain.log.moment import Document
    from parentkit.domain.log.wanted import Wanted
    from parentkit.interchange.research.typed import Coding, Moment, Rates, Reflection
    from parentkit.journal import JournalDatabase, QueryInstance
    from parentkit.services.rates.review import Reviewed

    Day = date | str | None

_BEGINNING = date.min


def open_log(path: str | os.PathLike[str] | None = None) -> Log:
    """The family's log on this machine, or the one below the folder `path`, for reading.

    Args:
        path: a home folder as `parentkit locate` names it, or a copy of one (the folder `families`
            stands in it); without it, the one that the commands use.

    Raises:
        NothingFound: `path` is given and there is no log below it.
    """
    own = default_places()
    home = own.home if path is None else os.path.abspath(os.fspath(path))
    # What this machine knows of itself is about its own log and about no other.
    state = own.state if home == own.home else os.path.join(home, "nowhere")
    journal = Journal(home, state, clock.now_ms, read_only=True)
    if path is not None and not os.path.isdir(journal.places.journal):
        raise NothingFound(
            f"There is no log below {home}.",
            "A home folder has a folder families; parentkit locate says where yours is.",
        )
    return Log(journal)


def read_export(path: str | os.PathLike[str]) -> Export:
    """What `parentkit export` wrote: its folder, its datapackage.json or one of its files.

    It may be another family's; nothing of it comes into the log of this machine.

    Raises:
        NothingFound: there is no such file.
        DataProblem: it is not an export, or cannot be read.
    """
    return Export(os.fspath(path))


class _Reading(Protocol):
    """One look at a log or at an export: what there is, and whose."""

    @property
    def household(self) -> Household:
        """The people and words."""

    def name(self, person: str) -> str:
        """What a person is called."""

    def moments(self, selection: Selection, find: str | None) -> list[Document]:
        """The moments that are asked for, earliest first."""

    def codings(self) -> list[Document]:
        """Every further judgement."""

    def review(self, selection: Selection, by: str | None) -> Reviewed:
        """The figures of a selection."""

    def unreadable(self) -> tuple[Unread, ...]:
        """What could not be read, by now."""


class Source(ABC):
    """What moments, judgements and figures are read from: a log, or an export."""

    @abstractmethod
    def _read(self) -> _Reading:
        """Look at it as it stands now."""

    def moments(  # noqa: PLR0913 each of them narrows what is asked for
        self,
        since: Day = None,
        until: Day = None,
        *,
        child: str | None = None,
        caregiver: str | None = None,
        find: str | None = None,
        include_flagged: bool = False,
    ) -> Records[Moment]:
        """The moments from the day `since` up to, and without, the day `until`; earliest first.

        Args:
            since: a date, or a day in words (`2026-11-01`, `mon`, `22 nov`); None is the beginning.
            until: the same; None is the end.
            child: one child's, by name or id.
            caregiver: one caregiver's, by name or id.
            find: what is looked for, as `parentkit find` takes it (docs/finding.md).
            include_flagged: with those in which somebody was frightened or hurt, which are
                counted in the result's `flagged` otherwise.

        Raises:
            UsageProblem: a day or `find` cannot be read, or no day lies between the two.
            UnknownCode, AmbiguousCode: nobody is called that, or several are.
        """
        reading = self._read()
        selection = _selection(reading.household, since, until, child, caregiver)
        documents = reading.moments(selection, find)
        found = [moment_of(document, reading.name) for document in documents]
        kept = [moment for moment in found if include_flagged or not moment.flag]
        return Records(kept, reading.unreadable(), len(found) - len(kept))

    def codings(self) -> Records[Coding]:
        """Every further judgement of a moment."""
        reading = self._read()
        found = [coding_of(one, reading.name) for one in reading.codings()]
        return Records(found, reading.unreadable())

    def rates(
        self,
        since: Day = None,
        until: Day = None,
        *,
        child: str | None = None,
        caregiver: str | None = None,
        by: str | None = None,
    ) -> Rates:
        """The figures of a stretch of days; of everything without one.

        Args:
            since: the first day, as for `moments`.
            until: the day that is no longer in it, as for `moments`.
            child: one child's, by name or id.
            caregiver: one caregiver's, by name or id.
            by: split by `family`, `cue`, `response`, `fit`, `caregiver`, `child`, `context`,
                `hour`, `weekday`, `week` or `sampling`.

        Raises:
            UsageProblem: a day or `by` cannot be read, or no day lies between the two.
            UnknownCode, AmbiguousCode: nobody is called that, or several are.
        """
        reading = self._read()
        selection = _selection(reading.household, since, until, child, caregiver)
        reviewed = reading.review(selection, _split(by))
        label_of = label_of_key(reading.household, by or SPLITS[0])
        figures, days = reviewed.review, (reviewed.start, reviewed.end)
        parts = [(key, label_of(key), part) for key, part in figures.parts]
        return rates_of(figures.summary, days, parts, reading.unreadable())


class Log(Source):
    """A family's log, opened for reading; each call reads it as it stands then."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    @property
    def unreadable(self) -> tuple[Unread, ...]:
        """What could not be read in all that was read by way of this object so far."""
        return _unread_in(self._journal)

    def reflections(self, *, caregiver: str | None = None) -> Records[Reflection]:
        """What was answered to the weekly questions, by week and in the order of asking.

        Raises:
            UnknownCode, AmbiguousCode: no caregiver is called that, or several are.
        """
        reading = self._read()
        whose = reading.household.caregiver(caregiver) if caregiver else ""
        answers = all_answers(reading.journal, whose)
        found = [reflection_of(one.document, reading.name) for one in answers]
        return Records(found, reading.unreadable())

    def tinydb(self) -> JournalDatabase:
        """The log as a TinyDB that can be queried and not written to.

        Its tables are `moments`, `codings`, `children`, `caregivers`, `templates`, `terms`,
        `practices`, `reflections`, `checkins`, and further kinds under their own names; a
        document's `doc_id` is its record's ULID. What cannot be read is in `unreadable` after a
        query. Writing raises UsageProblem, and so does asking for a table that is called otherwise.
        """
        from parentkit.journal import open_database

        return open_database(self._journal)

    def query(self, find: str) -> QueryInstance:
        """The query of TinyDB for what `parentkit find` takes; for the table `moments`.

        Raises:
            UsageProblem: `find` cannot be read.
        """
        from parentkit.journal import query_for

        return query_for(_wanted(find, self._read().household))

    def _read(self) -> _LogReading:
        return _LogReading(self._journal)


class _LogReading:
    """A log as one call reads it; what could not be read is noted for the log, too."""

    def __init__(self, whole: Journal) -> None:
        self._whole = whole
        self.journal = whole.afresh()
        self.household = read_household(self.journal)
        self.name = self.household.name

    def moments(self, selection: Selection, find: str | None) -> list[Document]:
        if find is None:
            return browse(self.journal, selection, Filters()).documents
        wanted = both(selection.wanted, _wanted(find, self.household))
        return find_wanted(self.journal, wanted).documents

    def codings(self) -> list[Document]:
        return [one.document() for one in self.journal.read(kinds=(CODING,))]

    def review(self, selection: Selection, by: str | None) -> Reviewed:
        return look_at(self.journal, self.household, selection, by)

    def unreadable(self) -> tuple[Unread, ...]:
        self._whole.note(self.journal.problems)
        return _unread_in(self.journal)


class Export(Source):
    """An export as it was read; the files are not looked at again.

    Attributes:
        unreadable: rows that are no records, and what the log lacked when it was exported.
        notes: sentences about what else one should know.
    """

    def __init__(self, path: str) -> None:
        read = read_export_files(path)
        rejected = (Unread(one.file or path, one.row, one.problem) for one in read.rejected)
        missing = (
            Unread(str(one.get("file")), one.get("line"), str(one.get("reason")))
            for one in read.missing
        )
        self.unreadable = (*rejected, *missing)
        self.notes = tuple(read.notes)
        self._reading = _ExportReading(read.records, read.names, self.unreadable)

    def _read(self) -> _ExportReading:
        return self._reading


class _ExportReading:
    """The records of an export."""

    def __init__(
        self,
        records: Mapping[str, Sequence[Document]],
        names: Mapping[str, str],
        unreadable: tuple[Unread, ...],
    ) -> None:
        self._records = records
        self._names = names
        self._unreadable = unreadable
        family = ((kind, document) for kind in records for document in records[kind])
        self.household = Household(family, load)

    def name(self, person: str) -> str:
        return self._names.get(person) or self.household.name(person)

    def moments(self, selection: Selection, find: str | None) -> list[Document]:
        return self._chosen(both(selection.wanted, _wanted(find, self.household)))

    def codings(self) -> list[Document]:
        return list(self._records.get(CODING, ()))

    def review(self, selection: Selection, by: str | None) -> Reviewed:
        columns = columns_of(map(episode_of, self._chosen(EVERYTHING)))
        return review_of(columns, self.household, selection, by)

    def unreadable(self) -> tuple[Unread, ...]:
        return self._unreadable

    def _chosen(self, wanted: Wanted) -> list[Document]:
        found = filter(holds(wanted), self._records.get(MOMENT, ()))
        return sorted(found, key=lived_order)


def _selection(
    household: Household, since: Day, until: Day, child: str | None, caregiver: str | None
) -> Selection:
    return Selection(
        _period(since, until),
        household.child(child) if child else None,
        household.caregiver(caregiver) if caregiver else None,
    )


def _wanted(find: str | None, household: Household) -> Wanted:
    if find is None:
        return EVERYTHING
    if not isinstance(find, str):
        raise UsageProblem(
            f"What is looked for is a text, not {find!r}.", 'For example: find="cue is afraid".'
        )
    return wanted_by(find, household, clock.local_now().date())


def _period(since: Day, until: Day) -> Period | None:
    if since is None and until is None:
        return None
    return between(_day(since, _BEGINNING), _day(until, OPEN_END))


def _day(said: Day, unsaid: date) -> date:
    if said is None:
        return unsaid
    if isinstance(said, str):
        return first_day(said, clock.local_now().date())
    return date(said.year, said.month, said.day)


def _split(by: str | None) -> str | None:
    if by is not None and by not in SPLITS:
        raise UsageProblem(f"{by!r} is nothing to split by.", f"Known: {', '.join(SPLITS)}.")
    return by


def _unread_in(journal: Journal) -> tuple[Unread, ...]:
    return tuple(Unread(one.path, one.line or None, one.reason) for one in journal.problems)

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
from datetime import date
from typing import TYPE_CHECKING

from parentkit import clock
from parentkit.content import load
from parentkit.domain.codes import CODING, MOMENT
from parentkit.domain.errors import (
    AmbiguousCode,
    DataProblem,
    NothingFound,
    ParentkitError,
    UnknownCode,
    UsageProblem,
)
from parentkit.domain.log.episode import columns_of, episode_of
from parentkit.domain.log.household import Household
from parentkit.domain.log.moment import lived_order
from parentkit.domain.log.wanted import EVERYTHING, both, holds
from parentkit.domain.time.period import Period, between
from parentkit.domain.time.stretch import OPEN_END, first_day
from parentkit.figures.keys import SPLITS
from parentkit.interchange.research.typed import (
    Coding,
    Moment,
    Part,
    Rates,
    Records,
    Reflection,
    Share,
    Unread,
)
from parentkit.interchange.research.typed_rows import (
    coding_of,
    moment_of,
    rates_of,
    reflection_of,
    to_rows,
)
from parentkit.journal import Journal, default_places
from parentkit.report.rates.labels import label_of_key
from parentkit.services.exchange.read_export import read_export_files
from parentkit.services.family.household import read_household
from parentkit.services.log.browse import Filters, browse
from parentkit.services.log.find import find as find_wanted
from parentkit.services.log.find_words import wanted_by
from parentkit.services.rates.review import Reviewed, Selection, look_at, review_of
from parentkit.services.reflection.answers import all_answers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from parentkit.domain.log.moment import Document
    from parentkit.domain.log.wanted import Wanted
    from parentkit.journal import JournalDatabase, QueryInstance

    Day = date | str | None

__all__ = (
    "AmbiguousCode",
    "Coding",
    "DataProblem",
    "Export",
    "Log",
    "Moment",
    "NothingFound",
    "ParentkitError",
    "Part",
    "Rates",
    "Records",
    "Reflection",
    "Share",
    "UnknownCode",
    "Unread",
    "UsageProblem",
    "open_log",
    "read_export",
    "to_rows",
)

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


class Log:
    """A family's log, opened for reading; each call reads it as it stands then."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    @property
    def unreadable(self) -> tuple[Unread, ...]:
        """What could not be read in all that was read by way of this object so far."""
        return _unread_in(self._journal)

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
        journal, household = self._read()
        selection = _selection(household, since, until, child, caregiver)
        if find is None:
            documents = browse(journal, selection, Filters()).documents
        else:
            wanted = both(selection.wanted, _wanted(find, household))
            documents = find_wanted(journal, wanted).documents
        return _moments(documents, household.name, include_flagged, self._noted(journal))

    def codings(self) -> Records[Coding]:
        """Every further judgement of a moment, as the journal has them."""
        journal, household = self._read()
        found = [coding_of(one.document(), household.name) for one in journal.read(kinds=(CODING,))]
        return Records(found, self._noted(journal))

    def reflections(self, *, caregiver: str | None = None) -> Records[Reflection]:
        """What was answered to the weekly questions, by week and in the order of asking.

        Raises:
            UnknownCode, AmbiguousCode: no caregiver is called that, or several are.
        """
        journal, household = self._read()
        whose = household.caregiver(caregiver) if caregiver else ""
        found = [reflection_of(one.document, household.name) for one in all_answers(journal, whose)]
        return Records(found, self._noted(journal))

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
        journal, household = self._read()
        selection = _selection(household, since, until, child, caregiver)
        reviewed = look_at(journal, household, selection, _split(by))
        return _rates(reviewed, label_of_key(household, by or SPLITS[0]), self._noted(journal))

    def tinydb(self) -> JournalDatabase:
        """The log as a TinyDB that can be queried and not written to.

        Its tables are `moments`, `codings`, `children`, `caregivers`, `templates`, `terms`,
        `practices`, `reflections`, `checkins`, and further kinds under their own names; a
        document's `doc_id` is its record's ULID. What cannot be read is in `unreadable` after a
        query. Writing raises UsageProblem.
        """
        from parentkit.journal import open_database

        return open_database(self._journal)

    def query(self, find: str) -> QueryInstance:
        """The query of TinyDB for what `parentkit find` takes; for the table `moments`.

        Raises:
            UsageProblem: `find` cannot be read.
        """
        from parentkit.journal import query_for

        return query_for(_wanted(find, self._read()[1]))

    def _read(self) -> tuple[Journal, Household]:
        journal = self._journal.afresh()
        return journal, read_household(journal)

    def _noted(self, journal: Journal) -> tuple[Unread, ...]:
        self._journal.note(journal.problems)
        return _unread_in(journal)


class Export:
    """An export as it was read; the files are not looked at again.

    Attributes:
        unreadable: rows that are no records, and what the log lacked when it was exported.
        notes: sentences about what else one should know.
    """

    def __init__(self, path: str) -> None:
        read = read_export_files(path)
        self._records = read.records
        self._names = read.names
        family = ((kind, document) for kind in read.records for document in read.records[kind])
        self._household = Household(family, load)
        rejected = (Unread(one.file or path, one.row, one.problem) for one in read.rejected)
        missing = (
            Unread(str(one.get("file")), one.get("line"), str(one.get("reason")))
            for one in read.missing
        )
        self.unreadable = (*rejected, *missing)
        self.notes = tuple(read.notes)

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
        """Its moments, as Log.moments gives them, with the same errors."""
        selection = _selection(self._household, since, until, child, caregiver)
        documents = self._chosen(both(selection.wanted, _wanted(find, self._household)))
        return _moments(documents, self._name, include_flagged, self.unreadable)

    def codings(self) -> Records[Coding]:
        """Every further judgement of a moment in it."""
        documents = self._records.get(CODING, ())
        return Records([coding_of(one, self._name) for one in documents], self.unreadable)

    def rates(
        self,
        since: Day = None,
        until: Day = None,
        *,
        child: str | None = None,
        caregiver: str | None = None,
        by: str | None = None,
    ) -> Rates:
        """The figures of its moments, as Log.rates gives them, with the same errors."""
        selection = _selection(self._household, since, until, child, caregiver)
        columns = columns_of(map(episode_of, self._chosen(EVERYTHING)))
        reviewed = review_of(columns, self._household, selection, _split(by))
        return _rates(reviewed, label_of_key(self._household, by or SPLITS[0]), self.unreadable)

    def _chosen(self, wanted: Wanted) -> list[Document]:
        found = filter(holds(wanted), self._records.get(MOMENT, ()))
        return sorted(found, key=lived_order)

    def _name(self, person: str) -> str:
        return self._names.get(person) or self._household.name(person)


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


def _moments(
    documents: Iterable[Document],
    name: Callable[[str], str],
    include_flagged: bool,  # noqa: FBT001 passed through
    unreadable: Iterable[Unread],
) -> Records[Moment]:
    found = [moment_of(document, name) for document in documents]
    kept = [moment for moment in found if include_flagged or not moment.flag]
    return Records(kept, unreadable, len(found) - len(kept))


def _rates(
    reviewed: Reviewed, label_of: Callable[[str], str], unreadable: tuple[Unread, ...]
) -> Rates:
    figures, days = reviewed.review, (reviewed.start, reviewed.end)
    parts = [(key, label_of(key), part) for key, part in figures.parts]
    return rates_of(figures.summary, days, parts, unreadable)


def _unread_in(journal: Journal) -> tuple[Unread, ...]:
    return tuple(Unread(one.path, one.line or None, one.reason) for one in journal.problems)

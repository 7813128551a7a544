"""The journal of one family on this machine: the one door for everything that is stored."""

from __future__ import annotations

import time

from parentkit.domain.errors import UsageProblem
from parentkit.journal.log.device import known_as, remember, this_device
from parentkit.journal.log.fold import Reading, fold
from parentkit.journal.log.folders import Places, lasting_files
from parentkit.journal.log.scan import read_files
from parentkit.journal.log.writer import Writer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from typing import Any

    from parentkit.domain.log.episode import EpisodeColumns
    from parentkit.journal.log.device import Device
    from parentkit.journal.log.fold import Record
    from parentkit.journal.log.follow import Follower
    from parentkit.journal.log.operation import Operation
    from parentkit.journal.log.scan import Problem
    from parentkit.journal.log.undo import Undone
    from parentkit.journal.log.writer import Draft

MOMENT = "moment"


def wall_clock() -> int:
    """Milliseconds since 1970 UTC by the system's clock."""
    return time.time_ns() // 1_000_000


class Journal:
    """Reading and writing of one family's journal.

    `home` is the folder that may be shared between machines, `state` the local one that may not be;
    `now_ms` is the clock, in milliseconds since 1970 UTC. Opening costs nothing and makes nothing:
    folders and a device id come about with the first thing written. One that is `read_only` refuses
    to store anything.
    """

    def __init__(
        self,
        home: str,
        state: str,
        now_ms: Callable[[], int] = wall_clock,
        *,
        read_only: bool = False,
    ) -> None:
        self.places = Places(home, state, read_only=read_only)
        self.now_ms = now_ms
        self.wrote = False
        """Whether something was written by it; whoever puts lines in place otherwise says so."""
        self._device: Device | None = None
        self._writer: Writer | None = None
        self._followers: list[Follower] = []
        self._problems: dict[tuple[str, int], Problem] = {}

    @property
    def problems(self) -> list[Problem]:
        """What could not be read, of all that was read by way of this object, by file and line.

        What the readings gave is without it. Each place is named once, however often it was met.
        """
        return [self._problems[place] for place in sorted(self._problems)]

    def note(self, problems: Iterable[Problem]) -> None:
        """Take down what could not be read where this journal's files were read by other ways."""
        for problem in problems:
            self._problems.setdefault((problem.path, problem.line), problem)

    def afresh(self) -> Journal:
        """The same journal, to read from: its `problems` are those of what is read through it."""
        places = self.places
        fresh = Journal(places.home, places.state, self.now_ms, read_only=places.read_only)
        fresh._device = self._device
        return fresh

    @property
    def device(self) -> Device:
        """This device; it takes an id here where it has none."""
        if self._device is None:
            self._device = this_device(self.places.device_file, self.now_ms())
        return self._device

    @property
    def device_id(self) -> str:
        """This device's id, empty where it has none yet; makes none."""
        return self._known.id

    @property
    def chosen(self) -> tuple[str, ...]:
        """Ids of the child and the caregiver chosen on this device; makes no id for the device."""
        return tuple(filter(None, (self._known.child, self._known.caregiver)))

    @property
    def _known(self) -> Device:
        return self._device or known_as(self.places.device_file)

    @property
    def notice(self) -> str:
        """What should be said about this device's own file; empty where there is nothing."""
        return "" if self._device is None else self._device.notice

    def remember(self, *, child: str | None = None, caregiver: str | None = None) -> None:
        """Keep the child and the caregiver chosen on this device; None leaves one as it was.

        Where that cannot be written it holds for this run, and the device's notice says so.
        """
        remember(self.places.device_file, self.device, child=child, caregiver=caregiver)

    def forget(self, gone: AbstractSet[str]) -> None:
        """Know no longer that one of these was chosen on this device.

        Raises:
            OSError: it could not be written.
        """
        from parentkit.journal.log.device import forget

        forget(self.places.device_file, self.device, gone)

    def lasting(self, *, deleted: bool = False) -> Reading:
        """Children, caregivers, templates and own terms of the family, from all devices."""
        operations, problems = read_files(lasting_files(self.places.journal))
        self.note(problems)
        records = fold(operations, self.now_ms()).values()
        return Reading([record for record in records if deleted or not record.deleted], problems)

    def append(self, drafts: Sequence[Draft], batch: str | None = None) -> list[Operation]:
        """Store drafts; the operations returned are on the disk.

        Several drafts, or imported ones, make a batch: undone together.

        Raises:
            WriteProblem: something could not be stored; it says what was and what is safe.
            DataProblem: a value cannot be stored as JSON.
            UsageProblem: this journal was opened to be read only.
        """
        if self.places.read_only:
            raise UsageProblem(
                "This log was opened for reading, so nothing can be stored in it.",
                "Nothing was changed. parentkit log, edit and delete are what writes.",
            )
        if self._writer is None:
            self._writer = Writer(self.places, self.device.id, self.now_ms)
        self.wrote = True  # also where only a part of it is: that part is to be kept safe
        stored = self._writer.append(drafts, by=self.device.caregiver or "", batch=batch)
        for follower in self._followers:
            follower.pass_over(stored)
        return stored

    def amend(
        self, record: Record, changes: Mapping[str, Any], batch: str | None = None
    ) -> Operation:
        """Change fields of a record as it was read; None clears a field.

        The change wins over everything that `record` shows. With the `batch` of earlier operations
        it is undone together with them.

        Raises:
            WriteProblem: it could not be stored.
        """
        from parentkit.journal.log.amend import amendment

        return self.append([amendment(record, changes)], batch)[0]

    def read(
        self,
        start_day: str | None = None,
        kinds: Collection[str] = (MOMENT,),
        *,
        deleted: bool = False,
    ) -> Reading:
        """Moments observed on `start_day` (local, `2026-11-22`) or later; all where it is None.

        With `coding` or `comment` among the kinds, those of these moments too. Lines that cannot be
        read are named in the reading's `problems`; everything else is there.
        """
        from parentkit.journal.log.reading import read_window

        found = read_window(self.places.journal, self.now_ms(), start_day, kinds, deleted=deleted)
        self.note(found.problems)
        return found

    def episodes(self, start_day: str | None = None) -> EpisodeColumns:
        """What the figures need of the moments that `read` would give, column by column.

        Ordered by the text of the time, then by id. Moments without a time on a day that exists are
        left out. What cannot be read is among `problems` afterwards.
        """
        from parentkit.journal.index.episodes import read_episodes

        columns, problems = read_episodes(self.places, self.now_ms(), start_day)
        self.note(problems)
        return columns

    def first_day(self) -> str | None:
        """The local day of the first moment of the journal's earliest month, None without any."""
        from parentkit.journal.index.episodes import first_day

        return first_day(self.places.journal, self.now_ms())

    def first_month(self) -> str | None:
        """The month (`2026-11`) of the journal's earliest file, None where there is none."""
        from parentkit.journal.log.folders import dated_files, month_of_file

        months = [month_of_file(path) for path in dated_files(self.places.journal)]
        return min(filter(None, months), default=None)

    def find(self, prefix: str, kind: str = MOMENT, *, deleted: bool = False) -> Record:
        """The one record of a kind whose id begins with `prefix` (4 characters or more).

        Raises:
            UsageProblem: the prefix is too short.
            NothingFound: no id begins so; a NothingReadable where something could not be read.
            AmbiguousCode: several do; its `candidates` names them.
        """
        from parentkit.journal.log.reading import find_record

        return find_record(self.places.journal, self.now_ms(), prefix, kind, deleted=deleted)

    def beginning(
        self, prefix: str, kinds: Collection[str], *, deleted: bool = False
    ) -> list[Record]:
        """Every record of these kinds whose id begins with `prefix` (4 characters or more), by id.

        Raises:
            UsageProblem: the prefix is too short.
            NothingFound: no id begins so; a NothingReadable where something could not be read.
        """
        from parentkit.journal.log.reading import records_beginning

        return records_beginning(
            self.places.journal, self.now_ms(), prefix, kinds, "entry", deleted=deleted
        )

    def get(self, identifier: str, kind: str = MOMENT) -> Record:
        """The record with exactly this id, deleted or not.

        Raises:
            NothingFound: there is none.
        """
        from parentkit.journal.log.reading import get_record

        return get_record(self.places.journal, self.now_ms(), identifier, kind)

    def about(self, moment: str, kinds: Collection[str]) -> Reading:
        """Records of kinds such as `coding` or `comment` on the moment with exactly this id.

        What cannot be read and may have been one is named in the reading's `problems`.
        """
        from parentkit.journal.log.reading import records_about

        found = records_about(self.places.journal, self.now_ms(), moment, kinds, self._damage_in)
        self.note(found.problems)
        return found

    def history(self, identifier: str) -> list[Operation]:
        """Every operation on a record, by stamp; empty where there is none.

        Lines that cannot be read, of whatever record they were, are among `problems` afterwards.
        """
        from parentkit.journal.log.reading import history_of

        operations, problems = history_of(self.places.journal, identifier, self._damage_in)
        self.note(problems)
        return operations

    def _damage_in(self, files: list[str]) -> list[Problem]:
        from parentkit.journal.index.known_damage import damage_beside

        return damage_beside(self.places, files)

    def undo(self) -> Undone:
        """Take back what this device did last: one operation, or all of one batch.

        Fields that somebody changed since are left alone; a record that began with what is taken
        back is deleted. Undoing again takes back what was done before that.

        Raises:
            NothingFound: nothing is left to undo.
            WriteProblem: it could not be stored.
        """
        from parentkit.journal.log.undo import undo_last
        from parentkit.journal.repair.gone_back import gone

        return undo_last(self, gone)

    def follow(self) -> Follower:
        """A follower of what other processes and devices append from now on."""
        from parentkit.journal.log.follow import Follower

        follower = Follower(self.places.journal)
        self._followers.append(follower)
        return follower

    def close(self) -> None:
        """Give open files back; the journal can be used on."""
        if self._writer is not None:
            self._writer.close()

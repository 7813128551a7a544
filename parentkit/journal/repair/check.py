"""Looking through every file of the family's journal and of the local state; changing nothing."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.sentence import plural
from parentkit.journal.backups.restore import RESTORED
from parentkit.journal.erase.erase import NOT_OURS, holding
from parentkit.journal.erase.purge import erased_before
from parentkit.journal.log import scan
from parentkit.journal.log.device import known_as
from parentkit.journal.log.folders import journal_files
from parentkit.journal.log.stamp import ahead_limit
from parentkit.journal.log.tidemark import begun_after
from parentkit.journal.repair import finding
from parentkit.journal.repair.accept_ahead import records_ahead
from parentkit.journal.repair.environment import (
    backup_findings,
    family_findings,
    known_device,
    missing_note,
    mode_findings,
    room_findings,
    state_findings,
)
from parentkit.journal.repair.finding import elsewhere, found
from parentkit.journal.repair.gone_back import gone, gone_elsewhere
from parentkit.journal.repair.sequences import Gap, Sequences, file_of
from parentkit.storage import whole_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from parentkit.journal.log.folders import Places
    from parentkit.journal.log.operation import Operation
    from parentkit.journal.log.scan import Problem
    from parentkit.journal.repair.finding import Finding

_KIND_OF = {
    scan.TORN: finding.TORN_LINE,
    scan.BAD: finding.BAD_LINE,
    scan.ZEROES: finding.ZERO_BYTES,
    scan.UNREADABLE: finding.UNREADABLE,
}


class Examined(NamedTuple):
    """What looking through the files found, and how much was looked at.

    `ahead` are ids of records with operations stamped more than 24 hours ahead, `odd` those of
    records with operations that the caller's own look found odd, `gaps` the runs of sequence
    numbers that are nowhere.
    """

    findings: tuple[Finding, ...]
    files: int
    operations: int
    ahead: frozenset[str]
    odd: frozenset[str]
    gaps: tuple[Gap, ...]


def examine(
    places: Places, now_ms: int, is_odd: Callable[[Operation], bool] | None = None
) -> Examined:
    """Every problem in the journal and the local state, named with its file and line.

    `is_odd` may look at each operation on the way.
    """
    look = _Look(places, now_ms)
    odd: set[str] = set()
    for path in journal_files(places):
        operations = look.into(path)
        odd.update(one.id for one in operations if is_odd is not None and is_odd(one))
    findings = [
        *look.findings,
        *look.about_numbers(),
        *look.about_time(),
        *look.about_copies(),
        *_erased_findings(places),
        *family_findings(places, now_ms),
        *state_findings(places, now_ms),
        *backup_findings(places, now_ms, holds_something=look.operations > 0),
        *mode_findings(places),
        *room_findings(places),
    ]
    ids = (frozenset(look.ahead), frozenset(odd))
    return Examined(tuple(findings), len(look.files), look.operations, *ids, look.gaps)


class _Look:
    """One look through the journal's files, each held for as long as it is looked at."""

    def __init__(self, places: Places, now_ms: int) -> None:
        self.findings: list[Finding] = []
        self.files: list[str] = []
        self.operations = 0
        self.ahead: set[str] = set()
        self.gaps: tuple[Gap, ...] = ()
        self._places = places
        self._now_ms = now_ms
        self._limit = ahead_limit(now_ms)
        self._own = known_device(places)
        self._sequences = Sequences()
        self._bad: set[tuple[str, str]] = set()

    def into(self, path: str) -> list[Operation]:
        """Look at one file; its operations."""
        self.files.append(path)
        try:
            data = whole_files.read_whole(path)
        except OSError as problem:
            reason = problem.strerror or str(problem)
            self.findings.append(found(finding.UNREADABLE, path, f"it cannot be read: {reason}"))
            return []
        read = scan.scan(data, path)
        self.operations += len(read.operations)
        self.findings += map(self._line_finding, read.problems)
        self._sequences.take(path, data, read)
        self.ahead.update(one.id for one in read.operations if one.stamp > self._limit)
        return read.operations

    def about_numbers(self) -> Iterator[Finding]:
        """Operations that are missing, that stand twice, or that two machines wrote."""
        lost = tuple(self._gone())
        known = {(one.device, one.file, number) for one in lost for number in (one.first, one.last)}
        gaps = tuple(
            gap
            for gap in self._sequences.gaps()
            if known.isdisjoint((gap.device, gap.file, end) for end in (gap.first, gap.last))
        )
        self.gaps = lost + gaps
        for gap in lost:
            yield found(finding.GONE, gap.path, self._gone_words(gap))
        for gap in gaps:
            what = f"{gap.entries} of this device's file should stand before this line"
            news = found(finding.MISSING_ENTRIES, gap.path, what, line=gap.line)
            if (gap.device, gap.file) in self._bad or os.path.exists(
                missing_note(self._places, gap)
            ):
                news = news._replace(to_do=finding.NOTHING_TO_DO, information=True)
            yield news
        for twice in self._sequences.twice:
            if twice.same:
                what = f"entry {twice.seq} stands here once more"
                yield found(finding.REPEATED_ENTRY, twice.path, what, line=twice.line)
                continue
            what = f"entry {twice.seq} of device {twice.device} stands here with another content"
            own = twice.device == self._own
            to_do = None if own else "Nothing needs doing here; that device looks after itself."
            cloned = found(finding.CLONED_DEVICE, twice.path, what, line=twice.line, to_do=to_do)
            yield cloned._replace(information=not own)

    def _gone(self) -> Iterator[Gap]:
        """What this machine wrote, or has seen of another, and stands nowhere any more."""
        own = known_as(self._places.device_file).id
        if not own:
            return
        for look in (gone, gone_elsewhere):
            for one in look(self._places, own, put_right=False):
                device = os.path.basename(os.path.dirname(one.path))
                yield Gap(device, file_of(one.path), one.first, one.last, one.path, 0)

    def _gone_words(self, gap: Gap) -> str:
        if gap.device == self._own:
            return plural(
                gap.how_many,
                one="{entries}, written here, is no longer there",
                other="{entries}, written here, are no longer there",
                entries=gap.entries,
            )
        return plural(
            gap.how_many,
            one="{entries}, which came from another device, is no longer there",
            other="{entries}, which came from another device, are no longer there",
            entries=gap.entries,
        )

    def about_time(self) -> Iterator[Finding]:
        """Values stamped more than 24 hours ahead, by the device that wrote them."""
        stamps: dict[str, list[str]] = {}
        for _, values in records_ahead(self._places, self._now_ms, self.ahead):
            for _, stamp in values.values():
                stamps.setdefault(stamp[30:], []).append(stamp)
        for device, of_device in sorted(stamps.items()):
            what = plural(
                len(of_device),
                one="{n} value from a clock more than a day ahead (as far as {latest})",
                other="{n} values from a clock more than a day ahead (as far as {latest})",
                latest=max(of_device)[:10],
            )
            yield found(finding.AHEAD_OF_TIME, self._places.device_folder(device), what)

    def about_copies(self) -> Iterator[Finding]:
        """Copies that a sync tool has set beside a file."""
        for path in self.files:
            name = os.path.basename(path)
            own = name == f"{file_of(path)}.jsonl" or RESTORED in name or begun_after(name)
            if not own and os.path.isfile(path):
                what = f"a copy beside {file_of(path)}.jsonl"
                yield found(finding.CONFLICTED_COPY, path, what)

    def _line_finding(self, problem: Problem) -> Finding:
        kind = _KIND_OF[problem.sort]
        folder = os.path.basename(os.path.dirname(problem.path))
        self._bad.add((folder, file_of(problem.path)))
        tell = found if folder == self._own else elsewhere
        return tell(kind, problem.path, problem.reason, line=problem.line)


def _erased_findings(places: Places) -> Iterator[Finding]:
    """Files that hold content of what was erased for good."""
    for path, reason in holding(places, erased_before(places)).items():
        to_do = None
        if reason:
            to_do = "Delete it yourself, if nobody needs it." if reason == NOT_OURS else reason
        what = "it still holds something that is to be erased for good"
        again = found(finding.ERASED_CONTENT, path, what, to_do=to_do)
        yield again._replace(information=reason == NOT_OURS)

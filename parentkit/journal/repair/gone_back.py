"""What this device wrote or has seen of another one, and stands in none of its files any more.

The tidemarks say where to look. A file that is not as it was may have been rewritten for a reason
(a purge emptied lines), touched by a sync tool, or have lines that came back in a file beside it;
then its tidemark is put right. Only numbers that stand nowhere are gone.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from parentkit.journal.backups.lost import bare_line
from parentkit.journal.log.folders import files_in
from parentkit.journal.log.others import follow, keep_seen, of_others, seen
from parentkit.journal.log.redact import is_empty
from parentkit.journal.log.scan import scan
from parentkit.journal.log.tidemark import Tidemark, Tidemarks, begun_after
from parentkit.journal.repair.sequences import file_of
from parentkit.storage.reading import UNLIMITED, opened_to_read, read_with_status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from parentkit.journal.log.folders import Places

_TOTAL_LENGTH = 8
_AFTER_TOTAL = len('"}')
_TOTAL = _TOTAL_LENGTH + _AFTER_TOTAL
_FROM_TOTAL = _TOTAL + len("\n")


class Gone(NamedTuple):
    """Entries `first` to `last` of a device's file at `path`, which stand nowhere any more.

    `written` is the stamp of the last thing that was written to that file, empty for another
    device's.
    """

    path: str
    first: int
    last: int
    written: str

    @property
    def entries(self) -> int:
        """How many they are."""
        return self.last - self.first + 1


def gone(places: Places, device: str, *, put_right: bool = True) -> list[Gone]:
    """Every run of entries that is gone, by file; costs a look at each file where there is none.

    Tidemarks of files that were changed for a reason are `put_right`, or everything is left as it
    is.
    """
    marks = Tidemarks(places, device)
    suspects = marks.suspects()
    if not suspects:
        return []
    found, right = _looked_at(marks, suspects)
    if right and put_right:
        marks.keep(right)
    return found


def gone_elsewhere(places: Places, device: str, *, put_right: bool = True) -> list[Gone]:
    """Every run of entries of other devices that stood here when this `device` last looked.

    How far their files are now is kept (`put_right`), or everything is left as it is.
    """
    found: list[Gone] = []
    before = seen(places, device)
    for marks in of_others(places, device):
        if put_right:
            follow(marks)
        missing, right = _looked_at(marks, marks.suspects(), going_on=True)
        found += missing
        if right and put_right:
            marks.keep(right)
    if put_right and not found:
        keep_seen(places, device, before)
    return found


def accept(places: Places, device: str) -> None:
    """Take every file, this `device`'s and others', for what it is now.

    What is gone is not looked for again; the numbers of this device's are not given again all the
    same.
    """
    for marks in (Tidemarks(places, device), *of_others(places, device)):
        ends = _Ends(marks)
        clear = [mark for mark in marks.suspects() if not ends.is_unclear(mark)]
        marks.keep([ends.as_it_is(mark) for mark in clear])


def take_as_it_is(places: Places, path: str) -> None:
    """Take one file for what it is now, where lines were moved out of it for a reason."""
    folder, name = os.path.split(path)
    marks = Tidemarks(places, os.path.basename(folder))
    mark = marks.read().get(name)
    if mark is not None:
        marks.keep([_Ends(marks).as_it_is(mark)])


def _looked_at(
    marks: Tidemarks, suspects: Iterable[Tidemark], *, going_on: bool = False
) -> tuple[list[Gone], list[Tidemark]]:
    """What is gone, and the tidemarks that are right now where nothing is.

    Where files are `going_on` by another device's hand, more lines than were known are no surprise.
    """
    ends = _Ends(marks)
    found: list[Gone] = []
    put_right: list[Tidemark] = []
    for mark in suspects:
        touched = ends.only_touched(mark)
        if touched is not None:
            put_right.append(touched)
            continue
        if ends.is_unclear(mark):  # reading says so
            continue
        missing = ends.missing(mark)
        path = os.path.join(marks.folder, mark.name)
        if missing:
            found += [Gone(path, first, last, mark.written) for first, last in _runs(missing)]
        elif going_on or not ends.goes_on(mark):
            put_right += [ends.as_it_is(mark), *ends.beside(mark)]
    return found, put_right


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    first = before = numbers[0]
    for number in numbers[1:]:
        if number != before + 1:
            yield first, before
            first = number
        before = number
    yield first, before


class _End(NamedTuple):
    """What stands in one file: by number, the checksums of the lines; and how the file ends.

    An emptied line, which stands in another one's place, has the checksum of nothing.
    """

    lines: dict[int, set[bytes]]
    last: int
    total: bytes
    size: int
    changed_ns: int
    damaged: bool = False
    unreadable: bool = False


_NOTHING = _End({}, 0, b"", 0, 0)


class _Ends:
    """The files of one device, each read when it is asked for."""

    def __init__(self, marks: Tidemarks) -> None:
        self._folder = marks.folder
        self._marks = marks.read()
        self._read: dict[str, _End] = {}

    def only_touched(self, mark: Tidemark) -> Tidemark | None:
        """The tidemark put right, where a file has another time and ends as it did."""
        try:
            with opened_to_read(os.path.join(self._folder, mark.name)) as file:
                status = os.fstat(file.fileno())
                if not mark.last or status.st_size != mark.size:
                    return None
                file.seek(-_FROM_TOTAL, os.SEEK_END)
                end = file.read(_TOTAL_LENGTH)
        except (OSError, ValueError):
            return None
        return mark.touched(status.st_mtime_ns) if end == mark.total else None

    def is_unclear(self, mark: Tidemark) -> bool:
        """Whether the end of the file may be there and cannot be read."""
        end = self._of(mark.name)
        if end.unreadable or any(self._of(name).unreadable for name in self._beside(mark)):
            return True
        return end.damaged and end.last < mark.last and end.size >= mark.size

    def goes_on(self, mark: Tidemark) -> bool:
        """Whether the file has more lines than were acknowledged so far: some may be on the way."""
        return self._of(mark.name).last > mark.used

    def missing(self, mark: Tidemark) -> list[int]:
        """The numbers up to the tidemark that stand behind the file's end and in no other file."""
        if not mark.last or self._stands(mark, self._of(mark.name)):
            return []
        beside = [self._of(name) for name in self._beside(mark)]
        if any(self._stands(mark, end) for end in beside):
            known = {number for end in (self._of(mark.name), *beside) for number in end.lines}
        else:
            known = {number for end in beside for number in end.lines}
            known = (known | self._of(mark.name).lines.keys()) - {mark.last}
        first = max(min(self._of(mark.name).last, mark.last - 1), begun_after(mark.name)) + 1
        return [number for number in range(first, mark.last + 1) if number not in known]

    def as_it_is(self, mark: Tidemark) -> Tidemark:
        """The tidemark that takes a file for what it is now."""
        end = self._of(mark.name)
        return Tidemark(
            mark.name,
            max(mark.used, end.last),
            end.last,
            end.size,
            end.changed_ns,
            end.total,
            mark.written,
        )

    def beside(self, mark: Tidemark) -> list[Tidemark]:
        """Tidemarks for the files beside one that hold what is no longer in it."""
        last = self._of(mark.name).last
        return [
            self.as_it_is(Tidemark(name, 0, 0, 0, 0, b"", mark.written))
            for name in self._beside(mark)
            if name not in self._marks and max(self._of(name).lines, default=0) > last
        ]

    def _beside(self, mark: Tidemark) -> list[str]:
        names = [os.path.basename(path) for path in files_in(self._folder)]
        file = file_of(mark.name)
        return [name for name in names if name != mark.name and file_of(name) == file]

    def _stands(self, mark: Tidemark, end: _End) -> bool:
        """Whether the line that the tidemark speaks of stands in a file, or was emptied there."""
        totals = end.lines.get(mark.last, set())
        return mark.total in totals or b"" in totals

    def _of(self, name: str) -> _End:
        if name not in self._read:
            self._read[name] = _end_of(os.path.join(self._folder, name))
        return self._read[name]


def _end_of(path: str) -> _End:
    try:
        data, status = read_with_status(path, UNLIMITED)
    except (FileNotFoundError, NotADirectoryError):
        return _NOTHING
    except OSError:
        return _NOTHING._replace(unreadable=True)
    found = scan(data)
    lines: dict[int, set[bytes]] = {}
    total = b""
    for operation, offset in zip(found.operations, found.offsets, strict=True):
        total = bare_line(data, offset)[-_TOTAL:-_AFTER_TOTAL]
        lines.setdefault(operation.seq, set()).add(b"" if is_empty(operation) else total)
    last_offset = found.offsets[-1] if found.offsets else -1
    damaged = any(problem.offset > last_offset for problem in found.problems)
    last = found.operations[-1].seq if found.operations else 0
    return _End(lines, last, total, len(data), status.st_mtime_ns, damaged=damaged)

"""How far this device had written its files: known beside the journal, so that a loss is noticed.

A journal's folder can go back to an older copy: a backup of the whole machine is put back, a sync
tool rolls back. The tidemarks stand in the local state and say which lines had been acknowledged.
They are a second look and never a condition: where they cannot be read or kept, everything is
stored all the same, and a loss is noticed later or not at all.
"""

from __future__ import annotations

import os
from zlib import crc32

from parentkit.journal.log.folders import ENDING
from parentkit.storage import disk
from parentkit.storage.lock import lock
from parentkit.storage.reading import read_bounded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from parentkit.journal.log.folders import Places
    from parentkit.journal.log.tail import OpenFile

LONGEST = 2048
"""Tidemarks of more bytes than these are written anew once half of that was replaced by others."""

_PATIENCE_SECONDS = 0.05  # a moment that is stored is not held up to remember how far that was
_AFTER = " (after "
_PARTS = 7


class Tidemark:
    """How far one file of this device was written when it was last looked after.

    `name` is the file's in the device's folder. `used` is the highest number ever given to a line
    of it, `last` the number of the line that it ends with (0: it may be missing), `size` in bytes
    and `changed_ns` those of the file, `total` the checksum that its last line ends with. `written`
    is the stamp of what was written last; for imported lines, of when that was.
    """

    __slots__ = ("changed_ns", "last", "name", "size", "total", "used", "written")

    def __init__(  # noqa: PLR0913, PLR0917 the parts of a line, in their order
        self,
        name: str,
        used: int,
        last: int,
        size: int,
        changed_ns: int,
        total: bytes,
        written: str,
    ) -> None:
        self.name = name
        self.used = used
        self.last = last
        self.size = size
        self.changed_ns = changed_ns
        self.total = total
        self.written = written

    def fits(self, status: os.stat_result) -> bool:
        """Whether a file is as it was when this was kept."""
        return status.st_size == self.size and status.st_mtime_ns == self.changed_ns

    def touched(self, changed_ns: int) -> Tidemark:
        """The same for a file that has another time and nothing else."""
        parts = (self.name, self.used, self.last, self.size, changed_ns, self.total)
        return Tidemark(*parts, self.written)

    def is_above(self, file: OpenFile) -> bool:
        """Whether lines are gone from the end of a file.

        A last line that is there and cannot be read is damaged, not gone.
        """
        return file.seq < self.last and (file.size < self.size or not file.damaged)


class Tidemarks:
    """The tidemarks of one device's files in one home.

    `kept_by` is this device where they are another one's.
    """

    def __init__(self, places: Places, device: str, kept_by: str = "") -> None:
        self.folder = places.device_folder(device)
        home = f"{crc32(os.fsencode(places.home)):08x}"
        self.path = os.path.join(places.state, "tidemarks", home, kept_by, f"{device}.txt")

    def read(self) -> dict[str, Tidemark]:
        """The tidemarks by the name of their file; none where they cannot be read."""
        try:
            return _decoded(read_bounded(self.path))
        except OSError:
            return {}

    def keep(self, marks: Iterable[Tidemark]) -> None:
        """Keep these beside the others; where that cannot be done, nothing is told.

        Kept for the same file again, the later one holds, with the higher of the numbers used.
        """
        try:
            self._append(b"".join(map(_encoded, marks)))
        except OSError:
            return  # what they are about is on the disk; only noticing that it went gets harder

    def suspects(self) -> list[Tidemark]:
        """Those whose file is not as it was, or not there: worth a closer look.

        A file that cannot be looked at is none: nothing is known of it.
        """
        found = []
        for mark in self.read().values():
            try:
                if mark.fits(os.stat(f"{self.folder}{os.sep}{mark.name}")):
                    continue
            except (FileNotFoundError, NotADirectoryError):
                if not mark.last:
                    continue
            except OSError:
                continue
            found.append(mark)
        return found

    def _append(self, data: bytes) -> None:
        while True:
            descriptor = self._opened()
            try:
                lock(descriptor, _PATIENCE_SECONDS)
                if not os.path.samestat(os.stat(self.path), os.fstat(descriptor)):
                    continue  # written anew by another process while this one waited
                disk.write_all(descriptor, data)
                size = os.fstat(descriptor).st_size
                if size > LONGEST:
                    self._write_anew(size)
                return
            finally:
                disk.close(descriptor)

    def _write_anew(self, size: int) -> None:
        """Leave out what later lines have replaced; to be called with the file locked."""
        data = b"".join(map(_encoded, self.read().values()))
        if size <= len(data) + LONGEST // 2:
            return
        temporary = f"{self.path}.{os.getpid()}.new"
        if os.path.exists(temporary):
            disk.remove(temporary)
        descriptor = disk.create_new(temporary)
        try:
            try:
                disk.write_all(descriptor, data)
            finally:
                disk.close(descriptor)
            disk.replace(temporary, self.path)  # not secured: after a power cut, less is known
        except OSError:
            disk.remove(temporary)
            raise

    def _opened(self) -> int:
        try:
            return disk.open_for_append(self.path)
        except FileNotFoundError:
            disk.make_folders(os.path.dirname(self.path))
            return disk.create_for_append(self.path)


def file_for(name: str, marks: Mapping[str, Tidemark]) -> str:
    """The file of a device's folder that takes the lines meant for `name` (`2026-11.jsonl`)."""
    return max(_generations(name, marks), key=begun_after, default=name)


def file_after(name: str, marks: Mapping[str, Tidemark]) -> str:
    """The file to go on in where the last one for `name` has gone back behind its tidemark.

    Nothing more is written to that one, so that nothing is overwritten when it comes back whole.
    """
    return f"{name.removesuffix(ENDING)}{_AFTER}{highest_used(name, marks)}){ENDING}"


def highest_used(name: str, marks: Mapping[str, Tidemark]) -> int:
    """The highest number ever given to a line meant for `name`; 0 where nothing is known."""
    return max((marks[each].used for each in _generations(name, marks)), default=0)


def _generations(name: str, marks: Mapping[str, Tidemark]) -> list[str]:
    beginning = name.removesuffix(ENDING) + _AFTER
    return [
        each
        for each in marks
        if each == name or (each.startswith(beginning) and begun_after(each) > 0)
    ]


def begun_after(name: str) -> int:
    """The number after which a file was begun, 0 for the first of its name.

    More than 0 where the file before it had gone back behind its tidemark.
    """
    _, _, number = name.removesuffix(f"){ENDING}").partition(_AFTER)
    return int(number) if number.isascii() and number.isdigit() else 0


def _encoded(mark: Tidemark) -> bytes:
    """A line feed, then the line: where writing one was cut short, the next one stands apart."""
    numbers = f"{mark.used}\t{mark.last}\t{mark.size}\t{mark.changed_ns}"
    text = f"{mark.name}\t{numbers}\t{mark.total.decode('ascii')}\t{mark.written}"
    line = os.fsencode(text)
    return b"\n%b\t%08x" % (line, crc32(line))


def _decoded(data: bytes) -> dict[str, Tidemark]:
    marks: dict[str, Tidemark] = {}
    for each in data.split(b"\n"):
        line, _, total = each.rpartition(b"\t")
        parts = line.split(b"\t")
        if len(parts) != _PARTS or total != b"%08x" % crc32(line):
            continue  # not finished, or damaged: an earlier one holds
        name = os.fsdecode(parts[0])
        used, last, size, changed_ns = map(int, parts[1:5])
        before = marks.get(name)
        if before is not None:
            used = max(used, before.used)
        marks[name] = Tidemark(
            name, used, last, size, changed_ns, parts[5], parts[6].decode("ascii", "replace")
        )
    return marks

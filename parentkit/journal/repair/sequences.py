"""The numbering of operations: what is missing, what stands twice, what two machines wrote.

Each device counts its operations from 1 within each file. A copy that a sync tool has set beside a
file, and what was put back from a backup, belong to the same count.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.sentence import plural
from parentkit.journal.backups.lost import bare_line
from parentkit.journal.backups.restore import RESTORED
from parentkit.journal.log.folders import LASTING, month_of_file
from parentkit.journal.log.redact import is_empty
from parentkit.storage.reading import opened_to_read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parentkit.journal.log.scan import Scan

    Count = tuple[str, str]


class Gap(NamedTuple):
    """Numbers `first` to `last` that a device's file should have; `line` of `path` follows them."""

    device: str
    file: str
    first: int
    last: int
    path: str
    line: int

    @property
    def how_many(self) -> int:
        """How many they are."""
        return self.last - self.first + 1

    @property
    def entries(self) -> str:
        """The numbers in words: `entry 7`, `entries 7 to 9`."""
        one, other = "entry {first}", "entries {first} to {last}"
        return plural(self.how_many, one=one, other=other, first=self.first, last=self.last)


class Twice(NamedTuple):
    """A number that stands twice: at `line` of `path`, with the `same` content or another."""

    device: str
    seq: int
    path: str
    line: int
    same: bool


class _Place(NamedTuple):
    """Where an operation stands, and what tells its content from another's."""

    path: str
    offset: int
    content: int
    empty: bool


class Sequences:
    """The numbers of every device's files, gathered one file at a time."""

    def __init__(self) -> None:
        self.twice: list[Twice] = []
        self._places: dict[Count, dict[int, _Place]] = {}
        self._put_back: dict[Count, dict[int, _Place]] = {}

    def take(self, path: str, data: bytes, found: Scan) -> None:
        """Note the operations `found` in the `data` of a file."""
        file = file_of(path)
        restored = RESTORED in os.path.basename(path)
        for operation, offset in zip(found.operations, found.offsets, strict=True):
            count = (operation.device, file)
            content = hash(bare_line(data, offset))
            place = _Place(path, offset, content, is_empty(operation))
            if restored:
                self._put_back.setdefault(count, {})[operation.seq] = place
                continue
            other = self._places.setdefault(count, {}).setdefault(operation.seq, place)
            if other is place or other.empty or place.empty:
                continue
            if other.content != content or other.path == path:
                line = data.count(b"\n", 0, offset) + 1
                same = other.content == content
                self.twice.append(Twice(operation.device, operation.seq, path, line, same))

    def gaps(self) -> Iterator[Gap]:
        """Every run of numbers that is nowhere."""
        for device, file in sorted({*self._places, *self._put_back}):
            count = (device, file)
            places = {**self._put_back.get(count, {}), **self._places.get(count, {})}
            known = sorted(places)
            for before, after in zip([0, *known], known, strict=False):
                if after > before + 1:
                    path, offset, *_ = places[after]
                    yield Gap(device, file, before + 1, after - 1, path, _line_at(path, offset))


def file_of(path: str) -> str:
    """The file that a path belongs to, copies beside it included: `2026-11` or `family`."""
    return month_of_file(path) or LASTING


def _line_at(path: str, offset: int) -> int:
    with opened_to_read(path) as file:
        return file.read(offset).count(b"\n") + 1

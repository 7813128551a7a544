"""What this device knows to have been erased, and how the files looked when that was carried out.

Kept in the local state, so that looking for what another device has erased costs one `stat` for
each file, and no more is loaded where none has changed.
"""

from __future__ import annotations

import os
from zlib import crc32

from parentkit.domain.jsontext import parse
from parentkit.journal.log.folders import journal_files
from parentkit.storage import whole_files
from parentkit.storage.reading import opened_to_read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from parentkit.journal.log.folders import Places

    Look = tuple[int, int, int, int]
    """A file's size, the time of its last change in nanoseconds, its inode, and the CRC-32 of its
    last bytes where it is this device's (else 0)."""

_END = 64
"""Bytes at a file's end by which it is known again."""

_NO_LOOK = (-1, 0, 0, 0)


class CarriedOut:
    """What was carried out so far: ids of erased records, and how each file looked then."""

    __slots__ = ("erased", "looks")

    def __init__(self, looks: dict[str, Look], erased: frozenset[str]) -> None:
        self.looks = looks
        self.erased = erased

    def changed(self, looks: dict[str, Look], mine: Collection[str]) -> list[str]:
        """The files that look another way now; this device's that were only written on are none."""
        return [
            path
            for path, look in looks.items()
            if (before := self.looks.get(path, _NO_LOOK))[:3] != look[:3]
            and not (path in mine and _only_grew(path, before, look))
        ]


def look(places: Places, device: str) -> tuple[CarriedOut, dict[str, Look], list[str], list[str]]:
    """What was carried out, how the files look now, this device's, and those that have changed."""
    before, now = carried_out(places), looks_of(journal_files(places))
    mine = [path for path in now if path.startswith(places.device_folder(device) + os.sep)]
    return before, now, mine, before.changed(now, mine)


def something_changed(places: Places, device: str) -> bool:
    """Whether any file may say something that was not carried out here."""
    return bool(look(places, device)[-1])


def looks_of(files: Iterable[str], *, ends: bool = False) -> dict[str, Look]:
    """How files look, with their ends where that is asked for; without those that are not there."""
    looks = {}
    for path in files:
        try:
            found = os.stat(path)
        except OSError:
            continue  # taken away meanwhile, or closed: reading it says so
        end = _end_of(path, found.st_size) if ends else 0
        looks[path] = (found.st_size, found.st_mtime_ns, found.st_ino, end)
    return looks


def carried_out_folder(places: Places) -> str:
    """Where this device keeps what it knows to have been erased."""
    return os.path.join(places.state, "erased")


def carried_out(places: Places) -> CarriedOut:
    """What was kept; nothing where that cannot be read."""
    try:
        kept = parse(whole_files.read_whole(_path(places)).decode())
        looks = {
            os.path.join(places.journal, name): _look(text) for name, text in kept["files"].items()
        }
        return CarriedOut(looks, frozenset(map(str, kept["erased"])))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return CarriedOut({}, frozenset())


def keep(places: Places, done: CarriedOut) -> None:
    """Keeps what was carried out; where that cannot be done, the next look takes longer.

    As text, for JSON of ours holds no number as long as an inode may be.
    """
    looks = {
        os.path.relpath(path, places.journal): " ".join(map(str, look))
        for path, look in done.looks.items()
    }
    try:
        whole_files.write_json(_path(places), {"files": looks, "erased": sorted(done.erased)})
    except OSError:
        return


def _look(text: str) -> Look:
    size, changed_ns, inode, end = map(int, text.split())
    return size, changed_ns, inode, end


def _only_grew(path: str, before: Look, now: Look) -> bool:
    """Whether a file of this device's was written on where it stands.

    What this device erased itself was carried out then. An older copy in its place may have got its
    inode, and has other bytes where it ended.
    """
    size, _, inode, end = before
    return inode == now[2] and size < now[0] and _end_of(path, size) == end


def _end_of(path: str, size: int) -> int:
    """The CRC-32 of the last bytes that a file had when it was so long; 0 where it has none."""
    try:
        with opened_to_read(path) as file:
            file.seek(max(0, size - _END))
            return crc32(file.read(min(size, _END)))
    except OSError:
        return 0


def _path(places: Places) -> str:
    name = f"{crc32(os.fsencode(places.journal)):08x}.json"
    return os.path.join(carried_out_folder(places), name)

"""Erasing on this device what was erased on another one, as soon as its files say so.

What was looked at is kept in the local state, so that a look reads no file that is as it was. The
files of other devices are theirs to empty: two that write one file make a sync tool keep both.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from parentkit.domain.jsontext import parse
from parentkit.journal.erase.erase import carried_out_folder, empty_files, erase_here
from parentkit.journal.erase.purge import everything_about
from parentkit.journal.log.folders import journal_files
from parentkit.journal.log.redact import Target, marked
from parentkit.storage import whole_files
from parentkit.storage.reading import opened_to_read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from parentkit.journal.log.folders import Places

    Look = tuple[int, int, int, int]
    """A file's size, the time of its last change in nanoseconds, its inode, and the CRC-32 of its
    last bytes where it is this device's (else 0)."""


class Carried(NamedTuple):
    """What another device erased and this one did not know: of how many records.

    `left` are this device's files that still hold some of it, each with the reason.
    """

    records: int
    left: dict[str, str]


NOTHING = Carried(0, {})

_END = 64
"""Bytes at a file's end by which it is known again."""

_NO_LOOK = (-1, 0, 0, 0)


class _Seen(NamedTuple):
    looks: dict[str, Look]
    erased: frozenset[str]


def erase_on_sight(places: Places, device: str) -> Carried:
    """Carry out here what the journal's files say was erased, where that was not done yet.

    What this device erased itself is found done, and counts as no record. Where something could not
    be emptied, the next look tries again. Costs one look at the size and times of each file where
    none has changed.
    """
    seen = _seen(places)
    looks = _looks(places)
    mine = [path for path in looks if path.startswith(places.device_folder(device) + os.sep)]
    changed = [
        path
        for path, look in looks.items()
        if seen.looks.get(path, _NO_LOOK)[:3] != look[:3]
        and not (path in mine and path in seen.looks and _only_grew(path, seen.looks[path], look))
    ]
    if not changed:
        return NOTHING
    erased: set[str] = set()
    for path in changed:
        try:
            erased |= marked(whole_files.read_whole(path))
        except OSError:
            del looks[path]  # reading it says so; it is looked at again
    new = erased - seen.erased
    if new:
        target = everything_about(places, seen.erased | erased)
        done = erase_here(places, target, mine)
        left, records = done.left, len(new) if done.files or done.backups else 0
    else:
        target, records = Target(seen.erased), 0
        left = empty_files(places, target, [path for path in changed if path in mine])
    if not left:
        looks |= _looks(places, [path for path in mine if path in looks])
        _keep(places, _Seen(looks, seen.erased | target.ids))
    return Carried(records, left)


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


def _looks(places: Places, mine: Iterable[str] = ()) -> dict[str, Look]:
    """How the journal's files look, or those of this device, with their ends."""
    looks = {}
    for path in mine or journal_files(places):
        try:
            found = os.stat(path)
        except OSError:
            continue  # taken away meanwhile, or closed: reading it says so
        end = _end_of(path, found.st_size) if mine else 0
        looks[path] = (found.st_size, found.st_mtime_ns, found.st_ino, end)
    return looks


def _path(places: Places) -> str:
    name = f"{crc32(os.fsencode(places.journal)):08x}.json"
    return os.path.join(carried_out_folder(places), name)


def _seen(places: Places) -> _Seen:
    """What was looked at before; nothing where that cannot be read."""
    try:
        kept = parse(whole_files.read_whole(_path(places)).decode())
        looks = {
            os.path.join(places.journal, name): _look(text) for name, text in kept["files"].items()
        }
        return _Seen(looks, frozenset(map(str, kept["erased"])))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return _Seen({}, frozenset())


def _look(text: str) -> Look:
    size, changed_ns, inode, end = map(int, text.split())
    return size, changed_ns, inode, end


def _keep(places: Places, seen: _Seen) -> None:
    """Keeps what was looked at; where that cannot be done, the next look takes longer.

    As text, for JSON of ours holds no number as long as an inode may be.
    """
    looks = {
        os.path.relpath(path, places.journal): " ".join(map(str, look))
        for path, look in seen.looks.items()
    }
    try:
        whole_files.write_json(_path(places), {"files": looks, "erased": sorted(seen.erased)})
    except OSError:
        return

"""Making backups and thinning them out.

A backup is a plain folder with a copy of every file of the journal. Files of the journal can still
grow, so they are always copied; a file that has not changed since the backup before is that
backup's file under a second name, so that a day's backup costs about one month's file.
"""

from __future__ import annotations

import os
from itertools import chain, count, islice
from typing import TYPE_CHECKING, NamedTuple

from parentkit.journal.backups.catalog import (
    backup_names,
    backups_folder,
    day_of_name,
    is_due,
    name_at,
)
from parentkit.journal.backups.lost import Lost
from parentkit.journal.backups.manifest import (
    BEFORE_REPLACE,
    BEFORE_RESTORE,
    DAILY,
    MANIFEST,
    Entry,
    Manifest,
    encode_manifest,
    name_of,
    path_in,
    read_manifest,
)
from parentkit.journal.log.folders import journal_files
from parentkit.journal.log.stamp import wall_text
from parentkit.storage import disk, whole_files
from parentkit.storage.held import Held, held
from parentkit.storage.reading import UNLIMITED, read_with_status

if TYPE_CHECKING:
    from parentkit.journal.log.folders import Places

KEPT_DAYS = 7
"""Of so many local days that have backups, the newest one each is kept."""

_SAFETY = (BEFORE_RESTORE, BEFORE_REPLACE)


class Made(NamedTuple):
    """A new backup.

    `files` by their names in it; `copied_bytes` are those not shared with the backup before;
    `unreadable` are the journal's files that could not be copied; `thinned_out` older backups.
    """

    name: str
    folder: str
    files: tuple[str, ...]
    copied_bytes: int
    unreadable: tuple[str, ...]
    thinned_out: tuple[str, ...]


class _Before(NamedTuple):
    """The backup before: where it stands and what it says it holds."""

    folder: str
    files: dict[str, Entry]


def backups_held(places: Places) -> Held:
    """Be the one process that makes, changes or takes away backups."""
    return held(os.path.join(backups_folder(places), "lock"))


def make_backup(places: Places, now_ms: int, reason: str) -> Made | None:
    """Copy every file of the journal; None where there is nothing to copy or (DAILY) none is due.

    The backup stands under its name once it is whole and on the disk. Files that cannot be read
    are left out and named. A backup made for another reason than DAILY reads the copies that it
    shares with the backup before, and takes the journal's file where one is damaged.

    Raises:
        OSError: it could not be made; the journal and the other backups are as they were.
    """
    with backups_held(places):
        if reason == DAILY and not is_due(places, now_ms):  # another process has just made it
            return None
        remove_leftovers(places)
        live = journal_files(places)
        if not live:
            return None
        before = _newest(places, now_ms)
        name = _free_name(places, now_ms)
        folder = os.path.join(backups_folder(places), name)
        work = f"{folder}{whole_files.TEMPORARY}"
        try:
            made = _filled(work, live, places.journal, before, check=reason != DAILY)
            manifest = Manifest(wall_text(now_ms), reason, made.entries)
            whole_files.write_new(os.path.join(work, MANIFEST), encode_manifest(manifest))
            for inner in sorted({os.path.dirname(path_in(work, name)) for name in made.entries}):
                disk.fsync_folder(inner)
            disk.fsync_folder(work)
            disk.replace(work, folder)
        except OSError:
            _remove_quietly(work)
            raise
        disk.fsync_folder(backups_folder(places))
        # Going back to a backup must not find it thinned out by the one made to be safe.
        thinned_out = () if reason in _SAFETY else _thin_out(places, now_ms)
        return Made(name, folder, tuple(made.entries), made.copied, made.unreadable, thinned_out)


def remove_leftovers(places: Places) -> None:
    """Take away what work on the backups left that was interrupted; it never was a backup's part.

    To be called with the backups held.
    """
    folder = backups_folder(places)
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if name.endswith(whole_files.TEMPORARY) and os.path.isdir(path):
            whole_files.remove_tree(path)
    for path in whole_files.files_below(folder):
        if path.endswith(whole_files.TEMPORARY):
            disk.remove(path)


def take_away(places: Places, name: str) -> None:
    """Take a backup away; it is whole under its name, or no longer there under it."""
    folder = os.path.join(backups_folder(places), name)
    going = f"{folder}.old{whole_files.TEMPORARY}"
    disk.replace(folder, going)
    whole_files.remove_tree(going)


class _Filled(NamedTuple):
    entries: dict[str, Entry]
    copied: int
    unreadable: tuple[str, ...]


def _filled(
    work: str, live: list[str], journal: str, before: _Before | None, *, check: bool
) -> _Filled:
    disk.make_folder(work)
    entries: dict[str, Entry] = {}
    copied = 0
    unreadable = []
    for path in live:
        name = name_of(path, journal)
        target = path_in(work, name)
        if not os.path.isdir(os.path.dirname(target)):
            disk.make_folders(os.path.dirname(target))
        shared = _shared(path, name, target, before, check=check)
        if shared is not None:
            entries[name] = shared
            continue
        try:
            data, status = read_with_status(path, UNLIMITED)
        except OSError:
            unreadable.append(path)
            continue
        entries[name] = Entry.of(data, status.st_mtime_ns)
        if not _linked(name, target, before, data):
            whole_files.write_new(target, data)
            copied += len(data)
    return _Filled(entries, copied, tuple(unreadable))


def _shared(
    path: str, name: str, target: str, before: _Before | None, *, check: bool
) -> Entry | None:
    """The entry of the backup before, where its copy can stand in without reading the file."""
    entry = before.files.get(name) if before else None
    if before is None or entry is None:
        return None
    try:
        status = os.stat(path)
        copy = path_in(before.folder, name)
        same = (status.st_size, status.st_mtime_ns) == (entry.size, entry.changed_ns)
        if not same or os.stat(copy).st_size != entry.size:
            return None
        if check and not entry.fits(whole_files.read_whole(copy)):
            return None
        whole_files.link(copy, target)
    except OSError:  # not there, or no links on this file system: copied instead
        return None
    return entry


def _linked(name: str, target: str, before: _Before | None, data: bytes) -> bool:
    """Whether the copy in the backup before holds exactly `data` and now has a second name."""
    entry = before.files.get(name) if before else None
    if before is None or entry is None or not entry.fits(data):
        return False
    try:
        copy = path_in(before.folder, name)
        if whole_files.read_whole(copy) != data:
            return False
        whole_files.link(copy, target)
    except OSError:
        return False
    return True


def _newest(places: Places, now_ms: int) -> _Before | None:
    for name in backup_names(places, now_ms):
        folder = os.path.join(backups_folder(places), name)
        manifest = read_manifest(folder)
        if manifest is not None:
            return _Before(folder, dict(manifest.files))
    return None


def _free_name(places: Places, now_ms: int) -> str:
    """A name behind all others of the same second, also where one of them was thinned out."""
    name = name_at(now_ms)
    same = [one for one in backup_names(places, now_ms) if one.startswith(name)]
    taken = max((int(one[len(name) + 1 :] or 1) for one in same), default=0)
    names = chain((name,), (f"{name}-{number}" for number in count(2)))
    behind = islice(names, taken, None)
    return next(
        free for free in behind if not os.path.lexists(os.path.join(backups_folder(places), free))
    )


def _thin_out(places: Places, now_ms: int) -> tuple[str, ...]:
    """Take away backups beyond KEPT_DAYS, never one that holds what the journal has no longer."""
    names = backup_names(places, now_ms)
    newest: dict[str, str] = {}
    for name in names:
        newest.setdefault(day_of_name(name), name)
    kept = dict(list(newest.items())[:KEPT_DAYS])
    spare = [
        name
        for name in names
        if kept.get(day_of_name(name)) != name
        and not (day_of_name(name) in kept and _reason(places, name) in _SAFETY)
    ]
    if not spare:
        return ()
    lost = Lost(places, now_ms)
    gone: list[str] = []
    for name in spare:
        if lost.held_by(name):
            continue
        try:
            take_away(places, name)
        except OSError:  # the new backup stands all the same, and the next one tries again
            break
        gone.append(name)
    return tuple(gone)


def _reason(places: Places, name: str) -> str:
    manifest = read_manifest(os.path.join(backups_folder(places), name))
    return manifest.reason if manifest else ""


def _remove_quietly(work: str) -> None:
    """Take unfinished work away; where that cannot be done either, the next backup does it."""
    try:
        if os.path.isdir(work):
            whole_files.remove_tree(work)
    except OSError:
        return

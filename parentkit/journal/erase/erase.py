"""Taking erased content out of every file on this machine: journal, backups, local state."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from parentkit.journal.backups.catalog import backups_folder
from parentkit.journal.backups.make import backups_held, remove_leftovers
from parentkit.journal.backups.manifest import Entry, name_of, read_manifest, write_manifest
from parentkit.journal.erase.carried_out import carried_out_folder
from parentkit.journal.log.folders import ENDING, journal_files
from parentkit.journal.log.redact import emptied
from parentkit.journal.log.rewrite import quarantine_folder, rewrite
from parentkit.storage import disk, whole_files

if TYPE_CHECKING:
    from collections.abc import Iterable

    from parentkit.journal.log.folders import Places
    from parentkit.journal.log.redact import Target

NOT_OURS = "not a file of parentkit's"


class Erased(NamedTuple):
    """What was erased: how many files of the journal, backups and other local files held some.

    `left` are files that still hold some of it because they are not parentkit's own or could not
    be changed, each with the reason.
    """

    files: int
    backups: int
    others: int
    left: dict[str, str]

    @property
    def unfinished(self) -> dict[str, str]:
        """What is left in parentkit's own files: doing it again, once it can be, takes it out."""
        return {path: reason for path, reason in self.left.items() if reason != NOT_OURS}


def erase_lines(places: Places, target: Target) -> Erased:
    """Take the target's content out of every file on this machine that is parentkit's.

    A file that cannot be changed does not keep the others from being changed; it is named. So are
    all backups that hold some of it where they cannot be locked.
    """
    erased = erase_here(places, target, journal_files(places))
    locked_out = erased.left.get(backups_folder(places), "")
    left = {
        path: erased.left.get(path) or reason or locked_out
        for path, reason in holding(places, target).items()
    }
    return erased._replace(left=left)


def erase_here(places: Places, target: Target, files: Iterable[str]) -> Erased:
    """Take the target's content out of these files of the journal, backups and local state.

    `left` are those that could not be changed, and the folder of the backups where it cannot be
    locked; what else may hold some is not looked for.
    """
    eraser = _Eraser(places, target)
    emptied_files = sum(map(eraser.take_out, files))
    backups = 0
    try:
        with backups_held(places):
            remove_leftovers(places)
            backups = eraser.take_out_of_backups()
    except OSError as problem:
        eraser.problems[backups_folder(places)] = problem.strerror or str(problem)
    others = sum(map(eraser.take_away, _other_files(places)))
    return Erased(emptied_files, backups, others, eraser.problems)


def empty_files(places: Places, target: Target, files: Iterable[str]) -> dict[str, str]:
    """Take the target's content out of these files alone; those that could not be, and why."""
    eraser = _Eraser(places, target)
    for path in files:
        eraser.take_out(path)
    return eraser.problems


def holding(places: Places, target: Target) -> dict[str, str]:
    """Every file under the home and the local state that holds some of the target's content.

    Each with why it might still be there: it is not a file of parentkit's, or it cannot be read;
    empty for a file that `erase_lines` would change. Snapshots, made anew from what is left, and
    what says what was carried out are left out: they hold ids and nothing that the records said.
    """
    ours = {*journal_files(places), *_other_files(places), *_in_backups(places)}
    found = {}
    every = {*whole_files.files_below(places.home), *whole_files.files_below(places.state)}
    know_ids = {*_snapshots(places), *whole_files.files_below(carried_out_folder(places))}
    for path in sorted(every - know_ids):
        try:
            if _holds(whole_files.read_whole(path), path, target):
                found[path] = "" if path in ours else NOT_OURS
        except FileNotFoundError:
            continue
        except OSError as problem:
            found[path] = f"it cannot be read ({problem.strerror})"
    return found


def operation_files(places: Places) -> list[str]:
    """Every file here that holds operations: the journal, backups, what was set aside."""
    local = [*_in_backups(places), *whole_files.files_below(quarantine_folder(places))]
    return [*journal_files(places), *(path for path in local if path.endswith(ENDING))]


class _Eraser:
    """One erasing; `problems` holds the files that could not be changed, and why."""

    def __init__(self, places: Places, target: Target) -> None:
        self.problems: dict[str, str] = {}
        self._places = places
        self._target = target
        self._rewritten: dict[int, str] = {}

    def take_out(self, path: str) -> bool:
        """Empty the target's lines in a journal's file; whether there were any."""
        try:
            data = whole_files.read_whole(path)
            return self._new(data) != data and rewrite(path, self._new)
        except OSError as problem:
            self.problems[path] = problem.strerror or str(problem)
            return False

    def take_out_of_backups(self) -> int:
        """Empty the target's lines in every backup; how many backups held some."""
        folder = backups_folder(self._places)
        held = set()
        for path in _in_backups(self._places):
            backup = os.path.join(folder, name_of(path, folder).split("/", maxsplit=1)[0])
            try:
                if path.endswith(ENDING) and self._take_out_of_backup(path, backup):
                    held.add(backup)
            except OSError as problem:
                self.problems[path] = problem.strerror or str(problem)
        return len(held)

    def take_away(self, path: str) -> bool:
        """Empty the lines of a file set aside, take other local files away; whether it had to."""
        try:
            data = whole_files.read_whole(path)
            if not _is_snapshot(path, self._places) and not _holds(data, path, self._target):
                return False
            if path.endswith(ENDING):
                return rewrite(path, self._new)
            disk.remove(path)
            disk.fsync_folder(os.path.dirname(path))
        except OSError as problem:
            self.problems[path] = problem.strerror or str(problem)
            return False
        return True

    def _new(self, data: bytes) -> bytes:
        return emptied(data, self._target)

    def _take_out_of_backup(self, path: str, backup: str) -> bool:
        """Change one file of a backup and what its manifest says of it; whether it had to.

        The manifest comes first: interrupted between the two, the file still holds some of the
        target, so that doing it again finds it. Files that backups share stay shared.
        """
        data = whole_files.read_whole(path)
        new = self._new(data)
        if new == data:
            return False
        name = name_of(path, backup)
        manifest = read_manifest(backup)
        entry = manifest.files.get(name) if manifest else None
        if manifest is not None and entry is not None and entry.fits(data):
            files = {**manifest.files, name: Entry.of(new, entry.changed_ns)}
            write_manifest(backup, manifest._replace(files=files))
        inode = os.stat(path).st_ino
        if not self._linked(inode, path, new):
            whole_files.write_over(path, new)
        self._rewritten[inode] = path
        return True

    def _linked(self, inode: int, path: str, content: bytes) -> bool:
        """Whether `path` now is the new file of another backup that shared the old one with it."""
        source = self._rewritten.get(inode)
        temporary = f"{path}{whole_files.TEMPORARY}"
        try:
            if source is None or whole_files.read_whole(source) != content:
                return False
            if os.path.lexists(temporary):
                disk.remove(temporary)
            whole_files.link(source, temporary)
        except OSError:  # no links on this file system: written out instead
            return False
        disk.replace(temporary, path)
        disk.fsync_folder(os.path.dirname(path))
        return True


def _holds(data: bytes, path: str, target: Target) -> bool:
    if path.endswith(ENDING):
        return emptied(data, target) != data
    return target.stands_in(data)


def _in_backups(places: Places) -> list[str]:
    return whole_files.files_below(backups_folder(places))


def _other_files(places: Places) -> list[str]:
    """Local files that may hold content and are no journal's and no backup's.

    What was set aside, snapshots, and what a run that stopped left unfinished.
    """
    backups = set(_in_backups(places))
    local = [*whole_files.files_below(quarantine_folder(places)), *_snapshots(places)]
    unfinished = [
        path
        for root in (places.family, places.state)
        for path in whole_files.files_below(root)
        if path.endswith(whole_files.TEMPORARY) and path not in backups
    ]
    return sorted({*local, *unfinished})


def _snapshots(places: Places) -> list[str]:
    return whole_files.files_below(snapshots_folder(places))


def _is_snapshot(path: str, places: Places) -> bool:
    return path.startswith(snapshots_folder(places) + os.sep)


def snapshots_folder(places: Places) -> str:
    """The folder of this machine's own state in which read months are kept for speed."""
    return os.path.join(places.state, "snapshots")

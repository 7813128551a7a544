"""Repairing what looking through the files has found; what leaves a file is set aside first."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.sentence import plural
from parentkit.journal.backups.catalog import backups_folder
from parentkit.journal.backups.make import backups_held, make_backup
from parentkit.journal.backups.manifest import ASKED
from parentkit.journal.erase.erase import erase_lines
from parentkit.journal.erase.purge import erased_before
from parentkit.journal.log.operation import encode
from parentkit.journal.log.redact import joined
from parentkit.journal.log.rename_device import take_new_name
from parentkit.journal.log.rewrite import free_path, quarantine_folder, rewrite, set_aside
from parentkit.journal.log.scan import scan
from parentkit.journal.repair import finding
from parentkit.journal.repair.environment import known_device, missing_note
from parentkit.journal.repair.gone_back import accept, gone, take_as_it_is
from parentkit.storage import disk, whole_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from parentkit.journal.log.folders import Places
    from parentkit.journal.repair.check import Examined
    from parentkit.journal.repair.sequences import Gap


class Done(NamedTuple):
    """One repair: the file, and what was done to it, or why it could not be (`well` is false)."""

    path: str
    what: str
    well: bool


def mend(places: Places, now_ms: int, examined: Examined) -> list[Done]:
    """Do what can be done about the findings; one that cannot be does not stand in others' way."""
    mender = _Mender(places, now_ms)
    paths: dict[str, dict[str, None]] = {}
    for one in examined.findings:
        paths.setdefault(one.kind, {})[one.path] = None
    for kinds, repair in mender.repairs():
        for path in dict.fromkeys(path for kind in kinds for path in paths.get(kind, ())):
            mender.attempt(path, repair)
    if finding.ERASED_CONTENT in paths:
        mender.erase_again()
    if finding.LOST not in paths:  # what a backup holds can be put back, and is not missing
        mender.accept_missing(examined.gaps)
    if not paths.keys().isdisjoint((finding.NO_BACKUP, finding.DAMAGED_BACKUP)):
        mender.attempt(backups_folder(places), mender.back_up)
    return mender.done


def accept_missing(places: Places, now_ms: int, examined: Examined) -> list[Done]:
    """Take note of everything that is missing, also of what a backup still holds."""
    mender = _Mender(places, now_ms)
    mender.accept_missing(examined.gaps)
    return mender.done


class _Mender:
    """Repairs one by one; `done` says what came of each."""

    def __init__(self, places: Places, now_ms: int) -> None:
        self.done: list[Done] = []
        self._places = places
        self._now_ms = now_ms
        self._own = known_device(places)
        self._own_folder = places.device_folder(self._own) if self._own else ""

    def repairs(self) -> list[tuple[tuple[str, ...], Callable[[str], str]]]:
        """Kinds of findings and what is done about each file that has them, in order.

        A repair returns what it did in words, nothing where nothing was to be done.
        """
        lines = (finding.TORN_LINE, finding.BAD_LINE, finding.ZERO_BYTES)
        return [
            ((finding.OPEN_TO_OTHERS,), self._close_to_others),
            (lines, self._move_bad_lines),
            ((finding.LEFTOVER,), self._remove_leftover),
            ((finding.BAD_SNAPSHOT,), self._remove_snapshot),
            ((finding.CLONED_DEVICE,), self._take_new_name),
            ((finding.DAMAGED_BACKUP,), self._set_backup_aside),
        ]

    def attempt(self, path: str, repair: Callable[[str], str]) -> None:
        """Repair one file and note what came of it."""
        try:
            what = repair(path)
        except OSError as problem:
            self.done.append(Done(path, problem.strerror or str(problem), well=False))
        else:
            if what:
                self.done.append(Done(path, what, well=True))

    def erase_again(self) -> None:
        """Erase what is left, or came back, of what was erased before."""
        try:
            erased = erase_lines(self._places, erased_before(self._places))
        except OSError as problem:
            reason = problem.strerror or str(problem)
            self.done.append(Done(problem.filename or self._places.state, reason, well=False))
            return
        what = plural(
            erased.files + erased.backups + erased.others,
            one="erased what was left of it, in {n} place",
            other="erased what was left of it, in {n} places",
        )
        self.done.append(Done(self._places.family, what, well=True))
        self.done += [Done(path, reason, well=False) for path, reason in erased.left.items()]

    def accept_missing(self, gaps: Iterable[Gap]) -> None:
        """Note what is missing, and look for it no more."""
        for gap in gaps:
            self.note_gap(gap)
        if self._own:
            accept(self._places, self._own)

    def note_gap(self, gap: Gap) -> None:
        """Note that numbers are missing, so that this is no news the next time."""

        def note(_path: str) -> str:
            path = missing_note(self._places, gap)
            if os.path.exists(path):
                return ""
            disk.make_folders(quarantine_folder(self._places))
            text = f"Not there in {gap.path}: {gap.entries}.\n"
            if gap.line:
                text = f"Not there before {gap.path}, line {gap.line}: {gap.entries}.\n"
            whole_files.write_over(path, text.encode("utf-8", "surrogateescape"))
            return f"noted that it is without {gap.entries}"

        self.attempt(gap.path, note)

    def back_up(self, _path: str) -> str:
        """Make a backup whose every file has been read."""
        made = make_backup(self._places, self._now_ms, ASKED)
        return f"made the backup {made.name}" if made else ""

    def _close_to_others(self, path: str) -> str:
        whole_files.set_private(path)
        if stat.S_IMODE(os.stat(path).st_mode) & 0o077:
            raise OSError(0, "this file system keeps no modes of its own")
        return "kept for you alone"

    def _move_bad_lines(self, path: str) -> str:
        """Move the lines that cannot be read out of a file of this device."""
        if os.path.dirname(path) != self._own_folder:
            return ""
        moved = 0

        def without_bad_lines(data: bytes) -> bytes:
            nonlocal moved
            device, file = os.path.split(path)
            kept = []
            for number, line in enumerate(data.split(b"\n"), 1):
                found = scan(line)
                if found.problems:
                    name = f"{os.path.basename(device)}-{file}-{number}"
                    set_aside(self._places, name, line)
                    kept += [encode(operation)[:-1] for operation in found.operations]
                    moved += 1
                else:
                    kept.append(line)
            return joined(kept) if moved else data

        ended = not self._own or path not in {one.path for one in gone(self._places, self._own)}
        if rewrite(path, without_bad_lines) and ended:
            take_as_it_is(self._places, path)
        one, other = "{n} line moved to quarantine", "{n} lines moved to quarantine"
        return plural(moved, one=one, other=other) if moved else ""

    def _remove_leftover(self, path: str) -> str:
        if os.path.isdir(path):
            with backups_held(self._places):
                whole_files.remove_tree(path)
        else:
            disk.remove(path)
        return "removed"

    def _remove_snapshot(self, path: str) -> str:
        disk.remove(path)
        return "removed; it is made again when needed"

    def _take_new_name(self, path: str) -> str:
        if os.path.dirname(path) != self._own_folder:
            return ""
        take_new_name(self._places, self._now_ms)
        return "this machine goes by a name of its own from now on"

    def _set_backup_aside(self, folder: str) -> str:
        quarantine = quarantine_folder(self._places)
        disk.make_folders(quarantine)
        aside = free_path(os.path.join(quarantine, f"backup-{os.path.basename(folder)}"), "")
        with backups_held(self._places):
            disk.replace(folder, aside)
        disk.fsync_folder(quarantine)
        disk.fsync_folder(os.path.dirname(folder))
        return "moved to quarantine"

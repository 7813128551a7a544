"""Looking at what stands around the journal's files: modes, strangers, leftovers, local state."""

from __future__ import annotations

import json
import os
import stat
from typing import TYPE_CHECKING
from zlib import crc32

from parentkit.domain.sentence import plural
from parentkit.journal.backups.catalog import backup_names, backups_folder
from parentkit.journal.backups.lost import Lost
from parentkit.journal.backups.manifest import damaged_files, read_manifest
from parentkit.journal.erase.erase import snapshots_folder
from parentkit.journal.log.folders import journal_files
from parentkit.journal.log.rewrite import quarantine_folder
from parentkit.journal.repair import finding
from parentkit.journal.repair.finding import found
from parentkit.storage import room, whole_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parentkit.journal.log.folders import Places
    from parentkit.journal.repair.finding import Finding
    from parentkit.journal.repair.sequences import Gap

LEFT_AFTER_MS = 60 * 60 * 1000
"""Unfinished work this old was left by a run that stopped; younger work may still be going on."""

MISSING = "-missing-"

_OPEN_TO_OTHERS = 0o077
_SNAPSHOT_WORDS = [b"parentkit", b"snapshot"]


def known_device(places: Places) -> str | None:
    """This machine's device id as its file says; None where there is none that can be read."""
    try:
        identifier = json.loads(whole_files.read_whole(places.device_file))["id"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return identifier if isinstance(identifier, str) else None


def missing_note(places: Places, gap: Gap) -> str:
    """Where a note stands that some numbers were looked for and are nowhere."""
    name = f"{gap.device}-{gap.file}{MISSING}{gap.first}-{gap.last}.txt"
    return os.path.join(quarantine_folder(places), name)


def family_findings(places: Places, now_ms: int) -> Iterator[Finding]:
    """Files in the journal's folder that are not the journal's, and unfinished work there."""
    ours = set(journal_files(places))
    for path in whole_files.files_below(places.journal):
        if path in ours:
            continue
        if path.endswith(whole_files.TEMPORARY):
            yield from _leftover(path, now_ms)
        else:
            yield found(finding.FOREIGN_FILE, path, "not a file of the journal")


def state_findings(places: Places, now_ms: int) -> Iterator[Finding]:
    """What is the matter with the files that this machine keeps for itself."""
    if os.path.exists(places.device_file) and known_device(places) is None:
        yield found(finding.DEVICE_FILE, places.device_file, "it does not say which device this is")
    folder, name = os.path.split(places.device_file)
    for path in _in_folder(folder):
        if os.path.basename(path).startswith(f"{name}.unreadable-"):
            yield found(finding.DEVICE_FILE, path, "a device file that could not be read")
        elif path.endswith(whole_files.TEMPORARY):
            yield from _leftover(path, now_ms)
    for path in whole_files.files_below(snapshots_folder(places)):
        if path.endswith(whole_files.TEMPORARY):
            yield from _leftover(path, now_ms)
        elif not _is_whole_snapshot(path):
            yield found(finding.BAD_SNAPSHOT, path, "it cannot be read")
    aside = [
        path for path in whole_files.files_below(quarantine_folder(places)) if MISSING not in path
    ]
    if aside:
        one, other = "{n} piece of files set aside", "{n} pieces of files set aside"
        what = plural(len(aside), one=one, other=other)
        yield found(finding.SET_ASIDE, quarantine_folder(places), what)


def backup_findings(places: Places, now_ms: int, *, holds_something: bool) -> Iterator[Finding]:
    """What is the matter with the backups, and what they hold that the journal has no longer."""
    names = backup_names(places, now_ms)
    for path in _in_folder(backups_folder(places)):
        if path.endswith(whole_files.TEMPORARY):
            yield from _leftover(path, now_ms)
    if holds_something and not names:
        what = "there is no backup yet"
        yield found(finding.NO_BACKUP, backups_folder(places), what)
    lost = Lost(places, now_ms)
    named: set[bytes] = set()
    for name in names:
        folder = os.path.join(backups_folder(places), name)
        yield from _damage(folder)
        lines = {line for of_file in lost.held_by(name).values() for line in of_file} - named
        if lines:
            named |= lines
            what = plural(
                len(lines),
                one="it holds {n} entry that the journal has no longer",
                other="it holds {n} entries that the journal has no longer",
            )
            to_do = f"parentkit restore {name} puts them back."
            yield found(finding.LOST, folder, what, to_do=to_do)


def mode_findings(places: Places) -> Iterator[Finding]:
    """Files and folders that others on this machine may look into."""
    if os.name != "posix":
        return
    roots = (os.path.join(places.home, "families"), places.state)
    for root in roots:
        for parent, folders, files in os.walk(root):
            for path in (parent, *(os.path.join(parent, name) for name in sorted(files))):
                status = os.lstat(path)
                mode = stat.S_IMODE(status.st_mode)
                if mode & _OPEN_TO_OTHERS and not stat.S_ISLNK(status.st_mode):
                    yield found(finding.OPEN_TO_OTHERS, path, f"its mode is {mode:04o}")
            folders.sort()


def room_findings(places: Places) -> Iterator[Finding]:
    """Folders that take nothing new: not writable, or on a disk that is full; the outermost each.

    Finding out writes nothing.
    """
    own = known_device(places)
    in_home = [places.home, places.journal, *([places.device_folder(own)] if own else [])]
    for folders in (in_home, [places.state, backups_folder(places)]):
        there = [folder for folder in folders if os.path.isdir(folder)]
        closed = next((folder for folder in there if not room.is_writable(folder)), None)
        if closed:
            yield found(finding.CANNOT_WRITE, closed, "nothing can be written in it")
        free = room.free_bytes(there[0]) if there else None
        if free is not None and free < room.LEAST_BYTES:
            what = f"{free:,} bytes are free on its disk"
            yield found(finding.DISK_FULL, there[0], what)


def _damage(folder: str) -> Iterator[Finding]:
    manifest = read_manifest(folder)
    if manifest is None:
        what = "its list of files cannot be read"
        yield found(finding.DAMAGED_BACKUP, folder, what)
        return
    for name, reason in damaged_files(folder, manifest).items():
        yield found(finding.DAMAGED_BACKUP, folder, f"{name}: {reason}")


def _leftover(path: str, now_ms: int) -> Iterator[Finding]:
    try:
        age_ms = now_ms - os.stat(path).st_mtime_ns // 1_000_000
    except FileNotFoundError:  # finished in the meantime
        return
    if age_ms >= LEFT_AFTER_MS:
        yield found(finding.LEFTOVER, path, "unfinished work")


def _is_whole_snapshot(path: str) -> bool:
    try:
        data = whole_files.read_whole(path)
    except OSError:
        return False
    first, _, content = data.partition(b"\n")
    words = first.split(b" ")
    return words[:2] == _SNAPSHOT_WORDS and words[-1] == b"%08x" % crc32(content)


def _in_folder(folder: str) -> list[str]:
    try:
        return sorted(os.path.join(folder, name) for name in os.listdir(folder))
    except OSError:
        return []

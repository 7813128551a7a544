"""Going back to a backup: putting back what is no longer there, or everything as it was.

The journal is a union of operations, so putting back is safe at any time: an operation that was
missing counts again, and everything written since stays. Lines go back into files of their own
beside the one that their device appends to.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.errors import DataProblem, NothingFound, UsageProblem
from parentkit.journal.backups.catalog import backups_folder, known_backups
from parentkit.journal.backups.lost import Lost
from parentkit.journal.backups.make import make_backup
from parentkit.journal.backups.manifest import (
    BEFORE_REPLACE,
    BEFORE_RESTORE,
    Manifest,
    damaged_files,
    name_of,
    path_in,
    read_manifest,
)
from parentkit.journal.log.folders import ENDING, LASTING, journal_files, month_of_file
from parentkit.journal.log.redact import emptied, marks_in
from parentkit.journal.log.rename_device import take_new_name
from parentkit.journal.log.rewrite import free_path, read_locked, rewrite, stands_at
from parentkit.storage import disk, whole_files
from parentkit.storage.lock import lock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parentkit.journal.log.folders import Places

RESTORED = " (restored "


class Restored(NamedTuple):
    """What going back to a backup did, or would do.

    `safety` is the backup made of what was there before (empty where nothing was changed);
    `operations` counts what came back; `written` and `removed` are paths of the journal; `damaged`
    are files of the backup that are not what was copied, with what is the matter.
    """

    backup: str
    safety: str
    operations: int
    written: tuple[str, ...]
    removed: tuple[str, ...]
    damaged: Mapping[str, str]


def chosen_backup(places: Places, now_ms: int, name: str | None) -> str:
    """The one backup whose name begins with `name`; the newest where it is None.

    Raises:
        NothingFound: there is none.
        UsageProblem: several begin so.
        DataProblem: it is not known which there are.
    """
    names = known_backups(places, now_ms)
    if name is None:
        fitting = names[:1]
    else:
        fitting = [one for one in names if one == name] or [
            one for one in names if one.startswith(name)
        ]
    if len(fitting) > 1:
        raise UsageProblem(f"{name!r} could be more than one backup.", f"{', '.join(fitting)}.")
    if not fitting:
        none = f"There is no backup whose name begins with {name!r}."
        raise NothingFound(
            none if name else "There is no backup.",
            "parentkit backup --list shows those there are.",
        )
    return fitting[0]


def put_back(places: Places, now_ms: int, name: str, *, dry_run: bool = False) -> Restored:
    """Put back every operation of a backup that is no longer in the journal.

    Nothing that stands in the journal is changed. Takes what is whole from a damaged backup.

    Raises:
        OSError: something could not be written; what was put back before stands, and doing it
            again goes on from there.
    """
    folder = os.path.join(backups_folder(places), name)
    lost = Lost(places, now_ms, to_put_back=True)
    missing = lost.missing(name)
    count = sum(map(len, missing.values()))
    damaged = {**lost.unread, **_damage(folder)}
    if dry_run or not missing:
        written = [path_in(places.journal, relative) for relative in missing]
        return Restored(name, "", count, tuple(written), (), damaged)
    safety = make_backup(places, now_ms, BEFORE_RESTORE)
    written = []
    for relative, lines in missing.items():
        live = path_in(places.journal, relative)
        whole = emptied(whole_files.read_whole(path_in(folder, relative)), lost.erased())
        if _put_where_nothing_stands(live, whole):
            written.append(live)
        else:
            written.append(_put_beside(live, lines, name))
    return Restored(name, safety.name if safety else "", count, tuple(written), (), damaged)


def put_back_everything(
    places: Places, now_ms: int, name: str, *, dry_run: bool = False
) -> Restored:
    """Make the journal what it was when a backup was made; what was erased since stays erased.

    What goes stands in the backup made first. This machine takes a new device id, because the old
    one's sequence numbers begin anew where the backup ends.

    Raises:
        DataProblem: the backup is damaged, or not everything could be backed up first.
        OSError: something could not be written; doing it again goes on from there.
    """
    folder = os.path.join(backups_folder(places), name)
    manifest = _whole(folder, name)
    wanted = {path_in(places.journal, relative): relative for relative in manifest.files}
    live = set(journal_files(places))
    lost = Lost(places, now_ms, to_put_back=True)
    count = sum(map(len, lost.missing(name).values()))
    removed = sorted(live - wanted.keys())
    if dry_run:
        return Restored(name, "", count, tuple(wanted), tuple(removed), {})
    safety = make_backup(places, now_ms, BEFORE_REPLACE)
    if safety is not None and safety.unreadable:
        raise DataProblem(
            f"{safety.unreadable[0]} cannot be read, so it cannot be kept safe first.",
            "Nothing was changed. parentkit doctor says more.",
        )
    before = _Before(safety.folder if safety else "")
    take_new_name(places, now_ms)
    erased = lost.erased()
    contents = {
        path: emptied(whole_files.read_whole(path_in(folder, relative)), erased)
        for path, relative in wanted.items()
    }
    marks = _write_marks(live, contents, name)
    for path, content in contents.items():
        before.put(path, content, name_of(path, places.journal))
    for path in removed:
        before.remove(path, name_of(path, places.journal))
    return Restored(
        name, safety.name if safety else "", count, (*wanted, *marks), tuple(removed), {}
    )


class _Before:
    """The backup made first: a file is replaced or removed where it still is what was copied."""

    def __init__(self, folder: str) -> None:
        manifest = read_manifest(folder) if folder else None
        self._files = manifest.files if manifest else {}

    def put(self, path: str, content: bytes, name: str) -> None:
        def replaced(data: bytes) -> bytes:
            self._check(path, data, name)
            return content

        if name in self._files:
            rewrite(path, replaced)
        elif not _put_where_nothing_stands(path, content):
            raise _meanwhile(path)

    def remove(self, path: str, name: str) -> None:
        while not self._removed(path, name):
            pass  # another process put another file there; that one is looked at
        disk.fsync_folder(os.path.dirname(path))

    def _removed(self, path: str, name: str) -> bool:
        descriptor = disk.open_for_append(path)
        try:
            lock(descriptor)
            if not stands_at(path, descriptor):
                return False
            self._check(path, read_locked(descriptor), name)
            if os.name != "nt":
                disk.remove(path)
                return True
        finally:
            disk.close(descriptor)
        disk.remove(path)  # Windows takes away no file that is open
        return True

    def _check(self, path: str, data: bytes, name: str) -> None:
        entry = self._files.get(name)
        if entry is None or not entry.fits(data):
            raise _meanwhile(path)


def _meanwhile(path: str) -> DataProblem:
    return DataProblem(
        f"Something was written to {path} in the meantime.",
        "It is left as it is. Close other parentkit windows and restore again.",
    )


def _whole(folder: str, name: str) -> Manifest:
    manifest = read_manifest(folder)
    damaged = damaged_files(folder, manifest) if manifest else {"manifest.json": "it is not there"}
    if manifest is None or damaged:
        file, what = next(iter(damaged.items()))
        raise DataProblem(
            f"The backup {name} is damaged ({file}: {what}), so it cannot replace everything.",
            f"Nothing was changed. parentkit restore {name} puts back what is whole in it.",
        )
    return manifest


def _damage(folder: str) -> Mapping[str, str]:
    manifest = read_manifest(folder)
    if manifest is None:
        return {"manifest.json": "it is not there or cannot be read"}
    return damaged_files(folder, manifest)


def _put_where_nothing_stands(path: str, content: bytes) -> bool:
    """Whether `content` now stands where nothing stood, also for whoever appends there."""
    if os.path.exists(path) and os.stat(path).st_size:
        return False
    disk.make_folders(os.path.dirname(path))
    disk.close(disk.create_for_append(path))
    return rewrite(path, lambda data: data or content) or not content


def _put_beside(live: str, lines: list[bytes], name: str) -> str:
    path = free_path(f"{live.removesuffix(ENDING)}{RESTORED}{name})", ENDING)
    content = b"".join(line + b"\n" for line in lines)
    disk.make_folders(os.path.dirname(path))
    whole_files.write_over(path, content)
    return path


def _write_marks(live: set[str], contents: Mapping[str, bytes], name: str) -> list[str]:
    """Keep what says that records were erased, before the files go in which it stands."""
    known = {line for content in contents.values() for line in content.split(b"\n")}
    written = []
    for path in sorted(live):
        marks = [line for line in marks_in(whole_files.read_whole(path)) if line not in known]
        if marks:
            known.update(marks)
            beside = (month_of_file(path) or LASTING) + ENDING
            written.append(_put_beside(os.path.join(os.path.dirname(path), beside), marks, name))
    return written

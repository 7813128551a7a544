"""What of some files cannot be read, without looking again at those known to be whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.journal.index.episodes import MOST_READ_DIRECTLY, size_of
from parentkit.journal.index.store import load, snapshot_path
from parentkit.journal.log.damage import damage_in

if TYPE_CHECKING:
    from parentkit.journal.index.stored import Snapshot
    from parentkit.journal.log.folders import Places
    from parentkit.journal.log.scan import Problem


def damage_beside(places: Places, files: list[str]) -> list[Problem]:
    """As `damage_in`, without going again through large files that are known to be whole.

    A file is where the snapshot found nothing to set aside in it, and it stands as it did then.
    """
    if size_of(files) <= MOST_READ_DIRECTLY:
        return damage_in(files)
    snapshot = load(snapshot_path(places), places.journal)
    if snapshot is None:
        return damage_in(files)
    return damage_in([path for path in files if not _is_whole(places.journal, path, snapshot)])


def _is_whole(journal: str, path: str, snapshot: Snapshot) -> bool:
    name = path[len(journal) + 1 :]
    mark = snapshot.marks.get(name)
    try:
        return mark is not None and name not in snapshot.set_aside and mark.still_holds(path)
    except OSError:
        return False  # reading it says what is the matter

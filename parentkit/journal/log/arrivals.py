"""Whether other devices' files are still as they were when this machine last looked through them.

A look costs one `stat` per file. Of this device's own files only the names count, which change when
lines are put back from a backup.
"""

from __future__ import annotations

import os
import zlib

from parentkit.journal.log.folders import dated_files
from parentkit.storage import disk
from parentkit.storage.reading import read_bounded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from parentkit.journal.log.folders import Places

_NAME = "looked-through"


def mark(places: Places, device: str) -> str:
    """What the files look like now; another text wherever something may have come in."""
    own = places.device_folder(device)
    seen = "".join(
        path if os.path.dirname(path) == own else f"{path}{_state_of(path)}"
        for path in dated_files(places.journal)
    )
    return f"{len(seen)}-{zlib.crc32(seen.encode('utf-8', 'surrogateescape')):08x}"


def kept(places: Places) -> str:
    """The mark that was kept last, empty where there is none."""
    try:
        stored = read_bounded(os.path.join(places.state, _NAME))
        return stored.decode("ascii", "replace").strip()
    except OSError:
        return ""


def keep(places: Places, text: str) -> None:
    """Keep a mark; where that cannot be written, the next look is a close one again."""
    try:
        disk.make_folders(places.state)
        disk.write_whole(os.path.join(places.state, _NAME), lambda _: f"{text}\n".encode())
    except OSError:
        return


def _state_of(path: str) -> str:
    try:
        status = os.stat(path)
    except OSError:
        return "?"
    return f" {status.st_size} {status.st_ctime_ns}\n"

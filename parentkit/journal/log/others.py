"""How far the files of the family's other devices were when this device last looked.

They are kept like this device's own tidemarks, in the local state and under this device's id, so
that a state that was copied begins anew. A look costs one `stat` for each file; what has grown or
come in is read at its end alone.
"""

from __future__ import annotations

import os
from zlib import crc32

from parentkit.journal.log.folders import files_in, journal_files
from parentkit.journal.log.scan import scan
from parentkit.journal.log.tidemark import Tidemark, Tidemarks
from parentkit.storage import disk
from parentkit.storage.reading import opened_to_read, read_bounded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from parentkit.journal.log.folders import Places

_ENDING = ".txt"
_SEEN = "seen"
_LOOK = 4096
_AFTER_TOTAL = len('"}\n')
_FROM_TOTAL = _AFTER_TOTAL + 8


def of_others(places: Places, own: str) -> list[Tidemarks]:
    """The tidemarks of every other device that has files, or had some when they were looked at."""
    kept = os.path.dirname(Tidemarks(places, own, kept_by=own).path)
    known = {name.removesuffix(_ENDING) for name in _names(kept) if name.endswith(_ENDING)}
    devices = known.union(_names(places.journal)) - {own}
    return [Tidemarks(places, device, kept_by=own) for device in sorted(devices)]


def others_changed(places: Places, own: str) -> bool:
    """Whether any file of another device is not as it was when nothing was gone, or new."""
    try:
        kept = read_bounded(_seen_path(places, own)).decode("ascii", "replace")
    except OSError:
        kept = ""
    return kept != seen(places, own)


def seen(places: Places, own: str) -> str:
    """What the files of other devices look like now; empty where there are none."""
    folder = places.device_folder(own)
    looks = [
        f"{path}{_look_of(path)}"
        for path in journal_files(places)
        if os.path.dirname(path) != folder
    ]
    text = "".join(looks).encode("utf-8", "surrogateescape")
    return f"{len(looks)}-{len(text)}-{crc32(text):08x}" if looks else ""


def keep_seen(places: Places, own: str, text: str) -> None:
    """Keep what they look like where nothing is gone; not kept, the next look is a close one."""
    path = _seen_path(places, own)
    try:
        disk.make_folders(os.path.dirname(path))
        disk.write_whole(path, lambda _: text.encode("ascii"))
    except OSError:
        return


def _seen_path(places: Places, own: str) -> str:
    return os.path.join(os.path.dirname(Tidemarks(places, own, kept_by=own).path), _SEEN)


def _look_of(path: str) -> str:
    try:
        status = os.stat(path)
    except OSError:
        return "?\n"
    return f" {status.st_size} {status.st_mtime_ns}\n"


def follow(marks: Tidemarks) -> None:
    """Keep how far a device's files are that are new, or have grown behind what was there."""
    suspects = [mark for mark in marks.suspects() if mark.last]
    ends = [_end_of(marks, mark.name, mark) for mark in suspects]
    ends += [_end_of(marks, name, None) for name in _unknown(marks)]
    found = [end for end in ends if end is not None]
    if found:
        marks.keep(found)


def _unknown(marks: Tidemarks) -> list[str]:
    known = marks.read()
    names = map(os.path.basename, files_in(marks.folder))
    return [name for name in names if name not in known and not _is_folder(marks, name)]


def _is_folder(marks: Tidemarks, name: str) -> bool:
    """Whether a folder that cannot be opened stands for its files; reading says so."""
    return name == os.path.basename(marks.folder)


def _end_of(marks: Tidemarks, name: str, before: Tidemark | None) -> Tidemark | None:
    """How far a file is; None where it does not stand on what was there, or cannot be read."""
    try:
        with opened_to_read(os.path.join(marks.folder, name)) as file:
            status = os.fstat(file.fileno())
            if before is not None:
                if status.st_size <= before.size or before.size < _FROM_TOTAL:
                    return None
                file.seek(before.size - _FROM_TOTAL)
                if file.read(8) != before.total:
                    return None
            length = min(_LOOK, status.st_size)
            while True:
                file.seek(status.st_size - length)
                data = file.read(length)
                part = data if length == status.st_size else data.partition(b"\n")[2]
                operations = scan(part).operations
                if operations or length == status.st_size:
                    break
                length = min(length * 4, status.st_size)
    except (OSError, ValueError):
        return None
    last, total = (operations[-1].seq, _total(part)) if operations else (0, b"")
    size, changed_ns = status.st_size, status.st_mtime_ns
    return Tidemark(name, last, last, size, changed_ns, total, "")


def _total(data: bytes) -> bytes:
    """The checksum of the last line that is whole."""
    for line in reversed(data.split(b"\n")):
        end = line[: line.rfind(b"}") + 1]
        if scan(end).operations:
            return end[-_FROM_TOTAL + 1 : -_AFTER_TOTAL + 1]
    return b""


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []

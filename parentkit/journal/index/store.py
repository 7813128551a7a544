"""The snapshot: a catalogue on the local disk, so that all moments load without their lines.

It holds ids, times and codes, and no free text. It can be deleted at any time: where anything is
amiss with it, it is left out of account and made again from the journal. docs/file-format.md
describes it.
"""

from __future__ import annotations

import json
import os
import sys
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any
from zlib import crc32

from parentkit.journal.index.catalogue import Catalogue
from parentkit.journal.index.columns import pack
from parentkit.journal.index.rows import COLUMNS, COUNTS
from parentkit.journal.index.stored import Snapshot
from parentkit.journal.log.folders import dated_files
from parentkit.storage import disk, whole_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parentkit.journal.log.folders import Places

FORMAT = 2
"""To be raised whenever something else would be kept for the same files."""

RENEW_AFTER = 1000
"""A snapshot is written again when this many operations were read beside it."""

RENEW_FROM = 20_000
"""And when one of its episodes changed that stands so far from the end."""

_FIRST_LINE = b"parentkit snapshot %d %08x\n"


def open_catalogue(places: Places, now_ms: int) -> Catalogue:
    """The catalogue of the dated files, up to date; its snapshot is renewed where that is due."""
    path = snapshot_path(places)
    catalogue = Catalogue(places.journal, dated_files, load(path, places.journal))
    while not catalogue.follow(now_ms):
        catalogue = Catalogue(places.journal, dated_files)
    if not places.read_only and _is_due(catalogue):
        try:
            save(path, places.journal, catalogue)
        except OSError:
            return catalogue  # it has everything; only the next time takes longer
    return catalogue


def _is_due(catalogue: Catalogue) -> bool:
    """Whether going on beside the snapshot takes longer than it should."""
    return (
        catalogue.operations > RENEW_AFTER
        or catalogue.reaches_back > RENEW_FROM
        or catalogue.remarked
    )


def snapshot_path(places: Places) -> str:
    """Where the snapshot of a journal stands in the local state."""
    name = f"{crc32(os.fsencode(places.journal)):08x}.snapshot"
    return os.path.join(places.state, "snapshots", name)


def load(path: str, journal: str) -> Snapshot | None:
    """The snapshot of the folder `journal`; None where there is none that can be used."""
    try:
        data = whole_files.read_whole(path)
    except OSError:
        return None
    start = data.find(b"\n") + 1
    if data[:start] != _FIRST_LINE % (FORMAT, crc32(memoryview(data)[start:])):
        return None
    end = data.find(b"\n", start) + 1
    header = json.loads(data[start:end])
    if any(header[name] != value for name, value in _circumstances(journal).items()):
        return None
    return Snapshot(header, memoryview(data)[end:])


def save(path: str, journal: str, catalogue: Catalogue) -> None:
    """Write a catalogue as the snapshot of the folder `journal`, in one step.

    Raises:
        OSError: the local state cannot be written.
    """
    rows = catalogue.standing()
    sections = dict(_sections(catalogue, rows))
    counts = catalogue.column(COUNTS)
    ends = [0, *accumulate(map(len, sections.values()))]
    header = {
        **_circumstances(journal),
        "count": len(rows),
        "counting": sum(counts[row] for row in rows),
        "newest": catalogue.newest,
        "ahead": catalogue.ahead,
        "marks": catalogue.marks,
        "set_aside": {
            name: [(one.sort, one.line, one.offset, one.length, one.reason) for one in found]
            for name, found in catalogue.set_aside.items()
        },
        "sections": dict(zip(sections, pairwise(ends), strict=True)),
    }
    content = b"\n".join([_to_json(header), b"".join(sections.values())])
    disk.make_folders(os.path.dirname(path))
    disk.write_whole(path, lambda _inode: _FIRST_LINE % (FORMAT, crc32(content)) + content)


def _sections(catalogue: Catalogue, rows: list[int]) -> Iterator[tuple[str, bytes]]:
    spots, more_spots = catalogue.spots(rows)
    yield "ids", _to_json([catalogue.ids[row] for row in rows])
    yield "spots", spots.tobytes()
    yield "more_spots", _to_json(more_spots)
    for at, name in enumerate(COLUMNS):
        table, codes = pack(map(catalogue.column(at).__getitem__, rows))
        yield f"{name} values", _to_json(table)
        yield f"{name} codes", codes


def _circumstances(journal: str) -> dict[str, Any]:
    """What must be the same for a snapshot to be of use: folder, byte order, columns."""
    return {"journal": journal, "byteorder": sys.byteorder, "columns": list(COLUMNS)}


def _to_json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()

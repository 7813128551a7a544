"""What a backup says of itself: which files it holds, with their sizes and checksums."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from parentkit.storage import whole_files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

MANIFEST = "manifest.json"
FORMAT = 1

DAILY = "daily"
ASKED = "asked"
BEFORE_RESTORE = "before_restore"
BEFORE_REPLACE = "before_replace"
"""What a backup was made for: its manifest's `reason`."""


class Entry(NamedTuple):
    """One file of a backup.

    `changed_ns` is the modification time that the journal's file had when it was copied, in
    nanoseconds since 1970: the same size and the same time mean the same content.
    """

    size: int
    crc32: str
    changed_ns: int

    @classmethod
    def of(cls, data: bytes, changed_ns: int) -> Entry:
        """The entry of a file with this content."""
        return cls(len(data), checksum(data), changed_ns)

    def fits(self, data: bytes) -> bool:
        """Whether `data` is what was copied."""
        return len(data) == self.size and checksum(data) == self.crc32


class Manifest(NamedTuple):
    """A backup's list: when it was made (UTC), what for, and its files by their path in it."""

    made: str
    reason: str
    files: Mapping[str, Entry]


def checksum(data: bytes) -> str:
    """CRC-32 as eight hexadecimal digits."""
    return f"{crc32(data):08x}"


def encode_manifest(manifest: Manifest) -> bytes:
    """The manifest as it stands in its file."""
    document = {
        "format": FORMAT,
        "made": manifest.made,
        "reason": manifest.reason,
        "files": {name: entry._asdict() for name, entry in manifest.files.items()},
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def write_manifest(folder: str, manifest: Manifest) -> None:
    """Put a backup's manifest in place, the old one or the new one being found at any time."""
    whole_files.write_over(os.path.join(folder, MANIFEST), encode_manifest(manifest))


def read_manifest(folder: str) -> Manifest | None:
    """A backup's manifest; None where there is none that can be read."""
    try:
        document = json.loads(whole_files.read_whole(os.path.join(folder, MANIFEST)))
        files = {name: _entry(entry) for name, entry in document["files"].items()}
        return Manifest(str(document["made"]), str(document["reason"]), files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def damaged_files(folder: str, manifest: Manifest) -> dict[str, str]:
    """The files of a backup that are not what was copied, each with what is the matter."""
    damaged = {}
    for name, entry in manifest.files.items():
        try:
            data = whole_files.read_whole(path_in(folder, name))
        except FileNotFoundError:
            damaged[name] = "it is not there"
        except OSError as problem:
            damaged[name] = f"it cannot be read ({problem.strerror})"
        else:
            if not entry.fits(data):
                damaged[name] = "it is not what was copied"
    return damaged


def path_in(folder: str, name: str) -> str:
    """Where a file of a manifest stands; names hold `/` on every platform."""
    return os.path.join(folder, *name.split("/"))


def name_of(path: str, folder: str) -> str:
    """What a file in `folder` is called in a manifest."""
    return os.path.relpath(path, folder).replace(os.sep, "/")


def _entry(document: Any) -> Entry:
    """An entry as read.

    Raises:
        KeyError, TypeError, ValueError: it is not one.
    """
    size, total, changed_ns = document["size"], document["crc32"], document["changed_ns"]
    return Entry(int(size), str(total), int(changed_ns))

"""Whether anything of a practice has changed: names, sizes and times of its files, unread."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from parentkit.services.coach.workspace import families

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parentkit.services.coach.workspace import Practice

Traces = frozenset[tuple[str, int, int]]
"""For each file its path, its size in bytes and the time of its last change in nanoseconds."""


def traces(practice: Practice) -> Traces:
    """What the files of all families, and of the practice itself, look like from outside."""
    folders = [practice.folder]
    for family in families(practice):
        folders += [family.folder, family.received, *_inside(family.places.journal)]
    return frozenset(trace for folder in folders for trace in _files(folder))


def _inside(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [entry.path for entry in entries if entry.is_dir()]
    except OSError:
        return []  # set apart or erased at this moment; that is a change by itself


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_file():
                    status = entry.stat()
                    yield entry.path, status.st_size, status.st_mtime_ns
    except OSError:
        return  # as above

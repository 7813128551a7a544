"""Whether a folder takes anything new, found out without writing."""

from __future__ import annotations

import os
import sys

LEAST_BYTES = 64 * 1024
"""With less than this free, a day's entries and the new copy of a month's file may not fit."""


def is_writable(folder: str) -> bool:
    """Whether this user may make files in a folder: its mode and the file system allow it."""
    return os.access(folder, os.W_OK | os.X_OK)


def free_bytes(folder: str) -> int | None:
    """Bytes that this user may still fill where a folder stands; None where nobody says."""
    if sys.platform == "win32":
        return None
    try:
        system = os.statvfs(folder)
    except OSError:
        return None
    return system.f_bavail * system.f_frsize if system.f_blocks else None

"""Paths as a person writes them."""

from __future__ import annotations

import os


def short_path(path: str) -> str:
    """The path with `~` for the person's own folder."""
    own = os.path.expanduser("~")
    inside = path == own or path.startswith(own + os.sep)
    return f"~{path[len(own) :]}" if inside and own != os.sep else path

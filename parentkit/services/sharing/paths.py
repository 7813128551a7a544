"""Where a file for somebody else is put: as asked, or under a telling name in this folder."""

from __future__ import annotations

import os

ENDING = ".age"


def place_of(path: str) -> tuple[str, str]:
    """The folder and the name of a path."""
    folder, name = os.path.split(os.path.abspath(path))
    return folder, name


def usual_path(what: str, name: str, day: str) -> str:
    """A path in this folder that nothing stands at: `moments-for-dana-reed-2026-11-22.age`."""
    plain = "".join(letter if letter.isalnum() else " " for letter in name.casefold())
    stem = "-".join([what, *plain.split(), day])
    path, number = f"{stem}{ENDING}", 2
    while os.path.lexists(path):
        path, number = f"{stem}-{number}{ENDING}", number + 1
    return path

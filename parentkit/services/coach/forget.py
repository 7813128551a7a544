"""Erasing a family from this machine: everything that came from it and all that was written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from parentkit.domain.errors import DataProblem
from parentkit.services.coach.instances import forget_rows
from parentkit.services.coach.keys import forget_keys
from parentkit.services.coach.lock import Held
from parentkit.services.coach.recent import leave_out
from parentkit.storage import disk, whole_files

if TYPE_CHECKING:
    from parentkit.services.coach.family import Family
    from parentkit.services.coach.workspace import Practice

ELSEWHERE = (
    "the files as the family sent them, wherever you saved them (mail, downloads)",
    "reports and replies that you made of them",
    "backups of this machine, and other devices that the folder is synced to",
    "the disk's own free space, until it is written over (an SSD decides by itself when)",
)
"""Where copies of what is erased may exist that this program cannot reach."""


def forget(practice: Practice, family: Family) -> None:
    """Erases a family.

    That a consent was withdrawn is still known afterwards, by the fingerprint of a key, and how far
    rows were numbered for somebody's REDCap project, by a pseudonym.

    Raises:
        DataProblem: something could not be erased; doing it again goes on from there.
    """
    try:
        with Held(practice):
            forget_rows(practice, family)
            leave_out(practice, family.id)
            _erase(family.state)
            _erase(family.folder)
            forget_keys(practice, family)
    except OSError as problem:
        raise DataProblem(
            f"{problem.filename or family.folder} cannot be erased ({problem.strerror}).",
            f"The same call goes on from here: parentkit coach forget {family.name!r}",
        ) from problem


def _erase(folder: str) -> None:
    """Takes a folder away; from the first step on it is out of every reader's sight."""
    above, aside = os.path.dirname(folder), f"{folder}{whole_files.TEMPORARY}"
    if os.path.isdir(aside):
        whole_files.remove_tree(aside)
    if os.path.isdir(folder):
        disk.replace(folder, aside)
        disk.fsync_folder(above)
        whole_files.remove_tree(aside)
        disk.fsync_folder(above)

"""A new name for this machine, where what it wrote under the old one may be written again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.journal.log.device import this_device
from parentkit.storage import whole_files

if TYPE_CHECKING:
    from parentkit.journal.log.folders import Places


def take_new_name(places: Places, now_ms: int) -> None:
    """Give this machine a new device id; the child and the caregiver chosen here stay chosen.

    The file is put in place once more as it is. It then names another inode than its own, which is
    how a copied state is known and given a name of its own.
    """
    try:
        data = whole_files.read_whole(places.device_file)
    except FileNotFoundError:
        return
    whole_files.write_over(places.device_file, data)
    this_device(places.device_file, now_ms)

"""A new name for this machine, where what it wrote under the old one may be written again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.journal import tidy

if TYPE_CHECKING:
    from parentkit.journal.folders import Places


def take_new_name(places: Places) -> None:
    """Let this machine take a new device id the next time that it looks for its own.

    The child and the caregiver chosen here stay chosen. The file is put in place once more as it
    is: it then names another inode than its own, which is how a copied state is known.
    """
    try:
        data = tidy.read_whole(places.device_file)
    except FileNotFoundError:
        return
    tidy.write_over(places.device_file, data)

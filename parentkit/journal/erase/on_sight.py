"""Erasing on this device what was erased on another one, as soon as its files say so.

The files of other devices are theirs to empty: two that write one file make a sync tool keep both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.journal.erase.carried_out import CarriedOut, keep, look, looks_of
from parentkit.journal.erase.erase import empty_files, erase_here
from parentkit.journal.erase.purge import everything_about
from parentkit.journal.log.redact import Target, marked
from parentkit.storage import whole_files

if TYPE_CHECKING:
    from parentkit.journal.log.folders import Places


class Carried(NamedTuple):
    """What another device erased and this one did not know: of how many records.

    `left` are this device's files that still hold some of it, each with the reason.
    """

    records: int
    left: dict[str, str]


def erase_on_sight(places: Places, device: str) -> Carried:
    """Carry out here what the journal's files say was erased, where that was not done yet.

    What this device erased itself is found done, and counts as no record. Where something could not
    be emptied, the next look tries again.
    """
    before, looks, mine, changed = look(places, device)
    erased: set[str] = set()
    for path in changed:
        try:
            erased |= marked(whole_files.read_whole(path))
        except OSError:
            del looks[path]  # reading it says so; it is looked at again
    new = erased - before.erased
    if new:
        target = everything_about(places, before.erased | erased)
        done = erase_here(places, target, mine)
        left, records = done.left, len(new) if done.files or done.backups else 0
    else:
        target, records = Target(before.erased), 0
        left = empty_files(places, target, [path for path in changed if path in mine])
    if not left:
        looks |= looks_of((path for path in mine if path in looks), ends=True)
        keep(places, CarriedOut(looks, before.erased | target.ids))
    return Carried(records, left)

"""Backups seen from outside: which there are, and whether one is due.

This is asked after every write, so it costs one look into a folder; making a backup is in
parentkit.journal.backups.make, and what makes one a day in parentkit.journal.backups.daily.
"""

from __future__ import annotations

import os
from zlib import crc32

from parentkit.domain.errors import DataProblem
from parentkit.domain.time.localtime import stamp_local
from parentkit.journal.log.stamp import DAY_MS, wall_ms, wall_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from parentkit.journal.log.folders import Places

_SHAPE = "dddd-dd-ddTddddddZ"
_DAY = len("2026-11-22")
_DIGITS = str.maketrans("0123456789", "d" * 10)


def is_due(places: Places, now_ms: int) -> bool:
    """Whether the local day on which `now_ms` lies has no backup yet."""
    around = name_at(now_ms - 2 * DAY_MS), name_at(now_ms + 2 * DAY_MS)
    near = [name for name in _names(places) if around[0] < name < around[1]]
    return not near or stamp_local(now_ms / 1000)[:_DAY] not in map(day_of_name, near)


def day_of_name(name: str) -> str:
    """The day, as this zone's clocks showed it, on which a backup was made: 2026-11-22.

    Names are in UTC; a person who writes every evening has written on each of their own days.
    """
    try:
        ms = wall_ms(f"{name[:13]}:{name[13:15]}:{name[15:17]}.000Z")
        return stamp_local(ms / 1000)[:_DAY]
    except (OSError, OverflowError, ValueError):  # a name that no clock has given
        return name[:_DAY]


def backup_names(places: Places, now_ms: int) -> list[str]:
    """The names of all backups, newest first.

    A name more than 24 hours ahead of `now_ms` comes from a clock that was set so, and ranks last.
    There are none where their folder cannot be opened.
    """
    return _ordered(_names(places), now_ms)


def known_backups(places: Places, now_ms: int) -> list[str]:
    """The same, for what must not take backups that cannot be looked for as none.

    Raises:
        DataProblem: their folder cannot be opened.
    """
    try:
        return _ordered(_listed(places), now_ms)
    except OSError as problem:
        raise DataProblem(
            f"{backups_folder(places)} cannot be opened ({problem.strerror}), so it is not known "
            "which backups there are.",
            "Nothing was changed. Make the folder readable, then do it again.",
        ) from None


def backups_folder(places: Places) -> str:
    """The folder of local state that holds this home's backups, one folder each.

    Its name comes from the home's path, so that two homes on one machine never mix.
    """
    return os.path.join(places.state, "backups", f"{crc32(os.fsencode(places.home)):08x}")


def name_at(ms: int) -> str:
    """What a backup is called that is made `ms` milliseconds after 1970 UTC: 2026-11-22T170512Z."""
    return wall_text(ms)[:19].replace(":", "") + "Z"


def _names(places: Places) -> list[str]:
    try:
        return _listed(places)
    except OSError:  # it cannot be opened: making a backup says so
        return []


def _listed(places: Places) -> list[str]:
    try:
        names = os.listdir(backups_folder(places))
    except FileNotFoundError:
        return []
    return [name for name in names if _is_name(name)]


def _ordered(names: list[str], now_ms: int) -> list[str]:
    limit = name_at(now_ms + DAY_MS)
    return sorted(
        names,
        key=lambda name: (name <= limit, name[: len(_SHAPE)], len(name), name),
        reverse=True,
    )


def _is_name(name: str) -> bool:
    time, number = name[: len(_SHAPE)], name[len(_SHAPE) :]
    shaped = time.translate(_DIGITS) == _SHAPE
    return shaped and (not number or (number[0] == "-" and number[1:].isdigit()))

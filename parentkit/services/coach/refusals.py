"""What was refused of a known family's keys, told on that family's screen for a while.

A few sentences without anything of a file's content; the file is not kept. They may be deleted at
any time.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from parentkit import clock
from parentkit.domain.time.localtime import stamp_local
from parentkit.services.coach.places import ToldProblem
from parentkit.storage.reading import DAMAGED, Unreadable, read_json
from parentkit.storage.whole_files import write_json

if TYPE_CHECKING:
    from parentkit.services.coach.family import Family
    from parentkit.sharing.envelope import Header

MOST = 10
"""So many are kept, the latest ones."""

_FILE = "refused.json"


class Refusal(NamedTuple):
    """A file that was refused.

    Attributes:
        day: the local day on which it was.
        why: in one sentence.
        share: the file's own id.
    """

    day: str
    why: str
    share: str


def note_refusal(family: Family, header: Header, why: str) -> None:
    """Remembers that a file was refused, once for each file.

    Whoever added the file is told anyway, so a disk that is full takes nothing away. What stands
    there and cannot be read is not written over.
    """
    if refusals_unread(family):
        return
    kept = [one for one in _stored(family) if one.share != header.share]
    day = stamp_local(clock.now())[:10]
    kept = [*kept, Refusal(day, why, header.share)][-MOST:]
    try:
        write_json(os.path.join(family.folder, _FILE), [one._asdict() for one in kept])
    except OSError:
        return


def refusals(family: Family, since: str) -> list[Refusal]:
    """What was refused from a local day on, oldest first."""
    return [one for one in _stored(family) if one.day >= since]


def refusals_unread(family: Family) -> list[ToldProblem]:
    """That what was refused lately cannot be read, where that is so."""
    path = os.path.join(family.folder, _FILE)
    try:
        found = read_json(path, [])
        if isinstance(found, list) and all(map(_is_whole, found)):
            return []
        reason = DAMAGED
    except Unreadable as problem:
        reason = problem.reason
    told = (
        f"{family.name}: {path} cannot be read ({reason}), so it is not known which of their files "
        "were refused lately. All else of theirs is as it was. Move it away: it is made anew."
    )
    return [ToldProblem(path, reason, told)]


def _stored(family: Family) -> list[Refusal]:
    try:
        found = read_json(os.path.join(family.folder, _FILE))
    except Unreadable:
        return []
    return [
        Refusal(*(str(one[name]) for name in Refusal._fields))
        for one in (found if isinstance(found, list) else ())
        if _is_whole(one)
    ]


def _is_whole(one: object) -> bool:
    return isinstance(one, dict) and set(Refusal._fields) <= one.keys()

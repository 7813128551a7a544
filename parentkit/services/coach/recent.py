"""Which moments were opened lately, so that a coach can go back; local, and may be lost."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from parentkit.storage import disk

if TYPE_CHECKING:
    from parentkit.services.coach.workspace import Practice

    Opening = list[str]

MOST = 100


def recent(practice: Practice) -> list[Opening]:
    """Family and moment, by their ids, of what was opened lately; the latest is the last."""
    try:
        with open(_file(practice), "rb") as file:
            found = json.load(file)
    except (OSError, ValueError):
        return []
    return [one for one in found if isinstance(one, list)] if isinstance(found, list) else []


def remember(practice: Practice, family: str, moment: str) -> None:
    """Makes a moment the one that was opened last."""
    opening = [family, moment]
    _write(practice, [*(one for one in recent(practice) if one != opening), opening][-MOST:])


def leave_out(practice: Practice, family: str) -> None:
    """Forgets every opening of a family's moments."""
    before = recent(practice)
    after = [one for one in before if one[:1] != [family]]
    if after != before:
        _write(practice, after)


def _write(practice: Practice, openings: list[Opening]) -> None:
    content = json.dumps(openings).encode()
    try:
        disk.make_folders(practice.state)
        disk.write_whole(_file(practice), lambda _inode: content)
    except OSError:
        return  # reading goes on; it is only that going back finds less


def _file(practice: Practice) -> str:
    return os.path.join(practice.state, "recent.json")

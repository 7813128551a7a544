"""Whether the coach's own files can be read: the card, the key, the keys that were accepted."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from parentkit.domain.errors import NothingFound
from parentkit.services.coach.keys import accepted_keys
from parentkit.services.coach.places import OwnUnread, card_unread
from parentkit.services.coach.workspace import ensure_key, own_card

if TYPE_CHECKING:
    from parentkit.services.coach.places import ToldProblem
    from parentkit.services.coach.workspace import Practice

_GONE = "it is not there"


def ensure_begun(practice: Practice) -> None:
    """Makes sure that there is a coach here, whatever of it can be read.

    Raises:
        NothingFound: there is none.
    """
    if not any(map(os.path.lexists, (practice.card_file, practice.key_file, practice.families))):
        own_card(practice)


def own_problems(practice: Practice) -> list[ToldProblem]:
    """What of the coach's own files cannot be read, each with its sentence."""
    found: list[ToldProblem] = []
    for check in (own_card, ensure_key, accepted_keys):
        try:
            check(practice)
        except OwnUnread as problem:
            found.append(problem.place)
        except NothingFound:
            # A key may be kept elsewhere; where it is needed, it is said that it is not there.
            if check is own_card:
                found.append(card_unread(practice.card_file, _GONE).place)
    return found

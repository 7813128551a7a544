"""What can be read in the room of exercises: background cards, and what was practised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit import clock
from parentkit.report.exercise import card_lines, practised_lines
from parentkit.services.exercises import library, sessions
from parentkit.tui.screens.leaves import Leaf

if TYPE_CHECKING:
    from parentkit.tui.family import Family


def card_leaves(family: Family) -> list[Leaf]:
    """The background cards; reads files."""
    cards = library.cards(family.journal).items
    return [Leaf(card.title, "", list(card_lines(card))[2:]) for card in cards]


def practised_leaves(family: Family) -> list[Leaf]:
    """What was practised in the last year, the latest first; reads files."""
    today = clock.local_now().date()
    found = sessions.practised(family.journal, today)
    leaves = []
    for document in reversed(found):
        head, *lines = practised_lines([document], family.household)
        leaves.append(Leaf(head, "", lines or ["Nothing was written about it."]))
    return leaves

"""The rooms of a coach."""

from __future__ import annotations

from parentkit.tui.rooms import openers

CLASSES = {
    "families": "FamiliesRoom",
    "inbox": "InboxRoom",
    "agreement": "AgreementRoom",
}
"""The room's name, also that of its module, and its class."""

ROOMS = openers("parentkit.tui.coach.screens", CLASSES)

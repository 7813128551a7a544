"""The rooms of a coach."""

from __future__ import annotations

from parentkit.tui.rooms import openers

CLASSES = {
    "families": "parentkit.tui.coach.screens.families:FamiliesRoom",
    "inbox": "parentkit.tui.coach.screens.inbox:InboxRoom",
    "agreement": "parentkit.tui.coach.screens.agreement:AgreementRoom",
}
"""The room's name, its module and its class."""

ROOMS = openers(CLASSES)

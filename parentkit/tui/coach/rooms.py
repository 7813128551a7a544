"""The rooms of a coach, and what is opened over them by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.tui.rooms import openers, page

if TYPE_CHECKING:
    from typing import Any

CLASSES = {
    "families": "coach.screens.families:FamiliesRoom",
    "inbox": "coach.screens.inbox:InboxRoom",
    "agreement": "coach.screens.agreement:AgreementRoom",
}
"""The room's name, its module below `parentkit.tui`, and its class."""

ROOMS = openers(CLASSES)

PAGES = {
    "AddBox": "coach.screens.add",
    "BeginBox": "coach.screens.begin",
    "InboxRoom": "coach.screens.inbox",
    "MomentPage": "coach.screens.moment",
    "PassphraseBox": "coach.screens.passphrase",
    "ReplyBox": "coach.screens.reply",
    "WrittenPage": "coach.screens.written",
    "assign_box": "coach.screens.writing",
    "exercise_ids": "coach.screens.writing",
    "goal_box": "coach.screens.writing",
    "note_box": "coach.screens.writing",
    "sealed_by": "coach.screens.reply",
}
"""Pages and boxes, and what makes or fills one, each with the module that has it."""


def coach_page(name: str) -> Any:
    """The page or box of that name, or what makes or fills it, imported where it was not."""
    return page(name, PAGES)

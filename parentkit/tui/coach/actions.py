"""What a coach can do: on every screen, and with the family that is looked at."""

from __future__ import annotations

from parentkit.tui.actions import SHARED, Action

COACHING = (
    Action(
        "families",
        "f",
        "families",
        "All families: what asks for attention first.",
        "app.go('families')",
        "parentkit coach families",
    ),
    Action(
        "inbox",
        "i",
        "inbox",
        "Moments, the unread ones first.",
        "app.go('inbox')",
        "parentkit coach inbox",
    ),
    Action(
        "agreement",
        "e",
        "agree",
        "How far coders agree about what is written.",
        "app.go('agreement')",
        "parentkit coach agreement",
    ),
    Action(
        "add",
        "plus",
        "add",
        "Read a file that a family sent.",
        "app.add",
        "parentkit coach add FILE",
    ),
)
"""What a coach can do on every screen."""

EVERYWHERE = (*COACHING, *SHARED)

OF_FAMILY = (
    Action(
        "code_blind",
        "b",
        "blind",
        "Code a sample of this family's moments before you see how they were judged.",
        "code_blind",
        "parentkit coach code FAMILY",
    ),
    Action(
        "goal",
        "g",
        "goal",
        "Set a goal with this family.",
        "goal",
        "parentkit coach goal FAMILY TEXT",
    ),
    Action(
        "note",
        "n",
        "note",
        "Write a session note; it never leaves this machine.",
        "note",
        "parentkit coach note FAMILY",
    ),
    Action(
        "assign",
        "a",
        "assign",
        "Give an exercise or a question to take along.",
        "assign",
        "parentkit coach assign FAMILY EXERCISE",
    ),
    Action(
        "written",
        "w",
        "written",
        "Goals, what was given, and session notes of this family.",
        "written",
        "parentkit coach goal FAMILY",
    ),
    Action(
        "reply",
        "s",
        "send",
        "Make the encrypted file that goes back to this family.",
        "reply",
        "parentkit coach reply FAMILY",
    ),
)
"""What can be done about one family, wherever one is looked at."""

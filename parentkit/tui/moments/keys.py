"""What can be done in the room of moments, and with which keys."""

from __future__ import annotations

from parentkit.tui.actions import Action

MOVES = (
    Action("moments_up", "up,k", "up", "The moment above.", "move('up')", shown=False),
    Action("moments_down", "down,j", "down", "The moment below.", "move('down')", shown=False),
    Action("moments_page_up", "pageup", "page up", "A screen up.", "move('page_up')", shown=False),
    Action(
        "moments_page_down",
        "pagedown",
        "page down",
        "A screen down.",
        "move('page_down')",
        shown=False,
    ),
    Action(
        "moments_later_day", "left", "later day", "The day after.", "move('later_day')", shown=False
    ),
    Action(
        "moments_earlier_day",
        "right",
        "earlier day",
        "The day before.",
        "move('earlier_day')",
        shown=False,
    ),
    Action("moments_first", "home", "latest", "The latest moment.", "move('first')", shown=False),
    Action("moments_last", "end", "earliest", "The earliest moment.", "move('last')", shown=False),
)

ACTIONS = (
    Action(
        "moment_open",
        "enter,e",
        "open",
        "Everything about a moment, to read and to change.",
        "open",
        "parentkit show ID, parentkit edit ID",
    ),
    Action(
        "moment_came_back",
        "b",
        "came back",
        "You found your way back after this moment.",
        "came_back",
        "parentkit repair ID",
    ),
    Action(
        "moments_find",
        "slash",
        "find",
        "Show moments with certain words.",
        "find('text')",
        "parentkit moments --text WORDS",
    ),
    Action(
        "moments_filter",
        "f",
        "filter",
        "Show moments with a certain sign, fit, tag, day or person.",
        "find('cue')",
        "parentkit moments --cue CUE",
    ),
    Action(
        "moment_take_out",
        "d",
        "take out",
        "Take a moment out of the log; u brings it back.",
        "take_out",
        "parentkit delete ID",
    ),
    Action(
        "moment_history",
        "y",
        "history",
        "How a moment came to be what it is.",
        "history",
        "parentkit history ID",
    ),
    Action(
        "moments_everything",
        "escape",
        "everything",
        "Show all moments of this child again.",
        "everything",
        shown=False,
    ),
    *MOVES,
)

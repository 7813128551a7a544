"""The keys of the box, and its last line: which of them do what at each step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.tui.actions import Action
from parentkit.tui.choosing import CUE, FIT, LETTERS, RESPONSE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parentkit.tui.choosing import Choosing
    from parentkit.tui.log.draft import MomentDraft

LOG_ACTIONS = (
    Action(
        "log_take",
        "enter",
        "take",
        "Take what is highlighted; at the fit, Enter saves.",
        "take",
    ),
    Action("log_another", "space", "second response", "Add what you did next.", "another"),
    Action("log_back", "backspace", "back", "One step back.", "back"),
    Action(
        "log_word",
        "slash",
        "type a word",
        "Type a word that narrows the list; a capital letter begins one too.",
        "word",
    ),
    Action(
        "log_details",
        "tab",
        "details",
        "When it was, repair, note and more; none of it is needed.",
        "details",
    ),
    Action("log_save", "ctrl+s", "save", "Save the moment as it stands.", "save"),
    Action("log_keep", "escape", "keep for later", "Close; l goes on where you were.", "keep"),
    Action("log_child", "f8", "child", "About the next child.", "next_person('child')"),
    Action(
        "log_caregiver", "f9", "as", "Logged by the next caregiver.", "next_person('caregiver')"
    ),
    Action("log_anew", "ctrl+n", "begin anew", "Leave out everything chosen so far.", "anew"),
    Action("log_left", "left", "back", "One step back too.", "back"),
    Action("log_right", "right", "forward", "Take what is highlighted; never saves.", "forward"),
    Action("log_up", "up", "up", "The item above.", "move(-1)"),
    Action("log_down", "down", "down", "The item below.", "move(1)"),
    Action("log_page_up", "pageup", "up more", "Several items up.", "move(-6)"),
    Action("log_page_down", "pagedown", "down more", "Several items down.", "move(6)"),
    Action("log_first", "home", "first", "The first item.", "move(-999)"),
    Action("log_last", "end", "last", "The last item.", "move(999)"),
    Action("log_keys", "question_mark", "keys", "Every key of this box.", "app.keys"),
)

_AT = {
    CUE: ("log_word", "log_details", "log_keep", "log_child", "log_keys"),
    RESPONSE: ("log_word", "log_back", "log_details", "log_keep", "log_keys"),
    FIT: ("log_take", "log_another", "log_back", "log_details", "log_keep", "log_keys"),
}
_TYPING = ("log_take", "log_back", "log_keep")
_SHOWN = {"slash": "/", "question_mark": "?", "escape": "esc", "backspace": "bksp"}

_SHORT = {"log_another": "one more", "log_keep": "keep"}

_NAMES = {
    "observed_at": "when",
    "repaired_after": "repair",
    "repaired_by": "repair",
    "slip": "where it slipped",
    "child_after": "child after",
    "parent_state": "how you were",
    "flag": "set apart",
}


def hints_for(state: Choosing, own: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """Keys with what they do at this step: (key, words, action); `own` are keys of one's own."""
    by_id = {action.id: action for action in LOG_ACTIONS}
    typed = state.typed is not None
    last = LETTERS[min(len(state.words(state.step).offered()), len(LETTERS)) - 1]
    letters = [] if typed else [(f"a-{last}", "other fit" if state.step == FIT else "choose", "")]
    hints = []
    for each in _TYPING if typed else _AT[state.step]:
        action = by_id[each]
        key = own.get(action.id, action.key).split(",")[0].strip()
        hints.append((_SHOWN.get(key, key), _label(action, state), action.does))
    place = 1 if state.step == FIT else 0
    return (*hints[:place], *letters, *hints[place:])


def _label(action: Action, state: Choosing) -> str:
    if state.typed is not None:
        return {"log_keep": "letters again", "log_take": "take the first"}.get(
            action.id, action.label
        )
    if action.id == "log_take" and state.step == FIT:
        return "save"
    return _SHORT.get(action.id, action.label)


def added_words(draft: MomentDraft) -> str:
    """Which details were said: `where it slipped, note`."""
    said = [name for name in draft.words if name not in ("child", "caregiver")]
    names = [_NAMES.get(name, name.replace("_", " ")) for name in said]
    return ", ".join(dict.fromkeys(names))

"""Every action of the UI: one table feeds keys, footer, palette, key page and user key bindings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.binding import Binding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType


class Action(NamedTuple):
    """Something a person can do.

    Attributes:
        id: stable name, by which `ui.toml` gives it another key.
        key: its keys, separated by commas.
        label: a word or two, for the footer.
        help: one sentence, for the palette and the page of keys.
        does: what Textual runs, `app.log` for example.
        command: the same as a command in a shell; empty where it is about the screen alone.
        shown: whether the footer names it.
        first: whether it also works while text is being typed.
    """

    id: str
    key: str
    label: str
    help: str
    does: str
    command: str = ""
    shown: bool = True
    first: bool = False

    @property
    def binding(self) -> Binding:
        """The action as a key binding."""
        return Binding(
            self.key,
            self.does,
            self.label,
            show=self.shown,
            priority=self.first,
            tooltip=self.help,
            id=self.id,
        )


PARENTS = (
    Action("log", "l", "log", "Write a moment down.", "app.log", "parentkit log"),
    Action(
        "log_at_once",
        "f7",
        "log",
        "Write a moment down, also while you are typing something else.",
        "app.log",
        "parentkit log",
        shown=False,
        first=True,
    ),
    Action(
        "today",
        "t",
        "today",
        "This week, and today's moments.",
        "app.go('today')",
        "parentkit today",
    ),
    Action(
        "moments",
        "m",
        "moments",
        "Find, change and mend moments.",
        "app.go('moments')",
        "parentkit moments",
    ),
    Action(
        "rates",
        "r",
        "rates",
        "The two figures, week by week.",
        "app.go('rates')",
        "parentkit rates",
    ),
    Action(
        "reflect",
        "w",
        "reflect",
        "Think about the week, one question at a time.",
        "app.go('reflect')",
        "parentkit reflect",
    ),
    Action(
        "practise",
        "p",
        "practise",
        "Short exercises, one at a time.",
        "app.go('practise')",
        "parentkit practise",
    ),
    Action("child", "c", "child", "The next child.", "app.next_child", "parentkit child use NAME"),
    Action(
        "caregiver",
        "a",
        "as",
        "Log as the next caregiver.",
        "app.next_caregiver",
        "parentkit caregiver use NAME",
        shown=False,
    ),
    Action(
        "undo",
        "u",
        "undo",
        "Take back the last thing written here.",
        "app.undo",
        "parentkit undo",
        shown=False,
    ),
)
"""What a parent can do on every screen."""

HELP_AT_ONCE = Action(
    "help_now_at_once",
    "f3",
    "help now",
    "For hard moments, also in a box or while you are typing.",
    "app.help_now",
    "parentkit help-now",
    first=True,
)
"""Boxes name it at their foot too: no key of theirs may stand between a person and that page."""

_HELP = (
    Action(
        "help_now",
        "h",
        "help now",
        "For hard moments: what to do, where to ring.",
        "app.help_now",
        "parentkit help-now",
    ),
    HELP_AT_ONCE,
    Action(
        "keys", "question_mark", "keys", "Every key on this screen.", "app.keys", "parentkit --help"
    ),
    Action(
        "about_this",
        "f1",
        "about this",
        "What the thing in focus is, and what can be done with it.",
        "app.about_this",
        shown=False,
        first=True,
    ),
    Action(
        "hide",
        "f2,ctrl+l",
        "hide",
        "Blank the screen at once.",
        "app.hide",
        shown=False,
        first=True,
    ),
)
_PEOPLE = (
    Action(
        "people",
        "f4",
        "people",
        "Names, ages, who logs, when to be reminded.",
        "app.people",
        "parentkit child, parentkit caregiver",
        shown=False,
    ),
)
_LOOKS = (
    Action(
        "next_theme", "f5", "colours", "The next set of colours.", "app.next_theme", shown=False
    ),
    Action(
        "next_signs",
        "f6",
        "signs",
        "Signs in Unicode or in plain ASCII.",
        "app.next_signs",
        shown=False,
    ),
    Action(
        "quit", "q,ctrl+q", "quit", "Leave. Everything is stored already.", "app.quit", shown=False
    ),
)

SHARED = (*_HELP, *_LOOKS)
"""What works on every screen, a parent's and a coach's."""

EVERYWHERE = (*PARENTS, *_HELP, *_PEOPLE, *_LOOKS)
"""What works on every screen of a parent's."""


def bindings(actions: Iterable[Action]) -> list[BindingType]:
    """The key bindings of some actions."""
    return [action.binding for action in actions]

"""Places on a coach's side that cannot be read, each with its own sentence: what, safe, what to do.

A family's journal has its doctor; a coach's folders around it have none, so these say themselves
what can be done.
"""

from __future__ import annotations

from parentkit.domain.errors import DataProblem
from parentkit.journal import UNREADABLE, Problem

OTHERS_SAFE = "All other families are as they were, and what is there was left as it is."


class ToldProblem(Problem):
    """A place that says itself what is the matter.

    `told` is the whole sentence for a person; `missing` follows "without" where something is
    missing for it, and is empty where nothing is.
    """

    __slots__ = ("missing", "told")

    def __init__(self, path: str, reason: str, told: str, missing: str = "") -> None:
        super().__init__(UNREADABLE, path, 0, 0, 0, reason)
        self.told = told
        self.missing = missing


def closed_family(name: str, path: str, reason: str) -> ToldProblem:
    """That nothing of a family can be opened, because a place of it cannot be read."""
    told = (
        f"{name}: {path} cannot be read ({reason}). Nothing of theirs is opened or counted. "
        f"{OTHERS_SAFE} A backup of that place puts it right."
    )
    return ToldProblem(path, reason, told, f"all of {name}")


class OwnUnread(DataProblem):
    """One of the coach's own files cannot be read; `path` and `reason` say where and why."""

    def __init__(self, path: str, reason: str, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.path = path
        self.reason = reason

    @property
    def place(self) -> ToldProblem:
        """The same as a place that says itself what is the matter."""
        return ToldProblem(self.path, self.reason, f"{self.message} {self.hint}")


def card_unread(path: str, reason: str) -> OwnUnread:
    """That the coach's card cannot be read."""
    return OwnUnread(
        path,
        reason,
        f"Your card, {path}, cannot be read ({reason}).",
        "What families sent and what you wrote is safe. A backup of the file puts it right; "
        "without one, move it away: parentkit coach init NAME makes it again from your key.",
    )


def key_unread(path: str, reason: str) -> OwnUnread:
    """That the coach's key cannot be read."""
    return OwnUnread(
        path,
        reason,
        f"Your key, {path}, cannot be read ({reason}).",
        "What was taken in is safe and can be read as before; nothing new can be taken in or sent "
        "back. The copy of the key that you kept puts it right, in the place of that file.",
    )


def keys_unread(path: str, reason: str) -> OwnUnread:
    """That the keys which the coach accepted cannot be read."""
    return OwnUnread(
        path,
        reason,
        f"{path} cannot be read ({reason}), so it is not known whose keys you accepted.",
        "No file is taken in or sent back until it can be; all else is as it was. A backup of the "
        "file puts it right; without one, move it away: it is made again from what families sent.",
    )

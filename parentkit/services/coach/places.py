"""Places on a coach's side that cannot be read, each with its own sentence: what, safe, what to do.

A family's journal has its doctor; a coach's folders around it have none, so these say themselves
what can be done.
"""

from __future__ import annotations

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

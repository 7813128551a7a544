"""What coaches wrote, in words: comments, codings, goals, and what to take along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.domain.coaching.coaching import (
    LET_GO,
    OPEN,
    QUESTION,
    REACHED,
    STRENGTH,
    WONDERING,
    is_done,
)
from parentkit.domain.text import clean
from parentkit.report import amounts
from parentkit.report.layout import row
from parentkit.report.reflection.reflection import moment_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from parentkit.domain.log.household import Household

    Document = Mapping[str, Any]

SORT_WORDS = {STRENGTH: "a strength", WONDERING: "wondering", QUESTION: "a question"}
_GOAL_WORDS = {REACHED: "reached", LET_GO: "let go"}


def comment_lines(comment: Document, household: Household) -> Iterator[str]:
    """A comment under its coach's name: what sort it is, and its words."""
    sort = SORT_WORDS.get(str(comment.get("sort")), "")
    coach = household.name(str(comment.get("coder", "")))
    yield f"  {coach} writes, {sort}" if sort else f"  {coach} writes"
    yield from row("", clean(str(comment.get("text", ""))))


def goal_lines(goal: Document, household: Household) -> Iterator[str]:
    """A goal with its day, its state and who wrote it down."""
    yield f"  {household.name(str(goal.get('coder', '')))}, a goal"
    yield from row("", clean(str(goal.get("text", ""))))
    if goal.get("child"):
        yield from row("child", household.name(str(goal["child"])))
    yield from row("by", str(goal.get("by_when", "")))
    yield from row("state", _GOAL_WORDS.get(str(goal.get("state")), ""))


def assignment_lines(assignment: Document, household: Household) -> Iterator[str]:
    """An exercise or a question to take along, and why."""
    yield f"  {household.name(str(assignment.get('coder', '')))}, to take along"
    yield from row("exercise", clean(str(assignment.get("exercise", ""))))
    yield from row("question", clean(str(assignment.get("question", ""))))
    yield from row("why", clean(str(assignment.get("why", ""))))
    if is_done(assignment):
        yield from row("done", str(assignment["done_at"])[:10])


def week_from_coaches_lines(
    comments: Iterable[Document],
    goals: Iterable[Document],
    moments: Iterable[dict[str, Any]],
    household: Household,
    glyphs: Mapping[str, str],
) -> Iterator[str]:
    """What stands beside a week from coaches: comments under their moments, goals still open."""
    by_id = {moment["id"]: moment for moment in moments}
    for comment in comments:
        yield ""
        yield from moment_line(by_id[comment["moment"]], household, glyphs)
        yield from comment_lines(comment, household)
    for goal in goals:
        if goal.get("state") in (None, OPEN):
            yield ""
            yield from goal_lines(goal, household)


def counted(documents: Iterable[tuple[str, Document]]) -> str:
    """`2 comments, 1 goal`: how much of what, without what was taken back."""
    counts: dict[str, int] = {}
    for kind, document in documents:
        if not document.get("deleted"):
            counts[kind] = counts.get(kind, 0) + 1
    parts = [amounts.of_kind(number, kind) for kind, number in counts.items()]
    return ", ".join(parts) or "nothing new"

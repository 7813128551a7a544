"""The questions that may be asked, as lines of plain text that read well aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from parentkit.domain.reflection.question import (
    ABOUT_CHILD,
    ABOUT_PATTERN,
    ABOUT_REPAIR,
    ABOUT_SELF,
    ABOUT_SLIP,
    ABOUT_SUPPORT,
    ABOUT_WEEK,
)
from parentkit.domain.sentence import plural
from parentkit.domain.text import one_line
from parentkit.report.layout import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from parentkit.domain.reflection.question import Question

ABOUT = {
    ABOUT_CHILD: "about your child",
    ABOUT_SLIP: "about where it slipped",
    ABOUT_REPAIR: "about finding the way back",
    ABOUT_PATTERN: "about what came up several times",
    ABOUT_WEEK: "about the week as a whole",
    ABOUT_SELF: "about yourself",
    ABOUT_SUPPORT: "about who or what supports you",
}
"""What a question of each kind is about, as a person reads it."""


class Listed(Protocol):
    """A question, how often it was answered, and the Monday of the latest week."""

    @property
    def question(self) -> Question:
        """The question."""

    @property
    def answers(self) -> int:
        """How often it was answered."""

    @property
    def answered_in(self) -> str:
        """The Monday of the latest week in which it was; empty for never."""


def questions_lines(listed: Iterable[Listed]) -> Iterator[str]:
    """The words of each question, its id, what it is about, and when it was answered."""
    for each in listed:
        question, times = each.question, each.answers
        yield from wrapped(one_line(question.text))
        told = plural(
            times,
            zero="[{id}] {about}",
            one="[{id}] {about}; answered once, last in the week of {week}",
            other="[{id}] {about}; answered {n} times, last in the week of {week}",
            id=question.id,
            about=ABOUT[question.kind],
            week=each.answered_in,
        )
        yield from wrapped(one_line(told), indent="  ")

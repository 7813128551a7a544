"""One question for today, with an exercise beside it; both may be left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from parentkit.domain.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parentkit.domain.reflection.choosing import Asked

LONGEST_REASON = 200


class Offer(Static):
    """A question out of this week's reflection, and a line about an exercise."""

    HELP = (
        "A question that this week's moments suggest. Enter answers it in a line, Tab shows "
        "another, Escape leaves it for today. Answers are never scored."
    )

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 Textual's name for it
        super().__init__(markup=False, id=id)
        self._questions: Sequence[Asked] = ()
        self._place = 0
        self._exercise = ""

    @property
    def asked(self) -> Asked | None:
        """The question that is shown."""
        return self._questions[self._place] if self._questions else None

    def present(self, questions: Sequence[Asked] | None, exercise: str) -> None:
        """Shows the first of some questions; None shows none."""
        self._questions = questions or ()
        self._exercise = exercise
        self._place = 0
        self._show()

    def another(self) -> None:
        """Shows the next question, after the last one the first."""
        if self._questions:
            self._place = (self._place + 1) % len(self._questions)
            self._show()

    def _show(self) -> None:
        parts: list[Content] = []
        if asked := self.asked:
            parts += [
                Content.styled("A question", "bold $primary"),
                Content(one_line(asked.text)),
                Content.styled(one_line(asked.because, LONGEST_REASON), "$soft"),
                Content.styled("enter: write a line   tab: another   esc: not today", "$soft"),
            ]
        if self._exercise:
            parts += [Content(""), Content(one_line(self._exercise))]
        self.update(Content("\n").join(parts))

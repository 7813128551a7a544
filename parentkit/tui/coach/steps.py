"""A judgement as it comes about: one question after another, each of which can be gone back to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.coaching.judging import QUESTIONS, asked_after, judgement_of
from parentkit.domain.coaching.rubric import HIGHEST, LOWEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parentkit.domain.coaching.rubric import Pair
    from parentkit.domain.log.household import Household

FIT = "fit"
LEFT_OUT = ""
LEAVE_OUT = "leave it out"


class Question(NamedTuple):
    """A question: which, in words, something about it, and what can be answered (code to words)."""

    name: str
    text: str
    about: str
    offered: dict[str, str]


class Steps:
    """The answers so far, and what is asked next."""

    def __init__(self, household: Household, pairs: Sequence[Pair]) -> None:
        self._household = household
        self._pairs = {pair.id: pair for pair in pairs}
        self._answers: list[str] = []

    @property
    def asked(self) -> tuple[str, ...]:
        """What is asked, as far as that is known yet: all of it, once the fit is given."""
        if not self._answers:
            return (FIT,)
        return (FIT, *asked_after(self._answers[0]), *self._pairs)

    @property
    def answers(self) -> dict[str, str]:
        """By what was asked; LEFT_OUT where it was left out."""
        return dict(zip(self.asked, self._answers, strict=False))

    @property
    def question(self) -> Question | None:
        """What is asked now; None when everything was."""
        if len(self._answers) == len(self.asked):
            return None
        name = self.asked[len(self._answers)]
        if pair := self._pairs.get(name):
            about = "\n".join(
                (
                    f"{HIGHEST} {pair.first}: {pair.first_looks}",
                    f"{LOWEST} {pair.second}: {pair.second_looks}",
                )
            )
            points = {
                str(point): self._point(pair, point) for point in range(HIGHEST, LOWEST - 1, -1)
            }
            return Question(name, self.label(name), about, {LEFT_OUT: LEAVE_OUT, **points})
        words = self._household.judgement(name)
        offered = {code: words.label(code) for code in words.offered()}
        if name == FIT:
            return Question(name, self.label(name), "", offered)
        return Question(name, self.label(name), "", {LEFT_OUT: LEAVE_OUT, **offered})

    def label(self, name: str) -> str:
        """What is asked, in words."""
        pair = self._pairs.get(name)
        return f"{pair.first}, or {pair.second}?" if pair else QUESTIONS[name]

    def words(self, name: str, code: str) -> str:
        """An answer in words."""
        if not code:
            return "left out"
        return (
            f"{code} of {HIGHEST}"
            if name in self._pairs
            else self._household.judgement(name).label(code)
        )

    def give(self, code: str) -> None:
        """Answers what is asked now."""
        self._answers.append(code)

    def back(self) -> bool:
        """Takes the last answer back; whether there was one."""
        return bool(self._answers and self._answers.pop() is not None)

    def fields(self) -> dict[str, Any]:
        """The judgement, as it is stored."""
        answers = self.answers
        rubric = {name: int(code) for name, code in answers.items() if name in self._pairs and code}
        judged = {name: code for name, code in answers.items() if name not in self._pairs}
        return {**judgement_of(judged), **({"rubric": rubric} if rubric else {})}

    def _point(self, pair: Pair, point: int) -> str:
        return {HIGHEST: pair.first, LOWEST: pair.second}.get(point, "between the two")

"""Choosing a week's questions: by rule, the same for the same week, never two of a kind.

The rule, in the order in which it decides (docs/reflection.md tells it to parents):

1. No question that was asked in the three weeks before.
2. One question of a kind, five at most: one about the child and one about oneself always, one about
   repair where there was something to repair; then the kinds for which most can be said.
3. Within a kind, first what most moments have in common, then an order that changes with the week.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from parentkit.domain.reflection.condition import Found, fulfilled
from parentkit.domain.reflection.question import (
    ABOUT_CHILD,
    ABOUT_REPAIR,
    ABOUT_SELF,
    KINDS,
    OF_MOMENT,
    SCOPE,
)
from parentkit.domain.reflection.reason import because

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from parentkit.domain.log.household import Household
    from parentkit.domain.reflection.condition import ReflectedWeek
    from parentkit.domain.reflection.question import Question

MOST_QUESTIONS = 5
WEEKS_WITHOUT_REPEAT = 3


class Asked(NamedTuple):
    """A question as it is asked in a week: why, and the ids of the moments behind it."""

    id: str
    text: str
    kind: str
    because: str
    moments: tuple[str, ...]
    follow_up: str = ""


class _Candidate(NamedTuple):
    question: Question
    found: Found
    lot: int

    @property
    def in_common(self) -> int:
        """How many moments of the week it is about together; 0 for one moment, or none."""
        return self.found.counted if self.found.counted > 1 else 0

    @property
    def said(self) -> int:
        """How much of the week stands behind it."""
        return self.in_common or min(self.found.moments, 1)


def choose(
    questions: Iterable[Question],
    week: ReflectedWeek,
    household: Household,
    recent: Collection[str] = (),
) -> list[Asked]:
    """The questions for a week, in the order in which they are asked.

    Args:
        questions: the bank and the packs, in any order.
        week: the week to be thought about.
        household: the family's words, for the reasons.
        recent: ids of the questions asked in the three weeks before.
    """
    tops: dict[str, _Candidate] = {}
    for question in questions:
        if question.id in recent or (found := fulfilled(question.when, week)) is None:
            continue
        candidate = _Candidate(question, found, _lot(week.start, question.id))
        top = tops.get(question.kind)
        if top is None or _rank(candidate) < _rank(top):
            tops[question.kind] = candidate
    kinds = _kinds(tops, week)
    chosen = [tops[kind] for kind in KINDS if kind in kinds]
    return list(_asked(chosen, week, household))


def together(begun: Sequence[Asked], chosen: Iterable[Asked]) -> list[Asked]:
    """The questions of a week that was begun: what was asked stays, the rest is as chosen.

    Where the log has changed in between, a kind that was asked about is not asked about again.
    """
    asked = list(begun)
    kinds = {question.kind for question in begun}
    by_need = sorted(chosen, key=lambda question: question.kind not in _NEEDED)
    for question in by_need:
        if len(asked) < MOST_QUESTIONS and question.kind not in kinds:
            asked.append(question)
    return sorted(asked, key=lambda question: KINDS.index(question.kind))


_NEEDED = (ABOUT_CHILD, ABOUT_SELF, ABOUT_REPAIR)


def _kinds(tops: dict[str, _Candidate], week: ReflectedWeek) -> set[str]:
    """The kinds that are asked about."""
    needed = [
        kind
        for kind in _NEEDED
        if kind in tops and (kind != ABOUT_REPAIR or week.something_to_repair)
    ]
    others = [kind for kind in KINDS if kind in tops and kind not in needed]
    others.sort(key=lambda kind: -tops[kind].said)
    return {*needed, *others[: MOST_QUESTIONS - len(needed)]}


def _lot(week: str, question: str) -> int:
    """A number that stands for chance and is the same on every device."""
    return crc32(f"{week}/{question}".encode())


def _rank(candidate: _Candidate) -> tuple[int, int, str]:
    return -candidate.in_common, candidate.lot, candidate.question.id


def _asked(
    chosen: Iterable[_Candidate], week: ReflectedWeek, household: Household
) -> Iterable[Asked]:
    used: set[str] = set()
    for question, found, _ in chosen:
        moments = tuple(week.ids(found.moments))
        if question.when.get(SCOPE) == OF_MOMENT:
            moments = (_latest(moments, used),)
            used.update(moments)
        reason = because(question.when, found, week, household)
        yield Asked(question.id, question.text, question.kind, reason, moments, question.follow_up)


def _latest(moments: Sequence[str], used: Collection[str]) -> str:
    """The latest moment that no other question of the week is about, where there is one."""
    return next((moment for moment in reversed(moments) if moment not in used), moments[-1])

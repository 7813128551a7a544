"""A coach's own judgement, asked for one key at a time.

Leaving (q, ctrl+c, the end of input) at any question drops the moment that is being judged and
nothing else: a coding is stored whole or not at all.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from parentkit.cli.ask import KEYS, InputEnded, ask, ask_any_key
from parentkit.cli.session import glyphs, put, say, somebody_is_there
from parentkit.domain.coaching.judging import QUESTIONS, asked_after, judgement_of
from parentkit.domain.coaching.rubric import HIGHEST, LOWEST, read_point
from parentkit.report.coach.blind import blind_lines, rating_lines, side_by_side
from parentkit.services.coach.blind import code
from parentkit.services.log.capture import suggestion_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parentkit.domain.coaching.rubric import Pair
    from parentkit.domain.log.household import Household
    from parentkit.domain.log.moment import Document
    from parentkit.journal import Journal
    from parentkit.services.coach.blind import Coded

QUIT = ("q", "quit")
LEAVES = "(Enter: leave it out)"


class Stopped(Exception):
    """The person wants to stop here."""


def code_all(
    journal: Journal,
    household: Household,
    coder: str,
    moments: Sequence[Document],
    pairs: Sequence[Pair],
) -> int:
    """Goes through blinded moments; returns how many were coded before the person stopped."""
    for place, moment in enumerate(moments):
        say(f"\n{place + 1} of {len(moments)}")
        try:
            code_one(journal, household, coder, moment, pairs)
        except (Stopped, KeyboardInterrupt):
            say("")
            return place
        if place + 1 < len(moments) and not _goes_on():
            return place + 1
    return len(moments)


def code_one(
    journal: Journal, household: Household, coder: str, moment: Document, pairs: Sequence[Pair]
) -> None:
    """Shows a blinded moment, asks for a judgement, stores it, and then shows both.

    Raises:
        Stopped: the person left before all was answered; nothing of it is stored.
    """
    put(blind_lines(moment, household))
    sys.stdout.flush()
    fields = ask_judgement(household, pairs)
    coded = code(journal, coder, moment["id"], fields)
    say("Stored. Beside what was said at home:")
    put(both_lines(household, coded, pairs))
    sys.stdout.flush()


def both_lines(household: Household, coded: Coded, pairs: Sequence[Pair]) -> list[str]:
    """A coding that is stored and the judgement at home, in lines."""
    reason = suggestion_for(household, coded.moment).reason
    lines = side_by_side(coded.coding, coded.moment, household, glyphs(), reason)
    return lines + rating_lines(coded.coding.get("rubric", {}), pairs)


def ask_judgement(household: Household, pairs: Sequence[Pair]) -> dict[str, Any]:
    """Asks how a moment fitted, where it slipped, whether it was mended, how the child was after.

    Raises:
        Stopped: the person left.
    """
    answers = {"fit": _choose(household, "fit", QUESTIONS["fit"])}
    for field in asked_after(answers["fit"]):
        answers[field] = _choose(household, field, f"{QUESTIONS[field]} {LEAVES}")
    fields = judgement_of(answers)
    if rubric := {pair.id: point for pair in pairs if (point := _rate(pair))}:
        fields["rubric"] = rubric
    return fields


def _choose(household: Household, field: str, question: str) -> str:
    words = household.judgement(field)
    codes = list(words.offered())
    keys = [f"{key} {words.short(code)}" for key, code in zip(KEYS, codes, strict=False)]
    say("  " + "; ".join(keys))

    def read(answer: str) -> str:
        _leave_if_asked(answer)
        if len(answer) == 1 and answer in KEYS[: len(codes)]:
            return codes[KEYS.index(answer)]
        return words.resolve(answer)

    try:
        return ask(question, read, empty="" if LEAVES in question else None)
    except InputEnded:
        raise Stopped from None


def _rate(pair: Pair) -> int:
    say(f"  {HIGHEST} {pair.first}: {pair.first_looks}")
    say(f"  {LOWEST} {pair.second}: {pair.second_looks}")

    def read(answer: str) -> str:
        _leave_if_asked(answer)
        return str(read_point(answer))

    question = f"{pair.first}, {HIGHEST} to {LOWEST}? {LEAVES}"
    try:
        return int(ask(question, read, empty="0"))
    except InputEnded:
        raise Stopped from None


def _leave_if_asked(answer: str) -> None:
    if answer.casefold() in QUIT:
        raise Stopped


def _goes_on() -> bool:
    """Whether the person has read both judgements and wants another moment."""
    if not somebody_is_there():
        return True
    try:
        answer = ask_any_key("(any key: the next moment, q: stop here)")
    except KeyboardInterrupt:
        say("")
        return False
    return answer is not None and answer.casefold() not in QUIT

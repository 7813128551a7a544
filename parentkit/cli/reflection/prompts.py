"""Short questions, one key each, that read well aloud: numbered lines, no redrawing, no colour.

Questions go to standard error. At a terminal one key answers; where input is a pipe, or the
terminal is a dumb one, a line does. An answer that cannot be read is asked for again and costs
nothing else. Some keys typed ahead answer in their order; a paste answers nothing, and is dropped
whole. After a person's own words, or a paste, only a key that comes by itself answers, for what
comes at once may be the rest of it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from parentkit.cli.keyboard import (
    ESCAPE,
    INTERRUPT,
    PASTED,
    TYPED_AHEAD,
    Keys,
    is_capable,
    is_terminal,
)
from parentkit.cli.line import ENDS, SEVERAL, expect_rest, read_line
from parentkit.cli.session import glyphs, say
from parentkit.domain.codes import PERSON, SUGGESTED
from parentkit.domain.errors import ParentkitError, UsageProblem
from parentkit.report.glyphs import OF_FIT
from parentkit.report.safety import SOUNDS_HURT
from parentkit.services.log.revise import confirm_fit

if TYPE_CHECKING:
    from collections.abc import Callable

    from parentkit.domain.log.household import Household
    from parentkit.domain.log.vocabulary import Vocabulary
    from parentkit.journal import Journal
    from parentkit.services.log.capture import Captured

KEYS = "123456789abcdefghijklmnopqrstuvwxyz"


class InputEnded(UsageProblem):
    """A question found no more input."""


def ask_missing(household: Household, words: dict[str, Any]) -> dict[str, Any]:
    """Asks for the sign and the responses where they were not said; other words stay as they are.

    Raises:
        InputEnded: the input ended before a sign and a response were known.
    """
    if not words["cue"]:
        words["cue"] = ask_code("What did you see?", household.vocabulary("cues"))
    if not words["responses"]:
        responses = household.vocabulary("responses")
        words["responses"] = [ask_code("What did you do?", responses)]
        words["responses"] += _ask_more(responses)
    return words


def _ask_more(responses: Vocabulary) -> list[str]:
    """Further responses until an empty answer; input that ends here has said all there is."""
    more = []
    try:
        while code := ask_code("And then? (Enter: nothing more)", responses, or_enter=True):
            more.append(code)
    except InputEnded:
        say("")
    return more


def ask_code(question: str, vocabulary: Vocabulary, *, or_enter: bool = False) -> str:
    """Asks for one of a vocabulary's terms, by its key or by its name; returns its id.

    The list is read out the first time; after an answer that cannot be read, the reason and the
    question. With `or_enter`, an empty answer returns an empty string.
    """
    codes = list(vocabulary.offered())
    if not or_enter:
        for key, code in zip(KEYS, codes, strict=False):
            say(f"  {key}  {vocabulary.label(code)}")

    def read(answer: str) -> str:
        if len(answer) == 1 and answer in KEYS[: len(codes)]:
            return codes[KEYS.index(answer)]
        return vocabulary.resolve(answer)

    return ask(question, read, empty="" if or_enter else None)


def offer_fit(
    journal: Journal, household: Household, captured: Captured, *, after_words: bool
) -> dict[str, Any]:
    """Offers the suggested fit of a moment that is already stored; Enter takes it.

    Leaving (ctrl+c, end of input) leaves the moment as it is, with its fit marked as suggested.
    `after_words`: a note was typed just before.
    """
    fits, signs = household.judgement("fit"), glyphs()
    codes, suggested = list(fits.offered()), captured.suggestion.fit
    # Who was asked whether it stays apart has read already that it is stored.
    say(f"{'' if captured.set_apart else 'Stored. '}{captured.suggestion.reason}")
    for key, code in zip(KEYS, codes, strict=False):
        mark = "  (suggested: Enter)" if code == suggested else ""
        say(f"  {key}  {signs[OF_FIT[code]]} {fits.label(code)}{mark}")

    def read(answer: str) -> str:
        one = len(answer) == 1 and answer in KEYS[: len(codes)]
        return codes[KEYS.index(answer)] if one else fits.resolve(answer)

    try:
        fit = ask("How did it fit?", read, empty=suggested, by_itself=after_words)
    except (KeyboardInterrupt, InputEnded):
        say(f"\nKept as {fits.label(suggested)} ({SUGGESTED}).")
        return captured.document
    return confirm_fit(journal, captured.document, fit, PERSON)


def ask_apart(*, after_words: bool) -> bool:
    """Asks whether a moment that its words set apart stays so; Enter, or leaving, says yes."""
    say(f"Stored. {SOUNDS_HURT}")
    question = "Keep this apart from the figures? (Enter or y: yes, n: no)"
    try:
        answer = ask(question, _yes_or_no, empty=YES, by_itself=after_words)
    except (KeyboardInterrupt, InputEnded):
        say("\nKept apart.")
        return True
    return answer == YES


YES, NO = "y", "n"


def _yes_or_no(answer: str) -> str:
    if answer.casefold() not in (YES, "yes", NO, "no"):
        raise UsageProblem(f"Answer {YES} or {NO}.")
    return answer[0].casefold()


def ask(
    question: str,
    read: Callable[[str], str],
    *,
    empty: str | None = None,
    by_itself: bool = False,
) -> str:
    """Asks until `read` accepts the answer; `empty` is what an empty answer stands for.

    `by_itself` is for questions after a person's own words: several keys at once are no answer.
    Several keys in a row that are none cost one sentence.

    Raises:
        InputEnded: there is no more input.
    """
    skips = False
    while True:
        sys.stderr.write(f"{question} ")
        sys.stderr.flush()
        answer = read_answer(by_itself=by_itself, skips=skips)
        if answer is None:
            raise InputEnded(
                "The input ended before everything was answered.",
                "Nothing was stored. parentkit log --help shows how to say it in one line.",
            )
        if answer.startswith(ESCAPE):
            pasted = answer.startswith(PASTED)
            by_itself, skips = by_itself or pasted, True
            say(SEVERAL if pasted else _NO_ANSWER)
            continue
        skips = False
        if not answer and empty is not None:
            return empty
        try:
            return read(answer)
        except ParentkitError as problem:
            say(" ".join(part for part in (problem.message, problem.hint) if part))


_NO_ANSWER = "That key is not an answer here."


def read_answer(*, by_itself: bool = False, skips: bool = False) -> str | None:
    """One answer: one key at a capable terminal, else a line; `None` when the input has ended.

    A cursor key and the like come whole, beginning with ESC. A paste comes as PASTED: one that the
    terminal marks, or more keys at once than anybody types ahead.

    Args:
        by_itself: nothing may be typed ahead.
        skips: cursor keys and the like are passed over, having been answered already.
    """
    ahead = 0 if by_itself else TYPED_AHEAD
    if not is_terminal() or not is_capable():
        return read_line(ahead=ahead)
    sys.stdout.flush()
    expect_rest()
    with Keys(pastes=True) as keys:
        key = keys.next()
        while skips and key.startswith(ESCAPE) and not key.startswith(PASTED):
            key = keys.next()
        if key.startswith(PASTED) or (key and keys.more_than(ahead)):
            keys.drop()
            key = PASTED
    say("" if key in "\r\n" or key.startswith(ESCAPE) else key)
    if key == INTERRUPT:
        raise KeyboardInterrupt
    return None if key in ("", *ENDS) else key.strip() if key[0] != ESCAPE else key

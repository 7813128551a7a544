"""What is asked about a moment: sign and responses, whether it stays apart, how it fitted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.cli.ask import KEYS, InputEnded, ask, ask_code, ask_yes
from parentkit.cli.session import glyphs, say
from parentkit.domain.codes import PERSON, SUGGESTED
from parentkit.report.glyphs import OF_FIT
from parentkit.report.safety import SOUNDS_HURT
from parentkit.services.log.revise import confirm_fit

if TYPE_CHECKING:
    from parentkit.domain.log.household import Household
    from parentkit.domain.log.vocabulary import Vocabulary
    from parentkit.journal import Journal
    from parentkit.services.log.capture import Captured


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
    reason = captured.suggestion.reason
    say(reason if captured.set_apart else f"Stored. {reason}")
    for key, code in zip(KEYS, codes, strict=False):
        line = f"  {key}  {signs[OF_FIT[code]]} {fits.label(code)}"
        say(f"{line}  (suggested: Enter)" if code == suggested else line)

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
        apart = ask_yes(question, enter=True, by_itself=after_words)
    except (KeyboardInterrupt, InputEnded):
        say("\nKept apart.")
        return True
    return apart

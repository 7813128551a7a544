"""Every question that the command line asks; nobody else listens to the keys or reads a line.

Questions read well aloud: numbered lines on standard error, no redrawing, no colour. At a terminal
one key answers a short one; where input is a pipe, or the terminal is a dumb one, a line does. An
answer that cannot be read is asked for again and costs nothing else. Some keys typed ahead answer
in their order; a paste answers nothing, and is dropped whole. After a person's own words, or a
paste, only a key that comes by itself answers, for what comes at once may be the rest of it.

What a person is asked to agree to, and passphrases, are asked for at a terminal, never from a pipe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.keyboard import (
    ESCAPE,
    INTERRUPT,
    PASTED,
    TYPED_AHEAD,
    Keys,
    is_capable,
    is_terminal,
)
from parentkit.cli.line import ENDS, SEVERAL, expect_rest, put, read_line
from parentkit.cli.session import say, somebody_is_there
from parentkit.domain.errors import ParentkitError, UsageProblem
from parentkit.domain.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from parentkit.domain.log.vocabulary import Vocabulary

KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
YES, NO = "y", "n"

_AGREES = ("y", "yes")
_REFUSES = ("n", "no")
_ONE_LINE_END = 1
"""Bytes that may wait behind an answer: some terminals end a line with two."""
_NO_ANSWER = "That key is not an answer here."


class InputEnded(UsageProblem):
    """A question found no more input."""


def agreed(question: str, instead: str) -> bool:
    """Whether a person answers yes; anything else is a no, and a paste is asked about again.

    Args:
        question: what is asked.
        instead: how to say it without a terminal.

    Raises:
        UsageProblem: nobody can be asked.
    """
    if not somebody_is_there():
        raise UsageProblem("Nobody can be asked here, so nothing was done.", instead)
    asked = f"{question} (y, or Enter for no)"
    while (answer := read_line(asked, ahead=_ONE_LINE_END)) == PASTED:
        say(SEVERAL)
    return (answer or "").casefold() in _AGREES


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
        put(f"{question} ")
        answer = _read_answer(by_itself=by_itself, skips=skips)
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


def _read_answer(*, by_itself: bool = False, skips: bool = False) -> str | None:
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


def ask_yes(question: str, *, enter: bool | None = None, by_itself: bool = False) -> bool:
    """Asks until the answer is yes or no.

    Args:
        question: what is asked.
        enter: what Enter alone stands for; None: it is asked again.
        by_itself: as in `ask`.

    Raises:
        InputEnded: there is no more input.
    """
    empty = None if enter is None else (YES if enter else NO)
    return ask(question, _yes_or_no, empty=empty, by_itself=by_itself) == YES


def _yes_or_no(answer: str) -> str:
    if answer.casefold() not in (*_AGREES, *_REFUSES):
        raise UsageProblem(f"Answer {YES} or {NO}.")
    return answer[0].casefold()


def ask_any_key(question: str) -> str | None:
    """One key, or a line where no single key can be read; None where the input has ended.

    A paste is asked about again.
    """
    while True:
        put(f"{question} ")
        if (answer := _read_answer()) != PASTED:
            return answer
        say(SEVERAL)


def ask_line(question: str) -> str:
    """One line, such as a name; empty where the input has ended, and a paste becomes one line."""
    return one_line(ask_words(f"{question} ") or "")


def ask_exactly(question: str) -> str | None:
    """A line that has to be typed as it stands somewhere; None where the input has ended."""
    return read_line(question)


def ask_words(prompt: str = "", *, shown: bool = True) -> str | None:
    """A person's own words up to Enter, with all that comes along; see `words` in cli.typed."""
    from parentkit.cli.typed import words

    return words(prompt, shown=shown)


def are_all(words: str) -> bool:
    """Whether words end with an empty line, which says that this is all."""
    from parentkit.cli.typed import ends

    return ends(words)


def ask_text() -> str:
    """A text of several lines: at a terminal up to an empty one, else all that there is."""
    from parentkit.cli.typed import long_text

    return long_text()


def listen() -> None:
    """Somebody is waited for from now on: what they paste is not left to the shell."""
    expect_rest()


def passphrase_asker() -> Callable[[], str] | None:
    """What asks for the passphrase of a key; None where nobody can be asked."""
    return (lambda: _unseen("Passphrase of your key: ")) if somebody_is_there() else None


def recovery_key() -> str:
    """The key on paper that opens a copy of the keys.

    Raises:
        UsageProblem: nobody can be asked.
    """
    if not somebody_is_there():
        raise UsageProblem("Nobody can be asked for the recovery key here.", "Nothing was changed.")
    return _unseen("Recovery key: ")


def new_passphrase() -> str:
    """A passphrase, typed twice.

    Raises:
        UsageProblem: nobody can be asked, or the two are not the same; no key was made.
    """
    if not somebody_is_there():
        raise UsageProblem("Nobody can be asked for a passphrase here.", "No key was made.")
    say("Several words are good: long, and easy to keep in mind. Nobody can look it up for you.")
    first = _unseen("Passphrase: ")
    if _unseen("Once more: ") != first:
        raise UsageProblem("The two were not the same.", "No key was made.")
    return first


def _unseen(prompt: str) -> str:
    from getpass import getpass

    expect_rest()
    return getpass(prompt)

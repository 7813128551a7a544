"""One line: typed at a terminal, where it can be rubbed out, or read from a pipe."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from parentkit.cli.keyboard import END_OF_INPUT, ENTER, ESCAPE, INTERRUPT, PASTED, Keys, is_terminal
from parentkit.domain.text import clean, shown_width

if TYPE_CHECKING:
    from collections.abc import Callable

ENDS = (END_OF_INPUT, "\0")  # NUL: ctrl+d that was typed before anybody listened


SEVERAL = "That is not an answer: it was more than one key at once. None of it was taken."
"""What is said where a paste came instead of an answer."""


def read_line(question: str = "", *, ahead: int | None = None) -> str | None:
    """Asks for a short answer of one line.

    Args:
        question: what is asked.
        ahead: bytes that may wait behind it for the next question. Where more do, or the terminal
            marks a paste, all of it is dropped. None: a line may be pasted.

    Returns:
        The line without white space around it; PASTED where it was dropped; None where the input
        has ended.
    """
    put(f"{question} " if question else "")
    if not is_terminal():
        line = sys.stdin.readline()
        return line.strip() if line else None
    with Keys(pastes=ahead is not None) as keys:
        text = Line(keys, pastes=ahead is None).read()
        if ahead is not None and text is not None and keys.more_than(ahead):
            text = PASTED
        if text == PASTED:
            keys.drop()
    return None if text is None else text.strip()


def put(question: str) -> None:
    """Writes a question, when all that listening takes is loaded.

    The interpreter may swallow a ctrl+c that comes while it loads a module.
    """
    sys.stdout.flush()
    if is_terminal():
        expect_rest()
    sys.stderr.write(question)
    sys.stderr.flush()


def expect_rest() -> None:
    """Somebody is asked, so whatever of a paste still waits at the end must not reach the shell."""
    from parentkit.cli import rest  # noqa: F401 that it is loaded has the rest thrown away


class Line:
    """What is typed until Enter. Cursor keys do nothing; a character is rubbed out as a whole.

    Args:
        keys: the terminal, listened to.
        shown: whether what is read is shown; else as the terminal would.
        pastes: whether a paste that the terminal marks belongs to the line.
    """

    def __init__(self, keys: Keys, *, shown: bool = True, pastes: bool = True) -> None:
        self._keys = keys
        self._pastes = pastes
        self._shown = shown and keys.shows
        self._text = ""
        self._rubs: dict[str, Callable[[], None]] = {
            keys.named("VKILL") or "\x15": self._rub_out_line,
            keys.named("VWERASE") or "\x17": self._rub_out_word,
            **dict.fromkeys((keys.named("VERASE"), "\x7f", "\b"), self._rub_out),
        }

    def read(self, *, whole: bool = False) -> str | None:
        r"""Reads up to Enter.

        Args:
            whole: what comes at once with an Enter, as a paste does, belongs to it as well.

        Returns:
            The text, with `\n` at its end where its last line is empty or ctrl+d ended it; None
            where there is none and the input has ended; PASTED for a paste that does not belong.
        """
        before = ""
        while True:
            key = self._keys.next()
            if key == "\n" and before == "\r":  # one line end in two letters
                if not self._keys.waiting():
                    return self._text.removesuffix("\n")
            elif key in ENTER:
                self._show("\n")
                if not (whole and self._keys.waiting()):
                    return self._text
                self._text += "\n"
            elif not key or key in ENDS:
                return f"{self._text}\n" if self._text else None
            elif key == INTERRUPT:
                raise KeyboardInterrupt
            elif key.startswith(PASTED) and not self._pastes:
                self._show("\n")
                return PASTED
            else:
                self._take(key)
            before = key

    def _take(self, key: str) -> None:
        if key in self._rubs:
            self._rubs[key]()
        elif key.startswith(PASTED):
            self._put(key[len(PASTED) :])
        elif not key.startswith(ESCAPE):
            self._put(key)

    def _put(self, text: str) -> None:
        text = clean(text)
        self._text += text
        self._show(text)

    def _rub_out(self) -> None:
        if self._text and self._text[-1] != "\n":
            width = shown_width(self._text[-1])
            self._text = self._text[:-1]
            self._show("\b \b" * width)

    def _rub_out_word(self) -> None:
        while self._text.endswith(" "):
            self._rub_out()
        while self._text and not self._text[-1].isspace():
            self._rub_out()

    def _rub_out_line(self) -> None:
        while self._text and self._text[-1] != "\n":
            self._rub_out()

    def _show(self, text: str) -> None:
        if self._shown:
            sys.stderr.write(text)
            sys.stderr.flush()

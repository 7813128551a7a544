"""Words of a person's own, typed or pasted at a terminal, or from a pipe.

A paste is one thing: its lines belong to the words that were asked for, whether the terminal marks
it or its letters merely come at once. Nothing of it answers the next question, and what still waits
when the program ends is thrown away rather than left to the shell (parentkit.cli.rest).
"""

from __future__ import annotations

import sys

from parentkit.cli.keyboard import Keys, is_terminal
from parentkit.cli.line import Line, expect_rest
from parentkit.cli.session import somebody_is_there


def words(prompt: str = "", *, shown: bool = True) -> str | None:
    r"""What is written up to Enter, with all that comes along with it in one go.

    Args:
        prompt: said before.
        shown: False where the terminal has shown already what is there to be read.

    Returns:
        The text, `\n` at its end where its last line is empty: an empty line was written or pasted
        there, or ctrl+d. None where the input has ended.
    """
    sys.stdout.flush()
    if not is_terminal():
        _ask(prompt)
        line = sys.stdin.readline()
        return line.removesuffix("\n") if line else None
    expect_rest()
    with Keys(pastes=True) as keys:
        _ask(prompt)
        return Line(keys, shown=shown).read(whole=True)


def _ask(prompt: str) -> None:
    sys.stderr.write(prompt)
    sys.stderr.flush()


def ends(text: str) -> bool:
    """Whether words end with an empty line, which says that this is all."""
    return not text or text.endswith("\n")


def long_text() -> str:
    """A text: at a terminal up to an empty line, else all that there is."""
    expect_rest()
    if not somebody_is_there():
        return sys.stdin.read()
    parts: list[str] = []
    while (text := words()) is not None:
        parts.append(text)
        if ends(text):
            break
    return "\n".join(parts).rstrip("\n")

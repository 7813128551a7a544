"""After a word that is not known: the nearest one, and the command line with it, to be repeated."""

from __future__ import annotations

import shlex
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from parentkit.domain.errors import UnknownCode
from parentkit.domain.sentence import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from parentkit.domain.errors import ParentkitError

LIKENESS = 0.66
"""Ratio of difflib from which a word counts as a slip of the finger: `sda` for `sad`."""


def meant(problem: ParentkitError, words: Sequence[str]) -> tuple[str, str]:
    """What unknown words of a command line probably were, as a question and as the whole line.

    Both are empty where one of them resembles nothing that is known; the line alone is where one
    was not said on the command line.
    """
    slips = [*_slips(problem)]
    corrected, known = list(words), []
    for value, nearest in slips:
        if nearest is None:
            return "", ""
        known.append(nearest)
        place = next((n for n, word in enumerate(corrected) if _says(word, value)), None)
        if place is None:
            return f"Did you mean {listed(known)}?", ""
        corrected[place] = f"{corrected[place].removesuffix(value)}{nearest}"
    return f"Did you mean {listed(known)}?", shlex.join(["parentkit", *corrected])


def _slips(problem: ParentkitError) -> Iterator[tuple[str, str | None]]:
    """Every unknown word that an error names, with the one that it resembles."""
    for each in (problem, *problem.also):
        if isinstance(each, UnknownCode):
            yield (
                each.value,
                next(filter(lambda near: _alike(each.value, near), each.nearest), None),
            )
        else:
            yield "", None


def _alike(word: str, other: str) -> bool:
    return SequenceMatcher(None, word.casefold(), other.casefold()).ratio() >= LIKENESS


def _says(word: str, value: str) -> bool:
    """Whether an argument is this word, or an option with it: `afriad`, `--cue=afriad`."""
    return word == value or (word.startswith("--") and word.partition("=")[2] == value)

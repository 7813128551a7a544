"""Words that several of a coach's commands ask for at a terminal, in one line."""

from __future__ import annotations

from parentkit.cli.typed import words
from parentkit.domain.text import one_line


def ask_line(question: str) -> str:
    """One line, empty where the input has ended; the lines of a paste become one."""
    return one_line(words(f"{question} ") or "")

"""How wide the terminal is, found out without the cost of importing shutil; lines broken to it."""

from __future__ import annotations

import os
import sys

NO_TERMINAL = 80
NARROWEST = 20
"""Columns to which lines are broken at most."""


def columns() -> int:
    """What COLUMNS says, else the width of the terminal, else NO_TERMINAL."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdigit() and int(asked):
        return int(asked)
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or NO_TERMINAL
    except (OSError, ValueError):  # no terminal, or a stream that could not be one
        return NO_TERMINAL


def fitted(text: str) -> str:
    """Narration, broken between words where the error stream is a terminal that is narrower."""
    if not sys.stderr.isatty():
        return text
    return "\n".join(line for each in text.splitlines() for line in _broken(each))


def _broken(line: str) -> list[str]:
    width = max(columns(), NARROWEST)
    if len(line) < width:
        return [line]
    from parentkit.report.layout import wrapped

    indent = line[: len(line) - len(line.lstrip())]
    return wrapped(line, width - 1, indent)

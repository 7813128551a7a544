"""How wide the terminal is, found out without the cost of importing shutil."""

from __future__ import annotations

import os
import sys

NO_TERMINAL = 80


def columns() -> int:
    """What COLUMNS says, else the width of the terminal, else NO_TERMINAL."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdigit() and int(asked):
        return int(asked)
    try:
        return (
            os.get_terminal_size(sys.__stderr__.fileno()).columns if sys.__stderr__ else NO_TERMINAL
        )
    except (OSError, ValueError):  # no terminal, or no stream that could be one
        return NO_TERMINAL

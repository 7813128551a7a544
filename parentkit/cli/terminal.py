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
        return os.get_terminal_size(sys.stderr.fileno()).columns or NO_TERMINAL
    except (OSError, ValueError):  # no terminal, or a stream that could not be one
        return NO_TERMINAL

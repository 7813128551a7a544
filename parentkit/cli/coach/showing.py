"""Lines that hold what others wrote go to the screen without anything that could steer it.

A file that somebody sent may name a sign, a child or a context in any letters at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.cli.session import put
from parentkit.domain.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable


def show(lines: Iterable[str]) -> None:
    """Writes lines of text to standard output, cleaned."""
    put(map(clean, lines))

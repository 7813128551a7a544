"""Plain lines of a report, as coloured text that fits where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from parentkit.domain.text import clean
from parentkit.report.layout import LABEL, WIDTH, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable

COLUMN = LABEL + 2
"""Where the text of a labelled row begins."""


def labelled(lines: Iterable[str], width: int) -> Content:
    """Labelled rows with soft labels, their text wrapped to `width`."""
    return Content("\n").join(
        Content.assemble((line[:COLUMN], "$soft"), line[COLUMN:]) for line in fitted(lines, width)
    )


def fitted(lines: Iterable[str], width: int) -> list[str]:
    """Rows of `report.layout.row`, cleaned and wrapped anew; breaks that somebody made stay."""
    found: list[str] = []
    for line in _unwrapped(map(clean, lines)):
        head, text = line[:COLUMN], line[COLUMN:]
        first, *rest = wrapped(text, max(width, COLUMN + 1), " " * COLUMN) or [" " * COLUMN]
        found += [head + first[COLUMN:], *rest]
    return found


def _unwrapped(lines: Iterable[str]) -> list[str]:
    """The rows as they were before they were wrapped at the usual width.

    A line goes on from the one before where its first word had no room there.
    """
    found: list[str] = []
    before = 0
    for line in lines:
        words = line[COLUMN:].split(maxsplit=1)
        goes_on = bool(found and words and not line[:COLUMN].strip())
        if goes_on and before + 1 + len(words[0]) > WIDTH:
            found[-1] = f"{found[-1]} {line[COLUMN:]}"
        else:
            found.append(line)
        before = len(line)
    return found

"""Lines of plain text: wrapping and labelled rows that read well aloud and at 60 columns."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH = 60
LABEL = 12


def wrapped(text: str, width: int = WIDTH, indent: str = "") -> list[str]:
    """Lines of at most `width` characters, every one after `indent`; a longer word stands alone."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        if line and len(indent) + len(line) + 1 + len(word) > width:
            lines.append(indent + line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, indent + line] if line else lines


def id_row(document: Mapping[str, object]) -> list[str]:
    """The row with an entry's id, which `show`, `delete` and `purge` take; none where it has none.

    Ids are of no use in screens, which have keys for that.
    """
    return row("id", str(document.get("id", "")))


def row(label: str, text: str, width: int = WIDTH) -> list[str]:
    """A label and its text, wrapped under itself: `  when        2026-11-22 18:05`."""
    indent = " " * (LABEL + 2)
    lines = [line for part in text.splitlines() for line in wrapped(part, width, indent)]
    if not lines:
        return []
    return [f"  {label:<{LABEL}}{lines[0][len(indent) :]}", *lines[1:]]

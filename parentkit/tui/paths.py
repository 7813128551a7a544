"""Paths as a person writes them."""

from __future__ import annotations

import os

from parentkit.domain.text import shown_width


def short_path(path: str) -> str:
    """The path with `~` for the person's own folder."""
    own = os.path.expanduser("~")
    inside = path == own or path.startswith(own + os.sep)
    return f"~{path[len(own) :]}" if inside and own != os.sep else path


def folded(text: str, width: int) -> str:
    """The text with paths longer than a line begun anew at a folder, so that each name is whole.

    Args:
        text: what is told, with paths in it.
        width: columns of a line; a single name that is longer is left as it is.
    """
    lines = (line.split(" ") for line in text.split("\n"))
    return "\n".join(" ".join(_in_lines(word, width) for word in words) for words in lines)


def _in_lines(word: str, width: int) -> str:
    if shown_width(word) <= width or os.sep not in word:
        return word
    lines = [""]
    for part in word.replace(os.sep, f"{os.sep}\n").split("\n"):
        if lines[-1] and shown_width(lines[-1] + part) > width:
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)

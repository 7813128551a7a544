"""Text of people made inert for markup."""

from __future__ import annotations

from html import escape

from parentkit.domain.text import clean


def inert(text: str) -> str:
    """The text for an element or a quoted attribute of HTML or SVG: shown, never acted on."""
    return escape(clean(text), quote=True)

"""Signs that stand beside words: a set for Unicode terminals, one for ASCII."""

from __future__ import annotations

UNICODE = {
    "met": "●",
    "partial": "◐",
    "not_met": "○",
    "repaired": "↺",
    "open": "…",
    "unsure": "?",
    "flag": "⚑",
    "then": "→",
    "mark": "┆",
    "left_out": "◌",
}
ASCII = {
    "met": "*",
    "partial": "+",
    "not_met": "o",
    "repaired": "r",
    "open": ".",
    "unsure": "?",
    "flag": "!",
    "then": ">",
    "mark": "|",
    "left_out": "~",
}

OF_FIT = {
    "matched": "met",
    "kind_limit_matched": "met",
    "partial": "partial",
    "misread": "not_met",
    "missed": "not_met",
    "overrode": "not_met",
    "unsure": "unsure",
}
"""Which sign goes with which fit."""


def glyphs_for(encoding: str | None, asked: str = "") -> dict[str, str]:
    """The set that an output encoding can show; `asked` is `ascii` where that set is wanted."""
    if asked == "ascii" or not (encoding or "").lower().replace("-", "").startswith("utf"):
        return ASCII
    return UNICODE

"""When the help page opens: a moment set apart, or certain words in a note. Never a judgement."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

TEXTS = ("note", "need")
"""The fields of a moment in which a person writes freely."""


def calls_for_help(document: Mapping[str, Any], triggers: Mapping[str, Sequence[str]]) -> bool:
    """Whether a moment opens the help page.

    Args:
        document: the moment.
        triggers: `words` and `phrases` of safety.json; whole words, in any case.
    """
    if document.get("flag"):
        return True
    said = " ".join(str(document.get(field) or "") for field in TEXTS)
    text = f" {' '.join(_words(said))} "
    return any(f" {' '.join(_words(each))} " in text for kind in _KINDS for each in triggers[kind])


_KINDS = ("words", "phrases")


def _words(text: str) -> list[str]:
    """The words of a text: letters, digits and apostrophes, lower case."""
    plain = text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return "".join(each if each.isalnum() or each == "'" else " " for each in plain).split()

"""What is asked of somebody who judges a moment, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.domain.codes import MET, PERSON, UNSURE

if TYPE_CHECKING:
    from collections.abc import Mapping

QUESTIONS = {
    "fit": "How did it fit?",
    "slip": "Where did it slip?",
    "repair": "Did they find their way back?",
    "child_after": "The child afterwards?",
}
"""By field. Every question but the first may be left out."""


def asked_after(fit: str) -> tuple[str, ...]:
    """The fields that are asked for once it is known how a moment fitted."""
    if fit in MET:
        return ("child_after",)
    return ("repair", "child_after") if fit == UNSURE else ("slip", "repair", "child_after")


def judgement_of(answers: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a judgement out of codes, by field; what was left out is not in it."""
    fields: dict[str, Any] = {name: code for name, code in answers.items() if code}
    if "repair" in fields:
        fields["repair"] = {"state": fields["repair"], "source": PERSON}
    return fields

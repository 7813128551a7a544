"""A moment as coloured text: time, sign, what was done; glyph, word and colour for the fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.content import Content

from parentkit.domain.codes import NOT_YET, REPAIRED
from parentkit.domain.text import one_line, shown_width
from parentkit.report.glyphs import OF_FIT
from parentkit.report.log.moment import came_back_words, fit_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parentkit.domain.log.household import Household

NARROW = 70
_TIME = 7


def sign_colour(sign: str) -> str:
    """The style of a sign of report.glyphs: `$sign-not-met` for `not_met`."""
    return f"$sign-{sign.replace('_', '-')}"


def fit_text(
    document: Mapping[str, Any], household: Household, glyphs: Mapping[str, str]
) -> Content:
    """`● met (suggested)` in the sign's colour; empty for a moment set apart."""
    sign = OF_FIT.get(str(document.get("fit")), "unsure")
    return Content.styled(fit_words(document, household, glyphs), sign_colour(sign))


def moment_text(
    document: Mapping[str, Any],
    household: Household,
    glyphs: Mapping[str, str],
    width: int,
    who: str = "",
) -> Content:
    """One line for a moment, two where it is narrow, and one more for what came afterwards.

    `who` is the child's name, where moments of several stand side by side.
    """
    cue = household.vocabulary("cues").short(str(document.get("cue", "")))
    if who:
        cue = f"{who}: {cue}"
    responses = household.vocabulary("responses")
    done = f" {glyphs['then']} ".join(map(responses.short, document.get("responses", ())))
    time = f"{document['observed_at'][11:16]:<{_TIME}}"
    fit = fit_text(document, household, glyphs)
    lines = []
    if width < NARROW:
        lines.append(
            Content.assemble(
                (time, "$soft"), one_line(f"{cue} {glyphs['then']} {done}", width - _TIME)
            )
        )
        lines.append(Content.assemble(" " * _TIME, fit))
    else:
        side = (width - _TIME - 26) // 2
        lines.append(
            Content.assemble(
                (time, "$soft"),
                _column(cue, side),
                _column(done, side),
                fit,
            )
        )
    lines += [Content.assemble(" " * _TIME, after) for after in afterwards(document, glyphs)]
    return Content("\n").join(lines)


def afterwards(document: Mapping[str, Any], glyphs: Mapping[str, str]) -> list[Content]:
    """Coming back, not yet, set apart: whatever of these a moment has."""
    found = []
    repair = document.get("repair") or {}
    if repair.get("state") == REPAIRED:
        found.append(Content.styled(came_back_words(repair, glyphs), sign_colour("repaired")))
    elif repair.get("state") == NOT_YET:
        found.append(Content.styled(f"{glyphs['open']} not yet mended", sign_colour("open")))
    if document.get("flag"):
        found.append(Content.styled(f"{glyphs['flag']} set apart", sign_colour("flag")))
    return found


def _column(text: str, width: int) -> str:
    shown = one_line(text, width)
    return shown + " " * (width + 1 - shown_width(shown))

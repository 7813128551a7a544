"""A moment with its day, as running text: for where moments of several days stand together."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from textual.content import Content

from parentkit.domain.text import one_line
from parentkit.domain.time.days import short_day
from parentkit.tui.widgets.moment_text import afterwards, fit_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parentkit.domain.log.household import Household


def dated_text(
    document: Mapping[str, Any], household: Household, glyphs: Mapping[str, str], today: date
) -> Content:
    """`Tue 17 Nov 18:05  sad, left out → jumped to a fix  ○ misread`; breaks between words."""
    cue = household.vocabulary("cues").short(str(document.get("cue", "")))
    responses = household.vocabulary("responses")
    done = f" {glyphs['then']} ".join(map(responses.short, document.get("responses", ())))
    observed_at = str(document["observed_at"])
    day = short_day(date.fromisoformat(observed_at[:10]), today)
    parts = [
        Content.styled(f"{day} {observed_at[11:16]}", "$soft"),
        Content(one_line(f"{cue} {glyphs['then']} {done}")),
        fit_text(document, household, glyphs),
        *afterwards(document, glyphs),
    ]
    return Content("  ").join(parts)

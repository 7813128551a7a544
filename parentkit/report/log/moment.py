"""One moment as labelled lines."""

from __future__ import annotations

from parentkit.domain.codes import SUGGESTED
from parentkit.domain.log.household import YOU
from parentkit.domain.schema.field import FLAG, REPAIR
from parentkit.domain.schema.fields import MOMENT_FIELDS, REST, arranged
from parentkit.domain.sentence import plural
from parentkit.domain.text import clean
from parentkit.report.glyphs import OF_FIT
from parentkit.report.layout import row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from parentkit.domain.log.household import Household
    from parentkit.domain.schema.field import Field


_ORDER = (
    *("repair", "slip", "child_after", "clarity", "miscue", "context", "parent_state", REST),
    *("tags", "need", "note"),
)
_ABOVE = ("fit", "flag", "sampling")
"""What stands above these rows, and what the times tell."""


def when_words(observed_at: str) -> str:
    """`2026-11-22 18:05` for a stored time, on the clock that hung where it was lived."""
    return f"{observed_at[:10]} {observed_at[11:16]}"


def fit_words(document: Mapping[str, Any], household: Household, glyphs: Mapping[str, str]) -> str:
    """Sign, word and origin of the fit: `● met (suggested)`; empty for a moment set apart."""
    if document.get("flag") is True:
        return ""
    fit = str(document.get("fit", "unsure"))
    words = f"{glyphs[OF_FIT.get(fit, 'unsure')]} {household.judgement('fit').label(fit)}"
    return f"{words} (suggested)" if document.get("fit_source") == SUGGESTED else words


def repair_words(repair: Mapping[str, Any], household: Household) -> str:
    """The state of a repair with who began it and after how long."""
    parts = [household.judgement("repair").label(str(repair.get("state", "unknown")))]
    if repair.get("by"):
        starter = household.judgement("repaired_by").label(str(repair["by"]))
        parts.append(f"begun by: {starter}")
    if repair.get("after_minutes") is not None:
        parts.append(f"after {minutes_words(int(repair['after_minutes']))}")
    if repair.get("source") == SUGGESTED:
        parts.append("(suggested)")
    return ", ".join(parts).replace(", (", " (")


def came_back_words(repair: Mapping[str, Any], glyphs: Mapping[str, str]) -> str:
    """That a moment was mended, with its sign, and after how long where that is known."""
    minutes = repair.get("after_minutes")
    if minutes is None:
        return f"{glyphs['repaired']} came back"
    return f"{glyphs['repaired']} came back after {minutes_words(int(minutes))}"


def minutes_words(minutes: int) -> str:
    """`10 minutes`, `1 h 30`, `2 days`: a duration as a person would say it."""
    if minutes < 2 * 60:
        return plural(minutes, one="{n} minute", other="{n} minutes")
    if minutes >= 48 * 60:
        return f"{minutes // (24 * 60)} days"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02d}" if rest else f"{hours} hours"


def moment_lines(
    document: Mapping[str, Any], household: Household, glyphs: Mapping[str, str], reason: str = ""
) -> list[str]:
    """Everything that is known about a moment, a labelled row for each field that it has.

    `reason` is the sentence that explains the suggested fit, where the caller has it.
    """
    cues, responses = household.vocabulary("cues"), household.vocabulary("responses")
    lines = row("when", when_words(str(document.get("observed_at", ""))))
    lines += row("child", household.name(str(document.get("child", ""))))
    lines += row("who", household.name(str(document.get("caregiver", ""))))
    lines += row("sign", cues.label(str(document.get("cue", ""))))
    for place, code in enumerate(document.get("responses", ())):
        lines += row("then" if place else "response", responses.label(code))
    if document.get("flag") is True:
        lines += _details(document, household)
        return lines + row("set apart", f"{glyphs['flag']} kept apart from every figure")
    lines += row("fit", fit_words(document, household, glyphs))
    if document.get("suggested_fit") == document.get("fit"):
        lines += row("", reason)
    elif document.get("suggested_fit"):
        suggested = {"fit": document["suggested_fit"]}
        lines += row("suggested", fit_words(suggested, household, glyphs))
        lines += row("", reason)
    return lines + _details(document, household)


def coding_lines(
    coding: Mapping[str, Any], household: Household, glyphs: Mapping[str, str]
) -> list[str]:
    """Another person's judgement of a moment, under that person's name."""
    who = household.name(str(coding.get("coder", "")))
    lines = ["  as you see it" if who == YOU else f"  as {who} sees it"]
    if coding.get("fit"):
        lines += row("fit", fit_words(coding, household, glyphs))
    return lines + _details(coding, household)


def field_words(field: Field, value: Any, household: Household) -> str:
    """The value of a field in a person's words; empty where nothing is said."""
    if not value:
        return ""
    if field.sort == REPAIR:
        return repair_words(value, household)
    if field.sort == FLAG:
        return field.yes
    words = household.words(field)
    labels = [words.label(str(each)) if words else str(each) for each in _listed(value)]
    return clean(", ".join(labels)) if words is None else ", ".join(labels)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _details(document: Mapping[str, Any], household: Household) -> list[str]:
    lines: list[str] = []
    for field in arranged(MOMENT_FIELDS, _ORDER):
        if not (field.filled_in or field.required or field.name in _ABOVE):
            lines += row(field.label, field_words(field, document.get(field.name), household))
    return lines

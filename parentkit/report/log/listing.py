"""Moments as a list, grouped by day, narrow enough for 60 columns."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from parentkit.domain.codes import NOT_YET, REPAIRED
from parentkit.domain.text import one_line
from parentkit.report.layout import wrapped
from parentkit.report.log.moment import came_back_words, fit_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from parentkit.domain.log.household import Household

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SHORT_ID = 14
"""Letters of an id that a listing shows: its ten for the time and four that are chance."""

INDENT = "         "
_NOBODY: dict[str, Sequence[str]] = {}


def day_title(day: str) -> str:
    """`Sunday 22 November 2026` for `2026-11-22`."""
    when = date.fromisoformat(day)
    return f"{WEEKDAYS[when.weekday()]} {when.day} {MONTHS[when.month - 1]} {when.year}"


def listing_lines(
    documents: Iterable[Mapping[str, Any]],
    household: Household,
    glyphs: Mapping[str, str],
    commented: Mapping[str, Sequence[str]] = _NOBODY,
) -> Iterator[str]:
    """The lines of a listing, day by day in the order given.

    `commented` names the coaches who wrote about a moment, by its id.
    """
    day = ""
    for document in documents:
        if document["observed_at"][:10] != day:
            if day:
                yield ""
            day = document["observed_at"][:10]
            yield day_title(day)
        yield from _moment(document, household, glyphs)
        for coder in commented.get(str(document["id"]), ()):
            yield from wrapped(f"{household.name(coder)} wrote about it", indent=INDENT)


def _moment(
    document: Mapping[str, Any], household: Household, glyphs: Mapping[str, str]
) -> Iterator[str]:
    cue = household.vocabulary("cues").short(document.get("cue", ""))
    responses = household.vocabulary("responses")
    done = f" {glyphs['then']} ".join(responses.short(code) for code in document["responses"])
    who = household.name(document.get("child", ""))
    first, *rest = wrapped(f"{who}: {cue} {glyphs['then']} {done}", indent=INDENT)
    yield f"  {document['observed_at'][11:16]}  {first.strip()}"
    yield from rest
    identity = str(document["id"])[:SHORT_ID]
    fit = fit_words(document, household, glyphs)
    yield f"{INDENT}{'  '.join(filter(None, (fit, identity)))}"
    yield from (f"{INDENT}{line}" for line in _afterwards(document, glyphs))
    if document.get("note"):
        yield from wrapped(one_line(str(document["note"])), indent=INDENT)


def _afterwards(document: Mapping[str, Any], glyphs: Mapping[str, str]) -> Iterator[str]:
    repair = document.get("repair") or {}
    if repair.get("state") == REPAIRED:
        yield came_back_words(repair, glyphs)
    elif repair.get("state") == NOT_YET:
        yield f"{glyphs['open']} not yet mended"
    if document.get("flag"):
        yield f"{glyphs['flag']} set apart"

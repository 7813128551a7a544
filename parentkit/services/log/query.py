"""What is looked for in a list of moments, in a person's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.domain.errors import ParentkitError
from parentkit.domain.log.household import EVERYBODY
from parentkit.domain.log.selection import Selection
from parentkit.domain.text import one_line
from parentkit.domain.time.days import short_day
from parentkit.domain.time.stretch import OPEN_END, parse_stretch
from parentkit.services.log.browse import Filters
from parentkit.services.log.search import Query

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from typing import Any

    from parentkit.domain.log.household import Household
    from parentkit.domain.time.period import Period

FIELDS = ("text", "cue", "fit", "tag", "child", "caregiver", "period")
"""What can be asked for."""


def read_query(
    household: Household, words: Mapping[str, str], child: str, today: date
) -> tuple[Query, dict[str, ParentkitError]]:
    """The query that the words mean, and a problem for each field that cannot be read.

    Every field is read on its own; one that cannot be read asks for nothing.

    Args:
        household: the family's people and words.
        words: what was typed, by the names in FIELDS; nothing typed asks for nothing.
        child: whose moments are looked for where no child is named.
        today: the day that `last week` counts from.
    """
    readers: dict[str, Callable[[str], Any]] = {
        "cue": household.vocabulary("cues").resolve,
        "fit": household.judgement("fit").resolve,
        "child": lambda said: None if said.casefold() in EVERYBODY else household.child(said),
        "caregiver": household.caregiver,
        "period": lambda said: parse_stretch(said, today),
        "tag": str,
        "text": str,
    }
    found: dict[str, Any] = {"child": child or None}
    problems: dict[str, ParentkitError] = {}
    for name in FIELDS:
        if said := one_line(words.get(name, "")):
            try:
                found[name] = readers[name](said)
            except ParentkitError as problem:
                problems[name] = problem
    codes: dict[str, str] = {name: found[name] for name in ("cue", "fit") if name in found}
    selection = Selection(found.get("period"), found["child"], found.get("caregiver"))
    filters = Filters(codes, found.get("tag", ""), found.get("text", ""))
    return Query(selection, filters), problems


def query_words(query: Query, household: Household, today: date) -> list[str]:
    """A query in a few words, one for each thing that is asked for; the child is left out."""
    selection, filters = query
    words = []
    if "cue" in filters.codes:
        words.append(household.vocabulary("cues").short(filters.codes["cue"]))
    if "fit" in filters.codes:
        words.append(household.judgement("fit").short(filters.codes["fit"]))
    if filters.tag:
        words.append(f"tag {one_line(filters.tag)}")
    if filters.text:
        words.append(f'"{one_line(filters.text)}"')
    if selection.caregiver:
        words.append(f"by {one_line(household.name(selection.caregiver))}")
    if selection.period:
        words.append(_period_words(selection.period, today))
    return words


def _period_words(period: Period, today: date) -> str:
    if period.end == OPEN_END:
        return f"since {short_day(period.start, today)}"
    return period.title(today)

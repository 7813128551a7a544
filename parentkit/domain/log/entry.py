"""What an entry of any kind is called, for a person who wants it gone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from parentkit.domain.codes import CAREGIVER, CHILD, TEMPLATE, TERM
from parentkit.domain.log.household import name_of
from parentkit.domain.schema.kinds import kind_named
from parentkit.domain.sentence import with_article
from parentkit.domain.text import one_line
from parentkit.domain.time.days import MONTHS
from parentkit.domain.time.localtime import stamp_local
from parentkit.domain.ulid import is_ulid, ms_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_TIMES = ("observed_at", "answered_at", "started_at", "logged_at", "day", "given_at", "made_at")
_LABEL = 40
_DAY = len("2026-11-22")


def entry_words(kind: str, identifier: str, fields: Mapping[str, Any]) -> str:
    """`an answer of 16 November 2026`, `the child Mia`: what a record is, without its words.

    Somebody, a template and a word of one's own go by their name, where they have one.
    """
    known = kind_named(kind)
    one = known.one if known else kind
    named = one_line(str(fields.get("label", "")), _LABEL) if kind == TERM else name_of({**fields})
    if named and kind in (CHILD, CAREGIVER, TEMPLATE, TERM):
        return f"the {one} {named}"
    day = entry_day(identifier, fields)
    called = with_article(one).lower()
    return f"{called} of {day}" if day else called


def entry_day(identifier: str, fields: Mapping[str, Any]) -> str:
    """`16 November 2026`, the local day that an entry is of; nothing where none is known."""
    for name in _TIMES:
        if day := _day_words(str(fields.get(name, ""))[:_DAY]):
            return day
    made_ms = ms_of(identifier) if is_ulid(identifier) else 0
    return _day_words(stamp_local(made_ms / 1000)[:_DAY]) if made_ms else ""


def _day_words(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return ""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

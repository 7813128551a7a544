"""What could not be read, in words: one sentence for every command and every screen."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Protocol

from parentkit.domain.sentence import listed, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NAMED = 2
"""How many places are named; the others are counted."""

DOCTOR = "parentkit doctor"

_FILE = ".jsonl"


class Place(Protocol):
    """Where something could not be read: a line of a file, or with line 0 all of it; and why."""

    @property
    def path(self) -> str:
        """Of the file."""

    @property
    def line(self) -> int:
        """Its number, from 1 on; 0 is the whole file."""

    @property
    def reason(self) -> str:
        """A few plain words."""


def left_out_words(places: Sequence[Place]) -> str:
    """`without 8 lines that could not be read`; nothing where everything was read.

    The lines of a file that cannot be opened are not known, so such a file counts as one.
    """
    if not places:
        return ""
    whole = [os.path.basename(each.path) for each in places if not each.line]
    files = sum(name.endswith(_FILE) for name in whole)
    counts = (
        (len(whole) - files, "one folder", "{n:,} folders"),
        (files, "one file", "{n:,} files"),
        (len(places) - len(whole), "one line", "{n:,} lines"),
    )
    told = listed(plural(count, one=one, other=other) for count, one, other in counts if count)
    return f"without {told} that could not be read"


def unreadable_sentence(places: Sequence[Place]) -> str:
    """What is missing, where, and what to do; the first NAMED places by name."""
    named = [_place(each) for each in places[:NAMED]]
    if others := len(places) - len(named):
        named.append(f"{others} more")
    words = _begun(left_out_words(places))
    return f"{words}: {'; '.join(named)}. Everything else was read. {DOCTOR} says more."


def unreadable_line(places: Sequence[Place], sign: str) -> str:
    """The same for a screen, which has no room for names; nothing where everything was read."""
    words = _begun(left_out_words(places))
    return f"{sign} {words}: {DOCTOR}" if words else ""


def unreadable_payload(places: Iterable[Place]) -> list[dict[str, Any]]:
    """The places as JSON: `file`, `line` (null: the whole file), `reason`."""
    return [
        {"file": each.path, "line": each.line or None, "reason": each.reason} for each in places
    ]


def left_out_sentence(words: str) -> str:
    """What `left_out_words` gave, as a sentence of its own; nothing where it gave nothing."""
    return f"{_begun(words)}." if words else ""


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def _place(place: Place) -> str:
    where = f"{place.path}, line {place.line}" if place.line else place.path
    return f"{where} ({place.reason})"

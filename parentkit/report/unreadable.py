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
FAMILIES = "parentkit coach families"

_FILE = ".jsonl"
_NAME = "family.json"
_RECEIVED = "received"


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
    missing = [words for each in places if (words := getattr(each, "missing", ""))]
    if missing:
        others = left_out_words([each for each in places if not told_itself(each)])
        return listed([*([others] if others else []), f"without {listed(missing)}"])
    told = listed(_counted([each for each in places if not _is_coachs(each)]))
    receipts = plural(
        sum(map(_is_receipt, places)),
        zero="",
        one="one shared file whose receipt could not be read",
        other="{n:,} shared files whose receipts could not be read",
    )
    if told and receipts:
        return f"without {told} that could not be read and {receipts}"
    if told:
        return f"without {told} that could not be read"
    return f"without {receipts}" if receipts else ""


def _counted(places: Sequence[Place]) -> list[str]:
    whole = [os.path.basename(each.path) for each in places if not each.line]
    files = sum(name.endswith(_FILE) for name in whole)
    counts = (
        (len(whole) - files, "one folder", "{n:,} folders"),
        (files, "one file", "{n:,} files"),
        (len(places) - len(whole), "one line", "{n:,} lines"),
    )
    return [plural(count, one=one, other=other) for count, one, other in counts if count]


def unreadable_sentence(places: Sequence[Place]) -> str:
    """What is missing, where, and what to do; the first NAMED places of each sort by name.

    A place that says itself what is the matter, as `told`, is told so.
    """
    receipts = [each for each in places if _is_receipt(each) and not told_itself(each)]
    names = [each for each in places if _is_name(each)]
    others = [each for each in places if not _is_coachs(each)]
    told = _own_sentences(places)
    if others:
        told.append(f"{_missing(others)}. Everything else was read. {DOCTOR} says more.")
    if receipts:
        told.append(
            f"{_missing(receipts)}. What was consented to there is not known, so it stays closed; "
            "it is kept. parentkit coach add FILE with the same file opens it again, and so does "
            "a backup of the receipt."
        )
    if names:
        told.append(
            plural(
                len(names),
                one="The name of a family could not be read: {where}. Until then the beginning of "
                "the id stands in its place; all else of it is as it was. parentkit coach add FILE "
                "--name NAME, with any file that the family sent, gives it its name again.",
                other="The names of {n} families could not be read: {where}. Until then the "
                "beginnings of their ids stand in their place; all else of them is as it was. "
                "parentkit coach add FILE --name NAME, with any file that the family sent, gives "
                "it its name again.",
                where=_named(names),
            )
        )
    return " ".join(told)


def _own_sentences(places: Sequence[Place]) -> list[str]:
    found = list(dict.fromkeys(words for each in places if (words := told_itself(each))))
    more = len(found) - NAMED
    return [*found[:NAMED], *([f"{more} more are like that: {FAMILIES}."] if more > 0 else [])]


def told_itself(place: Place) -> str:
    """The sentence that a place brings itself; empty where it does not."""
    return str(getattr(place, "told", ""))


def _missing(places: Sequence[Place]) -> str:
    return f"{_begun(left_out_words(places))}: {_named(places)}"


def _named(places: Sequence[Place]) -> str:
    named = [_place(each) for each in places[:NAMED]]
    if others := len(places) - len(named):
        named.append(f"{others} more")
    return "; ".join(named)


def _is_receipt(place: Place) -> bool:
    """Whether it is what tells whose a file is that a family sent to a coach."""
    return os.path.basename(os.path.dirname(place.path)) == _RECEIVED


def _is_name(place: Place) -> bool:
    return os.path.basename(place.path) == _NAME


def _is_coachs(place: Place) -> bool:
    """Whether it stands beside a family's journal, on a coach's side, where no doctor looks."""
    return _is_receipt(place) or _is_name(place) or bool(told_itself(place))


def unreadable_line(places: Sequence[Place], sign: str) -> str:
    """The same for a screen, which has no room for names; nothing where everything was read."""
    if not places:
        return ""
    nameless = "A family's name could not be read"
    own = nameless if any(map(_is_name, places)) else "A file of your own could not be read"
    words = _begun(left_out_words(places)) or own
    more = FAMILIES if all(map(_is_coachs, places)) else DOCTOR
    return f"{sign} {words}: {more}"


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

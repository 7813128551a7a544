"""The fields of a moment one by one: their words, and what other words make of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit import clock
from parentkit.domain.codes import REPAIRED
from parentkit.domain.errors import ParentkitError, UsageProblem
from parentkit.domain.log.household import name_of
from parentkit.domain.log.moment import NEEDED
from parentkit.domain.schema.field import CODES, FLAG, TEXTS
from parentkit.domain.schema.fields import REPAIR_PARTS, REST, arranged, said_fields
from parentkit.domain.text import one_line
from parentkit.services.log.parse_fields import read_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parentkit.domain.log.household import Household
    from parentkit.domain.log.vocabulary import Vocabulary


class Field(NamedTuple):
    """One field as a person sees it.

    Attributes:
        name: its name among the words of `parse_fields`.
        label: what it is called.
        hint: how it may be written; empty where it is chosen from words that are shown.
    """

    name: str
    label: str
    hint: str = ""


_ORDER = (
    *("observed_at", "child", "caregiver", "cue", "responses", "fit", "slip", "repair"),
    *("repaired_after", "repaired_by", "child_after", "clarity", "miscue", "need", "context"),
    *("parent_state", REST, "tags", "note", "flag"),
)
_NOT_CHANGED = ("sampling",)

_BY_NAME = {
    field.said: field for field in arranged(said_fields(), _ORDER) if field.said not in _NOT_CHANGED
}

FIELDS = tuple(Field(name, field.label, field.hint) for name, field in _BY_NAME.items())
"""All that can be changed of a moment, in the order in which a person reads it."""

SWITCHES = tuple(name for name, field in _BY_NAME.items() if field.sort == FLAG)
"""Fields that are said or not said."""

LONG = tuple(name for name, field in _BY_NAME.items() if field.long)
"""Fields in which a person writes freely, on as many lines as wanted."""

SEPARATOR = ";"
_OF_REPAIR = {part.said: part.name for part in REPAIR_PARTS if not part.filled_in}


class Change(NamedTuple):
    """What services.log.revise.edit is to do; nothing where neither holds anything."""

    fields: Mapping[str, Any] = {}
    cleared: tuple[str, ...] = ()


def words_of(document: Mapping[str, Any], household: Household, name: str) -> str:
    """The words in which a field stands, such that reading them gives the same again."""
    if name in _OF_REPAIR:
        value = (document.get("repair") or {}).get(_OF_REPAIR[name])
        if value is None:
            return ""
        if name == "repaired_after":
            return f"{value}m"
        return household.judgement(name).label(str(value))
    value = document.get(name)
    if value in (None, "", [], False):
        return ""
    return _words_of_value(household, name, value)


def _words_of_value(household: Household, name: str, value: Any) -> str:
    words = vocabulary(household, name)
    if name == "observed_at":
        return _time_words(str(value))
    if isinstance(value, list):
        labels = [words.label(each) if words else each for each in value]
        return f"{SEPARATOR} ".join(map(str, labels))
    if name in ("child", "caregiver"):
        return household.name(str(value))
    if name in SWITCHES:
        return "yes"
    return words.label(str(value)) if words else str(value)


def _time_words(stamp: str) -> str:
    """`2026-11-22 18:05`, and the offset where the clocks of this zone would mean another time."""
    from parentkit.domain.time.when import parse_past, timestamp

    plain = f"{stamp[:10]} {stamp[11:16]}"
    try:
        same = timestamp(parse_past(plain, clock.local_now())) == stamp
    except ParentkitError:
        same = False
    return plain if same else f"{plain}{stamp[16:]}"


def vocabulary(household: Household, name: str) -> Vocabulary | None:
    """The vocabulary that a field's words are of, None where it has none."""
    field = _BY_NAME.get(name)
    return household.words(field) if field else None


def choices(household: Household, name: str) -> tuple[str, ...]:
    """The words that a field can be said in, in the family's order; none where it is free."""
    people = {"child": household.children, "caregiver": household.caregivers}
    if name in people:
        return tuple(name_of(each) for each in people[name] if not each.get("hidden"))
    words = vocabulary(household, name)
    return tuple(map(words.short, words.offered())) if words else ()


def change(document: Mapping[str, Any], household: Household, name: str, text: str) -> Change:
    """What is to be changed so that a field says `text`; an empty text takes it away.

    Raises:
        ParentkitError: the words cannot be read, or the moment cannot be without the field.
    """
    text = text.strip()
    if text == words_of(document, household, name):
        return Change()
    if name in _OF_REPAIR:
        return _change_of_repair(document, household, name, text)
    if not text:
        if name in NEEDED:
            raise UsageProblem("A moment cannot be without it.", "Esc leaves it as it was.")
        return Change(cleared=(name,)) if name in document else Change()
    return Change(read_words(household, {name: _said(name, text)}).complete())


def _said(name: str, text: str) -> Any:
    """The words as `read_words` takes them."""
    sort = _BY_NAME[name].sort
    if sort == CODES:
        return _split(text.replace("→", SEPARATOR).replace(">", SEPARATOR), SEPARATOR)
    if sort == TEXTS:
        return _split(text, SEPARATOR if SEPARATOR in text else ",")
    return text


def _split(text: str, separator: str) -> list[str]:
    parts = (one_line(part) for part in text.split(separator))
    return [part for part in parts if part]


def _change_of_repair(
    document: Mapping[str, Any], household: Household, name: str, text: str
) -> Change:
    """A repair is said as a whole: its state, and how long after and by whom where it took place.

    Whoever says how long after or by whom says that it took place; another state takes both away.
    """
    if name == "repair" and not text:
        return Change(cleared=("repair",)) if document.get("repair") else Change()
    words = {each: words_of(document, household, each) for each in _OF_REPAIR} | {name: text}
    if name == "repair":
        stays = household.judgement("repair").resolve(text) == REPAIRED
        words = words if stays else {"repair": text}
    elif text:
        del words["repair"]
    return Change(read_words(household, words).complete())
